import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  firstV,
  limitOf,
  METHODS,
  shareOf,
  stepOf,
  type Convention,
  type Hyper,
  type Method,
  type Schedule,
} from '@lib/optimizers.ts';
import { mulberry32 } from '@lib/random.ts';
import { bowlMatrix, eigenvalues, surfaceOf, SURFACES, type SurfaceName } from '@lib/surfaces.ts';
import { expectClose, golden } from './helpers.ts';

interface Golden {
  points: {
    surface: SurfaceName;
    curvatures: [number, number];
    rotate: number;
    at: [number, number];
    f: number;
    gradient: number[];
    hessian: number[];
  }[];
  runs: (Hyper & {
    method: Method;
    surface: SurfaceName;
    curvatures: [number, number];
    rotate: number;
    start: [number, number];
    rate: number;
    schedule: Schedule['schedule'];
    every: number;
    factor: number;
    way: number[];
  })[];
}
const { points, runs } = golden('optimizers') as unknown as Golden;

const HYPER: Hyper = { beta: 0.9, rho: 0.9, beta1: 0.9, beta2: 0.999, eps: 1e-8, decay: 0, convention: 'pytorch' }; // prettier-ignore
const CONSTANT: Schedule = { schedule: 'constant', every: 1, factor: 1, warmup: 0 };

/** The way of an optimizer down a gradient: x, y after each step. */
function walk(
  method: Method,
  gradient: (x: number, y: number) => readonly number[],
  start: readonly number[],
  rate: number,
  steps: number,
  hyper: Hyper,
  plan: Schedule = CONSTANT,
): number[] {
  const theta = [...start];
  const [m, v] = [
    [0, 0],
    [firstV(method, hyper), firstV(method, hyper)],
  ];
  const way: number[] = [];
  for (let t = 1; t <= steps; t++) {
    const g = gradient(theta[0], theta[1]);
    for (const i of [0, 1]) {
      const before = { theta: theta[i], gradient: g[i], m: m[i], v: v[i] };
      const next = stepOf(method, before, rate * shareOf(t, steps, plan), t, hyper);
      [theta[i], m[i], v[i]] = [next.theta, next.m, next.v];
    }
    way.push(...theta);
  }
  return way;
}

describe('surfaces', () => {
  test('value, gradient and Hessian equal PyTorch’s', () => {
    expect(new Set(points.map(({ surface }) => surface)).size).toBe(SURFACES.length);
    for (const { surface, at, f, gradient, hessian, ...bowl } of points) {
      const made = surfaceOf(surface, bowl);
      const [xx, xy, yy] = made.hessian(...at);
      expectClose([made.f(...at)], [f], 1e-12);
      expectClose([...made.gradient(...at)], gradient, 1e-12);
      expectClose([xx, xy, xy, yy], hessian, 1e-12);
    }
  });

  test('the minima are minima; the saddle is one; the bowl has the curvatures it was given', () => {
    for (const name of SURFACES) {
      const { f, gradient, hessian, minima, least } = surfaceOf(name, { curvatures: [1, 9], rotate: 0 }); // prettier-ignore
      for (const at of minima) {
        expect(f(...at)).toBe(least);
        expect(gradient(...at).map((v) => v + 0)).toEqual([0, 0]);
        expect(eigenvalues(hessian(...at))[1]).toBeGreaterThan(0);
      }
    }
    expect(eigenvalues(surfaceOf('saddle', { curvatures: [1, 1], rotate: 0 }).hessian(0, 0))).toEqual([1, -1]); // prettier-ignore
    for (const rotate of [0, 17, 45, 90, -90, 133]) {
      const [large, small] = eigenvalues(bowlMatrix({ curvatures: [3, 0.25], rotate }));
      expect(large).toBeCloseTo(3, 12);
      expect(small).toBeCloseTo(0.25, 12);
    }
    expect(bowlMatrix({ curvatures: [3, 2], rotate: 90 })).toEqual([2, 0, 3]);
    expect(bowlMatrix({ curvatures: [3, 2], rotate: -180 })).toEqual([3, 0, 2]);
  });
});

