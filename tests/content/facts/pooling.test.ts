/** Every number the pooling page states, recomputed. */
import { readFileSync } from 'node:fs';
import { avgPool, ones as tfOnes, type Rank, setBackend, tidy } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ACTIVATIONS } from '../../../src/lib/ops/activation.ts';
import {
  CONV_DEFAULTS,
  conv2d,
  macCount,
  outputSize,
  parameterCount,
} from '../../../src/lib/ops/conv.ts';
import {
  globalPool,
  poolGradInput,
  poolOutputSize,
  pool2d,
  type PoolOp,
  type PoolOptions,
} from '../../../src/lib/ops/pool.ts';
import { fromRows, grid, toRows, type Grid } from '../../../src/lib/grid.ts';
import { mulberry32 } from '../../../src/lib/random.ts';
import { SCENES } from '../../../src/components/widgets/convolution/scenes.ts';
import { DEFAULTS } from '../../../src/components/widgets/pooling/state.ts';
import { figures, UPSTREAM } from '../../../src/content/concepts/pooling/figures.ts';
import { digits, total } from '../../../src/content/concepts/pooling/parameters.ts';
import {
  avgPoolBackward,
  EXAMPLE,
  maxPoolBackward,
  pool,
  wrongMax,
  wrongMaxPoolBackward,
  type Plane,
} from '../../../src/content/concepts/pooling/pool.ts';
import {
  denseMax,
  maxBlurPool,
  maxPool,
  shift,
  SIGNAL,
} from '../../../src/content/concepts/pooling/shift.ts';

