/**
 * The geometry and the cost of a network, layer by layer: shapes, parameters, multiply-adds, memory,
 * receptive field and effective stride; and where the paths from one cell to the input end.
 *
 * Along one axis, cell i of a layer sees the input positions start + i·stride … start + i·stride +
 * size − 1 (negative ones lie in the padding). A window of k taps, stride s, dilation d and padding p
 * before the first cell turns (start, size, stride) into
 *
 *   start′ = start − p·stride,  size′ = size + d(k−1)·stride,  stride′ = stride·s
 *
 * (A. Araujo, W. Norris, J. Sim, Computing Receptive Fields of Convolutional Neural Networks, Distill
 * 2019). Where branches meet, a cell sees all that its branches see.
 */
import { grid, type Grid } from './grid.ts';
import { samePadding } from './ops/conv.ts';

export type Pair = readonly [rows: number, columns: number];

/** `same` as TensorFlow pads, or numbers: top, bottom, left, right. */
export type LayerPadding =
  'valid' | 'same' | readonly [top: number, bottom: number, left: number, right: number];

/** How a layer slides. */
export interface Sliding {
  kernel: Pair;
  stride: Pair;
  padding: LayerPadding;
  dilation: Pair;
  /** Whether a last window may hang over the edge (PyTorch's `ceil_mode`). */
  ceil?: boolean;
}

export const POINTWISE = [
  'relu',
  'relu6',
  'leaky-relu',
  'elu',
  'selu',
  'sigmoid',
  'tanh',
  'gelu',
  'swish',
  'hard-swish',
  'softplus',
  'softmax',
  'lrn',
] as const;
export type Pointwise = (typeof POINTWISE)[number];

export type Layer =
  /** `reads` is how many channels the code says it reads; another number is refused. */
  | ({ op: 'conv'; filters: number; groups: number; bias: boolean; reads?: number } & Sliding)
  | ({ op: 'depthwise'; multiplier: number; bias: boolean } & Sliding)
  | ({ op: 'maxpool' | 'avgpool' } & Sliding)
  | { op: 'pad'; padding: readonly [number, number, number, number] }
  | { op: 'dense'; units: number; bias: boolean; reads?: number }
  | { op: 'bn'; reads?: number }
  | { op: 'dropout'; rate: number }
  | { op: 'gap' | 'gmp' | 'flatten' | Pointwise }
  | { op: 'add' | 'concat'; branches: readonly (readonly Layer[])[] };

/** Along both axes: taps, step, and the padding before the first cell and after the last. */
export interface Reach {
  kernel: Pair;
  stride: Pair;
  dilation: Pair;
  before: Pair;
  after: Pair;
}

/** One layer of a network and what it costs; row 0 is the input. */
export interface Row {
  op: Layer['op'] | 'input';
  layer?: Layer;
  /** Where it stands: index in the list, then branch and index in it, and so on. */
  at: readonly number[];
  /** The rows it reads. */
  from: readonly number[];
  /** [H, W, C], or [N] for a vector. */
  input: readonly number[];
  output: readonly number[];
  /** Cells that can be asked about: those of an image, also behind `flatten`. */
  cells: Pair;
  reach?: Reach;
  /** Whether it has left the plane: flattened, or pooled or multiplied into one cell. */
  gathered: boolean;
  /** Trained numbers: weights, biases, γ and β. */
  parameters: number;
  /** Moving means and variances: stored, not trained; Keras' summary counts them as well. */
  statistics: number;
  /** Multiply-adds for one input; normalisation, pooling and activation count none. */
  macs: number;
  /** Bytes of the output in float32. */
  bytes: number;
  /** First input position that cell 0 sees; negative in the padding. */
  start: Pair;
  /** The receptive field. */
  size: Pair;
  /** Input positions between neighbouring cells; 0 where there is one cell left for good. */
  stride: Pair;
  /** Natural logarithm of how many paths lead from one cell to the input, through padding too. */
  logPaths: number;
}

