/**
 * Training that is kept: key frames of the latest runs, so that going back, and going on from where
 * one was, costs a few steps and not the whole way.
 */
import {
  begin,
  copyOf,
  dataOf,
  latentOf,
  step,
  stepD,
  stepG,
  type Run,
  type Trained,
} from '../../../lib/gan2d.ts';
import { runOf, strideOf, texts, type State } from './state.ts';

interface Kept {
  run: Run;
  data: Float64Array;
  latent: Float64Array;
  /** The networks after so many steps; not to be changed. */
  frames: Map<number, Trained>;
  /** The losses of each step so far, on its minibatch. */
  lossD: number[];
  lossG: number[];
  /** The end of the latest ways: after steps and what comes then. */
  ends: Map<string, Trained>;
}

const KEEP = 4;
const runs = new Map<string, Kept>();

function keptFor(state: State): Kept {
  const { steps: _, then: __, ...rest } = texts(state);
  const key = JSON.stringify(rest);
  let kept = runs.get(key);
  runs.delete(key);
  if (!kept) {
    const run = runOf(state);
    const frames = new Map([[0, begin(run)]]);
    kept = { run, data: dataOf(run), latent: latentOf(run.seed), frames, lossD: [], lossG: [], ends: new Map() }; // prettier-ignore
  }
  runs.set(key, kept);
  for (const old of runs.keys()) {
    if (runs.size <= KEEP) break;
    runs.delete(old);
  }
  return kept;
}

/** What a state stands on. */
export interface Reached extends Pick<Kept, 'run' | 'data' | 'latent' | 'lossD' | 'lossG'> {
  at: Trained;
}

const endKey = ({ steps, then }: State) => `${steps} ${JSON.stringify(then)}`;

/** Trains in slices: yields after each step until the state is reached. */
export function* training(state: State): Generator<undefined, Reached> {
  const kept = keptFor(state);
  const { run, data, latent, frames, lossD, lossG, ends } = kept;
  let at = ends.get(endKey(state));
  if (!at) {
    let from = Math.max(...[...frames.keys()].filter((n) => n <= state.steps));
    at = copyOf(frames.get(from)!);
    const stride = strideOf(state);
    while (from < state.steps) {
      const { d, g } = step(run, at, data);
      lossD[from] = d;
      lossG[from] = g;
      from++;
      if (from % stride === 0 && !frames.has(from)) frames.set(from, copyOf(at));
      yield;
    }
    for (const { who, times } of state.then) {
      for (let i = 0; i < times; i++) {
        if (who === 'D') stepD(run, at, data);
        else stepG(run, at);
        yield;
      }
    }
    ends.set(endKey(state), at);
    if (ends.size > 16) ends.delete(ends.keys().next().value!);
  }
  return { run, data, latent, lossD, lossG, at };
}

/** What a state stands on, at once. */
export function trained(state: State): Reached {
  const way = training(state);
  for (;;) {
    const { done, value } = way.next();
    if (done) return value;
  }
}
