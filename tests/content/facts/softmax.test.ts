/** Every number and every measurable correction of the concept page on softmax. */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import {
  fitTemperature,
  main as printCalibration,
  overconfident,
  repaired,
  report,
} from '../../../src/content/concepts/softmax/calibration.ts';
import {
  figures,
  reliabilityPoints,
  SHARES,
} from '../../../src/content/concepts/softmax/figures.ts';
import {
  crossEntropy,
  jacobian,
  LOGITS,
  logSoftmax,
  logSumExp,
  main as printSoftmax,
  softmax,
  wrongSoftmax,
} from '../../../src/content/concepts/softmax/softmax.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { ACTIVATIONS, softmax as reference } from '../../../src/lib/ops/activation.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/softmax/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
/** What the page shows under a fact id. */
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const near = (actual: number[], expected: number[], digits = 12) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], digits));
};
const randomLogits = (rng: () => number, n: number) =>
  Array.from({ length: n }, () => 3 * normal(rng));

describe('listings', () => {
  test.each([
    ['softmax', printSoftmax],
    ['calibration', printCalibration],
  ])('%s prints its captured output', (name, main) => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    main();
    const printed = log.mock.calls.map((words) => words.join(' ')).join('\n');
    log.mockRestore();
    expect(`${printed}\n`).toBe(read(`${name}.out.txt`));
  });

  test('the functions of the listing are those of the library', () => {
    const rng = mulberry32(1);
    for (const n of [1, 2, 5, 10]) {
      for (const T of [0.5, 1, 3]) {
        const z = randomLogits(rng, n);
        near(softmax(z, T), reference(z, T));
        near(logSoftmax(z, T), reference(z, T).map(Math.log));
      }
    }
  });

  test('NumPy and PyTorch print the same numbers', () => {
    const shown = softmax(LOGITS).map((p) => p.toFixed(4));
    expect(read('softmax_torch.out.txt')).toContain(`p      ${shown.join(' ')}`);
    expect(read('softmax_numpy.out.txt')).toContain(`[${shown.join(' ')}]`);
    expect(read('softmax_torch.out.txt')).toContain('p - y  0.6429 -0.7143 0.0714');
  });
});

describe('worked example', () => {
  test('powers 9, 4, 1, and their roots and squares under temperature', () => {
    near(LOGITS.map(Math.exp), [9, 4, 1]);
    expect(SHARES.map(([T]) => T)).toEqual([0.5, 1, 2]);
    for (const [T, numerators, denominator] of SHARES) {
      near(
        softmax(LOGITS, T),
        numerators.map((n) => n / denominator),
      );
    }
  });

  test('a shift changes nothing', () => {
    near(softmax(LOGITS.map((z) => z + 5)), softmax(LOGITS));
    near(softmax(LOGITS.map((z) => z + 1000)), softmax(LOGITS), 9);
  });

  test('loss ln(14/4), gradient p − y', () => {
    const { loss, gradient } = crossEntropy(LOGITS, [0, 1, 0]);
    expect(loss).toBeCloseTo(Math.log(14 / 4), 12);
    near(gradient, [9 / 14, -10 / 14, 1 / 14]);
  });

  test('raising one logit raises its share and lowers all others', () => {
    const before = softmax([1, 0, -2, 3]);
    const after = softmax([1, 0.5, -2, 3]);
    after.forEach((p, i) =>
      i === 1 ? expect(p).toBeGreaterThan(before[i]) : expect(p).toBeLessThan(before[i]),
    );
  });

  test('temperature keeps the ranking; its limits are argmax and equal shares', () => {
    const z = [0.3, 2, -1, 1.5];
    const order = (p: number[]) => p.map((_, i) => i).sort((a, b) => p[b] - p[a]);
    for (const T of [0.05, 0.5, 1, 2, 100]) expect(order(softmax(z, T))).toEqual(order(z));
    near(softmax(z, 0.01), [0, 1, 0, 0]);
    near(softmax(z, 1e9), [0.25, 0.25, 0.25, 0.25], 8);
  });
});

