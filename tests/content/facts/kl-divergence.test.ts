/** Every number and every measurable correction of the concept page on the KL divergence. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  divergence,
  fit,
  logGaussian,
  logHills,
  losses,
} from '../../../src/content/concepts/kl-divergence/directions.ts';
import {
  bothFits,
  figures,
  HILLS,
  integrand,
  jsApart,
} from '../../../src/content/concepts/kl-divergence/figures.ts';
import {
  js,
  kl,
  klGaussians,
  logRatios,
  meanAndError,
  P,
  Q,
} from '../../../src/content/concepts/kl-divergence/kl.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/kl-divergence/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const PAGES = [read('zh.mdx'), read('en.mdx')];
/** What the page shows under a fact id. */
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
const bits = (nats: number) => nats / Math.LN2;

/** n probabilities, none of them 0. */
function distribution(rng: () => number, n: number): number[] {
  const raw = Array.from({ length: n }, () => rng() + 0.01);
  const sum = raw.reduce((a, b) => a + b);
  return raw.map((x) => x / sum);
}

describe('worked example', () => {
  /** Bits that a text takes in a code. */
  const length = (text: string, code: Record<string, string>) =>
    [...text].reduce((sum, letter) => sum + code[letter].length, 0);
  const ownP = { A: '0', B: '10', C: '110', D: '111' };
  const ownQ = { A: '110', B: '0', C: '10', D: '111' };

  test('14 and 19 bits, 14 and 18 bits', () => {
    expect(length('AAAABBCD', ownP)).toBe(14);
    expect(length('AAAABBCD', ownQ)).toBe(19);
    expect(length('ABBBBCCD', ownQ)).toBe(14);
    expect(length('ABBBBCCD', ownP)).toBe(18);
    for (const page of PAGES)
      for (const text of ['AAAABBCD', 'ABBBBCCD']) expect(page).toContain(text);
  });

  test('the texts are typical and the codes are the best ones', () => {
    for (const [text, p, code] of [
      ['AAAABBCD', P, ownP],
      ['ABBBBCCD', Q, ownQ],
    ] as const) {
      ['A', 'B', 'C', 'D'].forEach((letter, i) => {
        expect(text.split(letter).length - 1).toBe(8 * p[i]);
        expect(code[letter as 'A'].length).toBe(-Math.log2(p[i]));
      });
    }
  });

  test('5/8 and 4/8 bit, the excess per letter', () => {
    expect(bits(kl(P, Q))).toBeCloseTo((19 - 14) / 8, 12);
    expect(bits(kl(Q, P))).toBeCloseTo((18 - 14) / 8, 12);
  });

  test('divergence = cross-entropy − entropy', () => {
    const cross = (p: number[], q: number[]) => -p.reduce((s, pi, i) => s + pi * Math.log(q[i]), 0);
    expect(bits(cross(P, P))).toBeCloseTo(14 / 8, 12);
    expect(bits(cross(P, Q))).toBeCloseTo(19 / 8, 12);
    expect(kl(P, Q)).toBeCloseTo(cross(P, Q) - cross(P, P), 12);
    // One-hot: the entropy is 0, and both are −ln q of the right class.
    expect(kl([0, 1, 0], [0.2, 0.3, 0.5])).toBeCloseTo(-Math.log(0.3), 12);
  });

  test('a nat is 1.443 bits', () => {
    expect(rounded(bits(1), 3)).toBe(fact('nat-in-bits'));
  });
});

