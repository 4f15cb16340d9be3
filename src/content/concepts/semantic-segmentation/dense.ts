/** A classifier slid over a picture, what a coarse map can express at best, and how it is scored. */

// #region slide
/** A classifier: it takes a whole 2×2 picture and gives one score (a fully connected layer). */
export function classify(picture: number[][], weights: number[], bias: number): number {
  return picture.flat().reduce((sum, value, i) => sum + value * weights[i], bias);
}

/** The same weights as a 2×2 convolution: any picture will do, and the output is a map of scores. */
export function convolve(picture: number[][], weights: number[], bias: number): number[][] {
  return Array.from({ length: picture.length - 1 }, (_, r) =>
    Array.from({ length: picture[0].length - 1 }, (_, c) => {
      const corner = [picture[r][c], picture[r][c + 1], picture[r + 1][c], picture[r + 1][c + 1]];
      return corner.reduce((sum, value, i) => sum + value * weights[i], bias);
    }),
  );
}
// #endregion

// #region coarse
/** The best map of classes 0 and 1 that is constant on blocks of s×s pixels; a tie goes to 1. */
export function coarse(truth: number[][], s: number): number[][] {
  return truth.map((row, r) =>
    row.map((_, c) => {
      const [top, left] = [r - (r % s), c - (c % s)];
      const block = truth.slice(top, top + s).flatMap((line) => line.slice(left, left + s));
      const ones = block.filter((label) => label === 1).length;
      return ones >= block.length / 2 ? 1 : 0;
    }),
  );
}
// #endregion

// #region scores
/** IoU of each class, their mean, and the share of pixels that are right. */
export function scores(predicted: number[][], truth: number[][], classes = 2) {
  const [p, t] = [predicted.flat(), truth.flat()];
  const iou = Array.from({ length: classes }, (_, label) => {
    const both = p.filter((own, i) => own === label && t[i] === label).length;
    const either = p.filter((own, i) => own === label || t[i] === label).length;
    return both / either;
  });
  const mean = iou.reduce((sum, value) => sum + value, 0) / classes;
  return { iou, mean, accuracy: p.filter((own, i) => own === t[i]).length / p.length };
}
// #endregion

/** A pole, one pixel wide, in the third column of an 8×8 picture. */
export const POLE = Array.from({ length: 8 }, () =>
  Array.from({ length: 8 }, (_, c) => (c === 2 ? 1 : 0)),
);

// #region wrong-resize
/** Halves a map of classes by the mean of each 2×2 block, as one would halve a photograph. */
export function wrongHalve(labels: number[][]): number[][] {
  return labels
    .filter((_, r) => r % 2 === 0)
    .map((row, r) =>
      row
        .filter((_, c) => c % 2 === 0)
        .map((_, c) => {
          const [y, x] = [2 * r, 2 * c];
          const sum = labels[y][x] + labels[y][x + 1] + labels[y + 1][x] + labels[y + 1][x + 1];
          return Math.round(sum / 4); // between sky (0) and car (2) lies road (1)
        }),
    );
}
// #endregion

export function main(): void {
  const picture = [
    [1, 0, 2, 1],
    [0, 3, 1, 0],
    [2, 1, 0, 1],
    [1, 0, 1, 2],
  ];
  const weights = [1, -1, 2, 0];
  const map = convolve(picture, weights, -1);
  console.log(`scores of a 4×4 picture: ${JSON.stringify(map)}`);
  const crop = picture.slice(0, 2).map((row) => row.slice(1, 3));
  console.log(`the crop at row 0, column 1 alone: ${classify(crop, weights, -1)}`);
  for (const s of [1, 2, 4]) {
    const { iou, mean, accuracy } = scores(coarse(POLE, s), POLE);
    const each = iou.map((value) => value.toFixed(3)).join(' ');
    console.log(`blocks of ${s}: IoU ${each}, mean ${mean.toFixed(3)}, pixels right ${accuracy}`);
  }
}
