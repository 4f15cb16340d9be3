/** The runs of all optimizers from one start, in float64. Pure. */
import {
  firstV,
  isAdaptive,
  shareOf,
  stepOf,
  type Method,
  type Step,
} from '../../../lib/optimizers.ts';
import { mulberry32, normal } from '../../../lib/random.ts';
import { surfaceOf, type Surface } from '../../../lib/surfaces.ts';
import { texts, type State } from './state.ts';

/** A run ends when the loss above the minimum is so many times that of the start (or of 1). */
export const TOO_FAR = 1000;
/** The largest float32: what comes out above it is ∞ on a GPU. */
export const LARGEST = 3.4028234663852886e38;
/** Beyond this a loss is told in words alone: the step before it is the last on show. */
const SHOWN = 1e30;
/** How far a diverging run is followed to find where it overflows. */
export const FOLLOWED = 5000;

/** One optimizer's way: entry t of each list is after step t. */
export interface Run {
  method: Method;
  /** x, y of each step, from the start. */
  points: (readonly [x: number, y: number])[];
  /** f − its least value. */
  losses: number[];
  /** What each step is made of, x and y; the first is step 1. */
  made: (readonly [x: Step, y: Step])[];
  /** m and v before each step. */
  before: { m: readonly [number, number]; v: readonly [number, number] }[];
  /** The step that went too far, and the one whose numbers float32 cannot hold. */
  diverged?: number;
  overflow?: number;
}

export interface Race {
  surface: Surface;
  /** What is added to the gradient of step t: the same for all optimizers. */
  noise: (readonly [number, number])[];
  runs: Run[];
}

/** η of step t. */
export function rateOf(state: State, method: Method, t: number): number {
  return (isAdaptive(method) ? state.adaptiveRate : state.rate) * shareOf(t, state.steps, state);
}

export const surfaceFor = (state: State): Surface => surfaceOf(state.surface, state);

/** Both conventions of the state on show. */
const KEEP = 2;
const kept = new Map<string, Race>();

/** The runs of a state; scrubbing asks for the same ones again. */
export function raceOf(state: State): Race {
  const key = JSON.stringify({ ...texts(state), at: '' });
  const known = kept.get(key);
  if (known) return known;
  const surface = surfaceFor(state);
  const random = mulberry32(state.seed);
  const noise = Array.from({ length: state.steps }, () => {
    const draw = () => state.noise * normal(random);
    return [draw(), draw()] as const;
  });
  const runs = state.optimizers.map((method) => runOf(state, method, surface, noise));
  const race = { surface, noise, runs };
  kept.set(key, race);
  if (kept.size > KEEP) kept.delete(kept.keys().next().value!);
  return race;
}

function runOf(state: State, method: Method, surface: Surface, noise: Race['noise']): Run {
  const above = (x: number, y: number) => surface.f(x, y) - surface.least;
  let theta: readonly [number, number] = state.start;
  let m: readonly [number, number] = [0, 0];
  const v0 = firstV(method, state);
  let v: readonly [number, number] = [v0, v0];
  const run: Run = { method, points: [theta], losses: [above(...theta)], made: [], before: [] };
  const allowed = TOO_FAR * Math.max(1, run.losses[0]);
  for (let t = 1; t <= FOLLOWED; t++) {
    if (t > state.steps && run.diverged === undefined) break;
    const slope = surface.gradient(...theta);
    const off = noise[t - 1] ?? [0, 0];
    const rate = rateOf(state, method, Math.min(t, state.steps));
    const step = (i: 0 | 1) =>
      stepOf(method, { theta: theta[i], gradient: slope[i] + off[i], m: m[i], v: v[i] }, rate, t, state); // prettier-ignore
    const made = [step(0), step(1)] as const;
    if (run.diverged === undefined) run.before.push({ m, v });
    theta = [made[0].theta, made[1].theta];
    [m, v] = [[made[0].m, made[1].m], [made[0].v, made[1].v]]; // prettier-ignore
    const loss = above(...theta);
    if (run.diverged === undefined) {
      if (loss <= SHOWN) {
        run.points.push(theta);
        run.losses.push(loss);
        run.made.push(made);
      }
      if (!(loss <= allowed)) run.diverged = t;
    }
    const all = [loss, ...theta, ...m, ...v];
    if (!all.every((value) => Math.abs(value) <= LARGEST)) {
      run.overflow = t;
      break;
    }
  }
  return run;
}

/** The last step of a run that is on show: a run that went too far stays where it went. */
export const lastOf = ({ losses }: Run, at: number): number => Math.min(at, losses.length - 1);
