// A line and a parabola through four noisy measurements of the rule y = x.
import { solve } from './random_features.ts';

export const TRAIN = { x: [-3, -1, 1, 3], y: [1, -5, -3, 7] }; // y = x ± 4
export const NEW = [-2, 0, 2];
export const NOISE = 4;

// #region fit
/** Coefficients c₀ … c_d of the polynomial with the least squared error: (XᵀX)·c = Xᵀy. */
export function fit(x: number[], y: number[], degree: number): number[] {
  const powers = Array.from({ length: degree + 1 }, (_, k) => k);
  const gram = powers.map((i) => powers.map((j) => sum(x.map((v) => v ** (i + j)))));
  return solve(gram, powers.map((i) => sum(x.map((v, n) => v ** i * y[n]))));
}

export const predict = (c: number[], x: number) => sum(c.map((v, k) => v * x ** k));

/** Mean squared difference. */
export const mse = (a: number[], b: number[]) => sum(a.map((v, n) => (v - b[n]) ** 2)) / a.length;
// #endregion

function sum(values: number[]): number {
  return values.reduce((total, v) => total + v, 0);
}

/** Errors of one degree: on the training points, and against the rule at points in between. */
export function errors(degree: number) {
  const c = fit(TRAIN.x, TRAIN.y, degree);
  const at = (points: number[]) => points.map((x) => predict(c, x));
  return { training: mse(at(TRAIN.x), TRAIN.y), fromRule: mse(at(NEW), NEW) };
}

export function main(): void {
  console.log('degree  training  new points (noise 16 included)');
  for (const degree of [0, 1, 2]) {
    const { training, fromRule } = errors(degree);
    const cells = [training, fromRule + NOISE ** 2].map((v) => String(+v.toFixed(4)).padStart(8));
    console.log(`${degree}     ${cells.join('  ')}`);
  }
}
