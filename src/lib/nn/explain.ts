/** How one number of a layer comes about: the window it reads, its weights, and what they add up to. */
import type { Grid } from '../grid.ts';
import type { Weights } from './forward.ts';
import type { Graph, GraphNode } from './graph.ts';
import type { Results } from './gradcam.ts';

/** The part of a sum that one map of the layer before gives: Σ x·w over the window. */
export interface Share {
  /** The map, or the unit, of the layer before. */
  channel: number;
  /** Values of the window, rows of numbers; undefined is padding. */
  x: (number | undefined)[][];
  /** Weights in the same places; empty for pooling. */
  w: number[][];
  sum: number;
}

export interface Explained {
  kind: 'sum' | 'max' | 'mean';
  /** The layer with maps (or units) that is read. */
  from: string;
  /** The window in it: first row and column, which may lie in the padding, and size. */
  window: [row: number, col: number, height: number, width: number];
  shares: Share[];
  bias: number;
  /** Before the activation. */
  z: number;
  /** The number itself. */
  y: number;
}

/** Maps and places of a layer: [H, W, C], a vector being C maps of one cell. */
export function mapsOf({ shape }: Pick<GraphNode, 'shape'>): [number, number, number] {
  return shape.length === 3
    ? [shape[0], shape[1], shape[2]]
    : [1, 1, shape.reduce((product, n) => product * n, 1)];
}

/** The layer whose maps a layer reads, behind flattening. */
function sourceOf(graph: Graph, node: GraphNode): GraphNode {
  let from = graph.nodes.find(({ name }) => name === node.inputs[0])!;
  while (from.op === 'flatten' || (from.op === 'reshape' && from.shape.length === 1)) {
    const [before] = from.inputs;
    from = graph.nodes.find(({ name }) => name === before)!;
  }
  return from;
}

/** Zeros before the first row or column of the input. */
function padBefore(
  n: number,
  k: number,
  stride: number,
  dilation: number,
  padding: 'valid' | 'same',
): number {
  if (padding === 'valid') return 0;
  const all = (Math.ceil(n / stride) - 1) * stride + dilation * (k - 1) + 1 - n;
  return Math.floor(Math.max(0, all) / 2);
}

/**
 * The arithmetic of one cell of a convolution, a pooling layer or a dense layer.
 *
 * @param results of every layer; where the output has a softmax, `y` is what stands after it
 * @returns undefined for layers that are not explained cell by cell
 */
export function explain(
  graph: Graph,
  weights: Weights,
  results: Results,
  name: string,
  [map, row, col]: readonly number[],
): Explained | undefined {
  const node = graph.nodes.find((each) => each.name === name)!;
  const [, W, C] = mapsOf(node);
  const y = results[name].data[(row * W + col) * C + map];
  const bias = 'bias' in node && node.bias ? weights[`${name}/bias`].data[map] : 0;
  if (node.op === 'dense') {
    const from = sourceOf(graph, node);
    const [h, w, c] = mapsOf(from);
    const x = results[from.name];
    const kernel = weights[`${name}/kernel`].data;
    const shares = Array.from({ length: c }, (_, channel) =>
      share(channel, h, w, (i, j) => {
        const at = (i * w + j) * c + channel;
        return [x.data[at], kernel[at * node.units + map]];
      }),
    );
    return summed(from.name, [0, 0, h, w], shares, bias, y);
  }
  if (node.op === 'globalAverage' || node.op === 'pool') {
    const from = graph.nodes.find((each) => each.name === node.inputs[0])!;
    const x = results[from.name];
    const [H, V] = mapsOf(from);
    const [kh, kw] = node.op === 'pool' ? node.window : [H, V];
    const [sh, sw] = node.op === 'pool' ? node.stride : [1, 1];
    const padding = node.op === 'pool' ? node.padding : 'valid';
    const top = row * sh - padBefore(H, kh, sh, 1, padding);
    const left = col * sw - padBefore(V, kw, sw, 1, padding);
    const one = share(map, kh, kw, (i, j) => [inside(x, top + i, left + j, map), 1]);
    const kind = node.op === 'pool' && node.kind === 'max' ? 'max' : 'mean';
    const window: Explained['window'] = [top, left, kh, kw];
    return { kind, from: from.name, window, shares: [{ ...one, w: [] }], bias: 0, z: y, y };
  }
  if (node.op !== 'conv2d' && node.op !== 'depthwiseConv2d') return undefined;
  const from = graph.nodes.find((each) => each.name === node.inputs[0])!;
  const x = results[from.name];
  const [H, V, channels] = mapsOf(from);
  const { kernel: [kh, kw], stride, dilation, padding } = node; // prettier-ignore
  const top = row * stride[0] - padBefore(H, kh, stride[0], dilation[0], padding);
  const left = col * stride[1] - padBefore(V, kw, stride[1], dilation[1], padding);
  const deep = node.op === 'conv2d';
  const kernel = weights[`${name}/${deep ? 'kernel' : 'depthwise_kernel'}`].data;
  const read = (channel: number) =>
    share(channel, kh, kw, (i, j) => {
      const tap = i * kw + j;
      const at = deep ? (tap * channels + channel) * node.filters + map : tap * C + map;
      const value = inside(x, top + i * dilation[0], left + j * dilation[1], channel);
      return [value, kernel[at]];
    });
  const shares = deep
    ? Array.from({ length: channels }, (_, channel) => read(channel))
    : [read(Math.floor(map / node.filters))];
  const size: [number, number] = [dilation[0] * (kh - 1) + 1, dilation[1] * (kw - 1) + 1];
  return summed(from.name, [top, left, ...size], shares, bias, y);
}

