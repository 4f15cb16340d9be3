/** Chains of layers and the Jacobian of softmax, against PyTorch's autograd (make_chain.py). */
import { describe, expect, test } from 'vitest';
import {
  ACTIVATIONS,
  ACTIVATION_IDS,
  softmax,
  type ActivationId,
} from '../../src/lib/ops/activation.ts';
import { chain, sigmoidBound, softmaxJacobian } from '../../src/lib/ops/chain.ts';
import { mulberry32 } from '../../src/lib/random.ts';
import { expectClose, golden } from './helpers.ts';

interface ChainCase {
  fn: ActivationId;
  alpha?: number;
  x: number;
  depth: number;
  weight: number;
  skip: boolean;
  z: number[];
  a: number[];
  gradient: number[];
}
interface SoftmaxCase {
  logits: number[];
  temperature: number;
  p: number[];
  jacobian: number[];
}
const file = golden<ChainCase>('chain') as unknown as {
  versions: Record<string, string>;
  cases: ChainCase[];
  softmax: SoftmaxCase[];
};

describe('chains', () => {
  test('every function is covered, with and without skip connections', () => {
    for (const skip of [false, true]) {
      const covered = file.cases.filter((c) => c.skip === skip).map(({ fn }) => fn);
      expect(new Set(covered)).toEqual(new Set(ACTIVATION_IDS));
    }
  });

  test.each(file.cases)('$fn, x = $x, $depth layers, w = $weight, skip $skip', (c) => {
    const layers = chain(c.x, c);
    // PyTorch 1.13 keeps the slope 1/6 of hard-sigmoid as a float32 number.
    const tolerance = c.fn === 'hard-sigmoid' ? 1e-7 : 1e-11;
    expectClose(
      layers.map(({ z }) => z),
      c.z,
      1e-11,
    );
    expectClose(
      layers.map(({ a }) => a),
      c.a,
      1e-11,
    );
    expectClose(
      layers.map(({ gradient }) => gradient),
      c.gradient,
      tolerance,
    );
  });

  test('the gradient equals the central difference of the whole chain', () => {
    const random = mulberry32(5);
    for (const fn of ACTIVATION_IDS) {
      for (const skip of [false, true]) {
        const [x, weight] = [random() * 4 - 2, 0.3 + random()];
        const options = { fn, depth: 4, weight, skip };
        const out = (u: number) => chain(u, options)[3].a;
        const h = 1e-5;
        expectClose([chain(x, options)[0].gradient], [(out(x + h) - out(x - h)) / (2 * h)], 1e-7);
      }
    }
  });

  test('the gradient of a layer is the product of the factors from there on', () => {
    const layers = chain(0.4, { fn: 'swish', depth: 7, weight: 1.3, skip: true });
    layers.forEach(({ gradient }, k) => {
      const product = layers.slice(k).reduce((p, { factor }) => p * factor, 1);
      expectClose([gradient], [product], 1e-14);
    });
    expect(layers[6].factor).toBe(1.3 * layers[6].slope + 1);
  });

  test('n sigmoids pass on at most 0.25ⁿ for |w| ≤ 1, and more than 1 with skip connections', () => {
    for (const weight of [-1, -0.5, 0.05, 0.7, 1]) {
      for (const x of [-6, -1, 0, 0.5, 8]) {
        for (let depth = 1; depth <= 20; depth++) {
          const plain = chain(x, { fn: 'sigmoid', depth, weight, skip: false })[0].gradient;
          expect(Math.abs(plain)).toBeLessThanOrEqual(sigmoidBound(depth, weight) * (1 + 1e-12));
          expect(sigmoidBound(depth, weight)).toBeLessThanOrEqual(0.25 ** depth);
          if (weight > 0) {
            const skipped = chain(x, { fn: 'sigmoid', depth, weight, skip: true })[0].gradient;
            expect(skipped).toBeGreaterThan(1);
          }
        }
      }
    }
    expect(chain(0, { fn: 'sigmoid', depth: 1, weight: 1, skip: false })[0].gradient).toBe(0.25);
  });

  test('a ReLU chain with weight 1 keeps the gradient, and one inactive layer ends it', () => {
    const of = (x: number, skip: boolean) =>
      chain(x, { fn: 'relu', depth: 20, weight: 1, skip })[0].gradient;
    expect([of(1, false), of(-1, false), of(0, false)]).toEqual([1, 0, 0]);
    expect([of(1, true), of(-1, true), of(0, true)]).toEqual([2 ** 20, 1, 1]);
  });

  test('refuses a depth that is none', () => {
    for (const depth of [0, 1.5, NaN]) {
      expect(() => chain(1, { fn: 'relu', depth, weight: 1, skip: false })).toThrow(
        `depth must be a whole number of at least 1, but is ${depth}`,
      );
    }
  });
});

describe('the Jacobian of softmax', () => {
  test.each(file.softmax)('$logits at temperature $temperature', (c) => {
    const p = softmax(c.logits, c.temperature);
    expectClose(p, c.p, 1e-11);
    expectClose(softmaxJacobian(p, c.temperature).flat(), c.jacobian, 1e-11);
  });

  test('rows and columns sum to zero, and it is symmetric', () => {
    const rows = softmaxJacobian(softmax([1, -2, 0.5, 3], 0.7), 0.7);
    rows.forEach((row, i) => {
      expect(Math.abs(row.reduce((a, b) => a + b))).toBeLessThan(1e-15);
      row.forEach((v, j) => expect(v).toBeCloseTo(rows[j][i], 15));
    });
  });
});

test('the golden file names its versions', () => {
  expect(Object.keys(file.versions)).toEqual(['python', 'numpy', 'torch']);
  expect(ACTIVATIONS.relu.df(0)).toBe(0);
});
