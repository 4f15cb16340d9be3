/** Every number and every measurable correction of the concept page on Adam. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  adam,
  alongValley,
  counterexample,
  wrongStep,
} from '../../../src/content/concepts/adam/adam.ts';
import {
  figures,
  GENTLE,
  shrinking,
  STEEP,
  STRENGTH,
} from '../../../src/content/concepts/adam/figures.ts';
import { LANGS, type Lang } from '../../../src/i18n/langs.ts';
import { RULES } from '../../../src/content/concepts/optimizer/optimizers.ts';
import { raceOf } from '../../../src/components/widgets/optimizers/race.ts';
import { SCENES } from '../../../src/components/widgets/optimizers/scenes.ts';
import { parse as parseState, REACH } from '../../../src/components/widgets/optimizers/state.ts';
import type { Query } from '../../../src/components/widgets/toolkit/query.ts';

const folder = new URL('../../../src/content/concepts/adam/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts, corrections } = parse(read('concept.yaml')) as {
  facts: Record<string, { value: number }>;
  corrections: { truth: Record<Lang, string> }[];
};
/** The line of a page that draws the figure, with its alternative text. */
const alt = (lang: Lang, name: string) => read(`${lang}.mdx`).split(`<Figure name="${name}"`)[1].split('\n')[0]; // prettier-ignore
const fact = (id: string) => facts[id].value;

/** The steps of one parameter for a list of gradients. */
function steps(gradients: number[], options: Parameters<typeof adam>[0]) {
  const step = adam(options);
  let theta = [0];
  return gradients.map((g) => {
    const before = theta[0];
    theta = step(theta, [g]);
    return theta[0] - before;
  });
}

test('worked example: −1 and +1/3; the same for gradients a hundred times as large', () => {
  const options = { rate: 1, beta1: 1 / 2, beta2: 1 / 2, epsilon: 0 };
  for (const size of [4, 400]) {
    const [first, second] = steps([size, -size], options);
    expect(first).toBeCloseTo(-1, 12);
    expect(second).toBeCloseTo(1 / 3, 12);
  }
  expect(steps([4, 4], options)[1]).toBeCloseTo(-1, 12);
});

test('the first step is one learning rate, whatever the gradient', () => {
  for (const g of [1e4, 100, 1, 0.01, -3]) {
    expect(steps([g], { rate: 0.1 })[0]).toBeCloseTo(-0.1 * Math.sign(g), 6);
  }
  // Where the gradient is as small as ε, it is half a learning rate.
  expect(steps([1e-8], { rate: 0.1 })[0]).toBeCloseTo(-0.05, 9);
  expect(read('adam_torch.out.txt')).toContain('[-0.1, -0.1, -0.1]');
  expect(read('adam_torch.out.txt')).toContain('-0.05]');
});

test('the defaults of the paper', () => {
  const plain = steps([1, -2, 3], {});
  const written = steps([1, -2, 3], {
    rate: fact('default-rate'),
    beta1: fact('default-beta1'),
    beta2: fact('default-beta2'),
    epsilon: 1e-8,
  });
  expect(plain).toEqual(written);
});

test('without correction the first steps are too long, not too short', () => {
  // The averages themselves are too small: a tenth, and about a thirtieth under the root.
  expect(1 - fact('default-beta1')).toBeCloseTo(1 / 10, 12);
  expect(Math.sqrt(1 - fact('default-beta2'))).toBeCloseTo(1 / 31.6, 4);
  expect(wrongStep(1)).toBeCloseTo(31.6 / 10, 2);
  expect(Number(wrongStep(1).toFixed(2))).toBe(fact('first-uncorrected'));
  const lengths = Array.from({ length: 20000 }, (_, i) => wrongStep(i + 1));
  const peak = Math.max(...lengths);
  expect(lengths.indexOf(peak) + 1).toBe(12);
  expect(Number(peak.toFixed(2))).toBe(fact('peak-uncorrected'));
  expect(wrongStep(1000)).toBeGreaterThan(1.2); // “thousands of steps”
  expect(wrongStep(5000)).toBeLessThan(1.01);
  // With correction every step of a constant gradient is one learning rate.
  for (const step of steps(Array(50).fill(7), { rate: 1 })) expect(step).toBeCloseTo(-1, 6);
});

test('the longest possible step: a gradient after a long silence', () => {
  const silence = [...Array(20000).fill(0), 5];
  const last = steps(silence, { rate: 1, epsilon: 1e-30 }).at(-1)!;
  expect(-last).toBeCloseTo((1 - 0.9) / Math.sqrt(1 - 0.999), 4);
  expect(Number((-last).toFixed(2))).toBe(fact('first-uncorrected'));
});

test('after a long silence, a gradient that keeps coming exceeds the bound of the paper', () => {
  const silence = Array<number>(20000).fill(0);
  const taken = steps([...silence, ...Array<number>(30).fill(5)], { rate: 1 })
    .slice(silence.length)
    .map(Math.abs);
  expect(taken[0]).toBeCloseTo(fact('first-uncorrected'), 2);
  expect(taken[0]).toBeCloseTo((1 - 0.9) / Math.sqrt(1 - 0.999), 6);
  expect(Math.max(...taken)).toBeCloseTo(fact('peak-uncorrected'), 2);
  expect(taken.indexOf(Math.max(...taken))).toBe(11);
});

