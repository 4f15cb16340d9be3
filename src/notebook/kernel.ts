/**
 * Runs cells, in a classic worker inside the sandboxed frame, after TF.js was loaded as the global
 * `tf`. Cells share its realm: whatever it needs is taken before the first cell runs, and whatever
 * it sends is treated as hostile by the page.
 */
import { mulberry32 } from '../lib/random.ts';
import { limitMemory, startBackend } from './backend.ts';
import { makeDisplay, special } from './display.ts';
import { inspect, is } from './inspect.ts';
import type { Library } from './library.ts';
import {
  CAPS,
  DATA,
  type DataName,
  type Failure,
  type FromKernel,
  type Init,
  type LogLevel,
  type Output,
  type ToKernel,
} from './protocol.ts';
import { openScope } from './scope.ts';
import { framesOf, type Script } from './stack.ts';
import { CellSyntaxError, HELPER, MODULE, transform, type Transformed } from './transform.ts';

declare const tf: Library;

/** The global object of a classic worker, of which the types of this project know nothing. */
interface WorkerGlobal extends Record<string, unknown> {
  addEventListener<K extends keyof WorkerEvents>(
    type: K,
    listener: (event: WorkerEvents[K]) => void,
    options?: { once: boolean },
  ): void;
}
interface WorkerEvents {
  message: MessageEvent<Init>;
  error: ErrorEvent;
  unhandledrejection: PromiseRejectionEvent;
}

const G = globalThis as unknown as WorkerGlobal;
const library = tf;
const { apply } = Reflect;
const { postMessage } = MessagePort.prototype;
const now = performance.now.bind(performance);
const load = (G.importScripts as (url: string) => void).bind(G);
const makeUrl = URL.createObjectURL.bind(URL);
const dropUrl = URL.revokeObjectURL.bind(URL);
const later = setTimeout.bind(G);
const TheBlob = Blob;

/** How long points and progress may wait to be sent together. */
const FLUSH_MS = 50;
/** Scripts whose places are remembered. */
const SCRIPTS = 1_000;
const SIDE = 28;

Error.stackTraceLimit = 60;

let port: MessagePort;
const send = (message: FromKernel, move: Transferable[] = []): void =>
  apply(postMessage, port, [message, move]) as void;

// ── What the running cell has shown ──

let run = 0;
let lines = 0;
let outputs = 0;
let pointCount: Record<string, number> = {};
let late = 0;
let lastFlush = 0;
let sentDropped = 0;
let points = new Map<string, { x: number[]; values: Record<string, number[]> }>();
let progresses = new Map<string, Output & { kind: 'progress' }>();

function begin(next: number): void {
  run = next;
  lines = outputs = late = sentDropped = 0;
  pointCount = {};
  points = new Map();
  progresses = new Map();
}

function flush(): void {
  lastFlush = now();
  for (const [key, { x, values }] of points) send({ type: 'points', run, key, x, values });
  points.clear();
  for (const output of progresses.values()) send({ type: 'out', run, output });
  progresses.clear();
  const dropped = Math.max(0, lines - CAPS.lines);
  if (dropped !== sentDropped) send({ type: 'dropped', run, lines: dropped });
  sentDropped = dropped;
}

/** Also works while a loop keeps timers from firing. */
function flushSometimes(): void {
  if (now() - lastFlush > FLUSH_MS) flush();
}

function out(output: Output, move?: ArrayBuffer[]): void {
  if (++outputs > CAPS.outputs) {
    if (outputs === CAPS.outputs + 1)
      log('warn', [`only ${CAPS.outputs} outputs of a cell are shown`]);
    return;
  }
  flush();
  send({ type: 'out', run, output }, move);
}

const write = special(library);

function log(level: LogLevel, values: unknown[]): void {
  if (++lines <= CAPS.lines) {
    let text = '';
    for (const value of values) {
      if (text.length > CAPS.text) break;
      text += (text === '' ? '' : ' ') + inspect(value, write);
    }
    send({ type: 'out', run, output: { kind: 'log', level, text: text.slice(0, CAPS.text) } });
  }
  flushSometimes();
}

// ── What a cell sees ──

const display = makeDisplay(library, out);

