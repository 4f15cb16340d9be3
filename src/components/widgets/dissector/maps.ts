/** The pictures of the dissector: as HTML, and their pixels. Pure. */
import type { Grid } from '../../../lib/grid.ts';
import { mapsOf } from '../../../lib/nn/explain.ts';
import { covered, squareAt } from '../../../lib/nn/occlusion.ts';
import type { Colours, Pixels } from '../toolkit/kind.ts';
import { boxHtml, paint, scaleOf, type Scale } from '../toolkit/maps.ts';
import { escapeHtml } from '../toolkit/text.ts';
import { facts, type Facts, type View } from './facts.ts';
import { mapOf, outputName } from './reference.ts';
import { inputGrid, inputShape, layersOf, squares, tones } from './state.ts';

interface Box {
  on: string;
  layer?: number;
  /** Cells, and pixels where they are others. */
  rows: number;
  cols: number;
  pixels?: [number, number];
  /** The cell it is at, where pressing it changes the state. */
  pick?: readonly [number, number];
  name: string;
  alt: string;
  label: string;
  box?: readonly number[];
  ink?: boolean;
  still?: boolean;
}

/** A map that can be pressed and walked, or, `still`, one that is only looked at. */
export function mapBox({ image }: View, options: Box): string {
  const { on, layer = 0, rows, cols, name, alt, label, box } = options;
  const [height, width] = options.pixels ?? [rows, cols];
  const inside = image
    ? `<img src="${image(name)}" alt="${escapeHtml(alt)}" width="${width}" height="${height}" loading="lazy" decoding="async">`
    : `<canvas data-paint="${name}" role="img" aria-label="${escapeHtml(alt)}" width="${width}" height="${height}"></canvas>`;
  const live = options.still
    ? ''
    : ` data-map="${on}" data-layer="${layer}" data-rows="${rows}" data-cols="${cols}"` +
      `${options.pick ? ` data-pick="${options.pick.join()}"` : ''}${options.ink ? ' data-ink' : ''}` +
      ` tabindex="0" role="application" aria-label="${escapeHtml(label)}"`;
  return `<div class="w-map"${live} style="aspect-ratio:${width}/${height}">${inside}${boxHtml(box, rows, cols)}</div>`;
}

/** The numbers of a layer as the device has them; of the last one the scores. */
export function layerGrid({ state, outputs }: View, name: string): Grid {
  const last = layersOf(state).at(-1)!.name === name;
  return last ? outputs!.scores : outputs![outputName(name)];
}

/** Maps side by side in a sheet. */
export const columnsOf = (shape: readonly number[]): number =>
  Math.min(shape.at(-1)!, shape.length === 3 ? 16 : 32);

/** Row and column of a map in its sheet. */
export const tileOf = (shape: readonly number[], map: number): [number, number] => [
  Math.floor(map / columnsOf(shape)),
  map % columnsOf(shape),
];

/** Rows and columns of a sheet, and its pixels: maps have a gap between them. */
export function sheetOf(shape: readonly number[]): {
  rows: number;
  cols: number;
  pixels: [number, number];
} {
  const [H, W, count] = mapsOf({ shape: [...shape] });
  const cols = columnsOf(shape);
  const rows = Math.ceil(count / cols);
  const gap = shape.length === 3 ? 1 : 0;
  return { rows, cols, pixels: [rows * (H + gap), cols * (W + gap)] };
}

function sheetPixels(layer: Grid, shape: readonly number[], colours: Colours): Pixels {
  const [H, W, count] = mapsOf({ shape: [...shape] });
  const { cols, pixels } = sheetOf(shape);
  const [height, width] = pixels;
  const gap = shape.length === 3 ? 1 : 0;
  const scale = scaleOf(layer.data, false);
  const data = new Uint8ClampedArray(height * width * 4);
  for (let map = 0; map < count; map++) {
    const tile = paint(layer.data, H * W, map, count, scale, colours.positive, colours.negative);
    const [top, left] = [Math.floor(map / cols) * (H + gap), (map % cols) * (W + gap)];
    for (let r = 0; r < H; r++) {
      data.set(tile.subarray(r * W * 4, (r + 1) * W * 4), ((top + r) * width + left) * 4);
    }
  }
  return { height, width, data };
}

