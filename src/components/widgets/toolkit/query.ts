/**
 * State in the address: `#NAME?key=value&…`. One schema of a widget reads, checks and writes it.
 *
 * Everything that a reader, a link or a control can say comes in as a query, a text for each key;
 * `parse` of the widget turns it into a state or into every reason why there is none. Pure.
 */

/** Bounds that all widgets share. */
export const LIMITS = {
  matrix: 32,
  picture: 256,
  kernel: 11,
  stride: 8,
  dilation: 8,
  padding: 16,
  channels: 8,
  filters: 16,
  value: 1e6,
} as const;

/** Why something was refused; `code` chooses the words (strings.ts), `params` fill them. */
export interface Problem {
  key: string;
  code: string;
  params: Record<string, string | number>;
}

export type Query<K extends string = string> = Partial<Record<K, string>>;

export type Parsed<S> =
  { state: S; problems?: undefined } | { state?: undefined; problems: Problem[] };

/** Thrown by the readers below; `attempts` collects them. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(key: string, code: string, params: Problem['params'] = {}) {
    super(`${key}: ${code}`);
    this.problem = { key, code, params };
  }
}

/** Runs readers and keeps what they refuse, so that a reader hears of every problem at once. */
export function attempts(): { problems: Problem[]; attempt: <T>(read: () => T) => T | undefined } {
  const problems: Problem[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push(error.problem);
      return undefined;
    }
  };
  return { problems, attempt };
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/** A number of at most ±`max`. */
export function parseNumber(
  key: string,
  text: string,
  max: number = LIMITS.value,
  min: number = -max,
): number {
  const trimmed = text.trim();
  if (trimmed === '') throw new Refusal(key, 'empty');
  if (!NUMBER.test(trimmed)) throw new Refusal(key, 'not-a-number', { value: short(trimmed) });
  const value = Number(trimmed);
  if (value > max || value < min) {
    throw new Refusal(key, 'range', { value: short(trimmed), min, max });
  }
  return value === 0 ? 0 : value; // no −0: it would show as “-0”
}

/** A whole number from `min` to `max`. */
export function parseWhole(key: string, text: string, min: number, max: number): number {
  const trimmed = text.trim();
  if (trimmed === '') throw new Refusal(key, 'empty');
  if (!NUMBER.test(trimmed)) throw new Refusal(key, 'not-a-number', { value: short(trimmed) });
  const value = Number(trimmed);
  if (!Number.isInteger(value)) throw new Refusal(key, 'not-whole', { value: short(trimmed) });
  if (value < min || value > max) {
    throw new Refusal(key, 'range', { value: short(trimmed), min, max });
  }
  return value === 0 ? 0 : value;
}

export type Pair = [rows: number, columns: number];

/** One number for both axes, or `rows,columns`. */
export function parsePair(key: string, text: string, max: number, min = 1): Pair {
  const parts = text.split(',');
  if (parts.length > 2) throw new Refusal(key, 'count', { expected: '1, 2', got: parts.length });
  const numbers = parts.map((part) => parseWhole(key, part, min, max));
  return [numbers[0], numbers[1] ?? numbers[0]];
}

/** `valid`, `same`, one number, `rows,columns` or `top,bottom,left,right`. */
export function parsePadding(text: string): 'valid' | 'same' | [number, number, number, number] {
  if (text === 'valid' || text === 'same') return text;
  const p = text.split(',').map((part) => parseWhole('padding', part, 0, LIMITS.padding));
  if (p.length === 1) return [p[0], p[0], p[0], p[0]];
  if (p.length === 2) return [p[0], p[0], p[1], p[1]];
  if (p.length === 4) return [p[0], p[1], p[2], p[3]];
  throw new Refusal('padding', 'count', { expected: '1, 2, 4', got: p.length });
}

/** Numbers separated by `,`. */
export function parseList(
  key: string,
  text: string,
  maxLength: number,
  max: number = LIMITS.value,
  min: number = -max,
): number[] {
  const parts = text.split(',');
  if (parts.length > maxLength) {
    throw new Refusal(key, 'too-many', { got: parts.length, max: maxLength });
  }
  return parts.map((part) => parseNumber(key, part, max, min));
}

/** Channels separated by `|`, rows by `;`, values by `,`: [channel][row][column]. */
export function parseChannels(
  key: string,
  text: string,
  maxSize: number = LIMITS.matrix,
  maxChannels: number = LIMITS.channels,
  max: number = LIMITS.value,
): number[][][] {
  const parts = text.split('|');
  if (parts.length > maxChannels) {
    throw new Refusal(key, 'too-many', { got: parts.length, max: maxChannels });
  }
  const channels = parts.map((part) => {
    const rows = part.split(';');
    if (rows.length > maxSize) {
      throw new Refusal(key, 'too-many', { got: rows.length, max: maxSize });
    }
    return rows.map((row) => parseList(key, row, maxSize, max));
  });
  requireSameSize(key, channels);
  return channels;
}

/** @throws Refusal when rows or matrices differ in size. */
export function requireSameSize(key: string, matrices: number[][][]): void {
  const height = matrices[0].length;
  const width = matrices[0][0].length;
  const require = (expected: number, got: number) => {
    if (got !== expected) throw new Refusal(key, 'ragged', { expected, got });
  };
  for (const rows of matrices) {
    require(height, rows.length);
    for (const row of rows) require(width, row.length);
  }
}

