/** Pictures of numbers as HTML and pixels. Pure. */
import { grid, type Grid } from '../../../lib/grid.ts';
import type { PictureInfo, Rgb } from './kind.ts';
import { parseChoice, Refusal } from './query.ts';
import { escapeHtml, show } from './text.ts';

/** The pictures in public/pictures, by id. */
export const PICTURES: Readonly<Record<string, PictureInfo>> = {
  'digit-3': { height: 28, width: 28, channels: 1 },
  cat: { height: 128, width: 128, channels: 3 },
  astronaut: { height: 128, width: 128, channels: 3 },
  coins: { height: 128, width: 128, channels: 1 },
};

/**
 * Size of a picture of the site, or of the reader's own.
 *
 * @throws Refusal when there is no such picture here.
 */
export function findPicture(id: string, own: PictureInfo | undefined): PictureInfo {
  if (id === 'own') {
    if (!own) throw new Refusal('image', 'own-picture');
    return own;
  }
  parseChoice('image', id, Object.keys(PICTURES));
  return PICTURES[id];
}

/** Grey as Pillow's convert("L") has it, so that the code shown gives the same integers. */
export function luma(r: number, g: number, b: number): number {
  return (19595 * r + 38470 * g + 7471 * b + 32768) >> 16;
}

/** RGBA bytes as [H, W, 1] of grey or [H, W, 3] of red, green, blue: whole numbers from 0 to 255. */
export function pixelGrid(
  bytes: ArrayLike<number>,
  height: number,
  width: number,
  channels: 1 | 3,
): Grid {
  const image = grid([height, width, channels]);
  for (let i = 0; i < height * width; i++) {
    const [r, g, b] = [bytes[i * 4], bytes[i * 4 + 1], bytes[i * 4 + 2]];
    if (channels === 3) image.data.set([r, g, b], i * 3);
    else image.data[i] = r === g && g === b ? r : luma(r, g, b);
  }
  return image;
}

/** The colour scale of a picture of numbers. */
export interface Scale {
  /** `grey` from black to white when nothing is negative, else `signed` around zero. */
  kind: 'grey' | 'signed';
  min: number;
  max: number;
}

/** One scale for all maps of a result. Grey pictures keep 0…255 as long as they stay inside it. */
export function scaleOf(values: ArrayLike<number>, picture: boolean): Scale {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < min) min = values[i];
    if (values[i] > max) max = values[i];
  }
  if (min < 0) {
    const largest = Math.max(-min, max);
    return { kind: 'signed', min: -largest, max: largest };
  }
  return { kind: 'grey', min: 0, max: picture && max > 1 && max <= 255 ? 255 : max || 1 };
}

/**
 * One channel as RGBA bytes. Signed values are a colour whose opacity is their share of the largest
 * magnitude (to the power 0.75, so that weak edges are seen too; the legend is drawn the same way),
 * so zero is the page behind it, light or dark.
 */
export function paint(
  values: ArrayLike<number>,
  count: number,
  offset: number,
  step: number,
  scale: Scale,
  positive: Rgb,
  negative: Rgb,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(count * 4);
  for (let i = 0; i < count; i++) {
    const value = values[offset + i * step];
    if (scale.kind === 'grey') {
      const tone = (255 * value) / scale.max;
      pixels.set([tone, tone, tone, 255], i * 4);
    } else {
      const colour = value < 0 ? negative : positive;
      pixels.set(
        [colour[0], colour[1], colour[2], 255 * (Math.abs(value) / scale.max) ** 0.75],
        i * 4,
      );
    }
  }
  return pixels;
}

/** One channel of [H, W, C] (or all three of a colour picture) as RGBA bytes. */
export function pixelsOf(
  image: Grid,
  scale: Scale,
  positive: Rgb,
  negative: Rgb,
  channel?: number,
): Uint8ClampedArray<ArrayBuffer> {
  const [height, width, channels = 1] = image.shape;
  const count = height * width;
  if (channel === undefined && channels === 3 && scale.kind === 'grey') {
    const pixels = new Uint8ClampedArray(count * 4).fill(255);
    for (let i = 0; i < count; i++) {
      for (let c = 0; c < 3; c++) pixels[i * 4 + c] = (255 * image.data[i * 3 + c]) / scale.max;
    }
    return pixels;
  }
  return paint(image.data, count, channel ?? 0, channels, scale, positive, negative);
}