export interface Ledger {
  rows: Row[];
  parameters: number;
  statistics: number;
  macs: number;
  bytes: number;
  /** The last row before the plane is left: its field and stride are those of the network. */
  last: number;
}

export type NetworkFault =
  'window' | 'image' | 'vector' | 'channels' | 'groups' | 'branches' | 'steps' | 'too-many-rows';

/** A layer that does not fit what reaches it. */
export class NetworkError extends Error {
  readonly layer: Layer;
  readonly fault: NetworkFault;
  readonly params: Record<string, string | number>;

  constructor(layer: Layer, fault: NetworkFault, params: Record<string, string | number> = {}) {
    super(`${layer.op}: ${fault} ${JSON.stringify(params)}`);
    this.layer = layer;
    this.fault = fault;
    this.params = params;
  }
}

const both = (f: (axis: 0 | 1) => number): Pair => [f(0), f(1)];
const product = (numbers: readonly number[]) => numbers.reduce((all, n) => all * n, 1);

/**
 * Every layer of a network as a row.
 *
 * @param input [H, W, C]
 * @param most rows allowed
 * @throws NetworkError naming the layer that does not fit.
 */
export function ledger(
  input: readonly [number, number, number],
  layers: readonly Layer[],
  most = 1000,
): Ledger {
  const rows: Row[] = [
    {
      op: 'input',
      at: [],
      from: [],
      input,
      output: input,
      cells: [input[0], input[1]],
      gathered: false,
      parameters: 0,
      statistics: 0,
      macs: 0,
      bytes: 4 * product(input),
      start: [0, 0],
      size: [1, 1],
      stride: [1, 1],
      logPaths: 0,
    },
  ];

  const put = (layer: Layer, row: Row): number => {
    if (rows.length > most) throw new NetworkError(layer, 'too-many-rows', { max: most });
    rows.push(row);
    return rows.length - 1;
  };

  const run = (list: readonly Layer[], from: number, at: readonly number[]): number =>
    list.reduce((before, layer, i) => {
      const here = [...at, i];
      if (!('branches' in layer)) return put(layer, next(layer, rows[before], before, here));
      const ends = layer.branches.map((branch, b) => run(branch, before, [...here, b]));
      const joined = join(
        layer,
        ends.map((end) => rows[end]),
        ends,
        here,
      );
      return put(layer, { ...joined, input: rows[before].output });
    }, from);

  run(layers, 0, []);
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
  const out = rows.findIndex(({ gathered }) => gathered);
  return {
    rows,
    parameters: sum((row) => row.parameters),
    statistics: sum((row) => row.statistics),
    macs: sum((row) => row.macs),
    bytes: sum((row) => row.bytes),
    last: out < 0 ? rows.length - 1 : out - 1,
  };
}

