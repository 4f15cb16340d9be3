/**
 * Training that is kept: key frames of the latest runs, so that going back, and going on from where
 * one was, costs a few steps and not the whole way.
 */
import {
  begin,
  copyOf,
  HALF,
  inputsOf,
  lossOf,
  pointsOf,
  step,
  type Labelled,
  type Net,
  type Trained,
} from '../../../lib/playground.ts';
import { STRIDE, texts, type State } from './state.ts';

/** Points with what the network is fed for them. */
export interface Examples {
  points: readonly Labelled[];
  inputs: Float64Array;
  labels: Float64Array;
}

interface Kept {
  train: Examples;
  /** None for points of the reader's own. */
  test: Examples | undefined;
  /** The network after so many steps; not to be changed. */
  frames: Map<number, Trained>;
  /** Losses at the key frames: step, on the training points, on the test points. */
  history: number[][];
  /** The latest states that lie between key frames. */
  ends: Map<number, Trained>;
}

const KEEP = 4;
const runs = new Map<string, Kept>();

function examples({ features }: State, points: readonly Labelled[]): Examples {
  const labels = Float64Array.from(points, ([, , label]) => label);
  return { points, inputs: inputsOf(features, points), labels };
}

/** Losses of a network on both halves of the data. */
export const lossesOf = (net: Net, { train, test }: Pick<Kept, 'train' | 'test'>) =>
  [train, test].map((half) => half && lossOf(net, half.inputs, half.labels));

function keptFor(state: State): Kept {
  const { steps: _, neuron: __, ...rest } = texts(state);
  const key = JSON.stringify(rest);
  let kept = runs.get(key);
  runs.delete(key);
  if (!kept) {
    const { data, noise, dataSeed } = state;
    const all = data === 'custom' ? state.points : pointsOf(data, noise, dataSeed);
    kept = {
      train: examples(state, all.slice(0, HALF)),
      test: data === 'custom' ? undefined : examples(state, all.slice(HALF)),
      frames: new Map(),
      history: [],
      ends: new Map(),
    };
    keepFrame(kept, begin(state));
  }
  runs.set(key, kept);
  for (const old of runs.keys()) {
    if (runs.size <= KEEP) break;
    runs.delete(old);
  }
  return kept;
}

function keepFrame(kept: Kept, at: Trained): void {
  if (kept.frames.has(at.steps)) return;
  kept.frames.set(at.steps, copyOf(at));
  const losses = lossesOf(at.net, kept).flatMap((each) => (each ? [each.loss] : []));
  kept.history.push([at.steps, ...losses]);
}

/** What a state stands on. */
export interface Reached extends Pick<Kept, 'train' | 'test' | 'history'> {
  at: Trained;
}

/** Trains in slices: yields after each step until the state is reached, or the run has diverged. */
export function* training(state: State): Generator<undefined, Reached> {
  const kept = keptFor(state);
  const { train, test, frames, history, ends } = kept;
  let at = frames.get(state.steps) ?? ends.get(state.steps);
  if (!at) {
    at = copyOf(frames.get(Math.max(...[...frames.keys()].filter((n) => n <= state.steps)))!);
    while (at.steps < state.steps && !at.diverged) {
      step(state, at, train.points);
      if (at.steps % STRIDE === 0) keepFrame(kept, at);
      yield;
    }
    ends.set(state.steps, at);
    if (ends.size > 16) ends.delete(ends.keys().next().value!);
  }
  return { train, test, history, at };
}

/** What a state stands on, at once. */
export function trained(state: State): Reached {
  const way = training(state);
  for (;;) {
    const { done, value } = way.next();
    if (done) return value;
  }
}
