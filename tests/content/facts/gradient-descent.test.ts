/** Every number and every measurable correction of the concept page on gradient descent. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { plotFrame } from '../../../src/components/figures/plot.ts';
import {
  contour,
  directionOptions,
  figures,
  PLACE,
  RATE,
  runs,
  STEPS,
} from '../../../src/content/concepts/gradient-descent/figures.ts';
import {
  bowl,
  bowlGradient,
  descend,
  SAMPLES,
  stochastic,
  valleys,
  valleysGradient,
  wrongDirection,
  wrongOneByOne,
  type Vector,
} from '../../../src/content/concepts/gradient-descent/gradient_descent.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { mulberry32 } from '../../../src/lib/random.ts';
import { raceOf } from '../../../src/components/widgets/optimizers/race.ts';
import { SCENES } from '../../../src/components/widgets/optimizers/scenes.ts';
import { parse as parseState } from '../../../src/components/widgets/optimizers/state.ts';
import type { Query } from '../../../src/components/widgets/toolkit/query.ts';

const folder = new URL('../../../src/content/concepts/gradient-descent/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const PAGES = [read('zh.mdx'), read('en.mdx')];
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };

const queryOf = (query: string): Query => Object.fromEntries(new URLSearchParams(query));
const close = (actual: readonly number[], expected: readonly number[], digits = 12) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], digits));
};
const moments = (values: readonly number[]) => {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return { mean, variance: values.reduce((s, v) => s + (v - mean) ** 2, 0) / values.length };
};
/** Slope of a function along each axis by central differences. */
const numeric = (f: (p: Vector) => number, p: Vector, h = 1e-5) =>
  p.map((_, i) => {
    const at = (by: number) => f(p.map((v, j) => (i === j ? v + by : v)));
    return (at(h) - at(-h)) / (2 * h);
  });

test('down the slope the loss falls, along the gradient it rises', () => {
  const start = [8, 1];
  const g = bowlGradient(start);
  close(g, [8, 4]);
  close(g, numeric(bowl, start), 6);
  expect(bowl(start)).toBe(34);
  const down = descend(bowlGradient, start, 1 / 4, 1)[1];
  close(down, [6, 0]);
  expect(bowl(down)).toBe(18);
  const up = wrongDirection(start, g, 1 / 4);
  close(up, [10, 2]);
  expect(bowl(up)).toBe(58);
  for (const page of PAGES) for (const n of ['34', '18', '58']) expect(page).toContain(n);
});

describe('learning rate', () => {
  test('worked example: it bounces at 1/2 and explodes at 1', () => {
    expect(descend(bowlGradient, [8, 1], 1 / 2, 3).slice(1)).toEqual([[4, -1], [2, 1], [1, -1]]); // prettier-ignore
    expect(descend(bowlGradient, [8, 1], 1, 3).slice(1)).toEqual([[0, -3], [0, 9], [0, -27]]); // prettier-ignore
  });

  test('2 divided by the largest curvature is the limit', () => {
    const after = (rate: number) => bowl(descend(bowlGradient, [8, 1], rate, 400)[400]);
    expect(after(0.5 - 1e-2)).toBeLessThan(1e-3);
    expect(after(0.5)).toBeCloseTo(2, 9); // y is ±1 for ever
    expect(after(0.5 + 1e-2)).toBeGreaterThan(1e3);
  });

  test('steps to a thousandth of the distance: 14 for condition number 4, 87 for 25', () => {
    for (const [kappa, steps, page] of [
      [4, 14, '14'],
      [25, 87, '87'],
    ] as const) {
      const gradient = ([x, y]: Vector) => [x, kappa * y];
      const path = descend(gradient, [1, 1], 2 / (1 + kappa), 200);
      const size = (p: Vector) => Math.hypot(...p) / Math.hypot(1, 1);
      expect(path.findIndex((p) => size(p) <= 1e-3)).toBe(steps);
      expect(size(path[1])).toBeCloseTo((kappa - 1) / (kappa + 1), 12);
      for (const text of PAGES) expect(text).toContain(page);
    }
  });
});

test('the negative gradient does not point to the minimum', () => {
  const g = bowlGradient(PLACE);
  // Not parallel to the way to (0, 0) …
  expect(Math.abs(g[0] * PLACE[1] - g[1] * PLACE[0])).toBeGreaterThan(1);
  // … but at right angles to the contour through the place, which is (−4y, x) there.
  expect(g[0] * (-4 * PLACE[1]) + g[1] * PLACE[0]).toBeCloseTo(0, 12);
  for (const [x, y] of contour(bowl(PLACE))) expect(bowl([x, y])).toBeCloseTo(bowl(PLACE), 9);
  // The figure shows right angles as right angles.
  const frame = plotFrame(directionOptions());
  expect((frame.x(1) - frame.x(0)) / (frame.y(0) - frame.y(1))).toBeCloseTo(1, 2);
  // In other units (u = 2y) the contours are circles and the direction is another one.
  const turned = [PLACE[0], 2 * PLACE[1]]; // gradient of (x² + u²)/2 at u = 2y
  expect(Math.abs(g[0] * (turned[1] / 2) - g[1] * turned[0])).toBeGreaterThan(1);
});

test('two valleys: the start decides where it ends', () => {
  const end = (start: number) => descend(valleysGradient, [start], 0.1, 300)[300][0];
  expect(end(-0.1)).toBeCloseTo(-1, 9);
  expect(end(0.1)).toBeCloseTo(2, 9);
  expect(end(0)).toBe(0);
  close([valleys(-1), valleys(2)], [-5 / 12, -8 / 3]);
  for (const w of [-1.5, 0.3, 1.7]) {
    close(
      valleysGradient([w]),
      numeric(([v]) => valleys(v), [w]),
      6,
    );
  }
});

