/** The digits in a plane, in float64: worked out in slices, and kept. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { forwardNow } from '../../../lib/nn/forward.ts';
import * as spaces from '../../../lib/spaces.ts';
import { loadedData } from '../../../models/data.ts';
import { loadedModel } from '../../../models/store.ts';
import { bring, labelOf } from '../toolkit/digits.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { inSlices } from '../toolkit/slices.ts';
import { digitsOf, isFitted, KEPT, LDA_IN, placeOf, type State } from './state.ts';

export const CLASSIFIER = 'digits-classifier';
/** The last hidden layer of the classifier. */
export const HIDDEN = 'dense1';
const PIXELS = 784;

export const load = (state: State): Promise<unknown> | undefined =>
  bring(state.space === 'learned' ? [CLASSIFIER] : [], { kind: 'held-out', index: 0 });

/** Points of a state before any method. */
export interface Base {
  n: number;
  d: number;
  points: Float64Array;
  labels: number[];
  /** Places that the axes are learned from, and the others. */
  fitted: number[];
  asked: number[];
  squares: Float64Array;
  pca?: spaces.Space;
  lda?: spaces.Space;
  affinities: Map<number, Float64Array>;
  runs: Map<string, Map<number, spaces.Tsne>>;
}

const bases = new Map<string, Base>();
const hidden = new Map<number, Float64Array>();

const pixelsOf = (index: number): Float64Array =>
  Float64Array.from(
    loadedData('digits/test').pixels.subarray(index * PIXELS, index * PIXELS + PIXELS),
    (v) => v / 255,
  );

/** The 64 numbers of the last hidden layer for a digit. */
function hiddenOf(index: number): Float64Array {
  let found = hidden.get(index);
  if (!found) {
    const { graph, weights } = loadedModel(CLASSIFIER);
    // Without the output layer: what stands before it is asked for.
    const image = grid([28, 28, 1], pixelsOf(index));
    found = forwardNow(graph, weights, { [graph.inputs[0]]: image })[HIDDEN].data;
    hidden.set(index, found);
  }
  return found;
}

function* baseOf(state: State): Generator<undefined, Base> {
  const key = `${state.space} ${state.count}`;
  const known = bases.get(key);
  if (known) return known;
  const digits = digitsOf(state);
  const rows: Float64Array[] = [];
  for (const index of digits) {
    rows.push(state.space === 'pixels' ? pixelsOf(index) : hiddenOf(index));
    if (state.space === 'learned') yield;
  }
  const [n, d] = [rows.length, rows[0].length];
  const points = new Float64Array(n * d);
  rows.forEach((row, i) => points.set(row, i * d));
  const squares = yield* spaces.distances(points, n, d);
  const places = digits.map((_, i) => i);
  const base: Base = {
    n,
    d,
    points,
    labels: digits.map(labelOf),
    fitted: places.filter((i) => isFitted(i, state.count)),
    asked: places.filter((i) => !isFitted(i, state.count)),
    squares,
    affinities: new Map(),
    runs: new Map(),
  };
  bases.set(key, base);
  if (bases.size > 4) bases.delete(bases.keys().next().value!);
  return base;
}

/** Rows of the points that the axes are learned from. */
export function fittedPoints({ points, fitted, d }: Base): Float64Array {
  const rows = new Float64Array(fitted.length * d);
  fitted.forEach((i, r) => rows.set(points.subarray(i * d, i * d + d), r * d));
  return rows;
}

function* pcaOf(base: Base): Generator<undefined, spaces.Space> {
  base.pca ??= yield* spaces.principal(fittedPoints(base), base.fitted.length, base.d, KEPT);
  return base.pca;
}

/** Discriminants found in the first 30 principal components, as axes of the whole space. */
function* ldaOf(base: Base): Generator<undefined, spaces.Space> {
  if (base.lda) return base.lda;
  const whole = yield* pcaOf(base);
  const pca = { ...whole, axes: whole.axes.slice(0, LDA_IN) };
  const inner = spaces.project(fittedPoints(base), base.fitted.length, pca);
  const labels = base.fitted.map((i) => base.labels[i]);
  const found = spaces.discriminant(inner, labels, base.fitted.length, pca.axes.length, 2);
  const axes = found.axes.map((axis) => {
    const out = new Float64Array(base.d);
    axis.forEach((share, a) => pca.axes[a].forEach((v, k) => (out[k] += share * v)));
    return out;
  });
  base.lda = { ...found, mean: pca.mean, axes };
  return base.lda;
}

const STRIDE = 10;