const folder = new URL('../../../src/content/concepts/pooling/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };

const OPS = ['max', 'avg', 'l2'] as const;
const options = (op: PoolOp, k = 2, s = k, p = 0): PoolOptions => ({
  op,
  window: [k, k],
  stride: [s, s],
  padding: [p, p, p, p],
});

function randomPlane(rng: () => number, height: number, width: number): Plane {
  return Array.from({ length: height }, () => Array.from({ length: width }, () => rng() * 4 - 2));
}

/** Moves every row one cell to the right; `fill` says what enters at the left. */
const shiftRight = (x: Plane, fill: (row: number[]) => number): Plane =>
  x.map((row) => [fill(row), ...row.slice(0, -1)]);
const aroundTheRing = (row: number[]) => row[row.length - 1];

describe('worked example', () => {
  it('the four windows of the figure', () => {
    expect(pool(EXAMPLE, 'max')).toEqual([
      [9, 4],
      [5, 11],
    ]);
    expect(pool(EXAMPLE, 'avg')).toEqual([
      [4, 1],
      [2, 6],
    ]);
    expect(pool(EXAMPLE, 'l2')).toEqual([
      [5, 2],
      [3, 7],
    ]);
    expect(pool(EXAMPLE, 'max', 3, 1)).toEqual([
      [9, 5],
      [9, 11],
    ]);
  });

  it('gradients go to the winners, or in equal shares', () => {
    const toMax = maxPoolBackward(EXAMPLE, UPSTREAM);
    const toAvg = avgPoolBackward(EXAMPLE, UPSTREAM);
    expect(toMax).toEqual([
      [0, 0, 0, 8],
      [4, 0, 0, 0],
      [0, 0, 0, 0],
      [0, 12, 0, 16],
    ]);
    expect(toAvg).toEqual([
      [1, 1, 2, 2],
      [1, 1, 2, 2],
      [3, 3, 4, 4],
      [3, 3, 4, 4],
    ]);
    expect(toMax.flat().filter((g) => g === 0)).toHaveLength(12); // three cells of four
  });

  it('the listing agrees with the reference, padding and overlap included', () => {
    const rng = mulberry32(5);
    for (const op of OPS) {
      for (const [k, s, p] of [
        [2, 2, 0],
        [3, 1, 0],
        [3, 2, 1],
        [2, 2, 1],
        [3, 3, 0],
      ] as const) {
        const x = randomPlane(rng, 7, 8);
        const expected = toRows(pool2d(fromRows(x), options(op, k, s, p)).output);
        pool(x, op, k, s, p).forEach((row, r) =>
          row.forEach((v, c) => expect(v).toBeCloseTo(expected[r][c], 12)),
        );
      }
    }
    const x = randomPlane(rng, 7, 7);
    const dy = randomPlane(rng, 3, 3);
    for (const [op, backward] of [
      ['max', maxPoolBackward],
      ['avg', avgPoolBackward],
    ] as const) {
      const expected = toRows(poolGradInput(fromRows(dy), fromRows(x), options(op, 3, 2)));
      backward(x, dy, 3, 2).forEach((row, r) =>
        row.forEach((v, c) => expect(v).toBeCloseTo(expected[r][c], 12)),
      );
    }
  });

  it('every figure is drawn in both languages', () => {
    for (const draw of Object.values(figures)) {
      for (const lang of ['zh', 'en'] as const) expect(draw(lang)).toMatch(/^<svg.*<\/svg>$/s);
    }
  });
});

describe('formulas', () => {
  it('a box kernel of 1/4 with stride 2 is average pooling', () => {
    const x = fromRows(randomPlane(mulberry32(1), 8, 8));
    const box = grid([2, 2, 1, 1], [0.25, 0.25, 0.25, 0.25]);
    const y = conv2d(x, box, { ...CONV_DEFAULTS, stride: [2, 2] });
    pool2d(x, options('avg')).output.data.forEach((v, i) => expect(y.data[i]).toBeCloseTo(v, 12));
  });

  it('the widget holds the grid of the figure; a box of stride 2 averages it', () => {
    const rows = DEFAULTS.input.split(';').map((row) => row.split(',').map(Number));
    expect(rows).toEqual(EXAMPLE);
    const box = Object.fromEntries(new URLSearchParams(SCENES['box-stride-2'].query));
    const matrix = (text: string) => text.split(';').map((row) => row.split(',').map(Number));
    const y = conv2d(fromRows(matrix(box.input)), grid([2, 2, 1, 1], matrix(box.kernel).flat()), {
      ...CONV_DEFAULTS,
      stride: [2, 2],
    });
    expect(toRows(y)).toEqual(pool(matrix(box.input), 'avg', 2, 2));
    expect(pool(EXAMPLE, 'avg', 2, 1)).toHaveLength(EXAMPLE.length - 1);
  });

  it('of the sixteen inputs four get the gradient of a maximum, each a quarter of a mean', () => {
    const ones = grid([2, 2, 1], [1, 1, 1, 1]);
    const routed = (op: 'max' | 'avg') => [
      ...poolGradInput(ones, fromRows(EXAMPLE), {
        op,
        window: [2, 2],
        stride: [2, 2],
        padding: 'valid',
      }).data,
    ];
    expect(routed('max').filter((g) => g === 1)).toHaveLength(4);
    expect(routed('max').filter((g) => g === 0)).toHaveLength(12);
    expect(routed('avg')).toEqual(Array(16).fill(0.25));
  });

  it('no kernel takes a maximum, for the maximum is not additive', () => {
    const [a, b] = [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
    ];
    const sum = a.map((v, i) => v + b[i]);
    expect(Math.max(...a) + Math.max(...b)).toBe(2);
    expect(Math.max(...sum)).toBe(1);
  });

  it('power means run from the average through L2 to the maximum', () => {
    const window = [1, 3, 9, 3];
    const mean = (m: number) => (window.reduce((s, v) => s + v ** m, 0) / 4) ** (1 / m);
    expect(mean(1)).toBe(4);
    expect(mean(2)).toBe(5);
    expect(mean(200)).toBeCloseTo(9, 0);
  });

  it('the gradient of each kind equals finite differences', () => {
    const rng = mulberry32(2);
    for (const op of OPS) {
      const x = fromRows(randomPlane(rng, 5, 5));
      const dy = fromRows(randomPlane(rng, 2, 2));
      const loss = (input: Grid) =>
        pool2d(input, options(op, 3, 2)).output.data.reduce((s, v, i) => s + v * dy.data[i], 0);
      poolGradInput(dy, x, options(op, 3, 2)).data.forEach((g, i) => {
        const moved = (h: number) => {
          const data = Float64Array.from(x.data);
          data[i] += h;
          return loss(grid(x.shape, data));
        };
        expect((moved(1e-6) - moved(-1e-6)) / 2e-6).toBeCloseTo(g, 6);
      });
    }
  });

  it('receptive fields 3, 4, 8, 10 with pooling and 3, 5 without', () => {
    const fields = (layers: [k: number, s: number][]) => {
      let [r, j] = [1, 1];
      return layers.map(([k, s]) => {
        r += (k - 1) * j;
        j *= s;
        return r;
      });
    };
    expect(
      fields([
        [3, 1],
        [2, 2],
        [3, 1],
        [2, 2],
      ]),
    ).toEqual([3, 4, 8, 10]);
    expect(
      fields([
        [3, 1],
        [3, 1],
      ]),
    ).toEqual([3, 5]);
  });
});

describe('what it saves', () => {
  const layer = (shape: number[]) => parameterCount(shape, true);

  it('121,930 parameters with pooling, 2,378,826 without', () => {
    const sizes = { conv1: layer([3, 3, 1, 32]), conv2: layer([3, 3, 32, 64]) };
    expect(sizes).toEqual({ conv1: 320, conv2: 18_496 });
    const side = (n: number, pooled: boolean) => {
      const after = outputSize(n, 3, 1, 0, 0, 1);
      return pooled ? poolOutputSize(after, 2, 2, 0, 0) : after;
    };
    const last = 64 * 10 + 10;
    for (const [pooled, inputs, first, all] of [
      [true, 1_600, 102_464, 121_930],
      [false, 36_864, 2_359_360, 2_378_826],
    ] as const) {
      const n = side(side(28, pooled), pooled);
      expect(n * n * 64).toBe(inputs);
      expect(n * n * 64 * 64 + 64).toBe(first);
      expect(320 + 18_496 + first + last).toBe(all);
      expect(total(digits(pooled), 'parameters')).toBe(all);
    }
    for (const page of [read('zh.mdx'), read('en.mdx')]) {
      for (const count of [320, 18_496, 1_600, 36_864, 102_464, 2_359_360, last]) {
        expect(page).toContain(count.toLocaleString('en-US'));
      }
    }
    expect(facts['parameters-pooled'].value).toBe(121_930);
    expect(facts['parameters-unpooled'].value).toBe(2_378_826);
  });

  it('with global average pooling the count does not depend on the pooling layers', () => {
    const all = 320 + 18_496 + (64 * 64 + 64) + (64 * 10 + 10);
    expect(total(digits(true, 'gap'), 'parameters')).toBe(all);
    expect(total(digits(false, 'gap'), 'parameters')).toBe(all);
    expect(facts['parameters-gap'].value).toBe(all);
  });

  it('pooling saves four fifths of the multiply-adds', () => {
    const first = macCount([26, 26, 32], [3, 3, 1, 32]);
    const pooled = first + macCount([11, 11, 64], [3, 3, 32, 64]) + 1_600 * 64 + 64 * 10;
    const plain = first + macCount([24, 24, 64], [3, 3, 32, 64]) + 36_864 * 64 + 64 * 10;
    expect([pooled, plain]).toEqual([2_528_000, 13_171_456]);
    for (const page of [read('zh.mdx'), read('en.mdx')]) {
      expect(page).toContain(
        `| ${[pooled, plain].map((n) => n.toLocaleString('en-US')).join(' | ')} |`,
      );
    }
    expect(total(digits(true), 'macs')).toBe(pooled);
    expect(total(digits(false), 'macs')).toBe(plain);
    expect(facts['macs-saved'].value).toBe(Number((plain / pooled).toFixed(1)));
  });

  it('64 channels stay 64 channels', () => {
    expect(pool2d(grid([4, 4, 64]), options('max')).output.shape).toEqual([2, 2, 64]);
    expect(globalPool(grid([5, 7, 64]), 'avg').output.shape).toEqual([1, 1, 64]);
  });
});

describe('edges', () => {
  it('a window of negatives answers with a negative, at the border too', () => {
    const negative = [
      [-5, -3],
      [-7, -4],
    ];
    expect(pool(negative, 'max')).toEqual([[-3]]);
    expect(pool(negative, 'max', 2, 2, 1)).toEqual(negative);
    expect(toRows(pool2d(fromRows(negative), options('max', 2, 2, 1)).output)).toEqual(negative);
    expect(wrongMax([-5, -3, -7, -4])).toBe(0);
    expect(wrongMax([0, 3, 0, 4])).toBe(4); // after a ReLU the fault is invisible
  });

  it('an average at the corner is 4/9 or 1, and TensorFlow.js leaves the padding out', async () => {
    const map = fromRows(Array.from({ length: 3 }, () => [1, 1, 1]));
    const corner = (includePad: boolean) =>
      pool2d(map, { ...options('avg', 3, 1, 1), includePad }).output.data;
    expect(corner(true)[0]).toBeCloseTo(4 / 9, 12);
    expect(corner(true)[4]).toBe(1);
    expect(Array.from(corner(false))).toEqual(Array(9).fill(1));
    await setBackend('cpu');
    const inTensorFlow = tidy(() =>
      avgPool(tfOnes<Rank.R4>([1, 3, 3, 1]), 3, 1, 'same').dataSync(),
    );
    expect(Array.from(inTensorFlow)).toEqual(Array(9).fill(1));
  });

  it('size 7 gives 3, or 4 in ceil mode, and the dropped cells receive no gradient', () => {
    expect(poolOutputSize(7, 2, 2, 0, 0)).toBe(3);
    expect(poolOutputSize(7, 2, 2, 0, 0, true)).toBe(4);
    const x = fromRows(randomPlane(mulberry32(3), 7, 7));
    const dx = toRows(poolGradInput(grid([3, 3, 1], Array(9).fill(1)), x, options('avg')));
    expect(dx[6]).toEqual(Array(7).fill(0));
    expect(dx.map((row) => row[6])).toEqual(Array(7).fill(0));
    expect(dx[5][5]).toBe(0.25);
  });

  it('window 3 means stride 3 unless told otherwise', () => {
    const output = read('pool_torch.out.txt');
    expect(output).toContain('window 3: (3, 3)');
    expect(output).toContain('window 3, stride 2: (4, 4)');
    expect(poolOutputSize(9, 3, 3, 0, 0)).toBe(3);
    expect(poolOutputSize(9, 3, 2, 0, 0)).toBe(4);
  });

  it('a mask of equals counts a tied gradient four times', () => {
    const tied = [
      [0, 0],
      [0, 0],
    ];
    const sum = (x: Plane) => x.flat().reduce((s, v) => s + v, 0);
    expect(sum(wrongMaxPoolBackward(tied, [[1]]))).toBe(4);
    expect(maxPoolBackward(tied, [[1]])).toEqual([
      [1, 0],
      [0, 0],
    ]);
    expect(read('pool_torch.out.txt')).toContain('tie  [1.0, 0.0, 0.0, 0.0]');
    expect(wrongMaxPoolBackward(EXAMPLE, UPSTREAM)).toEqual(maxPoolBackward(EXAMPLE, UPSTREAM));
  });

  it('LPPool2d of PyTorch is twice our root mean square of 2×2', () => {
    const twice = pool(EXAMPLE, 'l2')
      .flat()
      .map((v) => (2 * v).toFixed(1));
    expect(read('pool_torch.out.txt')).toContain(`lp   [${twice.join(', ')}]`);
  });
});

describe('shifts', () => {
  it('a shift by one pixel changes the output for 32 of 64 dots', () => {
    let [same, changed] = [0, 0];
    for (let at = 0; at < 64; at++) {
      const x = Array.from({ length: 8 }, (_, r) =>
        Array.from({ length: 8 }, (_, c) => (r * 8 + c === at ? 1 : 0)),
      );
      const [before, after] = [x, shiftRight(x, () => 0)].map((image) => pool(image, 'max'));
      if (JSON.stringify(before) === JSON.stringify(after)) same++;
      else changed++;
    }
    expect([same, changed]).toEqual([32, 32]);
  });

  it('on noise two thirds of the outputs change after a shift by one pixel', () => {
    const rng = mulberry32(26);
    let [changed, cells] = [0, 0];
    for (let n = 0; n < 1000; n++) {
      const x = randomPlane(rng, 16, 16);
      const after = pool(shiftRight(x, aroundTheRing), 'max').flat();
      pool(x, 'max')
        .flat()
        .forEach((v, i) => (changed += Number(v !== after[i])));
      cells += after.length;
    }
    expect(changed / cells).toBeCloseTo(2 / 3, 2);
    expect(facts['noise-changed'].value).toBeCloseTo((100 * 2) / 3, 1);
  });

  it('a shift by the stride passes through as a shift of the output by one', () => {
    const rng = mulberry32(4);
    for (const op of OPS) {
      const x = randomPlane(rng, 8, 8);
      const twice = shiftRight(shiftRight(x, aroundTheRing), aroundTheRing);
      expect(pool(twice, op)).toEqual(shiftRight(pool(x, op), aroundTheRing));
    }
  });

  it('a shift by one turns stripes into a constant, and a blur keeps the results closer', () => {
    const shifted = shift(SIGNAL);
    expect(maxPool(SIGNAL)).toEqual([0, 1, 0, 1]);
    expect(maxPool(shifted)).toEqual([1, 1, 1, 1]);
    expect(maxBlurPool(SIGNAL)).toEqual([0.5, 1, 0.5, 1]);
    expect(maxBlurPool(shifted)).toEqual([0.75, 0.75, 0.75, 0.75]);
    const gap = (pooling: (x: number[]) => number[]) =>
      Math.hypot(...pooling(SIGNAL).map((v, i) => v - pooling(shifted)[i]));
    expect(gap(maxBlurPool)).toBeLessThan(gap(maxPool) / 2);
    expect(denseMax(shifted)).toEqual(shift(denseMax(SIGNAL))); // the maximum itself commutes
  });

  it('global average pooling forgets the position', () => {
    const x = randomPlane(mulberry32(6), 6, 6);
    const moved = shiftRight(x, aroundTheRing);
    const [before, after] = [x, moved].map((p) => globalPool(fromRows(p), 'avg').output.data[0]);
    expect(after).toBeCloseTo(before, 12);
  });
});

describe('follow-ups', () => {
  const relu = (x: Plane) => x.map((row) => row.map((v) => ACTIVATIONS.relu.f(v)));

  it('ReLU and max pooling commute, ReLU and average pooling do not', () => {
    const x = randomPlane(mulberry32(7), 8, 8);
    expect(pool(relu(x), 'max')).toEqual(relu(pool(x, 'max')));
    const pair = [
      [-2, 2],
      [-2, 2],
    ];
    expect(pool(relu(pair), 'avg')).toEqual([[1]]);
    expect(relu(pool(pair, 'avg'))).toEqual([[0]]);
  });
});

describe('listings in PyTorch and NumPy', () => {
  it('print the same numbers', () => {
    const torch = read('pool_torch.out.txt');
    expect(torch).toContain('max [9.0, 4.0, 5.0, 11.0]');
    expect(torch).toContain(`dx  [${maxPoolBackward(EXAMPLE, UPSTREAM).flat().join(', ')}]`);
    const counts = read('parameters_torch.out.txt');
    expect(counts).toContain('flatten, pooling True: 121930');
    expect(counts).toContain('flatten, pooling False: 2378826');
    expect(counts.match(/gap, pooling \w+: 23626/g)).toHaveLength(2);
    const numpy = read('pool_numpy.out.txt');
    expect(numpy).toContain('max [[9, 4], [5, 11]]');
    expect(numpy).toContain('mean [[4.0, 1.0], [2.0, 6.0]]');
    expect(numpy).toContain('rms [[5.0, 2.0], [3.0, 7.0]]');
  });
});
