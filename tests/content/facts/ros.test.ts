/** Proves the numbers and corrections of the page ros. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ages, figures } from '../../../src/content/concepts/ros/figures.ts';
import {
  age,
  connects,
  DEFAULT,
  PERIOD,
  run,
  SENSOR,
  UNTIL,
  WORK,
  type Quality,
} from '../../../src/content/concepts/ros/ros.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { mulberry32 } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/ros/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const agesOf = (depth: number, until = UNTIL) => run(PERIOD, WORK, depth, until).results.map(age);

describe('the queue', () => {
  test('worked example: keep 1, keep 10, keep all', () => {
    expect([1000 / PERIOD, 1000 / WORK]).toEqual([25, 10]);
    expect(run(PERIOD, WORK, 1, 400).results).toEqual([
      { taken: 0, done: 100 },
      { taken: 80, done: 200 },
      { taken: 200, done: 300 },
      { taken: 280, done: 400 },
    ]);
    expect(agesOf(1).slice(1, 5)).toEqual([120, 100, 120, 100]);
    const ten = agesOf(10).slice(-10);
    expect([...new Set(ten)].sort()).toEqual([460, 480]);
    expect(ten[0]).not.toBe(ten[1]);
    expect(9 * PERIOD).toBe(360);
    const all = run(PERIOD, WORK, Infinity, UNTIL).results;
    all.forEach((result, n) => {
      expect(result).toEqual({ taken: 40 * n, done: 100 * (n + 1) });
      expect(age(result)).toBe(100 + 60 * n);
    });
    expect(all).toHaveLength(100);
    expect(age(all[99])).toBe(6040);
    for (const depth of [1, 5, 10, Infinity]) expect(agesOf(depth)).toHaveLength(100);
    // At 1 m/s a millisecond is a millimeter.
    expect([120, 480].map((ms) => ms / 10)).toEqual([12, 48]);
    expect(Math.round(6040 / 1000)).toBe(6);
  });

  test('a finite queue of any depth drops the same share', () => {
    expect(100 * (1 - PERIOD / WORK)).toBeCloseTo(fact('dropped'), 12);
    for (const depth of [1, 5, 10, 100]) {
      const [until, from] = [2_000_000, 1_000_000]; // long after the queue is full
      const [late, early] = [until, from].map((t) => run(PERIOD, WORK, depth, t));
      const share = (late.dropped - early.dropped) / ((until - from) / PERIOD);
      expect(100 * share, `depth ${depth}`).toBeCloseTo(fact('dropped'), 9);
    }
    expect(run(PERIOD, WORK, Infinity, UNTIL).dropped).toBe(0);
  });

  test('the bounds of the age hold for other cameras, and nothing waits for a fast detector', () => {
    for (const [T, S, N] of [
      [40, 100, 1],
      [40, 100, 10],
      [33, 70, 5],
      [10, 64, 3],
      [50, 51, 4],
    ]) {
      const settled = run(T, S, N, 60_000).results.slice(-100).map(age);
      expect(Math.min(...settled)).toBeGreaterThanOrEqual(S + (N - 1) * T);
      expect(Math.max(...settled)).toBeLessThan(S + N * T);
    }
    for (const [T, S] of [
      [40, 40],
      [40, 25],
    ]) {
      const fast = run(T, S, 10, 4000);
      expect(new Set(fast.results.map(age))).toEqual(new Set([S]));
      expect(fast.dropped).toBe(0);
    }
  });

  test('a color frame, and a second of them', () => {
    const frame = 640 * 480 * 3;
    expect(frame).toBe(921_600);
    expect(Math.round((25 * frame) / 1e6)).toBe(23);
    expect(Math.round((25 * frame * 8) / 1e6)).toBe(184);
  });
});

test('a subscription may not ask for more than is offered', () => {
  expect(connects(SENSOR, SENSOR)).toBe(true);
  expect(connects(SENSOR, DEFAULT)).toBe(false);
  expect(connects(DEFAULT, SENSOR)).toBe(true);
  expect(connects(DEFAULT, DEFAULT)).toBe(true);
  const latched: Quality = { ...DEFAULT, durability: 'transient local' };
  expect(connects(DEFAULT, latched)).toBe(false);
  expect(connects(latched, DEFAULT)).toBe(true);
  // Reliability alone is not enough if durability does not fit.
  expect(connects(DEFAULT, { ...SENSOR, durability: 'transient local' })).toBe(false);
});

describe('random oversampling', () => {
  test('copies have the class weight as their mean, and a variance', () => {
    const [rare, common] = [3, 9];
    const draws = common - rare;
    // The exact distribution of 1 + Bin(6, 1/3).
    const choose = (n: number, k: number): number => (k ? (choose(n - 1, k - 1) * n) / k : 1);
    const p = Array.from(
      { length: draws + 1 },
      (_, k) => choose(draws, k) * (1 / rare) ** k * (1 - 1 / rare) ** (draws - k),
    );
    const mean = p.reduce((sum, v, k) => sum + v * (1 + k), 0);
    const variance = p.reduce((sum, v, k) => sum + v * (1 + k - mean) ** 2, 0);
    expect(mean).toBeCloseTo(common / rare, 12);
    expect(variance).toBeCloseTo(4 / 3, 12);
    expect(variance).toBeCloseTo((draws / rare) * (1 - 1 / rare), 12);
    expect([2 * common, rare + common]).toEqual([18, 12]);
    const [, m, v] = /mean (\S+), variance (\S+)/.exec(read('ros_numpy.out.txt'))!;
    expect(Math.abs(Number(m) - mean)).toBeLessThan(0.02);
    expect(Math.abs(Number(v) - variance)).toBeLessThan(0.02);
  });

  test('the mean gradient of oversampling is the weighted one', () => {
    const random = mulberry32(5);
    const gradients = [1, -2, 4];
    const sum = gradients.reduce((a, b) => a + b);
    let total = 0;
    const rounds = 40_000;
    for (let round = 0; round < rounds; round++) {
      total += sum;
      for (let k = 0; k < 6; k++) total += gradients[Math.floor(random() * 3)];
    }
    expect(total / rounds).toBeCloseTo(3 * sum, 0);
  });

  test('the table of remedies, and the copies of 20 among 1,000', () => {
    const printed = read('ros_numpy.out.txt');
    for (const row of [
      /as it is +3 \+ 9 rows, distinct 3 \+ 9/,
      /oversampled +9 \+ 9 rows, distinct 3 \+ 9/,
      /undersampled +3 \+ 3 rows, distinct 3 \+ 3/,
      /SMOTE +9 \+ 9 rows, distinct 9 \+ 9/,
      /class weight +3\.0/,
    ]) {
      expect(printed).toMatch(row);
    }
    expect([980 - 20, 2 * 980]).toEqual([960, 1960]);
  });
});

describe('figures', () => {
  test('three curves as the captions say', () => {
    const last = (depth: number) => ages(depth).slice(-4).map(([, y]) => y); // prettier-ignore
    expect(Math.min(...last(1))).toBe(100);
    expect(Math.max(...last(1))).toBe(120);
    expect(Math.min(...last(10))).toBe(460);
    expect(Math.max(...last(10))).toBe(480);
    expect(last(Infinity).at(-1)).toBeGreaterThan(1800);
    expect(last(Infinity).at(-1)).toBeLessThan(2000); // inside the axes
  });

  test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
    for (const lang of LANGS) expect(figures[name](lang)).toMatch(/^<svg [\s\S]*<\/svg>$/);
  });
});
