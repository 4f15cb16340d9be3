import { describe, expect, test } from 'vitest';
import { layout, freshAdam } from '@lib/mlp.ts';
import * as lab from '@lib/overfit.ts';
import { mulberry32 } from '@lib/random.ts';
import { expectClose, golden } from './helpers.ts';

const RUN: lab.Run = { samples: 9, noise: 0.25, wrong: 0, width: 6, optimizer: 'adam', rate: 0.02, l2: 0, decoupled: false, l1: 0, dropout: 0, jitter: 0, seed: 3 }; // prettier-ignore

interface Case {
  width: number;
  optimizer: 'sgd' | 'adam' | 'adamw';
  l2: number;
  l1: number;
  weights: number[];
  x: number[];
  y: number[];
  masks: [number[], number[]];
  objective: number;
  gradient: number[];
  after?: number[];
}
const { cases } = golden<Case>('overfit');
const floats = (values: number[]) => Float64Array.from(values);

/** The network, points and masks of a golden case. */
function setUp({ width, weights, x, y, masks }: Case) {
  const net = { sizes: lab.sizesOf(width), weights: floats(weights) };
  const points = { x: floats(x), y: floats(y) };
  return { net, points, masks: [floats(masks[0]), floats(masks[1])] as const };
}

/** Steps of a run from these weights. */
function stepped(run: lab.Run, weights: Float64Array, points: lab.Points, times: number) {
  const at: lab.Trained = {
    net: { sizes: lab.sizesOf(run.width), weights: weights.slice() },
    adam: freshAdam(weights.length),
    step: 0,
  };
  for (let i = 0; i < times; i++) lab.stepOn(run, at, points);
  return at;
}

describe('PyTorch finds the same', () => {
  test('the objective and its gradient, with dropout and both penalties', () => {
    expect(cases.length).toBe(5);
    for (const golden of cases) {
      const { net, points, masks } = setUp(golden);
      const { loss, grads } = lab.objectiveOf(golden, net, points, masks);
      expectClose([loss], [golden.objective], 1e-13);
      expectClose(grads, golden.gradient, 1e-12);
    }
  });

  test('three steps of SGD, Adam and AdamW with weight_decay on the kernels', () => {
    const stepping = cases.filter(({ after }) => after);
    expect(stepping.map(({ optimizer }) => optimizer)).toEqual(['sgd', 'adam', 'adamw']);
    for (const { optimizer, width, l2, weights, x, y, after } of stepping) {
      const points = { x: floats(x), y: floats(y) };
      const decoupled = optimizer === 'adamw';
      const run: lab.Run = { ...RUN, width, l2, decoupled, rate: 0.05, optimizer: optimizer === 'sgd' ? 'sgd' : 'adam' }; // prettier-ignore
      expectClose(stepped(run, floats(weights), points, 3).net.weights, after!, 1e-11);
    }
  });
});

describe('gradients', () => {
  test('equal central differences with all penalties and dropout, within 1e-6', () => {
    const random = mulberry32(4);
    for (const width of [1, 3, 8]) {
      const run = { ...RUN, width, l2: 0.2, l1: 0.07, dropout: 0.3, jitter: 0.1 };
      const { net } = lab.begin(run);
      const { train } = lab.dataOf(run);
      const { points, masks } = lab.batchOf(run, train, Math.floor(random() * 50));
      expect(points.x).not.toEqual(train.x);
      expect(width < 3 || masks!.some((mask) => mask.includes(0))).toBe(true);
      const { grads } = lab.objectiveOf(run, net, points, masks);
      const value = () => lab.objectiveOf(run, net, points, masks).loss;
      const h = 1e-6;
      let worst = 0;
      for (let i = 0; i < grads.length; i++) {
        const here = net.weights[i];
        if (Math.abs(here) < 2 * h) continue;
        net.weights[i] = here + h;
        const above = value();
        net.weights[i] = here - h;
        const below = value();
        net.weights[i] = here;
        worst = Math.max(worst, Math.abs((above - below) / (2 * h) - grads[i]));
      }
      expect(worst).toBeLessThan(1e-6);
      expect(worst).toBeGreaterThan(0);
    }
  });
});

