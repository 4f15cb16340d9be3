/** The network with fewer bytes, and what it reads, in float64. */
import { kernelsOf, lastTwo, pruned, quantized, retrain, storage } from '../../../lib/compress.ts';
import { grid, type Grid } from '../../../lib/grid.ts';
import type { Weights } from '../../../lib/nn/forward.ts';
import { withoutSoftmax } from '../../../lib/nn/gradcam.ts';
import type { Graph } from '../../../lib/nn/graph.ts';
import { loadedData, tileOf } from '../../../models/data.ts';
import { loadedModel } from '../../../models/store.ts';
import { firstOf } from '../toolkit/digits.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { inSlices } from '../toolkit/slices.ts';
import type { State } from './state.ts';

export const SITE = 'digits-classifier';
export const DATA = 'digits/test';
/** The weight that can be made large: its input is 0 for every digit, so no answer depends on it. */
export const OUTLIER = { layer: 'dense1/kernel', index: 26 * 64 } as const;
/** Digits that the device reads too, and those that the last layer is retrained on. */
export const DEVICE = 20;
export const TRAINED_ON = 300;
/** A step and a zero point: 4 bytes and 1. */
const SCHEME_BYTES = 5;

/** Held-out digits that are read: as many of each class, every fifth. */
export const digitsOf = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => firstOf(Math.floor(i / (count / 10))) + 5 * (i % (count / 10)) + 2); // prettier-ignore

/** Others of them for retraining: 30 of each class. */
export const trainingDigits = (): number[] =>
  Array.from({ length: TRAINED_ON }, (_, i) => {
    const k = i % 30;
    return firstOf(Math.floor(i / 30)) + (k < 25 ? 5 * k : 5 * (k - 25) + 1);
  });

/** Of the digits that are read, those that the device reads too: spread over the classes. */
export const onDevice = (count: number): number[] =>
  Array.from({ length: DEVICE }, (_, i) => Math.floor((i * count) / DEVICE));

let bare: Graph | undefined;
export const graphOf = (): Graph => (bare ??= withoutSoftmax(loadedModel(SITE).graph));

export interface Made {
  /** The network before: with the outlier, if there is one. */
  before: Weights;
  weights: Weights;
  /** The score below which a weight was cut, and those of all. */
  limit: number;
  scores?: Readonly<Record<string, Float64Array>>;
  /** Cross-entropy on the digits of the retraining, before and after. */
  losses?: [number, number];
}

const keyOf = ({ method, bits, scales, outlier, share, order, retrain: again }: State) =>
  method === 'quantize' ? [bits, scales, outlier].join() : [share, order, again].join();

interface Known {
  made: Made;
  scores: Map<number, Float64Array>;
}
const known = new Map<string, Known>();
const KEPT = 6;

/** The weights of a state, once `reference` has worked them out. */
export const madeOf = (state: State): Made => known.get(keyOf(state))!.made;

function compress(state: State): Made {
  const { weights: plain } = loadedModel(SITE);
  if (state.method === 'prune') {
    return { before: plain, ...pruned(plain, state.share / 100, state.order) };
  }
  let before = plain;
  if (state.outlier > 0) {
    const kernel = plain[OUTLIER.layer];
    const data = Float64Array.from(kernel.data);
    data[OUTLIER.index] = state.outlier * kernel.data.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    before = { ...plain, [OUTLIER.layer]: grid(kernel.shape, data) };
  }
  const weights = { ...before };
  for (const name of kernelsOf(plain)) {
    weights[name] = quantized(before[name], state.bits, state.scales === 'channel');
  }
  return { before, weights, limit: 0 };
}

function* work(state: State): Generator<void> {
  const key = keyOf(state);
  const graph = graphOf();
  const data = loadedData(DATA);
  const ask = (weights: Weights, index: number) => lastTwo(graph, weights, tileOf(data, index).data); // prettier-ignore
  let found = known.get(key);
  if (!found) {
    const made = compress(state);
    yield;
    if (state.method === 'prune' && state.retrain) {
      const digits = trainingDigits();
      const features: Float64Array[] = [];
      for (const index of digits) {
        features.push(ask(made.weights, index)[0]);
        yield;
      }
      const kernel = made.weights['dense2/kernel'];
      const data = Float64Array.from(kernel.data);
      const bias = Float64Array.from(made.weights['dense2/bias'].data);
      const labels = digits.map((_, i) => Math.floor(i / 30));
      let first: number | undefined;
      let last = 0;
      for (const loss of retrain(features, labels, data, bias)) {
        first ??= loss;
        last = loss;
        yield;
      }
      made.losses = [first!, last];
      made.weights = {
        ...made.weights,
        'dense2/kernel': grid(kernel.shape, data),
        'dense2/bias': grid([bias.length], bias),
      };
    }
    found = { made, scores: new Map() };
    known.set(key, found);
    if (known.size > KEPT) known.delete(known.keys().next().value!);
  }
  for (const index of digitsOf(state.count)) {
    if (found.scores.has(index)) continue;
    found.scores.set(index, ask(found.made.weights, index)[1]);
    yield;
  }
  // Asked for again before others go.
  known.delete(key);
  known.set(key, found);
}

