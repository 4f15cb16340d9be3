/** Every number and every measurable correction of the concept page on zeroing gradients. */
import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import {
  accumulated,
  descend,
  GradientStore,
  SAMPLES,
  wrongMeanOfMeans,
} from '../../../src/content/concepts/gradient-zeroing/accumulate.ts';
import { figures, RATE, STEPS } from '../../../src/content/concepts/gradient-zeroing/figures.ts';
import { asked } from '../../../src/content/concepts/gradient-zeroing/fresh_tfjs.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/gradient-zeroing/', import.meta.url);
const printed = readFileSync(new URL('zero_grad_torch.out.txt', folder), 'utf8');

test('TensorFlow.js answers 6, 6, 6 where a store has 6, 12, 18', async () => {
  vi.spyOn(console, 'warn').mockReturnValue(); // TensorFlow.js greets
  expect(await asked(3)).toEqual([6, 6, 6]);
  const store = new GradientStore();
  const held = [1, 2, 3].map(() => {
    store.backward(6);
    return store.grad;
  });
  expect(held).toEqual([6, 12, 18]);
  store.zero();
  store.backward(6);
  expect(store.grad).toBe(6);
  expect(printed).toMatch(/w\.grad 6\.0\nw\.grad 12\.0\nw\.grad 18\.0\nafter zeroing 6\.0/);
});

test('worked example: 8, 4, 2, 1 against 8, 4, −2, −7', () => {
  expect(descend(true, 8, 1 / 2, 3)).toEqual([8, 4, 2, 1]);
  expect(descend(false, 8, 1 / 2, 3)).toEqual([8, 4, -2, -7]);
});

test('never zeroed is momentum 1: it swings, and diverges only beyond 4', () => {
  const largest = (rate: number) => Math.max(...descend(false, 8, rate, 2000).map(Math.abs));
  for (const rate of [0.1, 0.5, 1, 3]) expect(largest(rate)).toBeLessThan(20);
  expect(largest(4.1)).toBeGreaterThan(1e9);
  // It never comes to rest: late swings are as wide as early ones.
  const path = descend(false, 8, RATE, 2000);
  expect(Math.max(...path.slice(-100).map(Math.abs))).toBeGreaterThan(7.9);
  // The recurrence of the page, and momentum with coefficient 1.
  let [w, m] = [8, 0];
  path.forEach((value, t) => {
    expect(value).toBeCloseTo(w, 8);
    m = 1 * m + w;
    w -= RATE * m;
    if (t > 1) expect(value).toBeCloseTo((2 - RATE) * path[t - 1] - path[t - 2], 8);
  });
  // With zeroing the limit is 2.
  expect(Math.abs(descend(true, 8, 1.9, 400)[400])).toBeLessThan(1e-6);
  expect(Math.abs(descend(true, 8, 2.1, 400)[400])).toBeGreaterThan(1e6);
});

test('with noisy gradients the swings grow', () => {
  const random = mulberry32(4);
  let [w, sum] = [0, 0];
  const path: number[] = [];
  for (let t = 0; t < 40_000; t++) {
    sum += w + normal(random); // never zeroed
    w -= RATE * sum;
    path.push(w);
  }
  const width = (part: number[]) => Math.max(...part.map(Math.abs));
  expect(width(path.slice(-2000))).toBeGreaterThan(5 * width(path.slice(0, 200)));
});

test('weighted parts give the gradient of the whole batch', () => {
  const [a, b, c, d] = SAMPLES;
  for (const parts of [
    [[a, b, c, d]],
    [
      [a, b],
      [c, d],
    ],
    [[a, b, c], [d]],
    [[a], [b], [c], [d]],
  ]) {
    expect(accumulated(parts)).toBeCloseTo(5, 12);
  }
  expect(printed).toContain('four parts of 16: True');
});

test('a mean of unequal means is wrong, and batch normalization differs', () => {
  const [a, b, c, d] = SAMPLES;
  expect([a, b, c, d]).toEqual([9, 7, 2, 2]);
  expect(wrongMeanOfMeans([[a, b], [c, d]])).toBe(5); // prettier-ignore
  expect(wrongMeanOfMeans([[a, b, c], [d]])).toBe(4);
  expect(printed).toContain('with batch normalization: False');
});

test('with zeros the momentum goes on, with None the parameter is skipped', () => {
  expect(printed).toContain('set_to_none=False: w = 0.62'); // 1 − 0.2 − 0.9 · 0.2
  expect(printed).toContain('set_to_none=True: w = 0.80');
  // A step of 0.2, and with zeros a second one of the momentum alone.
  const end = (zeros: string) => Number(new RegExp(`set_to_none=${zeros}: w = ([\\d.]+)`).exec(printed)![1]); // prettier-ignore
  expect(1 - end('True')).toBeCloseTo(0.2, 12);
  expect(end('True') - end('False')).toBeCloseTo(0.9 * 0.2, 12);
});

test('the figure shows 60 steps at a rate of 1/10', () => {
  expect([RATE, STEPS]).toEqual([0.1, 60]);
  for (const draw of Object.values(figures)) {
    for (const lang of LANGS) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  }
});
