import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { descent, figures } from '../../../src/content/concepts/overfitting/figures.ts';
import {
  errors,
  fit,
  mse,
  NEW,
  NOISE,
  predict,
  TRAIN,
} from '../../../src/content/concepts/overfitting/polynomial.ts';
import {
  errorsOf,
  experiment,
  SAMPLES,
  SIZES,
  solve,
} from '../../../src/content/concepts/overfitting/random_features.ts';
import { parse as parseState } from '../../../src/components/widgets/overfitting/state.ts';
import { trained } from '../../../src/components/widgets/overfitting/training.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/overfitting/', import.meta.url);
const { facts } = parse(readFileSync(new URL('concept.yaml', folder), 'utf8')) as {
  facts: Record<string, { value: number }>;
};
const fact = (id: string) => facts[id].value;
const round = (value: number, digits: number) => Number(value.toFixed(digits));

test('what the page says of the widget', () => {
  const run = (query: Record<string, string>) => {
    const { state } = parseState(query);
    if (!state) throw new Error('the widget refuses the settings of the page');
    const way = trained(state);
    return { best: way.bestLoss, ...way.history.at(-1)! };
  };
  expect(parseState({}).state!.samples).toBe(12);
  const plain = run({});
  expect(plain.train).toBeLessThan(0.01);
  expect(plain.held / plain.best).toBeGreaterThan(3);
  const more = run({ samples: '60' });
  expect(more.held - more.train).toBeLessThan((plain.held - plain.train) / 10);
  const wrong = run({ samples: '60', wrong: '0.25' });
  expect(wrong.held / more.held).toBeCloseTo(2, 0);
});

describe('worked example', () => {
  test('every measurement is off by 4; the line is the rule, the parabola x² + x − 5', () => {
    TRAIN.x.forEach((x, n) => expect(Math.abs(TRAIN.y[n] - x)).toBe(NOISE));
    const line = fit(TRAIN.x, TRAIN.y, 1);
    const parabola = fit(TRAIN.x, TRAIN.y, 2);
    [0, 1].forEach((v, k) => expect(line[k]).toBeCloseTo(v, 10));
    [-5, 1, 1].forEach((v, k) => expect(parabola[k]).toBeCloseTo(v, 10));
    [-3, -5, 1].forEach((v, n) => expect(predict(parabola, NEW[n])).toBeCloseTo(v, 10));
  });

  test('training error 16 and 0, new points 16 and 25', () => {
    expect(errors(1).training).toBeCloseTo(16, 9);
    expect(errors(1).fromRule).toBeCloseTo(0, 9);
    expect(errors(2).training).toBeCloseTo(0, 9);
    expect(errors(2).fromRule).toBeCloseTo(9, 9);
    // The mean over both signs of a new measurement's error is the sum that the page states.
    const c = fit(TRAIN.x, TRAIN.y, 2);
    const both = [NOISE, -NOISE].map((e) =>
      mse(
        NEW.map((x) => predict(c, x)),
        NEW.map((x) => x + e),
      ),
    );
    expect((both[0] + both[1]) / 2).toBeCloseTo(25, 9);
  });
});

describe('math', () => {
  test('over all 16 noise patterns the gap is 2σ²p/n', () => {
    const n = TRAIN.x.length;
    for (const degree of [1, 2, 3]) {
      let [training, again] = [0, 0];
      for (let pattern = 0; pattern < 2 ** n; pattern++) {
        const y = TRAIN.x.map((x, i) => x + (pattern & (1 << i) ? NOISE : -NOISE));
        const c = fit(TRAIN.x, y, degree);
        const fitted = TRAIN.x.map((x) => predict(c, x));
        training += mse(fitted, y) / 2 ** n;
        again += (mse(fitted, TRAIN.x) + NOISE ** 2) / 2 ** n;
      }
      const share = (degree + 1) / n;
      expect(training).toBeCloseTo(NOISE ** 2 * (1 - share), 8);
      expect(again).toBeCloseTo(NOISE ** 2 * (1 + share), 8);
      expect(again - training).toBeCloseTo(2 * NOISE ** 2 * share, 8);
    }
  });

  test('averaging M correlated models leaves ρv + (1 − ρ)v/M', () => {
    const random = mulberry32(5);
    const [rho, v, models, draws] = [0.3, 4, 5, 20000];
    let variance = 0;
    for (let k = 0; k < draws; k++) {
      const common = Math.sqrt(rho * v) * normal(random);
      let mean = 0;
      for (let m = 0; m < models; m++)
        mean += (common + Math.sqrt((1 - rho) * v) * normal(random)) / models;
      variance += mean ** 2 / draws;
    }
    expect(variance / (rho * v + ((1 - rho) * v) / models)).toBeCloseTo(1, 1);
  });

  test('elimination solves a system', () => {
    const x = solve([[0, 2, 1], [1, -1, 0], [3, 0, -2]], [7, -1, -3]); // prettier-ignore
    [1, 2, 3].forEach((value, i) => expect(x[i]).toBeCloseTo(value, 12));
  });
});

describe('double descent', () => {
  test('20 examples, up to 200 features, the median of 15 experiments', () => {
    expect([SAMPLES, Math.max(...SIZES)]).toEqual([20, 200]);
    for (const size of [8, SAMPLES]) {
      const all = Array.from({ length: 15 }, (_, seed) => experiment(size, 1e-8, seed).training);
      const middle = [...all].sort((a, b) => a - b)[7];
      expect(middle).toBeCloseTo(errorsOf(size, 1e-8).training, 12);
    }
  });

  const at = (size: number) => SIZES.indexOf(size);

  test('the test error falls again beyond the interpolation threshold', () => {
    const test = descent().plain.map((e) => e.test);
    expect(round(test[at(8)], 2)).toBe(fact('dd-valley'));
    expect(round(test[at(SAMPLES)], 1)).toBe(fact('dd-peak'));
    expect(round(test[at(200)], 2)).toBe(fact('dd-end'));
    expect(Math.max(...test)).toBe(test[at(SAMPLES)]);
    expect(Math.min(...test)).toBe(test[at(8)]);
    // Once there are as many features as examples, every one of them is fitted.
    for (const size of [23, 40, 200]) expect(descent().plain[at(size)].training).toBeLessThan(1e-6);
    expect(descent().plain[at(8)].training).toBeGreaterThan(0.05);
  });

  test('with a penalty there is no peak', () => {
    const { penalized, plain } = descent();
    expect(round(penalized[at(200)], 2)).toBe(fact('dd-penalized'));
    expect(penalized[at(200)]).toBeLessThan(Math.min(...plain.map((e) => e.test)));
    expect(penalized[at(SAMPLES)]).toBeLessThan(0.15);
    expect(errorsOf(200, 1e-2).training).toBeGreaterThan(0);
  });
});

test('TensorFlow.js refuses restoreBestWeights', () => {
  expect(tf.version['tfjs-layers']).toMatch(/^4\.22\./);
  expect(() => tf.callbacks.earlyStopping({ patience: 3 })).not.toThrow();
  expect(() => tf.callbacks.earlyStopping({ patience: 3, restoreBestWeights: true })).toThrow(
    /not implemented/,
  );
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures))
    for (const lang of ['zh', 'en'] as const) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
});
