/** What the page on errors of the web says, computed: the wrong rule beside the right one. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { klBits } from '../../../src/lib/divergence.ts';
import { grid } from '../../../src/lib/grid.ts';
import { outputSize } from '../../../src/lib/ops/conv.ts';
import { batchNormTrain } from '../../../src/lib/ops/norm.ts';
import { transposedSize } from '../../../src/lib/ops/upsample.ts';
import { stepOf } from '../../../src/lib/optimizers.ts';
import { mulberry32 } from '../../../src/lib/random.ts';

const entries: { id: string; truth: { zh: string; en: string } }[] = parse(
  readFileSync('src/content/web-errors.yaml', 'utf8'),
);

/** Asks both languages of an entry for these pieces of text. */
function says(id: string, ...pieces: string[]): void {
  const { truth } = entries.find((entry) => entry.id === id)!;
  for (const piece of pieces) {
    expect(truth.zh, id).toContain(piece);
    expect(truth.en, id).toContain(piece);
  }
}

test('a 6×6 input comes from 3×3, not from 2×2', () => {
  expect(outputSize(6, 3, 2, 1, 1, 1)).toBe(3);
  const back = (n: number) => transposedSize(n, 3, 2, 1, 1, 1, 1);
  expect([back(3), back(2)]).toEqual([6, 4]);
  says('transposed-input', '3×3', '2×2', '4×4', '6×6');
});

test('the first step of Adam is the rate; multiplying makes it ten times as long', () => {
  const hyper = { beta: 0.9, rho: 0.9, beta1: 0.9, beta2: 0.999, eps: 1e-8, decay: 0, convention: 'pytorch' } as const; // prettier-ignore
  for (const gradient of [0.003, 1, 250]) {
    const right = stepOf('adam', { theta: 1, gradient, m: 0, v: 0 }, 0.01, 1, hyper);
    expect(right.theta).toBeCloseTo(0.99, 5);
    const { m, v } = right;
    const wrong = 1 - (0.01 * m * (1 - 0.9)) / (Math.sqrt(v * (1 - 0.999)) + 1e-8);
    expect(wrong).toBeCloseTo(0.9, 3);
  }
  says('adam-bias-correction', '0.99', '0.90');
});

test('what dropout leaves on average is 1 − p, which only p = 1/2 hides', () => {
  const random = mulberry32(7);
  for (const p of [0.2, 0.5, 0.8]) {
    const n = 200_000;
    let kept = 0;
    for (let i = 0; i < n; i++) if (random() >= p) kept++;
    expect(kept / n).toBeCloseTo(1 - p, 2);
  }
  expect(0.5).toBe(1 - 0.5);
  expect(0.2 / (1 - 0.2)).toBe(0.25);
  says('dropout-scale', '$p=0.2$', '$1-p$');
});

describe('densities on a grid', () => {
  const CELLS = 20;
  const cell = (x: number, y: number) => Math.trunc(x * CELLS) + CELLS * Math.trunc(y * CELLS);

  /** Shares of the cells, each sample read from its place. */
  function shares(points: readonly number[]): number[] {
    const found = new Array<number>(CELLS * CELLS).fill(0);
    const n = points.length / 2;
    for (let i = 0; i < n; i++) found[cell(points[2 * i], points[2 * i + 1])] += 1 / n;
    return found;
  }

  /** The same, but what is read is taken out of the list that is being read: 2i + 2 numbers at 2i. */
  function sharesTakenOut(points: readonly number[]): number[] {
    const found = new Array<number>(CELLS * CELLS).fill(0);
    const rest = [...points];
    const n = points.length / 2;
    for (let i = 0; i < n; i++) {
      const [x, y] = rest.splice(2 * i, 2 * i + 2);
      if (y !== undefined) found[cell(x, y)] += 1 / n;
    }
    return found;
  }

  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b);

  test('samples against themselves: the rule of GAN Lab gives a negative KL, the divergence gives 0', () => {
    for (const seed of [1, 2, 3]) {
      const random = mulberry32(seed);
      const n = 2000;
      const points = Array.from({ length: 2 * n }, random);
      const drawn = shares(points);
      const counted = sharesTakenOut(points);
      expect(sum(drawn)).toBeCloseTo(1, 9);
      expect(sum(counted) * n).toBeGreaterThan(0.5 * Math.sqrt(2 * n));
      expect(sum(counted) * n).toBeLessThan(1.1 * Math.sqrt(2 * n));
      const eps = 1e-4;
      const score = sum(counted.map((p, k) => (p + eps) * Math.log2((p + eps) / (drawn[k] + eps))));
      expect(score).toBeLessThan(-0.05);
      expect(klBits(drawn, drawn)).toBe(0);
    }
    says('gan-lab-divergence', '$\\sqrt{2N}$');
  });
});

test('batch normalization divides by the standard deviation', () => {
  const { y, mean, variance } = batchNormTrain(grid([2, 1], [1, 5]), { eps: 1e-12 });
  expect([mean.data[0], variance.data[0]]).toEqual([3, 4]);
  expect([...y.data].map((value) => Number(value.toFixed(9)))).toEqual([-1, 1]);
  expect([1, 5].map((value) => (value - 3) / 4)).toEqual([-0.5, 0.5]);
  says('batch-norm-variance', '−1', '−0.5', '0.5');
});