test('what the page says of the widget', () => {
  const run = (query: Query) => {
    const { state } = parseState(query);
    const { points, losses } = raceOf(state!).runs[0];
    return { state: state!, y: points.map(([, v]) => v), losses };
  };
  const { state, y } = run(queryOf(SCENES.sgd.query));
  expect([state.rate, Math.max(...state.curvatures)]).toEqual([1 / 5, 8]);
  y.slice(1, 8).forEach((v, t) => expect(Math.sign(v)).toBe(-Math.sign(y[t]))); // zigzag
  const halved = run({ rate: `${state.rate / 2}` });
  expect(halved.y.every((v) => v > 0)).toBe(true);
  const limit = 2 / Math.max(...state.curvatures);
  expect(limit).toBe(1 / 4);
  expect(run(queryOf(SCENES.critical.query)).state.rate).toBe(limit);
  const beyond = run(queryOf(SCENES.diverging.query));
  expect(beyond.state.rate).toBeGreaterThan(limit);
  beyond.y.slice(1).forEach((v, t) => expect(Math.abs(v)).toBeGreaterThan(Math.abs(beyond.y[t])));
  expect(beyond.losses.at(-1)!).toBeGreaterThan(beyond.losses[0]);
});

describe('mini-batches', () => {
  const slopes = (w: number) => SAMPLES.map((a) => w - a);

  test('slopes 9, 7, 2 far away and 3, 1, −4 at the minimum', () => {
    expect(slopes(10)).toEqual([9, 7, 2]);
    expect(moments(slopes(10)).mean).toBe(6);
    expect(slopes(4)).toEqual([3, 1, -4]);
    expect(moments(slopes(4)).mean).toBe(0);
  });

  test('an epoch of 60,000 images has 938 updates of 64', () => {
    expect(Math.ceil(60000 / 64)).toBe(938);
  });

  test('the estimate is unbiased and its variance falls with the batch size', () => {
    const { mean, variance } = moments(slopes(10));
    for (const batch of [1, 2, 4]) {
      // All draws with replacement, each as likely as the others.
      let draws: number[][] = [[]];
      for (let i = 0; i < batch; i++)
        draws = draws.flatMap((d) => slopes(10).map((s) => [...d, s]));
      const estimates = moments(draws.map((d) => moments(d).mean));
      expect(estimates.mean).toBeCloseTo(mean, 12);
      expect(estimates.variance).toBeCloseTo(variance / batch, 12);
    }
  });

  test('at a constant rate one-sample steps never settle', () => {
    const noise = moments(slopes(4)).variance; // 26/3
    for (const [rate, id] of [
      [1 / 5, 'spread-large'],
      [1 / 20, 'spread-small'],
    ] as const) {
      const exact = Math.sqrt((rate * noise) / (2 - rate)); // variance = (1 − η)² variance + η² σ²
      expect(Number(exact.toFixed(2))).toBe(facts[id].value);
      const path = stochastic(mulberry32(1), 1, () => rate, 200_000).slice(1000);
      expect(Math.sqrt(moments(path).variance)).toBeCloseTo(exact, 1);
      expect(moments(path).mean).toBeCloseTo(4, 1);
    }
  });

  test('the figure: smooth, jumping, and calmer with a falling rate', () => {
    const { full, one, decayed } = runs();
    const last = (path: number[]) => Math.sqrt(moments(path.slice(40)).variance);
    expect(full.at(-1)).toBeCloseTo(4, 6);
    expect(full.every((w, i) => i === 0 || w <= full[i - 1])).toBe(true);
    expect([RATE, STEPS]).toEqual([1 / 5, 80]);
    for (const path of [full, one, decayed]) expect(path).toHaveLength(STEPS + 1);
    expect(last(one)).toBeGreaterThan(0.5);
    expect(last(decayed)).toBeLessThan(0.5 * last(one));
  });
});

describe('pitfalls', () => {
  test('updating one parameter first gives another result where parameters interact', () => {
    const gradient = ([x, y]: Vector) => [2 * x + y, x + 2 * y]; // L = x² + xy + y²
    const together = descend(gradient, [3, 0], 1 / 4, 1)[1];
    close(together, [1.5, -0.75]);
    close(wrongOneByOne(gradient, [3, 0], 1 / 4), [1.5, -0.375]);
  });

  test('a sum doubles the gradient when the batch doubles, an input times 10 the curvature times 100', () => {
    const sum = (batch: number[]) => batch.reduce((s, a) => s + (10 - a), 0);
    expect(sum([...SAMPLES, ...SAMPLES])).toBe(2 * sum(SAMPLES));
    const curvature = (input: number) => {
      const loss = ([w]: Vector) => (w * input - 1) ** 2 / 2;
      return (loss([1 + 1]) - 2 * loss([1]) + loss([1 - 1])) / 1;
    };
    expect(curvature(10) / curvature(1)).toBeCloseTo(100, 9);
  });

  test('Newton reaches the minimum of the bowl in one step', () => {
    const [x, y] = [8, 1];
    const [gx, gy] = bowlGradient([x, y]);
    close([x - gx / 1, y - gy / 4], [0, 0]);
  });

  test('Newton heads for a saddle point, gradient descent away from it', () => {
    const saddle = ([x, y]: Vector) => [x, -y]; // L = (x² − y²)/2, curvatures 1 and −1
    const [gx, gy] = saddle([3, 1]);
    close([3 - gx / 1, 1 - gy / -1], [0, 0]);
    const end = descend(saddle, [3, 1], 1 / 2, 20)[20];
    expect(Math.abs(end[0])).toBeLessThan(1e-4);
    expect(end[1]).toBeGreaterThan(1e3);
  });
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures)) {
    for (const lang of LANGS) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  }
});