function inside({ shape, data }: Grid, row: number, col: number, channel: number) {
  const [H, W, C] = shape;
  const there = row >= 0 && col >= 0 && row < H && col < W;
  return there ? data[(row * W + col) * C + channel] : undefined;
}

function share(
  channel: number,
  height: number,
  width: number,
  read: (i: number, j: number) => [x: number | undefined, w: number],
): Share {
  const [x, w]: [Share['x'], number[][]] = [[], []];
  let sum = 0;
  for (let i = 0; i < height; i++) {
    x.push([]);
    w.push([]);
    for (let j = 0; j < width; j++) {
      const [value, weight] = read(i, j);
      x[i].push(value);
      w[i].push(weight);
      sum += (value ?? 0) * weight;
    }
  }
  return { channel, x, w, sum };
}

function summed(
  from: string,
  window: Explained['window'],
  shares: Share[],
  bias: number,
  y: number,
): Explained {
  const z = shares.reduce((sum, each) => sum + each.sum, bias);
  return { kind: 'sum', from, window, shares, bias, z, y };
}

/**
 * The rectangle of the input that a cell of a layer can see: rows and columns from, to (behind the
 * last), cut at the border.
 */
export function fieldOf(
  graph: Graph,
  name: string,
  row: number,
  col: number,
): [top: number, left: number, height: number, width: number] {
  let node = graph.nodes.find((each) => each.name === name)!;
  let rows: [number, number] = [row, row + 1];
  let cols: [number, number] = [col, col + 1];
  for (;;) {
    if (node.op === 'input') break;
    const from = graph.nodes.find((each) => each.name === node.inputs[0])!;
    const [H, W] = mapsOf(from);
    const back = ([a, b]: [number, number], n: number, axis: 0 | 1): [number, number] => {
      let [first, last] = [0, n];
      if (node.op === 'conv2d' || node.op === 'depthwiseConv2d' || node.op === 'pool') {
        const k = node.op === 'pool' ? node.window[axis] : node.kernel[axis];
        const s = node.stride[axis];
        const d = node.op === 'pool' ? 1 : node.dilation[axis];
        const pad = padBefore(n, k, s, d, node.padding);
        first = a * s - pad;
        last = (b - 1) * s - pad + d * (k - 1) + 1;
      } else if (['activation', 'batchNorm', 'add', 'concat'].includes(node.op)) {
        [first, last] = [a, b];
      } else if (node.op === 'upsample') {
        const f = node.factor[axis];
        [first, last] = [Math.floor(a / f), Math.floor((b - 1) / f) + 1];
      }
      return [Math.max(0, first), Math.min(n, last)];
    };
    rows = back(rows, H, 0);
    cols = back(cols, W, 1);
    node = from;
  }
  return [rows[0], cols[0], rows[1] - rows[0], cols[1] - cols[0]];
}
