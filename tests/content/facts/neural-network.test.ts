/** Every number and every measurable correction of the concept page on neural networks. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { POINTS, right, train } from '../../../src/content/concepts/neural-network/circle.ts';
import {
  backward,
  EXAMPLE,
  forward,
  loss,
  RATE,
  step,
  TARGET,
  X,
  type Network,
} from '../../../src/content/concepts/neural-network/network.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/neural-network/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };

const flat = ({ W, b, v, c }: Network) => [...W.flat(), ...b, ...v, c];
const unflat = (p: number[]): Network => ({
  W: [p.slice(0, 2), p.slice(2, 4)],
  b: p.slice(4, 6),
  v: p.slice(6, 8),
  c: p[8],
});

describe('worked example', () => {
  it('forward: z, h, y and the loss', () => {
    expect(forward(EXAMPLE, X)).toEqual({ z: [2, -1], h: [2, 0], y: 3 });
    expect(loss(3, TARGET)).toBe(2);
  });

  it('the backward pass returns gradients and changes nothing', () => {
    const before = structuredClone(EXAMPLE);
    const gradient = backward(EXAMPLE, X, 3 - TARGET);
    expect(EXAMPLE).toEqual(before);
    expect(gradient).toEqual({
      W: [
        [8, 4],
        [0, 0],
      ],
      b: [4, 0],
      v: [4, 0],
      c: 2,
    });
    const h = 1e-6;
    flat(gradient).forEach((g, i) => {
      const moved = (by: number) => {
        const p = flat(EXAMPLE);
        p[i] += by;
        return loss(forward(unflat(p), X).y, TARGET);
      };
      expect(g).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 6);
    });
    expect(read('network_torch.out.txt')).toContain(
      'gradients [[[8.0, 4.0], [0.0, 0.0]], [4.0, 0.0], [[4.0, 0.0]], [2.0]]',
    );
    expect(read('network_torch.out.txt')).toContain('first weight is still 1.0');
  });

  it('one step lowers the loss from 2 to 81/2048', () => {
    expect(RATE).toBe(1 / 32);
    const after = step(EXAMPLE, backward(EXAMPLE, X, 3 - TARGET), RATE);
    expect(after.v).toEqual([15 / 8, 3]);
    expect(after.c).toBe(-17 / 16);
    expect(after.W[0]).toEqual([3 / 4, 7 / 8]);
    expect(after.b[0]).toBe(-9 / 8);
    const { z, y } = forward(after, X);
    expect([z[0], y]).toEqual([5 / 4, 41 / 32]);
    expect(loss(y, TARGET)).toBe(81 / 2048);
    expect(Number(loss(y, TARGET).toFixed(2))).toBe(facts['loss-after'].value);
    expect(read('network_torch.out.txt')).toContain(`y ${41 / 32}`);
  });

  it('nine parameters, and 50,890 for digits', () => {
    const count = (sizes: number[]) =>
      sizes.slice(1).reduce((sum, n, l) => sum + (sizes[l] + 1) * n, 0);
    expect(flat(EXAMPLE)).toHaveLength(9);
    expect(count([2, 2, 1])).toBe(9);
    expect(count([784, 64, 10])).toBe(50_890);
    expect(785 * 64 + 65 * 10).toBe(50_890);
  });

  it('equal units stay equal', () => {
    let net: Network = {
      W: [
        [1, 1],
        [1, 1],
      ],
      b: [0, 0],
      v: [1, 1],
      c: 0,
    };
    for (let n = 0; n < 5; n++) net = step(net, backward(net, X, forward(net, X).y - TARGET), RATE);
    expect(net.W[0]).toEqual(net.W[1]);
    expect(net.W[0]).not.toEqual([1, 1]); // they did learn
  });

  it('exchanging two hidden units leaves the function unchanged', () => {
    const { W, b, v, c } = EXAMPLE;
    const swapped = { W: [W[1], W[0]], b: [b[1], b[0]], v: [v[1], v[0]], c };
    for (const x of [X, [0, 0], [-3, 1], [1, -4]])
      expect(forward(swapped, x).y).toBe(forward(EXAMPLE, x).y);
  });
});

describe('inside or outside a circle', () => {
  it('ReLU and biases get all 24 points right', () => {
    for (const seed of [1, 2, 3]) {
      expect(right(train({ bias: true, activation: true, seed }))).toBe(24);
    }
  });

  it('without biases half of the points are wrong, whatever the weights', () => {
    const rng = mulberry32(7);
    for (let n = 0; n < 50; n++) {
      const W = Array.from({ length: 8 }, () => [normal(rng), normal(rng)]);
      const v = W.map(() => normal(rng));
      const f = (x: number[]) =>
        W.reduce((sum, w, i) => sum + v[i] * Math.max(0, w[0] * x[0] + w[1] * x[1]), 0);
      expect(f([0, 0])).toBe(0);
      expect(f([2.5, -5])).toBeCloseTo(2.5 * f([1, -2]), 9);
      expect(right(f)).toBe(POINTS.length / 2);
    }
    expect(right(train({ bias: false, activation: true, seed: 1 }))).toBe(12);
  });

  it('no straight line gets more than 16 of 24 right', () => {
    let best = 0;
    for (let k = 0; k < 720; k++) {
      const angle = (2 * Math.PI * (k + 0.5)) / 720;
      for (let offset = -2.5; offset <= 2.5; offset += 0.01) {
        const f = ([x, y]: number[]) => offset - (x * Math.cos(angle) + y * Math.sin(angle));
        best = Math.max(best, right(f));
      }
    }
    expect(best).toBe(16);
  });

  it('without activations a trained network is of first degree', () => {
    const f = train({ bias: true, activation: false, seed: 1 });
    expect(f([1, 2]) + f([-1, -2])).toBeCloseTo(2 * f([0, 0]), 9);
    expect(right(f)).toBeLessThanOrEqual(16);
  });
});
