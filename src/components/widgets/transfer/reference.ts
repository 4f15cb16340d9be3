/** The four ways, and a head for the reader's own classes, in float64. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { halved } from '../../../lib/compress.ts';
import { batches, changeOf, convRelu, copied, drawn, featuresOf, lossOf, moved, parametersOf, randomBlocks, scaleOf, scoresOf, speedsOf, trainHead, trainNetwork, type Block, type Head, type Network, type NetworkRule } from '../../../lib/transfer.ts'; // prettier-ignore
import { softmax } from '../../../lib/ops/activation.ts';
import { loadedData, tileOf } from '../../../models/data.ts';
import { loadedModel } from '../../../models/store.ts';
import { firstOf } from '../toolkit/digits.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { inSlices } from '../toolkit/slices.ts';
import { tileOfInk, tileOfPicture, tileOfSample } from './samples.ts';
import { examplesText, WAYS, type State } from './state.ts';

export const SOURCE = 'fashion-classifier';
export const DATA = 'digits/test';
export const LAYERS = ['conv1', 'conv2', 'conv3', 'conv4'] as const;
/** Of each class: the first are drawn from, of those behind them ten are read. */
export const POOL = 40;
export const READ = 10;
/** Digits that the device reads too. */
export const DEVICE = 10;
export const HEAD = { steps: 100, rate: 0.5, momentum: 0.9 } as const;
export const TUNE = { rate: 0.3, convRate: 0.015, momentum: 0.9 } as const;
export const NEW = { steps: 60, rate: 0.03, convRate: 0.03, momentum: 0.9, filters: [8, 16] } as const; // prettier-ignore
export const BATCH = 10;
/** Trained numbers of each way for ten classes; those of the source network that stay frozen. */
export const FEATURES = { pixels: 784, frozen: 1568, scratch: 784 } as const;

/** Held-out digits that every way reads: ten of each class, none of which can be drawn. */
export const testDigits = (): number[] =>
  Array.from({ length: 10 * READ }, (_, i) => firstOf(Math.floor(i / READ)) + POOL + 7 * (i % READ)); // prettier-ignore

/** Of these, those that the device reads too. */
export const onDevice = (): number[] => Array.from({ length: DEVICE }, (_, i) => 11 * i);

/** The digits of a draw, one of each class, then another of each, and so on. */
export const drawnDigits = ({ shots, draw }: Pick<State, 'shots' | 'draw'>): number[] =>
  drawn(10, shots, POOL, 1000 + draw).flatMap((round) => round.map((at, label) => firstOf(label) + at)); // prettier-ignore
export const labelsOf = ({ shots }: Pick<State, 'shots'>): number[] =>
  Array.from({ length: 10 * shots }, (_, i) => i % 10);
export const batchesOf = (state: State, steps: number): number[][] =>
  batches(10 * state.shots, BATCH, steps, 2000 + state.draw);

/** A convolution of the source network. */
export function layerOf(name: (typeof LAYERS)[number]): Block {
  const { weights } = loadedModel(SOURCE);
  const { shape, data } = weights[`${name}/kernel`];
  const side = name === 'conv1' || name === 'conv2' ? 28 : 14;
  return { shape: [side, side, shape[2]], kernel: data, bias: weights[`${name}/bias`].data };
}

/** What reaches the last convolution: [14, 14, 32]. */
export function middleOf(x: Float64Array): Float64Array {
  const [one, two, three] = LAYERS.map(layerOf);
  return convRelu(three, halved(convRelu(two, convRelu(one, x)), [28, 28, 16]));
}

/** A network before its last step: its numbers, their velocities, and the examples of the step. */
export interface Last {
  values: Float64Array[];
  speeds: Float64Array[];
  batch: number[];
}

