/** PCA by power iteration, and Fisher's discriminant for two classes in the plane. */

type Vector = number[];

const dot = (a: Vector, b: Vector) => a.reduce((sum, v, i) => sum + v * b[i], 0);
const mean = (points: Vector[]) =>
  points[0].map((_, i) => points.reduce((sum, p) => sum + p[i], 0) / points.length);

// #region pca
/** Covariance matrix: the mean product of two coordinates after centering. */
export function covariance(points: Vector[]): Vector[] {
  const m = mean(points);
  const centered = points.map((p) => p.map((v, i) => v - m[i]));
  return m.map((_, i) => m.map((_, j) => dot(centered.map((p) => p[i]), centered.map((p) => p[j])) / points.length));
}

/** The direction of largest variance: multiply by the covariance and normalize, again and again. */
export function mainDirection(C: Vector[], steps = 100): { direction: Vector; variance: number } {
  let v: Vector = C.map((_, i) => 1 + i / 10); // any start that is not orthogonal to the answer
  for (let n = 0; n < steps; n++) {
    const w = C.map((row) => dot(row, v));
    const length = Math.sqrt(dot(w, w));
    v = w.map((value) => value / length);
  }
  return { direction: v, variance: dot(v, C.map((row) => dot(row, v))) };
}

/** The point on the line through the mean that stands in for p. */
export function reconstruct(p: Vector, m: Vector, direction: Vector): Vector {
  const t = dot(p.map((v, i) => v - m[i]), direction); // the one number that is kept
  return m.map((v, i) => v + t * direction[i]);
}
// #endregion

// #region lda
/** Fisher's direction for two classes in the plane: within-class scatter⁻¹ · difference of means. */
export function discriminant(a: Vector[], b: Vector[]): Vector {
  const [ma, mb] = [mean(a), mean(b)];
  const [A, B] = [covariance(a), covariance(b)];
  const S = A.map((row, i) => row.map((v, j) => v * a.length + B[i][j] * b.length));
  const [dx, dy] = [ma[0] - mb[0], ma[1] - mb[1]];
  const det = S[0][0] * S[1][1] - S[0][1] * S[1][0];
  const w = [(S[1][1] * dx - S[0][1] * dy) / det, (S[0][0] * dy - S[1][0] * dx) / det];
  return w.map((v) => v / Math.hypot(...w));
}
// #endregion

/** The worked example: variances 4 and 1 along the diagonals. */
export const POINTS = [
  [2, 2],
  [-2, -2],
  [1, -1],
  [-1, 1],
];

/** Two classes that differ in the direction of small variance. */
export const CLASSES = {
  a: [
    [-4, 2],
    [4, 2],
    [0, 1],
    [0, 3],
  ],
  b: [
    [-4, -2],
    [4, -2],
    [0, -1],
    [0, -3],
  ],
};

export function main(): void {
  const show = (v: Vector) => v.map((value) => (Math.round(1000 * value) / 1000 + 0).toFixed(3)).join(' ');
  const C = covariance(POINTS);
  const { direction, variance } = mainDirection(C);
  console.log('covariance', JSON.stringify(C));
  console.log(`direction ${show(direction)}, variance ${variance.toFixed(3)} of ${C[0][0] + C[1][1]}`);
  for (const p of POINTS) console.log(`${p} -> ${show(reconstruct(p, [0, 0], direction))}`);
  const { a, b } = CLASSES;
  console.log('two classes: PCA', show(mainDirection(covariance([...a, ...b])).direction), '| LDA', show(discriminant(a, b)));
}
