/** Values as bounded text, whatever they are: cyclic, endless, throwing. */
import { CAPS } from './protocol.ts';

/** Values looked at in one call, over all depths. */
const BUDGET = 2_000;
/** Characters of a string inside an object. */
const STRING = 2_000;

/** How a value of a class of its own is written; undefined for all others. */
export type Special = (value: object) => string | undefined;

/**
 * A value as text of at most CAPS.text characters: CAPS.depth levels, CAPS.items of each list, and
 * no getter called. Never throws.
 */
export function inspect(value: unknown, special: Special = () => undefined): string {
  const state: State = { left: BUDGET, length: 0, seen: new Set(), special };
  try {
    if (typeof value === 'string') return cut(value, CAPS.text);
    return cut(show(value, 0, state), CAPS.text);
  } catch {
    return UNPRINTABLE;
  }
}

/** `instanceof` that never throws. */
export function is<T>(value: unknown, maker: abstract new (...values: never[]) => T): value is T {
  try {
    return value instanceof maker;
  } catch {
    return false;
  }
}

const UNPRINTABLE = '[value that cannot be shown]';

interface State {
  left: number;
  length: number;
  seen: Set<object>;
  special: Special;
}

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 40)}… (${text.length} characters)` : text;

function show(value: unknown, depth: number, state: State): string {
  if (--state.left < 0) return '…';
  const text = showOne(value, depth, state);
  state.length += text.length;
  return text;
}

function showOne(value: unknown, depth: number, state: State): string {
  switch (typeof value) {
    case 'string':
      return depth === 0 ? value : JSON.stringify(cut(value, STRING));
    case 'function':
      return nameOfFunction(value);
    case 'symbol':
      return cut(value.toString(), STRING);
    case 'bigint':
      // The digits of a huge number would take seconds.
      return value > 2n ** 4096n || value < -(2n ** 4096n) ? '[huge bigint]' : `${value}n`;
    case 'object':
      return value === null ? 'null' : showObject(value, depth, state);
    default:
      return Object.is(value, -0) ? '-0' : String(value);
  }
}

function nameOfFunction(value: object): string {
  const { value: name } = Object.getOwnPropertyDescriptor(value, 'name') ?? {};
  return `ƒ ${typeof name === 'string' && name ? cut(name, 100) : '(anonymous)'}()`;
}

function showObject(value: object, depth: number, state: State): string {
  if (state.seen.has(value)) return '[circular]';
  state.seen.add(value);
  try {
    return state.special(value) ?? contents(value, depth, state);
  } catch {
    return UNPRINTABLE;
  } finally {
    state.seen.delete(value);
  }
}

function contents(value: object, depth: number, state: State): string {
  if (value instanceof Error) return cut(`${value.name}: ${value.message}`, STRING);
  if (value instanceof Promise) return 'Promise (not awaited)';
  if (value instanceof Date) return isNaN(Number(value)) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return cut(String(value), STRING);
  const inner = (each: unknown): string => show(each, depth + 1, state);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const list = value as Float32Array;
    const shown = Array.from(list.subarray(0, CAPS.items), (each) => inner(each));
    return `${className(value) ?? 'Array'}(${list.length}) ${listed('[', shown, list.length, ']')}`;
  }
  if (value instanceof ArrayBuffer) return `ArrayBuffer(${value.byteLength})`;
  const deep = depth >= CAPS.depth;
  if (Array.isArray(value)) {
    if (deep) return `Array(${value.length})`;
    return listed('[', arrayItems(value, inner, state), value.length, ']');
  }
  if (value instanceof Map) {
    if (deep) return `Map(${value.size})`;
    const shown = take(value, state).map(([key, each]) => `${inner(key)} => ${inner(each)}`);
    return `Map(${value.size}) ${listed('{', shown, value.size, '}')}`;
  }
  if (value instanceof Set) {
    if (deep) return `Set(${value.size})`;
    return `Set(${value.size}) ${listed('{', take(value, state).map(inner), value.size, '}')}`;
  }
  const name = className(value);
  if (deep) return name ? `${name} {…}` : '{…}';
  const keys = Object.keys(value);
  const shown: string[] = [];
  for (const key of keys.slice(0, CAPS.items)) {
    if (full(state)) break;
    const own = Object.getOwnPropertyDescriptor(value, key);
    const label = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)
      ? key
      : JSON.stringify(cut(key, 100));
    shown.push(`${label}: ${own && 'value' in own ? inner(own.value) : '[getter]'}`);
  }
  return `${name ? `${name} ` : ''}${listed('{', shown, keys.length, '}')}`;
}

function arrayItems(list: unknown[], inner: (each: unknown) => string, state: State): string[] {
  const shown: string[] = [];
  for (let i = 0; i < Math.min(list.length, CAPS.items) && !full(state); i++) {
    const own = Object.getOwnPropertyDescriptor(list, i);
    shown.push(!own ? '<empty>' : 'value' in own ? inner(own.value) : '[getter]');
  }
  return shown;
}

/** Whether enough has been written. */
const full = (state: State): boolean => state.left <= 0 || state.length > CAPS.text;

function take<T>(items: Iterable<T>, state: State): T[] {
  const taken: T[] = [];
  for (const each of items) {
    if (taken.length >= CAPS.items || full(state)) break;
    taken.push(each);
  }
  return taken;
}

function listed(open: string, shown: string[], count: number, close: string): string {
  const more = count - shown.length;
  const parts = more > 0 ? [...shown, `… ${more} more`] : shown;
  const text = parts.join(', ');
  return open === '[' || text === '' ? `${open}${text}${close}` : `${open} ${text} ${close}`;
}

function className(value: object): string | undefined {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null) return undefined;
  const maker = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value as unknown;
  if (typeof maker !== 'function' || maker === Object) return undefined;
  const { value: name } = Object.getOwnPropertyDescriptor(maker, 'name') ?? {};
  return typeof name === 'string' && name ? cut(name, 100) : undefined;
}