describe('formulas', () => {
  test('two logits are one sigmoid', () => {
    for (const [a, b] of [
      [2, -1],
      [0, 0],
      [-3, 4],
    ]) {
      expect(softmax([a, b])[0]).toBeCloseTo(ACTIVATIONS.sigmoid.f(a - b), 12);
    }
  });

  test('log-odds are differences of logits, divided by the temperature', () => {
    const z = [1, -2, 0.5];
    for (const T of [0.5, 1, 4]) {
      const p = softmax(z, T);
      expect(Math.log(p[0] / p[1])).toBeCloseTo((z[0] - z[1]) / T, 12);
    }
  });

  test('log-sum-exp is the soft maximum, softmax its gradient', () => {
    const rng = mulberry32(2);
    for (let n = 0; n < 20; n++) {
      const z = randomLogits(rng, 6);
      const top = Math.max(...z);
      expect(logSumExp(z)).toBeGreaterThanOrEqual(top);
      expect(logSumExp(z)).toBeLessThanOrEqual(top + Math.log(6) + 1e-12);
      const h = 1e-5;
      near(
        z.map((_, i) => {
          const moved = (by: number) => logSumExp(z.map((v, k) => v + (k === i ? by : 0)));
          return (moved(h) - moved(-h)) / (2 * h);
        }),
        softmax(z),
        8,
      );
    }
    expect(logSumExp(Array(6).fill(2))).toBeCloseTo(2 + Math.log(6), 12);
  });

  test('the Jacobian: finite differences, symmetry, rows of sum 0, entries up to a quarter', () => {
    const rng = mulberry32(3);
    for (let n = 0; n < 10; n++) {
      const z = randomLogits(rng, 4);
      const J = jacobian(softmax(z));
      const h = 1e-5;
      J.forEach((row, i) => {
        expect(row.reduce((a, b) => a + b)).toBeCloseTo(0, 12);
        row.forEach((entry, j) => {
          const moved = (by: number) => softmax(z.map((v, k) => v + (k === j ? by : 0)))[i];
          expect(entry).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 8);
          expect(entry).toBeCloseTo(J[j][i], 12);
          expect(Math.abs(entry)).toBeLessThanOrEqual(0.25);
        });
      });
    }
    expect(jacobian(softmax([0, 0]))[0][0]).toBe(0.25);
    expect(Math.max(...jacobian(softmax([20, 0, 0])).flat())).toBeLessThan(1e-8); // saturated
  });

  test('the gradient p − y equals finite differences, for soft targets too', () => {
    const z = [0.5, -1, 2];
    for (const y of [
      [0, 0, 1],
      [0.2, 0.5, 0.3],
    ]) {
      const h = 1e-5;
      near(
        crossEntropy(z, y).gradient,
        z.map((_, i) => {
          const moved = (by: number) =>
            crossEntropy(
              z.map((v, k) => v + (k === i ? by : 0)),
              y,
            ).loss;
          return (moved(h) - moved(-h)) / (2 * h);
        }),
        8,
      );
    }
  });

  test('a confident mistake moves cross-entropy, hardly squared error', () => {
    const z = [-8, 8];
    const y = [1, 0];
    expect(crossEntropy(z, y).gradient[0]).toBeCloseTo(-1, 6);
    const p = softmax(z);
    const J = jacobian(p);
    const squared = p.reduce((sum, pi, i) => sum + 2 * (pi - y[i]) * J[i][0], 0);
    expect(Number(squared.toExponential(1))).toBe(fact('squared-gradient'));
    expect(read('softmax_torch.out.txt')).toContain('squared error: gradient -4.5e-07');
  });

  test('label smoothing makes the best gap finite', () => {
    const [K, epsilon] = [10, 0.1];
    const y = Array.from({ length: K }, (_, i) => (i === 0 ? 1 - epsilon : 0) + epsilon / K);
    const gap = Math.log(y[0] / y[1]);
    expect(gap).toBeCloseTo(Math.log(91), 12);
    expect(Number(gap.toFixed(2))).toBe(fact('smoothing-gap'));
    const loss = (g: number, target: number[]) =>
      crossEntropy([g, ...Array(K - 1).fill(0)], target).loss;
    expect(loss(gap, y)).toBeLessThan(loss(gap + 0.1, y));
    expect(loss(gap, y)).toBeLessThan(loss(gap - 0.1, y));
    const oneHot = y.map((_, i) => (i === 0 ? 1 : 0));
    for (const g of [1, 5, 20]) {
      expect(loss(g, oneHot)).toBeGreaterThan(loss(g + 1, oneHot)); // never enough
      expect(loss(g, oneHot)).toBeGreaterThan(0);
    }
  });
});

