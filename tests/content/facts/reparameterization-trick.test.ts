/** Every number and every measurable correction of the concept page on the reparameterization trick. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  figures,
  SPREAD,
  spreadDraws,
} from '../../../src/content/concepts/reparameterization-trick/figures.ts';
import {
  drawCategory,
  gumbelSoftmax,
  LOGITS,
  perturb,
  PROBABILITIES,
  shares,
} from '../../../src/content/concepts/reparameterization-trick/gumbel.ts';
import {
  compare,
  draws,
  moments,
  pathwise,
  score,
  square,
  step,
  wave,
} from '../../../src/content/concepts/reparameterization-trick/reparam.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/reparameterization-trick/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
/** What the page shows under a fact id. */
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const rounded = (value: number, digits: number) => Number(value.toFixed(digits));

describe('worked example', () => {
  test('ε = 1 gives (8, 8), ε = −1 gives (4, −4), the averages are 6 and 2', () => {
    const both = [1, -1].map((epsilon) => pathwise(square.df, 3, 1, epsilon));
    expect(both).toEqual([
      { mu: 8, sigma: 8 },
      { mu: 4, sigma: -4 },
    ]);
    expect((both[0].mu + both[1].mu) / 2).toBe(6);
    expect((both[0].sigma + both[1].sigma) / 2).toBe(2);
  });

  test('the score function gives 16 and −4, also 6 on average', () => {
    const both = [1, -1].map((epsilon) => score(square.f, 3, 1, epsilon).mu);
    expect(both).toEqual([16, -4]);
    expect((both[0] + both[1]) / 2).toBe(6);
  });

  test('E[z²] = μ² + σ², and the gradients are 2μ and 2σ', () => {
    for (const [mu, sigma] of [
      [3, 1],
      [-1, 2],
      [0.5, 0.7],
    ]) {
      const expected = (m: number, s: number) => moments((e) => (m + s * e) ** 2).mean;
      expect(expected(mu, sigma)).toBeCloseTo(mu ** 2 + sigma ** 2, 9);
      const h = 1e-4;
      expect((expected(mu + h, sigma) - expected(mu - h, sigma)) / (2 * h)).toBeCloseTo(2 * mu, 6);
      expect((expected(mu, sigma + h) - expected(mu, sigma - h)) / (2 * h)).toBeCloseTo(2 * sigma, 6); // prettier-ignore
    }
  });
});

