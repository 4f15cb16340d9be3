/** Encoder, reparameterization, decoder and both terms of the loss in float64. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { forwardNow, type Weights } from '../../../lib/nn/forward.ts';
import type { Graph } from '../../../lib/nn/graph.ts';
import { mulberry32 } from '../../../lib/random.ts';
import {
  bernoulliLoss,
  deviation,
  gaussianKl,
  lerpShares,
  mix,
  monteCarloKl,
  normals,
  reparameterize,
  slerpShares,
  total,
} from '../../../lib/vae.ts';
import { loadedModel } from '../../../models/store.ts';
import { bring, digitGrid, type DigitSource } from '../toolkit/digits.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { sizeOf, STRIP, type ModelId, type State } from './state.ts';

interface Network {
  graph: Graph;
  weights: Weights;
}

export const encoderOf = (model: ModelId) => `${model}/encoder`;
export const decoderOf = (model: ModelId) => `${model}/decoder`;

const row = (values: ArrayLike<number>): Grid => grid([1, values.length, 1], values);
const scalar = (value: number): Grid => grid([1, 1, 1], [value]);

/** One result of a network for one input. */
function run({ graph, weights }: Network, input: Grid): Record<string, Grid> {
  return forwardNow(graph, weights, { [graph.inputs[0]]: input });
}

/** The picture [28, 28, 1] that a code stands for. */
export function decode(model: Network, z: ArrayLike<number>): Grid {
  const results = run(model, grid([z.length], Float64Array.from(z)));
  return results[model.graph.outputs[0]];
}

interface Encoded {
  x: Grid;
  mu: Float64Array;
  sigma: Float64Array;
}

/** Digits that were encoded before: they stay while ε, t or another end changes. */
const known = new Map<string, Encoded>();
/** The reader's own, as long as a state holds on to them. */
const drawn = new WeakMap<DigitSource, Encoded>();

/** μ and σ of a digit. */
function encoded(model: ModelId, digit: DigitSource, picture: Grid | undefined): Encoded {
  const key = digit.kind === 'held-out' ? `${model} ${digit.index}` : '';
  const before = known.get(key) ?? drawn.get(digit);
  if (before) return before;
  const x = digitGrid(digit, picture);
  const { mu, logvar } = run(loadedModel(encoderOf(model)), x);
  const found = { x, mu: mu.data, sigma: deviation(logvar.data) };
  if (key) known.set(key, found);
  else drawn.set(digit, found);
  return found;
}

/** The digit a code twin begins with; that of a picture of the reader's own once it was encoded. */
export const inputOf = ({ model }: State, digit: DigitSource): Grid =>
  drawn.get(digit)?.x ??
  (digit.kind === 'own' ? grid([28, 28, 1]) : encoded(model, digit, undefined).x);

/** The other end of a walk as something to encode. */
const endOf = ({ to }: State): DigitSource | undefined =>
  to && 'index' in to ? { kind: 'held-out', index: to.index } : undefined;

/** The ε of every draw; that of seed 0 is zero. */
export const epsilons = (state: State): Float64Array[] =>
  Array.from({ length: state.draws }, (_, k) => {
    const n = sizeOf(state);
    return state.epsilon + k === 0 ? new Float64Array(n) : normals(n, state.epsilon + k);
  });

/** The shares of both ends of a walk at t. */
export const sharesOf = ({ walk }: State, a: ArrayLike<number>, b: ArrayLike<number>, t: number) =>
  walk === 'slerp' ? slerpShares(a, b, t) : lerpShares(t);

/** Whether several codes are decoded side by side. */
export const isDrawn = ({ draws, from, to }: State) => draws > 1 && from.kind !== 'z' && !to;

/** Many pictures as the channels of one [28, 28, n]. */
function stack(pictures: readonly Grid[]): Grid {
  const n = pictures.length;
  const all = grid([28, 28, n]);
  pictures.forEach(({ data }, k) => data.forEach((v, i) => (all.data[i * n + k] = v)));
  return all;
}

/** Rows of pictures: those of a walk do not depend on t, and dragging t should be quick. */
const strips = new Map<string, Grid>();

/** The models and digits of a state; undefined when they are there. */
export function load(state: State): Promise<unknown> | undefined {
  const { model, from } = state;
  const digits = [from.kind === 'digit' ? from.digit : undefined, endOf(state)];
  const encodes = digits.some((digit) => digit !== undefined);
  return bring([decoderOf(model), ...(encodes ? [encoderOf(model)] : [])], ...digits);
}

