import { describe, expect, test } from 'vitest';
import { grid, type Grid } from '@lib/grid.ts';
import { forwardNow, type Weights } from '@lib/nn/forward.ts';
import type { Graph } from '@lib/nn/graph.ts';
import { projectBack, throughRelu, type ReluRule } from '@lib/nn/project.ts';
import { networkOf } from './random-networks.ts';

/** One row of pixels: convolution with one kernel, ReLU, pooling of two. */
function line(kernel: number[], n: number): { graph: Graph; weights: Weights } {
  const m = n - kernel.length + 1;
  return {
    graph: {
      nodes: [
        { op: 'input', name: 'x', inputs: [], shape: [1, n, 1] },
        { op: 'conv2d', name: 'c', inputs: ['x'], shape: [1, m, 1], filters: 1, kernel: [1, kernel.length], stride: [1, 1], dilation: [1, 1], padding: 'valid', bias: false, activation: 'relu' }, // prettier-ignore
        { op: 'pool', name: 'p', inputs: ['c'], shape: [1, Math.floor(m / 2), 1], kind: 'max', window: [1, 2], stride: [1, 2], padding: 'valid' }, // prettier-ignore
      ],
      inputs: ['x'],
      outputs: ['p'],
    },
    weights: { 'c/kernel': grid([1, kernel.length, 1, 1], kernel) },
  };
}

describe('projectBack', () => {
  const { graph, weights } = line([1, -1], 5);
  const run = (x: number[]) => forwardNow(graph, weights, { x: grid([1, 5, 1], x) });
  const place = { layer: 'p', map: 0, row: 0, col: 0 };

  test('by hand: to the place of the maximum, then the kernel', () => {
    const results = run([0, 3, 1, 0, 2]);
    expect([...results.p.data]).toEqual([2, 1]);
    for (const rule of ['gradient', 'deconvnet', 'guided'] as const) {
      expect([...projectBack(graph, weights, results, place, rule).data]).toEqual([0, 1, -1, 0, 0]);
    }
    const second = { ...place, col: 1 };
    expect([...projectBack(graph, weights, results, second, 'deconvnet').data]).toEqual([0, 0, 1, -1, 0]); // prettier-ignore
  });

  test('the switches may come from another picture, and the ReLU then tells the rules apart', () => {
    const [results, other] = [run([0, 3, 1, 0, 2]), run([5, 1, 1, 0, 0])]; // first maximum at 1, at 0
    const back = (rule: ReluRule) => [
      ...projectBack(graph, weights, results, place, rule, other).data,
    ];
    expect(back('deconvnet')).toEqual([1, -1, 0, 0, 0]);
    expect(back('gradient')).toEqual([0, 0, 0, 0, 0]); // the forward value at 0 was negative
    expect(back('guided')).toEqual([0, 0, 0, 0, 0]);
  });

  test('with the gradient rule it is the gradient: finite differences of a random network', () => {
    for (const seed of [1, 2]) {
      const { graph: net, weights: w, input } = networkOf('digits', seed);
      const value = (x: Grid) => forwardNow(net, w, { image: x });
      const results = value(input);
      const { shape, data } = results.conv3;
      const best = data.indexOf(Math.max(...data));
      const [, W, C] = shape;
      const at = { layer: 'conv3', map: best % C, row: Math.floor(best / C / W), col: Math.floor(best / C) % W }; // prettier-ignore
      const gradient = projectBack(net, w, results, at, 'gradient');
      expect(gradient.shape).toEqual(input.shape);
      const h = 1e-6;
      let [kinks, moved] = [0, 0];
      input.data.forEach((v, i) => {
        if (i % 3 !== 0) return; // a third of the pixels will do
        const shifted = (by: number) =>
          value(grid(input.shape, input.data.map((u, k) => (k === i ? v + by : u)))).conv3.data[best]; // prettier-ignore
        const [ahead, behind] = [(shifted(h) - shifted(0)) / h, (shifted(0) - shifted(-h)) / h];
        if (Math.abs(ahead - behind) > 1e-5) return void kinks++;
        if (gradient.data[i] !== 0) moved++;
        expect(gradient.data[i]).toBeCloseTo((ahead + behind) / 2, 5);
      });
      expect(moved).toBeGreaterThan(10);
      expect(kinks).toBeLessThan(5);
    }
  });

  test('refuses a way through dense layers', () => {
    const { graph: net, weights: w, input } = networkOf('digits', 1);
    const results = forwardNow(net, w, { image: input });
    const start = { layer: 'dense1', map: 0, row: 0, col: 0 };
    expect(() => projectBack(net, w, results, start, 'gradient')).toThrow(RangeError);
  });
});

test('three rules for a ReLU', () => {
  const [signal, y] = [[4, -1, 2, -3], [0, 1, 3, 0]]; // prettier-ignore
  const through = (rule: ReluRule) => [...throughRelu(signal, y, rule)];
  expect(through('gradient')).toEqual([0, -1, 2, 0]);
  expect(through('deconvnet')).toEqual([4, 0, 2, 0]);
  expect(through('guided')).toEqual([0, 0, 2, 0]);
});
