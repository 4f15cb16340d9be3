/** Every number and every measurable correction of the concept page on the variational autoencoder. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  loss,
  meanKl,
  NOISE,
  optimum,
  squaredError,
  train,
} from '../../../src/content/concepts/variational-autoencoder/collapse.ts';
import {
  ANSWERS,
  elbo,
  evidence,
  kl,
  posterior,
  reconstruction,
} from '../../../src/content/concepts/variational-autoencoder/elbo.ts';
import { figures } from '../../../src/content/concepts/variational-autoencoder/figures.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';
import { bernoulliLoss, gaussianKl, reparameterize } from '../../../src/lib/vae.ts';

const folder = new URL('../../../src/content/concepts/variational-autoencoder/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
/** What the page shows under a fact id. */
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
const HALF_LN_2PI = Math.log(2 * Math.PI) / 2;

/** ln N(x; mean, variance). */
const logNormal = (x: number, mean: number, variance: number) =>
  -((x - mean) ** 2) / (2 * variance) - Math.log(2 * Math.PI * variance) / 2;

describe('the smallest VAE', () => {
  test('worked example: four answers of an encoder', () => {
    const parts = ANSWERS.map(([m, v]) => [reconstruction(5, m, v) - HALF_LN_2PI, kl(m, v)]);
    const [prior, near, right, best] = parts;
    expect(prior).toEqual([29 / 2, 0]);
    expect(near[0]).toBeCloseTo(13 / 2, 12);
    expect(near[1]).toBeCloseTo(1 / 2, 12);
    expect(right[0]).toBeCloseTo(5 / 2, 12);
    expect(right[1]).toBeCloseTo(2, 12);
    expect(ANSWERS[3]).toEqual([2, 1 / 5]);
    expect(rounded(best[0] + best[1], 3)).toBe(fact('best-total'));
    expect(-evidence(5) - HALF_LN_2PI).toBeCloseTo(best[0] + best[1], 12);
    // The formula of the page for any answer.
    for (const [m, v] of ANSWERS) {
      const total = ((5 - 2 * m) ** 2 + 4 * v) / 2 + (m * m + v - 1 - Math.log(v)) / 2;
      expect(total + HALF_LN_2PI).toBeCloseTo(-elbo(5, m, v), 12);
    }
  });

  test('x = 2z + noise has the distribution N(0, 5)', () => {
    for (const x of [-3, 0, 5]) {
      let sum = 0;
      for (let z = -12; z <= 12; z += 1e-3) {
        sum += Math.exp(logNormal(z, 0, 1) + logNormal(x, 2 * z, 1)) * 1e-3;
      }
      expect(Math.log(sum)).toBeCloseTo(evidence(x), 9);
      expect(evidence(x)).toBeCloseTo(logNormal(x, 0, 5), 12);
    }
  });

  test('the gap is the divergence from the true posterior', () => {
    const { m: M, v: V } = posterior(5);
    expect([M, V]).toEqual([2, 1 / 5]);
    const rng = mulberry32(1);
    for (let round = 0; round < 200; round++) {
      const [m, v] = [4 * rng(), 0.05 + 2 * rng()];
      const divergence = Math.log(V / v) / 2 + (v + (m - M) ** 2) / (2 * V) - 1 / 2;
      expect(evidence(5) - elbo(5, m, v)).toBeCloseTo(divergence, 9);
      expect(elbo(5, m, v)).toBeLessThanOrEqual(evidence(5) + 1e-12);
      // Both ways of writing the KL term, and the library.
      expect(-(1 + Math.log(v) - m * m - v) / 2).toBeCloseTo(kl(m, v), 12);
      expect(gaussianKl([m], [Math.sqrt(v)])[0]).toBeCloseTo(kl(m, v), 12);
    }
    expect(elbo(5, M, V)).toBeCloseTo(evidence(5), 12);
    expect(rounded(evidence(5) - elbo(5, 2, 1), 3)).toBe(fact('gap'));
  });

  test('one draw z = μ + σε estimates the reconstruction without bias', () => {
    const rng = mulberry32(2);
    const [m, v, n] = [1.5, 0.3, 50_000];
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const [z] = reparameterize([m], [Math.sqrt(v)], [normal(rng)]);
      sum -= logNormal(5, 2 * z, 1);
    }
    expect(Math.abs(sum / n - reconstruction(5, m, v))).toBeLessThan(0.05);
  });

  test('the figure: the curve for variance 1 is lower by a constant and touches nothing', () => {
    const gaps = [0.5, 1, 2, 3].map((m) => elbo(5, m, 1 / 5) - elbo(5, m, 1));
    gaps.forEach((gap) => expect(gap).toBeCloseTo(gaps[0], 12));
    expect(gaps[0]).toBeCloseTo(fact('gap'), 3);
  });

  test('NumPy: more weights under the logarithm tighten the bound', () => {
    const printed = read('elbo_numpy.out.txt');
    const values = [...printed.matchAll(/k = +(\d+): (-[\d.]+)/g)].map(([, , value]) => +value);
    const [one, ten, hundred, exact] = values;
    expect(Math.abs(one - elbo(5, 2, 1))).toBeLessThan(0.05);
    expect(one).toBeLessThan(ten);
    expect(ten).toBeLessThan(hundred);
    expect(Math.abs(hundred - evidence(5))).toBeLessThan(0.01);
    expect(exact).toBeCloseTo(evidence(5), 3);
  });
});