describe('the two estimates', () => {
  test('both estimates are unbiased, their variances are 4 and 222', () => {
    const both = compare(square, 3, 1);
    expect(both.pathwise.mean).toBeCloseTo(6, 9);
    expect(both.score.mean).toBeCloseTo(6, 9);
    expect(both.pathwise.variance).toBeCloseTo(4, 6);
    expect(both.score.variance).toBeCloseTo(222, 6);
    expect(both.score.variance).toBeCloseTo(3 ** 4 + 14 * 3 ** 2 + 15, 6);
    expect(Math.round(222 / 4 + 1e-9)).toBe(56);
    // For σ too, and for a loss of another shape.
    for (const [f, df] of [
      [square.f, square.df],
      [Math.sin, Math.cos],
    ]) {
      for (const key of ['mu', 'sigma'] as const) {
        const a = moments((e) => pathwise(df, 0.7, 1.3, e)[key]).mean;
        const b = moments((e) => score(f, 0.7, 1.3, e)[key]).mean;
        expect(a).toBeCloseTo(b, 9);
      }
    }
  });

  test('ten thousand draws agree with the exact moments', () => {
    const sample = draws(10_000, 3);
    for (const [kind, variance] of [
      ['pathwise', 4],
      ['score', 222],
    ] as const) {
      const mean = sample[kind].reduce((a, b) => a + b) / 10_000;
      expect(Math.abs(mean - 6)).toBeLessThan(3 * Math.sqrt(variance / 10_000));
    }
  });

  test('a baseline keeps the mean; the best one is 12 and leaves 78', () => {
    const variance = (baseline: number) => {
      const { mean, variance: v } = moments((e) => score((z) => z * z - baseline, 3, 1, e).mu);
      expect(mean).toBeCloseTo(6, 9);
      return v;
    };
    expect(variance(12)).toBeCloseTo(78, 6);
    for (const other of [0, 9, 10, 11.9, 12.1, 15]) {
      expect(variance(other)).toBeGreaterThan(variance(12));
    }
  });

  test('estimates with the wrong sign', () => {
    const wrong = (g: (e: number) => number) => moments((e) => (g(e) < 0 ? 1 : 0)).mean;
    expect(wrong((e) => score(square.f, 3, 1, e).mu)).toBeCloseTo(1 / 2, 2);
    const share = wrong((e) => pathwise(square.df, 3, 1, e).mu);
    expect(rounded(100 * share, 1)).toBe(fact('wrong-sign'));
    // The figure: more than half of the dots lie between −4 and 0, others beyond 80.
    const { pathwise: near, score: far } = spreadDraws();
    expect([near.length, far.length]).toEqual([200, 200]);
    expect(SPREAD.count).toBe(200);
    expect(far.filter((value) => value >= -4 && value < 0).length).toBeGreaterThan(100);
    expect(Math.max(...far)).toBeGreaterThan(80);
    expect(Math.max(...far)).toBeLessThan(90);
    expect(Math.min(...far, ...near)).toBeGreaterThan(-10);
    expect(Math.max(...near)).toBeLessThan(13);
  });

  test('a loss that wiggles turns the order around', () => {
    const at = (k: number) => compare(wave(k), 1, 1);
    expect(at(0.8).pathwise.variance).toBeLessThan(at(0.8).score.variance);
    expect(at(1.2).pathwise.variance).toBeGreaterThan(at(1.2).score.variance);
    expect(rounded(at(5).pathwise.variance, 1)).toBe(fact('wave-pathwise'));
    expect(rounded(at(5).score.variance, 1)).toBe(fact('wave-score'));
    for (const k of [0, 0.5, 1, 2, 3, 5, 8]) {
      expect(at(k).pathwise.mean).toBeCloseTo(at(k).score.mean, 6);
      expect(at(k).score.variance).toBeLessThanOrEqual(1 + 1e-9);
      if (k >= 3) expect(at(k).pathwise.variance / ((k * k) / 2)).toBeCloseTo(1, 3);
    }
  });

  test('a step has no pathwise gradient', () => {
    const both = compare(step, 0, 1);
    expect(both.pathwise).toEqual({ mean: 0, variance: 0 });
    expect(rounded(both.score.mean, 3)).toBe(fact('step-gradient'));
    expect(fact('step-gradient')).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 3);
  });
});

