/** Every number and every measurable correction of the concept page on ReLU. */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import sharp from 'sharp';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import {
  freshNet,
  main as printDying,
  silent,
  step,
  surface,
  train,
} from '../../../src/content/concepts/relu/dying.ts';
import { figures, silentOverTime } from '../../../src/content/concepts/relu/figures.ts';
import { forward, main as printInit } from '../../../src/content/concepts/relu/init.ts';
import {
  B,
  G,
  layer,
  main as printLayer,
  relu,
  slope,
  W,
  wrongSlope,
  X,
} from '../../../src/content/concepts/relu/relu.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { fromRows } from '../../../src/lib/grid.ts';
import { ACTIVATIONS } from '../../../src/lib/ops/activation.ts';
import { conv2d } from '../../../src/lib/ops/conv.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/relu/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
/** What the page shows under a fact id. */
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const points = Array.from({ length: 81 }, (_, i) => (i - 40) / 10);

describe('listings', () => {
  test.each([
    ['relu', printLayer],
    ['dying', printDying],
    ['init', printInit],
  ])('%s prints its captured output', (name, main) => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    main();
    const printed = log.mock.calls.map((words) => words.join(' ')).join('\n');
    log.mockRestore();
    expect(`${printed}\n`).toBe(read(`${name}.out.txt`));
  });

  test('the worked example, in three programs', () => {
    const { z, a, dW, db, dx } = layer(W, B, X, G);
    expect(z).toEqual([0, 2, -1]);
    expect(a).toEqual([0, 2, 0]);
    expect(db).toEqual([0, 4, 0]);
    expect(dW).toEqual([
      [0, 0],
      [4, 8],
      [0, 0],
    ]);
    expect(dx).toEqual([4, 4]);
    expect(layer(W, B, X, G, 1).dx).toEqual([10, 1]);
    expect(read('relu_numpy.out.txt')).toContain('dx 4 4');
    expect(read('relu_torch.out.txt')).toContain('dx 4.0 4.0');
  });

  test('function and slope are those of the library', () => {
    for (const z of points) {
      expect(relu(z)).toBe(ACTIVATIONS.relu.f(z));
      expect(slope(z)).toBe(ACTIVATIONS.relu.df(z));
    }
  });

  test('the wrong slope differs at 0 and nowhere else', () => {
    expect(points.filter((z) => wrongSlope(z) !== slope(z))).toEqual([0]);
  });
});

describe('the corner', () => {
  beforeAll(() => tf.setBackend('cpu'));

  test('subgradients at 0 are the numbers from 0 to 1', () => {
    const isSubgradient = (s: number) => points.every((z) => relu(z) >= s * z);
    expect([0, 0.25, 0.5, 1].every(isSubgradient)).toBe(true);
    expect([-0.1, 1.1].some(isSubgradient)).toBe(false);
  });

  test('TensorFlow.js and PyTorch return the slope 0', () => {
    expect(
      tf
        .grad((x) => tf.relu(x))(tf.scalar(0))
        .dataSync()[0],
    ).toBe(0);
    expect(read('relu_torch.out.txt')).toContain('dx 4.0 4.0'); // 10 1 with slope 1
  });

  test('an edge kernel meets exact zeros on a flat background', async () => {
    const { data, info } = await sharp('public/pictures/digit-3.png')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const rows = Array.from({ length: info.height }, (_, r) =>
      Array.from({ length: info.width }, (_, c) => data[(r * info.width + c) * info.channels]),
    );
    const sobel = { shape: [3, 3, 1, 1], data: Float64Array.of(-1, 0, 1, -2, 0, 2, -1, 0, 1) };
    const edges = conv2d(fromRows(rows), sobel, {
      stride: [1, 1],
      padding: 'valid',
      dilation: [1, 1],
      groups: 1,
    }).data;
    const share = edges.filter((value) => value === 0).length / edges.length;
    expect(Number((100 * share).toFixed(1))).toBe(fact('digit-zeros'));
  });

  test('ReLU is positively homogeneous', () => {
    for (const z of points) for (const c of [0, 0.5, 3]) expect(relu(c * z)).toBe(c * relu(z) + 0);
  });

  test('the mean of the outputs is not 0', () => {
    let [mean, mass] = [0, 0];
    for (let z = -8; z <= 8; z += 1e-3) {
      mean += relu(z) * Math.exp((-z * z) / 2);
      mass += Math.exp((-z * z) / 2);
    }
    expect(mean / mass).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 6);
    expect(Number((mean / mass).toFixed(1))).toBe(fact('mean-share'));
  });

  test('a > 0 exactly where z > 0', () => {
    for (const z of points) expect(relu(z) > 0).toBe(z > 0);
  });

  test('ReLU at a regression output cannot learn a negative target', () => {
    const [z, target] = [-2, -1];
    const loss = (relu(z) - target) ** 2;
    expect(loss).toBe(1);
    expect(2 * (relu(z) - target) * slope(z)).toBe(0);
  });

  test('in place, a skip connection adds the wrong thing', () => {
    const output = read('relu_torch.out.txt');
    expect(output).toContain('h + ReLU(h): -1.0 4.0');
    expect(output).toContain('in place:    0.0 4.0');
  });
});