function* tsneOf(
  base: Base,
  state: State,
): Generator<undefined, { p: Float64Array; at: spaces.Tsne }> {
  // prettier-ignore
  const { perplexity, seed, steps } = state;
  let p = base.affinities.get(perplexity);
  if (!p) {
    p = yield* spaces.affinities(base.squares, base.n, perplexity);
    base.affinities.set(perplexity, p);
    if (base.affinities.size > 3) base.affinities.delete(base.affinities.keys().next().value!);
  }
  const key = `${perplexity} ${seed}`;
  const frames = base.runs.get(key) ?? new Map([[0, spaces.beginTsne(base.n, seed)]]);
  base.runs.set(key, frames);
  if (base.runs.size > 4) base.runs.delete(base.runs.keys().next().value!);
  const from = Math.max(...[...frames.keys()].filter((step) => step <= steps));
  const at = spaces.copyTsne(frames.get(from)!);
  while (at.step < steps) {
    spaces.tsneStep(p, at, base.n);
    if (at.step % STRIDE === 0) frames.set(at.step, spaces.copyTsne(at));
    yield;
  }
  return { p, at };
}

/** Everything of a state that the device starts from. */
export interface Worked {
  base: Base;
  /** The axes of PCA or LDA. */
  space?: spaces.Space;
  tsne?: { p: Float64Array; at: spaces.Tsne };
}

function* working(state: State): Generator<undefined, Worked> {
  const base = yield* baseOf(state);
  if (state.method === 'tsne') return { base, tsne: yield* tsneOf(base, state) };
  return { base, space: yield* state.method === 'pca' ? pcaOf(base) : ldaOf(base) };
}

export const worked = (state: State): Worked => spaces.finish(working(state));

const one = (value: number): Grid => grid([1], [value]);

/** What neighbours in the space of `squares` say of each point that is asked about [n]; −1 for the others. */
function votes({ n, labels, fitted, asked }: Base, squares: Float64Array, k: number): Grid {
  const said = grid([n], new Float64Array(n).fill(-1));
  for (const i of asked) said.data[i] = spaces.vote(spaces.nearest(squares, n, i, k, fitted), labels); // prettier-ignore
  return said;
}

const share = ({ asked, labels }: Base, { data }: Grid) =>
  asked.filter((i) => data[i] === labels[i]).length / asked.length;

/** Every result of what has been worked out. */
export function resultsOf(state: State): Outputs {
  const { base, space, tsne } = worked(state);
  const { n, d } = base;
  const outputs: Record<string, Grid> = {};
  const first = space && { ...space, axes: space.axes.slice(0, 2) };
  const y = first ? spaces.project(base.points, n, first) : tsne!.at.y;
  outputs.y = grid([n, 2, 1], y);
  const plane = spaces.finish(spaces.distances(y, n, 2));
  const said = votes(base, plane, state.neighbors);
  const saidAll = votes(base, base.squares, state.neighbors);
  outputs.accuracy = one(share(base, said));
  outputs.accuracyAll = one(share(base, saidAll));
  outputs.said = said;
  outputs.saidAll = saidAll;
  outputs.planeSquares = grid([n, n], plane);
  outputs.squares = grid([n, n], base.squares);
  if (space) {
    const shown = Math.min(10, space.values.length);
    outputs.explained = grid([shown, 1, 1], space.values.slice(0, shown).map((v) => v / space.total)); // prettier-ignore
    outputs.mean = grid([1, d], space.mean);
    outputs.axes = grid([space.axes.length, d], space.axes.flatMap((axis) => [...axis])); // prettier-ignore
  }
  if (state.method === 'pca') {
    const place = placeOf(state);
    const point = base.points.subarray(place * d, place * d + d);
    const again = spaces.rebuild(spaces.project(point, 1, space!), space!, state.components);
    const error = again.reduce((sum, v, i) => sum + (v - point[i]) ** 2, 0) / d;
    const shape = d === PIXELS ? [28, 28, 1] : [1, d, 1];
    outputs.reconstruction = grid(shape, again);
    outputs.error = one(error);
    const kept = space!.values.slice(0, state.components).reduce((a, b) => a + b, 0);
    outputs.kept = one(kept / space!.total);
  }
  if (tsne) {
    const { p, at } = tsne;
    const { kl, gradient } = spaces.tsneGradient(p, at.y, n, spaces.exaggerationAt(at.step));
    outputs.kl = one(kl);
    outputs.gradient = grid([n, 2, 1], gradient);
    outputs.p = grid([n, n], p);
  }
  if (state.space === 'learned') {
    const place = placeOf(state);
    outputs.features = grid([1, d, 1], base.points.slice(place * d, place * d + d));
  }
  return outputs;
}

export function reference(
  state: State,
  _picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  return inSlices(working(state), breathe, () => resultsOf(state));
}

/** The grey values of a held-out digit, from 0 to 1. */
export const tile = pixelsOf;
