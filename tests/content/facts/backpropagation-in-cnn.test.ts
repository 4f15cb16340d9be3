/** Every number and every measurable correction of the page on backpropagation in a CNN. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  backward,
  correlate,
  flip,
  forward,
  gradBias,
  gradInput,
  gradKernel,
  V,
  W,
  wrongGradInput,
  wrongGradKernel,
  X,
  type Plane,
} from '../../../src/content/concepts/backpropagation-in-cnn/cnn_backward.ts';
import { figures } from '../../../src/content/concepts/backpropagation-in-cnn/figures.ts';
import { traceOf } from '../../../src/components/widgets/backprop/reference.ts';
import { SCENES } from '../../../src/components/widgets/backprop/scenes.ts';
import { parse as parseState } from '../../../src/components/widgets/backprop/state.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { fromRows, grid, toRows } from '../../../src/lib/grid.ts';
import {
  conv2dGradInput,
  conv2dGradKernel,
  macCount,
  type ConvOptions,
} from '../../../src/lib/ops/conv.ts';
import { pool2d, poolGradInput, type PoolOptions } from '../../../src/lib/ops/pool.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/backpropagation-in-cnn/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const PAGES = [read('zh.mdx'), read('en.mdx')];
const TARGET = 2;

const noise = (rows: number, cols: number, seed: number): Plane => {
  const random = mulberry32(seed);
  return Array.from({ length: rows }, () => Array.from({ length: cols }, () => normal(random)));
};
const close = (actual: Plane, expected: Plane, digits = 9) => {
  expect([actual.length, actual[0].length]).toEqual([expected.length, expected[0].length]);
  actual.forEach((row, i) =>
    row.forEach((value, j) => expect(value).toBeCloseTo(expected[i][j], digits)),
  );
};
/** Central differences of a loss with respect to each cell of a plane. */
const numeric = (plane: Plane, loss: (moved: Plane) => number, h = 1e-5): Plane =>
  plane.map((row, r) =>
    row.map((_, q) => {
      const at = (by: number) =>
        loss(plane.map((line, i) => line.map((v, j) => (i === r && j === q ? v + by : v))));
      return (at(h) - at(-h)) / (2 * h);
    }),
  );

test('what the page says of the widget', () => {
  const run = (x?: string) => {
    const { state } = parseState({ ...fromScene, ...(x ? { x } : {}) });
    const trace = traceOf(state!);
    const of = (letter: string, n: number) =>
      trace.built.graph.flatMap(({ name }, i) =>
        name.startsWith(letter) && name.length === 3 ? [[trace.values[i], trace.back.grads[i]]] : [],
      ).slice(0, n); // prettier-ignore
    return { image: state!.leaves.x!, x: of('x', 9), z: of('z', 4), k: of('k', 4) };
  };
  const fromScene = Object.fromEntries(new URLSearchParams(SCENES.conv.query));
  const before = run();
  const off = before.z.filter(([value]) => value < 0);
  expect(off).toHaveLength(1);
  expect(off[0][1]).toBe(0); // it sends nothing
  expect(before.x[6]).toEqual([2, 0]); // the pixel at the bottom left
  const raised = before.image.map((row) => [...row]);
  raised[2][0] = 4;
  const after = run(raised.map((row) => row.join(',')).join(';'));
  expect(after.z.filter(([value]) => value < 0)).toHaveLength(0);
  expect(after.x[6][1]).not.toBe(0);
  expect(after.k.map(([, g]) => g)).not.toEqual(before.k.map(([, g]) => g));
});

test('worked example: every number of the figure', () => {
  const { z, h, y, loss } = forward(X, W, 0, V, TARGET);
  expect(z).toEqual([[1, 4], [-1, 2]]); // prettier-ignore
  expect(h).toEqual([[1, 4], [0, 2]]); // prettier-ignore
  expect([y, loss]).toEqual([0, 2]);
  const g = backward(X, W, 0, V, TARGET);
  expect(g.dh).toEqual([[-4, 2], [-6, -2]]); // prettier-ignore
  expect(g.delta).toEqual([[-4, 2], [0, -2]]); // prettier-ignore
  close(g.dw, [[-2, -14], [-4, -2]]); // prettier-ignore
  expect(g.db).toBe(-4);
  close(g.dx, [[-4, 2, 0], [4, -8, 2], [0, 2, -2]]); // prettier-ignore
  const printed = read('cnn_backward_torch.out.txt');
  expect(printed).toContain('dw    -2 -14 | -4 -2   db -4.0');
  for (const name of ['dx   ', 'dx as a convolution: ', 'dx as conv_transpose:']) {
    expect(printed).toContain(`${name} -4 2 0 | 4 -8 2 | 0 2 -2`);
  }
});

