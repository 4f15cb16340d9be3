/**
 * Scenes composed from digits: the picture together with its boxes, classes and masks.
 *
 * Whoever composes a picture knows its labels without anybody drawing them. Only whole-number
 * arithmetic, + − × ÷ and comparisons are used (no sine, no logarithm), so that a seed gives the
 * same scene, bit for bit, in Node and in every browser.
 */
import { grid, requireInteger, type Grid } from './grid.ts';
import { integer, mulberry32, type Random } from './random.ts';

/** Digits to compose with: grey values 0 to 255, `count` tiles of 28×28, and their classes. */
export interface Digits {
  readonly images: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
}

/** What a scene is made from. */
export interface SceneOptions {
  readonly seed: number;
  readonly digits: Digits;
  /** Least and greatest number of digits. */
  readonly count?: readonly [number, number];
  /** Side of the square scene in pixels. */
  readonly size?: number;
  /** Standard deviation of the noise on every pixel. */
  readonly noise?: number;
  /** Greatest number of clutter lines behind the digits. */
  readonly clutter?: number;
  /** Greatest part of the smaller of two ink boxes that the other may cover, 0 to 1. */
  readonly overlap?: number;
  /** Least and greatest scale of a 28×28 digit. */
  readonly scale?: readonly [number, number];
}

/** A box in pixels: left, top, right, bottom; right and bottom are the first pixels outside. */
export type SceneBox = readonly [number, number, number, number];

/** A composed scene and everything that is true of it. */
export interface Scene {
  /** Picture [size, size, 1] in [0, 1]. */
  readonly image: Grid;
  /** The tight box around the visible ink of each digit. */
  readonly boxes: SceneBox[];
  /** The class of each digit, 0 to 9. */
  readonly labels: number[];
  /** For each pixel 0 (background) or i + 1 (digit i; the one on top wins). */
  readonly instances: Int16Array;
  /** For each pixel 0 (background) or 1 + d (a digit of class d). */
  readonly semantic: Uint8Array;
}

/** What is used for everything that is not asked for. */
export const SCENE_DEFAULTS = {
  count: [1, 5] as readonly [number, number],
  size: 64,
  noise: 0.05,
  clutter: 3,
  overlap: 0.25,
  scale: [0.7, 1.3] as readonly [number, number],
};

/** Side of a digit as it comes. */
export const TILE = 28;
/** A pixel belongs to a digit from this much ink on. */
export const INK = 0.3;

const TRIES = 60;
/** At least this part of the ink of a digit stays visible when another comes on top. */
const VISIBLE = 0.6;

/** A digit at its size: ink in [0, 1] of a square patch and the tight box of the ink in it. */
interface Patch {
  readonly side: number;
  readonly ink: Float64Array;
  readonly box: SceneBox;
  readonly area: number;
}

/**
 * Composes a scene of digits of random class, size and place, with light clutter and noise.
 *
 * Digits come one after the other; of 60 random places a digit takes the first one that covers
 * no more than `overlap` of an ink box, or else the place with the least overlap. Where that
 * would hide more than 40 % of the ink of a digit below, the digit is left out.
 *
 * @throws RangeError when an option is out of its range or there are no digits.
 */
