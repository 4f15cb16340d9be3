/**
 * Contrastive learning of pairs from two modalities, as CLIP does it: two encoders that end in unit
 * vectors, and a cross-entropy over each row and each column of their cosines (A. Radford and
 * others, “Learning transferable visual models from natural language supervision”, 2021).
 */
import { mulberry32, normal } from './random.ts';

/** Length of the vectors: the space is a plane. */
export const PLANE = 2;
/** Numbers of a picture: means of 4×4 pixels. */
export const FEATURES = 49;
/** Hidden units of the picture encoder. */
export const HIDDEN = 8;

/** The means of the 4×4 blocks of a picture [28, 28, 1], row by row: 49 numbers. */
export function blockMeans({ data }: { readonly data: ArrayLike<number> }): Float64Array {
  const means = new Float64Array(FEATURES);
  for (let row = 0; row < 28; row++) {
    for (let col = 0; col < 28; col++) {
      means[7 * (row >> 2) + (col >> 2)] += data[28 * row + col] / 16;
    }
  }
  return means;
}

/** A vector scaled to norm 1; one of zeros stays. */
export function unit(v: readonly number[]): number[] {
  const norm = Math.hypot(...v) || 1;
  return v.map((x) => x / norm);
}

/** The cosines of unit vectors [n][d] with unit vectors [m][d]: an n×m table. */
export const cosines = (a: readonly number[][], b: readonly number[][]): number[][] =>
  a.map((u) => b.map((v) => u.reduce((sum, x, k) => sum + x * v[k], 0)));