function plot(key: unknown, x: unknown, values: Record<string, unknown>): void {
  const name = String(key).slice(0, 100);
  pointCount[name] = (pointCount[name] ?? 0) + 1;
  if (pointCount[name] > CAPS.points) return;
  const series = Object.entries(values).slice(0, CAPS.series);
  let batch = points.get(name);
  if (batch && series.some(([each]) => !(each in batch!.values))) {
    flush();
    batch = undefined;
  }
  if (!batch) {
    batch = { x: [], values: Object.fromEntries(series.map(([each]) => [each, []])) };
    points.set(name, batch);
  }
  batch.x.push(Number(x));
  for (const each of Object.keys(batch.values)) batch.values[each].push(Number(values[each]));
  flushSometimes();
}

function progress(key: unknown, value: unknown, total: unknown, info?: unknown): void {
  const name = String(key).slice(0, 100);
  progresses.set(name, {
    kind: 'progress',
    key: name,
    value: Number(value),
    total: Number(total),
    ...(info === undefined ? {} : { info: inspect(info, write).slice(0, 300) }),
  });
  flushSometimes();
}

/** Lets the page draw: what was sent is on its way when it resolves. */
const frame = (): Promise<void> =>
  new Promise((resolve) => {
    flush();
    later(() => resolve(), 0);
  });

type Tiles = { pixels: Uint8Array; labels: Uint8Array; count: number };
const wanted = new Map<number, { resolve(tiles: Tiles): void; reject(error: Error): void }>();
let wants = 0;

async function dataset(set: unknown, split: unknown = 'train', count?: unknown) {
  const data = `${String(set)}/${String(split)}` as DataName;
  if (!DATA.includes(data)) {
    throw new RangeError(
      `there is no data set ${inspect(data)}: dataset('digits' | 'fashion', 'train' | 'test')`,
    );
  }
  if (count !== undefined && !(Number.isInteger(count) && (count as number) > 0)) {
    throw new RangeError(`the count of dataset() is a whole number above 0, not ${inspect(count)}`);
  }
  const n = ++wants;
  const tiles = await new Promise<Tiles>((resolve, reject) => {
    wanted.set(n, { resolve, reject });
    send({
      type: 'want',
      run,
      n,
      data,
      ...(count === undefined ? {} : { count: count as number }),
    });
  });
  const images = new Float32Array(tiles.pixels.length);
  for (let i = 0; i < images.length; i++) images[i] = tiles.pixels[i] / 255;
  return {
    images: library.tensor4d(images, [tiles.count, SIDE, SIDE, 1]),
    labels: library.tensor1d(Int32Array.from(tiles.labels), 'int32'),
  };
}

const timers = new Map<string, number>();
const LEVELS = ['log', 'info', 'warn', 'error', 'debug'] as const;
const console: Record<string, unknown> = {};
for (const level of LEVELS) console[level] = (...values: unknown[]) => log(level, values);
Object.assign(console, {
  dir: (value: unknown) => log('log', [value]),
  trace: (...values: unknown[]) => log('debug', values),
  table: (rows: Iterable<unknown>) => display.table(rows),
  assert: (ok: unknown, ...values: unknown[]) => {
    if (!ok) log('error', ['Assertion failed:', ...values]);
  },
  time: (label = 'default') => void timers.set(String(label), now()),
  timeEnd: (label = 'default') =>
    log('log', [`${label}: ${(now() - (timers.get(String(label)) ?? now())).toFixed(1)} ms`]),
});

/** Replaces what the browser has, so that cells find ours. */
function give(values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(G, name, {
      value,
      writable: true,
      configurable: true,
      enumerable: false,
    });
  }
}

give({
  tf: library,
  display,
  plot,
  progress,
  frame,
  dataset,
  console: Object.assign(G.console as object, console),
});

/** Bytes of one buffer: a larger one may take the whole browser with it when it is filled. */
const BUFFER = 2 ** 31;
const TheBuffer = ArrayBuffer;
const BoundedBuffer = new Proxy(TheBuffer, {
  construct(target, given, maker) {
    if (Number(given[0]) > BUFFER) {
      throw new RangeError(
        `Array buffer allocation failed: a cell may have ${BUFFER} bytes in one`,
      );
    }
    return Reflect.construct(target, given, maker) as object;
  },
});
TheBuffer.prototype.constructor = BoundedBuffer;
give({ ArrayBuffer: BoundedBuffer });

