/** Every number and every measurable correction of the page on vanishing and exploding gradients. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { gradientFactor } from '../../../src/content/concepts/activation-function/depth.ts';
import { gradientNorms as normalizedNorms } from '../../../src/content/concepts/batch-normalization/depth.ts';
import {
  afterTen,
  byLayer,
  figures,
} from '../../../src/content/concepts/vanishing-and-exploding-gradients/figures.ts';
import {
  RATE,
  RUNS,
  STEPS,
  T,
  backprop,
  clip,
  gradientNorms,
  network,
  norm,
  train,
  type Kind,
} from '../../../src/content/concepts/vanishing-and-exploding-gradients/mlp.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { ACTIVATIONS } from '../../../src/lib/ops/activation.ts';
import { chain, sigmoidBound } from '../../../src/lib/ops/chain.ts';
import { adam } from '../../../src/content/concepts/adam/adam.ts';

const folder = new URL(
  '../../../src/content/concepts/vanishing-and-exploding-gradients/',
  import.meta.url,
);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const PAGES = [read('zh.mdx'), read('en.mdx')];
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const kindOf = (name: string) => RUNS.find(([run]) => run === name)![1];
const shallow: Kind = { fn: 'tanh', gain: 1, depth: 4, skip: true };

describe('chains', () => {
  const sigmoids = (weight: number, skip = false) =>
    chain(0, { fn: 'sigmoid', depth: 10, weight, skip });
  const relus = (weight: number, skip: boolean) =>
    chain(1, { fn: 'relu', depth: 20, weight, skip })[0].gradient;

  test('the chain: ten sigmoids, with and without skip connections', () => {
    expect(Math.round(1 / sigmoids(1)[0].gradient / 1e4) * 1e4).toBe(2580000);
    expect(Number(sigmoids(1, true)[0].gradient.toFixed(2))).toBe(fact('skip-gradient'));
    expect(1 / sigmoidBound(10, 1)).toBe(1048576);
    expect(sigmoidBound(10, 3) / sigmoidBound(10, 1)).toBe(59049); // almost 60,000
    const ratio = afterTen(3) / afterTen(1);
    expect(ratio).toBeGreaterThan(0.45);
    expect(ratio).toBeLessThan(0.55); // half
    for (const page of PAGES) {
      for (const number of ['2,580,000', '1,048,576', '60,000']) expect(page).toContain(number);
    }
  });

  test('the chain: twenty ReLUs', () => {
    expect(relus(2, false)).toBe(2 ** 20);
    expect(relus(1, true)).toBe(2 ** 20); // a factor of 2 in every layer
    expect(relus(1, false)).toBe(1);
    expect(2 ** 20).toBe(1048576);
  });

  test('larger weights do not save a chain of sigmoids', () => {
    const weights = Array.from({ length: 119 }, (_, i) => (i + 1) / 20);
    const best = weights.reduce((a, b) => (afterTen(b) > afterTen(a) ? b : a));
    expect(best).toBe(fact('best-weight'));
    expect(afterTen(best)).toBeLessThan(1e-5);
    expect(Math.round(1 / afterTen(4) / 1e6)).toBe(1388);
    expect(read('concept.yaml')).toContain('1/1,388,000,000');
    const [first, , third] = sigmoids(3);
    expect(first.factor).toBe(3 / 4);
    expect(Number(third.slope.toFixed(3))).toBe(fact('third-slope'));
    // the bound holds all the same
    for (const w of weights) expect(afterTen(w)).toBeLessThanOrEqual(sigmoidBound(10, w));
  });

  test('the worked example: 2¹⁰ in one direction, 2⁻¹⁰ in the other', () => {
    let g = [1, 1];
    const seen = [g];
    for (let layer = 0; layer < 10; layer++) seen.push((g = [2 * g[0], g[1] / 2]));
    expect(seen[1]).toEqual([2, 1 / 2]);
    expect(seen[2]).toEqual([4, 1 / 4]);
    expect(g).toEqual([1024, 1 / 1024]);
    expect(Math.round(Math.hypot(...g))).toBe(1024);
  });

  test('the largest slopes: 1/4 for sigmoid, 1 for tanh and ReLU', () => {
    const steepest = (fn: 'sigmoid' | 'tanh' | 'relu') =>
      Math.max(...Array.from({ length: 401 }, (_, i) => ACTIVATIONS[fn].df((i - 200) / 20)));
    expect([steepest('sigmoid'), steepest('tanh'), steepest('relu')]).toEqual([1 / 4, 1, 1]);
  });
});

describe('the deep MLP', () => {
  test('its gradient equals finite differences, with and without skip connections', () => {
    for (const kind of [shallow, { ...shallow, skip: false }]) {
      const net = network(kind, 4);
      const { grads } = backprop(net, kind);
      const h = 1e-6;
      for (let l = 0; l < net.length; l++) {
        const { W, b } = net[l];
        const slopeOf = (move: (by: number) => void) => {
          move(h);
          const up = backprop(net, kind).loss;
          move(-2 * h);
          const down = backprop(net, kind).loss;
          move(h);
          return (up - down) / (2 * h);
        };
        const c = W[0].length - 1;
        expect(grads[l].W[0][c]).toBeCloseTo(slopeOf((by) => (W[0][c] += by)), 7); // prettier-ignore
        expect(grads[l].b[0]).toBeCloseTo(slopeOf((by) => (b[0] += by)), 7); // prettier-ignore
      }
    }
  });

  const end = (name: string, seed = 1) => {
    const [, kind, most] = RUNS.find(([run]) => run === name)!;
    return train(kind, STEPS, RATE, most, seed).at(-1)!;
  };

  test('what 400 steps achieve', () => {
    expect(STEPS).toBe(400);
    expect(Number(end('ReLU, gain 2 (He)').toFixed(3))).toBe(fact('he-loss'));
    expect(Number(end('sigmoid with skips, clipped').toFixed(3))).toBe(fact('skip-loss'));
    // the first loss is that before any step
    const losses = train(kindOf('ReLU, gain 8'), STEPS, RATE);
    expect(losses).toHaveLength(1 + 3);
    expect(losses[3]).toBeNaN();
    expect(read('mlp.out.txt')).toMatch(/^ReLU, gain 8 .* NaN$/m);
  });

  test('clipping keeps the loss finite and the bad start bad', () => {
    for (const seed of [1, 2, 3]) {
      const loss = end('ReLU, gain 8, clipped', seed);
      expect(Number.isFinite(loss)).toBe(true);
      expect(loss).toBeGreaterThan(0.95 * fact('constant-loss'));
    }
  });

  test('twelve sigmoid layers learn no more than a constant', () => {
    const mean = T.reduce((a, b) => a + b) / T.length;
    const constant = T.reduce((sum, t) => sum + (t - mean) ** 2 / 2, 0) / T.length;
    expect(Number(constant.toFixed(3))).toBe(fact('constant-loss'));
    const losses = train(kindOf('sigmoid, 12 layers'), STEPS, RATE);
    expect(losses.at(-1)! / constant).toBeCloseTo(1, 2);
  });

  test('the gradient along the layers, for three seeds', () => {
    for (const seed of [1, 2, 3]) {
      const sigmoid = gradientNorms(kindOf('sigmoid, 12 layers'), seed);
      expect(sigmoid).toHaveLength(10);
      const perLayer = (sigmoid[9] / sigmoid[0]) ** (1 / 9);
      expect(perLayer).toBeGreaterThan(3.5);
      expect(perLayer).toBeLessThan(5); // about four
      const skips = gradientNorms(kindOf('sigmoid with skips, clipped'), seed);
      expect(skips[9] / skips[0]).toBeLessThan(6);
      for (const name of ['ReLU, gain 1', 'ReLU, gain 2 (He)', 'ReLU, gain 8']) {
        const norms = gradientNorms(kindOf(name), seed);
        expect(Math.max(...norms) / Math.min(...norms)).toBeLessThan(30); // level against 500,000
      }
    }
    const [first, ...rest] = byLayer('sigmoid, 12 layers').map(([, y]) => 10 ** y);
    expect(Number((rest.at(-1)! / first).toPrecision(1))).toBe(500000);
    const kind = kindOf('sigmoid, 12 layers');
    expect(norm(backprop(network(kind), kind).grads)).toBeGreaterThan(0.1); // looks healthy
  });

  test('the figure: the sizes that its alternative text names', () => {
    const curve = (name: string) => byLayer(name).map(([, y]) => 10 ** y);
    const sigmoid = curve('sigmoid, 12 layers');
    expect(Number(sigmoid[9].toPrecision(1))).toBe(0.09); // about a tenth
    expect(Number(sigmoid[0].toPrecision(1))).toBe(2e-7);
    for (const [name, low, high] of [
      ['sigmoid with skips, clipped', 1 / 3, 3],
      ['ReLU, gain 2 (He)', 0.01, 0.1],
      ['ReLU, gain 8', 1e5 / 3, 3e5],
    ] as const) {
      expect(Math.min(...curve(name))).toBeGreaterThan(low);
      expect(Math.max(...curve(name))).toBeLessThan(high);
    }
  });

  test('a rate for the first layer is too much for the last', () => {
    const kind = kindOf('sigmoid, 12 layers');
    const losses = train(kind, 30, 1000 * RATE);
    expect(losses.at(-1)! > 1e6 || !Number.isFinite(losses.at(-1)!)).toBe(true);
  });

  test('ReLU vanishes or explodes with its weights', () => {
    for (const [gain, expected] of [
      [1, 1 / 32],
      [2, 1],
      [8, 1024],
    ]) {
      const factor = gradientFactor('relu', gain);
      expect((gain / 2) ** (10 / 2)).toBeCloseTo(expected, 12);
      expect(factor / expected).toBeGreaterThan(0.8);
      expect(factor / expected).toBeLessThan(1.25);
    }
  });

  test('batch normalization alone explodes, with skip connections it does not', () => {
    expect(normalizedNorms('batch-norm', 2)[40]).toBeGreaterThan(1000);
    expect(normalizedNorms('residual', 2)[40]).toBeLessThan(15);
  });
});

describe('clipping', () => {
  const grads = backprop(network(shallow), shallow).grads;
  const flat = (layers: typeof grads) => layers.flatMap(({ W, b }) => [...W.flat(), ...b]);

  test('clipping never lengthens a gradient', () => {
    const length = norm(grads);
    for (const most of [length / 10, length / 2]) expect(norm(clip(grads, most))).toBeCloseTo(most, 12); // prettier-ignore
    for (const most of [length, 2 * length, Infinity]) {
      expect(flat(clip(grads, most))).toEqual(flat(grads));
    }
  });

  test('clipping by norm keeps the direction, clipping by value does not', () => {
    const scale = norm(clip(grads, 0.01)) / norm(grads);
    flat(clip(grads, 0.01)).forEach((g, i) => expect(g).toBeCloseTo(scale * flat(grads)[i], 12));
    const layers = [{ W: [[30, 0.4]], b: [] }];
    const [first, second] = flat(clip(layers, 1));
    expect(first).toBeCloseTo(1, 3);
    expect(Number(second.toFixed(3))).toBe(fact('clipped-second'));
    const torch = read('clip_torch.out.txt');
    expect(Number(/clip_grad_value_: \S+ (\S+)/.exec(torch)![1])).toBe(fact('second-entry'));
    expect(torch).toContain('clip_grad_norm_: 1.000 0.013');
    expect(torch).toContain('clip_grad_value_: 1.000 0.400');
    expect(torch).toContain('norm before clipping: nan -> nan nan');
  });
});

test('Adam’s ε swallows very small gradients', () => {
  // The twentieth step of a constant gradient, in learning rates.
  const step = (g: number) => {
    const rule = adam({ rate: 1 });
    const path = Array.from({ length: 20 }).reduce<number[]>((p) => [...p, rule([p.at(-1)!], [g])[0]], [0]); // prettier-ignore
    return path[19] - path[20];
  };
  expect(Math.round(100 * step(1e-10))).toBe(fact('adam-share'));
  expect(step(1e-4)).toBeGreaterThan(0.999);
});

test('NumPy: both ways at once, and float16', () => {
  const [, , ...rows] = read('jacobian_numpy.out.txt').trim().split('\n');
  const ten = rows[2].trim().split(/\s+/).map(Number);
  expect(ten[0]).toBe(10);
  expect(ten[1]).toBeLessThan(4);
  expect(ten[2]).toBeLessThan(1e-11);
  expect(ten[2]).toBeGreaterThan(1e-12);
  expect(ten.slice(3)).toEqual([1, 1]);
  // the smallest positive float16 is 2⁻²⁴ = (1/4)¹²; (1/4)¹³ rounds to 0
  expect((1 / 4) ** 12).toBe(2 ** -24);
  expect(rows.at(-2)).toMatch(/12 sigmoids in float16: 6\.0e-08$/);
  expect(rows.at(-1)).toMatch(/13 sigmoids in float16: 0\.0e\+00$/);
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
