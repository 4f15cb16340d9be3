/**
 * What the page and the kernel of a notebook say to each other.
 *
 * The kernel runs the reader's code beside its own, so the page treats every message from it as
 * hostile: `receive.ts` checks types and sizes before anything is drawn.
 */

/** Where computation happens. */
export type Backend = 'webgl' | 'wasm' | 'cpu';

export type CellLanguage = 'ts' | 'js';

/** A place in a cell; line and column count from 1. */
export interface Place {
  line: number;
  column: number;
}

/** A step of the call stack inside a cell. */
export interface Frame extends Place {
  cell: string;
  /** Name of the function, or ''. */
  name: string;
}

/** What went wrong in a cell. */
export interface Failure {
  /** Name of the error: `TypeError`, `SyntaxError`, `Uncaught value`. */
  name: string;
  message: string;
  /** Innermost first; the first is where the caret goes. */
  frames: Frame[];
  /** Which of the known mistakes this looks like: a key of HINTS in hints.ts. */
  hint?: string;
}

/** Tensors that are alive. */
export interface Memory {
  tensors: number;
  bytes: number;
}

export type LogLevel = 'log' | 'info' | 'warn' | 'error' | 'debug';

/** A line of numbers in a chart: [x, y] pairs. */
export interface Series {
  name: string;
  points: [x: number, y: number][];
}

export interface Chart {
  type: 'line' | 'scatter' | 'bar';
  title?: string;
  x?: string;
  y?: string;
  /** Whether the y axis is logarithmic. */
  log?: boolean;
  series: Series[];
}

/** Something that a cell shows. All of it is data; the page draws it. */
export type Output =
  | { kind: 'log'; level: LogLevel; text: string }
  | { kind: 'text'; text: string }
  | {
      kind: 'tensor';
      shape: number[];
      dtype: string;
      /** Of the numbers that are not NaN. */
      stats: { min: number; max: number; mean: number; nan: number };
      /** Row-major, at most VALUES of them. */
      values: ArrayLike<number | string>;
    }
  | {
      kind: 'image';
      width: number;
      height: number;
      /** RGBA, 4 × width × height. */
      pixels: Uint8ClampedArray;
      /** Screen pixels for each picture pixel. */
      scale: number;
      caption?: string;
    }
  | { kind: 'table'; columns: string[]; rows: string[][]; more: number }
  | { kind: 'chart'; chart: Chart }
  | { kind: 'math'; tex: string }
  | { kind: 'progress'; key: string; value: number; total: number; info?: string };

/** Bounds of what a cell may show; the kernel keeps them and the page checks them. */
export const CAPS = {
  lines: 1_000,
  outputs: 100,
  text: 100_000,
  values: 4_096,
  pixels: 4_194_304,
  rows: 500,
  columns: 50,
  series: 8,
  points: 5_000,
  tex: 5_000,
  depth: 4,
  items: 100,
  messagesPerSecond: 5_000,
} as const;

/** Page → runner (the script of the sandboxed frame), by `postMessage`. */
export type ToRunner =
  /** Scripts of a kernel, in order; `code` names them. */
  | { type: 'code'; code: string; parts: string[] }
  /** Starts worker `n` with these scripts; the port that comes along is the kernel's. */
  | { type: 'spawn'; n: number; code: string; init: Init }
  | { type: 'kill'; n: number };

/** Runner → page. */
export type FromRunner =
  | { type: 'hello' }
  | { type: 'spawned'; n: number }
  | { type: 'killed'; n: number }
  /** A worker that could not start. */
  | { type: 'broken'; n: number; message: string };

/** What a kernel is told before it starts. */
export interface Init {
  backend: Backend;
  /** The binary of TF.js, for the wasm backend; the frame has no network. */
  wasm?: { bytes: ArrayBuffer; simd: boolean };
  /** Bytes of tensors that may be alive. */
  memoryLimit: number;
  /** Of `Math.random`. */
  seed: number;
}

/** Page → kernel, over the port. */
export type ToKernel =
  | { type: 'run'; run: number; cell: string; source: string; language: CellLanguage }
  | { type: 'ping'; n: number }
  /** Answer to `want`: the tiles of a data set, or why not. */
  | { type: 'data'; n: number; pixels: Uint8Array; labels: Uint8Array; count: number }
  | { type: 'data'; n: number; error: string };

/** Kernel → page, over the port. */
export type FromKernel =
  | { type: 'ready'; backend: Backend }
  /** The backend does not work here; the page tries the next one. */
  | { type: 'unable'; backend: Backend; message: string }
  | { type: 'start'; run: number }
  | { type: 'out'; run: number; output: Output }
  /** More lines than CAPS.lines were printed; so many were left out so far. */
  | { type: 'dropped'; run: number; lines: number }
  /** Points of a live chart: `values` has one list for each series, as long as `x`. */
  | { type: 'points'; run: number; key: string; x: number[]; values: Record<string, number[]> }
  | { type: 'want'; run: number; n: number; data: DataName; count?: number }
  | { type: 'done'; run: number; ms: number; memory: Memory; names: string[]; failure?: Failure }
  | { type: 'late'; failure: Failure }
  | { type: 'lost' }
  | { type: 'pong'; n: number };

/** The data sets of this site that a cell may ask for. */
export const DATA = ['digits/train', 'digits/test', 'fashion/train', 'fashion/test'] as const;
export type DataName = (typeof DATA)[number];