/** A map of the view over the input: the more, the more of the colour. */
function overlay(view: View, heatMap: Grid, { positive, negative }: Colours): Pixels {
  const { state, picture } = view;
  const [H, W, C] = inputShape(state);
  const [rows, cols] = heatMap.shape;
  const input = inputGrid(state, picture);
  const { black, white } = tones(state);
  const most = heatMap.data.reduce((a, b) => Math.max(a, Math.abs(b)), 0) || 1;
  const step = squares(state).step;
  const data = new Uint8ClampedArray(H * W * 4);
  for (let i = 0; i < H * W; i++) {
    const [r, c] = [Math.floor(i / W), i % W];
    // A square's centre stands for the pixels around it.
    const [a, b] =
      state.view === 'occlusion'
        ? [Math.floor(r / step), Math.floor(c / step)]
        : [Math.floor((r * rows) / H), Math.floor((c * cols) / W)];
    const value = heatMap.data[a * cols + b];
    const share = (Math.abs(value) / most) ** 0.75;
    const colour = value < 0 ? negative : positive;
    for (let k = 0; k < 3; k++) {
      const tone = (255 * (input.data[i * C + (C === 3 ? k : 0)] - black)) / (white - black);
      data[i * 4 + k] = (1 - 0.75 * share) * tone * 0.8 + 0.85 * share * colour[k];
    }
    data[i * 4 + 3] = 255;
  }
  return { height: H, width: W, data };
}

/** Pixels of one map [H, W, 1]. */
function mapPixels(map: Grid, scale: Scale, { positive, negative }: Colours): Pixels {
  const [height, width] = map.shape;
  return { height, width, data: paint(map.data, height * width, 0, 1, scale, positive, negative) };
}

/** The input of the network as it is seen, whatever its range. */
function seenPixels(view: View, image: Grid): Pixels {
  const [height, width, C] = image.shape;
  const { black, white } = tones(view.state);
  const data = new Uint8ClampedArray(height * width * 4).fill(255);
  for (let i = 0; i < height * width; i++) {
    for (let k = 0; k < 3; k++) {
      data[i * 4 + k] = (255 * (image.data[i * C + (C === 3 ? k : 0)] - black)) / (white - black);
    }
  }
  return { height, width, data };
}

/** The pixels of the maps. */
export function images(view: View, colours: Colours): Record<string, () => Pixels> {
  const { state, picture, outputs } = view;
  const known = facts(view);
  const { base, explained, share } = known;
  const layerScale = (name: string) => scaleOf(layerGrid(view, name).data, false);
  const made: Record<string, () => Pixels> = {
    input: () => seenPixels(view, inputGrid(state, picture)),
    map: () => mapPixels(outputs!.map, layerScale(state.layer), colours),
    heat: () => {
      const cam = state.view === 'grad-cam';
      return overlay(view, cam ? outputs!.cam : outputs!.occlusion, colours);
    },
    covered: () => seenPixels(view, coveredInput(view, known)),
    before: () => {
      const from = explained!.from;
      if (from === base.net.input) return seenPixels(view, inputGrid(state, picture));
      return mapPixels(mapOf(layerGrid(view, from), share!.channel), layerScale(from), colours);
    },
    drawn: () => {
      const { rows } = state.source as { rows: number[][] };
      const data = new Uint8ClampedArray(rows.length * rows[0].length * 4).fill(255);
      rows.flat().forEach((value, i) => data.fill(value, i * 4, i * 4 + 3));
      return { height: rows.length, width: rows[0].length, data };
    },
  };
  layersOf(state).forEach(({ name, shape }, i) => {
    made[`sheet-${i}`] = () => sheetPixels(layerGrid(view, name), shape, colours);
  });
  return made;
}

function coveredInput({ state, picture }: View, { row, col }: Facts): Grid {
  const input = inputGrid(state, picture);
  const [H, W] = input.shape;
  return covered(input, squareAt(squares(state), row, col, H, W), tones(state).square);
}
