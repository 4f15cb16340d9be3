import { describe, expect, test } from 'vitest';
import { cellProbabilities, jsBits, klBits, optimum, wasserstein1 } from '@lib/divergence.ts';
import * as gan from '@lib/gan2d.ts';
import {
  adamStep,
  backward,
  forward,
  freshAdam,
  gradientPenalty,
  initMlp,
  layout,
  outputOf,
} from '@lib/mlp.ts';
import { mulberry32 } from '@lib/random.ts';
import { exp, ln, logistic, softplus } from '@lib/same.ts';
import { expectClose, golden } from './helpers.ts';

const random = mulberry32(5);
const points = (n: number) => gan.sampleLatent(n, random);

/** The largest difference between a gradient and central differences of f, one weight after another. */
function worst(values: Float64Array, gradient: ArrayLike<number>, f: () => number): number {
  const h = 1e-6;
  let found = 0;
  for (let i = 0; i < values.length; i++) {
    const here = values[i];
    values[i] = here + h;
    const above = f();
    values[i] = here - h;
    const below = f();
    values[i] = here;
    found = Math.max(found, Math.abs((above - below) / (2 * h) - gradient[i]));
  }
  return found;
}

describe('gradients equal central differences', () => {
  for (const sizes of [
    [2, 5, 1],
    [2, 6, 7, 1],
    [2, 4, 5, 6, 1],
  ]) {
    test(`the loss of D, ${sizes.join('-')}`, () => {
      for (const loss of gan.LOSSES) {
        const critic = initMlp(sizes, mulberry32(sizes.length));
        for (let i = 0; i < critic.weights.length; i++) critic.weights[i] *= 1.7;
        const [real, fake] = [points(9), points(9)];
        const mix = Array.from({ length: 9 }, random);
        const value = () => gan.lossD(critic, loss, real, fake, mix);
        const grads = new Float64Array(critic.weights.length);
        expect(gan.lossD(critic, loss, real, fake, mix, grads)).toBe(value());
        expect(Math.max(...grads.map(Math.abs))).toBeGreaterThan(0.05);
        expect(worst(critic.weights, grads, value), loss).toBeLessThan(2e-7);
      }
    });
  }

  test('the loss of G with respect to its points and its weights', () => {
    for (const loss of gan.LOSSES) {
      const critic = initMlp([2, 6, 7, 1], mulberry32(8));
      const generator = initMlp([2, 5, 6, 2], mulberry32(9));
      const z = points(7);
      const all = forward(generator, z, 7);
      const fake = all[all.length - 1];
      const { gradient } = gan.lossG(critic, loss, fake);
      const grads = new Float64Array(generator.weights.length);
      backward(generator, all, 7, gradient, grads);
      const ofPoints = () => gan.lossG(critic, loss, fake).loss;
      expect(worst(fake.slice(), gradient, ofPoints)).toBeGreaterThan(1e-3); // a copy moves nothing
      expect(worst(fake, gradient, ofPoints), loss).toBeLessThan(1e-8);
      const ofWeights = () => gan.lossG(critic, loss, outputOf(generator, z, 7)).loss;
      expect(worst(generator.weights, grads, ofWeights), loss).toBeLessThan(1e-8);
    }
  });

  test('the penalty is that of the slope taken by differences', () => {
    const critic = initMlp([2, 6, 7, 1], mulberry32(3));
    const x = points(5);
    const f = (at: Float64Array) => outputOf(critic, at, 5);
    const h = 1e-6;
    let expected = 0;
    for (let e = 0; e < 5; e++) {
      const slope = [0, 1].map((i) => {
        const [above, below] = [x.slice(), x.slice()];
        above[2 * e + i] += h;
        below[2 * e + i] -= h;
        return (f(above)[e] - f(below)[e]) / (2 * h);
      });
      expected += (10 * (Math.hypot(...slope) - 1) ** 2) / 5;
    }
    expect(gradientPenalty(critic, x, 5, 10)).toBeCloseTo(expected, 8);
    expect(layout([2, 6, 7, 1]).count).toBe(critic.weights.length);
  });
});