/** The channels of [H, W, C] side by side, as one picture. */
export function sideBySide({ shape: [height, width, channels], data }: Grid): Grid {
  const all = grid([height, width * channels, 1]);
  data.forEach((v, i) => {
    const [pixel, k] = [Math.floor(i / channels), i % channels];
    all.data[Math.floor(pixel / width) * width * channels + width * k + (pixel % width)] = v;
  });
  return all;
}

export interface MapOptions {
  /** What the cursor's `on` is when it lies on this map. */
  on: string;
  layer?: number;
  rows: number;
  cols: number;
  /** How wide it is drawn next to the widest map: 1 is full. */
  share?: number;
  /** The name given to `paint` of the kind, and to the image made at build time. */
  name: string;
  /** The address of that image; without it a canvas is made. */
  image?: (name: string) => string;
  /** What is seen, for those who cannot see it. */
  alt: string;
  /** What the map is called. */
  label: string;
  title?: string;
  /** A rectangle of cells to mark: row, column, height, width. */
  box?: readonly number[];
  /** Whether it can be drawn on (the input while “draw” is chosen). */
  ink?: boolean;
  /** Rows and columns of padding before the first cell: they come off the cursor. */
  offset?: readonly [top: number, left: number];
}

/** Part of a whole, for a style. */
export const percent = (value: number, whole: number): string =>
  `${+((100 * value) / whole).toFixed(3)}%`;

/** The frame around cells of a map, or a hidden one. */
export function boxHtml(box: readonly number[] | undefined, rows: number, cols: number): string {
  const mark = box
    ? `style="top:${percent(box[0], rows)};left:${percent(box[1], cols)};height:${percent(box[2], rows)};width:${percent(box[3], cols)}"`
    : 'hidden';
  return `<i class="w-box" ${mark}></i>`;
}

/** A picture of numbers that can be pointed at and walked with the arrow keys. */
export function mapHtml(options: MapOptions): string {
  const { on, layer = 0, rows, cols, share = 1, name, image, alt, label, title, box } = options;
  const inside = image
    ? `<img src="${image(name)}" alt="${escapeHtml(alt)}" width="${cols}" height="${rows}" decoding="async">`
    : `<canvas data-paint="${name}" role="img" aria-label="${escapeHtml(alt)}" width="${cols}" height="${rows}"></canvas>`;
  return (
    `<figure class="w-figure" style="--share:${share.toFixed(3)}">` +
    `<div class="w-map" data-map="${on}" data-layer="${layer}" data-rows="${rows}" data-cols="${cols}"${options.ink ? ' data-ink' : ''}` +
    `${options.offset ? ` data-offset="${options.offset.join(',')}"` : ''} ` +
    `tabindex="0" role="application" aria-label="${escapeHtml(label)}" style="aspect-ratio:${cols}/${rows}">` +
    `${inside}${boxHtml(box, rows, cols)}</div>` +
    (title ? `<figcaption>${title}</figcaption>` : '') +
    `</figure>`
  );
}

/** How wide a map is drawn next to the widest: as many times smaller as it has fewer columns. */
export function mapShare(cols: number, widest: number): number {
  return Math.max(cols / widest, 0.2);
}

/** The colour scale in words and a bar. */
export function legendHtml(scale: Scale): string {
  const mark = (value: number, name: string) => `<span class="${name}">${show(value, 3)}</span>`;
  return scale.kind === 'grey'
    ? `${mark(0, 'w-neg')}<i class="w-bar grey"></i>${mark(scale.max, 'w-pos')}`
    : `${mark(scale.min, 'w-neg')}<i class="w-bar"></i>${mark(scale.max, 'w-pos')}`;
}