describe('the rules', () => {
  test.each(['pytorch', 'keras'] as Convention[])('%s: the golden runs, step by step', (which) => {
    const chosen = runs.filter(({ convention }) => convention === which);
    expect(new Set(chosen.map(({ method }) => method)).size).toBe(METHODS.length);
    expect(new Set(chosen.map(({ schedule }) => schedule)).size).toBe(3);
    for (const run of chosen) {
      const { gradient } = surfaceOf(run.surface, run);
      const steps = run.way.length / 2;
      const way = walk(run.method, gradient, run.start, run.rate, steps, run, { ...run, warmup: 0 }); // prettier-ignore
      expectClose(way, run.way, 1e-11);
    }
  });

  test('the first step of Adam is η·sign(g) up to ε: 1 → 0.99, and never 0.90', () => {
    for (const g of [1e-3, 0.5, 1, 100, -1, -7e4]) {
      for (const method of ['adam', 'adamw'] as const) {
        for (const [beta1, beta2] of [
          [0.9, 0.999],
          [0.5, 0.9],
          [0, 0],
        ]) {
          // prettier-ignore
          const before = { theta: 1, gradient: g, m: 0, v: 0 };
          const { theta } = stepOf(method, before, 0.01, 1, { ...HYPER, beta1, beta2 });
          expect(theta).toBeCloseTo(1 - 0.01 * Math.sign(g), 6);
        }
      }
    }
    const { theta } = stepOf('adam', { theta: 1, gradient: 1, m: 0, v: 0 }, 0.01, 1, HYPER);
    expect(theta).toBe(1 - 0.01 / (1 + 1e-8));
  });

  test('without the correction the first step would be √10 times as long', () => {
    const { m, v } = stepOf('adam', { theta: 1, gradient: 1, m: 0, v: 0 }, 0.01, 1, HYPER);
    expect(m / Math.sqrt(v)).toBeCloseTo(Math.sqrt(10), 12);
  });

  test('a velocity that holds the rate is the buffer that does not, until the rate changes', () => {
    const { gradient } = surfaceOf('quadratic', { curvatures: [1, 5], rotate: 20 });
    for (const method of ['momentum', 'nesterov'] as const) {
      const run = (convention: Convention, plan: Schedule) =>
        walk(method, gradient, [1, -0.7], 0.05, 40, { ...HYPER, convention }, plan);
      expectClose(run('keras', CONSTANT), run('pytorch', CONSTANT), 1e-12);
      const halved: Schedule = { ...CONSTANT, schedule: 'step', every: 10, factor: 0.1 };
      const apart = run('keras', halved).map((v, i) => Math.abs(v - run('pytorch', halved)[i]));
      expect(Math.max(...apart.slice(0, 20))).toBeLessThan(1e-12);
      expect(Math.max(...apart)).toBeGreaterThan(0.1);
    }
  });

  test('AdamW shrinks θ itself by 1 − ηλ; L2 in Adam is divided by √v̂ like any gradient', () => {
    const hyper = { ...HYPER, decay: 0.5 };
    const still = { theta: 2, gradient: 0, m: 0, v: 0 };
    expect(stepOf('adamw', still, 0.1, 1, hyper).theta).toBe(2 * (1 - 0.1 * 0.5));
    expect(stepOf('adam', still, 0.1, 1, hyper).theta).toBeCloseTo(2 - 0.1, 7); // λ does not matter
    expect(stepOf('adam', still, 0.1, 1, { ...hyper, decay: 0.01 }).theta).toBeCloseTo(1.9, 6);
    const keras = { ...hyper, convention: 'keras' as const };
    expect(stepOf('adam', still, 0.1, 1, keras)).toEqual(stepOf('adamw', still, 0.1, 1, keras));
  });

  test('ε: outside the root in PyTorch, inside it in Keras, before the correction in Keras’s Adam', () => {
    const before = { theta: 0, gradient: 1e-3, m: 0, v: 0 };
    const below = (method: Method, convention: Convention) =>
      stepOf(method, before, 1, 1, { ...HYPER, rho: 0, eps: 1e-4, convention }).below;
    expect(below('rmsprop', 'pytorch')).toBeCloseTo(1e-3 + 1e-4, 12);
    expect(below('rmsprop', 'keras')).toBeCloseTo(Math.sqrt(1e-6 + 1e-4), 12);
    expect(below('adam', 'pytorch')).toBeCloseTo(1e-3 + 1e-4, 12);
    expect(below('adam', 'keras')).toBeCloseTo(1e-3 + 1e-4 / Math.sqrt(1 - 0.999), 12);
  });
});