interface Game {
  loss: gan.Loss;
  sizes: number[];
  weights: number[];
  real: number[];
  fake: number[];
  mix: number[];
  lossD: number;
  gradD: number[];
  lossG: number;
  gradG: number[];
  after: number[];
}
interface Clouds {
  a: number[];
  b: number[];
  side: number;
  reach: number;
  width: number;
  p: number[];
  kl: number;
  js: number;
  w1: number;
}
const { cases, divergences } = golden<Game>('gan2d') as ReturnType<typeof golden<Game>> & {
  divergences: Clouds[];
};
const floats = (values: number[]) => Float64Array.from(values);

describe('PyTorch and SciPy find the same', () => {
  test('losses, gradients, gradients of gradients, and three updates by Adam', () => {
    expect(cases.length).toBe(9);
    for (const golden of cases) {
      const { loss, sizes } = golden;
      const [real, fake] = [floats(golden.real), floats(golden.fake)];
      const critic = { sizes, weights: floats(golden.weights) };
      const adam = freshAdam(critic.weights.length);
      for (let i = 0; i < 3; i++) {
        const grads = new Float64Array(critic.weights.length);
        const value = gan.lossD(critic, loss, real, fake, golden.mix, grads);
        if (i === 0) {
          expectClose([value], [golden.lossD], 1e-12);
          expectClose(grads, golden.gradD, 1e-12);
          const g = gan.lossG(critic, loss, fake);
          expectClose([g.loss], [golden.lossG], 1e-12);
          expectClose(g.gradient, golden.gradG, 1e-12);
        }
        adamStep(critic.weights, grads, adam, 0.01, gan.betas(loss));
      }
      expectClose(critic.weights, golden.after, 1e-9);
    }
  });

  test('cells, KL, JS and W1', () => {
    for (const { a, b, side, reach, width, p, kl, js, w1 } of divergences) {
      const plane = { reach, n: side };
      const [found, other] = [a, b].map((each) => cellProbabilities(floats(each), width, plane));
      expectClose(found, p, 1e-12);
      expectClose([klBits(found, other), jsBits(found, other)], [kl, js], 1e-11);
      expectClose([wasserstein1(floats(a), floats(b)).distance], [w1], 1e-12);
    }
  });
});