/** The row of a layer that reads one row. */
function next(
  layer: Exclude<Layer, { branches: unknown }>,
  before: Row,
  from: number,
  at: readonly number[],
): Row {
  const shape = before.output;
  const row: Row = {
    ...before,
    op: layer.op,
    layer,
    at,
    from: [from],
    input: shape,
    reach: undefined,
    parameters: 0,
    statistics: 0,
    macs: 0,
  };
  const channels = shape[shape.length - 1];
  const needsImage = () => {
    if (shape.length !== 3) throw new NetworkError(layer, 'image', { got: channels });
  };
  const reads = (expected: number | undefined) => {
    if (expected !== undefined && expected !== channels) {
      throw new NetworkError(layer, 'channels', { expected, got: channels });
    }
  };
  const gather = (output: readonly number[]): Row => ({
    ...row,
    output,
    cells: [1, 1],
    gathered: true,
    bytes: 4 * product(output),
    size: both((a) => before.size[a] + (before.cells[a] - 1) * before.stride[a]),
    stride: [0, 0],
    logPaths: before.logPaths + Math.log(product(before.cells)),
  });

  switch (layer.op) {
    case 'conv': {
      needsImage();
      reads(layer.reads);
      const { filters, groups, bias, kernel } = layer;
      if (channels % groups !== 0 || filters % groups !== 0) {
        throw new NetworkError(layer, 'groups', { groups, channels, filters });
      }
      const weights = product(kernel) * (channels / groups) * filters;
      const slid = slide(layer, layer, row, filters);
      const macs = product(slid.cells) * weights;
      return { ...slid, parameters: weights + (bias ? filters : 0), macs };
    }
    case 'depthwise': {
      needsImage();
      const filters = channels * layer.multiplier;
      const weights = product(layer.kernel) * filters;
      const slid = slide(layer, layer, row, filters);
      const macs = product(slid.cells) * weights;
      return { ...slid, parameters: weights + (layer.bias ? filters : 0), macs };
    }
    case 'maxpool':
    case 'avgpool':
      needsImage();
      return slide(layer, layer, row, channels);
    case 'pad': {
      needsImage();
      const { padding } = layer;
      const one: Pair = [1, 1];
      return slide(layer, { kernel: one, stride: one, dilation: one, padding }, row, channels);
    }
    case 'gap':
    case 'gmp':
      needsImage();
      return gather([channels]);
    case 'flatten':
      if (shape.length === 1) return row;
      return { ...row, output: [product(shape)], gathered: true };
    case 'dense': {
      if (shape.length !== 1) throw new NetworkError(layer, 'vector', { shape: shape.join('×') });
      reads(layer.reads);
      const weights = channels * layer.units;
      const parameters = weights + (layer.bias ? layer.units : 0);
      return { ...gather([layer.units]), parameters, macs: weights };
    }
    case 'bn':
      reads(layer.reads);
      return { ...row, parameters: 2 * channels, statistics: 2 * channels };
    case 'lrn':
      needsImage();
      return row;
    default:
      return row;
  }
}

/** The window of a layer over the plane. */
function slide(layer: Layer, how: Sliding, row: Row, channels: number): Row {
  const { kernel, stride, dilation, padding, ceil } = how;
  const n = row.cells;
  const span = both((a) => dilation[a] * (kernel[a] - 1) + 1);
  const sides = both((a) => a).map((a): Pair => {
    if (padding === 'valid') return [0, 0];
    if (padding === 'same') return samePadding(n[a], kernel[a], stride[a], dilation[a]);
    return [padding[2 * a], padding[2 * a + 1]];
  });
  const cells = both((a) => {
    const [first, last] = sides[a];
    const room = n[a] + first + last - span[a];
    if (room < 0) {
      const got = n[a] + first + last;
      throw new NetworkError(layer, 'window', { needs: span[a], got });
    }
    if (!ceil) return Math.floor(room / stride[a]) + 1;
    const up = Math.ceil(room / stride[a]) + 1;
    // PyTorch: the last window must begin inside the input or the padding before it.
    return (up - 1) * stride[a] >= n[a] + first ? up - 1 : up;
  });
  const output = [...cells, channels];
  return {
    ...row,
    output,
    cells,
    reach: {
      kernel,
      stride,
      dilation,
      before: both((a) => sides[a][0]),
      after: both((a) => sides[a][1]),
    },
    bytes: 4 * product(output),
    start: both((a) => row.start[a] - sides[a][0] * row.stride[a]),
    size: both((a) => row.size[a] + (span[a] - 1) * row.stride[a]),
    stride: both((a) => row.stride[a] * stride[a]),
    logPaths: row.logPaths + Math.log(product(kernel)),
  };
}

