import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { integer, mulberry32, normal } from '../../src/lib/random.ts';
import {
  BLOCKS,
  frobenius,
  leftOf,
  parametersOf,
  runCell,
  sensitivities,
  type Cell,
  type Weights,
} from '../../src/lib/recurrent.ts';

interface Case {
  cell: Cell;
  n: number;
  d: number;
  reset: 'after' | 'before';
  keep: number | null;
  pytorch: boolean;
  w: number[];
  u: number[];
  b: number[];
  br: number[] | null;
  x: number[];
  h: number[];
  c?: number[];
  dh: number[];
  dc?: number[];
}
const { cases } = JSON.parse(readFileSync('tests/golden/gates.json', 'utf8')) as { cases: Case[] };

const rows = (flat: readonly number[], width: number) =>
  Array.from({ length: flat.length / width }, (_, i) => flat.slice(i * width, (i + 1) * width));
const blocks = (flat: readonly number[], n: number, width: number) =>
  rows(flat, n * width).map((block) => rows(block, width));
const weightsOf = ({ w, u, b, br, n, d }: Case): Weights => ({
  w: blocks(w, n, d),
  u: blocks(u, n, n),
  b: rows(b, n),
  ...(br && { br }),
});
const rulesOf = ({ reset, keep }: Case) => ({ reset, keep: keep ?? undefined });
const near = (values: readonly number[], right: readonly number[], about: string) => {
  expect(values.length, about).toBe(right.length);
  values.forEach((v, i) => {
    if (!(Math.abs(v - right[i]) <= 1e-11 * Math.max(1, Math.abs(right[i])))) expect.fail(`${about} at ${i}: ${v} for ${right[i]}`); // prettier-ignore
  });
};

/** Cells with random weights. */
function some(seed: number) {
  const random = mulberry32(seed);
  const cell = (['rnn', 'lstm', 'gru'] as const)[seed % 3];
  const [n, d, T] = [integer(random, 1, 4), integer(random, 1, 3), integer(random, 2, 9)];
  const list = (length: number) => Array.from({ length }, () => normal(random));
  const many = (width: number) => BLOCKS[cell].map(() => Array.from({ length: n }, () => list(width))); // prettier-ignore
  const weights: Weights = { w: many(d), u: many(n), b: BLOCKS[cell].map(() => list(n)), br: list(n) }; // prettier-ignore
  return { cell, weights, xs: Array.from({ length: T }, () => list(d)), n, T };
}

describe('PyTorch', () => {
  test('the golden file has all cells, both places of the reset gate, forced gates', () => {
    expect(cases.length).toBe(60);
    for (const cell of ['rnn', 'lstm', 'gru']) {
      expect(cases.filter((c) => c.cell === cell && c.pytorch).length).toBeGreaterThan(3);
    }
    expect(cases.filter((c) => c.reset === 'before').length).toBeGreaterThan(8);
    expect(new Set(cases.map((c) => c.keep))).toEqual(new Set([null, 0, 0.5, 1]));
  });

  test('states and the gradient of the last state equal nn.RNN, nn.LSTM, nn.GRU and autograd', () => {
    cases.forEach((each, i) => {
      const weights = weightsOf(each);
      const steps = runCell(each.cell, weights, rows(each.x, each.d), rulesOf(each));
      near(steps.flatMap(({ h }) => h), each.h, `${i} ${each.cell} h`); // prettier-ignore
      const found = sensitivities(each.cell, weights, steps, rulesOf(each));
      near(found.h.flat(2), each.dh, `${i} ${each.cell} dh`);
      if (each.cell !== 'lstm') return;
      near(steps.flatMap(({ c }) => c!), each.c!, `${i} c`); // prettier-ignore
      near(found.c!.flat(2), each.dc!, `${i} dc`);
    });
  });
});

