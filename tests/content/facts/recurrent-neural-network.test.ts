/** Proves the numbers and corrections of the page recurrent-neural-network. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { chain } from '../../../src/lib/ops/chain.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';
import {
  beforeAndAfter,
  RUN,
} from '../../../src/content/concepts/recurrent-neural-network/figures.ts';
import {
  bptt,
  forward,
  HALVING,
  INPUTS,
  LINEAR,
  SEEDS,
  STEPS,
  TANH,
  type Cell,
} from '../../../src/content/concepts/recurrent-neural-network/rnn.ts';

const folder = new URL('../../../src/content/concepts/recurrent-neural-network/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;

/** A random cell with `d` inputs and `n` units. */
function randomCell(d: number, n: number, seed: number): Cell {
  const random = mulberry32(seed);
  const matrix = (rows: number, columns: number) =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0.5 * normal(random)));
  return { Wx: matrix(n, d), Wh: matrix(n, n), b: matrix(1, n)[0], ...TANH };
}
const sequence = (T: number, d: number, seed: number) => {
  const random = mulberry32(seed);
  return Array.from({ length: T }, () => Array.from({ length: d }, () => normal(random)));
};

describe('worked example', () => {
  test('states 8, 4, 2, 5; gradients 2, 1, 1/2, 1/4; 12 and 10; 8 when truncated', () => {
    expect(forward(HALVING, INPUTS).flat()).toEqual([0, 8, 4, 2, 5]);
    const { dWh, dWx, dx } = bptt(HALVING, INPUTS, ([h]) => [h - 3]);
    expect(dx.flat()).toEqual([1 / 4, 1 / 2, 1, 2]);
    expect([dWh[0][0], dWx[0][0]]).toEqual([12, 10]);
    expect(bptt(HALVING, INPUTS, () => [2], 2).dWh[0][0]).toBe(8);
    // h₄ = 4 + 8·Wh³
    for (const w of [0.25, 0.5, 1]) {
      const h = forward({ ...HALVING, Wh: [[w]], ...LINEAR }, INPUTS).flat();
      expect(h[4]).toBeCloseTo(4 + 8 * w ** 3, 12);
    }
  });
});

describe('the cell', () => {
  test('an input moves its own state and the later ones, never an earlier one', () => {
    const cell = randomCell(2, 3, 1);
    const xs = sequence(6, 2, 2);
    const changed = xs.map((x, t) => (t === 3 ? [x[0] + 1, x[1]] : x));
    const [a, b] = [forward(cell, xs), forward(cell, changed)];
    for (let t = 0; t <= 6; t++) {
      if (t < 4) expect(b[t]).toEqual(a[t]);
      else expect(b[t]).not.toEqual(a[t]);
    }
    // Without the weights from state to state there is no memory.
    const forgetful = { ...cell, Wh: cell.Wh.map((row) => row.map(() => 0)) };
    const [c, d] = [forward(forgetful, xs), forward(forgetful, changed)];
    expect(c.map((h, t) => String(h) === String(d[t]))).toEqual([1, 1, 1, 1, 0, 1, 1].map(Boolean));
  });

  test('backpropagation through time agrees with finite differences', () => {
    const cell = randomCell(2, 3, 3);
    const xs = sequence(7, 2, 4);
    const g = [1, -2, 0.5];
    const loss = () => forward(cell, xs)[7].reduce((sum, h, i) => sum + g[i] * h, 0);
    const { dWx, dWh, db, dx } = bptt(cell, xs, () => g);
    const check = (place: number[], i: number, analytic: number) => {
      const old = place[i];
      place[i] = old + 1e-5;
      const up = loss();
      place[i] = old - 1e-5;
      const down = loss();
      place[i] = old;
      expect(analytic).toBeCloseTo((up - down) / 2e-5, 8);
    };
    cell.Wx.forEach((row, i) => row.forEach((_, j) => check(row, j, dWx[i][j])));
    cell.Wh.forEach((row, i) => row.forEach((_, j) => check(row, j, dWh[i][j])));
    cell.b.forEach((_, i) => check(cell.b, i, db[i]));
    xs.forEach((row, t) => row.forEach((_, j) => check(row, j, dx[t][j])));
  });

  test('the gradient across steps is the product of Jacobians', () => {
    const [T, k, n] = [6, 2, 3];
    const cell = randomCell(2, n, 5);
    const xs = sequence(T, 2, 6);
    const hs = forward(cell, xs);
    // D_T·W_h ⋯ D_{k+1}·W_h applied to a direction, against a small push of h_k.
    const push = [1, -1, 2];
    let product = push;
    for (let t = k + 1; t <= T; t++) {
      product = cell.Wh.map(
        (row, i) => (1 - hs[t][i] ** 2) * row.reduce((sum, w, j) => sum + w * product[j], 0),
      );
    }
    const from = (h: number[]) =>
      xs
        .slice(k)
        .reduce(
          (state, x) =>
            cell.b.map((b, i) =>
              Math.tanh(
                b +
                  cell.Wx[i].reduce((sum, w, j) => sum + w * x[j], 0) +
                  cell.Wh[i].reduce((sum, w, j) => sum + w * state[j], 0),
              ),
            ),
          h,
        );
    const moved = (step: number) => from(hs[k].map((h, i) => h + step * push[i]));
    expect(moved(0)).toEqual(hs[T]);
    const [up, down] = [moved(1e-5), moved(-1e-5)];
    product.forEach((value, i) => expect(value).toBeCloseTo((up[i] - down[i]) / 2e-5, 8));
  });

  test('400 parameters for 8 inputs and 16 units, 416 with the two biases of PyTorch', () => {
    const { Wx, Wh, b } = randomCell(8, 16, 7);
    const count = Wx.flat().length + Wh.flat().length + b.length;
    expect(count).toBe(16 * (8 + 16 + 1));
    expect(count).toBe(400);
    expect(read('rnn_torch.out.txt')).toContain(`parameters ${count + 16}`);
  });
});