describe('formulas', () => {
  test('kernel, bias and input gradients agree with finite differences', () => {
    const [x, w, v] = [noise(5, 5, 1), noise(2, 2, 2), noise(4, 4, 3)];
    const b = 0.3;
    const g = backward(x, w, b, v, TARGET);
    close(
      g.dw,
      numeric(w, (moved) => forward(x, moved, b, v, TARGET).loss),
      5,
    );
    close(
      g.dx,
      numeric(x, (moved) => forward(moved, w, b, v, TARGET).loss),
      5,
    );
    close(
      g.dv,
      numeric(v, (moved) => forward(x, w, b, moved, TARGET).loss),
      5,
    );
    close(
      [[g.db]],
      numeric([[b]], ([[moved]]) => forward(x, w, moved, v, TARGET).loss),
      5,
    );
  });

  test('with a stride, also one that leaves a remainder, as src/lib computes it', () => {
    for (const [size, stride] of [
      [7, 2],
      [8, 2],
      [8, 3],
      [9, 3],
    ] as const) {
      const [x, w] = [noise(size, size, 4), noise(3, 3, 5)];
      const out = correlate(x, w, stride);
      const delta = noise(out.length, out[0].length, 6);
      const options: ConvOptions = {
        stride: [stride, stride],
        padding: 'valid',
        dilation: [1, 1],
        groups: 1,
      };
      const kernel = grid([3, 3, 1, 1], w.flat());
      const dw = conv2dGradKernel(fromRows(delta), fromRows(x), [3, 3, 1, 1], options);
      expect(gradKernel(x, delta, 3, stride).flat()).toHaveLength(9);
      gradKernel(x, delta, 3, stride)
        .flat()
        .forEach((value, i) => expect(value).toBeCloseTo(dw.data[i], 9));
      const dx = toRows(conv2dGradInput(fromRows(delta), kernel, [size, size, 1], options));
      const ours = gradInput(w, delta, stride);
      close(
        ours,
        dx.slice(0, ours.length).map((row) => row.slice(0, ours.length)),
      );
      // Pixels that no window reached get 0.
      dx.forEach((row, r) =>
        row.forEach((value, q) => {
          if (r >= ours.length || q >= ours.length) expect(value).toBe(0);
        }),
      );
    }
  });

  test('the input gradient is Cᵀδ of the convolution matrix', () => {
    const delta = noise(2, 2, 7);
    // Column r of C is what a single lit pixel gives.
    const columns = X.flatMap((row, r) =>
      row.map((_, q) =>
        correlate(
          X.map((line, i) => line.map((_v, j) => (i === r && j === q ? 1 : 0))),
          W,
        ).flat(),
      ),
    );
    const product = columns.map((column) =>
      column.reduce((sum, value, i) => sum + value * delta.flat()[i], 0),
    );
    gradInput(W, delta)
      .flat()
      .forEach((value, i) => expect(value).toBeCloseTo(product[i], 12));
  });
});

test('the error goes from the output to the input', () => {
  // δ of the convolution depends on the dense layer behind it: without v it is not defined.
  const other = V.map((row) => row.map((value) => 3 * value));
  const [a, b] = [V, other].map((v) => {
    const { y } = forward(X, W, 0, v, 0);
    return backward(X, W, 0, v, y - 1).delta; // the same error of 1 behind both
  });
  close(
    b,
    a.map((row) => row.map((value) => 3 * value)),
  );
  // The layer before it gets its gradient from δ alone.
  close(gradInput(W, b), gradInput(W, a).map((row) => row.map((value) => 3 * value))); // prettier-ignore
});

test('the way back changes no weight', () => {
  const before = JSON.stringify([X, W, V]);
  backward(X, W, 0, V, TARGET);
  expect(JSON.stringify([X, W, V])).toBe(before);
});

test('a shared weight adds up its positions', () => {
  const { delta, dw } = backward(X, W, 0, V, TARGET);
  const alone = (i: number, j: number): Plane => {
    const one = delta.map((row, r) => row.map((value, q) => (r === i && q === j ? value : 0)));
    return gradKernel(X, one, 2);
  };
  const parts = [alone(0, 0), alone(0, 1), alone(1, 0), alone(1, 1)];
  close(
    dw,
    dw.map((row, u) => row.map((_, v) => parts.reduce((sum, part) => sum + part[u][v], 0))),
  );
  expect(wrongGradKernel(X, delta, 2)).toEqual([[-2, -6], [-2, -4]]); // prettier-ignore
  expect(gradBias(delta)).toBe(-4);
  expect(read('cnn_backward_torch.out.txt')).toContain('batch = sum over images: True');
});

test('without the turn, only kernels that equal their half-turn are right', () => {
  const delta = noise(3, 3, 8);
  const blur = [[1, 1], [1, 1]]; // prettier-ignore
  expect(flip(blur)).toEqual(blur);
  close(wrongGradInput(blur, delta), gradInput(blur, delta));
  expect(wrongGradInput(W, delta)[1][1]).not.toBeCloseTo(gradInput(W, delta)[1][1], 3);
});

test('max pooling pays the winner, average pooling shares', () => {
  const x = fromRows([[1, 3], [9, 3]]); // prettier-ignore
  const base: Omit<PoolOptions, 'op'> = { window: [2, 2], stride: [2, 2], padding: 'valid' };
  for (const [op, expected] of [
    ['max', [[0, 0], [8, 0]]],
    ['avg', [[2, 2], [2, 2]]],
  ] as const) {
    const options = { ...base, op };
    expect(pool2d(x, options).output.shape).toEqual([1, 1, 1]);
    expect(toRows(poolGradInput(fromRows([[8]]), x, options))).toEqual(expected);
  } // prettier-ignore
});

test('three times 2,230,272 multiply-adds', () => {
  // With ones everywhere, each sum counts its products: for one input and one output map.
  const ones = (side: number): Plane => Array.from({ length: side }, () => Array(side).fill(1));
  const products = (a: Plane) => gradBias(a) * 32 * 64;
  const forwardCost = products(correlate(ones(13), ones(3)));
  const kernelCost = products(gradKernel(ones(13), ones(11), 3));
  const inputCost = products(gradInput(ones(3), ones(11)));
  expect([forwardCost, kernelCost, inputCost]).toEqual([2230272, 2230272, 2230272]);
  expect(macCount([11, 11, 64], [3, 3, 32, 64])).toBe(forwardCost);
  for (const page of PAGES) expect(page).toContain('2,230,272');
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures)) {
    for (const lang of LANGS) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  }
});