export function parseChoice<T extends string>(key: string, text: string, choices: readonly T[]): T {
  if (!choices.includes(text as T)) {
    throw new Refusal(key, 'choice', { value: short(text), choices: choices.join(', ') });
  }
  return text as T;
}

/** `0` or `1`. */
export const parseFlag = (key: string, text: string) => parseChoice(key, text, ['0', '1']) === '1';

/** A value as it may stand in a message. */
export function short(text: string): string {
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}

export const matrixText = (rows: readonly (readonly number[])[]) =>
  rows.map((row) => row.join(',')).join(';');
export const channelsText = (channels: readonly (readonly (readonly number[])[])[]) =>
  channels.map(matrixText).join('|');
export const pairText = ([a, b]: Pair) => (a === b ? `${a}` : `${a},${b}`);

/** Padding as it is typed. */
export function paddingText(padding: 'valid' | 'same' | readonly number[]): string {
  if (typeof padding === 'string') return padding;
  const [top, bottom, left, right] = padding;
  if (top !== bottom || left !== right) return padding.join(',');
  return top === left ? `${top}` : `${top},${left}`;
}

/**
 * Splits `key=value&…`; a `scene` is replaced by its own query, over which the other keys win.
 *
 * @param either pairs of keys of which only one can be given, such as `input` and `image`
 */
export function readQuery<K extends string>(
  text: string,
  keys: readonly K[],
  either: readonly (readonly [K, K])[],
  scene: (name: string) => string | undefined,
): { query: Query<K>; problems: Problem[] } {
  const query: Query<K> = {};
  const problems: Problem[] = [];
  const seen = new Set<string>();
  let base: Query<K> = {};
  for (const part of text.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    let key: string;
    let value: string;
    try {
      key = decodeURIComponent(equals < 0 ? part : part.slice(0, equals));
      value = equals < 0 ? '' : decodeURIComponent(part.slice(equals + 1));
    } catch {
      problems.push({ key: short(part), code: 'encoding', params: {} });
      continue;
    }
    if (seen.has(key)) problems.push({ key: short(key), code: 'repeated', params: {} });
    seen.add(key);
    if (key === 'v') {
      if (value !== '1') problems.push({ key, code: 'version', params: { value: short(value) } });
    } else if (key === 'scene') {
      const found = scene(value);
      if (found === undefined) {
        problems.push({ key, code: 'choice', params: { value: short(value), choices: '' } });
      } else {
        base = readQuery(found, keys, either, () => undefined).query;
      }
    } else if (!keys.includes(key as K)) {
      problems.push({ key: short(key), code: 'unknown-key', params: {} });
    } else {
      query[key as K] = value;
    }
  }
  for (const [one, other] of either) {
    if (query[one] !== undefined) delete base[other];
    if (query[other] !== undefined) delete base[one];
  }
  return { query: { ...base, ...query }, problems };
}

/** `key=value&…`, with only those characters escaped that would end the hash or a value. */
export function queryText<K extends string>(query: Query<K>, keys: readonly K[]): string {
  return keys
    .filter((key) => query[key] !== undefined)
    .map((key) => `${key}=${query[key]!.replace(/[%&#+\s]/g, encodeURIComponent)}`)
    .join('&');
}

/** The keys of `texts` that differ from the defaults: what the address has to say. */
export function withoutDefaults<K extends string>(
  texts: Query<K>,
  defaults: Readonly<Query<K>>,
): Query<K> {
  const query: Query<K> = {};
  for (const key in texts) if (texts[key] !== defaults[key]) query[key] = texts[key];
  return query;
}

const SEPARATORS = [',', ';', '|', '/'];

/** One number of a text of numbers replaced: the last index counts values, the one before rows … */
export function editCell(text: string, at: readonly number[], value: string): string {
  if (at.length === 0) return value;
  const separator = SEPARATORS[at.length - 1];
  const parts = text.split(separator);
  parts[at[0]] = editCell(parts[at[0]], at.slice(1), value);
  return parts.join(separator);
}

/** `by` steps on every number of a list `a,b,…`, inside the bounds; one number when all are equal. */
export function nudgeText(
  text: string,
  by: number,
  { min, max, step }: { min: number; max: number; step: number },
): string {
  const next = text.split(',').map((part) => {
    const moved = +(Number(part) + by * step).toFixed(6);
    return Math.min(max, Math.max(min, moved));
  });
  return next.every((n) => n === next[0]) ? `${next[0]}` : next.join(',');
}

/**
 * A text of numbers cut, or filled with zeros, to a new count along one axis (0 values in a row,
 * 1 rows, 2 channels, 3 samples); a new channel or sample copies the last one.
 */
export function resizeText(text: string, axis: number, count: number): string {
  const deepest = Math.max(axis, ...SEPARATORS.map((s, i) => (text.includes(s) ? i : 0)));
  return resizeAt(text, deepest, axis, count);
}

function resizeAt(text: string, depth: number, axis: number, count: number): string {
  const parts = text.split(SEPARATORS[depth]);
  if (depth > axis) {
    return parts.map((part) => resizeAt(part, depth - 1, axis, count)).join(SEPARATORS[depth]);
  }
  const last = parts[parts.length - 1];
  const filled = Array.from(
    { length: count },
    (_, i) => parts[i] ?? (depth > 1 ? last : last.replace(/[^,;]+/g, '0')),
  );
  return filled.join(SEPARATORS[depth]);
}
