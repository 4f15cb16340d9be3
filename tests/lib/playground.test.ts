import { describe, expect, test } from 'vitest';
import { layout } from '@lib/mlp.ts';
import * as mlp from '@lib/playground.ts';
import { mulberry32 } from '@lib/random.ts';
import { expectClose, golden } from './helpers.ts';

interface Case extends Omit<mlp.Run, 'rate' | 'batch' | 'seed' | 'weights'> {
  points: mlp.Labelled[];
  weights: number[];
  loss: number;
  gradient: number[];
  after: number[];
  logits: number[];
}

const { cases } = golden('playground') as unknown as { cases: Case[] };
const run = (over: Partial<mlp.Run> = {}): mlp.Run => ({
  features: ['x', 'y'],
  hidden: [4, 3],
  activation: 'tanh',
  bias: true,
  optimizer: 'sgd',
  rate: 0.05,
  l2: 0,
  batch: 10,
  seed: 1,
  ...over,
});

describe('against PyTorch', () => {
  test('loss, gradient with the penalty, four steps of SGD and of Adam', () => {
    expect(cases).toHaveLength(20);
    expect(new Set(cases.map((c) => `${c.activation} ${c.optimizer}`)).size).toBe(8);
    expect(cases.some(({ bias }) => !bias)).toBe(true);
    for (const { points, loss, gradient, after, logits, ...rest } of cases) {
      // The whole set is one batch; its order does not matter.
      const whole = run({ ...rest, batch: points.length });
      const at = mlp.begin(whole);
      const made = mlp.gradientOf(whole, at, points);
      expect(made.loss).toBeCloseTo(loss, 12);
      expectClose(made.gradient, gradient, 1e-12);
      for (let i = 0; i < 4; i++) mlp.step(whole, at, points);
      expectClose(at.net.weights, after, 1e-11);
      const out = mlp.forward(at.net, mlp.inputsOf(rest.features, points), points.length);
      expectClose(out[out.length - 1], logits, 1e-10);
    }
  });
});

describe('gradients', () => {
  test('equal central differences, relative error below 1e-6', () => {
    for (const activation of mlp.ACTIVATIONS) {
      for (const hidden of [[], [5], [4, 3], [8, 8, 8, 8]]) {
        const here = run({ activation, hidden, l2: 0.02, features: ['x', 'y', 'xy', 'sinx'] });
        const points = mlp.pointsOf('moons', 0.3, 3).slice(0, 12);
        const at = mlp.begin(here);
        const { inputs, labels, gradient } = mlp.gradientOf(here, at, points);
        const objective = () =>
          mlp.lossOf(at.net, inputs, labels).loss + here.l2 * mlp.halfSquares(at.net);
        const { weights } = at.net;
        let difference = 0;
        let size = 0;
        for (let i = 0; i < weights.length; i++) {
          const kept = weights[i];
          weights[i] = kept + 1e-6;
          const above = objective();
          weights[i] = kept - 1e-6;
          const below = objective();
          weights[i] = kept;
          difference += ((above - below) / 2e-6 - gradient[i]) ** 2;
          size += gradient[i] ** 2;
        }
        expect(size).toBeGreaterThan(1e-6);
        expect(Math.sqrt(difference / size), `${activation} ${hidden}`).toBeLessThan(1e-6);
      }
    }
  });
});

describe('data', () => {
  test('both classes in turn, inside the plane, two decimals, the same for the same seed', () => {
    for (const data of ['circle', 'xor', 'gauss', 'spiral', 'moons'] as const) {
      const points = mlp.pointsOf(data, 1.5, 7);
      expect(points).toHaveLength(2 * mlp.HALF);
      expect(mlp.pointsOf(data, 1.5, 7)).toEqual(points);
      expect(mlp.pointsOf(data, 1.5, 8)).not.toEqual(points);
      points.forEach(([x, y, label], i) => {
        expect(label).toBe(i % 2);
        for (const v of [x, y]) {
          expect(Math.abs(v)).toBeLessThanOrEqual(mlp.REACH);
          expect(v).toBe(Number(v.toFixed(2)));
        }
      });
    }
  });

  test('without noise each set is what its name says', () => {
    for (const [x, y, label] of mlp.pointsOf('circle', 0, 2)) {
      expect(Math.hypot(x, y) < 3).toBe(label === 1);
    }
    for (const [x, y, label] of mlp.pointsOf('xor', 0, 2)) expect(x * y > 0).toBe(label === 1);
    for (const [x, y, label] of mlp.pointsOf('spiral', 0, 2)) {
      const t = Math.hypot(x, y) / 5;
      const turn = Math.atan2(x, y) - 3 * Math.PI * t - (label ? Math.PI : 0);
      expect(Math.cos(turn)).toBeGreaterThan(0.99);
    }
    for (const [x, y, label] of mlp.pointsOf('moons', 0, 2)) {
      const [u, v] = label ? [x + 1.5, y + 0.75] : [1.5 - x, 0.75 - y];
      expect(Math.hypot(u, v)).toBeCloseTo(3, 1);
      expect(v).toBeGreaterThanOrEqual(-1e-3);
    }
    const near = mlp.pointsOf('gauss', 0, 2).filter(([x, y, l]) => x + y > 0 === l > 0);
    expect(near.length).toBeGreaterThan(195);
  });

  test('features; the sine agrees with Math.sin', () => {
    const values = Object.fromEntries(mlp.FEATURES.map((f) => [f, mlp.featureOf(f, -1.5, 2)]));
    expect(values).toEqual({ x: -1.5, y: 2, x2: 2.25, y2: 4, xy: -3, sinx: mlp.sine(-1.5), siny: mlp.sine(2) }); // prettier-ignore
    for (let x = -6; x <= 6; x += 0.01) expect(mlp.sine(x)).toBeCloseTo(Math.sin(x), 14);
    for (let z = -30; z <= 30; z += 0.1) {
      expect(mlp.activate('tanh', z)).toBeCloseTo(Math.tanh(z), 14);
    }
  });
});

