/** Every number and every measurable correction of the page on pretraining. */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { CURVES, figures, STEPS } from '../../../src/content/concepts/pretraining/figures.ts';
import {
  batchLoss,
  EXAMPLE,
  gradient,
  infoNce,
  main,
  shares,
  T,
  wrongBatchLoss,
} from '../../../src/content/concepts/pretraining/infonce.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/pretraining/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
/** What the page shows under a fact id. */
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const near = (actual: number[], expected: number[]) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
};
const two = (value: number) => Number(value.toFixed(2));

describe('contrastive loss', () => {
  test('the worked example', () => {
    near(
      EXAMPLE.map((s) => Math.exp(s / T)),
      [4, 1, 2],
    );
    near(shares(EXAMPLE, T), [4 / 7, 1 / 7, 2 / 7]);
    expect(infoNce(EXAMPLE, T)).toBeCloseTo(Math.log(7 / 4), 12);
    near(
      gradient(EXAMPLE, T).map((g) => g * T),
      [-3 / 7, 1 / 7, 2 / 7],
    );
    const separated = infoNce([1, -1, -1], T);
    const collapsed = infoNce([1, 1, 1], T);
    expect(separated).toBeCloseTo(Math.log(9 / 8), 12);
    expect(collapsed).toBeCloseTo(Math.log(3), 12);
    expect(two(infoNce(EXAMPLE, T))).toBe(fact('loss-example'));
    expect(two(separated)).toBe(fact('loss-separated'));
    expect(two(collapsed)).toBe(fact('loss-collapsed'));
    expect(collapsed).toBeGreaterThan(infoNce(EXAMPLE, T));
  });

  test('the gradient equals finite differences', () => {
    const s = [0.3, -0.2, 0.7, 0.1];
    const h = 1e-6;
    for (const temperature of [0.2, 1]) {
      gradient(s, temperature).forEach((g, i) => {
        const moved = (by: number) =>
          infoNce(
            s.map((v, k) => v + (k === i ? by : 0)),
            temperature,
          );
        expect(g).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 5);
      });
    }
  });

  test('a batch of two pictures, as NumPy has it', () => {
    const views = [
      [1, 0],
      [1, 0],
      [0, 1],
      [0, 1],
    ];
    const same = Array(4).fill([1, 1]);
    expect(batchLoss(views, T)).toBeCloseTo(Math.log(1.5), 12);
    expect(batchLoss(same, T)).toBeCloseTo(Math.log(3), 12);
    const output = read('infonce_numpy.out.txt');
    expect(output).toContain(`views equal: ${Math.log(1.5).toFixed(4)}`);
    expect(output).toContain(
      `all outputs equal:                          ${Math.log(3).toFixed(4)}`,
    );
  });

  test('without strangers a constant output is perfect', () => {
    expect(infoNce([1], T)).toBeCloseTo(0, 12);
  });

  test('counting the view itself keeps the loss above its minimum', () => {
    const rng = mulberry32(4);
    const perfect = [
      [1, 0],
      [1, 0],
      [-1, 0],
      [-1, 0],
    ];
    expect(batchLoss(perfect, T)).toBeCloseTo(Math.log(9 / 8), 12);
    expect(wrongBatchLoss(perfect, T)).toBeGreaterThan(Math.log(2)); // its own share equals the partner's
    for (let n = 0; n < 10; n++) {
      const views = Array.from({ length: 6 }, () => [normal(rng), normal(rng), normal(rng)]);
      expect(wrongBatchLoss(views, T)).toBeGreaterThan(batchLoss(views, T));
    }
  });

  test('the listing prints its captured output', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    main();
    const printed = log.mock.calls.map((words) => words.join(' ')).join('\n');
    log.mockRestore();
    expect(`${printed}\n`).toBe(read('infonce.out.txt'));
  });
});

test('what the PyTorch listing printed', () => {
  const output = read('digits_torch.out.txt');
  const row = (start: string) => {
    const line = output.split('\n').find((text) => text.trim().startsWith(start));
    return line!
      .slice(line!.indexOf(start) + start.length)
      .match(/\d+\.\d/g)!
      .map(Number);
  };
  for (const [shots, id] of [
    ['1 per class', 'p1'],
    ['5 per class', 'p5'],
  ]) {
    expect(row(shots)).toEqual(['pixels', 'random', 'pretrained'].map((k) => fact(`${id}-${k}`)));
  }
  expect(output).toContain(`accuracy after ${STEPS.join(' ')} steps`);
  expect(row('1,297 labels, pretrained')).toEqual(CURVES.all.pretrained);
  expect(row('1,297 labels, from scratch')).toEqual(CURVES.all.scratch);
  expect(row('50 labels, pretrained')).toEqual(CURVES.few.pretrained);
  expect(row('50 labels, from scratch')).toEqual(CURVES.few.scratch);
  expect([CURVES.all.pretrained[1], CURVES.all.pretrained[5]]).toEqual([
    fact('all-20-pre'),
    fact('all-500-pre'),
  ]);
  expect([CURVES.all.scratch[1], CURVES.all.scratch[5]]).toEqual([
    fact('all-20-scratch'),
    fact('all-500-scratch'),
  ]);
  expect([CURVES.few.pretrained[5], CURVES.few.scratch[5]]).toEqual([
    fact('few-500-pre'),
    fact('few-500-scratch'),
  ]);
  // What the page says of it: ahead at first, no real difference from 100 steps on.
  for (const { pretrained, scratch } of Object.values(CURVES)) {
    expect(pretrained[1] - scratch[1]).toBeGreaterThan(5);
    for (const i of [3, 4, 5]) expect(Math.abs(pretrained[i] - scratch[i])).toBeLessThan(1);
  }
  expect(Math.round(CURVES.all.scratch[5] - CURVES.few.scratch[5])).toBe(12);
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
