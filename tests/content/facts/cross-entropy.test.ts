/** Proves the numbers and corrections of the page cross-entropy. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ACTIVATIONS, softmax } from '../../../src/lib/ops/activation.ts';
import { mulberry32 } from '../../../src/lib/random.ts';
import {
  MODELS,
  binaryCrossEntropy,
  crossEntropy,
  gradient,
  meanLoss,
  oneMistake,
  target,
  wrongNaive,
} from '../../../src/content/concepts/cross-entropy/cross_entropy.ts';
import { lossAtGap } from '../../../src/content/concepts/cross-entropy/figures.ts';

const folder = new URL('../../../src/content/concepts/cross-entropy/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts, corrections } = parse(read('concept.yaml')) as {
  facts: Record<string, { value: number }>;
  corrections: { truth: { zh: string; en: string } }[];
};
const fact = (id: string) => facts[id].value;
const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
/** By the definition, with probabilities. */
const byDefinition = (y: number[], p: ArrayLike<number>) =>
  -y.reduce((total, v, k) => total + (v === 0 ? 0 : v * Math.log(p[k])), 0);
const grid = Array.from({ length: 999 }, (_, i) => (i + 1) / 1000);
const lowest = (f: (p: number) => number) => grid.reduce((a, b) => (f(b) < f(a) ? b : a));

describe('the loss', () => {
  test('agrees with the definition, and its gradient with differences', () => {
    for (const z of [
      [0.3, -2, 5],
      [1, 1, 1],
      [-4, 0, 2.5],
    ]) {
      // prettier-ignore
      for (const y of [target(0, 3), target(2, 3, 0.1), [0.2, 0.3, 0.5]]) {
        expect(crossEntropy(y, z)).toBeCloseTo(byDefinition(y, softmax(z)), 12);
        gradient(y, z).forEach((g, k) => {
          const moved = (h: number) => crossEntropy(y, z.map((v, i) => (i === k ? v + h : v))); // prettier-ignore
          expect(g).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 8);
          expect(Math.abs(g)).toBeLessThanOrEqual(1);
        });
      }
    }
  });

  test('the binary form agrees with two logits, and its slope is σ(z) − t', () => {
    for (const z of [-30, -2, 0, 1.5, 30]) {
      for (const t of [0, 0.25, 1]) {
        expect(binaryCrossEntropy(t, z)).toBeCloseTo(crossEntropy([t, 1 - t], [z, 0]), 10);
        const slope = (binaryCrossEntropy(t, z + 1e-5) - binaryCrossEntropy(t, z - 1e-5)) / 2e-5;
        expect(slope).toBeCloseTo(ACTIVATIONS.sigmoid.f(z) - t, 7);
      }
    }
    expect(binaryCrossEntropy(1, -1e6)).toBe(1e6);
  });

  test('far down, the loss rises by as much as the logit falls', () => {
    const at = (z: number) => crossEntropy(target(0, 3), [z, 0, 0]);
    expect(at(-21) - at(-20)).toBeCloseTo(1, 6);
    expect(gradient(target(0, 3), [-20, 0, 0])[0]).toBeCloseTo(-1, 6);
    // the scene confident-wrong
    expect(crossEntropy(target(2, 3), [8, 1, -3])).toBeCloseTo(11, 2);
    gradient(target(2, 3), [8, 1, -3]).forEach((g, k) => expect(g).toBeCloseTo([1, 0, -1][k], 2));
  });

  test('the worked example', () => {
    const losses = [1 / 2, 1 / 4, 1 / 8].map((p) => -Math.log2(p));
    expect(losses).toEqual([1, 2, 3]);
    expect(meanLoss([1 / 2, 1 / 4, 1 / 8])).toBeCloseTo(Math.log(4), 12);
    expect(meanLoss([1 / 2, 1 / 4, 1 / 8, 1 / 1024]) / Math.LN2).toBeCloseTo(4, 12);
    const z = [Math.log(2), 0, 0];
    gradient(target(1, 3), z).forEach((g, k) => expect(g).toBeCloseTo([1 / 2, -3 / 4, 1 / 4][k], 12)); // prettier-ignore
  });

  test('probabilities that underflow make a right answer NaN', () => {
    expect(wrongNaive(target(0, 2), [800, 0])).toBeNaN();
    expect(crossEntropy(target(0, 2), [800, 0])).toBe(0);
    // with a constant in the logarithm, a badly wrong sample has no slope left
    const padded = (z: number) => -Math.log(softmax([z, 0])[0] + 1e-7);
    expect(Math.abs((padded(-29) - padded(-31)) / 2)).toBeLessThan(1e-5);
    expect(wrongNaive(target(0, 2), [3, 1])).toBeCloseTo(crossEntropy(target(0, 2), [3, 1]), 12);
  });

  test('it is convex in the logits', () => {
    const y = [0.2, 0.3, 0.5];
    const [a, b] = [[-3, 2, 1], [4, 0, -5]]; // prettier-ignore
    for (const t of [0.1, 0.5, 0.8]) {
      const between = a.map((v, k) => t * v + (1 - t) * b[k]);
      const chord = t * crossEntropy(y, a) + (1 - t) * crossEntropy(y, b);
      expect(crossEntropy(y, between)).toBeLessThan(chord);
    }
  });
});

