// Grid search, random search and successive halving.
import { mulberry32, type Random } from '../../../lib/random.ts';

// #region sample
/** A number between low and high whose logarithm is uniform: each decade is equally likely. */
export const logUniform = (low: number, high: number, random: Random): number =>
  low * (high / low) ** random();

/** The three by three grid over two hyperparameters, evenly spaced in the logarithm. */
export const grid = (low: number, high: number): number[][] => {
  const values = [0, 1 / 2, 1].map((t) => low * (high / low) ** t);
  return values.flatMap((a) => values.map((b) => [a, b]));
};

/** As many trials, drawn at random. */
export const randomTrials = (count: number, low: number, high: number, random: Random) =>
  Array.from({ length: count }, () => [
    logUniform(low, high, random),
    logUniform(low, high, random),
  ]);
// #endregion

/** Loss after 20 steps on curvatures 1 and 8: the rate matters, the second number hardly does. */
export function trial([rate, other]: number[]): number {
  const descended = (h: number) => (h / 2) * (1 - rate * h) ** 40;
  return descended(1) + descended(8) + 0.001 * Math.log10(other) ** 2;
}

export const best = (trials: number[][]): number => Math.min(...trials.map(trial));

// #region halving
/** Train all for a while, keep the best third, train those three times as long, and so on. */
export function successiveHalving<T>(candidates: T[], score: (c: T, epochs: number) => number) {
  let [left, epochs, spent] = [candidates, 1, 0];
  for (;;) {
    spent += left.length * epochs;
    if (left.length === 1) return { winner: left[0], epochs, spent };
    const ranked = left.map((c) => ({ c, s: score(c, epochs) })).sort((a, b) => a.s - b.s);
    left = ranked.slice(0, Math.ceil(left.length / 3)).map(({ c }) => c);
    epochs *= 3;
  }
}
// #endregion

export const RANGE = [1e-3, 1] as const;
export const SEEDS = 201;

/** Median over many seeds of the best of nine random trials. */
export function typicalRandom(): number {
  const found = Array.from({ length: SEEDS }, (_, seed) =>
    best(randomTrials(9, ...RANGE, mulberry32(seed))),
  ).sort((a, b) => a - b);
  return found[(SEEDS - 1) / 2];
}

export function main(): void {
  console.log('grid, best of 9    ', best(grid(...RANGE)).toFixed(3));
  console.log('random, best of 9  ', typicalRandom().toFixed(3), '(median of 201 searches)');
  const { spent, epochs } = successiveHalving(
    randomTrials(27, ...RANGE, mulberry32(1)),
    (c) => trial(c),
  );
  console.log(`27 candidates: ${spent} epochs instead of ${27 * epochs}`);
}
