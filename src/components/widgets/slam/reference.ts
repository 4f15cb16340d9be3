/** The results in float64, from src/lib. */
import { grid, type Grid } from '../../../lib/grid.ts';
import {
  drive,
  judged,
  LANDMARKS,
  placeOf,
  spreadOf,
  withinSquared,
  type Belief,
  type Event,
  type Step,
  type World,
} from '../../../lib/slam.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { inSlices } from '../toolkit/slices.ts';
import { shareOf, type State } from './state.ts';

/** What decides a drive. */
const worldText = ({ seed, wheels, camera, sight, mistake, gate, cut }: World) =>
  JSON.stringify([seed, wheels, camera, sight, mistake, gate, cut]);

let last: { key: string; steps: Step[] } | undefined;
/** Squared distances of the truth by drive and step: of dead reckoning, and of SLAM. */
let many: { key: string; distances: [wheels: number, slam: number][][] } | undefined;
const manyText = (state: State) => `${worldText({ ...state, seed: 0 })} ${state.drives}`;

/** The drive of a state, in short steps. */
function* driving(state: State): Generator<void> {
  const key = worldText(state);
  if (last?.key !== key) {
    const steps: Step[] = [];
    for (const step of drive(state)) {
      steps.push(step);
      yield;
    }
    last = { key, steps };
  }
  if (state.drives === '0' || many?.key === manyText(state)) return;
  const distances: [number, number][][] = [];
  for (let seed = 1; seed <= Number(state.drives); seed++) {
    const row: [number, number][] = [];
    for (const { truth, odometry, belief } of drive({ ...state, seed })) {
      row.push([judged(odometry, truth).distance, judged(belief, truth).distance]);
      yield;
    }
    distances.push(row);
  }
  many = { key: manyText(state), distances };
}

/** Every step of the drive of a state; kept until another drive is wanted. */
export function driveOf(state: State): Step[] {
  if (last?.key !== worldText(state))
    for (const step of driving({ ...state, drives: '0' })) void step;
  return last!.steps;
}

/** What is on show: the step, how many of its operations are done, and the last of them. */
export interface Now {
  step: Step;
  done: number;
  event: Event | undefined;
  belief: Belief;
  /** After the prediction of this step: before anything was seen. */
  blind: Belief;
}

export function nowOf(state: State): Now {
  const step = driveOf(state)[state.t];
  const { events } = step;
  const done = state.done === 'all' ? events.length : Math.min(state.done, events.length);
  const event = events[done - 1];
  const belief = event?.after ?? step.belief;
  return { step, done, event, belief, blind: events[0]?.after ?? step.belief };
}

/** The spread of landmark k of the list before this step's sightings; of a new one, its own. */
export const spreadBefore = ({ belief, blind }: Now, k: number) =>
  spreadOf(k < blind.ids.length ? blind : belief, 3 + 2 * k);

const table = (rows: readonly (readonly number[])[]): Grid =>
  grid([rows.length, rows[0].length, 1], rows.flat());
const degrees = (angle: number) => (180 * angle) / Math.PI;

/**
 * `mean` [n, 1] and `cov` [n, n] after the operation on show; after an update `gain` [n, 2] and
 * `S` [2, 2]. `errors` [2, 4] of dead reckoning and SLAM: distance to the truth, believed spread,
 * degrees of the heading, d². `landmarks` [m, 5]: x, y, distance to the truth, spread before the
 * sightings of this step, spread now. `course` [t + 1, 4]: distance and spread of both, step by
 * step. `rate` [1, 3]: drives, and in how many the ellipse of each held the truth.
 */
function outputs(state: State): Outputs {
  const steps = driveOf(state);
  const now = nowOf(state);
  const { belief, event, step } = now;
  const n = belief.mean.length;
  const row = (of: Belief) => {
    const { error, spread, dheading, distance } = judged(of, step.truth);
    return [error, spread, degrees(dheading), distance];
  };
  const made: Record<string, Grid> = {
    mean: grid([n, 1, 1], belief.mean),
    cov: grid([n, n, 1], belief.cov),
  };
  if (event?.kind === 'update' || event?.kind === 'refuse') {
    made.gain = grid([n, 2, 1], event.correction.gain);
    made.S = table(event.correction.S);
  }
  made.errors = table([row(step.odometry), row(belief)]);
  if (belief.ids.length > 0) {
    made.landmarks = table(
      belief.ids.map((id, k) => {
        const [x, y] = placeOf(belief, k);
        const off = Math.hypot(x - LANDMARKS[id][0], y - LANDMARKS[id][1]);
        return [x, y, off, spreadBefore(now, k), spreadOf(belief, 3 + 2 * k)];
      }),
    );
  }
  made.course = table(
    steps.slice(0, state.t + 1).map(({ truth, odometry, belief: end }) => {
      const [wheels, slam] = [judged(odometry, truth), judged(end, truth)];
      return [wheels.error, wheels.spread, slam.error, slam.spread];
    }),
  );
  if (state.drives !== '0') {
    const rim = withinSquared(shareOf(state));
    const held = (i: 0 | 1) => many!.distances.filter((row) => row[state.t][i] <= rim).length;
    made.rate = table([[many!.distances.length, held(0), held(1)]]);
  }
  return made;
}

export function reference(
  state: State,
  _: unknown,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  return inSlices(driving(state), breathe, () => outputs(state));
}