describe('what a step does', () => {
  const { train } = lab.dataOf(RUN);
  const start = lab.begin(RUN).net.weights;

  test('L2 in the loss and decay are one for SGD, and not for Adam', () => {
    const apart = (optimizer: lab.Optimizer) => {
      const run = { ...RUN, optimizer, l2: 0.1 };
      const a = stepped(run, start, train, 20).net.weights;
      const b = stepped({ ...run, decoupled: true }, start, train, 20).net.weights;
      return Math.max(...a.map((w, i) => Math.abs(w - b[i])));
    };
    expect(apart('sgd')).toBeLessThan(1e-14);
    expect(apart('adam')).toBeGreaterThan(1e-3);
  });

  test('L1 by a proximal step makes exact zeros, and never moves a bias', () => {
    const run = { ...RUN, optimizer: 'sgd' as const, l1: 0.5 };
    const { weights } = stepped(run, start, train, 60).net;
    let [zeros, kernels] = [0, 0];
    lab.eachKernel(6, (i) => {
      kernels++;
      if (weights[i] === 0) zeros++;
    });
    expect(kernels).toBe(6 + 36 + 6);
    expect(zeros).toBeGreaterThan(10);
    for (const { bias, to } of layout([1, 6, 6, 1]).layers) {
      expect([...weights.subarray(bias, bias + to)].some((w) => w !== 0)).toBe(true);
    }
    expect([3, -3, 0.5, -0.5, 1].map((w) => lab.softThreshold(w, 1))).toEqual([2, -2, 0, 0, 0]);
    // The threshold is the minimiser of ½(v − w)² + t|v|.
    const cost = (v: number, w: number) => (v - w) ** 2 / 2 + 0.3 * Math.abs(v);
    for (const w of [-1, -0.31, -0.1, 0, 0.2, 0.9]) {
      const best = lab.softThreshold(w, 0.3);
      for (let v = -1.5; v < 1.5; v += 0.01) {
        expect(cost(best, w)).toBeLessThanOrEqual(cost(v, w) + 1e-12);
      }
    }
  });

  test('inverted dropout keeps the mean of every unit', () => {
    for (const p of [0.1, 0.5, 0.8]) {
      const n = 200_000;
      const mask = lab.masksOf(p, n, mulberry32(8));
      expect(new Set(mask)).toEqual(new Set([0, 1 / (1 - p)]));
      const mean = mask.reduce((sum, m) => sum + m, 0) / n;
      const deviation = Math.sqrt(p / (1 - p) / n);
      expect(Math.abs(mean - 1)).toBeLessThan(4 * deviation);
    }
  });

  test('dropout and jitter are drawn anew in each step, and only in training', () => {
    const run = { ...RUN, dropout: 0.5, jitter: 0.2 };
    const [a, b, again] = [0, 1, 0].map((step) => lab.batchOf(run, train, step));
    expect(a).toEqual(again);
    expect(a.points.x).not.toEqual(b.points.x);
    expect(a.points.y).toBe(train.y);
    expect(a.masks![0]).not.toEqual(b.masks![0]);
    expect(a.masks![0]).not.toEqual(a.masks![1]);
    expect(lab.batchOf(RUN, train, 0)).toEqual({ points: train });
    const { net } = lab.begin(run);
    expect(lab.predict(net, train.x)).toEqual(lab.predict(net, train.x));
  });

  test('the same seed gives the same loss to the last bit, and a copy is left alone', () => {
    const run = { ...RUN, dropout: 0.2, jitter: 0.1, l1: 0.01, l2: 0.01 };
    const losses = [0, 1].map(() => {
      const at = lab.begin(run);
      return Array.from({ length: 30 }, () => lab.stepOn(run, at, train));
    });
    expect(losses[0]).toEqual(losses[1]);
    const at = lab.begin(run);
    lab.stepOn(run, at, train);
    const copy = lab.copyOf(at);
    lab.stepOn(run, at, train);
    expect(copy.step).toBe(1);
    lab.stepOn(run, copy, train);
    expect(copy).toEqual(at);
    expect(lab.begin({ ...run, seed: 4 }).net.weights).not.toEqual(lab.begin(run).net.weights);
  });
});

describe('the data', () => {
  test('noise has its size; wrong labels are as many as asked for, and only in training', () => {
    const run = { ...RUN, samples: 60, wrong: 0.25, noise: 0.3, seed: 9 };
    const clean = lab.dataOf({ ...run, wrong: 0 });
    const dirty = lab.dataOf(run);
    expect(dirty.wrong.length).toBe(15);
    expect(dirty.train.x).toEqual(clean.train.x);
    expect(dirty.held).toEqual(clean.held);
    dirty.train.y.forEach((y, i) => {
      expect(y !== clean.train.y[i]).toBe(dirty.wrong.includes(i));
      expect(Math.abs(y)).toBeLessThan(2.5);
    });
    let square = 0;
    for (let seed = 0; seed < 50; seed++) {
      const { held } = lab.dataOf({ ...run, seed });
      held.y.forEach((y, i) => (square += (y - Math.sin(held.x[i])) ** 2 / 3000));
      held.x.forEach((x) => expect(Math.abs(x)).toBeLessThanOrEqual(lab.REACH));
    }
    expect(Math.abs(Math.sqrt(square) - 0.3)).toBeLessThan(0.015);
    expect(lab.dataOf({ ...run, noise: 0, wrong: 0 }).train.y[5]).toBeCloseTo(
      Math.sin(clean.train.x[5]),
      4,
    );
  });
});
