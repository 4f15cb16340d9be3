/** Every number and every measurable correction of the concept page on activation functions. */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import sharp from 'sharp';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { chain } from '../../../src/lib/ops/chain.ts';
import {
  chainGradient,
  functions,
  geluTanh,
  main as printActivations,
  overflowingSigmoid,
  worstGap,
} from '../../../src/content/concepts/activation-function/activations.ts';
import {
  gradientFactor,
  main as printDepth,
} from '../../../src/content/concepts/activation-function/depth.ts';
import {
  main as printDying,
  recovery,
  step,
} from '../../../src/content/concepts/activation-function/dying.ts';
import {
  figures,
  GALLERY,
  SATURATED,
  saturation,
  steepest,
} from '../../../src/content/concepts/activation-function/figures.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { fromRows, toRows } from '../../../src/lib/grid.ts';
import { ACTIVATIONS, softmax, type ActivationId } from '../../../src/lib/ops/activation.ts';
import { conv2d, type ConvOptions } from '../../../src/lib/ops/conv.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/activation-function/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
/** What the page shows under a fact id. */
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;

type Matrix = number[][];
const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));
const apply = (a: Matrix, x: number[]) =>
  times(
    a,
    x.map((value) => [value]),
  ).map(([value]) => value);
const relu = (x: number) => Math.max(0, x);
const plain = (): ConvOptions => ({
  stride: [1, 1],
  padding: 'valid',
  dilation: [1, 1],
  groups: 1,
});
const sigmoid = functions.sigmoid.f;
const points = Array.from({ length: 241 }, (_, i) => -12 + i / 10);

describe('listings', () => {
  test.each([
    ['activations', printActivations],
    ['depth', printDepth],
    ['dying', printDying],
  ])('%s prints its captured output', (name, main) => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    main();
    const printed = log.mock.calls.map((words) => words.join(' ')).join('\n');
    log.mockRestore();
    expect(`${printed}\n`).toBe(read(`${name}.out.txt`));
  });

  test('the functions of the listing are those of the library', () => {
    for (const [name, { f, df }] of Object.entries(functions)) {
      const id = (name === 'silu' ? 'swish' : name) as ActivationId;
      for (const x of points) {
        expect(f(x), `${name}(${x})`).toBeCloseTo(ACTIVATIONS[id].f(x), 12);
        expect(df(x), `${name}'(${x})`).toBeCloseTo(ACTIVATIONS[id].df(x), 12);
      }
    }
    for (const x of points) expect(geluTanh(x)).toBeCloseTo(ACTIVATIONS['gelu-tanh'].f(x), 12);
  });

  test('every derivative equals the central difference', () => {
    for (const name of Object.keys(functions)) expect(worstGap(name), name).toBeLessThan(1e-9);
  });

  test('PyTorch printed the same derivatives', () => {
    const lines = read('activations_torch.out.txt').split('\n');
    for (const name of ['sigmoid', 'tanh', 'relu', 'leaky_relu', 'elu', 'silu', 'gelu']) {
      const numbers = lines
        .find((line) => line.startsWith(`${name} `))!
        .trim()
        .split(/\s+/)
        .slice(1);
      const { df } = functions[name.replace('_', '-')];
      expect(numbers).toEqual([-2, 0, 2].map((x) => df(x).toFixed(4)));
    }
  });
});

describe('why a nonlinearity', () => {
  const first = [
    [1, -1],
    [2, 1],
  ];
  const second = [
    [1, 1],
    [-1, 2],
  ];

  test('two linear layers are one matrix, with ReLU between them they are not', () => {
    const product = times(second, first);
    expect(product).toEqual([
      [3, 0],
      [3, 3],
    ]);
    expect(apply(first, [1, 2])).toEqual([-1, 4]);
    expect(apply(second, apply(first, [1, 2]))).toEqual([3, 9]);
    expect(apply(product, [1, 2])).toEqual([3, 9]);
    const withRelu = (x: number[]) => apply(second, apply(first, x).map(relu));
    expect(withRelu([1, 2])).toEqual([4, 8]);
    expect(apply(first, [-1, -2])).toEqual([1, -4]);
    expect(withRelu([-1, -2])).toEqual([1, -1]);
  });

  test('two ReLU units compute exclusive or', () => {
    const rows = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ].map(([a, b]) => {
      const [h1, h2] = [relu(a + b), relu(a + b - 1)];
      return [a + b, h1, h2, h1 - 2 * h2];
    });
    expect(rows).toEqual([
      [0, 0, 0, 0],
      [1, 1, 0, 1],
      [1, 1, 0, 1],
      [2, 2, 1, 0],
    ]);
  });

  test('two 3×3 convolutions are one 5×5 convolution', () => {
    const rng = mulberry32(5);
    const random = (n: number) =>
      fromRows(Array.from({ length: n }, () => Array.from({ length: n }, () => normal(rng))));
    const kernel = (n: number) => ({ shape: [n, n, 1, 1], data: random(n).data });
    const options = plain();
    const [image, a, b] = [random(9), kernel(3), kernel(3)];
    const twice = toRows(conv2d(conv2d(image, a, options), b, options));
    const merged = new Float64Array(25);
    for (let i = 0; i < 9; i++) {
      for (let j = 0; j < 9; j++) {
        const row = Math.floor(i / 3) + Math.floor(j / 3);
        merged[row * 5 + (i % 3) + (j % 3)] += a.data[i] * b.data[j];
      }
    }
    const once = toRows(conv2d(image, { shape: [5, 5, 1, 1], data: merged }, options));
    twice.flat().forEach((value, i) => expect(once.flat()[i]).toBeCloseTo(value, 12));
    expect(twice.flat()).toHaveLength(25);
  });

  test('inputs of one sign give weight gradients of one sign', () => {
    // ∂L/∂w_j = δ·a_j with all a_j > 0
    const inputs = [-3, -1, 2].map(sigmoid);
    for (const delta of [-0.7, 1.3]) {
      expect(new Set(inputs.map((a) => Math.sign(delta * a))).size).toBe(1);
    }
  });
});