test('with an L2 penalty, decay depends on the size of the gradient', () => {
  const left = (size: number, options: Parameters<typeof shrinking>[1]) =>
    Number(shrinking(size, options).at(-1)![1].toFixed(2));
  expect(left(STEEP, { l2: STRENGTH })).toBe(fact('steep-left'));
  expect(left(GENTLE, { l2: STRENGTH })).toBe(fact('gentle-left'));
  expect(left(STEEP, { decay: STRENGTH })).toBe(fact('adamw-left'));
  expect(left(GENTLE, { decay: STRENGTH })).toBe(fact('adamw-left'));
  // In the first step the penalty has no effect whatever.
  const first = (options: Parameters<typeof adam>[0]) =>
    adam({ rate: 0.1, ...options })([1], [5])[0];
  expect(first({ l2: 0.5 })).toBeCloseTo(first({}), 9);
  expect(first({ decay: 0.5 })).toBeCloseTo(0.85, 6);
  expect(read('adam_torch.out.txt')).toContain('Adam  [[0.9, 0.9], [0.9, 0.9]]');
});

test('with SGD, an L2 penalty is weight decay', () => {
  // One step on a loss with the penalty, its slope taken by differences, against shrinking first.
  const [rate, lambda, w] = [0.1, 0.5, 2];
  const loss = (x: number) => (x - 5) ** 4;
  const slope = (f: (x: number) => number) => (f(w + 1e-5) - f(w - 1e-5)) / 2e-5;
  const penalized = w - rate * slope((x) => loss(x) + (lambda / 2) * x ** 2);
  expect(penalized).toBeCloseTo((1 - rate * lambda) * w - rate * slope(loss), 6);
  expect(penalized).not.toBeCloseTo(w - rate * slope(loss), 1);
});

test('a convex problem that Adam gets wrong and AMSGrad right', () => {
  for (const C of [3, 4, 10]) {
    expect(counterexample(false, 6000, C)).toBeGreaterThan(0.9);
    expect(counterexample(true, 6000, C)).toBeLessThan(-0.9);
  }
});

test('near a minimum the ratio is small but not zero', () => {
  const noise = Array.from({ length: 400 }, (_, i) => (i % 2 ? 1 : -1));
  const late = steps(noise, { rate: 1 }).slice(-100).map(Math.abs);
  expect(Math.max(...late)).toBeLessThan(0.2);
  expect(Math.min(...late)).toBeGreaterThan(0.01);
});

test('a valley along the axes helps Adam, a diagonal one does not', () => {
  const rule = () => adam({ rate: 1 / 20 });
  expect(Number(alongValley(rule, 0).toFixed(3))).toBe(fact('aligned-left'));
  expect(Number(alongValley(rule, Math.PI / 4).toFixed(2))).toBe(fact('turned-left'));
  const sgd = () => (theta: number[], g: number[]) => theta.map((w, i) => w - g[i] / 100);
  for (const angle of [0, Math.PI / 4]) {
    expect(Number(alongValley(sgd, angle).toFixed(2))).toBe(fact('sgd-left'));
  }
});

test('relatives: without v it is momentum, with β₁ = 0 and no correction RMSProp', () => {
  const gradients = [1, -0.5, 2, 0.25];
  // β₂ = 0 and a gigantic ε turn the denominator into a constant.
  const epsilon = 1e9;
  const asMomentum = steps(gradients, { rate: epsilon, beta1: 0.9, beta2: 0, epsilon });
  let m = 0;
  gradients.forEach((g, i) => {
    m = 0.9 * m + 0.1 * g;
    expect(asMomentum[i]).toBeCloseTo(-m / (1 - 0.9 ** (i + 1)), 6);
  });
  // β₁ = 0, and the correction of v taken back, is the rule of the optimizer page.
  const rmsprop = RULES.rmsprop(0.1, 0.99, 0);
  steps(gradients, { rate: 0.1, beta1: 0, beta2: 0.99, epsilon: 0 }).forEach((step, i) => {
    expect(step / Math.sqrt(1 - 0.99 ** (i + 1))).toBeCloseTo(rmsprop([gradients[i]])[0], 9);
  });
});

test('alternative texts and corrections name the same numbers', () => {
  const both = [fact('first-uncorrected'), fact('peak-uncorrected')];
  for (const lang of LANGS) {
    for (const number of both) {
      expect(alt(lang, 'bias')).toContain(`${number}`);
      expect(corrections[1].truth[lang]).toContain(`${number}`);
    }
    for (const id of ['steep-left', 'gentle-left', 'adamw-left']) {
      expect(alt(lang, 'decay')).toContain(`${fact(id)}`);
    }
    expect(alt(lang, 'decay')).toContain(shrinking(STEEP, {}).at(-1)![0].toLocaleString('en-US'));
    expect(alt(lang, 'decay')).toContain(`${STEEP}`);
  }
});

test('the widget: the first step does not depend on the steepness', () => {
  const first = (query: Query) => {
    const { state } = parseState({ ...sceneQuery, ...query });
    return { state: state!, runs: raceOf(state!).runs };
  };
  const sceneQuery = Object.fromEntries(new URLSearchParams(SCENES['adam-first-step'].query));
  const { state, runs } = first({});
  expect(state.curvatures[1] / state.curvatures[0]).toBe(100);
  const move = (points: readonly (readonly number[])[]) =>
    points[1].map((v, axis) => v - points[0][axis]);
  for (const step of move(runs[0].points)) expect(step).toBeCloseTo(-state.adaptiveRate, 6);
  const steeper = first({ curvatures: '1,400', optimizers: 'sgd,adam' });
  const [sgd, same] = ['sgd', 'adam'].map((name) =>
    steeper.runs.find(({ method }) => method === name)!,
  );
  move(same.points).forEach((v, axis) => expect(v).toBeCloseTo(move(runs[0].points)[axis], 6));
  expect(Math.abs(sgd.points[1][1])).toBeGreaterThan(REACH);
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures)) {
    for (const lang of LANGS) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  }
});
