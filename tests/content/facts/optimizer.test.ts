/** Every number and every measurable correction of the concept page on optimizers. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  BEST_GD,
  BEST_MOMENTUM,
  distances,
  figures,
} from '../../../src/content/concepts/optimizer/figures.ts';
import {
  equation,
  ravine,
  RATES,
  RULES,
  START,
  walk,
  type Rule,
} from '../../../src/content/concepts/optimizer/optimizers.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { raceOf } from '../../../src/components/widgets/optimizers/race.ts';
import { SCENES } from '../../../src/components/widgets/optimizers/scenes.ts';
import { parse as parseState } from '../../../src/components/widgets/optimizers/state.ts';
import type { Query } from '../../../src/components/widgets/toolkit/query.ts';

const folder = new URL('../../../src/content/concepts/optimizer/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const PAGES = [read('zh.mdx'), read('en.mdx')];
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };

const close = (actual: readonly number[], expected: readonly number[], digits = 12) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], digits));
};
/** The steps of one parameter for given gradients. */
const steps = (rule: Rule, gradients: number[]) => gradients.map((g) => rule([g])[0]);

describe('worked example', () => {
  test('momentum 1/2: 4, 6, 7 and 4, −2, 3', () => {
    close(steps(RULES.momentum(1, 1 / 2), [4, 4, 4]), [-4, -6, -7]);
    close(steps(RULES.momentum(1, 1 / 2), [4, -4, 4]), [-4, 2, -3]);
    expect(steps(RULES.momentum(1, 1 / 2), Array(60).fill(4)).at(-1)).toBeCloseTo(-8, 9);
  });

  test('AdaGrad: 1, 4/5, 12/13, and a hundredth after 10,000 equal gradients', () => {
    close(steps(RULES.adagrad(1), [3, 4, 12]), [-1, -4 / 5, -12 / 13], 9);
    expect(steps(RULES.adagrad(1), Array(10000).fill(7)).at(-1)).toBeCloseTo(-1 / 100, 9);
  });
});

test('a momentum of 9/10 acts like a ten times larger rate', () => {
  const mu = facts['usual-momentum'].value;
  expect(steps(RULES.momentum(0.01, mu), Array(400).fill(1)).at(-1)).toBeCloseTo(-0.1, 9);
});

test('momentum is not a larger learning rate', () => {
  // In the ravine, ten times the rate of momentum diverges at once.
  const end = (rule: Rule) => Math.hypot(...walk(rule, ravine, START, 200)[200]);
  expect(end(RULES.momentum(0.01, 0.9))).toBeLessThan(1e-3);
  expect(end(RULES.sgd(0.1))).toBeGreaterThan(1e9);
  // Slopes that alternate are shortened, slopes that stay are lengthened.
  const alternating = Array.from({ length: 200 }, (_, i) => (i % 2 ? -1 : 1));
  expect(Math.abs(steps(RULES.momentum(1, 0.9), alternating).at(-1)!)).toBeCloseTo(1 / 1.9, 6);
});

describe('rates in the ravine', () => {
  test('best settings: 1/13 for gradient descent, 1/9 and 4/9 for momentum', () => {
    close([BEST_GD, BEST_MOMENTUM.rate, BEST_MOMENTUM.mu], [1 / 13, 1 / 9, 4 / 9]);
  });

  test('a thousandth of the distance after 87 and after 26 steps', () => {
    for (const [kind, count] of [
      ['sgd', 87],
      ['momentum', 26],
    ] as const) {
      expect(distances(kind, 120).findIndex((d) => d <= 1e-3)).toBe(count);
      for (const page of PAGES) expect(page).toContain(String(count));
    }
    // In the long run: 12/13 and 2/3 for each step.
    const ratio = (kind: 'sgd' | 'momentum', t: number) => {
      const d = distances(kind, t + 1);
      return d[t + 1] / d[t];
    };
    expect(ratio('sgd', 200)).toBeCloseTo(12 / 13, 6);
    expect(ratio('momentum', 200)).toBeCloseTo(2 / 3, 2);
  });
});

