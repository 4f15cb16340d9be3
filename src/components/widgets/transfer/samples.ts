/** Examples of the reader's own classes: drawn, photographed, or shapes made here. */
import { fromRows, grid, type Grid } from '../../../lib/grid.ts';
import { mulberry32 } from '../../../lib/random.ts';
import { centreDigit } from '../../../models/digits.ts';
import { Refusal, short } from '../toolkit/query.ts';

const SIDE = 28;
const SHAPES = 'oxz';
/** Six bits a letter, all of them safe in an address. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * `o3`, `x1`, `z9`: a ring, a cross, a zigzag. `d…`: a drawing in four tones. `p2`: a picture that
 * exists on this page alone.
 */
export type Sample =
  | { kind: 'shape'; shape: string; seed: number }
  | { kind: 'drawn'; text: string }
  | { kind: 'picture'; id: number };

const pictures: Grid[] = [];

/** Keeps a picture of the reader's on this page. */
export const keepPicture = (tile: Grid): Sample => ({ kind: 'picture', id: pictures.push(tile) });

/** @throws Refusal when there is no such example. */
export function parseSample(key: string, word: string): Sample {
  if (/^[oxz][1-9]$/.test(word)) return { kind: 'shape', shape: word[0], seed: Number(word[1]) };
  if (/^d[\w-]{0,262}$/.test(word)) return { kind: 'drawn', text: word.slice(1) };
  const [, id] = /^p(\d{1,3})$/.exec(word) ?? [];
  if (id !== undefined && pictures[Number(id) - 1]) return { kind: 'picture', id: Number(id) };
  if (id !== undefined) throw new Refusal(key, 'own-picture');
  throw new Refusal(key, 'sample', { value: short(word) });
}

export function sampleText(sample: Sample): string {
  if (sample.kind === 'shape') return `${sample.shape}${sample.seed}`;
  return sample.kind === 'drawn' ? `d${sample.text}` : `p${sample.id}`;
}

/** A drawing of 28×28 in tones 0, 85, 170, 255, three pixels a letter. */
export function keepDrawing(rows: readonly (readonly number[])[]): Sample {
  const tones = Array.from({ length: SIDE * SIDE }, (_, i) => {
    const value = rows[Math.floor(i / SIDE)]?.[i % SIDE] ?? 0;
    return Math.round(value / 85);
  });
  let text = '';
  for (let i = 0; i < tones.length; i += 3) {
    text += LETTERS[tones[i] * 16 + (tones[i + 1] ?? 0) * 4 + (tones[i + 2] ?? 0)];
  }
  return { kind: 'drawn', text: text.replace(/A+$/, '') };
}

function tonesOf(text: string): Grid {
  const out = grid([SIDE, SIDE, 1]);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const bits = LETTERS.indexOf(text[Math.floor(i / 3)] ?? 'A');
    out.data[i] = ((bits >> (4 - 2 * (i % 3))) & 3) * 85;
  }
  return out;
}

type Spot = readonly [x: number, y: number];

function fromLine([x, y]: Spot, [ax, ay]: Spot, [bx, by]: Spot): number {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

/** A ring, cross or zigzag by a shaky hand. */
function shapeOf(shape: string, seed: number): Grid {
  const random = mulberry32(97 * SHAPES.indexOf(shape) + seed);
  const shaky = (value: number) => value + 5 * (random() - 0.5);
  const spot = (x: number, y: number): Spot => [shaky(x), shaky(y)];
  const out = grid([SIDE, SIDE, 1]);
  const lines: [Spot, Spot][] = [];
  const [middle, wide, high] = [spot(14, 14), shaky(8), shaky(8)];
  if (shape === 'x') lines.push([spot(6, 6), spot(22, 22)], [spot(22, 6), spot(6, 22)]);
  else if (shape === 'z') {
    const corners = [spot(6, 7), spot(21, 8), spot(7, 20), spot(22, 21)];
    for (let i = 0; i < 3; i++) lines.push([corners[i], corners[i + 1]]);
  } else {
    const at = (i: number): Spot => [middle[0] + wide * Math.cos(i / 3), middle[1] + high * Math.sin(i / 3)]; // prettier-ignore
    for (let i = 0; i < 19; i++) lines.push([at(i), at(i + 1)]);
  }
  for (let i = 0; i < out.data.length; i++) {
    const here: Spot = [(i % SIDE) + 0.5, Math.floor(i / SIDE) + 0.5];
    const near = Math.min(...lines.map(([a, b]) => fromLine(here, a, b)));
    out.data[i] = 255 * Math.min(1, Math.max(0, 1.9 - near));
  }
  return out;
}

/** The middle square of a photograph as 28×28, bright on dark, from 0 to 1. */
export function tileOfPicture({ shape: [H, W], data }: Grid): Grid {
  const side = Math.min(H, W);
  const [top, left] = [(H - side) / 2, (W - side) / 2];
  const out = grid([SIDE, SIDE, 1]);
  let [edge, inside] = [0, 0];
  for (let r = 0; r < SIDE; r++) {
    for (let c = 0; c < SIDE; c++) {
      const [r0, c0] = [top + (r * side) / SIDE, left + (c * side) / SIDE].map(Math.floor);
      const r1 = Math.max(r0 + 1, Math.floor(top + ((r + 1) * side) / SIDE));
      const c1 = Math.max(c0 + 1, Math.floor(left + ((c + 1) * side) / SIDE));
      let sum = 0;
      for (let i = r0; i < r1; i++) for (let j = c0; j < c1; j++) sum += data[i * W + j];
      const value = sum / ((r1 - r0) * (c1 - c0) * 255);
      out.data[r * SIDE + c] = value;
      const border = r < 3 || c < 3 || r >= SIDE - 3 || c >= SIDE - 3;
      if (border) edge += value / 300;
      else inside += value / 484;
    }
  }
  return edge > inside
    ? grid(
        out.shape,
        out.data.map((v) => 1 - v),
      )
    : out;
}

/** What the network sees of an example, [28, 28, 1] from 0 to 1; drawings are centred as digits are. */
export function tileOfSample(sample: Sample): Grid {
  if (sample.kind === 'picture') return pictures[sample.id - 1];
  return centreDigit(sample.kind === 'shape' ? shapeOf(sample.shape, sample.seed) : tonesOf(sample.text)); // prettier-ignore
}

export const tileOfInk = (rows: number[][]): Grid => centreDigit(fromRows(rows));
