/** Inside or outside a circle: what is lost without biases, and without activations. */
import { mulberry32, normal } from '../../../lib/random.ts';

/** Twelve points at radius 1 (inside, 1) and twelve at radius 2 (outside, 0). */
export const POINTS = Array.from({ length: 24 }, (_, i) => {
  const angle = (2 * Math.PI * (i % 12)) / 12;
  const radius = i < 12 ? 1 : 2;
  return { x: [radius * Math.cos(angle), radius * Math.sin(angle)], label: i < 12 ? 1 : 0 };
});

export interface Options {
  bias: boolean;
  activation: boolean;
  seed: number;
}

const HIDDEN = 8;
const STEPS = 3000;
const RATE = 0.3;

// #region train
/** Gradient descent on the mean cross-entropy; returns the trained logit as a function of x. */
export function train({ bias, activation, seed }: Options): (x: number[]) => number {
  const random = mulberry32(seed);
  const W = Array.from({ length: HIDDEN }, () => [normal(random), normal(random)]);
  const b = new Array<number>(HIDDEN).fill(0);
  const v = Array.from({ length: HIDDEN }, () => normal(random) / 2);
  let c = 0;
  const sums = (x: number[]) => W.map((row, i) => row[0] * x[0] + row[1] * x[1] + b[i]);
  const g = (z: number) => (activation ? Math.max(0, z) : z);
  const logit = (x: number[]) => sums(x).reduce((sum, z, i) => sum + v[i] * g(z), c);

  for (let n = 0; n < STEPS; n++) {
    const dv = v.map(() => 0);
    const db = v.map(() => 0);
    const dW = W.map(() => [0, 0]);
    let dc = 0;
    for (const { x, label } of POINTS) {
      const dy = (1 / (1 + Math.exp(-logit(x))) - label) / POINTS.length;
      dc += dy;
      sums(x).forEach((z, i) => {
        const dz = activation && z <= 0 ? 0 : dy * v[i];
        dv[i] += dy * g(z);
        db[i] += dz;
        dW[i][0] += dz * x[0];
        dW[i][1] += dz * x[1];
      });
    }
    for (let i = 0; i < HIDDEN; i++) {
      v[i] -= RATE * dv[i];
      W[i][0] -= RATE * dW[i][0];
      W[i][1] -= RATE * dW[i][1];
      if (bias) b[i] -= RATE * db[i];
    }
    if (bias) c -= RATE * dc;
  }
  return logit;
}
// #endregion

/** How many of the 24 points are on the right side. */
export function right(logit: (x: number[]) => number): number {
  return POINTS.filter(({ x, label }) => logit(x) > 0 === (label === 1)).length;
}

export function main(): void {
  for (const [name, bias, activation] of [
    ['ReLU and biases', true, true],
    ['no biases', false, true],
    ['no activation', true, false],
  ] as const) {
    const scores = [1, 2, 3].map((seed) => right(train({ bias, activation, seed })));
    console.log(`${name.padEnd(16)} ${scores.join(', ')} of ${POINTS.length} right`);
  }
}