const largest = (scores: Float64Array) => scores.indexOf(scores.reduce((a, b) => Math.max(a, b)));

/** Bytes of the weights: what quantization stores, or 8-bit values with the places of those left. */
export function bytesOf(state: State): {
  dense: number;
  listed: number;
  masked: number;
  total: number;
} {
  // prettier-ignore
  const { weights } = madeOf(state);
  const kernels = kernelsOf(weights);
  const count = kernels.reduce((sum, name) => sum + weights[name].data.length, 0);
  const biases = Object.keys(weights).reduce((sum, name) => sum + (name.endsWith('/bias') ? 4 * weights[name].data.length : 0), 0); // prettier-ignore
  if (state.method === 'quantize') {
    const schemes = kernels.reduce((sum, name) => sum + (state.scales === 'channel' ? weights[name].shape.at(-1)! : 1), 0); // prettier-ignore
    const dense = Math.ceil((count * state.bits) / 8) + schemes * SCHEME_BYTES + biases;
    return { dense, listed: dense, masked: dense, total: dense };
  }
  const rest = biases + kernels.length * SCHEME_BYTES;
  const left = kernels.reduce((sum, name) => sum + weights[name].data.reduce((n, v) => n + Number(v !== 0), 0), 0); // prettier-ignore
  const { dense, listed, masked } = storage(count, left);
  const each = { dense: dense + rest, listed: listed + rest, masked: masked + rest };
  return { ...each, total: Math.min(each.dense, each.listed, each.masked) };
}

/** The places of the weights that the table shows, spread over a layer; the outlier among them. */
export function shownWeights(state: State): number[] {
  const { weights } = loadedModel(SITE);
  const { length } = weights[`${state.layer}/kernel`].data;
  const places = Array.from({ length: 8 }, (_, i) => Math.floor(((i + 0.5) * length) / 8));
  if (state.method === 'quantize' && state.outlier > 0 && state.layer === 'dense1') places[0] = OUTLIER.index; // prettier-ignore
  return places;
}

function results(state: State): Outputs {
  const { made, scores } = known.get(keyOf(state))!;
  const { before, weights } = made;
  const all = digitsOf(state.count).map((index) => scores.get(index)!);
  const per = state.count / 10;
  const read = all.map(largest);
  const right = read.filter((digit, i) => digit === Math.floor(i / per)).length;
  const layers = kernelsOf(weights).map((name) => {
    const [from, to] = [before[name].data, weights[name].data];
    let square = 0;
    let left = 0;
    from.forEach((v, i) => {
      square += (v - to[i]) ** 2;
      if (to[i] !== 0) left++;
    });
    return [to.length, left, new Set(to).size, Math.sqrt(square / to.length)];
  });
  const kernel = `${state.layer}/kernel`;
  const rows = shownWeights(state).flatMap((i) => [before[kernel].data[i], weights[kernel].data[i]]); // prettier-ignore
  const one = (value: number): Grid => grid([1], [value]);
  return {
    logits: grid(
      [DEVICE, 10, 1],
      onDevice(state.count).flatMap((i) => Array.from(all[i])),
    ),
    read: grid([10, per, 1], read),
    right: one(right),
    bytes: one(bytesOf(state).total),
    layers: grid([layers.length, 4, 1], layers.flat()),
    weights: grid([rows.length / 2, 2, 1], rows),
  };
}

/**
 * `logits` [20, 10] of digits spread over the sample; `read` [10, n/10], what each digit was read as,
 * a row for each class; `right`, how many of them rightly; `bytes`; `layers` [6, 4]: weights, those
 * that are not 0, different values, root of the mean squared change; `weights` [8, 2] of the layer
 * looked at, before and after.
 */
export function reference(
  state: State,
  _: unknown,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  // prettier-ignore
  return inSlices(work(state), breathe, () => results(state));
}