test('the race of the widget', () => {
  const fromScene: Query = Object.fromEntries(new URLSearchParams(SCENES.race.query));
  const run = (query: Query) => {
    const { state } = parseState({ ...fromScene, ...query });
    const { runs } = raceOf(state!);
    const by = (method: string) => runs.find((r) => r.method === method)!;
    const last = (method: string) => by(method).losses.at(-1)!;
    return { state: state!, runs, by, order: runs.map((r) => r.method).sort((a, b) => last(a) - last(b)) }; // prettier-ignore
  };
  const plain = run({});
  expect(plain.runs).toHaveLength(6);
  // Momentum arrives first, SGD creeps.
  const arrival = plain.runs.map(({ method, losses }) => {
    const at = losses.findIndex((loss) => loss < 0.1);
    return [method, at < 0 ? Infinity : at] as const;
  });
  expect(arrival.reduce((a, b) => (b[1] < a[1] ? b : a))[0]).toBe('momentum');
  expect(plain.order[0]).toBe('momentum');
  expect(plain.order.at(-1)).toBe('sgd');
  const adaptive = run({ adaptiveRate: `${3 * plain.state.adaptiveRate}` });
  expect(adaptive.order.indexOf('adam')).toBeLessThan(adaptive.order.indexOf('momentum'));
  // RMSProp does not come to rest: late in the race it still stands higher than SGD at times.
  const late = (result: typeof plain) => result.by('rmsprop').losses.slice(-100);
  expect(Math.max(...late(adaptive))).toBeGreaterThan(
    Math.max(...adaptive.by('sgd').losses.slice(-100)),
  );
  expect(Math.max(...late(adaptive))).toBeGreaterThan(100 * Math.min(...late(adaptive)));
  expect(Math.max(...late(adaptive))).toBeGreaterThan(3 * Math.max(...late(plain)));
  const { points } = adaptive.by('rmsprop');
  const sides = points.slice(-100).map(([x, y]) => Math.sign(y - x * x)); // of the valley floor
  const changes = sides.filter((side, t) => t > 0 && side !== sides[t - 1]).length;
  expect(changes).toBeGreaterThan(50);
  const other = run({ rate: `${3 * plain.state.rate}` });
  expect(other.order[0]).toBe('momentum');
  expect(other.by('nesterov').diverged).toBeDefined();
});

test('one equation: gradient descent and Adam find different solutions', () => {
  const end = (rule: Rule, steps = 30000) => walk(rule, equation, [0, 0], steps)[steps];
  for (const rule of [RULES.sgd(0.01), RULES.momentum(0.01), RULES.nesterov(0.01)]) {
    close(end(rule), [1, 3], 6);
  }
  for (const rule of [RULES.adam(0.001), RULES.adagrad(0.5)]) close(end(rule), [2.5, 2.5], 3);
  // (1, 3) is the nearest of all solutions to the start.
  for (const w2 of [2.5, 2.9, 3.1, 4]) {
    expect(Math.hypot(10 - 3 * w2, w2)).toBeGreaterThan(Math.hypot(1, 3));
  }
});

test('two conventions of momentum part when the rate changes', () => {
  const pytorch = (rates: number[]) => {
    let [m, theta] = [0, 0];
    for (const rate of rates) {
      m = 0.5 * m + 4;
      theta -= rate * m;
    }
    return theta;
  };
  const inside = (rates: number[]) => {
    let [v, theta] = [0, 0];
    for (const rate of rates) {
      v = 0.5 * v - rate * 4;
      theta += v;
    }
    return theta;
  };
  expect(pytorch([1, 1, 1])).toBeCloseTo(inside([1, 1, 1]), 12);
  expect(pytorch([1, 0])).toBe(-4);
  expect(inside([1, 0])).toBe(-6);
  expect(read('optimizers_torch.out.txt')).toContain('rate 1, then rate 0: -4.0');
});

test('Nesterov: the form with g + μm walks along the look-ahead places', () => {
  const [rate, mu] = [0.01, 0.9];
  let [theta, v] = [[...START], [0, 0]];
  const ahead: number[][] = [];
  for (let t = 0; t <= 30; t++) {
    const look = theta.map((value, i) => value + mu * v[i]);
    ahead.push(look);
    const g = ravine(look);
    v = v.map((value, i) => mu * value - rate * g[i]);
    theta = theta.map((value, i) => value + v[i]);
  }
  const path = walk(RULES.nesterov(rate, mu), ravine, START, 30);
  path.forEach((place, t) => close(place, ahead[t], 10));
});

test('PyTorch ends at the same places', () => {
  const lines = read('optimizers_torch.out.txt').split('\n');
  for (const name of Object.keys(RULES) as (keyof typeof RULES)[]) {
    const [, x, y] = lines.find((line) => line.startsWith(name))!.split(/\s+/);
    close(walk(RULES[name](RATES[name]), ravine, START, 60)[60], [Number(x), Number(y)], 4);
  }
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures)) {
    for (const lang of LANGS) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  }
});
