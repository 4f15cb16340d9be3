/**
 * Reads what comes out of the sandbox. Cells share a realm with the kernel, so a message may be
 * anything: each is rebuilt from the fields that are known, with their types and sizes checked, and
 * what does not fit is dropped. Values have been cloned: they have no getters and run nothing.
 */
import {
  CAPS,
  DATA,
  type Backend,
  type Chart,
  type DataName,
  type Failure,
  type Frame,
  type FromKernel,
  type FromRunner,
  type LogLevel,
  type Memory,
  type Output,
} from './protocol.ts';

type Fields = Record<string, unknown>;

const BACKENDS: readonly string[] = ['webgl', 'wasm', 'cpu'] satisfies Backend[];
const LEVELS: readonly string[] = ['log', 'info', 'warn', 'error', 'debug'] satisfies LogLevel[];
const CHARTS: readonly string[] = ['line', 'scatter', 'bar'] satisfies Chart['type'][];
const DTYPES = ['float32', 'int32', 'bool', 'complex64', 'string'];
/** Characters of labels, names and keys. */
const LABEL = 200;
const MESSAGE = 5_000;
const FRAMES = 20;
const NAMES = 1_000;
const DIMENSIONS = 8;
/** Pieces of text in all the cells of a table. */
const CELL = 500;

/** A message that is not what it says it is. */
class Refused extends Error {}

const refuse = (): never => {
  throw new Refused();
};
const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : refuse();
const text = (value: unknown, most: number): string =>
  typeof value === 'string' && value.length <= most ? value : refuse();
const optionalText = (value: unknown, most: number): string | undefined =>
  value === undefined ? undefined : text(value, most);
const number = (value: unknown): number => (typeof value === 'number' ? value : refuse());
const whole = (value: unknown, most = Number.MAX_SAFE_INTEGER): number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most
    ? (value as number)
    : refuse();
const oneOf = <T extends string>(value: unknown, list: readonly string[]): T =>
  typeof value === 'string' && list.includes(value) ? (value as T) : refuse();
const list = (value: unknown, most: number): unknown[] =>
  Array.isArray(value) && value.length <= most ? value : refuse();
const optional = <T>(name: string, value: T | undefined): Record<string, T> =>
  value === undefined ? {} : { [name]: value };

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/** A message of a kernel, or undefined when it is none. */
export function readKernelMessage(value: unknown): FromKernel | undefined {
  return attempt(() => kernelMessage(fields(value)));
}

/** A message of the frame, or undefined when it is none. */
export function readRunnerMessage(value: unknown): FromRunner | undefined {
  return attempt((): FromRunner => {
    const given = fields(value);
    switch (given.type) {
      case 'hello':
        return { type: 'hello' };
      case 'spawned':
      case 'killed':
        return { type: given.type, n: whole(given.n) };
      case 'broken':
        return { type: 'broken', n: whole(given.n), message: String(given.message).slice(0, 500) };
      default:
        return refuse();
    }
  });
}

function kernelMessage(given: Fields): FromKernel {
  switch (given.type) {
    case 'ready':
      return { type: 'ready', backend: oneOf<Backend>(given.backend, BACKENDS) };
    case 'unable':
      return {
        type: 'unable',
        backend: oneOf<Backend>(given.backend, BACKENDS),
        message: text(given.message, MESSAGE),
      };
    case 'start':
      return { type: 'start', run: whole(given.run) };
    case 'out':
      return { type: 'out', run: whole(given.run), output: output(fields(given.output)) };
    case 'dropped':
      return { type: 'dropped', run: whole(given.run), lines: whole(given.lines) };
    case 'points':
      return points(given);
    case 'want':
      return {
        type: 'want',
        run: whole(given.run),
        n: whole(given.n),
        data: oneOf<DataName>(given.data, DATA),
        ...optional('count', given.count === undefined ? undefined : whole(given.count)),
      };
    case 'done':
      return {
        type: 'done',
        run: whole(given.run),
        ms: number(given.ms),
        memory: memory(fields(given.memory)),
        names: list(given.names, NAMES).map((name) => text(name, LABEL)),
        ...optional('failure', given.failure === undefined ? undefined : failure(given.failure)),
      };
    case 'late':
      return { type: 'late', failure: failure(given.failure) };
    case 'lost':
      return { type: 'lost' };
    case 'pong':
      return { type: 'pong', n: whole(given.n) };
    default:
      return refuse();
  }
}

const memory = (given: Fields): Memory => ({
  tensors: whole(given.tensors),
  bytes: whole(given.bytes),
});

