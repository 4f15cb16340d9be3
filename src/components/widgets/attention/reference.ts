/** The results in float64, from src/lib. */
import { attend, product, rowsIn, type Attended, type AttentionWeights } from '../../../lib/attention.ts'; // prettier-ignore
import { grid, type Grid } from '../../../lib/grid.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { askerOf, countOf, factorOf, headOf, orderOf, patternsOf, pixelsOf, positionsOf, weightsOf, widthOf, type State } from './state.ts'; // prettier-ignore

/** Everything that is worked out on the way. */
export interface Worked {
  /** The pixels of the patches in the order in which they come, from 0 to 1 [n, patch²]. */
  pixels: Grid;
  /** Pixels times patterns, and what is added for the place. */
  content: Grid;
  added: Grid | undefined;
  /** Their sum [n, D]. */
  tokens: Grid;
  layer: AttentionWeights;
  all: Attended;
  /** Outputs for the patches as in the picture, where they come in another order. */
  unshuffled: Grid | undefined;
  /** The patch in each place, and the place of the one that asks. */
  order: readonly number[];
  place: number;
}

const plus = (a: Grid, b: Grid | undefined): Grid =>
  b ? grid(a.shape, a.data.map((v, i) => v + b.data[i])) : a; // prettier-ignore

let last: { state: State; picture: Grid | undefined; worked: Worked } | undefined;

/** Worked out once for a state. */
export function workedOf(state: State, picture: Grid | undefined): Worked {
  if (last?.state === state && last.picture === picture) return last.worked;
  const inPicture = pixelsOf(state, picture);
  const order = orderOf(state);
  const pixels = rowsIn(inPicture, order);
  const signed = (v: Grid) => grid(v.shape, v.data.map((p) => 2 * p - 1)); // prettier-ignore
  const patterns = patternsOf(state);
  const added = positionsOf(state);
  const content = product(signed(pixels), patterns);
  const tokens = plus(content, added);
  const layer = weightsOf(state);
  const all = attend(tokens, layer, state.heads, factorOf(state));
  let unshuffled: Grid | undefined;
  if (state.order !== 0) {
    const x = plus(product(signed(inPicture), patterns), added);
    unshuffled = rowsIn(attend(x, layer, state.heads, factorOf(state)).y, order);
  }
  const worked = { pixels, content, added, tokens, layer, all, unshuffled, order, place: order.indexOf(askerOf(state)) }; // prettier-ignore
  last = { state, picture, worked };
  return worked;
}

/** The columns of the head on show. */
function columnsOf({ shape: [n, D], data }: Grid, state: State): Grid {
  const [d, h] = [widthOf(state), headOf(state)];
  const out = grid([n, d, 1]);
  for (let i = 0; i < n; i++) out.data.set(data.subarray(i * D + h * d, i * D + (h + 1) * d), i * d); // prettier-ignore
  return out;
}

const row = ({ shape: [, m], data }: Grid, i: number) => grid([1, m, 1], data.slice(i * m, (i + 1) * m)); // prettier-ignore
const table = ({ shape, data }: Grid) => grid([...shape, 1], data);

/** Row `i` of a head of `scores`, `logits` or `weights`. */
export const rowOf = ({ shape: [n, , heads], data }: Grid, i: number, head: number) =>
  Float64Array.from({ length: n }, (_, j) => data[(i * n + j) * heads + head]);

/**
 * Rows are places. Of the head on show: `q` [1, d] of the patch that asks, `k` and `v` [n, d],
 * `steps` [n, 3]: q · k, what goes into softmax, weight; `z` [1, d], the weighted mean of the values,
 * `blend` [patch, patch], that of the pixels. Of all heads: `out` [1, D] of the patch that asks, `y`
 * [n, D] of all, `weights` [n, n, heads], `tokens` [n, D]; `before` [n, D]: `y` as it was before the
 * patches were shuffled, where they are.
 */
export function reference(state: State, picture: Grid | undefined): Outputs {
  const { pixels, tokens, all, unshuffled, place } = workedOf(state, picture);
  const [n, h] = [countOf(state), headOf(state)];
  const three = [all.scores, all.logits, all.weights].map((g) => rowOf(g, place, h));
  const steps = grid([n, 3, 1]);
  three.forEach((column, c) => column.forEach((value, j) => (steps.data[3 * j + c] = value)));
  const blend = product(grid([1, n], three[2]), pixels).data;
  return {
    steps,
    q: row(columnsOf(all.q, state), place),
    k: columnsOf(all.k, state),
    v: columnsOf(all.v, state),
    z: row(columnsOf(all.joined, state), place),
    out: row(all.y, place),
    y: table(all.y),
    weights: all.weights,
    tokens: table(tokens),
    blend: grid([state.patch, state.patch, 1], blend),
    ...(unshuffled && { before: table(unshuffled) }),
  };
}
