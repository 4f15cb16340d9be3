/** Every number and every measurable correction of the concept page on features. */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  CLASSES,
  covariance,
  discriminant,
  mainDirection,
  POINTS,
  reconstruct,
} from '../../../src/content/concepts/feature-extraction/pca.ts';

const folder = new URL('../../../src/content/concepts/feature-extraction/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const percent = (share: number) => Number((100 * share).toFixed(1));

describe('worked example', () => {
  it('PCA of four points by hand', () => {
    const C = covariance(POINTS);
    expect(C).toEqual([
      [5 / 2, 3 / 2],
      [3 / 2, 5 / 2],
    ]);
    const { direction, variance } = mainDirection(C);
    expect(direction[0]).toBeCloseTo(Math.SQRT1_2, 9);
    expect(direction[1]).toBeCloseTo(Math.SQRT1_2, 9);
    expect(variance).toBeCloseTo(4, 9);
    expect(percent(variance / (C[0][0] + C[1][1]))).toBe(facts['first-share'].value);
    const rebuilt = POINTS.map((p) => reconstruct(p, [0, 0], direction));
    const errors = POINTS.map((p, i) => (p[0] - rebuilt[i][0]) ** 2 + (p[1] - rebuilt[i][1]) ** 2);
    [0, 0, 2, 2].forEach((error, i) => expect(errors[i]).toBeCloseTo(error, 9));
    expect(errors.reduce((a, b) => a + b) / 4).toBeCloseTo(1, 9); // the dropped variance
  });

  it('the widest direction tells the classes nothing', () => {
    const { a, b } = CLASSES;
    const C = covariance([...a, ...b]);
    const { direction, variance } = mainDirection(C);
    expect(Math.abs(direction[0])).toBeCloseTo(1, 9);
    expect(percent(variance / (C[0][0] + C[1][1]))).toBe(facts['widest-share'].value);
    const on = (w: number[]) => (p: number[]) => Number((w[0] * p[0] + w[1] * p[1]).toFixed(6)) + 0;
    expect(a.map(on(direction)).sort()).toEqual(b.map(on(direction)).sort());
    const w = discriminant(a, b);
    expect(Math.min(...a.map(on(w)))).toBeGreaterThan(Math.max(...b.map(on(w))));
  });

  it('the same length in millimeters has a million times the variance', () => {
    const meters = [[1], [2], [4]];
    const millimeters = meters.map(([v]) => [1000 * v]);
    expect(covariance(millimeters)[0][0] / covariance(meters)[0][0]).toBeCloseTo(1e6, 3);
  });
});

/** Eigenvalues, largest first, and eigenvectors as rows, of a symmetric matrix (Jacobi rotations). */
function eigen(matrix: Float64Array[]): { values: number[]; vectors: Float64Array[] } {
  const n = matrix.length;
  const A = matrix.map((row) => Float64Array.from(row));
  const V = A.map((_, i) => Float64Array.from({ length: n }, (_, j) => Number(i === j)));
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        off += A[p][q] ** 2;
        if (Math.abs(A[p][q]) < 1e-300) continue;
        const theta = (A[q][q] - A[p][p]) / (2 * A[p][q]);
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < n; k++) {
          const [x, y] = [A[k][p], A[k][q]];
          A[k][p] = c * x - s * y;
          A[k][q] = s * x + c * y;
        }
        for (let k = 0; k < n; k++) {
          const [x, y] = [A[p][k], A[q][k]];
          A[p][k] = c * x - s * y;
          A[q][k] = s * x + c * y;
          const [v, w] = [V[p][k], V[q][k]];
          V[p][k] = c * v - s * w;
          V[q][k] = s * v + c * w;
        }
      }
    }
    if (off < 1e-18) break;
  }
  const order = A.map((_, i) => i).sort((i, j) => A[j][j] - A[i][i]);
  return { values: order.map((i) => A[i][i]), vectors: order.map((i) => V[i]) };
}