describe('divergences', () => {
  const plane = { reach: 1.6, n: 32 };
  const density = (x: Float64Array) => cellProbabilities(x, 0.1, plane);

  test('identical samples give exactly 0; probabilities add up to 1, wherever the points lie', () => {
    for (const x of [points(64), points(1), floats([900, -900, 1e4, 0]), floats([-1.6, 1.6])]) {
      const p = density(x);
      expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 13);
      expect([klBits(p, p), jsBits(p, p), wasserstein1(x, x).distance]).toEqual([0, 0, 0]);
      optimum(p, p).forEach((d) => expect(d).toBe(0.5));
    }
    const top = density(floats([0.05, 1.55])); // the first row is the top
    expect(top.indexOf(Math.max(...top))).toBe(16);
  });

  test('KL ≥ 0 and 0 ≤ JS ≤ 1 bit for any two clouds; JS is symmetric and 1 far apart', () => {
    for (let i = 0; i < 200; i++) {
      const scale = 10 ** (3 * random() - 2);
      const [p, q] = [density(points(1 + (i % 30))), density(points(20).map((v) => v * scale))];
      expect(klBits(p, q)).toBeGreaterThan(0);
      expect(Number.isFinite(klBits(p, q))).toBe(true);
      const js = jsBits(p, q);
      expect(js).toBeGreaterThan(0);
      expect(js).toBeLessThanOrEqual(1);
      expect(jsBits(q, p)).toBeCloseTo(js, 14);
    }
    const far = jsBits(density(floats([-1.5, -1.5])), density(floats([1.5, 1.5])));
    expect(far).toBeGreaterThan(0.98);
    expect(jsBits([1, 0], [0, 1])).toBe(1);
    expect(klBits([1, 0], [0, 1])).toBe(Infinity);
    expect(klBits([0.5, 0.5], [0.25, 0.75])).toBeCloseTo(0.5 * Math.log2(2) + 0.5 * Math.log2(2 / 3), 14); // prettier-ignore
  });

  test('the best discriminator’s loss is 2 ln 2 (1 − JS), and no other is lower', () => {
    const [p, q] = [density(points(30)), density(points(40))];
    const loss = (d: ArrayLike<number>) =>
      p.reduce((sum, v, i) => sum - v * Math.log(d[i]) - q[i] * Math.log(1 - d[i]), 0);
    const best = loss(optimum(p, q));
    expect(best).toBeCloseTo(2 * Math.LN2 * (1 - jsBits(p, q)), 12);
    for (let i = 0; i < 50; i++) {
      const other = optimum(p, q).map((d) => Math.min(0.999, Math.max(0.001, d + 0.1 * (random() - 0.5)))); // prettier-ignore
      expect(loss(other)).toBeGreaterThan(best);
    }
  });

  test('W1 is the least over all assignments, moves with a shift, and refuses unequal clouds', () => {
    const [a, b] = [points(6), points(6)];
    const orders = (items: number[]): number[][] =>
      items.length === 0
        ? [[]]
        : items.flatMap((x, i) => orders(items.filter((_, j) => j !== i)).map((rest) => [x, ...rest])); // prettier-ignore
    const costs = orders([0, 1, 2, 3, 4, 5]).map(
      (order) =>
      order.reduce((sum, j, i) => sum + Math.hypot(a[2 * i] - b[2 * j], a[2 * i + 1] - b[2 * j + 1]) / 6, 0), // prettier-ignore
    );
    expect(wasserstein1(a, b).distance).toBeCloseTo(Math.min(...costs), 13);
    const cloud = points(80);
    const moved = cloud.map((v, i) => v + (i % 2 === 0 ? 0.3 : -0.4));
    expect(wasserstein1(cloud, moved).distance).toBeCloseTo(0.5, 12);
    expect(() => wasserstein1(a, cloud)).toThrow('6 and 80');
  });
});

