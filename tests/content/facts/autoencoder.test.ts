/** Every number and every measurable correction of the page on autoencoders. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  density,
  figures,
  ideal,
  NARROW,
  share,
  SIGMA,
} from '../../../src/content/concepts/autoencoder/figures.ts';
import {
  apply,
  loss,
  multiply,
  NOISE,
  POINTS,
  square,
  train,
  transpose,
  wrongDenoiser,
  type Matrix,
} from '../../../src/content/concepts/autoencoder/linear.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/autoencoder/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };

const close = (A: Matrix, B: Matrix, digits = 6) =>
  A.forEach((row, r) => row.forEach((v, c) => expect(v).toBeCloseTo(B[r][c], digits)));
const IDENTITY = [
  [1, 0],
  [0, 1],
];
const PROJECTION = [
  [4 / 5, 2 / 5],
  [2 / 5, 1 / 5],
];

describe('the worked example', () => {
  const encode = ([x, y]: number[]) => (2 * x + y) / 5;
  const decode = (c: number) => [2 * c, c];

  test('codes, outputs and a mean squared error of 5/2', () => {
    expect(POINTS.map(encode)).toEqual([2, -2, 0, 0]);
    expect(decode(encode([4, 2]))).toEqual([4, 2]);
    expect(decode(encode([1, -2]))).toEqual([0, 0]);
    const errors = POINTS.map((x) => square(decode(encode(x)).map((v, i) => v - x[i])));
    expect(errors).toEqual([0, 0, 5, 5]);
    expect(loss(PROJECTION, POINTS)).toBeCloseTo(5 / 2, 12);
  });

  test('a linear bottleneck finds the principal subspace, a wide code the identity', () => {
    for (const seed of [1, 2, 3]) close(train(POINTS, 1, 0, seed), PROJECTION);
    close(NARROW, PROJECTION);
    for (const seed of [1, 2]) close(train(POINTS, 2, 0, seed), IDENTITY, 4);
    // no projection on another line does better
    for (let angle = 0; angle < Math.PI; angle += 0.05) {
      const u = [Math.cos(angle), Math.sin(angle)];
      expect(loss(u.map((a) => u.map((b) => a * b)), POINTS)).toBeGreaterThan(5 / 2 - 1e-9); // prettier-ignore
    }
  });

  test('a point ten times too far is rebuilt without error', () => {
    expect(40 / 4).toBe(10);
    const [x, y] = apply(NARROW, [40, 20]);
    expect([x, y].map((v) => Number(v.toFixed(6)))).toEqual([40, 20]);
    expect(read('linear.out.txt')).toContain('(40,20) comes back as (40.00,20.00)');
    expect(read('pca_numpy.out.txt')).toMatch(/100 along the first axis: error 0\.000/);
  });
});

describe('denoising', () => {
  const C = multiply(transpose(POINTS), POINTS).map((row) => row.map((v) => v / POINTS.length));

  test('the noise adds σ² times the squared norm of A', () => {
    const A = [
      [0.7, -0.2],
      [0.3, 0.5],
    ];
    const random = mulberry32(4);
    let sum = 0;
    const n = 200_000;
    for (let i = 0; i < n; i++) {
      const x = POINTS[i % 4];
      const noisy = x.map((v) => v + Math.sqrt(NOISE) * normal(random));
      sum += square(apply(A, noisy).map((v, j) => v - x[j])) / n;
    }
    expect(Math.abs(sum / loss(A, POINTS, NOISE) - 1)).toBeLessThan(0.02);
  });

  test('variances 10 and 5/2, shares 4/5 and 1/2, errors 13/4, 5, 5 and 41/40', () => {
    for (const [direction, variance] of [
      [[2, 1], 10],
      [[1, -2], 5 / 2],
    ] as [number[], number][]) {
      apply(C, direction).forEach((v, i) => expect(v).toBeCloseTo(variance * direction[i], 12));
      expect(share(variance / NOISE)).toBeCloseTo(variance === 10 ? 4 / 5 : 1 / 2, 12);
    }
    const A = train(POINTS, 2, NOISE);
    // A = C (C + σ²I)⁻¹, that is A (C + σ²I) = C
    const sum = C.map((row, r) => row.map((v, c) => v + (r === c ? NOISE : 0)));
    close(multiply(A, sum), C, 4);
    expect(loss(A, POINTS, NOISE)).toBeCloseTo(13 / 4, 6);
    expect(loss(IDENTITY, POINTS, NOISE)).toBeCloseTo(5, 12);
    expect(loss(PROJECTION, POINTS, NOISE)).toBeCloseTo(5, 12);
    expect(loss(A, POINTS)).toBeCloseTo(41 / 40, 4);
    expect(loss(IDENTITY, POINTS)).toBe(0);
  });

  test('a plain autoencoder passes noise on, a denoising one does not', () => {
    close(wrongDenoiser(POINTS, 1), IDENTITY, 3);
    expect(loss(train(POINTS, 2), POINTS, NOISE)).toBeCloseTo(2 * NOISE, 3);
    expect(loss(train(POINTS, 2, NOISE), POINTS, NOISE)).toBeLessThan(2 * NOISE * 0.7);
  });

  test('the table of PSNR is what the listing printed', () => {
    const out = read('denoise_torch.out.txt');
    const noisy = (start: string) =>
      Number(new RegExp(`^${start}.*noisy +([\\d.]+) dB$`, 'm').exec(out)?.[1]);
    expect(Number(/^noisy input: ([\d.]+) dB$/m.exec(out)?.[1])).toBe(facts['psnr-noisy'].value);
    for (const [width, code] of [
      ['wide', 'code 256'],
      ['narrow', 'code   2'],
    ]) {
      const three = ['clean -> clean', 'noisy -> noisy', 'noisy -> clean'].map((way) =>
        noisy(`${code}, trained ${way}`),
      );
      expect(three).toEqual(
        ['plain', 'wrong', 'denoising'].map((name) => facts[`${width}-${name}`].value),
      );
      expect(Math.max(...three)).toBe(three[2]);
    }
    // −10 log10 of a mean squared error of σ² = 0.16
    expect(Number((-10 * Math.log10(0.4 ** 2)).toFixed(1))).toBe(facts['psnr-noisy'].value);
  });
});

describe('the ideal denoiser', () => {
  const norm = (p: readonly number[]) => Math.hypot(...p);

  test('points toward the circle from both sides, and stays at the center', () => {
    expect(norm(ideal([0, 0]))).toBeLessThan(1e-9);
    for (const r of [1.2, 1.5, 2.1]) expect(norm(ideal([r, 0]))).toBeLessThan(r);
    for (const r of [0.3, 0.5, 0.7]) expect(norm(ideal([0, r]))).toBeGreaterThan(r);
  });

  test('is x + σ² times the slope of the log-density', () => {
    const h = 1e-5;
    const log = (x: number, y: number) => Math.log(density([x, y]));
    for (const [x, y] of [
      [0.3, 0.4],
      [1.5, -0.5],
      [-1, 1],
    ]) {
      const slope = [
        (log(x + h, y) - log(x - h, y)) / (2 * h),
        (log(x, y + h) - log(x, y - h)) / (2 * h),
      ];
      const [u, v] = ideal([x, y]);
      expect(u).toBeCloseTo(x + SIGMA ** 2 * slope[0], 5);
      expect(v).toBeCloseTo(y + SIGMA ** 2 * slope[1], 5);
    }
  });
});

test('a mixed code has the error of PCA and correlated numbers', () => {
  const out = read('pca_numpy.out.txt');
  const error = /^code of +3: error ([\d.]+)$/m.exec(out)![1];
  const [, mixed, correlation] = /^code of +3, mixed: error ([\d.]+), correlated: ([\d.-]+)$/m.exec(out)!; // prettier-ignore
  expect(mixed).toBe(error);
  expect(Math.abs(Number(correlation))).toBeGreaterThan(0.1);
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