export interface Run {
  middles: Float64Array[];
  features: Float64Array[];
  /** Undefined without any step. */
  tunedLast: Last | undefined;
  scratchLast: Last;
  pixels: Head;
  frozen: Head;
  tuned: Network;
  scratch: Network;
  /** Mean losses on the drawn digits after training. */
  losses: number[];
  /** The source network's numbers before and after: kernel and bias of each layer. */
  before: Float64Array[];
  after: Float64Array[];
}

interface Base {
  /** What the last convolution reads, and what the head reads, of each drawn digit. */
  middles: Float64Array[];
  features: Float64Array[];
  pixels: { head: Head; loss: number };
  frozen: { head: Head; loss: number };
  scratch: Network;
  scratchLast: Last;
  scratchLoss: number;
}

const bases = new Map<string, Base>();
const runs = new Map<string, Run>();
const moves = new Map<string, Float64Array[]>();
const scored = new Map<string, Float64Array[][]>();
const KEPT = 6;

function keep<T>(map: Map<string, T>, key: string, value: T): T {
  map.delete(key);
  map.set(key, value);
  if (map.size > KEPT) map.delete(map.keys().next().value!);
  return value;
}

const baseKey = ({ shots, draw }: State) => `${shots},${draw}`;
const runKey = (state: State) => `${baseKey(state)},${state.steps}`;
const moveKey = ({ dx, dy }: State) => `${dx},${dy}`;
const scoreKey = (state: State) => `${runKey(state)},${moveKey(state)}`;

/** What was trained for a state, once `reference` has worked it out. */
export const runOf = (state: State): Run => runs.get(runKey(state))!;
/** Scores of the hundred digits by way. */
export const allScores = (state: State): Float64Array[][] => scored.get(scoreKey(state))!;

/** A held-out digit, moved. */
export const pictureOf = (index: number, { dx, dy }: Pick<State, 'dx' | 'dy'>): Float64Array =>
  moved(tileOf(loadedData(DATA), index).data, 28, dx, dy);

/** Of the drawn digits, one of each class after the other. */
function* meanLoss({ blocks, head }: Network, inputs: Float64Array[]): Generator<unknown, number> {
  let sum = 0;
  for (let i = 0; i < inputs.length; i++) {
    sum += lossOf(scoresOf(head, featuresOf(blocks, inputs[i])), i % 10);
    yield;
  }
  return sum / inputs.length;
}

/** Trains a network; returns how it stood before the last step. */
function* trained(net: Network, inputs: Float64Array[], labels: number[], steps: number[][], rule: NetworkRule): Generator<unknown, Last> {
  const speeds = speedsOf(net);
  yield* trainNetwork(net, inputs, labels, steps.slice(0, -1), rule, speeds);
  const values = parametersOf(copied(net));
  const last = { values, speeds: speeds.map((v) => Float64Array.from(v)), batch: steps.at(-1)! };
  yield* trainNetwork(net, inputs, labels, steps.slice(-1), rule, speeds);
  return last;
} // prettier-ignore

function* train(state: State): Generator<unknown, Base> {
  numbersBefore();
  const pictures = drawnDigits(state).map((index) => tileOf(loadedData(DATA), index).data);
  const labels = labelsOf(state);
  const middles: Float64Array[] = [];
  const features: Float64Array[] = [];
  for (const x of pictures) {
    middles.push(middleOf(x));
    yield;
    features.push(featuresOf([layerOf('conv4')], middles.at(-1)!));
    yield;
  }
  const pixels = yield* trainHead(pictures, labels, 10, HEAD.steps, HEAD);
  const frozen = yield* trainHead(features, labels, 10, HEAD.steps, HEAD);
  const blocks = randomBlocks(28, NEW.filters, 3000 + state.draw);
  const empty = { kernel: new Float64Array(7840), bias: new Float64Array(10), scale: 1 };
  const scratch = { blocks, head: empty };
  const scratchLast = yield* trained(scratch, pictures, labels, batchesOf(state, NEW.steps), NEW);
  const scratchLoss = yield* meanLoss(scratch, pictures);
  return { middles, features, pixels, frozen, scratch, scratchLast, scratchLoss };
}

