// When to stop, and which weights to keep.

// #region stop
/** The epoch to keep and the epoch at which training ends (both counted from 1). */
export function earlyStopping(losses: number[], patience: number, minDelta = 0) {
  let [best, bestEpoch, wait] = [Infinity, 0, 0];
  for (let epoch = 1; epoch <= losses.length; epoch++) {
    const loss = losses[epoch - 1];
    if (loss < best - minDelta) {
      [best, bestEpoch, wait] = [loss, epoch, 0]; // save a copy of the weights here
    } else if (++wait >= patience) {
      return { keep: bestEpoch, stop: epoch, best }; // put the copy back
    }
  }
  return { keep: bestEpoch, stop: losses.length, best };
}
// #endregion

/** Validation losses of the worked example, epoch by epoch. */
export const LOSSES = [20, 14, 11, 12, 10, 9, 11, 12, 13, 10, 8, 12];

// #region filter
/** Share of its final value that a weight reaches in t steps, for a loss of curvature h. */
export const learned = (h: number, rate: number, steps: number) => 1 - (1 - rate * h) ** steps;

/** The same share when training goes on forever, with an L2 penalty λw²/2. */
export const penalized = (h: number, lambda: number) => h / (h + lambda);
// #endregion

export function main(): void {
  for (const patience of [1, 2, 3, 5]) {
    const { keep, stop, best } = earlyStopping(LOSSES, patience);
    console.log(`patience ${patience}: stops after epoch ${stop}, keeps ${keep} (loss ${best})`);
  }
  const delta = earlyStopping(LOSSES, 3, 2);
  console.log(`min delta 2: stops after epoch ${delta.stop}, keeps ${delta.keep}`);
  for (const h of [2, 0.2, 0.02]) {
    const shares = [learned(h, 0.1, 50), penalized(h, 1 / (0.1 * 50))];
    console.log(`curvature ${h}: ${shares.map((v) => v.toFixed(2)).join(' after 50 steps, ')} with L2`);
  }
}