/** Where branches meet: one cell sees what its cells in all branches see. */
function join(
  layer: Extract<Layer, { branches: unknown }>,
  ends: readonly Row[],
  from: readonly number[],
  at: readonly number[],
): Row {
  const [first] = ends;
  const plane = (row: Row) => row.output.slice(0, -1).join('×');
  for (const end of ends) {
    const fits =
      layer.op === 'add'
        ? end.output.join('×') === first.output.join('×')
        : plane(end) === plane(first) && end.output.length === first.output.length;
    if (!fits) {
      const [a, b] = [first.output.join('×'), end.output.join('×')];
      throw new NetworkError(layer, 'branches', { a, b });
    }
    const apart = [0, 1].some((a) => end.cells[a] > 1 && end.stride[a] !== first.stride[a]);
    if (apart) {
      throw new NetworkError(layer, 'steps', {
        a: first.stride.join('×'),
        b: end.stride.join('×'),
      });
    }
  }
  const channels =
    layer.op === 'add'
      ? first.output[first.output.length - 1]
      : ends.reduce((sum, { output }) => sum + output[output.length - 1], 0);
  const output = [...first.output.slice(0, -1), channels];
  const start = both((a) => Math.min(...ends.map((end) => end.start[a])));
  const most = Math.max(...ends.map(({ logPaths }) => logPaths));
  return {
    ...first,
    op: layer.op,
    layer,
    at,
    from,
    output,
    reach: undefined,
    gathered: ends.some(({ gathered }) => gathered),
    parameters: 0,
    statistics: 0,
    macs: 0,
    bytes: 4 * product(output),
    start,
    size: both((a) => Math.max(...ends.map((end) => end.start[a] + end.size[a])) - start[a]),
    logPaths:
      most + Math.log(ends.reduce((sum, { logPaths }) => sum + Math.exp(logPaths - most), 0)),
  };
}

/** The input positions that a cell sees; rows and columns below 0 or beyond the input are padding. */
export interface Field {
  top: number;
  left: number;
  height: number;
  width: number;
}

/** The receptive field of one cell of a row. */
export function fieldOf(row: Row, cell: Pair): Field {
  const [top, left] = both((a) => row.start[a] + cell[a] * row.stride[a]);
  return { top, left, height: row.size[0], width: row.size[1] };
}

/** How a row hands the weight of its cells back to the rows it reads. */
export type Back =
  | { kind: 'same' }
  /** Over every cell of the row before. */
  | { kind: 'all'; cells: Pair }
  /** Over a window; `cells` are those of the row before. */
  | { kind: 'window'; reach: Reach; cells: Pair };

export interface BackStep {
  row: number;
  from: readonly { row: number; share: number }[];
  back: Back;
}

/**
 * What has to be done, row by row, to carry the weight of one cell back to the input: every path is
 * equally likely, so a window shares equally among its taps and a meeting of branches by how many
 * paths each has. Rows that nothing reaches are left out.
 */
export function backSteps(rows: readonly Row[], row: number): BackStep[] {
  const needed = new Set([row]);
  const steps: BackStep[] = [];
  for (let i = row; i > 0; i--) {
    if (!needed.has(i)) continue;
    const { from, reach, op, logPaths } = rows[i];
    const cells = rows[from[0]].cells;
    const whole = op === 'gap' || op === 'gmp' || op === 'dense';
    steps.push({
      row: i,
      from: from.map((before) => ({
        row: before,
        share: from.length === 1 ? 1 : Math.exp(rows[before].logPaths - logPaths),
      })),
      back: reach
        ? { kind: 'window', reach, cells }
        : whole
          ? { kind: 'all', cells }
          : { kind: 'same' },
    });
    for (const before of from) needed.add(before);
  }
  return steps;
}

/**
 * The share of all paths from one cell that end in each input pixel: the gradient of a network whose
 * weights are all one and whose layers are linear, over the number of its paths. What is missing to
 * one ends in padding. Yields after each layer, so that a caller can take turns.
 *
 * @returns [H, W, 1]
 */
export function* pathSteps(
  rows: readonly Row[],
  row: number,
  cell: Pair,
): Generator<void, Grid, void> {
  const planes = new Map<number, Float64Array>();
  const start = new Float64Array(product(rows[row].cells));
  start[cell[0] * rows[row].cells[1] + cell[1]] = 1;
  planes.set(row, start);
  for (const { row: i, from, back } of backSteps(rows, row)) {
    const plane = planes.get(i)!;
    planes.delete(i);
    const spread =
      back.kind === 'window'
        ? spreadWindow(plane, rows[i].cells, back.reach, back.cells)
        : back.kind === 'all'
          ? new Float64Array(product(back.cells)).fill(plane[0] / product(back.cells))
          : plane;
    for (const { row: before, share } of from) {
      const known = planes.get(before);
      if (!known) planes.set(before, share === 1 ? spread : spread.map((v) => v * share));
      else for (let k = 0; k < known.length; k++) known[k] += share * spread[k];
    }
    yield;
  }
  return grid([...rows[0].cells, 1], planes.get(0));
}