describe('the family', () => {
  test('the slope of sigmoid is at most a quarter', () => {
    expect(functions.sigmoid.df(0)).toBe(fact('sigmoid-max-slope'));
    for (const x of points) expect(functions.sigmoid.df(x)).toBeLessThanOrEqual(0.25);
  });

  test('largest slopes and lowest values of the table', () => {
    const fine = Array.from({ length: 40001 }, (_, i) => -20 + i / 1000);
    const lowest = (name: string) => Math.min(...fine.map(functions[name].f));
    for (const name of ['tanh', 'relu', 'leaky-relu', 'elu']) {
      expect(steepest(functions[name].df), name).toBe(1);
    }
    expect(steepest(functions.softplus.df)).toBeCloseTo(1, 12);
    expect(functions.selu.df(-1e-12)).toBeCloseTo(fact('selu-max-slope'), 2);
    expect(functions.selu.df(1)).toBeLessThan(1.76);
    expect(lowest('silu')).toBeCloseTo(fact('silu-min'), 3);
    expect(steepest(functions.silu.df)).toBeCloseTo(fact('silu-max-slope'), 3);
    expect(lowest('gelu')).toBeCloseTo(fact('gelu-min'), 4);
    expect(steepest(functions.gelu.df)).toBeCloseTo(fact('gelu-max-slope'), 2);
    const hard = ACTIVATIONS['hard-swish'];
    expect(Math.min(...fine.map((x) => hard.f(x)))).toBeCloseTo(-3 / 8, 12);
    expect(Math.max(...fine.map((x) => hard.df(x)))).toBeCloseTo(3 / 2, 2);
    expect(Math.max(...fine.map((x) => ACTIVATIONS['hard-sigmoid'].df(x)))).toBe(1 / 6);
  });

  test('the constants of SELU keep mean 0 and variance 1', () => {
    let [mean, square, mass] = [0, 0, 0];
    for (let x = -12; x <= 12; x += 1e-3) {
      const weight = Math.exp((-x * x) / 2);
      const y = functions.selu.f(x);
      mass += weight;
      mean += weight * y;
      square += weight * y * y;
    }
    expect(mean / mass).toBeCloseTo(0, 6);
    expect(square / mass).toBeCloseTo(1, 6);
  });

  test('tanh is sigmoid in another scale', () => {
    for (const x of points) expect(Math.tanh(x)).toBeCloseTo(2 * sigmoid(2 * x) - 1, 12);
  });

  test('the tanh form of GELU is off by at most 4.7e-4', () => {
    const gaps = Array.from({ length: 12001 }, (_, i) => -6 + i / 1000).map((x) =>
      Math.abs(functions.gelu.f(x) - geluTanh(x)),
    );
    expect(Number(Math.max(...gaps).toExponential(1))).toBe(fact('gelu-gap'));
    expect(fact('gelu-gap')).toBe(4.7e-4);
    expect(read('activations_torch.out.txt')).toContain('GELU, exact against tanh: 4.7e-04');
  });

  test('saturated sides of the figure: both, left or none', () => {
    const sides = Object.fromEntries(
      GALLERY.map(([name, { df }]) => {
        const [left, right] = saturation(df);
        return [name, `${left > -5 ? 'left ' : ''}${right < 5 ? 'right' : ''}`.trim()];
      }),
    );
    expect(sides).toEqual({
      sigmoid: 'left right',
      tanh: 'left right',
      ReLU: 'left',
      'leaky ReLU, α = 0.2': '',
      'ELU, α = 1': 'left',
      softplus: 'left',
      'SiLU (swish)': 'left',
      GELU: 'left',
    });
  });
});

