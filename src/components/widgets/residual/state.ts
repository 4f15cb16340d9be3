/** The state of the residual widget and its form in the address. Pure. */
import { fromChannels, grid, type Grid } from '../../../lib/grid.ts';
import { mulberry32 } from '../../../lib/random.ts';
import { JOINS, type Join } from '../../../lib/residual.ts';
import {
  attempts,
  channelsText,
  matrixText,
  parseChannels,
  parseChoice,
  parseFlag,
  parseNumber,
  parseWhole,
  Refusal,
  withoutDefaults,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

export const MODES = ['block', 'nets'] as const;
export const WEIGHTS = ['random', 'zero', 'identity'] as const;
export const KERNELS = ['kernel1', 'kernel2', 'projection'] as const;
export type KernelKey = (typeof KERNELS)[number];

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'mode',
  'input',
  'filters',
  'join',
  'weights',
  'kernel1',
  'kernel2',
  'projection',
  'relu',
  'shallow',
  'depth',
  'shortcuts',
  'norm',
  'rate',
  'seed',
  'steps',
] as const;
export type Key = (typeof KEYS)[number];

/** Without the kernels, which are those of `weights` and `seed` until they are typed. */
export const DEFAULTS = {
  mode: 'block',
  input: '0,1,2,0;1,3,1,0;0,2,1,1;0,0,1,2|1,0,0,2;0,1,0,1;2,0,1,0;0,1,0,3',
  filters: '2',
  join: 'none',
  weights: 'random',
  relu: '1',
  shallow: '6',
  depth: '20',
  shortcuts: '1',
  norm: '1',
  rate: '0.1',
  seed: '1',
  steps: '30',
} as const satisfies Query<Key>;

export const BOUNDS = {
  size: 6,
  channels: 3,
  value: 99,
  depth: [4, 40],
  rate: [0.001, 0.5],
  seed: 999999,
  steps: 120,
} as const;

/** Steps from one key frame to the next. */
export const STRIDE = 3;

export interface State {
  mode: (typeof MODES)[number];
  /** [H, W, C] */
  input: Grid;
  /** Channels of the branch. */
  filters: number;
  join: Join;
  weights: (typeof WEIGHTS)[number];
  /** [3, 3, C, D], [3, 3, D, D] and [1, 1, C, D]. */
  kernel1: Grid;
  kernel2: Grid;
  projection: Grid;
  relu: boolean;
  /** Layers of the shallow and of the deep network. */
  shallow: number;
  depth: number;
  /** Whether the deep network is trained with shortcuts too. */
  shortcuts: boolean;
  norm: boolean;
  rate: number;
  seed: number;
  steps: number;
}

/** The kernels that a choice of weights stands for. */
function preset(
  { weights, seed }: Pick<State, 'weights' | 'seed'>,
  C: number,
  D: number,
): Record<KernelKey, Grid> {
  const shapes = { kernel1: [3, 3, C, D], kernel2: [3, 3, D, D], projection: [1, 1, C, D] };
  const random = mulberry32(seed);
  const draw = (values: readonly number[]) => values[Math.floor(random() * values.length)];
  const made = {} as Record<KernelKey, Grid>;
  for (const key of KERNELS) {
    const empty = grid(shapes[key]);
    const { data, shape } = empty;
    const share = shape[2] * shape[3];
    // The same random numbers are used up by every choice: the projection does not depend on it.
    data.forEach((_, i) => {
      const drawn = draw(key === 'projection' ? [-1, 1, 1, 2] : [-1, 0, 0, 1]);
      if (key === 'projection' || weights === 'random') data[i] = drawn;
      else if (weights === 'identity') {
        const at = i - 4 * share;
        data[i] = Number(at >= 0 && at < share && Math.floor(at / shape[3]) === at % shape[3]);
      }
    });
    made[key] = empty;
  }
  return made;
}

/** Filters separated by `/`, and below what `parseChannels` knows: as a grid of this shape. */
function parseKernel(key: KernelKey, text: string, shape: readonly number[]): Grid {
  const [size, , C, D] = shape;
  const filters = text.split('/');
  const made = grid(shape);
  const fit = (what: string, expected: number, got: number) => {
    if (got !== expected) throw new Refusal(key, what, { expected, got });
  };
  fit('filters', D, filters.length);
  filters.forEach((filter, f) => {
    const channels = parseChannels(key, filter, 3, BOUNDS.channels, BOUNDS.value);
    fit('channels', C, channels.length);
    channels.forEach((rows, c) => {
      fit('sides', size, rows.length);
      fit('sides', size, rows[0].length);
      rows.forEach((row, i) =>
        row.forEach((value, j) => (made.data[((i * size + j) * C + c) * D + f] = value)),
      );
    });
  });
  return made;
}