test('parameters of ReLU and its relatives', () => {
  const count = (layer: tf.layers.Layer) => {
    layer.apply(tf.input({ shape: [32, 32, 8] }));
    return layer.countParams();
  };
  expect(count(tf.layers.reLU())).toBe(0);
  expect(count(tf.layers.leakyReLU())).toBe(0);
  expect(count(tf.layers.elu())).toBe(0);
  for (const activation of ['relu', 'sigmoid', 'tanh', 'relu6'] as const) {
    expect(count(tf.layers.activation({ activation })), activation).toBe(0);
  }
  expect(count(tf.layers.prelu())).toBe(32 * 32 * 8);
  expect(32 * 32 * 8).toBe(8192);
  expect(count(tf.layers.prelu({ sharedAxes: [1, 2] }))).toBe(8);
  const torch = read('relu_torch.out.txt');
  expect(torch).toContain('ReLU(): 0 parameters');
  expect(torch).toContain('PReLU(num_parameters=1): 1 parameters');
  expect(torch).toContain('PReLU(num_parameters=8): 8 parameters');
  expect(torch).toContain(`LeakyReLU(negative_slope=${fact('leaky-default')}): 0 parameters`);
});

describe('silent units', () => {
  const seeds = [1, 2, 3];

  test('a step that is too large silences units, for every seed', () => {
    for (const seed of seeds) {
      const count = (rate: number) => train(freshNet(seed), seed, 500, rate, 0).silent;
      expect(silent(freshNet(seed), surface(seed).x)).toBe(0);
      expect(count(0.05)).toBe(0);
      expect(count(0.2)).toBeGreaterThan(30);
      expect(count(0.5)).toBeGreaterThan(60);
    }
  });

  test('the numbers of the page: 0, 0, 54 and 64 of 64', () => {
    const last = (rate: number) => silentOverTime(rate).at(-1)![1];
    expect([0.05, 0.1, 0.2, 0.5].map(last)).toEqual([0, 0, 54, 64]);
    for (const rate of [0.05, 0.1]) {
      expect(Math.max(...silentOverTime(rate).map(([, count]) => count))).toBe(0);
    }
    expect(silentOverTime(0.5).find(([, count]) => count === 64)![0]).toBe(3);
  });

  test('silent units stay silent, a leak brings some back', () => {
    const { x, t } = surface(1);
    const hurt = freshNet(1);
    train(hurt, 1, 500, 0.2, 0);
    expect(silent(hurt, x)).toBe(54);
    const off = hurt.b.map((b, i) =>
      x.every(([p, q]) => hurt.w[i][0] * p + hurt.w[i][1] * q + b <= 0),
    );
    const after = (alpha: number) => {
      const net = structuredClone(hurt);
      const result = train(net, 1, 500, 0.05, alpha);
      return { net, ...result };
    };
    const plain = after(0);
    expect(plain.silent).toBe(54);
    plain.net.b.forEach((b, i) => {
      if (off[i]) expect([b, ...plain.net.w[i]]).toEqual([hurt.b[i], ...hurt.w[i]]); // not moved
    });
    expect([0.01, 0.1].map((alpha) => after(alpha).silent)).toEqual([38, 34]);
    // all 64 silent: one constant, and not a single weight moves
    const dead = freshNet(1);
    train(dead, 1, 500, 0.5, 0);
    expect(silent(dead, x)).toBe(64);
    const outputs = x.map(() => dead.c);
    const mean = outputs.reduce((sum, c, i) => sum + (c - t[i]) ** 2, 0) / x.length;
    expect(step(dead, x, t, 0, 0)).toBeCloseTo(mean, 12);
  });

  test('the gradient of the listing equals finite differences', () => {
    const { x, t } = surface(2);
    const loss = (change: (net: ReturnType<typeof freshNet>) => void) => {
      const net = freshNet(2);
      change(net);
      return step(net, x, t, 0, 0.1);
    };
    const moved = freshNet(2);
    step(moved, x, t, 1, 0.1); // rate 1: the change is minus the gradient
    const start = freshNet(2);
    const h = 1e-6;
    for (const i of [0, 7, 63]) {
      const slopeOf = (nudge: (net: ReturnType<typeof freshNet>, by: number) => void) =>
        (loss((net) => nudge(net, h)) - loss((net) => nudge(net, -h))) / (2 * h);
      expect(start.b[i] - moved.b[i]).toBeCloseTo(
        slopeOf((net, by) => (net.b[i] += by)),
        6,
      );
      expect(start.v[i] - moved.v[i]).toBeCloseTo(
        slopeOf((net, by) => (net.v[i] += by)),
        6,
      );
      expect(start.w[i][1] - moved.w[i][1]).toBeCloseTo(
        slopeOf((net, by) => (net.w[i][1] += by)),
        6,
      );
    }
  });

  test('an input survives ten layers with probability (1 − 2⁻ⁿ)¹⁰', () => {
    const chance = (n: number) => (1 - 2 ** -n) ** 10;
    expect(Number((100 * chance(2)).toFixed(1))).toBe(fact('survive-narrow'));
    expect(Number((100 * chance(16)).toFixed(2))).toBe(fact('survive-wide'));
    const rng = mulberry32(7);
    const survives = (n: number) => {
      let a = Array.from({ length: n }, () => normal(rng));
      for (let l = 0; l < 10; l++) {
        a = a.map(() => relu(a.reduce((sum, value) => sum + normal(rng) * value, 0)));
      }
      return a.some((value) => value > 0);
    };
    for (const [n, tries] of [
      [2, 20000],
      [4, 10000],
    ]) {
      const alive = Array.from({ length: tries }, () => survives(n)).filter(Boolean).length;
      expect(alive / tries).toBeCloseTo(chance(n), 1);
      expect(Math.abs(alive / tries - chance(n))).toBeLessThan(0.015);
    }
  });
});

