/** How instances are cut out: regions read from a feature map, masks by prototypes, a mask loss. */

// #region align
/**
 * Value of a row of cells at coordinate x. Cell k covers k to k + 1, its value stands at k + 1/2;
 * between two centers the values are interpolated.
 */
export function sample(row: number[], x: number): number {
  const at = Math.min(Math.max(x - 1 / 2, 0), row.length - 1);
  const left = Math.floor(at);
  const right = Math.min(left + 1, row.length - 1);
  return row[left] + (at - left) * (row[right] - row[left]);
}

/** RoIAlign: the box keeps its fractions; each bin reads the map at its middle. */
export function roiAlign(row: number[], from: number, to: number, stride: number, bins = 2) {
  const [start, width] = [from / stride, (to - from) / stride / bins];
  return Array.from({ length: bins }, (_, i) => sample(row, start + (i + 1 / 2) * width));
}

/** RoIPool: the ends are rounded to whole cells, and each bin takes the greatest cell. */
export function roiPool(row: number[], from: number, to: number, stride: number, bins = 2) {
  const [start, end] = [Math.round(from / stride), Math.round(to / stride)];
  const width = (end - start) / bins;
  return Array.from({ length: bins }, (_, i) =>
    Math.max(...row.slice(Math.floor(start + i * width), Math.ceil(start + (i + 1) * width))),
  );
}
// #endregion

/** A ramp: the value at coordinate x is 10·(x − 1/2). */
export const RAMP = [0, 10, 20, 30, 40, 50];
export const STRIDE = 4;

// #region prototypes
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Masks in the manner of YOLACT: one weighted sum of shared maps for each object. */
export function assemble(prototypes: number[][], coefficients: number[][]): number[][] {
  return coefficients.map((weights) =>
    prototypes[0].map((_, i) => sigmoid(weights.reduce((sum, w, k) => sum + w * prototypes[k][i], 0))),
  );
}

/** A row of six pixels with two touching cars: “is a car”, and “left or right”. */
export const PROTOTYPES = [
  [-8, 4, 4, 4, 4, -8],
  [2, 2, 2, -2, -2, -2],
];
export const COEFFICIENTS = [
  [1, 3], // the left car
  [1, -3], // the right car
];
// #endregion

// #region loss
/** Mask R-CNN: binary cross-entropy of the mask of the true class alone; logits [classes][pixels]. */
export function maskLoss(logits: number[][], truth: number[], label: number): number {
  const terms = truth.map((inside, i) => {
    const p = sigmoid(logits[label][i]);
    return inside ? -Math.log(p) : -Math.log(1 - p);
  });
  return terms.reduce((sum, term) => sum + term, 0) / truth.length;
}
// #endregion

type Picture = number[][];
const ink = (mask: Picture): [number, number][] =>
  mask.flatMap((row, r) => row.flatMap((on, c) => (on ? [[r, c] as [number, number]] : [])));

/** IoU of two masks of the same size. */
export function maskIou(a: Picture, b: Picture): number {
  const both = ink(a).filter(([r, c]) => b[r][c]).length;
  return both / (ink(a).length + ink(b).length - both);
}

// #region wrong-box
/** IoU of the tight boxes of two masks: what a suppression by boxes looks at. */
export function wrongBoxIou(a: Picture, b: Picture): number {
  const [p, q] = [a, b].map((mask) => {
    const [rows, columns] = [0, 1].map((axis) => ink(mask).map((place) => place[axis]));
    return { top: Math.min(...rows), bottom: Math.max(...rows) + 1, left: Math.min(...columns), right: Math.max(...columns) + 1 }; // prettier-ignore
  });
  const height = Math.max(0, Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top));
  const width = Math.max(0, Math.min(p.right, q.right) - Math.max(p.left, q.left));
  const area = ({ top, bottom, left, right }: typeof p) => (bottom - top) * (right - left);
  return (height * width) / (area(p) + area(q) - height * width);
}
// #endregion

/** Two thin objects that cross: the diagonals of a square. */
export const diagonals = (n: number): [Picture, Picture] => {
  const draw = (column: (r: number) => number) =>
    Array.from({ length: n }, (_, r) => Array.from({ length: n }, (_, c) => Number(c === column(r))));
  return [draw((r) => r), draw((r) => n - 1 - r)];
};

export function main(): void {
  for (const from of [5, 6, 7]) {
    const [aligned, pooled] = [roiAlign, roiPool].map((f) => f(RAMP, from, from + 8, STRIDE));
    console.log(`box ${from} to ${from + 8}: RoIAlign ${aligned}, RoIPool ${pooled}`);
  }
  for (const mask of assemble(PROTOTYPES, COEFFICIENTS)) {
    console.log(`mask ${mask.map((p) => (p > 0.5 ? '#' : '.')).join('')}`);
  }
  const [a, b] = diagonals(5);
  console.log(`crossing bars: IoU of boxes ${wrongBoxIou(a, b)}, of masks ${maskIou(a, b).toFixed(3)}`);
}
