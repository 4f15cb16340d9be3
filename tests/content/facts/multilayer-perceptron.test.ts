/** Proves the numbers and corrections of the page multilayer-perceptron. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  kinks,
  pieces,
  tent,
  tents,
} from '../../../src/content/concepts/multilayer-perceptron/approximate.ts';
import { trainedAt } from '../../../src/content/concepts/multilayer-perceptron/figures.ts';
import {
  at,
  backward,
  countParameters,
  fitted,
  forward,
  network,
  train,
  worst,
} from '../../../src/content/concepts/multilayer-perceptron/mlp.ts';
import { SCENES } from '../../../src/components/widgets/mlp/scenes.ts';
import { parse as parseState } from '../../../src/components/widgets/mlp/state.ts';
import { ledger } from '../../../src/lib/network.ts';
import { parseList } from '../../../src/lib/network-list.ts';
import { parameterCount } from '../../../src/lib/ops/conv.ts';

const folder = new URL('../../../src/content/concepts/multilayer-perceptron/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
const relu = (z: number) => Math.max(0, z);
const sine = (n: number) => kinks(Math.sin, -3, 3, n);

describe('the network', () => {
  test('its gradient equals finite differences', () => {
    for (const fn of ['tanh', 'relu', 'square'] as const) {
      const net = network([2, 3, 3, 1], 5);
      const x = [0.7, -0.4];
      const loss = () => (forward(net, x, fn).output[0] - 0.3) ** 2;
      const grads = backward(net, x, 0.3, fn);
      net.forEach(({ W, b }, l) => {
        const slope = (move: (h: number) => void) => {
          move(1e-6);
          const up = loss();
          move(-2e-6);
          const down = loss();
          move(1e-6);
          return (up - down) / 2e-6;
        };
        for (let r = 0; r < W.length; r++) {
          expect(grads[l].b[r]).toBeCloseTo(slope((h) => (b[r] += h)), 6); // prettier-ignore
          for (let c = 0; c < W[r].length; c++) {
            expect(grads[l].W[r][c]).toBeCloseTo(slope((h) => (W[r][c] += h)), 6); // prettier-ignore
          }
        }
      });
    }
  });

  test('backward changes no weight', () => {
    const net = network([1, 4, 1], 2);
    const before = structuredClone(net);
    backward(net, [0.5], 1, 'tanh');
    expect(net).toEqual(before);
    train(net, [0.5], [1], 'tanh', 1, 0.1);
    expect(net).not.toEqual(before);
    const out = read('mlp_torch.out.txt');
    expect(out).toContain('after backward(), weights changed: False');
    expect(out).toContain('after step(),     weights changed: True');
  });

  test('parameters', () => {
    expect(countParameters([784, 128, 10])).toBe(101770);
    expect(785 * 128 + 129 * 10).toBe(101770);
    expect(Math.round((100 * 785 * 128) / 101770)).toBe(99);
    expect(read('mlp_torch.out.txt')).toContain('parameters: 101770');
    expect(ledger([224, 224, 3], parseList('flatten').layers).rows.at(-1)!.output).toEqual([
      150528,
    ]);
    expect(parameterCount([3, 3, 3, 1], false)).toBe(27);
    const { state } = parseState(Object.fromEntries(new URLSearchParams(SCENES.xor.query)));
    expect(state!.steps).toBe(600); // “the network after 600 steps”
    for (const lang of ['zh', 'en']) expect(read(`${lang}.mdx`)).toContain('600');
  });
});

describe('universal approximation', () => {
  test('the worked example', () => {
    const f = (x: number) => 2 * relu(x) - 3 * relu(x - 1) + relu(x - 2);
    expect([0, 1, 2, 3, 100].map(f)).toEqual([0, 2, 1, 1, 1]);
    const points = [0, 2, 1, 1];
    const made = kinks((x) => points[Math.round(x)], 0, 3, 3);
    for (const x of [0, 0.5, 1, 1.7, 2, 2.5, 3, 9]) expect(made(x)).toBeCloseTo(f(x), 12);
  });

  test('by hand: twice the units, a quarter of the error', () => {
    const errors = [8, 16, 32].map((n) => worst(sine(n), -3, 3));
    expect(rounded(errors[0], 3)).toBe(fact('by-hand-8'));
    expect(rounded(errors[2], 4)).toBe(fact('by-hand-32'));
    for (const [wide, narrow] of [
      [1, 0],
      [2, 1],
    ]) {
      // prettier-ignore
      expect(errors[wide] / errors[narrow]).toBeGreaterThan(0.22);
      expect(errors[wide] / errors[narrow]).toBeLessThan(0.28);
    }
  });

  test('outside the interval the approximation fails', () => {
    expect(rounded(Math.abs(sine(8)(6) - Math.sin(6)), 2)).toBe(fact('outside'));
    // straight on: equal steps give equal changes
    const f = sine(8);
    expect(f(6) - f(5)).toBeCloseTo(f(5) - f(4), 12);
    // the trained tanh network of the figure: close inside, leveling off outside
    expect(worst(trainedAt, -3, 3)).toBeLessThan(0.15);
    expect(worst(trainedAt, 3, 6)).toBeGreaterThan(0.5);
    const falls = [4, 5, 20].map((x) => trainedAt(x) - trainedAt(x + 1));
    expect(falls[0]).toBeGreaterThan(falls[1]);
    expect(falls[1]).toBeGreaterThan(falls[2]);
    expect(falls[2]).toBeGreaterThan(0);
    expect(falls[2]).toBeLessThan(0.01);
  });

  test('with a polynomial activation, more units do not help', () => {
    const few = fitted(8, 'square');
    expect(
      rounded(
        worst((x) => at(few, x, 'square'), -3, 3),
        2,
      ),
    ).toBe(fact('square'));
    // any width is a parabola: third differences vanish
    for (const units of [8, 40]) {
      const y = [-3, -1, 1, 3].map((x) => at(network([1, units, 1], 7), x, 'square'));
      expect(y[3] - 3 * y[2] + 3 * y[1] - y[0]).toBeCloseTo(0, 9);
    }
    // and the best parabola is far from the sine: sampled least squares, symmetric points
    const xs = Array.from({ length: 61 }, (_, i) => -3 + i / 10);
    const slope = xs.reduce((s, x) => s + x * Math.sin(x), 0) / xs.reduce((s, x) => s + x * x, 0);
    expect(worst((x) => slope * x, -3, 3)).toBeGreaterThan(0.5);
  });

  test('without biases a ReLU network only scales', () => {
    const net = network([2, 6, 6, 1], 3).map(({ W, b }) => ({ W, b: b.map(() => 0) }));
    const f = (x: number[]) => forward(net, x, 'relu').output[0];
    for (const [x, y] of [
      [0.3, -1],
      [2, 5],
      [-1, -0.2],
    ]) {
      // prettier-ignore
      expect(f([2 * x, 2 * y])).toBeCloseTo(2 * f([x, y]), 12);
    }
    expect(f([0, 0])).toBe(0);
  });

  test('existence is not finding: training stays behind the network placed by hand', () => {
    const net = fitted(32, 'relu');
    const trained = worst((x) => at(net, x, 'relu'), -3, 3);
    expect(rounded(trained, 3)).toBe(fact('trained-32'));
    expect(Math.round(trained / worst(sine(32), -3, 3))).toBe(16);
  });
});

test('ten layers of two units: 1,024 straight pieces', () => {
  expect([0, 1 / 4, 1 / 2, 1].map(tent)).toEqual([0, 1 / 2, 1, 0]);
  for (const k of [1, 2, 3, 10]) expect(pieces((x) => tents(x, k), 2 ** (k + 1))).toBe(2 ** k);
  // one hidden layer: at most one kink for each unit
  const rough = kinks((x) => Math.sin(40 * x), 0, 1, 16);
  expect(pieces(rough, 64)).toBeLessThanOrEqual(16);
});

test('a step function passes no gradient, and shuffled pixels change nothing', () => {
  const step = (z: number) => (z > 0 ? 1 : 0);
  for (const z of [-2, -0.1, 0.1, 3]) expect(step(z + 1e-6) - step(z - 1e-6)).toBe(0);
  const net = network([4, 5, 1], 8);
  const order = [2, 0, 3, 1];
  const shuffled = net.map((layer, l) => ({
    ...layer,
    W: l ? layer.W : layer.W.map((row) => order.map((i) => row[i])),
  }));
  const x = [0.1, -0.7, 0.4, 0.9];
  const y = forward(net, x, 'tanh').output[0];
  const z = forward(shuffled, order.map((i) => x[i]), 'tanh').output[0]; // prettier-ignore
  expect(z).toBeCloseTo(y, 12);
});