describe('reading the number', () => {
  test('equal logits cost ln K', () => {
    const equal = crossEntropy(target(3, 10), Array<number>(10).fill(7));
    expect(equal).toBeCloseTo(Math.log(10), 12);
    expect(rounded(equal, 3)).toBe(fact('ten-classes'));
    expect(read('cross_entropy_numpy.out.txt')).toContain('2.303 = ln 10');
  });

  test('the floor is the entropy of the labels', () => {
    const expected = (p: number) => (3 / 4) * -Math.log(p) + (1 / 4) * -Math.log(1 - p);
    expect(lowest(expected)).toBe(3 / 4);
    expect(rounded(expected(3 / 4), 3)).toBe(fact('floor'));
    expect(expected(1)).toBe(Infinity);
    for (const lang of ['zh', 'en'] as const) {
      expect(corrections[0].truth[lang]).toContain(`${fact('floor')}`);
    }
  });

  test('both losses are lowest at the true probability', () => {
    for (const q of [0.1, 0.5, 0.75]) {
      expect(lowest((p) => q * -Math.log(p) + (1 - q) * -Math.log(1 - p))).toBe(q);
      expect(lowest((p) => q * (1 - p) ** 2 + (1 - q) * p ** 2)).toBe(q);
      // not every loss is honest: the absolute error is lowest at an end
      if (q !== 0.5) expect([0.001, 0.999]).toContain(lowest((p) => q * (1 - p) + (1 - q) * p));
    }
  });

  test('one confident mistake among a hundred', () => {
    const { loss, share } = oneMistake();
    expect(rounded(loss, 1)).toBe(fact('worst-loss'));
    expect(Math.round(100 * share)).toBe(fact('worst-share'));
  });

  test('three models: loss and accuracy disagree', () => {
    const [moderate, bold, timid] = MODELS.map(([, right]) => ({
      loss: rounded(meanLoss(right), 3),
      hits: right.filter((p) => p > 1 / 2).length,
    }));
    expect([moderate.loss, bold.loss, timid.loss]).toEqual(
      ['loss-moderate', 'loss-bold', 'loss-timid'].map(fact),
    );
    expect([moderate.hits, bold.hits, timid.hits]).toEqual([3, 3, 4]);
    expect(timid.loss).toBeGreaterThan(moderate.loss);
    for (const lang of ['zh', 'en'] as const) {
      for (const loss of [moderate.loss, timid.loss]) {
        expect(corrections[1].truth[lang]).toContain(`${loss}`);
      }
    }
  });

  test('in bits the loss bounds the number of mistakes', () => {
    const random = mulberry32(1);
    let mistakes = 0;
    for (let sample = 0; sample < 1000; sample++) {
      const z = Array.from({ length: 4 }, () => 3 * random());
      const wrong = z.indexOf(Math.max(...z)) !== 0;
      mistakes += Number(wrong);
      if (wrong) expect(crossEntropy(target(0, 4), z) / Math.LN2).toBeGreaterThanOrEqual(1);
    }
    expect(mistakes).toBeGreaterThan(600);
  });
});

test('label smoothing: the lowest loss and where it lies', () => {
  const gaps = Array.from({ length: 2000 }, (_, i) => i / 200);
  const best = gaps.reduce((a, b) => (lossAtGap(b, 0.1) < lossAtGap(a, 0.1) ? b : a));
  expect(best).toBeCloseTo(Math.log(91), 2);
  expect(rounded(Math.log(91), 2)).toBe(fact('smoothing-gap'));
  expect(rounded(lossAtGap(Math.log(91), 0.1), 2)).toBe(fact('smoothing-floor'));
  const y = target(0, 10, 0.1);
  expect(y.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  expect(lossAtGap(Math.log(91), 0.1)).toBeCloseTo(byDefinition(y, y), 12); // its entropy
  // three classes: (1 − ε + ε/3) against ε/3
  const three = target(0, 3, 0.1);
  expect(Math.log(three[0] / three[1])).toBeCloseTo(Math.log(28), 12);
  expect(lossAtGap(9, 0)).toBeLessThan(lossAtGap(8, 0));
  const torch = /label smoothing (\S+) (\S+)/.exec(read('cross_entropy_torch.out.txt'))!;
  expect(torch[1]).toBe(torch[2]);
});

test('PyTorch: three forms agree, a weight cancels in a batch of one', () => {
  const out = read('cross_entropy_torch.out.txt');
  const values = [...out.matchAll(/^(?:class|prob|NLL).* (\d+\.\d+)$/gm)].map((m) => m[1]);
  expect(values).toHaveLength(3);
  expect(new Set(values).size).toBe(1);
  const mean = (crossEntropy(target(0, 3), [2, 0, -1]) + crossEntropy(target(1, 3), [0, 1, 3])) / 2;
  expect(Number(values[0])).toBeCloseTo(mean, 4);
  const [, plain, weighted, total] = /one sample: +(\S+) weighted: (\S+) sum: (\S+)/.exec(out)!;
  expect(weighted).toBe(plain);
  expect(Number(total) / Number(plain)).toBeCloseTo(9, 3);
});
