/** The state of the gate stepper and its form in the address. Pure. */
import { BLOCKS, type Cell, type Rules, type Weights } from '../../../lib/recurrent.ts';
import { digitTexts, parseDigit, type DigitSource } from '../toolkit/digits.ts';
import type { PictureInfo } from '../toolkit/kind.ts';
import {
  attempts,
  channelsText,
  matrixText,
  parseChannels,
  parseChoice,
  parseList,
  parseNumber,
  parseWhole,
  Refusal,
  withoutDefaults,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

export const TASKS = ['steps', 'rows'] as const;
export const CELLS = ['rnn', 'lstm', 'gru'] as const satisfies readonly Cell[];
export const RESETS = ['after', 'before'] as const;

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'task',
  'cell',
  'x',
  'k',
  'keep',
  'reset',
  'w',
  'u',
  'b',
  'br',
  'image',
  'input',
] as const;
export type Key = (typeof KEYS)[number];

/** Weights to begin with: w and b have a row per block, u a matrix per block. */
export const PRESETS: Readonly<Record<Cell, Record<'w' | 'u' | 'b' | 'br', string>>> = {
  rnn: { w: '1', u: '0.8', b: '0', br: '0' },
  lstm: { w: '8;0;2;0', u: '0|0.5|0.5|0.5', b: '-4;2;0;1', br: '0' },
  gru: {
    w: '1,-1;-4,-3;2,1',
    u: '0.5,-1;1,0.5|1,0;0,1|0.5,1;-1,0.5',
    b: '0,0;2,2;0,0',
    br: '0.5,-0.5',
  },
};

export const DEFAULTS = {
  task: 'steps',
  cell: 'rnn',
  x: '1,0,0,0.5,0,0,0,0',
  k: '4',
  keep: 'learned',
  reset: 'after',
  ...PRESETS.rnn,
  image: 'test-480',
} as const satisfies Query<Key>;

/** Steps and units at most; inputs and weights lie between plus and minus these. */
export const BOUNDS = { steps: 24, units: 3, x: 10, weight: 10, rows: 28 } as const;

export interface State {
  task: (typeof TASKS)[number];
  cell: Cell;
  /** One number a step. */
  x: number[];
  /** The step that is looked at, from 1; beyond the last one, the last. */
  k: number;
  /** A number in the place of the gate that keeps: f of the LSTM, z of the GRU. */
  keep: 'learned' | number;
  reset: (typeof RESETS)[number];
  /** [blocks][units] */
  w: number[][];
  /** [blocks][units][units] */
  u: number[][][];
  b: number[][];
  br: number[];
  source: DigitSource;
}

export const weightsOf = ({ w, u, b, br }: State): Weights => ({ w: w.map((row) => row.map((v) => [v])), u, b, br }); // prettier-ignore

export const rulesOf = ({ reset, keep }: Pick<State, 'reset' | 'keep'>): Rules => ({ reset, keep: keep === 'learned' ? undefined : keep }); // prettier-ignore

/** The step or row that is looked at. */
export const stepOf = ({ task, k, x }: State) => Math.min(k, task === 'rows' ? BOUNDS.rows : x.length); // prettier-ignore

/** A state from texts, or every reason why there is none. */
export function parse(query: Query, own?: PictureInfo): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: keyof typeof DEFAULTS) => query[key] ?? DEFAULTS[key];
  const cell = attempt(() => parseChoice('cell', text('cell'), CELLS));
  const blocks = BLOCKS[cell ?? 'rnn'].length;
  const preset = PRESETS[cell ?? 'rnn'];
  const count = (key: Key, got: number, expected: number) => {
    if (got !== expected) throw new Refusal(key, 'count', { expected, got });
  };
  const { weight } = BOUNDS;
  const u = attempt(() => {
    const read = parseChannels('u', query.u ?? preset.u, BOUNDS.units, 4, weight);
    count('u', read.length, blocks);
    count('u', read[0][0].length, read[0].length);
    return read;
  });
  const n = u?.[0].length ?? 1;
  const perBlock = (key: 'w' | 'b') =>
    attempt(() => {
      if (!u) return [];
      const [read] = parseChannels(key, query[key] ?? preset[key], 4, 1, weight);
      count(key, read.length, blocks);
      count(key, read[0].length, n);
      return read;
    });
  const source = attempt(() => {
    if (query.input !== undefined && query.image !== undefined) throw new Refusal('image', 'both', { other: 'input' }); // prettier-ignore
    return parseDigit({ input: query.input, ...(query.input === undefined && { image: text('image') }) }, own); // prettier-ignore
  });
  const state = {
    task: attempt(() => parseChoice('task', text('task'), TASKS)),
    cell,
    x: attempt(() => parseList('x', text('x'), BOUNDS.steps, BOUNDS.x)),
    k: attempt(() => parseWhole('k', text('k'), 1, BOUNDS.rows)),
    keep: attempt(() => (text('keep') === 'learned' ? 'learned' : parseNumber('keep', text('keep'), 1, 0))), // prettier-ignore
    reset: attempt(() => parseChoice('reset', text('reset'), RESETS)),
    w: perBlock('w'),
    u,
    b: perBlock('b'),
    br: attempt(() => {
      const own = preset.br.split(',').length === n;
      const read = parseList('br', query.br ?? (own ? preset.br : Array(n).fill('0').join()), BOUNDS.units, weight); // prettier-ignore
      if (u) count('br', read.length, n);
      return read;
    }),
    source,
  };
  return problems.length > 0 ? { problems } : { state: state as State };
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { task, cell, x, k, keep, reset, w, u, b, br, source } = state;
  return {
    task,
    cell,
    x: x.join(','),
    k: `${k}`,
    keep: `${keep}`,
    reset,
    w: matrixText(w),
    u: channelsText(u),
    b: matrixText(b),
    br: br.join(','),
    ...digitTexts(source),
  };
}

/** What the address says: what differs from the defaults, weights from those of their cell. */
export const format = (state: State): Query => withoutDefaults(texts(state), { ...DEFAULTS, ...PRESETS[state.cell] }); // prettier-ignore