export function composeScene(options: SceneOptions): Scene {
  const { seed, digits, count, size, noise, clutter, overlap, scale } = {
    ...SCENE_DEFAULTS,
    ...options,
  };
  check({ digits, count, size, noise, clutter, overlap, scale });

  // Digits, clutter and noise have their own streams: more noise does not move the digits.
  const forDigits = mulberry32(seed);
  const forClutter = mulberry32(seed ^ 0x5bd1e995);
  const forNoise = mulberry32(seed ^ 0x2545f491);

  const image = grid([size, size, 1]);
  const instances = new Int16Array(size * size);
  for (let line = integer(forClutter, 0, clutter); line > 0; line--) {
    drawLine(image.data, size, forClutter);
  }

  const placed: SceneBox[] = [];
  const areas: number[] = [];
  const classes: number[] = [];
  for (let wanted = integer(forDigits, count[0], count[1]); wanted > 0; wanted--) {
    const index = integer(forDigits, 0, digits.labels.length - 1);
    const factor = scale[0] + (scale[1] - scale[0]) * forDigits();
    const patch = scaledDigit(digits.images, index, factor);
    const place = findPlace(forDigits, patch, placed, size, overlap);
    if (patch.area === 0 || !leavesVisible(instances, size, patch, place, areas)) continue;
    const number = placed.length + 1;
    paste(image.data, instances, size, patch, place, number);
    placed.push(moved(patch.box, place));
    areas.push(patch.area);
    classes.push(digits.labels[index]);
  }

  addNoise(image.data, noise, forNoise);
  const semantic = Uint8Array.from(instances, (i) => (i === 0 ? 0 : 1 + classes[i - 1]));
  return {
    image,
    boxes: classes.map((_, i) => inkBox(instances, size, i + 1)),
    labels: classes,
    instances,
    semantic,
  };
}

/** The tight box around the pixels of an instance; all zeros when it has none. */
export function inkBox(instances: ArrayLike<number>, size: number, instance: number): SceneBox {
  let [left, top, right, bottom] = [size, size, 0, 0];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (instances[y * size + x] !== instance) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  }
  return right === 0 ? [0, 0, 0, 0] : [left, top, right, bottom];
}

/** Digit `index` at `factor` times its size, by bilinear interpolation between pixel centres. */
function scaledDigit(images: ArrayLike<number>, index: number, factor: number): Patch {
  const side = Math.round(TILE * factor);
  const ink = new Float64Array(side * side);
  const marks = new Int16Array(side * side);
  let area = 0;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const sy = ((y + 0.5) * TILE) / side - 0.5;
      const sx = ((x + 0.5) * TILE) / side - 0.5;
      const value = bilinear(images, index * TILE * TILE, sy, sx) / 255;
      ink[y * side + x] = value;
      if (value >= INK) {
        marks[y * side + x] = 1;
        area++;
      }
    }
  }
  return { side, ink, box: inkBox(marks, side, 1), area };
}

/** The value between the pixels of a tile; outside the tile it is 0. */
function bilinear(images: ArrayLike<number>, from: number, y: number, x: number): number {
  const top = Math.floor(y);
  const left = Math.floor(x);
  const pixel = (r: number, c: number) =>
    r < 0 || c < 0 || r >= TILE || c >= TILE ? 0 : images[from + r * TILE + c];
  const [fy, fx] = [y - top, x - left];
  const upper = pixel(top, left) * (1 - fx) + pixel(top, left + 1) * fx;
  const lower = pixel(top + 1, left) * (1 - fx) + pixel(top + 1, left + 1) * fx;
  return upper * (1 - fy) + lower * fy;
}

/** A place [x, y] for a patch so that its ink stays one pixel inside the scene. */
function findPlace(
  random: Random,
  patch: Patch,
  placed: readonly SceneBox[],
  size: number,
  overlap: number,
): readonly [number, number] {
  const [left, top, right, bottom] = patch.box;
  let best: readonly [number, number] = [0, 0];
  let least = Infinity;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const x = integer(random, 1 - left, size - 1 - right);
    const y = integer(random, 1 - top, size - 1 - bottom);
    const covered = Math.max(0, ...placed.map((b) => coverage(moved(patch.box, [x, y]), b)));
    if (covered < least) {
      least = covered;
      best = [x, y];
    }
    if (covered <= overlap) break;
  }
  return best;
}

/** The part of the smaller of two boxes that lies in both. */
function coverage(a: SceneBox, b: SceneBox): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  const smaller = Math.min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]));
  return width <= 0 || height <= 0 ? 0 : (width * height) / smaller;
}

function moved(box: SceneBox, [x, y]: readonly [number, number]): SceneBox {
  return [box[0] + x, box[1] + y, box[2] + x, box[3] + y];
}