/** The codes that a state names, several where they are drawn side by side. */
export function codesOf(state: State, picture: Grid | undefined): Float64Array[] {
  const { model, from, draws } = state;
  if (from.kind === 'z') return [Float64Array.from(from.z)];
  if (from.kind === 'seed') {
    return Array.from({ length: draws }, (_, k) => normals(sizeOf(state), from.seed + k));
  }
  const { mu, sigma } = encoded(model, from.digit, picture);
  return epsilons(state).map((epsilon) => reparameterize(mu, sigma, epsilon));
}

/** Both ends of a walk. */
export function endsOf(state: State, picture: Grid | undefined): [Float64Array, Float64Array] {
  const { model, to } = state;
  const end = 'z' in to! ? Float64Array.from(to.z) : encoded(model, endOf(state)!, undefined).mu;
  return [codesOf(state, picture)[0], end];
}

/**
 * Named results: `image` [28, 28, 1] is what the decoder makes of `z` [1, n, 1]. For a digit `x`
 * also `mu`, `sigma`, `epsilon` and `klTerms` [1, n, 1], `terms` [28, 28, 1] (the pixels' shares of
 * the reconstruction loss) and the scalars `reconstruction`, `kl`, `elbo`, `klSampled`, `klError`.
 * For a walk its ends `start` and `end` [1, n, 1] and `strip` [28, 28, 9]; for several draws `draws`
 * [28, 28, k].
 */
export function reference(
  state: State,
  picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  const { model, from, to, t } = state;
  const decoder = loadedModel(decoderOf(model));
  const codes = codesOf(state, picture);
  const found: Record<string, Grid> = {};
  let [z] = codes;
  if (to) {
    const [start, end] = endsOf(state, picture);
    z = mix(start, end, sharesOf(state, start, end, t));
    Object.assign(found, { start: row(start), end: row(end) });
  }
  const outputs: Record<string, Grid> = { image: decode(decoder, z), z: row(z), ...found };
  if (from.kind === 'digit') {
    const { x, mu, sigma } = encoded(model, from.digit, picture);
    Object.assign(outputs, { x, mu: row(mu), sigma: row(sigma), epsilon: row(epsilons(state)[0]) });
    // A walk leaves the digit: what the loss of its code would be is not told.
    if (!to) Object.assign(outputs, lossOf(state, outputs));
  }
  const many = to ? stopsOf(state, picture) : isDrawn(state) ? codes : [];
  if (many.length === 0) return outputs;
  const name = to ? 'strip' : 'draws';
  const key = [model, ...many.map((code) => code.join())].join(' ');
  const before = strips.get(key);
  if (before) return { ...outputs, [name]: before };
  const rest = async () => {
    const pictures = await decodeAll(decoder, many, breathe);
    if (!pictures) return undefined;
    if (strips.size > 8) strips.clear();
    strips.set(key, stack(pictures));
    return { ...outputs, [name]: strips.get(key)! };
  };
  return rest();
}

/** The codes along a walk. */
function stopsOf(state: State, picture: Grid | undefined): Float64Array[] {
  const [a, b] = endsOf(state, picture);
  return Array.from({ length: STRIP }, (_, k) => mix(a, b, sharesOf(state, a, b, k / (STRIP - 1))));
}

function lossOf(state: State, { x, mu, sigma, image }: Outputs): Outputs {
  const terms = bernoulliLoss(x.data, image.data);
  const klTerms = gaussianKl(mu.data, sigma.data);
  const [reconstruction, kl] = [total(terms), total(klTerms)];
  const random = mulberry32(state.epsilon);
  const sampled = monteCarloKl(mu.data, sigma.data, state.samples, random);
  return {
    terms: grid([28, 28, 1], terms),
    klTerms: row(klTerms),
    reconstruction: scalar(reconstruction),
    kl: scalar(kl),
    elbo: scalar(-(reconstruction + kl)),
    klSampled: scalar(sampled.mean),
    klError: scalar(sampled.standardError),
  };
}

async function decodeAll(
  model: Network,
  codes: readonly Float64Array[],
  breathe: () => Promise<boolean>,
): Promise<Grid[] | undefined> {
  const pictures: Grid[] = [];
  let since = performance.now();
  for (const z of codes) {
    pictures.push(decode(model, z));
    if (performance.now() - since < 12) continue;
    if (!(await breathe())) return undefined;
    since = performance.now();
  }
  return pictures;
}
