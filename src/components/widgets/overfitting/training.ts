/**
 * Training that is kept: key frames of the latest runs, so that any step of them can be shown again
 * at once.
 */
import {
  begin,
  copyOf,
  dataOf,
  EVERY,
  mse,
  predict,
  stepOn,
  type Points,
  type Trained,
} from '../../../lib/overfit.ts';
import { texts, type State } from './state.ts';

/** Steps from one key frame to the next. */
const STRIDE = 20;
/** A loss beyond this has left for good. */
const LOST = 100;
const KEEP = 6;

export interface Way {
  train: Points;
  wrong: number[];
  held: Points;
  /** What stood after so many steps; not to be changed. */
  frames: Map<number, Trained>;
  /** Losses on both sets every EVERY steps, and where training ended. */
  history: { step: number; train: number; held: number }[];
  /** The step with the lowest validation loss. */
  best: number;
  bestLoss: number;
  /** Steps done: as many as wanted, or fewer when it stopped. */
  end: number;
  stopped?: 'patience' | 'lost';
  done: boolean;
}

const ways = new Map<string, Way>();

function wayOf(state: State): Way {
  const { at: _, pin: __, ...rest } = texts(state);
  const key = JSON.stringify(rest);
  let way = ways.get(key);
  ways.delete(key);
  way ??= { ...dataOf(state), frames: new Map(), history: [], best: 0, bestLoss: Infinity, end: 0, done: false }; // prettier-ignore
  ways.set(key, way);
  for (const old of ways.keys()) {
    if (ways.size <= KEEP) break;
    ways.delete(old);
  }
  return way;
}

/** Trains in slices: yields after each step until the end of the run. */
export function* training(state: State): Generator<undefined, Way> {
  const way = wayOf(state);
  if (way.done) return way;
  const { train, held, frames, history } = way;
  const at = begin(state);
  // A run that was given up begins anew: what it left is the same.
  history.length = 0;
  way.bestLoss = Infinity;
  for (;;) {
    if (at.step % STRIDE === 0 && !frames.has(at.step)) frames.set(at.step, copyOf(at));
    if (at.step % EVERY === 0 || way.stopped === 'lost') {
      const losses = [train, held].map(({ x, y }) => mse(predict(at.net, x), y));
      history.push({ step: at.step, train: losses[0], held: losses[1] });
      if (losses[1] < way.bestLoss) [way.best, way.bestLoss] = [at.step, losses[1]];
      const waited = at.step - way.best;
      if (state.patience > 0 && waited >= state.patience) way.stopped ??= 'patience';
    }
    if (way.stopped || at.step === state.steps) break;
    if (!(stepOn(state, at, train) < LOST)) way.stopped = 'lost';
    yield;
  }
  frames.set(at.step, at);
  way.end = at.step;
  way.done = true;
  return way;
}

/** The whole run at once. */
export function trained(state: State): Way {
  const work = training(state);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** The step that a state shows: with patience, the end has the weights of the best step again. */
export function shownStep({ at, patience }: State, { best, end }: Way): number {
  if (at === 'best') return best;
  if (at === 'end' || at >= end) return patience > 0 ? best : end;
  return at;
}

/** What stood after so many steps. */
export function stoodAt(state: State, way: Way, step: number): Trained {
  const frame = way.frames.get(step);
  if (frame) return frame;
  const at = copyOf(way.frames.get(Math.floor(step / STRIDE) * STRIDE)!);
  while (at.step < step) stepOn(state, at, way.train);
  return at;
}
