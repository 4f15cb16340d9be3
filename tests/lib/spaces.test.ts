import { describe, expect, test } from 'vitest';
import { mulberry32 } from '@lib/random.ts';
import * as spaces from '@lib/spaces.ts';
import { expectClose, golden } from './helpers.ts';

const { finish } = spaces;
interface Case {
  n: number;
  d: number;
  x: number[];
  labels: number[];
  axes: number[];
  values: number[];
  ratio: number[];
  mean: number[];
  lda?: { within: number[]; between: number[]; values: number[]; axes: number[]; ratio: number[] };
  tsne: { perplexity: number; p: number[]; y: number[]; kl: number; gradient: number[] };
  neighbours: number[][];
}
const { cases } = golden<Case>('spaces');
const floats = (values: number[]) => Float64Array.from(values);
const flat = (rows: Float64Array[]) => rows.flatMap((row) => [...row]);
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, i) => sum + v * b[i], 0);

describe('NumPy, SciPy and scikit-learn find the same', () => {
  test('principal components, their variance, with more and with fewer points than dimensions', () => {
    expect(cases.map(({ n, d }) => n > d)).toEqual([true, false, true]);
    for (const { n, d, x, axes, values, ratio, mean } of cases) {
      const space = finish(spaces.principal(floats(x), n, d, 4));
      expectClose(space.mean, mean, 1e-11);
      expectClose(space.values, values, 1e-10);
      expectClose(space.values.map((v) => v / space.total), ratio, 1e-10); // prettier-ignore
      expectClose(flat(space.axes), axes, 1e-9);
    }
  });

  test('scatters and linear discriminants', () => {
    const discriminated = cases.filter(({ lda }) => lda);
    expect(discriminated.length).toBe(2);
    for (const { n, d, x, labels, lda } of discriminated) {
      const { within, between } = spaces.scatters(floats(x), labels, n, d);
      expectClose(within, lda!.within, 1e-11);
      expectClose(between, lda!.between, 1e-11);
      const space = spaces.discriminant(floats(x), labels, n, d, 2);
      expectClose(space.values, lda!.values, 1e-9);
      expectClose(space.values.map((v) => v / space.total), lda!.ratio, 1e-9); // prettier-ignore
      expectClose(flat(space.axes), lda!.axes, 1e-8);
    }
  });

  test('the joint probabilities of t-SNE, KL and its gradient', () => {
    for (const { n, d, x, tsne } of cases) {
      const squares = finish(spaces.distances(floats(x), n, d));
      const p = finish(spaces.affinities(squares, n, tsne.perplexity));
      expectClose(p, tsne.p, 1e-7);
      const { kl, gradient } = spaces.tsneGradient(floats(tsne.p), floats(tsne.y), n);
      expectClose([kl], [tsne.kl], 1e-9);
      expectClose(gradient, tsne.gradient, 1e-9);
    }
  });

  test('nearest neighbours', () => {
    for (const { n, d, x, neighbours } of cases) {
      const squares = finish(spaces.distances(floats(x), n, d));
      const fitted = Array.from({ length: n }, (_, i) => i).filter((i) => i % 2 === 0);
      neighbours.forEach((expected, q) => {
        expect(spaces.nearest(squares, n, 2 * q + 1, 3, fitted)).toEqual(expected);
      });
    }
  });
});

const random = mulberry32(3);
const cloud = (n: number, d: number) =>
  Float64Array.from({ length: n * d }, () => 2 * random() - 1);

describe('eigenvectors', () => {
  test('A v = λ v, orthonormal, the largest first', () => {
    for (const n of [1, 2, 7, 24]) {
      const a = cloud(n, n);
      const symmetric = a.map((_, i) => a[i] + a[(i % n) * n + Math.floor(i / n)]);
      const { values, vectors } = finish(spaces.jacobi(symmetric, n));
      const row = (i: number) => vectors.slice(i * n, i * n + n);
      for (let i = 0; i < n; i++) {
        if (i > 0) expect(values[i]).toBeLessThanOrEqual(values[i - 1]);
        const image = Float64Array.from({ length: n }, (_, r) => dot(symmetric.slice(r * n, r * n + n), row(i))); // prettier-ignore
        expectClose(image, row(i).map((v) => v * values[i]), 1e-11); // prettier-ignore
        for (let j = 0; j <= i; j++) expect(dot(row(i), row(j))).toBeCloseTo(Number(i === j), 12);
      }
    }
  });
});