describe('quadratics', () => {
  test('SGD follows (1 − ηλ)ᵗ along each axis of the bowl', () => {
    const curvatures = [0.7, 6] as [number, number];
    const { gradient } = surfaceOf('quadratic', { curvatures, rotate: 0 });
    const way = walk('sgd', gradient, [1.2, -0.8], 0.19, 60, HYPER);
    for (let t = 1; t <= 60; t++) {
      expect(way[2 * t - 2]).toBeCloseTo(1.2 * (1 - 0.19 * 0.7) ** t, 12);
      expect(way[2 * t - 1]).toBeCloseTo(-0.8 * (1 - 0.19 * 6) ** t, 12);
    }
  });

  test('momentum follows the roots of z² − (1 + β − ηλ)z + β = 0', () => {
    const [lambda, rate, beta] = [2, 0.02, 0.6];
    const way = walk('momentum', (x) => [lambda * x, 0], [1, 0], rate, 50, { ...HYPER, beta });
    const middle = (1 + beta - rate * lambda) / 2;
    const root = Math.sqrt(middle * middle - beta);
    const [p, q] = [middle + root, middle - root];
    // x₀ = 1, x₁ = 1 − ηλ
    const a = (1 - rate * lambda - q) / (p - q);
    for (let t = 1; t <= 50; t++) {
      expect(way[2 * t - 2]).toBeCloseTo(a * p ** t + (1 - a) * q ** t, 12);
    }
  });

  test.each(['sgd', 'momentum', 'nesterov'] as const)(
    '%s diverges exactly beyond its limit',
    (method) => {
      for (const curvatures of [
        [1, 8],
        [3, 0.5],
        [20, 20],
      ] as [number, number][]) {
        // prettier-ignore
        for (const beta of method === 'sgd' ? [0] : [0, 0.5, 0.9, 0.95]) {
          for (const rotate of [0, 30]) {
            const { gradient, f } = surfaceOf('quadratic', { curvatures, rotate });
            const limit = limitOf(method, Math.max(...curvatures), beta)!;
            const far = (rate: number) => {
              const way = walk(method, gradient, [0.9, 1.3], rate, 6000, { ...HYPER, beta });
              return f(way[way.length - 2], way[way.length - 1]);
            };
            expect(far(0.995 * limit), `${method} ${curvatures} ${beta}`).toBeLessThan(1e-6);
            // Infinite, or ∞ − ∞ by then.
            expect(far(1.005 * limit) <= 1e3, `${method} ${curvatures} ${beta}`).toBe(false);
          }
        }
      }
      expect(limitOf('adam', 1, 0)).toBeUndefined();
    },
  );

  test('with exactly 2/λ it jumps from side to side for ever', () => {
    const way = walk('sgd', (x, y) => [x, 8 * y], [1, 1.2], 0.25, 100, HYPER);
    expect(way.filter((_, i) => i % 2 === 1)).toEqual(Array.from({ length: 100 }, (_, t) => (t % 2 === 0 ? -1.2 : 1.2))); // prettier-ignore
  });
});

describe('schedules', () => {
  const shares = (plan: Partial<Schedule>, steps: number) =>
    Array.from({ length: steps }, (_, i) => shareOf(i + 1, steps, { ...CONSTANT, ...plan }));

  test('a warm-up rises in a line and is followed by the schedule from its beginning', () => {
    expect(shares({ warmup: 4 }, 6)).toEqual([0.25, 0.5, 0.75, 1, 1, 1]);
    expect(shares({ schedule: 'step', every: 2, factor: 0.5 }, 6)).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25]); // prettier-ignore
    expectClose(shares({ schedule: 'cosine', warmup: 1 }, 5), [1, 1, (2 + Math.SQRT2) / 4, 0.5, (2 - Math.SQRT2) / 4], 1e-15); // prettier-ignore
    expect(shares({ schedule: 'cosine', warmup: 9 }, 3)).toEqual([1 / 9, 2 / 9, 3 / 9]);
    expect(shareOf(99, 5, { ...CONSTANT, schedule: 'cosine' })).toBe(0);
  });
});

describe('TensorFlow.js', () => {
  beforeAll(() => tf.setBackend('cpu'));
  afterAll(() => tf.disposeVariables());

  const random = mulberry32(3);
  const start = Array.from({ length: 2 }, () => random() - 0.5);
  const cases: [name: string, method: Method, make: () => tf.Optimizer, hyper: Partial<Hyper>][] = [
    ['sgd', 'sgd', () => tf.train.sgd(0.05), {}],
    ['momentum', 'momentum', () => tf.train.momentum(0.05, 0.9), {}],
    ['momentum, Nesterov', 'nesterov', () => tf.train.momentum(0.05, 0.9, true), {}],
    // Its ε is that of the backend, 1e-7, inside the root; its sum starts at 0.1.
    ['adagrad', 'adagrad', () => tf.train.adagrad(0.05), { convention: 'keras', eps: 1e-7 }],
    ['rmsprop', 'rmsprop', () => tf.train.rmsprop(0.05, 0.9, 0, 1e-6), { convention: 'keras', eps: 1e-6 }], // prettier-ignore
    ['adam', 'adam', () => tf.train.adam(0.05, 0.8, 0.95, 1e-4), { beta1: 0.8, beta2: 0.95, eps: 1e-4 }], // prettier-ignore
  ];
  test.each(cases)('tf.train.%s makes the same steps', (_, method, make, hyper) => {
    const { gradient } = surfaceOf('quadratic', { curvatures: [1, 6], rotate: 0 });
    const way = walk(method, gradient, start, 0.05, 15, { ...HYPER, ...hyper });
    const theta = tf.variable(tf.tensor1d(start));
    const optimizer = make();
    const found: number[] = [];
    for (let t = 0; t < 15; t++) {
      const loss = () =>
        theta
          .square()
          .mul(tf.tensor1d([0.5, 3]))
          .sum() as tf.Scalar;
      optimizer.minimize(loss, false, [theta]);
      found.push(...theta.dataSync());
    }
    expectClose(found, way, 3e-6);
    expect(Math.abs(found[28] - start[0])).toBeGreaterThan(0.05);
  });
});
