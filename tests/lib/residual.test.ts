/** The residual block and networks against PyTorch, and what they promise by themselves. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { grid, type Grid } from '@lib/grid.ts';
import { mulberry32, normal } from '@lib/random.ts';
import { blockBackward, blockForward, JOINS, type Block, type Join } from '@lib/residual.ts';
import {
  backward,
  begin,
  COUNT,
  DIVERGED,
  forward,
  parametersOf,
  rms,
  smallDigits,
  step,
  type Digits,
  type Trained,
} from '@lib/residual-nets.ts';

interface Stored {
  shape: number[];
  data: number[];
}
interface Golden {
  blocks: ({ join: Join; relu: boolean } & Record<string, Stored | null>)[];
  nets: {
    depth: number;
    shortcuts: boolean;
    normalized: boolean;
    rate: number;
    pixels: string;
    labels: number[];
    weights: number[][];
    rms: number[];
    corner: number[][];
    losses: number[];
  }[];
}
const golden = JSON.parse(readFileSync('tests/golden/residual.json', 'utf8')) as Golden;
const read = (stored: unknown): Grid => {
  const { shape, data } = stored as Stored;
  return grid(shape, data);
};

function close(found: ArrayLike<number>, want: ArrayLike<number>, about: string, allowed = 1e-11) {
  expect(found.length, about).toBe(want.length);
  for (let i = 0; i < want.length; i++) {
    const off = Math.abs(found[i] - want[i]);
    if (!(off <= allowed * Math.max(1, Math.abs(want[i])))) {
      expect.fail(`${about} at ${i}: ${found[i]} for ${want[i]}`);
    }
  }
}

describe('the block', () => {
  test('forwards and backwards as PyTorch', () => {
    expect(golden.blocks).toHaveLength(24);
    for (const [i, one] of golden.blocks.entries()) {
      const block: Block = {
        input: read(one.x),
        kernel1: read(one.kernel1),
        kernel2: read(one.kernel2),
        projection: one.projection ? read(one.projection) : undefined,
        join: one.join,
        relu: one.relu,
      };
      const passed = blockForward(block);
      const gradients = blockBackward(block, passed, read(one.dy));
      const about = (name: string) => `block ${i} ${name}`;
      const same = (name: string, found: Grid, want: unknown) => {
        expect(found.shape, about(name)).toEqual((want as Stored).shape);
        close(found.data, (want as Stored).data, about(name));
      };
      same('hidden', passed.hidden, one.hidden);
      same('branch', passed.branch, one.branch);
      same('y', passed.y, one.y);
      same('dx', gradients.input, one.dx);
      same('dKernel1', gradients.kernel1, one.dKernel1);
      same('dKernel2', gradients.kernel2, one.dKernel2);
      if (one.projection) same('dProjection', gradients.projection!, one.dProjection);
      else expect(gradients.projection).toBeUndefined();
      const sum = gradients.byBranch.data.map((v, k) => v + gradients.byShortcut.data[k]);
      expect(gradients.input.data).toEqual(sum);
    }
  });

  const random = mulberry32(5);
  const drawn = (shape: number[], low = -4) => {
    const size = shape.reduce((a, b) => a * b);
    return grid(
      shape,
      Array.from({ length: size }, () => low + Math.floor(9 * random())),
    );
  };

  test('weights of 0: the input itself with a shortcut, 0 without one', () => {
    for (const [h, w, c] of [
      [4, 4, 2],
      [1, 3, 1],
      [6, 2, 3],
    ]) {
      const input = drawn([h, w, c], 0);
      const zeros = { kernel1: grid([3, 3, c, c]), kernel2: grid([3, 3, c, c]) };
      const y = (join: Join) => blockForward({ input, ...zeros, join, relu: true }).y;
      expect(y('add').data).toEqual(input.data);
      expect(y('none').data).toEqual(new Float64Array(h * w * c));
      expect(y('concatenate').shape).toEqual([h, w, 2 * c]);
    }
  });

  test('a kernel with 1 in its centre passes on what has no negative numbers', () => {
    const input = drawn([4, 3, 2], 0);
    const centre = grid([3, 3, 2, 2]);
    centre.data[16] = centre.data[19] = 1;
    const block = { input, kernel1: centre, kernel2: centre, relu: true };
    expect(blockForward({ ...block, join: 'none' }).y.data).toEqual(input.data);
    expect(blockForward({ ...block, join: 'add' }).y.data).toEqual(input.data.map((v) => 2 * v));
  });

  test('without a projection, different numbers of channels cannot be added', () => {
    const block = { input: drawn([3, 3, 1]), kernel1: drawn([3, 3, 1, 2]), kernel2: drawn([3, 3, 2, 2]), relu: true }; // prettier-ignore
    expect(() => blockForward({ ...block, join: 'add' })).toThrow(
      '1 channels cannot be added to 2',
    );
    for (const join of JOINS) if (join !== 'add') blockForward({ ...block, join });
  });
});

describe('the networks', () => {
  const digitsOf = ({ pixels, labels }: { pixels: string; labels: number[] }): Digits => ({
    pixels: Float64Array.from(pixels, (c) => parseInt(c, 16) / 15),
    labels: Uint8Array.from(labels),
  });

  test('losses, gradients and steps as PyTorch', () => {
    expect(golden.nets).toHaveLength(6);
    for (const [i, net] of golden.nets.entries()) {
      const { depth, shortcuts, normalized } = net;
      const digits = digitsOf(net);
      let at: Trained = {
        ...begin({ depth, shortcuts, normalized }, 1),
        weights: net.weights.map((w) => Float64Array.from(w, (v) => v / 1e4)),
      };
      let pass = forward(at, digits);
      const { weights } = backward(at, pass, digits);
      close(weights.map(rms), net.rms, `net ${i} sizes of gradients`, 1e-10);
      close(
        weights.flatMap((g) => [...g.subarray(0, 3)]),
        net.corner.flat(),
        `net ${i}`,
        1e-10,
      );
      const losses = [pass.loss];
      while (losses.length < net.losses.length) {
        [at, pass] = step(at, pass, digits, net.rate);
        losses.push(pass.loss);
      }
      close(losses, net.losses, `net ${i} losses`, 1e-8);
    }
  });

  const noise = mulberry32(3);
  const digits: Digits = {
    pixels: Float64Array.from({ length: COUNT * 49 }, () => Math.abs(normal(noise))),
    labels: Uint8Array.from({ length: COUNT }, (_, i) => i % 10),
  };

  test('gradients are central differences', () => {
    for (const shortcuts of [false, true]) {
      const at = begin({ depth: 6, shortcuts, normalized: true }, 4);
      const { weights } = backward(at, forward(at, digits), digits);
      for (const [l, i] of [
        [0, 100],
        [1, 7],
        [2, 200],
        [4, 33],
        [5, 12],
      ]) {
        const h = 1e-6;
        const loss = (by: number) => {
          const moved = at.weights.map((w) => w.slice());
          moved[l][i] += by;
          return forward({ ...at, weights: moved }, digits).loss;
        };
        expect(weights[l][i]).toBeCloseTo((loss(h) - loss(-h)) / (2 * h), 6);
      }
    }
  });

  test('plain and residual networks begin with the same weights and have as many', () => {
    const [plain, residual] = [false, true].map((shortcuts) => begin({ depth: 12, shortcuts, normalized: true }, 9)); // prettier-ignore
    expect(plain.weights).toEqual(residual.weights);
    const count = plain.weights.reduce((sum, w) => sum + w.length, 0);
    expect(count).toBe(parametersOf(12));
    expect(count).toBe(49 * 16 + 10 * 256 + 160);
    expect(begin(plain.shape, 10).weights).not.toEqual(plain.weights);
  });

  test('a step that goes wrong is not taken', () => {
    const at = begin({ depth: 20, shortcuts: true, normalized: false }, 1);
    const pass = forward(at, digits);
    const [after, same] = step(at, pass, digits, 0.5);
    expect(after.diverged).toBe(true);
    expect(after.steps).toBe(0);
    expect(after.weights).toEqual(at.weights);
    expect(same).toBe(pass);
    const [fine, next] = step(begin({ ...at.shape, normalized: true }, 1), forward({ ...at, shape: { ...at.shape, normalized: true } }, digits), digits, 0.1); // prettier-ignore
    expect([fine.steps, fine.diverged]).toEqual([1, false]);
    expect(next.loss).toBeLessThan(DIVERGED);
  });

  test('small digits: 20 of each class, means of 4×4 pixels in fifteenths', () => {
    const labels = Uint8Array.from({ length: 300 }, (_, i) => Math.floor(i / 30));
    const pixels = new Uint8Array(300 * 784);
    pixels.fill(255, 30 * 784 + 4, 30 * 784 + 8); // the first row of the second cell, tile 30
    const made = smallDigits(pixels, labels);
    expect([...made.labels]).toEqual(Array.from({ length: 200 }, (_, i) => Math.floor(i / 20)));
    expect(made.pixels[20 * 49 + 1]).toBe(4 / 15); // 4 of 16 is 3.75 fifteenths
    expect(made.pixels.reduce((a, b) => a + b)).toBe(4 / 15);
  });
});
