/** The state of the normalisation widget, its form in the address and what follows from it. Pure. */
import { grid, type Grid } from '../../../lib/grid.ts';
import {
  normSlices,
  sliceMoments,
  type Convention,
  type NormKind,
  type Slices,
} from '../../../lib/ops/norm.ts';
import {
  attempts,
  channelsText,
  LIMITS as SHARED,
  parseChannels,
  parseChoice,
  parseList,
  parseNumber,
  parseWhole,
  Refusal,
  requireSameSize,
  resizeText,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

export const NORMS = ['batch', 'layer', 'instance', 'group'] as const satisfies NormKind[];
export const MODES = ['train', 'inference'] as const;
export const CONVENTIONS = ['keras', 'pytorch'] as const satisfies Convention[];

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'input',
  'norm',
  'groups',
  'mode',
  'gamma',
  'beta',
  'eps',
  'momentum',
  'convention',
  'movingMean',
  'movingVariance',
  'steps',
] as const;
export type Key = (typeof KEYS)[number];

export const LIMITS = {
  ...SHARED,
  /** Samples of numbers, and of images. */
  samples: 32,
  images: 8,
  /** Rows and columns of an image. */
  side: 8,
  /** Numbers in a batch. */
  numbers: 512,
  steps: 300,
  eps: 100,
  /** What must stand under the root at least. */
  underRoot: 1e-12,
} as const;

/** Four channels of very different size: means 4, 100, −4, 4 and deviations 3, 50, 1, 2. */
export const DEFAULTS = {
  input: '1,30,-5,2;3,110,-3,2;3,90,-3,6;9,170,-5,6',
  norm: 'batch',
  groups: '2',
  mode: 'train',
  gamma: '1',
  beta: '0',
  eps: '0.001',
  momentum: '0.99',
  convention: 'keras',
  movingMean: '0',
  movingVariance: '1',
  steps: '1',
} as const satisfies Query<Key>;

export interface State {
  /** Whether samples are images [N, H, W, C]; else a sample is one number per channel [N, C]. */
  images: boolean;
  /** [sample][channel][row][column]; for [N, C] with one row and one column. */
  samples: number[][][][];
  norm: NormKind;
  groups: number;
  mode: (typeof MODES)[number];
  gamma: number[];
  beta: number[];
  eps: number;
  momentum: number;
  convention: Convention;
  movingMean: number[];
  movingVariance: number[];
  /** How often the batch is seen in training. */
  steps: number;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Key) => query[key] ?? DEFAULTS[key];
  const batch = attempt(() => parseBatch(text('input')));
  const C = batch?.samples[0].length ?? 1;
  /** One number for all channels, or one for each. */
  const perChannel = (key: Key, min?: number) =>
    attempt(() => {
      const values = parseList(key, text(key), LIMITS.channels, LIMITS.value, min);
      if (values.length === 1) return Array<number>(C).fill(values[0]);
      if (batch && values.length !== C) {
        throw new Refusal(key, 'count', {
          expected: C === 1 ? '1' : `1, ${C}`,
          got: values.length,
        });
      }
      return values;
    });
  const read = {
    norm: attempt(() => parseChoice('norm', text('norm'), NORMS)),
    groups: attempt(() => parseWhole('groups', text('groups'), 1, LIMITS.channels)),
    mode: attempt(() => parseChoice('mode', text('mode'), MODES)),
    gamma: perChannel('gamma'),
    beta: perChannel('beta'),
    eps: attempt(() => parseNumber('eps', text('eps'), LIMITS.eps, 0)),
    momentum: attempt(() => parseNumber('momentum', text('momentum'), 1, 0)),
    convention: attempt(() => parseChoice('convention', text('convention'), CONVENTIONS)),
    movingMean: perChannel('movingMean'),
    movingVariance: perChannel('movingVariance', 0),
    steps: attempt(() => parseWhole('steps', text('steps'), 0, LIMITS.steps)),
  };
  if (problems.length > 0) return { problems };
  const state = attempt(() => {
    const made = { ...batch, ...read } as State;
    requireFit(made);
    return made;
  });
  return state ? { state } : { problems };
}