describe('training', () => {
  const points = mlp.pointsOf('circle', 0.2, 1).slice(0, mlp.HALF);
  const after = (here: mlp.Run, steps: number) => {
    const at = mlp.begin(here);
    for (let i = 0; i < steps; i++) mlp.step(here, at, points);
    return at;
  };
  const lossAfter = (here: mlp.Run, steps: number) => {
    const { net } = after(here, steps);
    return mlp.lossOf(net, mlp.inputsOf(here.features, points), points.map((p) => p[2])); // prettier-ignore
  };

  test('the same seed gives the same loss to the last bit, another seed another', () => {
    const here = run({ optimizer: 'adam' });
    expect(lossAfter(here, 60).loss).toBe(lossAfter(here, 60).loss);
    expect(lossAfter(run({ optimizer: 'adam', seed: 2 }), 60).loss).not.toBe(lossAfter(here, 60).loss); // prettier-ignore
  });

  test('every epoch takes every point once, in an order of its own', () => {
    const epochs = [0, 1].map((e) =>
      [0, 1, 2, 3].map((b) => mlp.batchOf({ seed: 4, batch: 30 }, 100, 4 * e + b)),
    );
    for (const batches of epochs) {
      expect(batches.map((b) => b.length)).toEqual([30, 30, 30, 10]);
      expect(batches.flat().sort((a, b) => a - b)).toEqual(
        Array.from({ length: 100 }, (_, i) => i),
      );
    }
    expect(epochs[0]).not.toEqual(epochs[1]);
  });

  test('hidden layers learn the circle; linear ones and none do not; x² and y² need none', () => {
    const right = (over: Partial<mlp.Run>) =>
      lossAfter(run({ optimizer: 'adam', ...over }), 500).right;
    expect(right({})).toBeGreaterThanOrEqual(97);
    expect(right({ hidden: [] })).toBeLessThan(75);
    expect(right({ activation: 'linear' })).toBeLessThan(75);
    expect(right({ hidden: [], features: ['x2', 'y2'] })).toBeGreaterThanOrEqual(97);
  });

  test('hidden layers without an activation are one linear layer: W₁W₂, b₁W₂ + b₂', () => {
    const here = run({ activation: 'linear', hidden: [5] });
    const { net } = after(here, 50);
    const [one, two] = layout(net.sizes).layers;
    const w = net.weights;
    const along = (row: number) =>
      Array.from({ length: 5 }, (_, j) => w[row + j] * w[two.kernel + j]).reduce((a, b) => a + b);
    for (const [x, y] of points.slice(0, 20)) {
      const [, , out] = mlp.forward(net, Float64Array.of(x, y), 1);
      const flat =
        x * along(one.kernel) + y * along(one.kernel + 5) + along(one.bias) + w[two.bias];
      expect(out[0]).toBeCloseTo(flat, 12);
    }
  });

  test('without biases ReLU knows directions only: f(cx) = c·f(x), and the biases stay 0', () => {
    const here = run({ activation: 'relu', hidden: [8], bias: false, optimizer: 'adam' });
    const { net } = after(here, 200);
    for (const { bias, to } of layout(net.sizes).layers) {
      expect([...net.weights.slice(bias, bias + to)]).toEqual(Array(to).fill(0));
    }
    const f = (x: number, y: number) => mlp.forward(net, Float64Array.of(x, y), 1)[2][0];
    for (const [x, y] of points.slice(0, 20)) expect(f(2.5 * x, 2.5 * y)).toBeCloseTo(2.5 * f(x, y), 10); // prettier-ignore
    expect(f(0, 0)).toBe(0);
  });

  test('the penalty makes kernels smaller and leaves biases out', () => {
    const size = (l2: number) => mlp.halfSquares(after(run({ optimizer: 'adam', l2 }), 300).net);
    expect(size(0.1)).toBeLessThan(size(0) / 3);
    const net = { sizes: [2, 1], activation: 'relu' as const, weights: Float64Array.of(1, -2, 7) };
    expect(mlp.halfSquares(net)).toBe(2.5);
  });

  test('a run that diverges stops there', () => {
    const at = after(run({ activation: 'linear', rate: 1e3, seed: 3 }), 50);
    expect(at.diverged).toBe(true);
    expect(at.steps).toBeLessThan(50);
    expect(mlp.copyOf(at)).toEqual(at);
  });

  test('parameters: Σ (in + 1)·out', () => {
    expect(mlp.parameterCount([2, 4, 2, 1])).toBe(3 * 4 + 5 * 2 + 3);
    expect(mlp.parameterCount([2, 4, 2, 1], false)).toBe(2 * 4 + 4 * 2 + 2);
    const random = mulberry32(3);
    for (let i = 0; i < 30; i++) {
      const sizes = Array.from({ length: 2 + Math.floor(random() * 4) }, () => 1 + Math.floor(random() * 8)); // prettier-ignore
      expect(mlp.parameterCount(sizes)).toBe(layout(sizes).count);
    }
  });
});