/** The softmax of a list. */
export function softmax(z: readonly number[]): number[] {
  const top = Math.max(...z);
  const powers = z.map((v) => Math.exp(v - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((v) => v / sum);
}

const logSumExp = (z: readonly number[]) => {
  const top = Math.max(...z);
  return top + Math.log(z.reduce((sum, v) => sum + Math.exp(v - top), 0));
};

export interface InfoNce {
  /** Mean of the cross-entropies of all rows and all columns, in nats. */
  loss: number;
  /** Softmax of each row: of a picture over the texts. */
  rows: number[][];
  /** Softmax of each column, in the same places: of a text over the pictures. */
  columns: number[][];
  /** ∂loss/∂z, where z = cosine/τ. */
  slopes: number[][];
}

/**
 * The symmetric InfoNCE loss of an n×n table of cosines.
 *
 * @param partner the column that belongs to each row: a permutation of 0 … n−1
 * @param tau the temperature, above 0
 */
export function infoNce(
  table: readonly number[][],
  partner: readonly number[],
  tau: number,
): InfoNce {
  const n = table.length;
  const z = table.map((row) => row.map((v) => v / tau));
  const column = (j: number) => z.map((row) => row[j]);
  const rows = z.map(softmax);
  const upright = z.map((_, j) => softmax(column(j)));
  const columns = z.map((row, i) => row.map((_, j) => upright[j][i]));
  let loss = 0;
  partner.forEach((j, i) => (loss += logSumExp(z[i]) + logSumExp(column(j)) - 2 * z[i][j]));
  const slopes = z.map((row, i) =>
    row.map((_, j) => (rows[i][j] + columns[i][j] - (partner[i] === j ? 2 : 0)) / (2 * n)),
  );
  return { loss: loss / (2 * n), rows, columns, slopes };
}

/** How many rows have their largest entry where their partner is; a tie is none. */
export const recallAtOne = (table: readonly number[][], partner: readonly number[]): number =>
  partner.filter((j, i) => table[i].every((v, k) => k === j || v < table[i][j])).length;

/** Places in the list of weights: picture encoder 49 → 8 (tanh) → 2, then two numbers for each text. */
export const PLACES = {
  w1: 0,
  b1: FEATURES * HIDDEN,
  w2: (FEATURES + 1) * HIDDEN,
  texts: (FEATURES + 1 + PLANE) * HIDDEN,
} as const;

/** How many weights there are for so many texts. */
export const weightCount = (pairs: number): number => PLACES.texts + PLANE * pairs;

/** Weights at the start, from the normal distribution: first layer with deviation 2/7, second 1/√8, texts 1. */
export function startWeights(pairs: number, seed: number): Float64Array {
  const random = mulberry32(seed);
  const draw = (scale: number) => scale * normal(random);
  return Float64Array.from({ length: weightCount(pairs) }, (_, i) =>
    i < PLACES.b1
      ? draw(2 / 7)
      : i < PLACES.w2
        ? 0
        : draw(i < PLACES.texts ? 1 / Math.sqrt(HIDDEN) : 1),
  );
}

/** A picture through its encoder: hidden units, the two numbers, their norm, the unit vector. */
export function encodePicture(weights: Float64Array, x: ArrayLike<number>) {
  const hidden = new Float64Array(HIDDEN);
  for (let k = 0; k < HIDDEN; k++) {
    let sum = weights[PLACES.b1 + k];
    for (let f = 0; f < FEATURES; f++) sum += x[f] * weights[f * HIDDEN + k];
    hidden[k] = Math.tanh(sum);
  }
  const out = [0, 0];
  for (let k = 0; k < HIDDEN; k++) {
    for (let d = 0; d < PLANE; d++) out[d] += hidden[k] * weights[PLACES.w2 + PLANE * k + d];
  }
  return { hidden, out, norm: Math.hypot(...out), vector: unit(out) };
}

/** The unit vector of a text: its row of a table, scaled. */
export function encodeText(weights: Float64Array, text: number): number[] {
  const at = PLACES.texts + PLANE * text;
  return unit([weights[at], weights[at + 1]]);
}

/** The slope by a vector, from the slope by its unit vector: what lies across it, over the norm. */
const across = (slope: readonly number[], vector: readonly number[], norm: number): number[] => {
  const along = slope[0] * vector[0] + slope[1] * vector[1];
  return slope.map((s, d) => (s - along * vector[d]) / norm);
};

/**
 * The loss of all batches and its gradient by the chain rule. A batch has one picture of each text;
 * the loss is the mean over the batches.
 *
 * @param batches features of pictures: [batch][text], 49 numbers each
 */
export function lossAndGradient(
  weights: Float64Array,
  batches: readonly (readonly ArrayLike<number>[])[],
  partner: readonly number[],
  tau: number,
): { loss: number; gradient: Float64Array } {
  const gradient = new Float64Array(weights.length);
  const n = partner.length;
  const texts = partner.map((_, j) => encodeText(weights, j));
  let total = 0;
  for (const batch of batches) {
    const pictures = batch.map((x) => encodePicture(weights, x));
    const { loss, slopes } = infoNce(cosines(pictures.map(({ vector }) => vector), texts), partner, tau); // prettier-ignore
    total += loss / batches.length;
    const share = 1 / (tau * batches.length);
    for (let j = 0; j < n; j++) {
      const at = PLACES.texts + PLANE * j;
      const slope = [0, 1].map((d) => share * slopes.reduce((sum, row, i) => sum + row[j] * pictures[i].vector[d], 0)); // prettier-ignore
      across(slope, texts[j], Math.hypot(weights[at], weights[at + 1])).forEach((g, d) => (gradient[at + d] += g)); // prettier-ignore
    }
    pictures.forEach(({ hidden, vector, norm }, i) => {
      const slope = [0, 1].map((d) => share * slopes[i].reduce((sum, s, j) => sum + s * texts[j][d], 0)); // prettier-ignore
      const back = across(slope, vector, norm);
      for (let k = 0; k < HIDDEN; k++) {
        const at = PLACES.w2 + PLANE * k;
        let signal = 0;
        for (let d = 0; d < PLANE; d++) {
          gradient[at + d] += hidden[k] * back[d];
          signal += weights[at + d] * back[d];
        }
        signal *= 1 - hidden[k] ** 2;
        gradient[PLACES.b1 + k] += signal;
        for (let f = 0; f < FEATURES; f++) gradient[f * HIDDEN + k] += batch[i][f] * signal;
      }
    });
  }
  return { loss: total, gradient };
}

/** What Adam keeps of each weight. */
export interface Adam {
  step: number;
  m: Float64Array;
  v: Float64Array;
}

export const startAdam = (count: number): Adam => ({ step: 0, m: new Float64Array(count), v: new Float64Array(count) }); // prettier-ignore

/**
 * One step of Adam on the weights, in place, with β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸ (D. Kingma and
 * J. Ba, arXiv:1412.6980).
 */
export function adamStep(
  weights: Float64Array,
  gradient: Float64Array,
  adam: Adam,
  rate: number,
): void {
  adam.step++;
  const [one, two] = [1 - 0.9 ** adam.step, 1 - 0.999 ** adam.step];
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i];
    adam.m[i] = 0.9 * adam.m[i] + 0.1 * g;
    adam.v[i] = 0.999 * adam.v[i] + 0.001 * g * g;
    weights[i] -= (rate * (adam.m[i] / one)) / (Math.sqrt(adam.v[i] / two) + 1e-8);
  }
}

/** Who belongs to whom when two texts are swapped. */
export function partners(pairs: number, swap?: readonly [number, number]): number[] {
  const all = Array.from({ length: pairs }, (_, i) => i);
  if (swap) [all[swap[0]], all[swap[1]]] = [swap[1], swap[0]];
  return all;
}

/** ∂loss/∂angle of each picture: its slope along the circle, counterclockwise. */
export function turns(
  pictures: readonly number[][],
  texts: readonly number[][],
  slopes: readonly number[][],
  tau: number,
): number[] {
  // prettier-ignore
  return pictures.map(([x, y], i) =>
    slopes[i].reduce((sum, s, j) => sum + (s * (x * texts[j][1] - y * texts[j][0])) / tau, 0),
  );
}
