/** Every number and every measurable correction of the page on GANs. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  bars,
  bell,
  figures,
  GAMMA,
  paths,
  STAGES,
  STEPS,
  verdict,
} from '../../../src/content/concepts/generative-adversarial-network/figures.ts';
import {
  bestD,
  distance,
  js,
  minimaxSlope,
  nonSaturatingSlope,
  P,
  play,
  Q,
  sigmoid,
  value,
  wrongProgress,
  type Rule,
} from '../../../src/content/concepts/generative-adversarial-network/game.ts';
import { resultsOf } from '../../../src/components/widgets/gan-2d/reference.ts';
import { SCENES } from '../../../src/components/widgets/gan-2d/scenes.ts';
import { parse as parseScene } from '../../../src/components/widgets/gan-2d/state.ts';
import { STRINGS } from '../../../src/components/widgets/gan-2d/strings.ts';
import { training } from '../../../src/components/widgets/gan-2d/training.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL(
  '../../../src/content/concepts/generative-adversarial-network/',
  import.meta.url,
);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;

/** How often D is right when data and samples are shown equally often; it guesses at one half. */
const right = (p: number[], q: number[], D: number[]) =>
  D.reduce((sum, d, i) => {
    const says = d > 1 / 2 ? 1 : d < 1 / 2 ? 0 : 1 / 2;
    return sum + (p[i] * says + q[i] * (1 - says)) / 2;
  }, 0);

/** KL divergence in bits. */
const kl = (p: number[], q: number[]) =>
  p.reduce((sum, v, i) => sum + (v === 0 ? 0 : v * Math.log2(v / q[i])), 0);

const randomDistribution = (seed: number, n: number) => {
  const rng = mulberry32(seed);
  const raw = Array.from({ length: n }, () => 0.1 + rng());
  const sum = raw.reduce((a, b) => a + b);
  return raw.map((v) => v / sum);
};

describe('the worked example', () => {
  test('verdicts 1, 1/2 and 0; right three quarters, then half of the time', () => {
    const D = bestD(P, Q);
    expect(D).toEqual([1, 1 / 2, 0]);
    expect(right(P, Q, D)).toBe(3 / 4);
    const equal = bestD(P, P).slice(0, 2);
    expect(equal).toEqual([1 / 2, 1 / 2]);
    for (const D of [equal, [1, 0], [0.9, 0.2]]) expect(right(P, P, D)).toBeCloseTo(1 / 2, 12);
  });

  test('V = −1 and JS = 1/2 bit, then −2 and 0', () => {
    expect(value(P, Q, bestD(P, Q))).toBe(-1);
    expect(js(P, Q)).toBe(1 / 2);
    expect(value(P, P, bestD(P, P))).toBe(-2);
    expect(js(P, P)).toBe(0);
    expect(js(P, [0, 0, 1])).toBe(1);
  });
});

describe('the best discriminator', () => {
  test('p/(p + q) beats every other verdict, and V is 2 JS − 2 bits', () => {
    for (const seed of [1, 2, 3]) {
      const [p, q] = [randomDistribution(seed, 6), randomDistribution(seed + 10, 6)];
      const best = value(p, q, bestD(p, q));
      const rng = mulberry32(seed + 20);
      for (let i = 0; i < 50; i++) {
        const D = bestD(p, q).map((d) => Math.min(0.999, Math.max(0.001, d + (rng() - 0.5) / 5)));
        expect(value(p, q, D)).toBeLessThanOrEqual(best + 1e-12);
      }
      const m = p.map((v, i) => (v + q[i]) / 2);
      expect(best).toBeCloseTo(kl(p, m) + kl(q, m) - 2, 12);
      expect(js(p, q)).toBeGreaterThan(0);
    }
  });

  test('at the goal the discriminator loss is 2 ln 2, and not only there', () => {
    const half = [1 / 2, 1 / 2, 1 / 2];
    const loss = (q: number[]) => -value(P, q, half) * Math.LN2;
    expect(loss(P)).toBeCloseTo(2 * Math.LN2, 12);
    expect(Number((2 * Math.LN2).toFixed(2))).toBe(fact('two-ln-two'));
    for (const q of [Q, [1, 0, 0], [0, 0, 1]]) expect(loss(q)).toBeCloseTo(loss(P), 12);
    // the generator loss is 1 bit in all these cases too
    for (const q of [P, Q, [1, 0, 0]]) expect(wrongProgress(half, q)).toBe(1);
  });

  test('the figure: steep, flatter, one half everywhere', () => {
    expect(STAGES).toEqual([2, 1, 0]);
    const slope = (mean: number) => verdict(mean)(mean / 2 - 0.01) - verdict(mean)(mean / 2 + 0.01);
    expect(slope(2)).toBeGreaterThan(slope(1));
    for (const x of [-3, 0, 1, 4]) expect(verdict(0)(x)).toBeCloseTo(1 / 2, 12);
    expect(verdict(2)(-4)).toBeGreaterThan(0.99);
    expect(verdict(2)(5)).toBeLessThan(0.01);
    let mass = 0;
    for (let x = -8; x < 8; x += 0.01) mass += bell(0)(x) * 0.01;
    expect(mass).toBeCloseTo(1, 6);
  });
});