describe('principal components', () => {
  test('the error of k components is the variance that they leave out', () => {
    const [n, d] = [40, 12];
    const x = cloud(n, d);
    const space = finish(spaces.principal(x, n, d, d));
    const y = spaces.project(x, n, space);
    for (const k of [0, 1, 5, 12]) {
      let error = 0;
      for (let i = 0; i < n; i++) {
        const again = spaces.rebuild(y.subarray(i * d, i * d + d), space, k);
        again.forEach((v, j) => (error += (v - x[i * d + j]) ** 2 / (n - 1)));
      }
      const left = space.values.slice(k).reduce((a, b) => a + b, 0);
      expect(error).toBeCloseTo(left, 10);
    }
    expect(space.values.reduce((a, b) => a + b, 0)).toBeCloseTo(space.total, 11);
  });
});

describe('linear discriminants', () => {
  test('refuse fewer points than dimensions; the spread within the classes is 1', () => {
    expect(() => spaces.discriminant(cloud(6, 9), [0, 1, 0, 1, 0, 1], 6, 9, 2)).toThrow('no inverse'); // prettier-ignore
    const [n, d] = [50, 6];
    const x = cloud(n, d);
    const labels = Array.from({ length: n }, (_, i) => i % 5);
    const space = spaces.discriminant(x, labels, n, d, 2);
    const y = spaces.project(x, n, space);
    const { within } = spaces.scatters(y, labels, n, 2);
    expectClose(within.map((v) => v / (n - 5)), [1, 0, 0, 1], 1e-10); // prettier-ignore
  });
});

describe('t-SNE', () => {
  const [n, d] = [25, 4];
  const x = cloud(n, d);
  const p = finish(spaces.affinities(finish(spaces.distances(x, n, d)), n, 6));

  test('P adds up to 1 and is symmetric, and each point has the perplexity', () => {
    expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    for (let i = 0; i < n; i++) {
      expect(p[i * n + i]).toBe(0);
      for (let j = 0; j < n; j++) expect(p[i * n + j]).toBe(p[j * n + i]);
    }
  });

  test('the gradient equals central differences, exaggerated too', () => {
    const y = cloud(n, 2);
    const { gradient } = spaces.tsneGradient(p, y, n);
    const h = 1e-6;
    for (let i = 0; i < 2 * n; i++) {
      const here = y[i];
      y[i] = here + h;
      const above = spaces.tsneGradient(p, y, n).kl;
      y[i] = here - h;
      const below = spaces.tsneGradient(p, y, n).kl;
      y[i] = here;
      expect(Math.abs((above - below) / (2 * h) - gradient[i])).toBeLessThan(1e-8);
    }
    const more = spaces.tsneGradient(p, y, n, 12);
    expect(more.kl).toBe(spaces.tsneGradient(p, y, n).kl);
    expect(more.gradient).not.toEqual(gradient);
  });

  test('steps lower KL, are the same for the same seed, and leave copies alone', () => {
    const at = spaces.beginTsne(n, 5);
    const first = spaces.tsneGradient(p, at.y, n).kl;
    for (let i = 0; i < 300; i++) spaces.tsneStep(p, at, n);
    expect(spaces.tsneGradient(p, at.y, n).kl).toBeLessThan(first / 2);
    const again = spaces.beginTsne(n, 5);
    for (let i = 0; i < 299; i++) spaces.tsneStep(p, again, n);
    const copy = spaces.copyTsne(again);
    spaces.tsneStep(p, again, n);
    expect(again).toEqual(at);
    expect(copy.step).toBe(299);
    expect(spaces.beginTsne(n, 6).y).not.toEqual(spaces.beginTsne(n, 5).y);
    expect(at.y.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 9);
  });
});

test('the vote: most neighbours, and of a tie the class that is nearest', () => {
  expect(spaces.vote([0, 1, 2], [7, 3, 3])).toBe(3);
  expect(spaces.vote([0, 1], [7, 3])).toBe(7);
  expect(spaces.vote([3, 0, 1, 2], [1, 1, 2, 2])).toBe(2);
});
