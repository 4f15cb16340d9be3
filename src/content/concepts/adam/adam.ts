/** Adam step by step: the rule, the two kinds of weight decay, and a problem it cannot solve. */

// #region adam
export interface Options {
  rate?: number;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  /** Added to the gradient (L2 penalty), so that it is rescaled like the gradient. */
  l2?: number;
  /** Taken off the weight directly (AdamW). */
  decay?: number;
}

/** A function that takes one step from the numbers `theta` with the gradient `g`. */
export function adam(options: Options = {}) {
  const { rate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const { l2 = 0, decay = 0 } = options;
  const [m, v]: number[][] = [[], []];
  let t = 0;
  return (theta: number[], g: number[]): number[] => {
    t += 1;
    return theta.map((w, i) => {
      const slope = g[i] + l2 * w;
      m[i] = beta1 * (m[i] ?? 0) + (1 - beta1) * slope;
      v[i] = beta2 * (v[i] ?? 0) + (1 - beta2) * slope ** 2;
      const mean = m[i] / (1 - beta1 ** t); // both averages start at 0 and are too small at first
      const square = v[i] / (1 - beta2 ** t);
      return w - rate * decay * w - (rate * mean) / (Math.sqrt(square) + epsilon);
    });
  };
}
// #endregion

// #region wrong-no-correction
/** Length of step `t`, in learning rates, when the gradient never changes and nothing is corrected. */
export function wrongStep(t: number, beta1 = 0.9, beta2 = 0.999): number {
  return (1 - beta1 ** t) / Math.sqrt(1 - beta2 ** t);
}
// #endregion

// #region counterexample
/** The loss C·x in every third step and −x in the others, for −1 ≤ x ≤ 1: the best x is −1. */
export function counterexample(keepMaximum: boolean, steps: number, C = 4, rate = 0.1): number {
  const beta2 = 1 / (1 + C * C);
  let [x, v, largest] = [0, 0, 0];
  for (let t = 1; t <= steps; t++) {
    const g = t % 3 === 1 ? C : -1;
    v = beta2 * v + (1 - beta2) * g * g;
    largest = Math.max(largest, v); // AMSGrad never forgets the largest v
    x -= ((rate / Math.sqrt(t)) * g) / Math.sqrt(keepMaximum ? largest : v);
    x = Math.min(1, Math.max(-1, x));
  }
  return x;
}
// #endregion

// #region valley
/**
 * How much of the distance along a valley is left after 100 steps. The valley is 100 times as steep
 * across as along, and turned by `angle` against the axes.
 */
export function alongValley(
  makeStep: () => (theta: number[], g: number[]) => number[],
  angle: number,
): number {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const turn = ([u, w]: number[]) => [c * u - s * w, s * u + c * w];
  const back = ([x, y]: number[]) => [c * x + s * y, c * y - s * x];
  const step = makeStep();
  let p = turn([-1, 1]); // one unit from the minimum, along and across
  for (let i = 0; i < 100; i++) {
    const [u, w] = back(p);
    p = step(p, turn([u, 100 * w])); // gradient of (u² + 100w²)/2
  }
  return Math.abs(back(p)[0]);
}
// #endregion

export function main(): void {
  const path = (gradients: number[], options: Options) => {
    const step = adam(options);
    let theta = [0];
    return gradients.map((g) => (theta = step(theta, [g]))[0].toFixed(4)).join(' ');
  };
  const halves = { rate: 1, beta1: 1 / 2, beta2: 1 / 2, epsilon: 0 };
  console.log('4, 4       ', path([4, 4], halves));
  console.log('4, -4      ', path([4, -4], halves));
  console.log('400, -400  ', path([400, -400], halves));
  console.log('uncorrected', [1, 12, 100, 1000].map((t) => wrongStep(t).toFixed(2)).join(' '));
  const once = (options: Options) => adam({ rate: 0.1, ...options })([1], [5])[0].toFixed(4);
  console.log(
    `weight 1:   no decay ${once({})}, L2 ${once({ l2: 0.5 })}, AdamW ${once({ decay: 0.5 })}`,
  );
  const sgd = () => (theta: number[], g: number[]) => theta.map((w, i) => w - 0.01 * g[i]);
  for (const degrees of [0, 45]) {
    const left = [() => adam({ rate: 0.05 }), sgd].map((rule) =>
      alongValley(rule, (degrees * Math.PI) / 180).toFixed(3),
    );
    console.log(`valley at ${degrees} degrees: Adam ${left[0]}, SGD ${left[1]}`);
  }
  console.log(
    'best x = -1: Adam',
    counterexample(false, 3000),
    'AMSGrad',
    counterexample(true, 3000),
  );
}
