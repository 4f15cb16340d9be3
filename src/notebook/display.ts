/** What cells show, as data for the page: bounded, and free of anything that runs. */
import { inspect, is, type Special } from './inspect.ts';
import type { Library } from './library.ts';
import { CAPS, type Chart, type Output } from './protocol.ts';
import type { Tensor } from '@tensorflow/tfjs-core';

export interface ImageOptions {
  /** Screen pixels for each picture pixel, 1 to 64. */
  scale?: number;
  /** Values shown black and white; [0, 1] for floats and [0, 255] for integers when left out. */
  range?: [low: number, high: number];
  caption?: string;
}

export interface SheetOptions {
  columns?: number;
  scale?: number;
  range?: [low: number, high: number];
  captions?: readonly string[];
}

/** `display(value)` and its kinds. */
export interface Display {
  (value: unknown): void;
  text(text: unknown): void;
  tensor(tensor: Tensor): void;
  /** [height, width] or [height, width, 1 | 3 | 4]. */
  image(tensor: Tensor, options?: ImageOptions): void;
  /** [count, height, width] or [count, height, width, 1 | 3 | 4], as one sheet. */
  images(tensor: Tensor, options?: SheetOptions): void;
  table(rows: Iterable<unknown>): void;
  chart(chart: Chart): void;
  math(tex: string): void;
}

/** Blank pixels between the pictures of a sheet. */
const GAP = 2;

/** How tensors and models are written inside other values. */
export const special =
  (tf: Library): Special =>
  (value) => {
    if (value instanceof tf.Tensor) {
      const gone = value.isDisposed ? ', disposed' : '';
      return `Tensor(${value.dtype} [${value.shape.join(', ')}]${gone})`;
    }
    if (value instanceof tf.LayersModel) {
      return `${value.getClassName()}(${value.layers.length} layers, ${value.countParams()} parameters)`;
    }
    return undefined;
  };

/** `display` for a kernel; `send` gets each output with the buffers that may be moved. */
export function makeDisplay(
  tf: Library,
  send: (output: Output, move?: ArrayBuffer[]) => void,
): Display {
  const write = special(tf);
  const text = (value: unknown): void => send({ kind: 'text', text: inspect(value, write) });

  const tensor = (value: Tensor): void => {
    if (value.isDisposed || value.dtype === 'complex64') return text(value);
    const { shape, dtype } = value;
    const all = value.dataSync() as ArrayLike<number | string>;
    const stats = { min: Infinity, max: -Infinity, mean: 0, nan: 0 };
    let values: ArrayLike<number | string>;
    if (dtype === 'string') {
      values = Array.from(all as ArrayLike<string>)
        .slice(0, CAPS.values)
        .map((each) => String(each).slice(0, 200));
    } else {
      for (let i = 0; i < all.length; i++) {
        const x = all[i] as number;
        if (Number.isNaN(x)) {
          stats.nan++;
          continue;
        }
        if (x < stats.min) stats.min = x;
        if (x > stats.max) stats.max = x;
        stats.mean += x;
      }
      stats.mean /= all.length - stats.nan;
      values = (all as Float32Array).slice(0, CAPS.values);
    }
    send({ kind: 'tensor', shape: [...shape], dtype, stats, values });
  };

  const image = (value: Tensor, { scale = 1, range, caption }: ImageOptions = {}): void => {
    const shape = value.rank === 2 ? [...value.shape, 1] : value.shape;
    const [height, width, channels] = shape;
    if (shape.length !== 3 || ![1, 3, 4].includes(channels)) {
      throw new RangeError(
        `display.image takes [height, width] or [height, width, 1 | 3 | 4], not [${value.shape.join(', ')}]; ` +
          'display.images shows a batch',
      );
    }
    const sheet = blankSheet(width, height);
    paint(sheet, numbersOf(value), 0, 0, 0, [height, width, channels], rangeOf(value, range));
    sendSheet(sheet, scale, caption);
  };

  const images = (
    value: Tensor,
    { columns, scale = 1, range, captions }: SheetOptions = {},
  ): void => {
    const shape = value.rank === 3 ? [...value.shape, 1] : value.shape;
    const [count, height, width, channels] = shape;
    if (shape.length !== 4 || ![1, 3, 4].includes(channels)) {
      throw new RangeError(
        `display.images takes [count, height, width] or [count, height, width, 1 | 3 | 4], not [${value.shape.join(', ')}]`,
      );
    }
    const across = Math.max(1, Math.min(count, columns ?? Math.ceil(Math.sqrt(count))));
    const down = Math.ceil(count / across);
    const sheet = blankSheet(across * (width + GAP) - GAP, down * (height + GAP) - GAP);
    const values = numbersOf(value);
    for (let i = 0; i < count; i++) {
      const left = (i % across) * (width + GAP);
      const top = Math.floor(i / across) * (height + GAP);
      paint(sheet, values, i, left, top, [height, width, channels], rangeOf(value, range));
    }
    sendSheet(sheet, scale, captions && Array.from(captions, String).join(' · '));
  };

  const sendSheet = ({ width, height, pixels }: Sheet, scale: number, caption?: string): void =>
    send(
      {
        kind: 'image',
        width,
        height,
        pixels,
        scale: Math.min(64, Math.max(1, Math.round(Number(scale)) || 1)),
        ...(caption === undefined ? {} : { caption: String(caption).slice(0, 500) }),
      },
      [pixels.buffer],
    );

  const table = (given: Iterable<unknown>): void => {
    const rows = Array.from(given);
    const shown = rows.slice(0, CAPS.rows);
    const keysOf = (row: unknown): string[] =>
      row !== null && typeof row === 'object' ? Object.keys(row) : ['value'];
    const columns = [...new Set(shown.flatMap(keysOf))].slice(0, CAPS.columns);
    const cell = (row: unknown, column: string): string => {
      if (row === null || typeof row !== 'object') return column === 'value' ? write1(row) : '';
      return column in row ? write1((row as Record<string, unknown>)[column]) : '';
    };
    const write1 = (value: unknown): string => inspect(value, write).slice(0, 500);
    send({
      kind: 'table',
      columns: columns.map((each) => each.slice(0, 200)),
      rows: shown.map((row) => columns.map((column) => cell(row, column))),
      more: rows.length - shown.length,
    });
  };

  const display = (value: unknown): void => (is(value, tf.Tensor) ? tensor(value) : text(value));
  return Object.assign(display, {
    text: (value: unknown) => send({ kind: 'text', text: inspect(String(value)) }),
    tensor,
    image,
    images,
    table,
    chart: (chart: Chart) => send({ kind: 'chart', chart: readChart(chart) }),
    math: (tex: string) => send({ kind: 'math', tex: String(tex).slice(0, CAPS.tex) }),
  });
}