describe('pitfalls', () => {
  test('the printed formula overflows at the top and underflows at the bottom', () => {
    expect(wrongSoftmax([1000, 0])[0]).toBeNaN();
    expect(wrongSoftmax([-1000, -1001])[0]).toBeNaN();
    near(softmax([1000, 0]), [1, 0]);
    near(softmax([-1000, -1001]), softmax([1, 0]), 9);
  });

  test('exponentials overflow at 12, 89 and 710', () => {
    const output = read('softmax_numpy.out.txt');
    expect(output).toContain('float16: exp overflows from 12');
    expect(output).toContain('float32: exp overflows from 89');
    expect(output).toContain('float64: exp overflows from 710');
    expect([Math.exp(709) < Infinity, Math.exp(710)]).toEqual([true, Infinity]);
    expect([Math.fround(Math.exp(88)) < Infinity, Math.fround(Math.exp(89))]).toEqual([
      true,
      Infinity,
    ]);
  });

  test('the logarithm of an underflow is −∞, log-softmax is −200', () => {
    expect(Math.fround(softmax([0, 200])[0])).toBe(0);
    near(logSoftmax([0, 200]), [-200, 0]);
    expect(read('softmax_numpy.out.txt')).toMatch(/log\(softmax\) \[-inf\s+0\.\]/);
    expect(read('softmax_numpy.out.txt')).toMatch(/log_softmax\s+\[-200\.\s+0\.\]/);
  });

  test('on the wrong axis the numbers still look like probabilities', () => {
    expect(read('softmax_torch.out.txt')).toContain('dim=0: [0.5, 0.5]');
  });
});

describe('calibration', () => {
  test('one temperature repairs an overconfident model', () => {
    const { T, before, after } = repaired();
    const percent = (share: number) => Number((100 * share).toFixed(1));
    expect(Number(T.toFixed(2))).toBe(fact('toy-temperature'));
    expect(percent(before.accuracy)).toBe(fact('toy-accuracy'));
    expect(percent(before.confidence)).toBe(fact('toy-confidence'));
    expect(percent(before.ece)).toBe(fact('toy-before'));
    expect(percent(after.ece)).toBe(fact('toy-after'));
    expect(after.accuracy).toBe(before.accuracy);
    for (const [seed, other] of [
      [3, 4],
      [5, 6],
    ]) {
      const fitted = fitTemperature(overconfident(2000, seed));
      expect(fitted).toBeGreaterThan(2.2); // the model multiplied its logits by 2.5
      expect(fitted).toBeLessThan(2.8);
      const test = overconfident(5000, other);
      expect(report(test, fitted).ece).toBeLessThan(report(test, 1).ece / 5);
    }
  });

  test('the error of two samples in two bins, by hand', () => {
    const logits = (p: number[]) => p.map(Math.log);
    const samples = [
      { logits: logits([0.4, 0.3, 0.3]), label: 0 }, // right, confidence 0.4, first bin
      { logits: logits([0.6, 0.2, 0.2]), label: 1 }, // wrong, confidence 0.6, second bin
    ];
    const { confidence, accuracy, ece } = report(samples, 1, 2);
    expect(confidence).toBeCloseTo(0.5, 12);
    expect(accuracy).toBe(0.5);
    expect(ece).toBeCloseTo((0.6 + 0.6) / 2, 12);
    expect(report(samples, 1, 1).ece).toBeCloseTo(0, 12); // one bin hides both errors
  });

  test('before scaling every bin of the diagram claims more than it keeps', () => {
    const { before, after } = reliabilityPoints();
    for (const [confidence, accuracy] of before) expect(accuracy).toBeLessThan(confidence);
    const gap = (points: typeof before) => Math.max(...points.map(([c, a]) => Math.abs(c - a)));
    expect(gap(after)).toBeLessThan(gap(before) / 3);
  });

  test('far out along a ray a ReLU network is certain', () => {
    const rng = mulberry32(9);
    const layer = (n: number, m: number) =>
      Array.from({ length: n }, () =>
        Array.from({ length: m }, () => normal(rng) * Math.sqrt(2 / m)),
      );
    const [W1, W2] = [layer(32, 2), layer(5, 32)];
    const bias = Array.from({ length: 32 }, () => normal(rng));
    const times = (W: number[][], x: number[]) =>
      W.map((row) => row.reduce((sum, w, j) => sum + w * x[j], 0));
    const confidence = (x: number[]) => {
      const h = times(W1, x).map((z, i) => Math.max(0, z + bias[i]));
      return Math.max(...softmax(times(W2, h)));
    };
    for (let k = 0; k < 12; k++) {
      const direction = [Math.cos((2 * Math.PI * k) / 12), Math.sin((2 * Math.PI * k) / 12)];
      expect(confidence(direction.map((v) => 1000 * v))).toBeGreaterThan(0.999);
      expect(confidence(direction)).toBeLessThan(0.999);
    }
  });
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
