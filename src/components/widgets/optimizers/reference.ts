/** What stands on screen, in float64. */
import { grid, type Grid } from '../../../lib/grid.ts';
import type { Step } from '../../../lib/optimizers.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { lastOf, raceOf } from './race.ts';
import type { State } from './state.ts';

/** The numbers of a step in the order in which they are listed. */
export const LISTED = ['g', 'm', 'v', 'mHat', 'vHat', 'delta', 'theta'] as const;

/** Results by name; a run that went too far keeps what it last was. */
export function reference(state: State): Outputs {
  const { at } = state;
  const { runs } = raceOf(state);
  const n = runs.length;
  const race: number[] = [];
  const step: number[] = [];
  for (const run of runs) {
    const t = lastOf(run, at);
    race.push(...run.points[t], run.losses[t]);
    const made: readonly (Step | undefined)[] = t === 0 ? [undefined, undefined] : run.made[t - 1];
    made.forEach((each, i) => {
      const still = { theta: run.points[t][i] } as Partial<Step>;
      step.push(...LISTED.map((name) => ((each ?? still)[name] ?? 0) + 0));
    });
  }
  const table = (columns: number, value: (t: number, column: number) => number): Grid =>
    grid([at + 1, columns, 1], Array.from({ length: (at + 1) * columns }, (_, i) => value(Math.floor(i / columns), i % columns))); // prettier-ignore
  return {
    race: grid([n, 3, 1], race),
    step: grid([2 * n, LISTED.length, 1], step),
    losses: table(n, (t, i) => runs[i].losses[lastOf(runs[i], t)]),
    path: table(2 * n, (t, i) => runs[i >> 1].points[lastOf(runs[i >> 1], t)][i % 2]),
  };
}