describe('posterior collapse', () => {
  test('β trades code for error, and 10 of it collapses', () => {
    expect(NOISE).toBe(1 / 10);
    expect(rounded(optimum(NOISE, 1).kl, 2)).toBe(fact('beta-one-kl'));
    expect(optimum(NOISE, 1).squaredError).toBeCloseTo(1 / 10, 12);
    for (const beta of [1, 2, 5, 9]) {
      const found = train(NOISE, beta, 20_000);
      const known = optimum(NOISE, beta);
      expect(squaredError(found)).toBeCloseTo(known.squaredError, 3);
      expect(meanKl(found)).toBeCloseTo(known.kl, 3);
      expect(known.squaredError).toBeCloseTo(beta / 10, 12);
    }
    for (const beta of [10, 12, 50])
      expect(optimum(NOISE, beta)).toEqual({ squaredError: 1, kl: 0 });
    const collapsed = train(NOISE, 12, 20_000);
    expect(meanKl(collapsed)).toBeCloseTo(0, 4);
    expect(collapsed.a * collapsed.w).toBeCloseTo(0, 2); // every input is answered with the mean
  });

  test('with the noise fixed, β acts like β times the noise', () => {
    const rng = mulberry32(3);
    for (let i = 0; i < 20; i++) {
      const weights = { a: rng(), t: 0.1 + rng(), w: rng() };
      const beta = 1 + 9 * rng();
      expect(loss(weights, NOISE, beta)).toBeCloseTo(beta * loss(weights, beta * NOISE, 1), 9);
    }
  });

  test('the losses of the listing are those of draws', () => {
    const rng = mulberry32(4);
    const weights = { a: 0.7, t: 0.4, w: 1.1 };
    let [squares, divergence] = [0, 0];
    const n = 100_000;
    for (let i = 0; i < n; i++) {
      const x = normal(rng);
      const z = weights.a * x + weights.t * normal(rng);
      squares += (x - weights.w * z) ** 2;
      divergence += kl(weights.a * x, weights.t ** 2);
    }
    expect(squares / n).toBeCloseTo(squaredError(weights), 1);
    expect(divergence / n).toBeCloseTo(meanKl(weights), 2);
  });

  test('PyTorch: a mean in place of a sum collapses the code', () => {
    const printed = read('vae_torch.out.txt').split('\n');
    const row = (name: string) => {
      const text = printed.find((line) => line.startsWith(name)) ?? '';
      const [total, ...dims] = (text.match(/\d+\.\d+/g) ?? []).map(Number);
      return { total, dims };
    };
    const [good, bad] = [row('negative_elbo'), row('wrong_loss')];
    expect(good.total).toBe(fact('good-elbo'));
    expect(bad.total).toBe(fact('bad-elbo'));
    expect(bad.dims).toEqual([0, 0, 0, 0]);
    expect(good.dims.filter((value) => value === 0)).toHaveLength(1); // one of four stays unused
    expect(good.dims).toHaveLength(4);
    // Mean over D pixels of the squared error = squared error / (2 · noise) with noise D/2.
    expect((28 * 28) / 2).toBe(392);
  });
});

test('a gray pixel never costs nothing', () => {
  expect(rounded(bernoulliLoss([1 / 2], [1 / 2])[0], 3)).toBe(fact('half-pixel'));
  for (const p of [0.3, 0.45, 0.55, 0.9]) {
    expect(bernoulliLoss([1 / 2], [p])[0]).toBeGreaterThan(Math.LN2);
  }
  expect(bernoulliLoss([1], [1])[0]).toBe(0);
  // As a density on [0, 1] the formula is not normalized: ∫ x̂^x (1 − x̂)^(1 − x) dx is not 1.
  const integral = (p: number) => {
    let sum = 0;
    for (let i = 0; i < 1000; i++) sum += Math.exp(-bernoulliLoss([(i + 0.5) / 1000], [p])[0]) / 1000; // prettier-ignore
    return sum;
  };
  expect(integral(1 / 2)).toBeCloseTo(1 / 2, 6);
  expect(integral(0.9)).toBeLessThan(0.5);
});

test('why density and reconstruction error miss anomalies', () => {
  // N(0, I) in 784 dimensions: draws have a length near 28 = √784, the origin is denser by about 392 nats.
  const rng = mulberry32(5);
  const squares = Array.from({ length: 300 }, () => {
    let sum = 0;
    for (let d = 0; d < 784; d++) sum += normal(rng) ** 2;
    return sum;
  });
  expect(Math.sqrt(784)).toBe(28);
  for (const square of squares) expect(Math.abs(Math.sqrt(square) - 28)).toBeLessThan(4);
  const denser = squares.reduce((sum, square) => sum + square / 2, 0) / squares.length;
  expect(Math.abs(denser - 392)).toBeLessThan(5);
  // A linear autoencoder for data near the line y = x: project on the line.
  const rebuild = ([x, y]: number[]) => [(x + y) / 2, (x + y) / 2];
  const error = (point: number[]) => Math.hypot(...rebuild(point).map((v, i) => v - point[i]));
  expect(error([1000, 1000])).toBe(0); // far from all data, reconstructed perfectly
  expect(error([1, 1.2])).toBeGreaterThan(0); // an ordinary point
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures)) {
    for (const lang of LANGS) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  }
});