describe('how z is written', () => {
  const count = 40_000;
  const sample = (draw: (rng: () => number) => number, seed = 9) => {
    const rng = mulberry32(seed);
    return Array.from({ length: count }, () => draw(rng));
  };
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;

  test('exponential: −ln(u)/λ has the mean 1/λ', () => {
    expect(mean(sample((rng) => -Math.log(1 - rng()) / 4))).toBeCloseTo(1 / 4, 2);
  });

  test('log-normal: e^(μ + σε) has the mean e^(μ + σ²/2)', () => {
    const values = sample((rng) => Math.exp(0.2 + 0.5 * normal(rng)));
    expect(mean(values)).toBeCloseTo(Math.exp(0.2 + 0.125), 1);
  });

  test('normal with covariance LLᵀ: μ + Lε', () => {
    const rng = mulberry32(10);
    const L = [[2, 0], [1, 3]]; // prettier-ignore
    let cross = 0;
    for (let i = 0; i < count; i++) {
      const e = [normal(rng), normal(rng)];
      cross += L[0][0] * e[0] * (L[1][0] * e[0] + L[1][1] * e[1]);
    }
    expect(cross / count).toBeCloseTo(2, 0); // (LLᵀ)₁₂ = 2 · 1
  });

  test('Gumbel noise and argmax draw exactly, a low temperature nearly one-hot', () => {
    const seen = shares(60_000, 2);
    seen.forEach((share, i) => expect(Math.abs(share - PROBABILITIES[i])).toBeLessThan(0.008));
    const rng = () => mulberry32(4);
    const soft = gumbelSoftmax(LOGITS, 0.01, rng());
    expect(Math.max(...soft)).toBeGreaterThan(0.999);
    expect(soft.indexOf(Math.max(...soft))).toBe(drawCategory(LOGITS, rng()));
    expect(perturb(LOGITS, () => 0).every(Number.isFinite)).toBe(true);
    expect(perturb(LOGITS, () => 1 - 2 ** -32).every(Number.isFinite)).toBe(true);
  });

  test('… but the soft draw is biased as soon as it is squared', () => {
    // E[(first share)²] of exact draws is the probability 1/2; soft draws fall short of it.
    const rng = mulberry32(6);
    const second = (T: number) =>
      mean(Array.from({ length: 20_000 }, () => gumbelSoftmax(LOGITS, T, rng)[0] ** 2));
    const [hot, cold] = [second(1), second(0.1)];
    expect(hot).toBeLessThan(0.42);
    expect(cold).toBeGreaterThan(hot);
    expect(Math.abs(cold - 1 / 2)).toBeLessThan(0.03);
  });

  test('log-variance: σ = e^(ℓ/2), slope σε/2, and e^ℓ is half of σ = 1/2', () => {
    const z = (l: number, e: number) => Math.exp(l / 2) * e;
    const [l, e, h] = [-1.3, 0.8, 1e-6];
    expect((z(l + h, e) - z(l - h, e)) / (2 * h)).toBeCloseTo((Math.exp(l / 2) * e) / 2, 8);
    expect(Math.exp(Math.log(1 / 4))).toBeCloseTo(1 / 2 / 2, 12);
  });

  test('one noise for the whole batch does not average out', () => {
    const rng = mulberry32(12);
    const batch = 50;
    const gradients = (shared: boolean) =>
      Array.from({ length: 2000 }, () => {
        const common = normal(rng);
        let sum = 0;
        for (let i = 0; i < batch; i++) sum += 2 * (3 + (shared ? common : normal(rng)));
        return sum / batch;
      });
    const variance = (values: number[]) => mean(values.map((v) => (v - 6) ** 2));
    expect(variance(gradients(true))).toBeGreaterThan(3.5);
    expect(variance(gradients(false))).toBeLessThan(0.1);
  });
});

test('PyTorch: which draws let the gradient through', () => {
  const lines = read('reparam_torch.out.txt').split('\n');
  const line = (start: string) => lines.find((text) => text.startsWith(start)) ?? '';
  const numbers = (start: string) => (line(start).split('gradient')[1].match(/-?\d+\.\d+/g) ?? []).map(Number); // prettier-ignore
  const z = Number(/z = ([\d.]+)/.exec(line('Normal.rsample'))?.[1]);
  expect(numbers('Normal.rsample')[0]).toBeCloseTo(2 * z, 1);
  expect(numbers('mu + sigma')).toEqual(numbers('Normal.rsample'));
  expect(numbers('torch.normal')).toEqual([0, 0]);
  expect(line('Normal.sample')).toContain('does not require grad');
  expect(numbers('loss with rsample')[0]).toBe(fact('both-terms'));
  expect(numbers('loss with sample')[0]).toBe(fact('kl-only'));
  // The KL term alone pulls μ = 3 with slope μ, and leaves σ = 1 where it is.
  expect(numbers('loss with sample')).toEqual([3, 0]);
  expect(fact('both-terms')).toBeCloseTo(numbers('Normal.rsample')[0] + 3, 9);
});

test('NumPy prints the same moments', () => {
  const [first, second] = read('reparam_numpy.out.txt').split('\n');
  const numbers = (text: string) => (text.match(/-?\d+\.?\d*/g) ?? []).map(Number);
  expect(Math.abs(numbers(first)[0] - 6)).toBeLessThan(0.1);
  expect(Math.abs(numbers(second)[0] - 6)).toBeLessThan(0.5);
  expect(Math.abs(numbers(first)[2] - 4)).toBeLessThan(0.3);
  expect(Math.abs(numbers(second)[2] - 222)).toBeLessThan(25);
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures)) {
    for (const lang of LANGS) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  }
});
