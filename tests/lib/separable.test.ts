import { describe, expect, test } from 'vitest';
import { CONV_DEFAULTS, conv2d } from '@lib/ops/conv.ts';
import { grid } from '@lib/grid.ts';
import { NETWORKS } from '@lib/network-list.ts';
import { costsOf, mergedKernel, mobilenet, separable, totalsOf } from '@lib/separable.ts';
import golden from '../golden/separable.json' with { type: 'json' };

const close = (got: ArrayLike<number>, want: readonly number[]) => {
  expect(got.length).toBe(want.length);
  want.forEach((value, i) => expect(Math.abs(got[i] - value), `${i}`).toBeLessThan(1e-12));
};

describe('both steps', () => {
  test("equal PyTorch's convolution with groups=C and 1×1, and so does the merged kernel", () => {
    for (const { x, d, p, z, y } of golden.convolutions) {
      const [image, kernels, mix] = [x, d, p].map(({ shape, data }) => grid(shape, data));
      const made = separable(image, kernels, mix);
      close(made.z.data, z);
      close(made.y.data, y);
      close(conv2d(image, mergedKernel(kernels, mix), CONV_DEFAULTS).data, y);
    }
  });

  test('the worked example of the page', () => {
    const x = grid([2, 2, 2], [1, 3, 2, 1, 0, 2, 1, 2]);
    const d = grid([2, 2, 2], [1, 1, 0, -1, 0, 0, 1, 1]);
    const made = separable(x, d, grid([3, 2], [1, 1, 2, -1, 0, 3]));
    expect([...made.z.data]).toEqual([2, 4]);
    expect([...made.y.data]).toEqual([6, 0, 12]);
  });

  test('the second step cannot mix what is not there', () => {
    const x = grid([2, 2, 2]);
    expect(() => separable(x, grid([1, 1, 2]), grid([3, 3]))).toThrow(/3 weights.*2 channels/);
  });
});

describe('costs', () => {
  test("equal the weights of PyTorch's layers and the multiply-adds of their outputs", () => {
    for (const { layer, ...want } of golden.costs) {
      const [kernel, inputs, outputs, side] = layer;
      const got = costsOf({ kernel, inputs, outputs, side });
      for (const key of ['standard', 'depthwise', 'pointwise', 'both'] as const) {
        expect(got[key]).toMatchObject(want[key]);
      }
      expect(got.ratio).toBeCloseTo(want.both.weights / want.standard.weights, 12);
    }
  });

  test('3×3, 64 to 128 channels: the numbers of the page', () => {
    const { standard, both, depthwise, pointwise, ratio } = costsOf({ kernel: 3, inputs: 64, outputs: 128, side: 56 }); // prettier-ignore
    expect([standard.weights, depthwise.weights, pointwise.weights, both.weights]).toEqual([73728, 576, 8192, 8768]); // prettier-ignore
    expect((100 * ratio).toFixed(1)).toBe('11.9');
    expect([standard, pointwise].map(({ intensity }) => Math.round(intensity))).toEqual([342, 42]);
    expect(depthwise.intensity.toFixed(1)).toBe('4.5');
    expect(both.intensity).toBeLessThan(pointwise.intensity);
    // As many weights as the standard layer: 9·(128 − 1) outputs.
    expect(costsOf({ kernel: 3, inputs: 64, outputs: 1143, side: 1 }).both.weights).toBe(73728);
    expect(costsOf({ kernel: 3, inputs: 1, outputs: 72, side: 1 }).ratio).toBeCloseTo(1 / 8, 12);
  });

  test('a side of zero is refused', () => {
    expect(() => costsOf({ kernel: 3, inputs: 1, outputs: 1, side: 0 })).toThrow(/side/);
  });
});

describe('MobileNet', () => {
  test('weights and multiply-adds equal those of the network built with PyTorch', () => {
    for (const { alpha, own, standard } of golden.networks) {
      const totals = totalsOf(mobilenet(alpha));
      expect(totals.own).toEqual(own);
      expect(totals.standard).toEqual(standard);
    }
  });

  test('its published numbers: 568,740,352 multiply-adds, 4,866 million with full convolutions', () => {
    const { own, standard, depthwise, pointwise } = totalsOf(mobilenet());
    expect(own.macs).toBe(568_740_352);
    // The paper says 4,866 million; without the dense layer it is.
    expect(Math.round((standard.macs - 1024 * 1000) / 1e6)).toBe(4866);
    expect((standard.weights / 1e6).toFixed(1)).toBe('29.3');
    expect((own.weights / 1e6).toFixed(1)).toBe('4.2');
    expect(((100 * pointwise.macs) / own.macs).toFixed(2)).toBe('94.86');
    expect(((100 * depthwise.macs) / own.macs).toFixed(2)).toBe('3.06');
    expect(Math.round(totalsOf(mobilenet(0.75)).own.macs / 1e6)).toBe(325);
  });

  test('its channels are those of the ledger', () => {
    const list = NETWORKS.mobilenet.replace(/(\d+)\*\(([^)]*)\)/g, (_, n: string, inside: string) => Array<string>(Number(n)).fill(inside).join(';')); // prettier-ignore
    const filters = [...list.matchAll(/conv:1x1,(\d+)/g)].map(([, n]) => Number(n));
    const blocks = mobilenet().filter(({ kind }) => kind === 'block');
    expect(blocks.map(({ layer }) => layer.outputs)).toEqual(filters);
  });
});