/**
 * Rows of numbers [N, C]; or, as soon as `/` or `|` stands in the text, images: samples separated
 * by `/`, channels by `|`. A closing `/` tells a single image from rows of numbers.
 */
function parseBatch(text: string): Pick<State, 'images' | 'samples'> {
  if (!/[/|]/.test(text)) {
    const [rows] = parseChannels('input', text, LIMITS.samples, 1);
    atMost(rows[0].length, LIMITS.channels);
    return { images: false, samples: rows.map((row) => row.map((value) => [[value]])) };
  }
  const parts = text.split('/');
  if (parts.length === 2 && parts[1].trim() === '') parts.pop();
  atMost(parts.length, LIMITS.images);
  const samples = parts.map((part) => parseChannels('input', part, LIMITS.side, LIMITS.channels));
  requireSameSize('input', samples.flat());
  for (const { length } of samples) {
    if (length !== samples[0].length) {
      throw new Refusal('input', 'ragged', { expected: samples[0].length, got: length });
    }
  }
  atMost(samples.flat(3).length, LIMITS.numbers);
  return { images: true, samples };
}

function atMost(got: number, max: number): void {
  if (got > max) throw new Refusal('input', 'too-many', { got, max });
}

/** @throws Refusal when the kind does not fit the batch, or zero would stand under the root. */
function requireFit(state: State): void {
  const { norm, groups, eps, mode, images } = state;
  const [, , , C] = sizesOf(state);
  if (norm === 'instance' && !images) throw new Refusal('norm', 'instance-needs-images');
  if (norm === 'group' && C % groups !== 0) {
    throw new Refusal('groups', 'groups-do-not-divide', { groups, channels: C });
  }
  const moving = norm === 'batch' && mode === 'inference';
  const variance = moving ? state.movingVariance : statistics(state).variance.data;
  variance.forEach((value) => {
    if (value + eps < LIMITS.underRoot) throw new Refusal('eps', 'zero-under-root');
  });
}

/** N, H, W and C; H = W = 1 for [N, C]. */
export function sizesOf({
  samples,
}: Pick<State, 'samples'>): [N: number, H: number, W: number, C: number] {
  return [samples.length, samples[0][0].length, samples[0][0][0].length, samples[0].length];
}

/** [N, C] or [N, H, W, C]. */
export function shapeOf(state: State): number[] {
  const [N, H, W, C] = sizesOf(state);
  return state.images ? [N, H, W, C] : [N, C];
}

/** The batch, channels last. */
export function batchGrid(state: State): Grid {
  const [N, H, W, C] = sizesOf(state);
  const x = grid(shapeOf(state));
  for (let i = 0; i < x.data.length; i++) {
    const [n, h, w, c] = placeOf(i, [N, H, W, C]);
    x.data[i] = state.samples[n][c][h][w];
  }
  return x;
}

/** Sample, row, column and channel of a flat index. */
export function placeOf(
  i: number,
  [, H, W, C]: readonly number[],
): [n: number, h: number, w: number, c: number] {
  return [Math.floor(i / (H * W * C)), Math.floor(i / (W * C)) % H, Math.floor(i / C) % W, i % C];
}

/** Which elements share one mean. */
export function slicesOfState(state: State): Slices {
  return normSlices(shapeOf(state), state.norm, state.groups);
}

/** Mean and biased variance of every slice of this batch. */
export function statistics(state: State) {
  return sliceMoments(batchGrid(state), slicesOfState(state));
}

/** Whether y is made with the moving statistics instead of those of the batch. */
export const usesMoving = ({ norm, mode }: Pick<State, 'norm' | 'mode'>) =>
  norm === 'batch' && mode === 'inference';