function failure(value: unknown): Failure {
  const given = fields(value);
  return {
    name: text(given.name, LABEL),
    message: text(given.message, MESSAGE),
    frames: list(given.frames, FRAMES).map((each): Frame => {
      const { cell, name, line, column } = fields(each);
      return {
        cell: text(cell, LABEL),
        name: text(name, LABEL),
        line: whole(line),
        column: whole(column),
      };
    }),
  };
}

function points(given: Fields): FromKernel {
  const x = list(given.x, CAPS.points).map(number);
  const series = Object.entries(fields(given.values));
  if (series.length > CAPS.series) refuse();
  const values = series.map(([name, each]): [string, number[]] => {
    const column = list(each, CAPS.points).map(number);
    return [text(name, LABEL), column.length === x.length ? column : refuse()];
  });
  return {
    type: 'points',
    run: whole(given.run),
    key: text(given.key, LABEL),
    x,
    values: Object.fromEntries(values),
  };
}

function output(given: Fields): Output {
  switch (given.kind) {
    case 'log':
      return {
        kind: 'log',
        level: oneOf<LogLevel>(given.level, LEVELS),
        text: text(given.text, CAPS.text),
      };
    case 'text':
      return { kind: 'text', text: text(given.text, CAPS.text) };
    case 'tensor': {
      const stats = fields(given.stats);
      return {
        kind: 'tensor',
        shape: list(given.shape, DIMENSIONS).map((size) => whole(size)),
        dtype: oneOf(given.dtype, DTYPES),
        stats: {
          min: number(stats.min),
          max: number(stats.max),
          mean: number(stats.mean),
          nan: whole(stats.nan),
        },
        values: tensorValues(given.values),
      };
    }
    case 'image':
      return image(given);
    case 'table':
      return table(given);
    case 'chart':
      return { kind: 'chart', chart: chart(fields(given.chart)) };
    case 'math':
      return { kind: 'math', tex: text(given.tex, CAPS.tex) };
    case 'progress':
      return {
        kind: 'progress',
        key: text(given.key, LABEL),
        value: number(given.value),
        total: number(given.total),
        ...optional('info', optionalText(given.info, 300)),
      };
    default:
      return refuse();
  }
}

function tensorValues(value: unknown): ArrayLike<number | string> {
  if (value instanceof Float32Array || value instanceof Int32Array || value instanceof Uint8Array) {
    // Also a view on a small part of a large buffer would keep all of it.
    return value.length <= CAPS.values ? value.slice() : refuse();
  }
  return list(value, CAPS.values).map((each) =>
    typeof each === 'number' ? each : text(each, LABEL),
  );
}

function image(given: Fields): Output {
  const width = whole(given.width, CAPS.pixels);
  const height = whole(given.height, CAPS.pixels);
  const { pixels } = given;
  const fits =
    width > 0 &&
    height > 0 &&
    width * height <= CAPS.pixels &&
    pixels instanceof Uint8ClampedArray &&
    pixels.length === 4 * width * height;
  if (!fits) return refuse();
  const scale = number(given.scale);
  return {
    kind: 'image',
    width,
    height,
    pixels: pixels.buffer.byteLength === pixels.length ? pixels : pixels.slice(),
    scale: scale >= 1 && scale <= 64 ? scale : refuse(),
    ...optional('caption', optionalText(given.caption, CELL)),
  };
}

function table(given: Fields): Output {
  const columns = list(given.columns, CAPS.columns).map((each) => text(each, LABEL));
  const rows = list(given.rows, CAPS.rows).map((row) => {
    const cells = list(row, columns.length).map((each) => text(each, CELL));
    return cells.length === columns.length ? cells : refuse();
  });
  return { kind: 'table', columns, rows, more: whole(given.more) };
}

function chart(given: Fields): Chart {
  return {
    type: oneOf<Chart['type']>(given.type, CHARTS),
    ...optional('title', optionalText(given.title, LABEL)),
    ...optional('x', optionalText(given.x, LABEL)),
    ...optional('y', optionalText(given.y, LABEL)),
    log: given.log === true,
    series: list(given.series, CAPS.series).map((each) => {
      const { name, points: given } = fields(each);
      return {
        name: text(name, LABEL),
        points: list(given, CAPS.points).map((point): [number, number] => {
          const [x, y, ...rest] = list(point, 2);
          return rest.length === 0 ? [number(x), number(y)] : refuse();
        }),
      };
    }),
  };
}
