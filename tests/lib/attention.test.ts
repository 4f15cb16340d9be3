import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  attend,
  cosinePatterns,
  frequencies,
  patchesOf,
  product,
  rowsIn,
  seededMatrix,
  shares,
  shuffled,
  sinePositions,
  type AttentionWeights,
} from '@lib/attention.ts';
import { grid, type Grid } from '@lib/grid.ts';
import { mulberry32 } from '@lib/random.ts';

const golden = JSON.parse(readFileSync(new URL('../golden/attention.json', import.meta.url), 'utf8')); // prettier-ignore

function close(got: ArrayLike<number>, want: readonly number[], about: string, allowed = 1e-12) {
  expect(got.length, about).toBe(want.length);
  const size = Math.max(1, ...want.map(Math.abs));
  want.forEach((v, i) => {
    if (!(Math.abs(got[i] - v) <= allowed * size)) expect.fail(`${about} at ${i}: ${got[i]} for ${v}`); // prettier-ignore
  });
}

const layerOf = (w: number[][], D: number): AttentionWeights => {
  const [query, key, value, out] = w.map((data) => grid([D, D], data));
  return { query, key, value, out };
};

/** A layer and tokens from a seed. */
function some(seed: number, n: number, D: number): { x: Grid; layer: AttentionWeights } {
  const random = mulberry32(seed);
  const draw = (rows: number) => seededMatrix(random, rows, D, 1);
  return { x: draw(n), layer: { query: draw(D), key: draw(D), value: draw(D), out: draw(D) } };
}

describe('against PyTorch and SciPy', () => {
  test('softmax, without overflow', () => {
    for (const { scores, shares: want } of golden.softmax) close(shares(scores), want, `${scores}`);
  });

  test('several heads are those of nn.MultiheadAttention', () => {
    for (const { n, D, heads, x, w, y, weights } of golden.heads) {
      const got = attend(grid([n, D], x), layerOf(w, D), heads, 1 / Math.sqrt(D / heads));
      close(got.y.data, y, `y ${n} ${D} ${heads}`);
      close(got.weights.data, weights, `weights ${n} ${D} ${heads}`);
      expect(got.weights.shape).toEqual([n, n, heads]);
    }
  });

  test('any factor before softmax: temperatures, and no scale', () => {
    for (const { n, D, factor, x, w, ...want } of golden.factors) {
      const got = attend(grid([n, D], x), layerOf(w, D), 1, factor);
      for (const name of ['scores', 'logits', 'weights', 'joined', 'y'] as const) {
        close(got[name].data, want[name], `${name} ${n} ${D} ${factor}`);
      }
    }
  });

  test('patterns are those of the cosine transform, patches those of unfold', () => {
    for (const { size, count, pairs, patterns } of golden.patterns) {
      expect(frequencies(count, size)).toEqual(pairs);
      close(cosinePatterns(size, count).data, patterns, `patterns ${size}`);
    }
    for (const { shape, size, image, patches } of golden.patches) {
      const got = patchesOf(grid([...shape, 1], image), size);
      expect([...got.data]).toEqual(patches);
      expect(got.shape[1]).toBe(size * size);
    }
  });

  test('positions', () => {
    for (const { side, dims, positions } of golden.positions) {
      close(sinePositions(side, dims).data, positions, `${side} ${dims}`);
    }
  });
});

describe('what must hold', () => {
  test('every row of every head sums to 1, and no weight is 0', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { x, layer } = some(seed, 9, 8);
      const { weights } = attend(x, layer, 4, 1 / Math.sqrt(2));
      for (let i = 0; i < 9; i++) {
        for (let h = 0; h < 4; h++) {
          const row = Array.from({ length: 9 }, (_, j) => weights.data[(i * 9 + j) * 4 + h]);
          expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
          expect(Math.min(...row)).toBeGreaterThan(0);
        }
      }
    }
  });

  test('shuffled tokens give shuffled outputs; with positions they do not', () => {
    for (let seed = 1; seed < 40; seed++) {
      const { x, layer } = some(seed, 16, 8);
      const order = shuffled(16, seed);
      const plain = attend(x, layer, 2, 0.5).y;
      const moved = attend(rowsIn(x, order), layer, 2, 0.5).y;
      close(moved.data, [...rowsIn(plain, order).data], `seed ${seed}`, 1e-13);
      const where = sinePositions(4, 8);
      const put = (a: Grid) => grid(a.shape, a.data.map((v, i) => v + where.data[i])); // prettier-ignore
      const told = attend(put(x), layer, 2, 0.5).y;
      const toldMoved = attend(put(rowsIn(x, order)), layer, 2, 0.5).y;
      const off = rowsIn(told, order).data.map((v, i) => Math.abs(v - toldMoved.data[i]));
      expect(Math.max(...off)).toBeGreaterThan(0.1);
    }
  });

  test('equal keys share evenly: the output is the plain mean', () => {
    const { x, layer } = some(3, 5, 4);
    const { weights, joined, v } = attend(x, { ...layer, key: grid([4, 4]) }, 1, 1);
    expect([...weights.data]).toEqual(Array(25).fill(0.2));
    for (let c = 0; c < 4; c++) {
      const mean = [0, 1, 2, 3, 4].reduce((sum, j) => sum + v.data[4 * j + c] / 5, 0);
      expect(joined.data[c]).toBeCloseTo(mean, 14);
    }
  });

  test('the worked example of the page: 6/10, 3/10, 1/10', () => {
    close(shares([Math.log(6), Math.log(3), 0]), [0.6, 0.3, 0.1], 'example', 1e-15);
  });

  test('orders are permutations, the same for a seed; 0 leaves them', () => {
    expect(shuffled(5, 0)).toEqual([0, 1, 2, 3, 4]);
    const seen = new Set<string>();
    for (let seed = 1; seed < 60; seed++) {
      const order = shuffled(16, seed);
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, i) => i));
      expect(shuffled(16, seed)).toEqual(order);
      seen.add(order.join());
    }
    expect(seen.size).toBe(59);
    // Each order of three is as likely as any other.
    const counts = new Map<string, number>();
    for (let seed = 1; seed <= 3000; seed++) {
      const key = shuffled(3, seed).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(100);
  });

  test('seeded weights have two decimals and the deviation asked for', () => {
    const { data } = seededMatrix(mulberry32(8), 100, 100, 0.6);
    expect(data.every((v) => Math.abs(100 * v - Math.round(100 * v)) < 1e-9 && !Object.is(v, -0))).toBe(true); // prettier-ignore
    expect(Math.sqrt(data.reduce((sum, v) => sum + v * v, 0) / 1e4)).toBeCloseTo(0.6, 1);
  });

  test('what does not fit is refused', () => {
    const { x, layer } = some(1, 4, 4);
    expect(() => attend(x, layer, 3, 1)).toThrow('3 heads do not divide 4');
    expect(() => product(grid([2, 3]), grid([2, 3]))).toThrow('3 columns');
    expect(() => patchesOf(grid([5, 4, 1]), 2)).toThrow('do not fill');
    expect(() => patchesOf(grid([4, 4, 3]), 2)).toThrow('do not fill');
    expect(() => sinePositions(4, 6)).toThrow('multiple of 4');
  });
});