/** Calls `visit` with the pixel of the scene and the ink of each pixel of a patch inside it. */
function eachPixel(
  size: number,
  { side, ink }: Patch,
  [left, top]: readonly [number, number],
  visit: (pixel: number, ink: number) => void,
): void {
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [row, col] = [top + y, left + x];
      if (row < 0 || col < 0 || row >= size || col >= size) continue;
      visit(row * size + col, ink[y * side + x]);
    }
  }
}

/** Whether every digit below keeps enough of its ink when this patch is laid on top. */
function leavesVisible(
  instances: Int16Array,
  size: number,
  patch: Patch,
  place: readonly [number, number],
  areas: readonly number[],
): boolean {
  const left = new Array<number>(areas.length + 1).fill(0);
  for (const i of instances) left[i]++;
  eachPixel(size, patch, place, (pixel, ink) => {
    if (ink >= INK) left[instances[pixel]]--;
  });
  return areas.every((area, i) => left[i + 1] >= VISIBLE * area);
}

function paste(
  image: Float64Array,
  instances: Int16Array,
  size: number,
  patch: Patch,
  place: readonly [number, number],
  number: number,
): void {
  eachPixel(size, patch, place, (pixel, ink) => {
    image[pixel] = Math.max(image[pixel], ink);
    if (ink >= INK) instances[pixel] = number;
  });
}

/** A faint straight stroke, 8 to 40 pixels in the longer direction. */
function drawLine(image: Float64Array, size: number, random: Random): void {
  const grey = 0.15 + 0.3 * random();
  const steps = integer(random, 8, 40);
  const steep = random() < 0.5;
  const slope = 2 * random() - 1;
  const startX = integer(random, 0, size - 1);
  const startY = integer(random, 0, size - 1);
  for (let i = 0; i < steps; i++) {
    const across = slope * i;
    const low = Math.floor(across);
    // The stroke lies between two pixels; each gets its share of the grey.
    for (const [offset, share] of [
      [low, 1 - (across - low)],
      [low + 1, across - low],
    ]) {
      const x = startX + (steep ? offset : i);
      const y = startY + (steep ? i : offset);
      if (x < 0 || y < 0 || x >= size || y >= size) continue;
      image[y * size + x] = Math.max(image[y * size + x], grey * share);
    }
  }
}

/** Adds noise of mean 0 to every pixel (the sum of four uniform numbers) and clips to [0, 1]. */
function addNoise(image: Float64Array, noise: number, random: Random): void {
  // A uniform number has variance 1/12, the sum of four 1/3: √3 makes it 1.
  const factor = noise * Math.sqrt(3);
  for (let i = 0; i < image.length; i++) {
    const deviate = (random() + random() + random() + random() - 2) * factor;
    image[i] = Math.min(1, Math.max(0, image[i] + deviate));
  }
}

function check(o: Required<Omit<SceneOptions, 'seed'>>): void {
  const n = o.digits.labels.length;
  if (n === 0 || o.digits.images.length !== n * TILE * TILE) {
    throw new RangeError(
      `digits: ${n} labels need ${n * TILE * TILE} pixels, but there are ${o.digits.images.length}`,
    );
  }
  requireInteger('size', o.size, 48);
  requireInteger('count[0]', o.count[0], 1);
  requireInteger('count[1]', o.count[1], o.count[0]);
  requireInteger('clutter', o.clutter, 0);
  if (!(o.noise >= 0 && o.noise <= 1)) throw new RangeError(`noise ${o.noise} is not in [0, 1]`);
  if (!(o.overlap >= 0 && o.overlap <= 1)) {
    throw new RangeError(`overlap ${o.overlap} is not in [0, 1]`);
  }
  const [small, large] = o.scale;
  if (!(small >= 0.25 && small <= large && large * TILE <= o.size - 2)) {
    throw new RangeError(`scale [${small}, ${large}] does not fit a scene of ${o.size} pixels`);
  }
}