describe('what the pages say', () => {
  test('without the state weight every state depends on its own input alone', () => {
    for (let seed = 0; seed < 30; seed += 3) {
      const { weights, xs } = some(seed);
      const off = { ...weights, u: weights.u.map((m) => m.map((row) => row.map(() => 0))) };
      const all = runCell('rnn', off, xs);
      xs.forEach((x, t) => expect(runCell('rnn', off, [x])[0].h).toEqual(all[t].h));
    }
  });

  test('an input moves its own and later states, never the earlier ones', () => {
    for (let seed = 0; seed < 60; seed++) {
      const { cell, weights, xs, T } = some(seed);
      const k = seed % T;
      const changed = xs.map((x, t) => (t === k ? x.map((v) => v + 1) : x));
      const [a, b] = [runCell(cell, weights, xs), runCell(cell, weights, changed)];
      for (let t = 0; t < T; t++) expect(a[t].h.every((v, j) => v === b[t].h[j])).toBe(t < k);
    }
  });

  test('forget gate at 1 carries what was written, at 0 it is gone, at ½ it is halved', () => {
    for (let seed = 1; seed < 60; seed += 3) {
      const { weights, xs } = some(seed);
      const left = (keep: number) => leftOf('lstm', runCell('lstm', weights, xs, { keep }), 1);
      const [first] = left(1);
      left(1).forEach((row) => expect(row).toEqual(first));
      left(0).slice(1).forEach((row) => expect(row.every((v) => v === 0)).toBe(true)); // prettier-ignore
      left(0.5).forEach((row, t) => expect(row).toEqual(first.map((v) => v / 2 ** t)));
    }
  });

  test('what all steps wrote and is left adds up to the memory', () => {
    for (let seed = 1; seed < 60; seed += seed % 3 === 1 ? 1 : 2) {
      const { cell, weights, xs, T } = some(seed);
      if (cell === 'rnn') throw new Error('no shares');
      for (const keep of [undefined, 0.3]) {
        const steps = runCell(cell, weights, xs, { keep });
        const parts = xs.map((_, k) => leftOf(cell, steps, k + 1));
        const memory = steps[T - 1].c ?? steps[T - 1].h;
        memory.forEach((v, j) => expect(parts.reduce((s, p) => s + p[T - 1][j], 0)).toBeCloseTo(v, 12)); // prettier-ignore
      }
    }
  });

  test('reset before or after the product: equal with one unit and no second bias, else not', () => {
    const { weights, xs } = some(5);
    const go = (w: Weights, reset: 'after' | 'before') => runCell('gru', w, xs, { reset }).at(-1)!.h; // prettier-ignore
    expect(go(weights, 'after')).not.toEqual(go(weights, 'before'));
    const one: Weights = {
      w: weights.w.map((m) => [m[0]]),
      u: weights.u.map((m) => [[m[0][0]]]),
      b: weights.b.map((v) => [v[0]]),
    };
    expect(go(one, 'after')[0]).toBeCloseTo(go(one, 'before')[0], 14);
  });

  test('central differences: the gradient with respect to the first state', () => {
    for (let seed = 0; seed < 30; seed++) {
      const { cell, weights, xs, n } = some(seed);
      const rules = { reset: seed % 2 ? ('before' as const) : ('after' as const) };
      const steps = runCell(cell, weights, xs, rules);
      const { h } = sensitivities(cell, weights, steps, rules);
      // A bias of every block of step 1 alone is what a first state would add through U.
      const moved = (j: number, by: number) => {
        const xs2 = xs.map((x, t) => [...x, t === 0 ? by : 0]);
        const w = weights.w.map((m, k) => m.map((row, l) => [...row, weights.u[k][l][j]]));
        return runCell(cell, { ...weights, w }, xs2, rules).at(-1)!.h;
      };
      if (cell === 'gru') continue; // its state is kept beside U as well
      for (let j = 0; j < n; j++) {
        const [up, down] = [moved(j, 1e-5), moved(j, -1e-5)];
        up.forEach((v, a) => expect((v - down[a]) / 2e-5).toBeCloseTo(h[0][a][j], 7));
      }
    }
  });

  test('one unit: the size is a product of weight and slope; parameters of the page', () => {
    const weights: Weights = { w: [[[1]]], u: [[[0.8]]], b: [[0]] };
    const steps = runCell('rnn', weights, [[1], [0], [0.5]]);
    const { h } = sensitivities('rnn', weights, steps);
    const slope = (t: number) => 1 - steps[t].h[0] ** 2;
    expect(frobenius(h[3])).toBe(1);
    expect(frobenius(h[0])).toBeCloseTo(0.8 ** 3 * slope(0) * slope(1) * slope(2), 14);
    expect((['rnn', 'gru', 'lstm'] as const).map((c) => parametersOf(c, 8, 16))).toEqual([400, 1200, 1600]); // prettier-ignore
  });
});