// A cell that closes its own worker would only leave the page waiting.
for (let at: object | null = G; at; at = Object.getPrototypeOf(at) as object | null) {
  Reflect.deleteProperty(at, 'close');
}

// ── Running a cell ──

const scope = openScope(G);
const scripts = new Map<string, Script>();
let task: (() => Promise<[unknown] | undefined>) | undefined;

Object.defineProperty(G, HELPER, {
  value: Object.freeze({
    run: (next: typeof task) => void (task = next),
    lock: scope.lock,
    module: (name?: string) => {
      if (name === undefined || name === 'default') return library;
      if (name in library) return library[name as keyof Library];
      throw new SyntaxError(`'${MODULE}' has no export '${name}' here`);
    },
  }),
});

function loadScript(
  text: string,
  cell: string,
  transformed: Transformed,
  part: 'hoisted' | 'main',
) {
  const url = makeUrl(new TheBlob([text], { type: 'text/javascript' }));
  scripts.set(url, { cell, place: (line, column) => transformed.place(part, line, column) });
  if (scripts.size > SCRIPTS) scripts.delete(scripts.keys().next().value!);
  try {
    load(url);
  } finally {
    dropUrl(url);
  }
}

async function runCell({ run: id, cell, source, language }: ToKernel & { type: 'run' }) {
  begin(id);
  const start = now();
  send({ type: 'start', run });
  let names: string[] = [];
  let failure: Failure | undefined;
  try {
    const transformed = transform(source, language);
    names = transformed.declarations.map(({ name }) => name);
    scope.prepare(transformed.declarations);
    if (transformed.hoisted) loadScript(transformed.hoisted, cell, transformed, 'hoisted');
    task = undefined;
    loadScript(transformed.main, cell, transformed, 'main');
    const last = await task!();
    if (last) {
      const value = is(last[0], Promise) ? await last[0] : last[0];
      if (value !== undefined) display(value);
    }
  } catch (error) {
    failure = failureOf(error, cell);
  }
  scope.settle();
  flush();
  const { numTensors: tensors, numBytes: bytes } = library.memory();
  send({ type: 'done', run, ms: now() - start, memory: { tensors, bytes }, names, failure });
}

/** What was thrown, as data; reading it may throw as well. */
function failureOf(error: unknown, cell: string): Failure {
  const read = (get: () => unknown): unknown => {
    try {
      return get();
    } catch {
      return '[cannot be read]';
    }
  };
  if (!(error instanceof Error)) {
    return { name: 'Uncaught value', message: inspect(error, write).slice(0, 5_000), frames: [] };
  }
  const name = inspect(read(() => error.name)).slice(0, 200);
  const frames =
    error instanceof CellSyntaxError
      ? [{ cell, name: '', ...error.place }]
      : framesOf(
          read(() => error.stack),
          scripts,
        );
  return { name, message: inspect(read(() => error.message)).slice(0, 5_000), frames };
}

function tellLate(error: unknown): void {
  if (++late <= CAPS.outputs) send({ type: 'late', failure: failureOf(error, '') });
}

G.addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  tellLate(event.reason);
});
G.addEventListener('error', (event) => {
  event.preventDefault();
  tellLate(event.error ?? event.message);
});

// ── The page ──

let queue: Promise<unknown> = Promise.resolve();

function receive({ data: message }: MessageEvent<ToKernel>): void {
  if (message.type === 'run') {
    queue = queue.then(() => runCell(message));
  } else if (message.type === 'ping') {
    send({ type: 'pong', n: message.n });
  } else if (message.type === 'data') {
    const waiting = wanted.get(message.n);
    wanted.delete(message.n);
    if ('error' in message) waiting?.reject(new Error(message.error));
    else waiting?.resolve(message);
  }
}

async function start(init: Init): Promise<void> {
  try {
    const gl = await startBackend(library, init);
    gl?.canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      send({ type: 'lost' });
    });
    limitMemory(library, init.memoryLimit);
    Math.random = mulberry32(init.seed);
    port.onmessage = receive;
    setInterval(flush, FLUSH_MS);
    send({ type: 'ready', backend: init.backend });
  } catch (error) {
    send({ type: 'unable', backend: init.backend, message: failureOf(error, '').message });
  }
}

G.addEventListener(
  'message',
  (event) => {
    port = event.ports[0];
    void start(event.data);
  },
  { once: true },
);