describe('the generator loss', () => {
  test('a rejected sample gets 99 times the slope from the non-saturating loss', () => {
    const a = Math.log(1 / 100 / (99 / 100));
    expect(sigmoid(a)).toBeCloseTo(1 / 100, 12);
    expect(minimaxSlope(a)).toBeCloseTo(-1 / 100, 12);
    expect(nonSaturatingSlope(a)).toBeCloseTo(-99 / 100, 12);
    // slopes by finite differences
    const h = 1e-6;
    const numeric = (f: (a: number) => number) => (f(a + h) - f(a - h)) / (2 * h);
    expect(numeric((v) => Math.log(1 - sigmoid(v)))).toBeCloseTo(minimaxSlope(a), 6);
    expect(numeric((v) => -Math.log(sigmoid(v)))).toBeCloseTo(nonSaturatingSlope(a), 6);
  });

  test('in float32 the sigmoid of 17 is 1', () => {
    const float32 = (a: number) => Math.fround(1 / Math.fround(1 + Math.fround(Math.exp(-a))));
    expect(float32(17)).toBe(1);
    expect(Math.log(1 - float32(17))).toBe(-Infinity);
    expect(float32(16)).toBeLessThan(1);
    expect(Math.log1p(Math.exp(17))).toBeCloseTo(17, 6); // softplus stays exact
  });
});

describe('training dynamics', () => {
  test('simultaneous steps spiral outward, alternating ones circle, a penalty brings them to rest', () => {
    for (const rate of [1 / 20, 1 / 5]) {
      const run = (rule: Rule, gamma = 0) => play(rule, 400, gamma, rate).map(distance);
      const outward = run('simultaneous');
      expect(outward[400]).toBeGreaterThan(1.1);
      for (let i = 40; i <= 400; i += 40) expect(outward[i]).toBeGreaterThan(outward[i - 40]);
      for (const r of run('alternating')) expect(Math.abs(r - 1)).toBeLessThan(0.1);
      for (const rule of ['simultaneous', 'alternating'] as const) {
        const inward = run(rule, 1 / 4);
        expect(inward[400]).toBeLessThan(0.2);
      }
    }
    expect(STEPS).toBe(160);
    expect(GAMMA).toBe(1 / 4);
    for (const path of Object.values(paths)) expect(path).toHaveLength(STEPS + 1);
    for (const lang of LANGS) expect(read(`${lang}.mdx`)).toContain('160');
  });

  test('the steps follow the gradient of V', () => {
    // V = log D(0) + log(1 − D(θ)) with D(x) = σ(ψx)
    const V = (theta: number, psi: number) =>
      Math.log(sigmoid(0)) + Math.log(1 - sigmoid(psi * theta));
    const h = 1e-6;
    const [start, first] = play('simultaneous', 1, 0, 1);
    expect(first.psi - start.psi).toBeCloseTo((V(1, h) - V(1, -h)) / (2 * h), 6);
    expect(first.theta - start.theta).toBeCloseTo(-(V(1 + h, 0) - V(1 - h, 0)) / (2 * h), 6);
  });

  test('eight clusters: two from one seed, all with a penalty', () => {
    const out = read('gan_torch.out.txt');
    expect(out).toContain('seed 0, penalty 0: 2 of 8 clusters');
    for (const run of ['seed 0, penalty 0.1', 'seed 1, penalty 0', 'seed 1, penalty 0.1']) {
      expect(out).toContain(`${run}: 8 of 8 clusters`);
    }
    expect(out).toContain('loss_g left gradients in D: True');
  });
});