interface Sheet {
  width: number;
  height: number;
  pixels: Uint8ClampedArray<ArrayBuffer>;
}

function blankSheet(width: number, height: number): Sheet {
  if (!(width * height <= CAPS.pixels)) {
    throw new RangeError(`an image may have ${CAPS.pixels} pixels, not ${width} × ${height}`);
  }
  return { width, height, pixels: new Uint8ClampedArray(width * height * 4) };
}

const numbersOf = (tensor: Tensor): ArrayLike<number> => tensor.dataSync() as ArrayLike<number>;

/** What is black and what is white. */
const rangeOf = (tensor: Tensor, range?: readonly [number, number]): readonly [number, number] =>
  range ? [Number(range[0]), Number(range[1])] : tensor.dtype === 'int32' ? [0, 255] : [0, 1];

/** Picture `index` of a tensor, with its upper left corner at (left, top) of the sheet. */
function paint(
  sheet: Sheet,
  values: ArrayLike<number>,
  index: number,
  left: number,
  top: number,
  [height, width, channels]: [number, number, number],
  [low, high]: readonly [number, number],
): void {
  const scale = 255 / (high - low || 1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = ((index * height + y) * width + x) * channels;
      const to = ((top + y) * sheet.width + left + x) * 4;
      for (let c = 0; c < 3; c++) {
        sheet.pixels[to + c] = (values[from + (channels < 3 ? 0 : c)] - low) * scale;
      }
      sheet.pixels[to + 3] = channels === 4 ? (values[from + 3] - low) * scale : 255;
    }
  }
}

/** A chart with nothing in it but numbers and short texts. */
function readChart(given: Chart): Chart {
  const label = (value: unknown): string | undefined =>
    value === undefined ? undefined : String(value).slice(0, 200);
  const series = Array.from(given.series ?? []).slice(0, CAPS.series);
  return {
    type: given.type === 'scatter' || given.type === 'bar' ? given.type : 'line',
    title: label(given.title),
    x: label(given.x),
    y: label(given.y),
    log: Boolean(given.log),
    series: series.map(({ name, points }) => ({
      name: String(name ?? '').slice(0, 200),
      points: Array.from(points)
        .slice(0, CAPS.points)
        .map(([x, y]): [number, number] => [Number(x), Number(y)]),
    })),
  };
}