/** The result of `pathSteps` at once. */
export function pathShares(rows: readonly Row[], row: number, cell: Pair): Grid {
  const steps = pathSteps(rows, row, cell);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Back through a window, first the rows, then the columns: a window of ones is separable. */
function spreadWindow(plane: Float64Array, [h, w]: Pair, reach: Reach, [H, W]: Pair) {
  const { kernel, stride, dilation, before } = reach;
  const tall = new Float64Array(H * w);
  for (let r = 0; r < h; r++) {
    for (let c = 0; c < w; c++) {
      const value = plane[r * w + c] / kernel[0];
      if (value === 0) continue;
      for (let k = 0; k < kernel[0]; k++) {
        const i = r * stride[0] + k * dilation[0] - before[0];
        if (i >= 0 && i < H) tall[i * w + c] += value;
      }
    }
  }
  const wide = new Float64Array(H * W);
  for (let i = 0; i < H; i++) {
    for (let c = 0; c < w; c++) {
      const value = tall[i * w + c] / kernel[1];
      if (value === 0) continue;
      for (let k = 0; k < kernel[1]; k++) {
        const j = c * stride[1] + k * dilation[1] - before[1];
        if (j >= 0 && j < W) wide[i * W + j] += value;
      }
    }
  }
  return wide;
}

/** About how many additions `pathShares` takes. */
export function pathCost(rows: readonly Row[], row: number): number {
  return backSteps(rows, row).reduce((sum, { row: i, back }) => {
    const [h, w] = rows[i].cells;
    if (back.kind !== 'window') return sum + h * w;
    const [H, W] = back.cells;
    return sum + h * w * back.reach.kernel[0] + H * w * back.reach.kernel[1] + H * W;
  }, 0);
}

/** Sums over the columns and over the rows: [H, 1, 1] and [1, W, 1]. */
export function marginals(shares: Grid): { rows: Grid; columns: Grid } {
  const [H, W] = shares.shape;
  const rows = grid([H, 1, 1]);
  const columns = grid([1, W, 1]);
  for (let r = 0; r < H; r++) {
    for (let c = 0; c < W; c++) {
      rows.data[r] += shares.data[r * W + c];
      columns.data[c] += shares.data[r * W + c];
    }
  }
  return { rows, columns };
}

/**
 * The smallest box around the centre of a field, in the field's own proportions, that holds a share
 * of the paths that reach the input: height and width.
 */
export function effectiveBox(shares: Grid, field: Field, share: number): Pair {
  const [H, W] = shares.shape;
  const middle = [field.top + (field.height - 1) / 2, field.left + (field.width - 1) / 2];
  const most = Math.max(field.height, field.width);
  // ring[n]: weight of the pixels that need the box to be at least n / most of the field
  const ring = new Float64Array(most + 2);
  let total = 0;
  for (let r = 0; r < H; r++) {
    for (let c = 0; c < W; c++) {
      const value = shares.data[r * W + c];
      if (value === 0) continue;
      const needs = Math.max(
        (2 * Math.abs(r - middle[0]) + 1) / field.height,
        (2 * Math.abs(c - middle[1]) + 1) / field.width,
      );
      ring[Math.ceil(needs * most - 1e-9)] += value;
      total += value;
    }
  }
  let sum = 0;
  for (let n = 0; n < ring.length; n++) {
    sum += ring[n];
    if (sum >= share * total - 1e-12) {
      return [
        Math.max(1, Math.round((field.height * n) / most)),
        Math.max(1, Math.round((field.width * n) / most)),
      ];
    }
  }
  return [field.height, field.width];
}
