/** Learning-rate schedules, and what they do to noisy steps and to a steep start. */

// #region schedules
/** The learning rate of step t = 0, 1, …, T − 1. */
export type Schedule = (t: number) => number;

export const constant =
  (rate: number): Schedule =>
  () =>
    rate;

/** A tenth of the rate at each milestone. */
export const steps =
  (rate: number, milestones: number[], factor = 1 / 10): Schedule =>
  (t) =>
    rate * factor ** milestones.filter((m) => t >= m).length;

/** Half a period of a cosine from `max` to `min`; after T it stays at `min`. */
export const cosine =
  (max: number, T: number, min = 0): Schedule =>
  (t) =>
    min + ((max - min) * (1 + Math.cos((Math.PI * Math.min(t, T)) / T))) / 2;

/** From max/warm up to max in `warm` equal steps, then another schedule, counted from 0. */
export const warmup =
  (warm: number, max: number, after: Schedule): Schedule =>
  (t) =>
    t < warm ? (max * (t + 1)) / warm : after(t - warm);

/** 1, 1/2, 1/3, …: each step then counts as much as every other. */
export const inverse: Schedule = (t) => 1 / (t + 1);
// #endregion

// #region noise
/**
 * Expected squared distance from the minimum of (w − 4)²/2 when each step sees one of the samples
 * 1, 3, 8 (variance 26/3): E ← (1 − η)² E + η² · 26/3.
 */
export function expectedDistance(schedule: Schedule, T: number, start = 36): number[] {
  const path = [start];
  for (let t = 0; t < T; t++) {
    const rate = schedule(t);
    path.push((1 - rate) ** 2 * path[t] + (rate ** 2 * 26) / 3);
  }
  return path;
}
// #endregion

// #region steep
/** Gradient descent on w⁴/4: slope w³, steep far out and flat near 0. */
export function descend(schedule: Schedule, start: number, T: number): number[] {
  const path = [start];
  for (let t = 0; t < T; t++) path.push(path[t] - schedule(t) * path[t] ** 3);
  return path;
}

/** 1/32, 1/16, 1/8, 1/4, 1/4, …: doubled until it is a quarter. */
export const doubling: Schedule = (t) => Math.min(1 / 4, 2 ** t / 32);
// #endregion

export const T = 40;
export const COMPARED: Record<string, Schedule> = {
  'constant 1/2': constant(1 / 2),
  'constant 1/20': constant(1 / 20),
  'step at 20': steps(1 / 2, [20]),
  cosine: cosine(1 / 2, T),
  '1/t': inverse,
};

export function main(): void {
  for (const [name, schedule] of Object.entries(COMPARED)) {
    const end = expectedDistance(schedule, T)[T];
    console.log(`${name.padEnd(14)} squared distance after ${T} steps: ${end.toFixed(2)}`);
  }
  const samples = [1, 3, 8];
  for (const [name, schedule] of [
    ['1/t', inverse],
    ['1/2', constant(1 / 2)],
  ] as const) {
    let w = 1;
    const path = samples.map((a, t) => (w = t ? w - schedule(t) * (w - a) : a));
    console.log(`samples 1, 3, 8 at rate ${name}: ${path.join(' ')}`);
  }
  console.log('steep start, rate 1/4:', descend(constant(1 / 4), 4, 3).join(' '));
  console.log(
    'with warmup:',
    descend(doubling, 4, 6)
      .map((w) => Number(w.toFixed(3)))
      .join(' '),
  );
}