test('the edge kernel on the coins saturates tanh nearly everywhere', async () => {
  const { data, info } = await sharp('public/pictures/coins.png')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const rows = Array.from({ length: info.height }, (_, r) =>
    Array.from({ length: info.width }, (_, c) => data[(r * info.width + c) * info.channels]),
  );
  const sobel = { shape: [3, 3, 1, 1], data: Float64Array.of(-1, 0, 1, -2, 0, 2, -1, 0, 1) };
  const edges = toRows(conv2d(fromRows(rows), sobel, plain())).flat();
  const share = (test: (y: number) => boolean) => edges.filter(test).length / edges.length;
  expect(Math.round(100 * share((y) => functions.tanh.df(y) < SATURATED))).toBe(
    fact('tanh-saturated'),
  );
  expect(share((y) => y > 0)).toBeGreaterThan(0.4); // ReLU keeps these
  expect(share((y) => y < 0)).toBeGreaterThan(0.4); // and drops those
});

describe('gradient through the layers', () => {
  test('ten sigmoid layers with weights up to 1 stay under a quarter to the tenth', () => {
    expect(Number((0.25 ** 10).toExponential(1))).toBe(fact('sigmoid-ten-bound'));
    for (let w = -1; w <= 1; w += 0.125) {
      for (let a = -3; a <= 3; a += 0.5) {
        expect(Math.abs(chainGradient('sigmoid', 10, w, a))).toBeLessThanOrEqual(0.25 ** 10);
      }
    }
    expect(chainGradient('relu', 10, 2)).toBe(1024); // an explosion comes from the weights
    expect(chainGradient('relu', 10, 0.5)).toBe(1 / 1024);
  });

  test('chains of ten layers keep what the page says', () => {
    expect(Number(chainGradient('sigmoid', 10).toExponential(1))).toBe(fact('sigmoid-ten'));
    expect(Number(chainGradient('tanh', 10).toFixed(3))).toBe(fact('tanh-ten'));
    expect(chainGradient('relu', 10)).toBe(1);
  });

  test('ReLU keeps the gradient only at the scale of He initialization', () => {
    for (const seed of [1, 2, 3]) {
      expect(gradientFactor('relu', 2, seed)).toBeGreaterThan(0.8);
      expect(gradientFactor('relu', 2, seed)).toBeLessThan(1.25);
      expect(gradientFactor('relu', 1, seed) * 32).toBeGreaterThan(0.8);
      expect(gradientFactor('relu', 1, seed) * 32).toBeLessThan(1.25);
    }
    const ratio = gradientFactor('relu', 8) / gradientFactor('relu', 2);
    expect(ratio).toBeCloseTo(1024, 6); // ReLU is homogeneous: twice the weights, twice the factor
  });

  test('a dead ReLU stays dead, a leaky one recovers', () => {
    const after = step(1, 0, 1, 0);
    expect(after).toEqual({ w: -2, b: -2, loss: 1 });
    expect(step(after.w, after.b, 1, 0)).toEqual({ w: -2, b: -2, loss: 0.5 });
    expect(step(1, -1, 1, 0)).toEqual({ w: 1, b: -1, loss: 0 });
    expect(recovery(0)).toBe(Infinity);
    expect(recovery(0.01)).toBe(1169);
    expect(recovery(0.2)).toBe(67);
  });
});

