import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { figures } from '../../../src/content/concepts/improving-cnn-performance/figures.ts';
import {
  adapted,
  BEST,
  budget,
  mcnemar,
  MODELS,
  scheduled,
} from '../../../src/content/concepts/improving-cnn-performance/recipe.ts';
import { macCount } from '../../../src/lib/ops/conv.ts';
import { mulberry32 } from '../../../src/lib/random.ts';
import { SCENES } from '../../../src/components/widgets/overfitting/scenes.ts';
import { parse as parseState } from '../../../src/components/widgets/overfitting/state.ts';
import { trained } from '../../../src/components/widgets/overfitting/training.ts';
import type { Query } from '../../../src/components/widgets/toolkit/query.ts';

const folder = new URL('../../../src/content/concepts/improving-cnn-performance/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;

test('worked example: 12 and 2, 1 and 13, 7 and 7', () => {
  const parts = MODELS.map(({ training, validation }) => budget(BEST, training, validation));
  expect(parts.map(({ avoidable, gap }) => [avoidable, gap])).toEqual([[12, 2], [1, 13], [7, 7]]); // prettier-ignore
  expect(parts.map(({ advice }) => advice)).toEqual(['fit better', 'regularize', 'both']);
  MODELS.forEach(({ validation }, i) =>
    expect(BEST + parts[i].avoidable + parts[i].gap).toBe(validation),
  );
});

describe('learning rates', () => {
  const rate = (t: number) => scheduled(1, t, 2, 10);
  const steps = (g: number) => adapted(new Array<number>(10).fill(g), rate);

  test('a schedule acts over time, adaptation per weight', () => {
    // Adaptation makes steps equal for gradients 1 and 100; the schedule still shapes them.
    steps(100).forEach((step, t) => {
      expect(step).toBeCloseTo(steps(1)[t], 6);
      expect(step).toBeCloseTo(rate(t), 6);
    });
    // Without it, the step is as many times larger as the gradient, as the listing printed.
    const printed = (name: string) => read('recipe.out.txt').split('\n').find((row) => row.startsWith(name))!.slice(name.length).trim().split(' ').map(Number); // prettier-ignore
    const [one, hundred] = [1, 100].map((g) => printed(`schedule alone, gradients ${g} `));
    expect(one).toEqual(one.map((_, t) => Number(rate(t).toFixed(2))));
    hundred.forEach((step, t) => expect(step).toBeCloseTo(100 * rate(t), 2));
    expect(printed('both, gradients 100 ')).toEqual(one);
    // With a constant rate, adaptation alone does not decay.
    const flat = adapted(new Array<number>(10).fill(3), () => 1);
    flat.forEach((step) => expect(step).toBeCloseTo(1, 6));
  });

  test('warm-up, then half a cosine, as PyTorch printed it', () => {
    expect(rate(0)).toBe(1 / 2);
    expect(rate(1)).toBe(1);
    expect(rate(6)).toBeCloseTo(1 / 2, 12);
    const printed = [...read('recipe_torch.out.txt').matchAll(/step +(\d+) +rate ([\d.]+)/g)];
    expect(printed.length).toBe(5);
    for (const [, step, value] of printed)
      expect(scheduled(0.1, Number(step), 10, 100)).toBeCloseTo(Number(value), 4);
  });

  test('only kernels decay in the PyTorch recipe', () => {
    const kernels = 3 * 3 * 3 * 16 + 3 * 3 * 16 * 32 + 32 * 10;
    const vectors = 2 * 16 + 2 * 32 + 10;
    expect(read('recipe_torch.out.txt')).toContain(`decayed ${kernels} not decayed ${vectors}`);
  });
});

describe('comparison', () => {
  test('60 against 40 images: z = 2', () => {
    expect(mcnemar(60, 40)).toBe(2);
    // Of 100 images on which one of two is right, 20 is the least difference that reaches 2.
    const least = Array.from({ length: 101 }, (_, b) => b).find((b) => mcnemar(b, 100 - b) >= 2)!;
    expect((least - (100 - least)) / 1000).toBeCloseTo(2 / 100, 12);
    // By chance alone, |z| reaches 2 in about one case of twenty.
    const random = mulberry32(3);
    let far = 0;
    for (let k = 0; k < 4000; k++) {
      let b = 0;
      for (let i = 0; i < 100; i++) if (random() < 0.5) b++;
      if (Math.abs(mcnemar(b, 100 - b)) >= 2) far++;
    }
    expect(far / 4000).toBeGreaterThan(0.03);
    expect(far / 4000).toBeLessThan(0.08);
  });

  test('standard error of a difference', () => {
    const p = fact('ninety') / 100;
    const error = 100 * Math.sqrt((2 * p * (1 - p)) / 10000);
    expect(Number(error.toFixed(1))).toBe(fact('difference-error'));
  });
});

test('a depthwise separable convolution saves computation', () => {
  const map = [14, 14, 512];
  const full = macCount(map, [3, 3, 512, 512]);
  const separable = macCount(map, [3, 3, 1, 512]) + macCount(map, [1, 1, 512, 512]);
  expect(Number((full / separable).toFixed(1))).toBe(fact('separable-saving'));
  expect(separable / full).toBeCloseTo(1 / 512 + 1 / 9, 12);
  for (const channels of [64, 128, 1024]) {
    const saving = 1 / (1 / channels + 1 / 9);
    expect(saving).toBeGreaterThan(7.8);
    expect(saving).toBeLessThan(9);
  }
});

test('what the page says of the widget', () => {
  const end = (query: Query) => trained(parseState(query).state!).history.at(-1)!;
  const fromScene = Object.fromEntries(new URLSearchParams(SCENES.augmentation.query));
  const jitter = fromScene.jitter;
  const [plain, shifted, wild] = [{}, { jitter }, { jitter: '1' }].map(end);
  expect(shifted.held).toBeLessThan(plain.held / 3);
  const [small, smallShifted, smallWild] = [{}, { jitter }, { jitter: '1' }].map((query) =>
    end({ width: '1', ...query }),
  );
  for (const key of ['train', 'held'] as const) {
    expect(smallShifted[key] / small[key]).toBeCloseTo(1, 1); // hardly differ
    expect(wild[key]).toBeGreaterThan(1.4 * shifted[key]);
    expect(smallWild[key]).toBeGreaterThan(small[key]);
  }
  expect(small.train).toBeGreaterThan(100 * plain.train); // it underfits
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures))
    for (const lang of ['zh', 'en'] as const) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
});