describe('memory', () => {
  test('a chain of twenty tanh units', () => {
    const at = (weight: number) => chain(1, { fn: 'tanh', depth: 20, weight, skip: false });
    const kept = at(2);
    expect(Number(kept[19].a.toFixed(2))).toBe(fact('latched'));
    expect(chain(-1, { fn: 'tanh', depth: 20, weight: 2, skip: false })[19].a).toBe(-kept[19].a);
    expect(kept[0].gradient).toBeLessThan(1e-15);
    const lost = at(0.5);
    expect(lost[19].a).toBeLessThan(1e-6);
    expect(lost[0].gradient).toBeLessThan(1e-6);
  });

  test('runs that stay at guessing: none of four with 5 and 10 steps, two with 20, three with 40', () => {
    expect(SEEDS.length).toBe(4);
    expect(STEPS).toBe(300);
    // What the listing printed; the test of listings runs it.
    const printed = [...read('rnn.out.txt').matchAll(/^ +(\d+) steps +(.+)$/gm)];
    expect(printed.map(([, T]) => Number(T))).toEqual([5, 10, 20, 40]);
    const right = printed.map(([, , row]) => row.trim().split(/ +/).map(Number));
    expect(right.map((row) => row.filter((r) => r < 60).length)).toEqual([0, 0, 2, 3]);
    expect(right.map((row) => row.filter((r) => r === 100).length)).toEqual([4, 4, 2, 1]);
  });

  test('the drawn network: the gradient vanishes before training and even more after it', () => {
    const { before, after, right } = beforeAndAfter();
    expect(RUN.length).toBe(40);
    expect(right).toBe(1);
    const perStep = (before[0] / before[39]) ** (1 / 39);
    expect(Number(perStep.toFixed(2))).toBe(fact('step-factor'));
    expect(before[0]).toBeLessThan(1e-6);
    expect(before[0]).toBeGreaterThan(1e-8);
    expect(after[0]).toBeLessThan(1e-56);
    // Saturated: after the first input and 39 zeros the units keep a sign, that of the input.
    const end = (x: number) =>
      forward(beforeAndAfter().model.cell(), [[x], ...Array<number[]>(39).fill([0])])[40];
    const [plus, minus] = [end(1), end(-1)];
    plus.forEach((h, i) => {
      expect(Math.sign(h)).toBe(-Math.sign(minus[i]));
      expect(Math.abs(h)).toBeGreaterThan(0.8);
    });
  });
});
