/** The pictures of this site that models are trained and tried on: sprites of 28×28 tiles. */
import { grid, type Grid } from '../lib/grid.ts';
import { RuntimeError } from '../runtime/errors.ts';
import { readChecked } from './files.ts';

/** Width and height of a tile. */
export const TILE = 28;

/** Tiles of one sprite. */
export interface Sprites {
  count: number;
  /** [count, 28, 28], 0 to 255. */
  pixels: Uint8Array;
  /** The class of each tile. */
  labels: Uint8Array;
}

/** `index.json` beside the sprites. */
interface SpriteIndex {
  tile: number;
  columns: number;
  /** How many tiles of each class, in the order in which they stand: [class, count] pairs. */
  files: Readonly<Record<string, { count: number; runs: [label: number, count: number][] }>>;
}

/** The grey values of a PNG, row by row; the build decodes with another library than the browser. */
export type DecodeGrey = (
  png: Uint8Array<ArrayBuffer>,
) => Promise<{ width: number; height: number; grey: Uint8Array }>;

let decode: DecodeGrey = decodeInBrowser;
const coming = new Map<string, Promise<Sprites>>();
const there = new Map<string, Sprites>();

/** Decodes with another library than the browser's, at build time and in tests. */
export function decodeGreyWith(decoder: DecodeGrey): void {
  decode = decoder;
}

/**
 * A sprite of this site, `digits/test` or `fashion/train-3`; fetched once, and again after a failure.
 *
 * @throws RuntimeError `offline`, or `corrupt` with the file.
 */
export function loadData(id: string): Promise<Sprites> {
  const known = coming.get(id);
  if (known) return known;
  const loading = fetchData(id).then(
    (sprites) => {
      there.set(id, sprites);
      return sprites;
    },
    (error: unknown) => {
      coming.delete(id);
      throw error;
    },
  );
  coming.set(id, loading);
  return loading;
}

/** Whether `loadData` has brought it, so that `loadedData` gives it at once. */
export const hasData = (id: string): boolean => there.has(id);

/**
 * A sprite that `loadData` has brought before.
 *
 * @throws Error when it has not.
 */
export function loadedData(id: string): Sprites {
  const sprites = there.get(id);
  if (!sprites) throw new Error(`data ${id} is not loaded`);
  return sprites;
}

/** Tile i as an image [28, 28, 1] from 0 to 1. */
export function tileOf({ pixels }: Sprites, i: number): Grid {
  const size = TILE * TILE;
  const bytes = pixels.subarray(i * size, (i + 1) * size);
  return grid(
    [TILE, TILE, 1],
    Float64Array.from(bytes, (value) => value / 255),
  );
}

async function fetchData(id: string): Promise<Sprites> {
  const [folder, name] = id.split('/');
  const file = `data/${id}.png`;
  const [json, png] = await Promise.all([
    readChecked(`data/${folder}/index.json`),
    readChecked(file),
  ]);
  try {
    const index = JSON.parse(new TextDecoder().decode(json)) as SpriteIndex;
    const { count, runs } = index.files[name];
    const { width, grey } = await decode(png);
    const pixels = new Uint8Array(count * TILE * TILE);
    for (let i = 0; i < count; i++) {
      const top = Math.floor(i / index.columns) * TILE;
      const left = (i % index.columns) * TILE;
      for (let row = 0; row < TILE; row++) {
        const from = (top + row) * width + left;
        pixels.set(grey.subarray(from, from + TILE), (i * TILE + row) * TILE);
      }
    }
    const labels = Uint8Array.from(runs.flatMap(([label, n]) => Array<number>(n).fill(label)));
    return { count, pixels, labels };
  } catch (cause) {
    throw new RuntimeError('corrupt', `${file}: ${String(cause)}`, { cause, file });
  }
}

async function decodeInBrowser(png: Uint8Array<ArrayBuffer>): ReturnType<DecodeGrey> {
  const blob = new Blob([png], { type: 'image/png' });
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none' });
  const { width, height } = bitmap;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return {
    width,
    height,
    grey: Uint8Array.from({ length: width * height }, (_, i) => data[i * 4]),
  };
}
