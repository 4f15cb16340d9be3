/** The state of the edges widget, its form in the address and what follows from it. Pure. */
import { fromRows, type Grid } from '../../../lib/grid.ts';
import { BORDERS, OPERATORS, type Border, type Operator } from '../../../lib/ops/edges.ts';
import type { PictureInfo } from '../toolkit/kind.ts';
import { findPicture } from '../toolkit/maps.ts';
import {
  attempts,
  LIMITS,
  matrixText,
  parseChannels,
  parseChoice,
  parseNumber,
  Refusal,
  withoutDefaults,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

export const OPS = ['sobel', 'prewitt', 'scharr', 'laplacian', 'log', 'canny'] as const;
export type Op = (typeof OPS)[number];

/** What can be put on show; `result` is the last one that an operation has. */
export type Stage =
  'result' | 'smoothed' | 'gx' | 'gy' | 'magnitude' | 'direction' | 'suppressed' | 'threshold';

/** The stages of an operation in the order in which they are computed. */
export function stagesOf(op: Op): Stage[] {
  if (op === 'log') return ['result'];
  if (op === 'laplacian') return ['smoothed', 'result'];
  if (op !== 'canny') return ['smoothed', 'gx', 'gy', 'direction', 'result'];
  return ['smoothed', 'magnitude', 'direction', 'suppressed', 'threshold', 'result'];
}

/** The keys of the address, in the order in which they are written. */
export const KEYS = ['input', 'image', 'op', 'stage', 'sigma', 'low', 'high', 'border'] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  image: 'coins',
  op: 'sobel',
  stage: 'result',
  sigma: '0',
  low: '50',
  high: '150',
  border: 'reflect',
} as const satisfies Query<Key>;

/** What stands in the matrix when it is chosen in place of a picture. */
export const MATRIX =
  '10,10,10,10,10,10;10,10,10,10,10,10;10,10,50,50,50,50;10,10,50,50,50,50;10,10,50,50,50,50;10,10,50,50,50,50';

export const MAX_SIGMA = 4;
/** Below this the sampled LoG is no longer one. */
export const MIN_LOG_SIGMA = 0.5;

export type Source =
  | { kind: 'matrix'; rows: number[][] }
  | { kind: 'picture'; id: string; height: number; width: number };

export interface State {
  source: Source;
  op: Op;
  stage: Stage;
  sigma: number;
  low: number;
  high: number;
  border: Border;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query, own?: PictureInfo): Parsed<State> {
  const { problems, attempt } = attempts();
  if (query.input !== undefined && query.image !== undefined) {
    problems.push({ key: 'image', code: 'both', params: { other: 'input' } });
  }
  const source = attempt((): Source => {
    if (query.input !== undefined) {
      return {
        kind: 'matrix',
        rows: parseChannels('input', query.input, LIMITS.matrix, 1)[0],
      };
    }
    const id = query.image ?? DEFAULTS.image;
    const { height, width } = findPicture(id, own);
    return { kind: 'picture', id, height, width };
  });
  const op = attempt(() => parseChoice('op', query.op ?? DEFAULTS.op, OPS));
  const stage = attempt(() =>
    op === undefined ? 'result' : parseChoice('stage', query.stage ?? 'result', stagesOf(op)),
  );
  const sigma = attempt(() => {
    const least = op === 'log' ? MIN_LOG_SIGMA : 0;
    return parseNumber('sigma', query.sigma ?? DEFAULTS.sigma, MAX_SIGMA, least);
  });
  const threshold = (key: 'low' | 'high') =>
    attempt(() => parseNumber(key, query[key] ?? DEFAULTS[key], LIMITS.value, 0));
  const [low, high] = [threshold('low'), threshold('high')];
  const border = attempt(() => parseChoice('border', query.border ?? DEFAULTS.border, BORDERS));
  if (low !== undefined && high !== undefined && low > high) {
    problems.push(new Refusal('low', 'order', { low, high }).problem);
  }
  if (problems.length > 0) return { problems };
  const state = { source: source!, op: op!, stage: stage!, sigma: sigma!, low: low!, high: high! };
  return { state: { ...state, border: border! } };
}

/** Every key as text. */
export function texts({ source, op, stage, sigma, low, high, border }: State): Query<Key> {
  return {
    ...(source.kind === 'picture' ? { image: source.id } : { input: matrixText(source.rows) }),
    op,
    stage,
    sigma: `${sigma}`,
    low: `${low}`,
    high: `${high}`,
    border,
  };
}

/** What a control asks for when it touches another key. */
export function edit(state: State, name: string, value: string): Query | undefined {
  const query: Query = withoutDefaults(texts(state), DEFAULTS);
  if (name === 'op') {
    delete query.stage;
    const least = value === 'log' || value === 'canny' ? 1 : 0;
    if (state.sigma < least) query.sigma = '1.4';
    return { ...query, op: value };
  }
  const number = Number(value);
  if (name === 'low' && number > state.high) return { ...query, low: value, high: value };
  if (name === 'high' && number < state.low) return { ...query, low: value, high: value };
  return undefined;
}

/** The operator of the gradient; Canny takes Sobel's. */
export function operatorOf(op: Op): Operator | undefined {
  return op === 'canny' ? 'sobel' : op in OPERATORS ? (op as Operator) : undefined;
}

/** The names of everything that is computed; the one on show is called `y`. */
export type Name = Exclude<Stage, 'result'> | 'response' | 'edges';

/** Which of them `y` is. */
export function shown({ op, stage }: State): Name {
  if (stage !== 'result') return stage;
  return op === 'canny' ? 'edges' : operatorOf(op) ? 'magnitude' : 'response';
}

/** The name of a result among the outputs. */
export const outputName = (state: State, name: Name) => (shown(state) === name ? 'y' : name);

/** [H, W, 1] */
export function inputShape({ source }: Pick<State, 'source'>): [number, number, number] {
  return source.kind === 'matrix'
    ? [source.rows.length, source.rows[0].length, 1]
    : [source.height, source.width, 1];
}

/** The input [H, W, 1]; `picture` are the numbers of the picture it names. */
export function inputGrid({ source }: State, picture: Grid | undefined): Grid {
  return source.kind === 'matrix' ? fromRows(source.rows) : picture!;
}