const dot = (a: Float64Array, b: Float64Array) => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};

/** The first `k` eigenvectors of C: subspace iteration with 50 more than needed, then Jacobi. */
function principal(C: Float64Array[], k: number) {
  const n = C.length;
  let basis = Array.from({ length: k + 50 }, (_, i) =>
    Float64Array.from({ length: n }, (_, j) => Math.sin((i + 1) * (j + 1.37))),
  );
  for (let step = 0; step < 25; step++) {
    basis = basis.map((v) => Float64Array.from(C, (row) => dot(row, v)));
    basis.forEach((v, i) => {
      for (let j = 0; j < i; j++) {
        const along = dot(v, basis[j]);
        for (let m = 0; m < n; m++) v[m] -= along * basis[j][m];
      }
      const length = Math.sqrt(dot(v, v));
      for (let m = 0; m < n; m++) v[m] /= length;
    });
  }
  const images = basis.map((v) => Float64Array.from(C, (row) => dot(row, v)));
  const small = basis.map((v) => Float64Array.from(images, (w) => dot(v, w)));
  const { values, vectors } = eigen(small);
  const directions = vectors.slice(0, k).map((mix) => {
    const v = new Float64Array(n);
    mix.forEach((share, i) => {
      for (let m = 0; m < n; m++) v[m] += share * basis[i][m];
    });
    return v;
  });
  return { values: values.slice(0, k), directions };
}

/** Digits of a sheet as vectors from 0 to 1; the first `most` of it. */
async function sprites(name: string, most: number) {
  const { data, info } = await sharp(`public/data/digits/${name}.png`)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Array.from({ length: most }, (_, i) => {
    const [top, left] = [28 * Math.floor(i / 50), 28 * (i % 50)];
    return Float64Array.from(
      { length: 784 },
      (_, p) =>
        data[((top + Math.floor(p / 28)) * info.width + left + (p % 28)) * info.channels] / 255,
    );
  });
}