describe('properties', () => {
  test('never negative, 0 only for equal distributions', () => {
    const rng = mulberry32(1);
    for (let round = 0; round < 200; round++) {
      const [p, q] = [distribution(rng, 5), distribution(rng, 5)];
      expect(kl(p, q)).toBeGreaterThan(0);
      expect(kl(p, p)).toBe(0);
    }
    for (const t of [0.01, 0.5, 0.99, 1.01, 2, 50]) expect(Math.log(t)).toBeLessThan(t - 1);
  });

  test('a zero in q where p is positive makes it infinite, a zero in p does not', () => {
    expect(kl([1 / 2, 1 / 2], [1, 0])).toBe(Infinity);
    expect(kl([1, 0], [1 / 2, 1 / 2])).toBeCloseTo(Math.LN2, 12);
  });

  test('not a distance', () => {
    expect(kl(P, Q)).not.toBeCloseTo(kl(Q, P), 2);
    expect(klGaussians(0, 1, 1, 1)).toBe(1 / 2);
    expect(klGaussians(1, 1, 2, 1)).toBe(1 / 2);
    expect(klGaussians(0, 1, 2, 1)).toBe(2);
    // The square root of Jensen–Shannon obeys the triangle inequality; the divergence itself need not.
    const rng = mulberry32(2);
    for (let round = 0; round < 500; round++) {
      const [a, b, c] = [1, 2, 3].map(() => distribution(rng, 4));
      const d = (x: number[], y: number[]) => Math.sqrt(js(x, y));
      expect(d(a, c)).toBeLessThanOrEqual(d(a, b) + d(b, c) + 1e-12);
    }
    const [a, b, c] = [[1, 0], [1 / 2, 1 / 2], [0, 1]]; // prettier-ignore
    expect(js(a, c)).toBeGreaterThan(js(a, b) + js(b, c));
  });

  test('Jensen–Shannon: symmetric, at most 1 bit', () => {
    const rng = mulberry32(3);
    for (let round = 0; round < 200; round++) {
      const [p, q] = [distribution(rng, 6), distribution(rng, 6)];
      expect(js(p, q)).toBeCloseTo(js(q, p), 12);
      expect(js(p, q)).toBeLessThan(Math.LN2);
    }
    expect(bits(js([1, 0], [0, 1]))).toBe(1);
  });

  test('Jensen–Shannon of two unit Gaussians is flat near distance 6', () => {
    expect(jsApart(6)).toBeGreaterThan(0.99 * Math.LN2);
    expect(jsApart(6)).toBeLessThan(Math.LN2);
    const slope = (d: number) => (jsApart(d + 0.05) - jsApart(d - 0.05)) / 0.1;
    expect(slope(6)).toBeLessThan(0.06 * slope(2));
    expect(jsApart(0)).toBeCloseTo(0, 9);
  });

  test('an invertible change of the unit changes nothing', () => {
    expect(klGaussians(3000, 500, 1000, 2000)).toBeCloseTo(klGaussians(3, 0.5, 1, 2), 12);
  });

  test('a constant added to q decides the result: halving it adds p ln 2', () => {
    const value = (epsilon: number) => kl([3 / 4, 1 / 4], [1, epsilon]);
    expect(value(1e-9) - value(2e-9)).toBeCloseTo(Math.LN2 / 4, 12);
  });
});

