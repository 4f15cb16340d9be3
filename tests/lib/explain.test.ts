import { describe, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import { explain, fieldOf, mapsOf } from '@lib/nn/explain.ts';
import { forwardNow } from '@lib/nn/forward.ts';
import { withoutSoftmax } from '@lib/nn/gradcam.ts';
import { NETWORKS, networkOf } from './random-networks.ts';

describe.each(Object.keys(NETWORKS))('%s', (name) => {
  const { graph, weights, input } = networkOf(name, 4);
  const bare = withoutSoftmax(graph);
  const results = forwardNow(bare, weights, { image: input });

  test('every cell of every layer is what its window, weights and bias add up to', () => {
    let seen = 0;
    for (const node of bare.nodes) {
      const [H, W, C] = mapsOf(node);
      for (let i = 0; i < H * W * C; i += node.shape.length === 3 ? 7 : 1) {
        const [map, col, row] = [i % C, Math.floor(i / C) % W, Math.floor(i / C / W)];
        const found = explain(bare, weights, results, node.name, [map, row, col]);
        if (!found) continue;
        seen++;
        const y = results[node.name].data[i];
        const values = found.shares.flatMap(({ x }) => x.flat());
        const there = values.filter((value): value is number => value !== undefined);
        if (found.kind === 'max') expect(y).toBe(Math.max(...there));
        if (found.kind === 'mean') {
          expect(y).toBeCloseTo(there.reduce((a, b) => a + b, 0) / there.length, 12);
        }
        if (found.kind === 'sum') {
          for (const { x, w, sum } of found.shares) {
            const all = x.flat().reduce<number>((s, v, k) => s + (v ?? 0) * w.flat()[k], 0);
            expect(sum).toBeCloseTo(all, 12);
          }
          const z = found.shares.reduce((s, { sum }) => s + sum, found.bias);
          expect(found.z).toBeCloseTo(z, 12);
          const f = { relu: (v: number) => Math.max(0, v), tanh: Math.tanh, sigmoid: (v: number) => 1 / (1 + Math.exp(-v)), linear: (v: number) => v }; // prettier-ignore
          const activation = 'activation' in node ? (node.activation as 'relu') : 'linear';
          expect(f[activation](z)).toBeCloseTo(y, 10);
        }
        expect(found.y).toBe(y);
      }
    }
    expect(seen).toBeGreaterThanOrEqual(50);
  });

  test('the field is where a change of the input can reach the cell', () => {
    for (const node of bare.nodes.filter(({ shape, op }) => shape.length === 3 && op !== 'input')) {
      const [H, W, C] = mapsOf(node);
      const [row, col] = [Math.floor(H / 2), W - 1];
      const [top, left, h, w] = fieldOf(bare, node.name, row, col);
      const [n, m, k] = input.shape;
      const outside = input.data.map((value, i) => {
        const [r, c] = [Math.floor(i / k / m), Math.floor(i / k) % m];
        return r >= top && r < top + h && c >= left && c < left + w ? value : 1 - value;
      });
      expect(top + h).toBeLessThanOrEqual(n);
      expect(left + w).toBeLessThanOrEqual(m);
      const other = forwardNow(bare, weights, { image: grid(input.shape, outside) })[node.name];
      for (let map = 0; map < C; map++) {
        const at = (row * W + col) * C + map;
        expect(other.data[at]).toBe(results[node.name].data[at]);
      }
    }
  });
});
