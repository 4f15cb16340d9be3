/** The sums of variational autoencoders, against PyTorch, NumPy and scikit-image (make_vae.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { meanSquaredError, psnr } from '../../src/lib/psnr.ts';
import { mulberry32, normal } from '../../src/lib/random.ts';
import {
  bernoulliLoss,
  deviation,
  gaussianKl,
  lerp,
  monteCarloKl,
  normals,
  reparameterize,
  slerp,
  total,
} from '../../src/lib/vae.ts';
import { expectClose } from './helpers.ts';

interface Golden {
  codes: Record<'mu' | 'logvar' | 'epsilon' | 'sigma' | 'z' | 'dmu' | 'dlogvar' | 'kl', number[]>[];
  pixels: { x: number[]; p: number[]; loss: number[]; noisy: number[]; psnr: number }[];
  arcs: { a: number[]; b: number[]; t: number; slerp: number[] }[];
}
const file = JSON.parse(readFileSync('tests/golden/vae.json', 'utf8')) as Golden;

describe('the code', () => {
  test('σ, z and the divergence of every dimension', () => {
    for (const { mu, logvar, epsilon, sigma, z, kl } of file.codes) {
      expectClose(deviation(logvar), sigma, 1e-12);
      expectClose(reparameterize(mu, sigma, epsilon), z, 1e-12);
      expectClose(gaussianKl(mu, sigma), kl, 1e-11);
    }
  });

  test('z carries gradients to μ and log σ²: finite differences equal autograd', () => {
    const h = 1e-6;
    for (const { mu, logvar, epsilon, dmu, dlogvar } of file.codes) {
      const sum = (m: number[], l: number[]) => total(reparameterize(m, deviation(l), epsilon));
      const slope = (list: number[], i: number, f: (changed: number[]) => number) => {
        const at = (by: number) => f(list.map((v, k) => (k === i ? v + by : v)));
        return (at(h) - at(-h)) / (2 * h);
      };
      mu.forEach((_, i) => {
        expect(slope(mu, i, (m) => sum(m, logvar))).toBeCloseTo(dmu[i], 6);
        expect(slope(logvar, i, (l) => sum(mu, l))).toBeCloseTo(dlogvar[i], 6);
      });
    }
  });

  test('the divergence is never negative, and 0 only for the prior itself', () => {
    const random = mulberry32(8);
    for (let i = 0; i < 2000; i++) {
      const kl = gaussianKl([normal(random)], [Math.exp(normal(random))])[0];
      expect(kl).toBeGreaterThan(0);
    }
    expect([...gaussianKl([0, 0], [1, 1])]).toEqual([0, 0]);
    expect(gaussianKl([1], [1])[0]).toBe(0.5);
    expect(gaussianKl([0], [2])[0]).toBeCloseTo(1.5 - Math.log(2), 14);
  });

  test('closed form and samples agree within 3 standard errors, which shrink with √n', () => {
    for (const [i, { mu, sigma, kl }] of file.codes.entries()) {
      const few = monteCarloKl(mu, sigma, 1000, mulberry32(i));
      const many = monteCarloKl(mu, sigma, 64_000, mulberry32(100 + i));
      for (const { mean, standardError } of [few, many]) {
        expect(standardError).toBeGreaterThan(0);
        expect(Math.abs(mean - total(kl))).toBeLessThan(3 * standardError);
      }
      expect(few.standardError / many.standardError).toBeCloseTo(8, -0.5);
    }
  });

  test('the standard error is honest: two thirds of the estimates lie within one of them', () => {
    const [mu, sigma] = [[0.7, -1.2], [0.4, 1.3]]; // prettier-ignore
    const exact = total(gaussianKl(mu, sigma));
    const random = mulberry32(5);
    let within = 0;
    for (let k = 0; k < 400; k++) {
      const { mean, standardError } = monteCarloKl(mu, sigma, 200, random);
      if (Math.abs(mean - exact) < standardError) within++;
    }
    expect(within / 400).toBeGreaterThan(0.6);
    expect(within / 400).toBeLessThan(0.77);
  });

  test('the prior itself is estimated without error', () => {
    expect(monteCarloKl([0, 0], [1, 1], 50, mulberry32(1))).toEqual({ mean: 0, standardError: 0 });
  });

  test('a seed is a code; its first numbers do not depend on how many there are', () => {
    expect(normals(3, 7)).toEqual(normals(3, 7));
    expect([...normals(16, 7).slice(0, 2)]).toEqual([...normals(2, 7)]);
    expect(normals(2, 7)).not.toEqual(normals(2, 8));
    const all = normals(20_000, 3);
    expect(Math.abs(total(all) / all.length)).toBeLessThan(0.03);
    expect(total(all.map((v) => v * v)) / all.length).toBeCloseTo(1, 1);
  });

  test('what does not fit together is refused with both numbers', () => {
    expect(() => reparameterize([1, 2], [1], [0, 0])).toThrow('sigma has 1 numbers, but mu has 2');
    expect(() => gaussianKl([1], [0])).toThrow('sigma[0] must be positive, but is 0');
    expect(() => monteCarloKl([1], [1], 1, mulberry32(1))).toThrow('at least 2');
    expect(() => bernoulliLoss([1], [1, 0])).toThrow('p has 2 numbers, but x has 1');
    expect(() => lerp([1], [1, 2], 0.5)).toThrow('b has 2 numbers, but a has 1');
  });
});

describe('pixels', () => {
  test('the Bernoulli loss as PyTorch has it, also where a pixel is exactly 0 or 1', () => {
    for (const { x, p, loss } of file.pixels) expectClose(bernoulliLoss(x, p), loss, 1e-11);
    expect([...bernoulliLoss([0, 1, 0, 1], [0, 1, 1, 0])]).toEqual([0, 0, 100, 100]);
    expect(bernoulliLoss([0.5], [0.5])[0]).toBeCloseTo(Math.LN2, 14);
  });

  test('PSNR as scikit-image has it; equal pictures have infinitely much', () => {
    for (const { x, noisy, psnr: expected } of file.pixels) {
      expect(psnr(meanSquaredError(x, noisy))).toBeCloseTo(expected, 10);
    }
    expect(psnr(0)).toBe(Infinity);
    expect(psnr(1)).toBe(0);
    expect(psnr(0.01)).toBeCloseTo(20, 12);
    expect(psnr(1, 255)).toBeCloseTo(48.13, 2);
    expect(() => psnr(-1)).toThrow('-1');
    expect(() => meanSquaredError([1], [])).toThrow('1 numbers');
  });
});

describe('walks', () => {
  test('the line keeps its ends and its middle', () => {
    expect([...lerp([0, 4], [2, 0], 0)]).toEqual([0, 4]);
    expect([...lerp([0, 4], [2, 0], 0.5)]).toEqual([1, 2]);
    expect([...lerp([0, 4], [2, 0], 1)]).toEqual([2, 0]);
  });

  test('the arc as NumPy has it; between equal lengths it keeps the length', () => {
    for (const { a, b, t, slerp: way } of file.arcs) expectClose(slerp(a, b, t), way, 1e-9);
    for (let t = 0; t <= 1; t += 0.1) {
      const z = slerp([3, 0, 0], [0, 0, 3], t);
      expect(Math.hypot(...z)).toBeCloseTo(3, 12);
    }
    expect(Math.hypot(...lerp([3, 0, 0], [0, 0, 3], 0.5))).toBeCloseTo(3 * Math.SQRT1_2, 12);
  });

  test('where there is no single arc the way is straight', () => {
    for (const [a, b] of [
      [
        [1, 1],
        [2, 2],
      ],
      [
        [1, 0],
        [-1, 0],
      ],
      [
        [0, 0],
        [1, 2],
      ],
    ]) {
      expect([...slerp(a, b, 0.25)]).toEqual([...lerp(a, b, 0.25)]);
    }
  });
});