/** Kernel and bias of each layer of the source network. */
const sourceNumbers = (): Float64Array[] =>
  LAYERS.map(layerOf).flatMap(({ kernel, bias }) => [kernel, bias]);

let originals: Float64Array[] | undefined;

/** The same as they were before anything was trained: copies, so that a change would show. */
const numbersBefore = (): Float64Array[] =>
  (originals ??= sourceNumbers().map((values) => Float64Array.from(values)));

function* tune(state: State, base: Base): Generator<unknown, Run> {
  const before = numbersBefore();
  const tuned = copied({ blocks: [layerOf('conv4')], head: base.frozen.head });
  const steps = batchesOf(state, state.steps);
  const tunedLast = state.steps > 0 ? yield* trained(tuned, base.middles, labelsOf(state), steps, TUNE) : undefined; // prettier-ignore
  const loss = yield* meanLoss(tuned, base.middles);
  const { middles, features, scratchLast } = base;
  return {
    middles,
    features,
    tunedLast,
    scratchLast,
    pixels: base.pixels.head,
    frozen: base.frozen.head,
    tuned,
    scratch: base.scratch,
    losses: [base.pixels.loss, base.frozen.loss, loss, base.scratchLoss],
    before,
    after: sourceNumbers(),
  };
}

function* workDigits(state: State): Generator<unknown> {
  const base = bases.get(baseKey(state)) ?? (yield* train(state));
  keep(bases, baseKey(state), base);
  const run = runs.get(runKey(state)) ?? (yield* tune(state, base));
  keep(runs, runKey(state), run);
  const pictures = testDigits().map((index) => pictureOf(index, state));
  let middles = moves.get(moveKey(state));
  if (!middles) {
    middles = [];
    for (const x of pictures) {
      middles.push(middleOf(x));
      yield;
    }
  }
  keep(moves, moveKey(state), middles);
  const last = [layerOf('conv4')];
  const all = scored.get(scoreKey(state)) ?? WAYS.map((): Float64Array[] => []);
  for (let i = all[0].length; i < pictures.length; i++) {
    const [x, m] = [pictures[i], middles[i]];
    const rows = [
      scoresOf(run.pixels, x),
      scoresOf(run.frozen, featuresOf(last, m)),
      scoresOf(run.tuned.head, featuresOf(run.tuned.blocks, m)),
      scoresOf(run.scratch.head, featuresOf(run.scratch.blocks, x)),
    ];
    rows.forEach((z, w) => all[w].push(z));
    yield;
  }
  keep(scored, scoreKey(state), all);
}

export const largest = (scores: ArrayLike<number>): number => {
  let top = 0;
  for (let k = 1; k < scores.length; k++) if (scores[k] > scores[top]) top = k;
  return top;
};

function resultsOfDigits(state: State): Outputs {
  const run = runOf(state);
  const scores = allScores(state);
  const read = scores.map((rows) => rows.map(largest));
  const right = read.map((row) => row.filter((d, i) => d === Math.floor(i / READ)).length);
  const zero = (values: Float64Array) => new Float64Array(values.length);
  const changes = LAYERS.flatMap((_, l) => {
    const [from, to] = [run.before[2 * l], run.after[2 * l]];
    return [changeOf(from, to), changeOf(from, l === 3 ? run.tuned.blocks[0].kernel : to)];
  });
  const { kernel } = run.frozen;
  const head = [changeOf(zero(kernel), kernel), changeOf(zero(kernel), run.tuned.head.kernel)];
  return {
    right: grid([4, 1, 1], right),
    scores: grid([4 * DEVICE, 10, 1], scores.flatMap((rows) => onDevice().flatMap((i) => Array.from(rows[i])))), // prettier-ignore
    losses: grid([4, 1, 1], run.losses),
    moved: grid([5, 2, 1], [...changes, ...head]),
    read: grid([40, READ, 1], read.flat()),
  };
}

