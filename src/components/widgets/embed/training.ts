/** Training that is kept: the weights after every step of the latest runs. */
import { adamStep, blockMeans, lossAndGradient, partners, startAdam, startWeights } from '../../../lib/contrastive.ts'; // prettier-ignore
import type { Grid } from '../../../lib/grid.ts';
import { loadedData, tileOf } from '../../../models/data.ts';
import { firstOf } from '../toolkit/digits.ts';
import { endOf, swapOf, type State } from './state.ts';

export const DATA = 'digits/test';
/** Held-out pictures of each digit among which a word searches; trained on are the first ones. */
export const GALLERY = 10;
const GALLERY_FROM = 60;

/** The number of a training picture among the held-out digits of the site. */
export const trainingAt = (digit: number, shot: number): number => firstOf(digit) + shot;
/** The numbers of the pictures that a word is searched among: as many of each digit. */
export const galleryOf = (pairs: number): number[] =>
  Array.from({ length: pairs * GALLERY }, (_, i) => firstOf(Math.floor(i / GALLERY)) + GALLERY_FROM + (i % GALLERY)); // prettier-ignore

export const pictureAt = (index: number): Grid => tileOf(loadedData(DATA), index);

/** Features of the training pictures, [shot][digit]. */
export const batchesOf = ({ pairs, shots }: Pick<State, 'pairs' | 'shots'>): Float64Array[][] =>
  Array.from({ length: shots }, (_, s) =>
    Array.from({ length: pairs }, (_, d) => blockMeans(pictureAt(trainingAt(d, s)))),
  );

export interface Run {
  batches: Float64Array[][];
  /** Weights after 0, 1, 2 … steps; not to be changed. */
  weights: Float64Array[];
  /** The loss there, of the pairs that the next step sees. */
  losses: number[];
  done: boolean;
}

const KEEP = 4;
const runs = new Map<string, Run>();

function runOf(state: State): Run {
  const { pairs, shots, rate, tau, seed, swap, from } = state;
  const key = [pairs, shots, rate, tau, seed, swap ? [swap, from] : ''].join();
  const run = runs.get(key) ?? { batches: batchesOf(state), weights: [], losses: [], done: false };
  runs.delete(key);
  runs.set(key, run);
  if (runs.size > KEEP) runs.delete(runs.keys().next().value!);
  return run;
}

/** Who belongs to whom after so many steps. */
export const partnersAt = (state: State, step: number): number[] =>
  partners(state.pairs, step >= state.from ? swapOf(state) : undefined);

/** Trains in slices: yields after each step. */
export function* training(state: State): Generator<undefined, Run> {
  const run = runOf(state);
  if (run.done) return run;
  run.weights.length = run.losses.length = 0; // a run that was given up begins anew
  const weights = startWeights(state.pairs, state.seed);
  const adam = startAdam(weights.length);
  for (let step = 0; ; step++) {
    const { loss, gradient } = lossAndGradient(weights, run.batches, partnersAt(state, step), state.tau); // prettier-ignore
    run.weights.push(weights.slice());
    run.losses.push(loss);
    if (step === endOf(state)) break;
    adamStep(weights, gradient, adam, state.rate);
    yield;
  }
  run.done = true;
  return run;
}

/** The whole run at once. */
export function trained(state: State): Run {
  const work = training(state);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
