/**
 * Occlusion: a square of one colour slides over the input, and the map shows by how much the score
 * of a class falls (M. Zeiler and R. Fergus, “Visualizing and Understanding Convolutional
 * Networks”, ECCV 2014).
 */
import { grid, type Grid } from '../grid.ts';
import { forwardNow, type Weights } from './forward.ts';
import type { Results } from './gradcam.ts';
import type { Graph, GraphNode } from './graph.ts';

/** Where the squares stand: their centres lie on every `step`-th pixel. */
export interface Squares {
  rows: number;
  cols: number;
  step: number;
  /** Side of the square in pixels, odd. */
  side: number;
}

/** Squares with at most `most` centres along each side of an input. */
export function squaresOf(height: number, width: number, side: number, most: number): Squares {
  const step = Math.max(1, Math.ceil(Math.max(height, width) / most));
  return { rows: Math.ceil(height / step), cols: Math.ceil(width / step), step, side };
}

/** The pixels that a square covers, cut at the border: from row, from column, to row, to column. */
export function squareAt(
  { step, side }: Squares,
  row: number,
  col: number,
  height: number,
  width: number,
): [number, number, number, number] {
  const half = (side - 1) / 2;
  const [r, c] = [row * step, col * step];
  return [
    Math.max(0, r - half),
    Math.max(0, c - half),
    Math.min(height, r + half + 1),
    Math.min(width, c + half + 1),
  ];
}

/** The input [H, W, C] with a rectangle of one value. */
export function covered(
  input: Grid,
  [top, left, bottom, right]: readonly number[],
  value: number,
): Grid {
  const [, W, C] = input.shape;
  const data = Float64Array.from(input.data);
  for (let r = top; r < bottom; r++) data.fill(value, (r * W + left) * C, (r * W + right) * C);
  return { shape: input.shape, data };
}

/** A rectangle of a layer in which something changed: from row, from column, to row, to column. */
type Patch = [number, number, number, number];

/**
 * The results of a graph for an input that differs from a known one in a rectangle only: as long as
 * maps follow maps in a chain, only the cells that see the rectangle are computed again.
 *
 * @param known results for the input without the change
 * @returns the result of the output
 */
export function forwardPatched(
  graph: Graph,
  weights: Weights,
  known: Results,
  input: Grid,
  patch: readonly number[],
): Grid {
  const results: Record<string, Grid> = { [graph.inputs[0]]: input };
  let changed = [...patch] as Patch;
  let at = 1;
  let last = graph.inputs[0];
  for (; at < graph.nodes.length; at++) {
    const node = graph.nodes[at];
    if (node.inputs.length !== 1 || node.inputs[0] !== last) break;
    const found = patched(node, results[last], known[node.name], changed, weights);
    if (!found) break;
    [results[node.name], changed] = found;
    last = node.name;
  }
  // What follows is computed in full, from what is there.
  const rest = graph.nodes.slice(at);
  const given = new Set(rest.flatMap(({ inputs }) => inputs).filter((name) => name in results));
  const inputs = [...given].map((name): GraphNode => ({
    op: 'input',
    name,
    inputs: [],
    shape: [...results[name].shape],
  }));
  const all = forwardNow({ ...graph, nodes: [...inputs, ...rest] }, weights, results);
  return all[graph.outputs[0]] ?? results[graph.outputs[0]];
}

/** A layer of maps with the cells computed again that a patch of its input reaches. */
function patched(
  node: GraphNode,
  x: Grid,
  known: Grid,
  [top, left, bottom, right]: Patch,
  weights: Weights,
): [Grid, Patch] | undefined {
  const conv = node.op === 'conv2d' ? node : undefined;
  const pool =
    node.op === 'pool' && node.kind === 'max' && node.padding === 'valid' ? node : undefined;
  const how = conv ?? pool;
  if (!how || (conv && !['relu', 'linear'].includes(conv.activation))) return undefined;
  const relu = conv?.activation === 'relu';
  const [H, W, C] = x.shape;
  const [oh, ow, F] = known.shape;
  const [kh, kw] = conv ? conv.kernel : pool!.window;
  const [sh, sw] = how.stride;
  const [dh, dw] = conv?.dilation ?? [1, 1];
  const before = (n: number, o: number, k: number, s: number, d: number) =>
    how.padding === 'valid' ? 0 : Math.floor(Math.max(0, (o - 1) * s + d * (k - 1) + 1 - n) / 2);
  const [up, aside] = [before(H, oh, kh, sh, dh), before(W, ow, kw, sw, dw)];
  const first = (from: number, k: number, s: number, d: number, pad: number) =>
    Math.max(0, Math.ceil((from + pad - d * (k - 1)) / s));
  const end = (to: number, s: number, pad: number, n: number) =>
    Math.min(n, Math.floor((to - 1 + pad) / s) + 1);
  const reach: Patch = [
    first(top, kh, sh, dh, up),
    first(left, kw, sw, dw, aside),
    end(bottom, sh, up, oh),
    end(right, sw, aside, ow),
  ];
  const y = Float64Array.from(known.data);
  const kernel = conv && weights[`${conv.name}/kernel`].data;
  const bias = conv?.bias ? weights[`${conv.name}/bias`].data : undefined;
  const sums = new Float64Array(F);
  for (let r = reach[0]; r < reach[2]; r++) {
    for (let q = reach[1]; q < reach[3]; q++) {
      if (bias) sums.set(bias);
      else sums.fill(kernel ? 0 : -Infinity);
      for (let i = 0; i < kh; i++) {
        const row = r * sh - up + i * dh;
        if (row < 0 || row >= H) continue;
        for (let j = 0; j < kw; j++) {
          const col = q * sw - aside + j * dw;
          if (col < 0 || col >= W) continue;
          const pixel = (row * W + col) * C;
          for (let c = 0; c < C; c++) {
            const value = x.data[pixel + c];
            if (!kernel) sums[c] = Math.max(sums[c], value);
            else if (value !== 0) {
              const w = ((i * kw + j) * C + c) * F;
              for (let f = 0; f < F; f++) sums[f] += value * kernel[w + f];
            }
          }
        }
      }
      const place = (r * ow + q) * F;
      for (let f = 0; f < F; f++) y[place + f] = relu && sums[f] < 0 ? 0 : sums[f];
    }
  }
  return [{ shape: known.shape, data: y }, reach];
}

/**
 * By how much the score of a class falls when a square stands in each place.
 *
 * @param graph its output is a vector of scores
 * @param known the results of every layer for the input as it is
 * @param fill the value of the square
 * @param breathe awaited every few milliseconds; false gives the work up
 * @returns [rows, cols, 1]: score without the square − score with it; undefined when given up
 */
export async function occlusion(
  graph: Graph,
  weights: Weights,
  known: Results,
  label: number,
  squares: Squares,
  fill: number,
  breathe?: () => Promise<boolean>,
): Promise<Grid | undefined> {
  const input = known[graph.inputs[0]];
  const [H, W] = input.shape;
  const { rows, cols } = squares;
  const before = known[graph.outputs[0]].data[label];
  const map = grid([rows, cols, 1]);
  let since = Date.now();
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++) {
      const patch = squareAt(squares, r, c, H, W);
      const image = covered(input, patch, fill);
      // Black on black changes nothing.
      if (image.data.every((value, i) => value === input.data[i])) continue;
      const after = forwardPatched(graph, weights, known, image, patch);
      map.data[r * cols + c] = before - after.data[label];
      if (!breathe || Date.now() - since < 10) continue;
      if (!(await breathe())) return undefined;
      since = Date.now();
    }
  }
  return map;
}
