/** Proves the numbers and corrections of the page convolutional-neural-network. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  CLASSIC,
  figures,
  shares,
} from '../../../src/content/concepts/convolutional-neural-network/figures.ts';
import {
  APART,
  convolve,
  CORNER,
  forward,
  HORIZONTAL,
  pool,
  SHIFTED,
  VERTICAL,
} from '../../../src/content/concepts/convolutional-neural-network/tiny_cnn.ts';
import { fromChannels, fromRows, grid, toRows } from '../../../src/lib/grid.ts';
import { softmax } from '../../../src/lib/ops/activation.ts';
import { NETWORKS, parseList } from '../../../src/lib/network-list.ts';
import { ledger } from '../../../src/lib/network.ts';
import { conv2d, CONV_DEFAULTS, parameterCount } from '../../../src/lib/ops/conv.ts';
import { pool2d, type PoolOptions } from '../../../src/lib/ops/pool.ts';

const folder = new URL(
  '../../../src/content/concepts/convolutional-neural-network/',
  import.meta.url,
);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const PAGES = [read('zh.mdx'), read('en.mdx')];
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const pixels = (image: number[][]) => image.flat().reduce((a, b) => a + b);
const turn = (x: number[][]) => x[0].map((_, c) => x.map((row) => row[c])).reverse();
const kernels = grid(
  [3, 3, 1, 2],
  HORIZONTAL.flat().flatMap((h, i) => [h, VERTICAL.flat()[i]]),
);

describe('the small network', () => {
  test('the network of 33 weights by hand', () => {
    const [met, apart] = [forward(CORNER), forward(APART)];
    expect([pixels(CORNER), pixels(APART)]).toEqual([7, 7]);
    expect(met.pooled).toEqual([[[1, 0], [5, 6]], [[6, 0], [5, 1]]]); // prettier-ignore
    expect(met.corners).toEqual([[0, 0], [2, 0]]); // prettier-ignore
    expect(apart.corners.flat()).toEqual([0, 0, 0, 0]);
    expect([met.logits, apart.logits]).toEqual([[1, 0], [-1, 0]]); // prettier-ignore
    expect(Number(softmax(met.logits)[0].toFixed(2))).toBe(fact('corner-probability'));
    expect(Number(softmax(apart.logits)[0].toFixed(2))).toBe(fact('apart-probability'));
    const parameters =
      parameterCount([3, 3, 1, 2], true) + parameterCount([1, 1, 2, 1], true) + 4 * 2 + 2;
    expect(parameters).toBe(33);
    expect(read('tiny_cnn_torch.out.txt')).toContain('logits [[1.0, 0.0]] parameters 33');
  });

  test('src/lib computes the same maps', () => {
    for (const image of [CORNER, APART, SHIFTED]) {
      const maps = conv2d(fromRows(image), kernels, CONV_DEFAULTS);
      const [h, v] = [HORIZONTAL, VERTICAL].map((kernel) => convolve(image, kernel));
      expect([toRows(maps, 0), toRows(maps, 1)]).toEqual([h, v]);
    }
  });

  test('pooling keeps the maps apart, the next convolution joins them', () => {
    // The strongest answers of both maps are the same in both pictures …
    const strongest = (image: number[][]) =>
      forward(image).pooled.map((map) => Math.max(...map.flat()));
    expect(strongest(CORNER)).toEqual([6, 6]);
    expect(strongest(APART)).toEqual([6, 6]);
    // … a change in one map never reaches the other through pooling …
    const { lines } = forward(CORNER);
    const options: PoolOptions = {
      op: 'max',
      window: [2, 2],
      stride: [2, 2],
      padding: 'valid',
    };
    const before = pool2d(fromChannels(lines), options).output;
    const after = pool2d(
      fromChannels([lines[0], lines[1].map((row) => row.map(() => 99))]),
      options,
    );
    expect(toRows(after.output, 0)).toEqual(toRows(before, 0));
    expect(toRows(before, 1)).toEqual(pool(lines[1]));
    // … and only the sum over maps tells the pictures apart.
    expect(forward(CORNER).corners).not.toEqual(forward(APART).corners);
  });

  test('one pixel to the right, and the corner is gone', () => {
    expect(pixels(SHIFTED)).toBe(7);
    expect([forward(CORNER).logits[0], forward(SHIFTED).logits[0]]).toEqual([1, -1]);
    // The convolution alone moves along.
    const [a, b] = [CORNER, SHIFTED].map((image) => convolve(image, HORIZONTAL));
    expect(b.map((row) => row.slice(1))).toEqual(a.map((row) => row.slice(0, -1)));
    expect(read('tiny_cnn_torch.out.txt')).toContain('shifted [[-1.0, 0.0]]');
  });

  test('a turned picture does not turn the map of a kernel', () => {
    const [there, back] = [convolve(turn(CORNER), HORIZONTAL), turn(convolve(CORNER, HORIZONTAL))];
    const gap = there.flatMap((row, r) =>
      row.map((v, c) => Math.abs(Math.max(0, v) - Math.max(0, back[r][c]))),
    );
    expect(Math.max(...gap)).toBe(6);
    // Turn the kernel as well, and it does.
    expect(convolve(turn(CORNER), turn(HORIZONTAL))).toEqual(back);
  });

  test('20 parameters instead of 1,184', () => {
    expect(parameterCount([3, 3, 1, 2], true)).toBe(20);
    expect(36 * 32 + 32).toBe(1184);
    // As a matrix: which of the 1,152 weights can differ from 0?
    const reached = Array.from({ length: 36 }, (_, i) => {
      const one = Array.from({ length: 6 }, (_, r) =>
        Array.from({ length: 6 }, (_, c) => (6 * r + c === i ? 1 : 0)),
      );
      const ones = HORIZONTAL.map((row) => row.map(() => 1));
      return 2 * convolve(one, ones).flat().filter(Boolean).length;
    });
    expect(reached.reduce((a, b) => a + b)).toBe(288);
    expect(36 * 32).toBe(1152);
  });
});

describe('architectures', () => {
  test('where parameters and multiply-adds sit', () => {
    const ids = { lenet5: 'lenet', alexnet: 'alexnet', vgg16: 'vgg', resnet50: 'resnet' } as const;
    for (const name of CLASSIC) {
      const { dense } = shares(name);
      const digits = name === 'resnet50' ? 2 : 1;
      expect(fact(`${ids[name]}-dense`)).toBe(Number((100 * dense.parameters).toFixed(1)));
      expect(fact(`${ids[name]}-dense-work`)).toBe(Number((100 * dense.macs).toFixed(digits)));
    }
  });

  test('LeNet-5 with C5 counted as fully connected', () => {
    const { input, layers } = parseList(NETWORKS.lenet5);
    const { rows, parameters } = ledger(input!, layers);
    const c5 = rows.filter(({ op }) => op === 'conv')[2];
    expect(c5.output).toEqual([1, 1, 120]);
    expect(c5.parameters).toBe(5 * 5 * 16 * 120 + 120);
    const share = shares('lenet5').dense.parameters + c5.parameters / parameters;
    expect(fact('lenet-dense-c5')).toBe(Number((100 * share).toFixed(1)));
  });

  test('ResNet-50 has 53 convolutions and a single max pooling', () => {
    const { layers, head } = shares('resnet50');
    expect(layers).toEqual({ conv: 53, pool: 1, gap: 1 });
    expect(head).toEqual([2048, 1000]);
    expect(1 + 3 * (3 + 4 + 6 + 3) + 4).toBe(53);
  });

  test('VGG-16 goes from 25,088 to 4,096, 4,096 and 1,000', () => {
    expect(shares('vgg16').head).toEqual([25088, 4096, 4096, 1000]);
    expect(7 * 7 * 512).toBe(25088);
    for (const page of PAGES) expect(page).toContain('$7\\cdot7\\cdot512 = 25088$');
  });
});

test('a reshape is not a change of layout', () => {
  // NHWC, one picture of 2×2 with 3 channels: the first pixel is 0, 1, 2.
  const memory = Array.from({ length: 12 }, (_, i) => i);
  const reshaped = [0, 1, 2].map((c) => memory[4 * c]);
  const permuted = [0, 1, 2].map((c) => memory[c]);
  expect([reshaped, permuted]).toEqual([[0, 4, 8], [0, 1, 2]]); // prettier-ignore
  expect(read('tiny_cnn_torch.out.txt')).toContain('reshape [0, 4, 8]\npermute [0, 1, 2]');
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures)) {
    for (const lang of ['zh', 'en'] as const) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  }
});