describe('digits', () => {
  it('PCA and LDA of the digits', { timeout: 180_000 }, async () => {
    const index = JSON.parse(readFileSync('public/data/digits/index.json', 'utf8')) as {
      files: Record<string, { count: number; runs: [number, number][] }>;
    };
    const X = (await Promise.all([...'0123456789'].map((c) => sprites(`train-${c}`, 100)))).flat();
    const y = X.map((_, i) => Math.floor(i / 100));
    const test = await sprites('test', index.files.test.count);
    const labels = index.files.test.runs.flatMap(([digit, n]) => Array<number>(n).fill(digit));
    expect([X.length, test.length]).toEqual([1000, 1500]);

    const neighbor = (A: Float64Array[], B: Float64Array[]) => {
      const lengths = A.map((a) => dot(a, a));
      const right = B.filter((b, i) => {
        let [best, at] = [Infinity, 0];
        A.forEach((a, j) => {
          const distance = lengths[j] - 2 * dot(a, b);
          if (distance < best) [best, at] = [distance, j];
        });
        return y[at] === labels[i];
      });
      return percent(right.length / B.length);
    };
    expect(neighbor(X, test)).toBe(facts['neighbor-pixels'].value);

    const mean = Float64Array.from(
      { length: 784 },
      (_, p) => X.reduce((s, x) => s + x[p], 0) / 1000,
    );
    const centered = (x: Float64Array) => x.map((v, p) => v - mean[p]);
    const columns = Array.from({ length: 784 }, () => new Float64Array(1000));
    X.map(centered).forEach((x, n) => x.forEach((v, p) => (columns[p][n] = v)));
    const C = columns.map(() => new Float64Array(784));
    columns.forEach((a, i) => {
      for (let j = 0; j <= i; j++) C[i][j] = C[j][i] = dot(a, columns[j]) / 1000;
    });
    const { values, directions } = principal(C, 50);
    const total = C.reduce((sum, row, i) => sum + row[i], 0);
    const kept = (k: number) => percent(values.slice(0, k).reduce((a, b) => a + b) / total);
    expect([kept(2), kept(50)]).toEqual([facts['pca-2'].value, facts['pca-50'].value]);

    const project = (x: Float64Array, k: number) => {
      const from = centered(x);
      return Float64Array.from(directions.slice(0, k), (u) => dot(u, from));
    };
    const by = (k: number) => [X, test].map((all) => all.map((x) => project(x, k)));
    const [nine, nineTest] = by(9);
    expect(neighbor(nine, nineTest)).toBe(facts['neighbor-pca-9'].value);
    const [Z, ZTest] = by(50);
    expect(neighbor(Z, ZTest)).toBe(facts['neighbor-pca-50'].value);

    // LDA: whiten the scatter within classes, then PCA of the class means.
    const centers = Array.from({ length: 10 }, (_, c) =>
      Float64Array.from({ length: 50 }, (_, i) =>
        Z.reduce((sum, z, n) => sum + (y[n] === c ? z[i] / 100 : 0), 0),
      ),
    );
    const rows = (f: (i: number, j: number) => number) =>
      Array.from({ length: 50 }, (_, i) => Float64Array.from({ length: 50 }, (_, j) => f(i, j)));
    const spread = Z.map((z, n) => z.map((v, i) => v - centers[y[n]][i]));
    const within = eigen(rows((i, j) => spread.reduce((sum, z) => sum + z[i] * z[j], 0)));
    const whitening = within.vectors.map((v, i) => v.map((x) => x / Math.sqrt(within.values[i])));
    const white = (z: Float64Array) => Float64Array.from(whitening, (w) => dot(w, z));
    const means = centers.map(white); // the overall mean is 0
    const between = eigen(rows((i, j) => 100 * means.reduce((sum, m) => sum + m[i] * m[j], 0)));
    expect(between.values.filter((v) => v > 1e-9)).toHaveLength(9); // classes minus one
    const lda = (z: Float64Array) =>
      Float64Array.from(between.vectors.slice(0, 9), (u) => dot(u, white(z)));
    // NumPy scales its directions to length 1 in the space of Z, which changes distances a little.
    const scale = between.vectors.slice(0, 9).map((u) => {
      const w = new Float64Array(50);
      u.forEach((share, i) => whitening[i].forEach((v, m) => (w[m] += share * v)));
      return Math.sqrt(dot(w, w));
    });
    const unit = (z: Float64Array) => lda(z).map((v, i) => v / scale[i]);
    expect(neighbor(Z.map(unit), ZTest.map(unit))).toBe(facts['neighbor-lda-9'].value);

    const printed = read('digits_numpy.out.txt');
    expect(printed).toContain('PCA  50: variance kept 84.1%, nearest neighbor 87.1%');
    expect(printed).toContain('LDA: directions that separate anything: 9');
  });

  it('50 components beat 784 pixels, 200 are a little worse', () => {
    const rate = (k: number) =>
      Number(new RegExp(`PCA +${k}: .*neighbor ([\\d.]+)%`).exec(read('digits_numpy.out.txt'))![1]);
    expect(rate(50)).toBeGreaterThan(facts['neighbor-pixels'].value);
    expect(rate(200)).toBeLessThan(rate(50));
  });
});

describe('t-SNE', () => {
  it('t-SNE draws a tenfold distance as an equal one', () => {
    const lines = read('tsne_sklearn.out.txt').split('\n');
    const number = (line: string) => Number(/(\d+\.\d)/.exec(line)![1]);
    expect(number(lines[0])).toBeGreaterThan(9);
    expect(number(lines[1])).toBeGreaterThan(9); // PCA keeps it
    const maps = lines.filter((line) => line.startsWith('t-SNE')).map(number);
    expect(maps).toHaveLength(3);
    for (const ratio of maps) expect(ratio).toBeLessThan(1.5);
    expect(lines.at(-2)).toBe('transform new points: PCA True t-SNE False');
  });
});
