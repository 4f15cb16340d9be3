/** A tensor: shape, type, statistics, its values as text, and as a picture where it looks like one. */
import type { Output } from '../protocol.ts';
import type { NotebookWords } from '../../i18n/notebook.ts';
import { shortNumber } from './numbers.ts';
import { h, type Pixels, type TreeElement } from './tree.ts';

type Tensor = Extract<Output, { kind: 'tensor' }>;

/** Of a matrix: how many rows and columns are written before the rest is left out. */
const ROWS = 16;
const COLUMNS = 16;
/** Of a higher rank: how many matrices. */
const MATRICES = 4;

const product = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Places that are written of an axis of `n`; -1 stands for those left out. */
function shown(n: number, most: number): number[] {
  if (n <= most) return Array.from({ length: n }, (_, i) => i);
  const half = Math.floor(most / 2);
  const first = Array.from({ length: half }, (_, i) => i);
  return [...first, -1, ...first.map((i) => n - half + i)];
}

/**
 * The values in nested brackets, as NumPy prints them: the last axis in a line, columns aligned,
 * what is too much as `…`.
 *
 * @param values row-major; fewer than the shape needs when the kernel cut them
 */
export function nestedValues(shape: readonly number[], values: ArrayLike<number | string>): string {
  const one = (at: number): string => {
    if (at >= values.length) return '…';
    const value = values[at];
    return typeof value === 'number' ? shortNumber(value) : JSON.stringify(value);
  };
  if (!shape.length) return one(0);
  if (product(shape) === 0) return '[]';
  const last = shape.length - 1;
  const columns = shown(shape[last], COLUMNS);
  let width = 0;
  const write = (axis: number, offset: number): string => {
    if (axis === last) {
      const cells = columns.map((i) => (i < 0 ? '…' : one(offset + i)));
      width = Math.max(width, ...cells.map((cell) => cell.length));
      return `[${cells.map((cell) => cell.padStart(width)).join(', ')}]`;
    }
    const size = product(shape.slice(axis + 1));
    const gap = `,${'\n'.repeat(last - axis)}${' '.repeat(axis + 1)}`;
    const parts = shown(shape[axis], axis === last - 1 ? ROWS : MATRICES).map((i) =>
      i < 0 ? '…' : write(axis + 1, offset + i * size),
    );
    return `[${parts.join(gap)}]`;
  };
  write(0, 0); // finds the width of the columns
  return write(0, 0);
}

/**
 * The tensor as a picture, when its last axes are rows and columns (and 1, 3 or 4 channels) and all
 * values are there: from least (black) to greatest (white). Undefined when it is no picture.
 */
export function tensorPixels({ shape, values, stats }: Tensor): Pixels | undefined {
  if (values.length < product(shape) || typeof values[0] !== 'number') return undefined;
  let [height, width, channels] = [0, 0, 1];
  if (shape.length === 2) [height, width] = shape;
  else if (shape.length === 3 && [1, 3, 4].includes(shape[2])) [height, width, channels] = shape;
  else if (shape.length === 4 && shape[0] === 1 && [1, 3, 4].includes(shape[3])) {
    [, height, width, channels] = shape;
  }
  if (height < 3 || width < 3) return undefined;
  const span = stats.max - stats.min || 1;
  const data = new Uint8ClampedArray(4 * height * width);
  for (let i = 0; i < height * width; i++) {
    for (let c = 0; c < 3; c++) {
      const value = values[i * channels + (channels === 1 ? 0 : c)] as number;
      data[4 * i + c] = Math.round((255 * (value - stats.min)) / span);
    }
    data[4 * i + 3] = 255;
  }
  return { width, height, data };
}

/** A tensor as a block. */
export function tensorBlock(tensor: Tensor, words: NotebookWords): TreeElement {
  const { shape, dtype, stats, values } = tensor;
  const numeric = dtype !== 'string' && product(shape) > 0;
  const fact = (name: string, text: string) =>
    h('span', { class: 'nb-fact' }, h('span', { class: 'nb-name' }, name), ` ${text}`);
  const pixels = numeric ? tensorPixels(tensor) : undefined;
  const picture = pixels && {
    ...h('canvas', {
      class: 'nb-picture',
      role: 'img',
      'aria-label': `${words.tensorPicture} [${shape.join(', ')}]`,
      '--w': `${pixels.width * Math.max(1, Math.floor(168 / Math.max(pixels.width, pixels.height)))}px`,
    }),
    pixels,
  };
  return h(
    'div',
    { class: 'nb-tensor', 'data-kind': 'tensor', 'data-shape': shape.join(',') },
    h(
      'p',
      { class: 'nb-facts' },
      h('strong', {}, `${dtype} [${shape.join(', ')}]`),
      ...(numeric
        ? [
            fact(words.min, shortNumber(stats.min)),
            fact(words.max, shortNumber(stats.max)),
            fact(words.mean, shortNumber(stats.mean)),
          ]
        : []),
      stats.nan > 0 ? fact('NaN', String(stats.nan)) : undefined,
    ),
    h(
      'pre',
      {
        class: 'nb-values',
        tabindex: 0,
        role: 'group',
        'aria-label': `${words.values} [${shape.join(', ')}]`,
      },
      h('samp', {}, nestedValues(shape, values)),
    ),
    picture &&
      h('div', { class: 'nb-live' }, h('details', {}, h('summary', {}, words.asPicture), picture)),
  );
}