/** A kernel as filters of channels of rows. */
export function filtersOf({ shape: [size, , C, D], data }: Grid): number[][][][] {
  const n = [...Array(size).keys()];
  return Array.from({ length: D }, (_, f) =>
    Array.from({ length: C }, (__, c) =>
      n.map((i) => n.map((j) => data[((i * size + j) * C + c) * D + f])),
    ),
  );
}

/** One channel of an image as rows. */
export const rowsOf = ({ shape: [height, width, C], data }: Grid, c: number): number[][] =>
  Array.from({ length: height }, (_, i) =>
    Array.from({ length: width }, (__, j) => data[(i * width + j) * C + c]),
  );

const kernelText = (kernel: Grid) => filtersOf(kernel).map(channelsText).join('/');

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: keyof typeof DEFAULTS) => query[key] ?? DEFAULTS[key];
  const choice = <T extends string>(key: keyof typeof DEFAULTS, choices: readonly T[]) =>
    attempt(() => parseChoice(key, text(key), choices));
  const flag = (key: keyof typeof DEFAULTS) => attempt(() => parseFlag(key, text(key)));
  const whole = (key: keyof typeof DEFAULTS, min: number, max: number) =>
    attempt(() => parseWhole(key, text(key), min, max));
  const layers = (key: 'shallow' | 'depth') =>
    attempt(() => {
      const n = parseWhole(key, text(key), ...BOUNDS.depth);
      if (n % 2) throw new Refusal(key, 'even', { value: n });
      return n;
    });
  const input = attempt(() =>
    fromChannels(parseChannels('input', text('input'), BOUNDS.size, BOUNDS.channels, BOUNDS.value)),
  );
  const filters = whole('filters', 1, BOUNDS.channels);
  const weights = choice('weights', WEIGHTS);
  const seed = whole('seed', 0, BOUNDS.seed);
  const state = {
    mode: choice('mode', MODES),
    input,
    filters,
    join: choice('join', JOINS),
    weights,
    relu: flag('relu'),
    shallow: layers('shallow'),
    depth: layers('depth'),
    shortcuts: flag('shortcuts'),
    norm: flag('norm'),
    rate: attempt(() => parseNumber('rate', text('rate'), BOUNDS.rate[1], BOUNDS.rate[0])),
    seed,
    steps: whole('steps', 0, BOUNDS.steps),
  };
  if (!input || !filters || !weights || seed === undefined) return { problems };
  const kernels = preset({ weights, seed }, input.shape[2], filters);
  for (const key of KERNELS) {
    if (query[key] === undefined) continue;
    attempt(() => (kernels[key] = parseKernel(key, query[key]!, kernels[key].shape)));
  }
  return problems.length > 0 ? { problems } : { state: { ...state, ...kernels } as State };
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { input } = state;
  const flag = (value: boolean) => (value ? '1' : '0');
  return {
    mode: state.mode,
    input: Array.from({ length: input.shape[2] }, (_, c) => matrixText(rowsOf(input, c))).join('|'),
    filters: `${state.filters}`,
    join: state.join,
    weights: state.weights,
    kernel1: kernelText(state.kernel1),
    kernel2: kernelText(state.kernel2),
    projection: kernelText(state.projection),
    relu: flag(state.relu),
    shallow: `${state.shallow}`,
    depth: `${state.depth}`,
    shortcuts: flag(state.shortcuts),
    norm: flag(state.norm),
    rate: `${state.rate}`,
    seed: `${state.seed}`,
    steps: `${state.steps}`,
  };
}

/** What the address says: kernels only where they were typed. */
export function format(state: State): Query<Key> {
  const all = texts(state);
  const made = preset(state, state.input.shape[2], state.filters);
  for (const key of KERNELS) if (all[key] === kernelText(made[key])) delete all[key];
  return withoutDefaults(all, DEFAULTS);
}

/** The state's texts without its kernels: what a change of their sizes or presets begins with. */
export function loose(state: State): Query<Key> {
  const { kernel1: _, kernel2: __, projection: ___, ...rest } = texts(state);
  return rest;
}
