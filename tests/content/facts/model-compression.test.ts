/** Proves the numbers and corrections of the page model-compression. */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  dense,
  factors,
  listed,
  masked,
  soften,
  softGradient,
  TEACHER,
} from '../../../src/content/concepts/model-compression/compress.ts';
import { figures } from '../../../src/content/concepts/model-compression/figures.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/model-compression/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const PAGES = [read('zh.mdx'), read('en.mdx')];
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const close = (actual: number[], expected: number[], digits = 12) =>
  expected.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, digits));

describe('distillation', () => {
  test('soft targets 81:9:1, 9:3:1 and the gradients of the example', () => {
    close(soften(TEACHER, 1), [81 / 91, 9 / 91, 1 / 91]);
    close(soften(TEACHER, 2), [9 / 13, 3 / 13, 1 / 13]);
    close(softGradient(TEACHER, [0, 0, 0], 2), [-28 / 39, 8 / 39, 20 / 39]);
    const label = soften([0, 0, 0], 1).map((q, i) => q - Number(i === 0));
    close(label, [-2 / 3, 1 / 3, 1 / 3]);
    expect(20 / 8).toBeGreaterThan(2);
    // What the figure and its alternative text say.
    const shown = [1, 2, 4].map((T) => soften(TEACHER, T).map((p) => p.toFixed(2)));
    expect(shown).toEqual([['0.89', '0.10', '0.01'], ['0.69', '0.23', '0.08'], ['0.52', '0.30', '0.17']]); // prettier-ignore
  });

  const random = mulberry32(4);
  const noise = () => Array.from({ length: 6 }, () => normal(random));
  const kl = (v: number[], z: number[], T: number) => {
    const [p, q] = [soften(v, T), soften(z, T)];
    return T * T * p.reduce((sum, value, i) => sum + value * Math.log(value / q[i]), 0);
  };

  test('the gradient equals finite differences', () => {
    const [v, z] = [noise(), noise()];
    for (const T of [1, 3]) {
      const h = 1e-6;
      const differences = z.map((_, k) => {
        const [up, down] = [h, -h].map((d) => z.map((value, i) => value + (i === k ? d : 0)));
        return (kl(v, up, T) - kl(v, down, T)) / (2 * h);
      });
      close(softGradient(v, z, T), differences, 7);
    }
  });

  test('at a high temperature it matches centered logits', () => {
    const center = (list: number[]) => list.map((x) => x - list.reduce((a, b) => a + b) / 6);
    const [v, z] = [center(noise()), center(noise())];
    close(softGradient(v, z, 1e5), z.map((value, i) => (value - v[i]) / 6), 4); // prettier-ignore
    // Without T² it fades as 1/T²: twice the temperature, a quarter of the gradient.
    const plain = (T: number) => softGradient(v, z, T)[0] / T ** 2;
    expect(plain(2000) / plain(1000)).toBeCloseTo(1 / 4, 3);
    expect(4 ** 2).toBe(16);
  });
});

describe('storage', () => {
  test('a list pays above one half, a bit mask above one eighth', () => {
    expect(listed(1000, 0.5, 8, 8)).toBe(dense(1000, 8));
    expect(listed(1000, 0, 8, 8) / 8).toBe(2000);
    expect(masked(1000, 1 / 8, 8)).toBe(dense(1000, 8));
    expect(masked(1000, 0, 8) / 8).toBe(1125);
    expect(listed(1000, 0.6, 8, 8)).toBeLessThan(dense(1000, 8));
    expect(listed(1000, 0.4, 8, 8)).toBeGreaterThan(dense(1000, 8));
  });

  test('rank 16 leaves 26,112 of 100,352 weights', () => {
    expect(1568 * 64).toBe(100352);
    expect(factors(1568, 64, 16)).toBe(26112);
    const limit = (1568 * 64) / (1568 + 64);
    expect(factors(1568, 64, Math.floor(limit))).toBeLessThan(100352);
    expect(factors(1568, 64, Math.ceil(limit))).toBeGreaterThan(100352);
    for (const page of PAGES) for (const n of ['100,352', '26,112']) expect(page).toContain(n);
  });

  test('8-bit weights become float32 when they are loaded', () => {
    const spec: tf.io.WeightsManifestEntry = {
      name: 'w',
      shape: [4],
      dtype: 'float32',
      quantization: { dtype: 'uint8', min: -1, scale: 0.5 },
    };
    const { w } = tf.io.decodeWeights(new Uint8Array([0, 1, 2, 255]).buffer, [spec]);
    expect(w.dtype).toBe('float32');
    expect([...w.dataSync()]).toEqual([-1, -0.5, 0, 126.5]);
    const model = JSON.parse(
      readFileSync('public/models/digits-classifier/model.json', 'utf8'),
    ) as { weightsManifest: [{ weights: tf.io.WeightsManifestEntry[] }] };
    const kernels = model.weightsManifest[0].weights.filter(({ name }) => name.endsWith('kernel'));
    expect(kernels.length).toBe(6);
    for (const { quantization } of kernels) expect(quantization!.dtype).toBe('uint8');
  });
});

describe('what was run', () => {
  test('what the pruning listing printed', () => {
    const lines = read('prune_torch.out.txt').trim().split('\n');
    const row = (name: string) =>
      lines.find((line) => line.startsWith(name))!.slice(24).trim().split(/\s+/).map(Number); // prettier-ignore
    const shares = row('pruned');
    const at = (name: string, share: number) => row(name)[shares.indexOf(share)];
    expect(at('smallest first', 0)).toBe(fact('full'));
    for (const share of [50, 70, 80]) {
      expect(at('smallest first', share)).toBe(fact(`prune-${share}`));
    }
    expect(at('at random', 50)).toBe(fact('random-50'));
    const ranks = row('rank of dense1');
    expect(row('accuracy')[ranks.indexOf(16)]).toBe(fact('rank-16'));
    expect(row('accuracy')[ranks.indexOf(4)]).toBe(fact('rank-4'));
  });

  test('what the distillation listing printed', () => {
    const lines = read('distill_torch.out.txt').trim().split('\n');
    expect(lines[0]).toBe('teacher 117434 weights, student 25450');
    expect(Math.round(117434 / 25450)).toBe(5);
    const row = (name: string) =>
      lines.find((line) => line.startsWith(name))!.trim().split(/\s+/).slice(-2).map(Number); // prettier-ignore
    const [hard, none] = row('300 pictures, hard labels');
    expect([hard, none]).toEqual([fact('distill-hard'), 0]);
    for (const name of ['300 pictures, soft targets, T = 1', '300 pictures, soft targets, T = 8']) {
      expect(row(name)[0]).toBeLessThan(hard + 0.5);
    }
    expect(row('3,000 unlabeled')).toEqual([fact('distill-many'), fact('distill-threes')]);
  });
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures)) {
    for (const lang of ['zh', 'en'] as const) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  }
});
