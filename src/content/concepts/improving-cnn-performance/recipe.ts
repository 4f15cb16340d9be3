// What to work on, whether a change helped, and two things called “adaptive learning rate”.

// #region budget
/** Splits the errors (images wrong of 100) into what could be learned and what does not carry over. */
export function budget(best: number, training: number, validation: number) {
  const avoidable = training - best;
  const gap = validation - training;
  const advice = avoidable > gap ? 'fit better' : avoidable < gap ? 'regularize' : 'both';
  return { avoidable, gap, advice };
}
// #endregion

// #region compare
/** z of McNemar's test: only images on which exactly one of two models is right count. */
export const mcnemar = (onlyNewRight: number, onlyOldRight: number) =>
  (onlyNewRight - onlyOldRight) / Math.sqrt(onlyNewRight + onlyOldRight);
// #endregion

// #region rates
/** Schedule: one rate for all weights, changed over time. Linear warm-up, then half a cosine. */
export function scheduled(rate: number, step: number, warmup: number, steps: number): number {
  if (step < warmup) return (rate * (step + 1)) / warmup;
  return (rate / 2) * (1 + Math.cos((Math.PI * (step - warmup)) / (steps - warmup)));
}

/** Adaptation, as in Adam without momentum: divide by the usual size of this weight's gradients. */
export function adapted(gradients: number[], rateAt: (step: number) => number): number[] {
  let v = 0;
  return gradients.map((g, t) => {
    v = 0.9 * v + 0.1 * g * g;
    return (rateAt(t) * g) / (Math.sqrt(v / (1 - 0.9 ** (t + 1))) + 1e-8);
  });
}
// #endregion

/** Three models with the same validation error; the best possible is 2 wrong of 100. */
export const MODELS = [
  { name: 'A', training: 14, validation: 16 },
  { name: 'B', training: 3, validation: 16 },
  { name: 'C', training: 9, validation: 16 },
];
export const BEST = 2;

export function main(): void {
  for (const { name, training, validation } of MODELS) {
    const { avoidable, gap, advice } = budget(BEST, training, validation);
    console.log(`${name}: avoidable ${avoidable}, gap ${gap}: ${advice}`);
  }
  console.log('60 against 40 images: z =', mcnemar(60, 40));
  const rate = (t: number) => scheduled(1, t, 2, 10);
  const constant = (g: number) => new Array<number>(10).fill(g);
  const show = (steps: number[]) => steps.map((v) => v.toFixed(2)).join(' ');
  console.log('schedule alone, gradients 1   ', show(constant(1).map((g, t) => rate(t) * g)));
  console.log('schedule alone, gradients 100 ', show(constant(100).map((g, t) => rate(t) * g)));
  console.log('both, gradients 1             ', show(adapted(constant(1), rate)));
  console.log('both, gradients 100           ', show(adapted(constant(100), rate)));
}
