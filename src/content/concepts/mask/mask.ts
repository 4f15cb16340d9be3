/** Masks: three encodings, storing, cutting out, averaging, and softmax under a mask. */

/** Rows of whole numbers. */
export type Map = number[][];

// #region encodings
/** One plane of zeros and ones for each class: [classes][rows][columns]. */
export const toOneHot = (index: Map, classes: number): Map[] =>
  Array.from({ length: classes }, (_, c) => index.map((row) => row.map((v) => Number(v === c))));

/** Back again: the class whose plane is largest at each pixel. */
export const toIndex = (planes: Map[]): Map =>
  planes[0].map((row, r) =>
    row.map((_, c) => planes.reduce((best, p, k) => (p[r][c] > planes[best][r][c] ? k : best), 0)),
  );
// #endregion

// #region rle
/** Lengths of the runs of 0, 1, 0, 1, …, read down the columns; the first may be 0. */
export function encodeRuns(mask: Map): number[] {
  const counts = [0];
  let current = 0;
  for (let c = 0; c < mask[0].length; c++) {
    for (const row of mask) {
      if (row[c] !== current) {
        counts.push(0);
        current = row[c];
      }
      counts[counts.length - 1]++;
    }
  }
  return counts;
}
// #endregion

export function decodeRuns(counts: readonly number[], rows: number): Map {
  const flat = counts.flatMap((n, i) => new Array<number>(n).fill(i % 2));
  return Array.from({ length: rows }, (_, r) =>
    Array.from({ length: flat.length / rows }, (__, c) => flat[c * rows + r]),
  );
}

// #region use
/** Pixels of a where the mask is 1, of b where it is 0; anything between blends. */
export const composite = (m: readonly number[], a: readonly number[], b: readonly number[]) =>
  m.map((v, i) => v * a[i] + (1 - v) * b[i]);

/** Mean loss over the pixels that count. */
export const maskedMean = (loss: readonly number[], m: readonly number[]) =>
  loss.reduce((sum, v, i) => sum + v * m[i], 0) / m.reduce((a, b) => a + b, 0);

/** Softmax over the positions where the mask is 1; the others get exactly 0. */
export function maskedSoftmax(scores: readonly number[], m: readonly number[]): number[] {
  const open = scores.map((s, i) => (m[i] ? s : -Infinity));
  const most = Math.max(...open);
  const powers = open.map((s) => Math.exp(s - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / sum);
}
// #endregion

// #region wrong-softmax
/** Masking after the softmax: the rest no longer sums to 1. */
export const wrongSoftmax = (scores: readonly number[], m: readonly number[]) =>
  maskedSoftmax(scores, scores.map(() => 1)).map((p, i) => p * m[i]);
// #endregion

// #region wrong-halve
/** Halves an index map by averaging 2×2 blocks, as one would a picture. */
export const wrongHalve = (index: Map): Map =>
  index
    .filter((_, r) => r % 2 === 0)
    .map((row, r) =>
      row
        .filter((_, c) => c % 2 === 0)
        .map((__, c) => {
          const [top, bottom] = [index[2 * r], index[2 * r + 1]];
          return Math.round((top[2 * c] + top[2 * c + 1] + bottom[2 * c] + bottom[2 * c + 1]) / 4);
        }),
    );
// #endregion

/** Mean of a window of three, over all of it or over the valid pixels only. */
export function fill(window: readonly number[], valid: readonly number[], partial: boolean) {
  const sum = window.reduce((s, v, i) => s + v * valid[i], 0);
  return sum / (partial ? valid.reduce((a, b) => a + b, 0) : window.length);
}

/** 0 = background, 1 and 2 = two classes. */
export const INDEX: Map = [
  [0, 0, 1, 1],
  [0, 2, 1, 1],
  [2, 2, 0, 1],
  [2, 2, 0, 0],
];
export const SCORES = [0, Math.log(2), 0];

export function main(): void {
  const planes = toOneHot(INDEX, 3);
  console.log('pixels', planes.map((p) => p.flat().reduce((a, b) => a + b)).join(' '));
  console.log('runs of class 1', encodeRuns(planes[1]).join(' '));
  console.log('back', JSON.stringify(toIndex(planes)) === JSON.stringify(INDEX));
  const two = [
    [1, 1],
    [3, 3],
  ];
  console.log('classes 1 and 3, halved', wrongHalve(two)[0][0]);
  const show = (p: number[]) => p.map((v) => v.toFixed(3)).join(' ');
  console.log('open   ', show(maskedSoftmax(SCORES, [1, 1, 1])));
  console.log('masked ', show(maskedSoftmax(SCORES, [1, 1, 0])));
  console.log('too late', show(wrongSoftmax(SCORES, [1, 1, 0])));
  console.log('hole as 0:', fill([4, 0, 8], [1, 0, 1], false), 'valid only:', fill([4, 0, 8], [1, 0, 1], true));
}