/** Whether this batch moves the moving statistics. */
export const movesStatistics = ({ norm, mode }: Pick<State, 'norm' | 'mode'>) =>
  norm === 'batch' && mode === 'train';

/** PyTorch refuses to train on one value per channel (its check for all but layer norm). */
export function pytorchRefuses(state: State): boolean {
  const { norm } = state;
  const [N, H, W, C] = sizesOf(state);
  if (norm === 'batch') return state.mode === 'train' && N * H * W === 1;
  if (norm === 'instance') return H * W === 1;
  return norm === 'group' && (N * C * H * W) / state.groups === 1;
}

/** The batch as text. */
export function inputText({ images, samples }: Pick<State, 'images' | 'samples'>): string {
  if (!images) return samples.map((channels) => channels.flat(2).join(',')).join(';');
  return samples.map(channelsText).join('/') + (samples.length === 1 ? '/' : '');
}

const perChannelText = (values: readonly number[]) =>
  values.every((value) => value === values[0]) ? `${values[0]}` : values.join(',');

/** Every key as text. */
export function texts(state: State): Record<Key, string> {
  return {
    input: inputText(state),
    norm: state.norm,
    groups: `${state.groups}`,
    mode: state.mode,
    gamma: perChannelText(state.gamma),
    beta: perChannelText(state.beta),
    eps: `${state.eps}`,
    momentum: `${state.momentum}`,
    convention: state.convention,
    movingMean: perChannelText(state.movingMean),
    movingVariance: perChannelText(state.movingVariance),
    steps: `${state.steps}`,
  };
}

export const SIZES = ['samples', 'channels', 'height', 'width'] as const;
export type Size = (typeof SIZES)[number];

/** The groups nearest to those asked for that divide the channels. */
const groupsFor = (channels: number, groups: number) => {
  while (channels % groups !== 0) groups--;
  return groups;
};

/**
 * The query for a control that touches other keys as well: the sizes of the batch, and a kind of
 * normalisation whose groups must divide the channels.
 */
export function edited(state: State, name: string, value: string): Query | undefined {
  const all = texts(state);
  const [, , , C] = sizesOf(state);
  if (name === 'norm') {
    if (value !== 'group' || C % state.groups === 0) return undefined;
    const found = [2, 3, 5, 7].find((divisor) => C % divisor === 0) ?? 1;
    return { ...all, norm: value, groups: `${found}` };
  }
  if (!SIZES.includes(name as Size)) return undefined;
  // What cannot be a size makes a text that is refused: empty, or too large.
  const typed = /^\s*\d+\s*$/.test(value) ? Math.min(Number(value), 99) : 0;
  if (typed === 0) return { ...all, input: '' };
  const axis = {
    width: 0,
    height: 1,
    channels: state.images ? 2 : 0,
    samples: state.images ? 3 : 1,
  };
  const text = resizeText(all.input.replace(/\/$/, ''), axis[name as Size], typed);
  const input = state.images && !text.includes('/') ? `${text}/` : text;
  if (name !== 'channels') return { ...all, input };
  const fit = (values: readonly number[], rest: number) =>
    perChannelText(
      Array.from({ length: Math.min(typed, LIMITS.channels) }, (_, c) => values[c] ?? rest),
    );
  return {
    ...all,
    input,
    gamma: fit(state.gamma, 1),
    beta: fit(state.beta, 0),
    movingMean: fit(state.movingMean, 0),
    movingVariance: fit(state.movingVariance, 1),
    groups: `${state.norm === 'group' ? groupsFor(typed, Math.min(state.groups, typed)) : state.groups}`,
  };
}

/** The same training in the other library: the other convention with the share it calls momentum. */
export function translated(state: State): State {
  const convention = state.convention === 'keras' ? 'pytorch' : 'keras';
  return { ...state, convention, momentum: complement(state.momentum) };
}

/** 1 − m without the dust of float64. */
export const complement = (momentum: number) => Number((1 - momentum).toPrecision(12));