describe('distances', () => {
  test('JS stops at 1 bit where the bars part, the Wasserstein distance goes on', () => {
    for (const shift of [0, 0.25, 0.5, 1]) {
      expect(bars(shift).js).toBeCloseTo(shift, 9);
      expect(bars(shift).w1).toBeCloseTo(shift, 9);
    }
    for (const shift of [1.5, 2, 3]) {
      expect(bars(shift).js).toBeCloseTo(1, 9);
      expect(bars(shift).w1).toBeCloseTo(shift, 9);
    }
  });

  test('the Inception score of one picture per class is the highest possible', () => {
    const score = (rows: number[][]) => {
      const marginal = rows[0].map((_, c) => rows.reduce((s, row) => s + row[c], 0) / rows.length);
      return 2 ** (rows.reduce((s, row) => s + kl(row, marginal), 0) / rows.length);
    };
    const one = Array.from({ length: 10 }, (_, i) => Array.from({ length: 10 }, (_, j) => +(i === j))); // prettier-ignore
    expect(score(one)).toBeCloseTo(10, 9);
    expect(score([one[0], one[0]])).toBeCloseTo(1, 9);
    expect(read('gan_numpy.out.txt')).toMatch(/one single picture for every class: +10\.0/);
  });

  test('the Fréchet distance of two samples of one distribution shrinks with their number', () => {
    const captured = [...read('gan_numpy.out.txt').matchAll(/n = (\d+): ([\d.]+)/g)].map(
      ([, n, v]) => [Number(n), Number(v)],
    );
    expect(captured.map(([n]) => n)).toEqual([100, 1000, 10000]);
    expect(Number(captured[0][1].toFixed(1))).toBe(fact('frechet-100'));
    expect(Number(captured[2][1].toFixed(1))).toBe(fact('frechet-10000'));
    // Same law in one dimension, where the formula is (m1 − m2)² + (s1 − s2)²: about 3/n.
    const rng = mulberry32(5);
    const mean = (n: number) => {
      let sum = 0;
      for (let run = 0; run < 400; run++) {
        const [a, b] = [0, 1].map(() => {
          const x = Array.from({ length: n }, () => normal(rng));
          const m = x.reduce((s, v) => s + v, 0) / n;
          return { m, s: Math.sqrt(x.reduce((s, v) => s + (v - m) ** 2, 0) / (n - 1)) };
        });
        sum += (a.m - b.m) ** 2 + (a.s - b.s) ** 2;
      }
      return sum / 400;
    };
    expect(mean(20) / mean(200)).toBeGreaterThan(6);
    expect(mean(20) / mean(200)).toBeLessThan(15);
  });
});

describe('what the page says about the widget', () => {
  const look = (query: string) => {
    const { state } = parseScene(Object.fromEntries(new URLSearchParams(query)));
    const run = training(state!);
    while (!run.next().done);
    const { lossD, modes, near, pull } = resultsOf(state!);
    let total = 0;
    for (let i = 0; i < pull.data.length; i += 2)
      total += Math.hypot(pull.data[i], pull.data[i + 1]);
    return { lossD: lossD.data[0], modes: modes.data[0], near: near.data[0], pull: total };
  };

  test('the loss of D is near 2 ln 2 before and after training, and when the game has collapsed', () => {
    const [start, ring, collapse] = [SCENES.start, SCENES.ring, SCENES.collapse].map(({ query }) =>
      look(query),
    );
    expect(start.modes).toBe(0);
    expect(ring.modes).toBe(8);
    expect(collapse.modes).toBe(1);
    expect(collapse.near).toBeGreaterThan(400); // of 512 samples
    for (const { lossD } of [start, ring, collapse]) {
      expect(Math.abs(lossD - 2 * Math.LN2)).toBeLessThan(0.1);
    }
  }, 60_000);

  test('an expert D leaves minimax no pull, and the non-saturating loss a strong one', () => {
    const minimax = look(SCENES.saturated.query);
    const other = look(SCENES.saturated.query.replace('loss=minimax', 'loss=non-saturating'));
    expect(other.pull / minimax.pull).toBeGreaterThan(100);
  }, 60_000);

  test('the pages quote the labels of the widget', () => {
    for (const lang of LANGS) {
      const { play, maps, lossNames } = STRINGS[lang];
      for (const label of [play, maps.plane, maps.optimum, lossNames['non-saturating']]) {
        expect(read(`${lang}.mdx`)).toContain(label);
      }
    }
  });
});

test('the loss quoted from the abstract is relative, and of top-5', () => {
  const [real5, real1, gan5, gan1] = [91.47, 73.09, 65.92, 42.65]; // Table 1 of Ravuri and Vinyals
  expect(fact('cas-real')).toBe(real1);
  expect(fact('cas-gan')).toBe(gan1);
  expect(((real5 - gan5) / real5) * 100).toBeCloseTo(27.9, 1);
  expect(((real1 - gan1) / real1) * 100).toBeCloseTo(41.6, 1);
  expect(339.06 / 109.39).toBeCloseTo(3, 0); // Inception scores at 1/5 and 3/2
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
