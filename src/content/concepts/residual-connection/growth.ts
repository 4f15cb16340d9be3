/** How large does the signal become when many random branches are added to it? */
import { mulberry32, normal, type Random } from '../../../lib/random.ts';

const WIDTH = 128;
const BATCH = 16;

type Rows = Float64Array[];

const random = (rows: number, columns: number, variance: number, rng: Random): Rows =>
  Array.from({ length: rows }, () =>
    Float64Array.from({ length: columns }, () => Math.sqrt(variance) * normal(rng)),
  );

const times = (x: Rows, w: Rows): Rows =>
  x.map((row) => {
    const y = new Float64Array(w[0].length);
    for (let i = 0; i < row.length; i++) {
      for (let j = 0; j < y.length; j++) y[j] += row[i] * w[i][j];
    }
    return y;
  });

const meanSquare = (x: Rows) =>
  x.reduce((sum, row) => sum + row.reduce((s, v) => s + v * v, 0), 0) / (x.length * x[0].length);

// #region growth
export type Branch = 'as it is' | 'normalized' | 'zero at first';

/** Mean square of the signal after 0, 1, …, `blocks` residual blocks before any training. */
export function meanSquares(kind: Branch, blocks: number, seed: number): number[] {
  const rng = mulberry32(seed);
  let x = random(BATCH, WIDTH, 1, rng);
  const sizes = [meanSquare(x)];
  for (let block = 0; block < blocks; block++) {
    const w1 = random(WIDTH, WIDTH, 2 / WIDTH, rng); // He: a ReLU follows
    const w2 = random(WIDTH, WIDTH, 1 / WIDTH, rng);
    const hidden = times(x, w1).map((row) => row.map((v) => Math.max(v, 0)));
    const f = times(hidden, w2);
    // what a normalization at the end of the branch does to the size of the branch
    const scale = { 'as it is': 1, normalized: 1 / Math.sqrt(meanSquare(f)), 'zero at first': 0 };
    x = x.map((row, i) => row.map((v, j) => v + scale[kind] * f[i][j]));
    sizes.push(meanSquare(x));
  }
  return sizes.map((size) => size / sizes[0]);
}
// #endregion

export function main(): void {
  const after = [1, 5, 10, 20];
  console.log(`blocks        ${after.map((n) => String(n).padStart(9)).join('')}`);
  for (const kind of ['as it is', 'normalized', 'zero at first'] as const) {
    const sizes = meanSquares(kind, 20, 1);
    console.log(
      kind.padEnd(14) + after.map((n) => String(Math.round(sizes[n])).padStart(9)).join(''),
    );
  }
}