describe('initialization', () => {
  test('gain 2 keeps the size, gain 1 shrinks it by 32 in ten layers', () => {
    for (const seed of [1, 2]) {
      for (const [gain, expected] of [
        [1, 1 / 32],
        [2, 1],
      ]) {
        const { squares } = forward(gain, 10, 0, seed);
        const factor = Math.sqrt(squares[10] / squares[0]);
        expect(factor / expected).toBeGreaterThan(0.8);
        expect(factor / expected).toBeLessThan(1.25);
      }
    }
  });

  test('a leak asks for 2 / (1 + α²)', () => {
    const { squares } = forward(2 / (1 + 0.5 ** 2), 10, 0.5);
    expect(Math.sqrt(squares[10] / squares[0])).toBeGreaterThan(0.8);
    expect(Math.sqrt(squares[10] / squares[0])).toBeLessThan(1.25);
  });

  test('half of the outputs are exact zeros', () => {
    for (const seed of [1, 2]) expect(forward(2, 10, 0, seed).zeros).toBeCloseTo(0.5, 1);
  });
});

describe('follow-ups', () => {
  test('no normalized value exceeds √(m − 1)', () => {
    const normalized = (x: number[]) => {
      const mean = x.reduce((a, b) => a + b) / x.length;
      const variance = x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length;
      return x.map((v) => (v - mean) / Math.sqrt(variance));
    };
    for (const m of [2, 8, 32]) {
      const spike = Array.from({ length: m }, (_, i) => (i === 0 ? 1 : 0));
      expect(Math.max(...normalized(spike))).toBeCloseTo(Math.sqrt(m - 1), 12);
      const rng = mulberry32(m);
      for (let n = 0; n < 50; n++) {
        const values = normalized(Array.from({ length: m }, () => normal(rng) ** 3));
        expect(Math.max(...values)).toBeLessThanOrEqual(Math.sqrt(m - 1) + 1e-12);
        expect(values.some((v) => v > 0)).toBe(true); // β = 0: some sample fires
      }
    }
  });

  test('tents: 2ℓ units make 2^ℓ pieces', () => {
    const tent = (x: number) => 2 * relu(x) - 4 * relu(x - 0.5);
    for (const l of [1, 2, 3, 5]) {
      const n = 2 ** (l + 3);
      const f = (x: number) => Array.from({ length: l }).reduce((y: number) => tent(y), x);
      const slopes = Array.from({ length: n }, (_, i) => Math.sign(f((i + 1) / n) - f(i / n)));
      expect(1 + slopes.filter((s, i) => i > 0 && s !== slopes[i - 1]).length).toBe(2 ** l);
    }
  });

  test('a hidden layer of n units has at most n corners', () => {
    const rng = mulberry32(3);
    const units = Array.from({ length: 6 }, () => [normal(rng), normal(rng), normal(rng)]);
    const f = (x: number) => units.reduce((sum, [w, b, v]) => sum + v * relu(w * x + b), 0);
    const h = 1e-3;
    const bends = Array.from({ length: 40001 }, (_, i) => -20 + i * h).filter(
      (x) => Math.abs(f(x + h) - 2 * f(x) + f(x - h)) > 1e-9,
    );
    const corners = bends.filter((x, i) => i === 0 || x - bends[i - 1] > 1.5 * h);
    expect(corners.length).toBeLessThanOrEqual(6);
  });
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
