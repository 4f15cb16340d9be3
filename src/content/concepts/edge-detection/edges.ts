// Gradients of an image by separable 3x3 kernels, and the Laplacian.

// #region gradient
export type Image = number[][];

/** Weights across the difference; the divisor makes a slope of 1 per pixel answer 1. */
export const OPERATORS = {
  prewitt: { smooth: [1, 1, 1], divisor: 6 },
  sobel: { smooth: [1, 2, 1], divisor: 8 },
  scharr: { smooth: [3, 10, 3], divisor: 32 },
};

const clamp = (i: number, n: number) => Math.min(Math.max(i, 0), n - 1);

/** Slides `column` down and then `row` across, borders repeated: 2k products instead of k * k. */
export function separable(f: Image, column: number[], row: number[]): Image {
  const [h, w] = [(column.length - 1) / 2, (row.length - 1) / 2];
  const down = f.map((line, r) =>
    line.map((_, c) => column.reduce((s, v, i) => s + v * f[clamp(r + i - h, f.length)][c], 0)),
  );
  return down.map((line) =>
    line.map((_, c) => row.reduce((s, v, i) => s + v * line[clamp(c + i - w, line.length)], 0)),
  );
}

export function gradient(f: Image, operator = OPERATORS.sobel) {
  const smooth = operator.smooth.map((v) => v / operator.divisor);
  return { gx: separable(f, smooth, [-1, 0, 1]), gy: separable(f, [-1, 0, 1], smooth) };
}

export const magnitude = (gx: Image, gy: Image): Image =>
  gx.map((row, r) => row.map((v, c) => Math.hypot(v, gy[r][c])));
// #endregion

// #region laplacian
/** Sum of both second differences: as a kernel, 0 1 0 | 1 -4 1 | 0 1 0. */
export function laplacian(f: Image): Image {
  const rows = separable(f, [1, -2, 1], [1]);
  const columns = separable(f, [1], [1, -2, 1]);
  return rows.map((row, r) => row.map((v, c) => v + columns[r][c]));
}
// #endregion

/** A profile across an edge: the worked example. */
export const ROW = [0, 0, 1, 4, 7, 8, 8];
export const first = (f: number[]) => f.slice(1, -1).map((_, i) => f[i + 2] - f[i]);
export const second = (f: number[]) => f.slice(1, -1).map((v, i) => f[i] - 2 * v + f[i + 2]);

/** The plane 3x + 4y, whose slope is 5 everywhere. */
export const PLANE: Image = [0, 1, 2].map((y) => [0, 1, 2].map((x) => 3 * x + 4 * y));

export function main(): void {
  console.log('row              ', ROW.join(' '));
  console.log('first difference ', first(ROW).join(' '));
  console.log('second difference', second(ROW).join(' '));
  for (const [name, operator] of Object.entries(OPERATORS)) {
    const { gx, gy } = gradient(PLANE, operator);
    const raw = operator.divisor * Math.hypot(gx[1][1], gy[1][1]);
    console.log(`${name}: ${raw.toFixed(0)} / ${operator.divisor} = ${raw / operator.divisor}`);
  }
}