describe('outputs', () => {
  test('temperature changes the confidence: 4:1:1, 2:1:1, 16:1:1', () => {
    const logits = [Math.log(4), 0, 0];
    const near = (p: number[], expected: number[]) =>
      p.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
    near(softmax(logits), [2 / 3, 1 / 6, 1 / 6]);
    near(softmax(logits, 2), [1 / 2, 1 / 4, 1 / 4]);
    near(softmax(logits, 0.5), [8 / 9, 1 / 18, 1 / 18]);
    near(softmax(logits.map((z) => z + 10_000)), [2 / 3, 1 / 6, 1 / 6]);
  });

  test('the slope of softmax', () => {
    const z = [1, -0.5, 2];
    for (const T of [0.5, 1, 3]) {
      const p = softmax(z, T);
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) {
          const moved = (h: number) =>
            softmax(
              z.map((v, k) => v + (k === j ? h : 0)),
              T,
            )[i];
          const slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
          expect((p[i] * ((i === j ? 1 : 0) - p[j])) / T).toBeCloseTo(slope, 8);
        }
      }
    }
  });

  test('softmax of two logits is sigmoid of their difference', () => {
    for (const [a, b] of [
      [1, 3],
      [-2, 0.5],
      [4, 4],
    ]) {
      expect(softmax([a, b])[0]).toBeCloseTo(sigmoid(a - b), 12);
    }
  });

  test('softmax before cross-entropy leaves a loss of 1.46 for ten classes', () => {
    const perfect = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const floor = -Math.log(softmax(perfect)[0]);
    expect(floor).toBeCloseTo(Math.log(1 + 9 / Math.E), 12);
    expect(Number(floor.toFixed(2))).toBe(fact('double-softmax-floor'));
    expect(read('activations_torch.out.txt')).toContain('probabilities in: loss 1.4612');
  });

  test('ReLU before sigmoid never says no', () => {
    for (const x of points) expect(sigmoid(relu(x))).toBeGreaterThanOrEqual(0.5);
  });

  test('tanh is no probability', () => {
    expect(Math.tanh(-1)).toBeLessThan(0);
    expect(Math.log(Math.tanh(-1))).toBeNaN();
  });

  test('cross-entropy of a negative output: NaN, or clipped with gradient 0', async () => {
    await tf.setBackend('cpu');
    const label = tf.tensor2d([[1]]);
    const loss = (output: tf.Tensor) => tf.sum(tf.metrics.binaryCrossentropy(label, output));
    const negative = tf.tensor2d([[-0.5]]);
    expect(tf.losses.logLoss(label, negative).dataSync()[0]).toBeNaN();
    expect(loss(negative).dataSync()[0]).toBeLessThan(Infinity);
    expect(tf.grad(loss)(negative).dataSync()[0]).toBe(0);
    expect(
      tf
        .grad(loss)(tf.tensor2d([[0.5]]))
        .dataSync()[0],
    ).toBeCloseTo(-2, 5);
  });

  test('the exponential overflows, the stable form does not', () => {
    expect(overflowingSigmoid(709)).toBe(1);
    expect(overflowingSigmoid(710)).toBeNaN();
    expect(Math.fround(Math.exp(88))).toBeLessThan(Infinity);
    expect(Math.fround(Math.exp(89))).toBe(Infinity);
    expect([ACTIVATIONS.sigmoid.f(1000), ACTIVATIONS.sigmoid.f(-1000)]).toEqual([1, 0]);
    expect(read('activations_numpy.out.txt')).toMatch(/naive .* nan\]/);
  });
});

describe('frameworks', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  test('one name, several defaults', () => {
    const one = (tensor: tf.Tensor) => tensor.dataSync()[0];
    expect(-one(tf.leakyRelu([-1]))).toBeCloseTo(fact('leaky-tfjs'), 6);
    const layer = tf.layers.leakyReLU().apply(tf.tensor2d([[-1]])) as tf.Tensor;
    expect(-one(layer)).toBeCloseTo(fact('leaky-tfjs-layer'), 6);
    expect(fact('leaky-pytorch')).toBe(0.01);
    expect(read('activations_torch.out.txt')).toMatch(/leaky_relu\s+0\.0100/);
    const hard = tf.layers.activation({ activation: 'hardSigmoid' }).apply(tf.tensor2d([[1]]));
    expect(one(hard as tf.Tensor) - 0.5).toBeCloseTo(1 / 5, 6);
    expect(read('activations_torch.out.txt')).toMatch(/hardsigmoid\s+0\.1667\s+0\.1667\s+0\.1667/);
  });

  test('the slope of ReLU at 0 is 0', () => {
    const slope = tf.grad((x) => tf.relu(x))(tf.scalar(0));
    expect(slope.dataSync()[0]).toBe(0);
    expect(read('activations_torch.out.txt')).toMatch(/relu\s+0\.0000\s+0\.0000\s+1\.0000/);
    expect(ACTIVATIONS.relu.df(0)).toBe(0);
  });
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});

describe('the widget of the page', () => {
  const through = (fn: 'sigmoid' | 'relu', x: number) =>
    chain(x, { fn, depth: 10, weight: 1, skip: false })[0].gradient;

  test('ten sigmoids pass on less than a millionth at 0 and less at ±2; ReLU all or nothing', () => {
    expect(through('sigmoid', 0)).toBeLessThan(1e-6);
    // Not on every side: the most gets through at about −0.15, where later layers are steeper.
    expect(through('sigmoid', -0.15)).toBeGreaterThan(through('sigmoid', 0));
    for (const x of [-4, -2, 2, 4]) {
      expect(through('sigmoid', x)).toBeLessThan(through('sigmoid', 0));
    }
    expect([through('relu', 1), through('relu', 3), through('relu', -1)]).toEqual([1, 1, 0]);
  });
});