/** How many numbers the source network has, and how many of them differ from what they were. */
export function frozenNumbers(): { total: number; changed: number } {
  const [was, is] = [numbersBefore(), sourceNumbers()];
  let [total, changed] = [0, 0];
  was.forEach((values, p) => values.forEach((v, i) => {
    total++;
    changed += Number(v !== is[p][i]);
  })); // prettier-ignore
  return { total, changed };
}

/** Numbers that each way trains: the head, and what else is not frozen. */
export function trainedNumbers(run: Run): number[] {
  const size = (all: Float64Array[]) => all.reduce((sum, { length }) => sum + length, 0);
  const head = ({ kernel, bias }: Head) => kernel.length + bias.length;
  return [head(run.pixels), head(run.frozen), size(parametersOf(run.tuned)), size(parametersOf(run.scratch))]; // prettier-ignore
}

// ---- classes of the reader's own --------------------------------------------------------------

export interface Own {
  head: Head;
  loss: number;
  /** Pictures of the examples in order, with their classes. */
  tiles: Grid[];
  labels: number[];
  asked: Grid;
  scores: Float64Array;
}

const owns = new WeakMap<State, Own>();
export const ownOf = (state: State): Own => owns.get(state)!;
const heads = new Map<string, { head: Head; loss: number }>();

/** What is asked about, [28, 28, 1] from 0 to 1. */
export function askedTile({ asked }: State, picture: Grid | undefined): Grid {
  if (asked.kind === 'ink') return tileOfInk(asked.rows);
  return asked.kind === 'own' ? tileOfPicture(picture!) : tileOfSample(asked);
}

const featuresHere = (x: Float64Array) => featuresOf([layerOf('conv4')], middleOf(x));

function* workOwn(state: State, picture: Grid | undefined): Generator<unknown> {
  numbersBefore();
  const { examples } = state;
  const K = examples.length;
  const tiles = examples.flat().map(tileOfSample);
  const labels = examples.flatMap((each, k) => each.map(() => k));
  const key = examplesText(examples);
  let known = heads.get(key);
  if (!known) {
    const made: Float64Array[] = [];
    for (const { data } of tiles) {
      made.push(featuresHere(data));
      yield;
    }
    const empty = { head: { kernel: new Float64Array(1568 * K), bias: new Float64Array(K), scale: 1 }, loss: Math.log(K) }; // prettier-ignore
    known = tiles.length === 0 || scaleOf(made) === 1 ? empty : yield* trainHead(made, labels, K, HEAD.steps, HEAD); // prettier-ignore
  }
  keep(heads, key, known);
  const asked = askedTile(state, picture);
  const scores = scoresOf(known.head, featuresHere(asked.data));
  owns.set(state, { ...known, tiles, labels, asked, scores });
}

function resultsOfOwn(state: State): Outputs {
  const { scores, head, loss } = ownOf(state);
  const before = new Float64Array(head.kernel.length);
  const [was, is] = [numbersBefore(), sourceNumbers()];
  const frozen = LAYERS.map((_, l) => changeOf(was[2 * l], is[2 * l]));
  return {
    probs: grid([scores.length, 1, 1], softmax(scores)),
    ownLoss: grid([1], [loss]),
    ownMoved: grid([5, 1, 1], [...frozen, changeOf(before, head.kernel)]),
  };
}

/**
 * For digits: `right` [4], of a hundred; `scores` [40, 10] of ten digits, way after way; `losses`
 * [4]; `moved` [5, 2], root mean square changes of each kernel, frozen and fine-tuned; `read`
 * [40, 10], what each digit is read as. For own classes: `probs` [K], `ownLoss`, `ownMoved` [5].
 */
export function reference(
  state: State,
  picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  return state.task === 'own'
    ? inSlices(workOwn(state, picture), breathe, () => resultsOfOwn(state))
    : inSlices(workDigits(state), breathe, () => resultsOfDigits(state));
}