describe('Gaussians', () => {
  test('closed form and draws agree', () => {
    expect(rounded(klGaussians(1, 1 / 2), 3)).toBe(fact('exact'));
    expect((1 + 1 / 4 - 1 - Math.log(1 / 4)) / 2).toBeCloseTo(klGaussians(1, 1 / 2), 12);
    const draws = logRatios(1, 1 / 2, 10_000, mulberry32(1));
    const { mean, error } = meanAndError(draws);
    expect(rounded(mean, 3)).toBe(fact('drawn'));
    expect(rounded(error, 3)).toBe(fact('drawn-error'));
    expect(Math.abs(mean - klGaussians(1, 1 / 2))).toBeLessThan(3 * error);
    const negative = draws.filter((x) => x < 0).length / draws.length;
    expect(rounded(100 * negative, 1)).toBe(fact('drawn-negative'));
  });

  test('the other direction of the same pair', () => {
    expect(rounded(klGaussians(0, 1, 1, 1 / 2), 3)).toBe(fact('swapped'));
  });

  test('the closed forms equal the integral', () => {
    for (const [m, s, M, S] of [
      [8, 4, 0, 8],
      [-5, 12, 20, 9],
      [0, 8, 8, 4],
    ]) {
      const a = (x: number) => logGaussian(x, m, s);
      const b = (x: number) => logGaussian(x, M, S);
      expect(divergence(a, b)).toBeCloseTo(klGaussians(m, s, M, S), 6);
    }
  });

  test('the figure of the integrand: positive where p is higher, and its area is the divergence', () => {
    expect(integrand(1)).toBeGreaterThan(0);
    expect(integrand(0)).toBeLessThan(0);
    const step = 0.01;
    let [above, below] = [0, 0];
    for (let x = -7; x <= 9; x += step) {
      if (integrand(x) > 0) above += integrand(x) * step;
      else below -= integrand(x) * step;
    }
    expect(above - below).toBeCloseTo(klGaussians(1, 1 / 2), 6);
    expect(above).toBeGreaterThan(5 * below);
  });

  test('the gradients are μ and σ − 1/σ', () => {
    const h = 1e-6;
    for (const [m, s] of [
      [1, 0.5],
      [-2, 3],
    ]) {
      const f = klGaussians;
      expect((f(m + h, s) - f(m - h, s)) / (2 * h)).toBeCloseTo(m, 6);
      expect((f(m, s + h) - f(m, s - h)) / (2 * h)).toBeCloseTo(s - 1 / s, 6);
    }
  });

  test('the estimator that is never negative', () => {
    // p = N(0, 1), q = N(1/10, 1): moments by a fine sum over p.
    const moments = (f: (logR: number) => number) => {
      const step = 1e-3;
      let [mean, square] = [0, 0];
      for (let x = -9; x <= 9; x += step) {
        const weight = Math.exp(logGaussian(x, 0, 1)) * step;
        const value = f(logGaussian(x, 0.1, 1) - logGaussian(x, 0, 1));
        mean += weight * value;
        square += weight * value * value;
      }
      return { mean, deviation: Math.sqrt(square - mean * mean) };
    };
    const exact = klGaussians(0, 1, 0.1, 1);
    expect(exact).toBeCloseTo(0.005, 12);
    const plain = moments((logR) => -logR);
    const positive = moments((logR) => Math.exp(logR) - 1 - logR);
    expect(plain.mean).toBeCloseTo(exact, 9);
    expect(positive.mean).toBeCloseTo(exact, 9);
    expect(plain.deviation / exact).toBeCloseTo(20, 6);
    expect(rounded(positive.deviation / exact, 2)).toBe(fact('spread-estimator'));
    for (const logR of [-3, -0.1, 0, 0.1, 3]) {
      expect(Math.exp(logR) - 1 - logR).toBeGreaterThanOrEqual(0);
    }
  });

  test('… has no finite variance where the variance of p is 1/2 or less', () => {
    /** ∫ q²/p over [−range, range] for q = N(0, 1), p = N(0, variance). */
    const second = (variance: number, range: number) => {
      let sum = 0;
      for (let x = -range; x <= range; x += 1e-2) {
        sum += Math.exp(2 * logGaussian(x, 0, 1) - logGaussian(x, 0, Math.sqrt(variance))) * 1e-2;
      }
      return sum;
    };
    expect(second(0.6, 40) / second(0.6, 20)).toBeCloseTo(1, 6);
    expect(second(0.5, 40) / second(0.5, 20)).toBeCloseTo(2, 2);
    expect(second(0.25, 20)).toBeGreaterThan(1e50);
  });
});

describe('directions', () => {
  test('one Gaussian for two hills', () => {
    const { forward, reverse } = losses(HILLS.d, HILLS.w);
    const fits = bothFits();
    expect(fits.forward.m).toBeCloseTo(0, 2);
    expect(fits.forward.s).toBeCloseTo(25, 2);
    expect(24 ** 2 + 7 ** 2).toBe(25 ** 2);
    expect(Math.abs(fits.reverse.m)).toBeCloseTo(24, 1);
    expect(fits.reverse.s).toBeCloseTo(7, 1);
    expect(rounded(forward(0, 25), 2)).toBe(fact('hills-broad'));
    expect(rounded(reverse(0, 25), 2)).toBe(fact('hills-broad-reverse'));
    expect(rounded(reverse(fits.reverse.m, fits.reverse.s), 2)).toBe(fact('hills-narrow'));
    expect(rounded(forward(fits.reverse.m, fits.reverse.s), 1)).toBe(fact('hills-narrow-forward'));
    expect(fact('hills-narrow')).toBeCloseTo(Math.LN2, 2);
    expect([HILLS.d, HILLS.w]).toEqual([24, 7]);
    // The fits win their own contest.
    expect(forward(0, 25)).toBeLessThan(forward(fits.reverse.m, fits.reverse.s));
    expect(reverse(fits.reverse.m, fits.reverse.s)).toBeLessThan(reverse(0, 25));
    // No other start finds a better fit, and the narrow one is twice as high as the hill.
    for (const [m, s] of [
      [0.5, 20],
      [-3, 4],
      [30, 30],
    ]) {
      const other = fit(reverse, m, s);
      expect(reverse(other.m, other.s)).toBeGreaterThan(reverse(fits.reverse.m, fits.reverse.s) - 1e-6); // prettier-ignore
    }
    expect(Math.exp(logGaussian(24, 24, 7) - logHills(24, 24, 7))).toBeCloseTo(2, 3);
  });

  test('hills that are close are both covered by either direction', () => {
    const { forward, reverse } = losses(12, 5);
    const [broad, also] = [fit(forward), fit(reverse)];
    expect(broad.m).toBeCloseTo(0, 2);
    expect(broad.s).toBeCloseTo(13, 2);
    expect(also.m).toBeCloseTo(0, 2);
    expect(rounded(also.s, 1)).toBe(fact('near-deviation'));
    for (const [m, s] of [
      [12, 5],
      [-12, 5],
      [20, 3],
    ]) {
      const other = fit(reverse, m, s);
      expect(reverse(other.m, other.s)).toBeGreaterThan(reverse(also.m, also.s) - 1e-6);
    }
    expect(reverse(12, 5)).toBeGreaterThan(reverse(also.m, also.s));
  });
});