describe('the game', () => {
  test('a discriminator that says ½ everywhere loses 2 ln 2, and pulls nothing', () => {
    const critic = initMlp([2, 8, 1], random);
    critic.weights.fill(0, critic.weights.length - 9); // the last kernel and bias
    const [real, fake] = [points(20), points(20)];
    for (const loss of ['minimax', 'non-saturating'] as const) {
      expect(gan.lossD(critic, loss, real, fake, [])).toBeCloseTo(2 * Math.LN2, 14);
      expect(Math.max(...gan.lossG(critic, loss, fake).gradient.map(Math.abs))).toBe(0);
    }
  });

  test('data lie around their centres as they should, and a perfect generator covers them', () => {
    for (const data of gan.DATA_SETS) {
      const centres = gan.centresOf(data, [[0.5, 0.5], [-1, 0.25]]); // prettier-ignore
      const x = gan.dataOf({ centres, seed: 3 });
      expect(x.length).toBe(1024);
      const { covered, near } = gan.coverage(x, centres);
      expect(covered.every(Boolean), data).toBe(true);
      expect(near).toBeGreaterThan(500);
      centres.flat().forEach((v) => expect(Math.abs(v)).toBeLessThan(1.4));
    }
    const one = gan.sampleData([[0.2, -0.1]], 4000, mulberry32(1));
    const off = one.map((v, i) => v - (i % 2 === 0 ? 0.2 : -0.1));
    for (const axis of [0, 1]) {
      const along = off.filter((_, i) => i % 2 === axis);
      expect(Math.abs(along.reduce((sum, v) => sum + v, 0) / 4000)).toBeLessThan(0.003);
      const spread = Math.sqrt(along.reduce((sum, v) => sum + v * v, 0) / 4000);
      expect(Math.abs(spread - gan.SPREAD)).toBeLessThan(0.002);
    }
    const { covered, near } = gan.coverage(new Float64Array(1024), gan.centresOf('ring'));
    expect([covered.filter(Boolean).length, near]).toEqual([0, 0]);
  });

  test(
    'D trained alone comes to p/(p + q), and its loss to 2 ln 2 (1 − JS)',
    { timeout: 60_000 },
    () => {
      // Two Gaussians of standard deviation 0.3 around (∓0.2, 0): D*(x) = 1/(1 + exp(4.44 x₁)).
      const cloud = (x: number, n: number, rng = random) =>
        gan.sampleData([[0, 0]], n, rng).map((v, i) => v * 5 + (i % 2 === 0 ? x : 0));
      const critic = initMlp([2, 16, 16, 1], mulberry32(1));
      const adam = freshAdam(critic.weights.length);
      for (let i = 0; i < 500; i++) {
        const grads = new Float64Array(critic.weights.length);
        gan.lossD(critic, 'minimax', cloud(-0.2, 256), cloud(0.2, 256), [], grads);
        adamStep(critic.weights, grads, adam, i < 350 ? 0.005 : 0.001, [0.5, 0.999]);
      }
      let apart = 0;
      const places = points(400).map((v) => v * 0.5);
      outputOf(critic, places, 400).forEach((logit, i) => {
        const best = 1 / (1 + Math.exp((0.4 / 0.09) * places[2 * i]));
        apart = Math.max(apart, Math.abs(logistic(logit) - best));
      });
      expect(apart).toBeLessThan(0.12);
      const [real, fake] = [cloud(-0.2, 8000), cloud(0.2, 8000)];
      const fine = { reach: 2, n: 100 };
      const [p, q] = [-0.2, 0.2].map((x) => cellProbabilities(floats([x, 0]), 0.3, fine));
      const best = 2 * Math.LN2 * (1 - jsBits(p, q));
      expect(Math.abs(gan.lossD(critic, 'minimax', real, fake, []) - best)).toBeLessThan(0.03);
    },
  );

  test('the same seed gives the same numbers, and a copy is left alone', () => {
    const run: gan.Run = { centres: gan.centresOf('ring'), loss: 'wgan-gp', lrG: 0.001, lrD: 0.01, sizeG: [8], sizeD: [8], k: 2, seed: 7 }; // prettier-ignore
    const data = gan.dataOf(run);
    const once = gan.begin(run);
    const twice = gan.begin(run);
    gan.step(run, once, data);
    const copy = gan.copyOf(once);
    gan.step(run, once, data);
    for (let i = 0; i < 2; i++) gan.step(run, twice, data);
    expect(once).toEqual(twice);
    expect(copy.countG).toBe(1);
    gan.step(run, copy, data);
    expect(copy).toEqual(twice);
  });
});

describe('functions with the same bits everywhere', () => {
  test('exp, ln, logistic and softplus equal those of Math to the last digits', () => {
    for (let i = 0; i < 20000; i++) {
      const x = (random() - 0.5) * 80;
      expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-15);
      expect(Math.abs(logistic(x) - 1 / (1 + Math.exp(-x)))).toBeLessThan(1e-15);
      const y = Math.exp(random() * 40 - 20);
      expect(Math.abs(ln(y) - Math.log(y))).toBeLessThan(1e-15 * Math.max(1, Math.abs(ln(y))));
      expect(softplus(x)).toBeCloseTo(Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), 13);
    }
    expect([exp(0), exp(-800), exp(800), ln(1)]).toEqual([1, 0, Infinity, 0]);
  });
});