test('kl_div of PyTorch: order, logarithm, reduction', () => {
  // loss_pointwise = target * (target.log() - input), as documented.
  const pointwise = (input: number[], target: number[]) =>
    target.map((t, i) => t * (Math.log(t) - input[i]));
  const sum = (values: number[]) => values.reduce((a, b) => a + b);
  const log = (values: number[]) => values.map(Math.log);
  expect(sum(pointwise(log(Q), P))).toBeCloseTo(kl(P, Q), 12);
  expect(sum(pointwise(log(P), Q))).toBeCloseTo(kl(Q, P), 12);
  expect(rounded(bits(sum(pointwise(log(Q), P)) / 4), 3)).toBe(fact('mean-reduction'));
  // F.kl_div(p, q) as written: input p without a logarithm, target q.
  expect(rounded(bits(sum(pointwise(P, Q))), 2)).toBe(fact('no-log'));
  const printed = read('kl_torch.out.txt');
  const shown = (label: string) =>
    Number(
      printed
        .split('\n')
        .find((line) => line.startsWith(label))
        ?.match(/-?\d+\.\d+$/)?.[0],
    );
  expect(shown('kl_div(q.log(), p, batchmean)')).toBeCloseTo(bits(kl(P, Q)), 4);
  expect(shown('kl_div(p.log(), q, batchmean)')).toBeCloseTo(bits(kl(Q, P)), 4);
  expect(rounded(shown('kl_div(q.log(), p, mean)'), 3)).toBe(fact('mean-reduction'));
  expect(rounded(shown('kl_div(p, q, batchmean)'), 2)).toBe(fact('no-log'));
  expect(shown('Gaussians, first')).toBeCloseTo(klGaussians(1, 1 / 2), 4);
  expect(shown('Gaussians, second')).toBeCloseTo(klGaussians(0, 1, 1, 1 / 2), 4);
});

test('NumPy prints the same numbers', () => {
  const printed = read('kl_numpy.out.txt');
  expect(printed).toContain('bits: 0.625 0.5');
  expect(printed).toContain('inf');
  const [, drawn, error] = /draws: ([\d.]+) \+- ([\d.]+)/.exec(printed) ?? [];
  expect(Math.abs(Number(drawn) - klGaussians(1, 1 / 2))).toBeLessThan(3 * Number(error));
});

test('independent dimensions add up', () => {
  const rng = mulberry32(5);
  const [n, m, s] = [20_000, [1, -0.5], [0.5, 0.8]];
  let sum = 0;
  for (let i = 0; i < n; i++) {
    m.forEach((mean, j) => {
      const x = mean + s[j] * normal(rng);
      sum += logGaussian(x, mean, s[j]) - logGaussian(x, 0, 1);
    });
  }
  const exact = klGaussians(m[0], s[0]) + klGaussians(m[1], s[1]);
  expect(Math.abs(sum / n - exact)).toBeLessThan(0.03);
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures)) {
    for (const lang of LANGS) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  }
});
