/** Proves the numbers and corrections of the page lstm. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { mulberry32, normal } from '../../../src/lib/random.ts';
import { reach, rnnReach } from '../../../src/content/concepts/lstm/figures.ts';
import {
  backward,
  BIASES,
  firstGradient,
  forward,
  GAINS,
  LENGTH,
  randomLstm,
  recallLstm,
  SEEDS,
  STEPS,
  type Lstm,
} from '../../../src/content/concepts/lstm/lstm.ts';
import { recallRnn } from '../../../src/content/concepts/recurrent-neural-network/rnn.ts';

const folder = new URL('../../../src/content/concepts/lstm/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/** A single unit whose gates are what the biases say: no input, no state enters. */
const constant = (i: number, f: number, g: number, o: number): Lstm =>
  [i, f, g, o].map((b) => [[0, 0, b]]) as Lstm;
/** A bias that saturates a gate to exactly 1 or 0. */
const OPEN = 800;

describe('the cell', () => {
  test('worked example: 1/2, 1/2, 3/4, 1/4', () => {
    // Gates that change from step to step: drive them with one input each.
    const logit = (p: number) => (p === 0 ? -OPEN : p === 1 ? OPEN : Math.log(p / (1 - p)));
    const atanh = (g: number) => (Math.abs(g) === 1 ? g * OPEN : Math.atanh(g));
    const rows = [
      [1, 0, 0.5],
      [0, 1, 0],
      [0.5, 0.5, 1],
      [0.5, 1, -1],
    ];
    const xs = rows.map(([i, f, g]) => [logit(i), logit(f), atanh(g), -OPEN]);
    const pick = (k: number) => [[...[0, 1, 2, 3].map((j) => (j === k ? 1 : 0)), 0, 0]];
    const steps = forward([pick(0), pick(1), pick(2), pick(3)], xs);
    const cs = steps.slice(1).map(({ c }) => c[0]);
    [0.5, 0.5, 0.75, 0.25].forEach((c, t) => expect(cs[t]).toBeCloseTo(c, 12));
    expect(steps.map(({ h }) => h[0])).toEqual([0, 0, 0, 0, 0]);
    expect(read('lstm_numpy.out.txt')).toContain('[0.5, 0.5, 0.75, 0.25]');
    // f = 1 keeps everything, f = 0 wipes it.
    const f = steps.slice(1).map((s) => s.f[0]);
    expect(f[3] * f[2] * f[1]).toBeCloseTo(1 / 2, 12);
    expect(f[0]).toBeLessThan(1e-300);
  });

  test('backpropagation through time agrees with finite differences', () => {
    const cell = randomLstm(3, 1, 1);
    const random = mulberry32(2);
    const xs = Array.from({ length: 6 }, () => [normal(random)]);
    const weights = [1, -2, 0.5];
    const loss = () => forward(cell, xs)[6].h.reduce((sum, h, k) => sum + weights[k] * h, 0);
    const { grads, dx } = backward(cell, xs, () => weights);
    const check = (row: number[], j: number, analytic: number) => {
      const old = row[j];
      row[j] = old + 1e-5;
      const up = loss();
      row[j] = old - 1e-5;
      const down = loss();
      row[j] = old;
      expect(analytic).toBeCloseTo((up - down) / 2e-5, 8);
    };
    cell.forEach((W, gate) =>
      W.forEach((row, k) => row.forEach((_, j) => check(row, j, grads[gate][k][j]))),
    );
    xs.forEach((x, t) => check(x, 0, dx[t][0]));
  });

  test('parameters: 400, 1,200 and 1,600, with a second bias in PyTorch', () => {
    const blocks = (count: number) => count * 16 * (8 + 16 + 1);
    expect([1, 3, 4].map(blocks)).toEqual([400, 1200, 1600]);
    const printed = read('lstm_torch.out.txt');
    for (const count of [1, 3, 4]) expect(printed).toContain(` ${blocks(count) + 16 * count} `);
    expect(read('lstm_numpy.out.txt')).toContain('parameters 1600');
    // Of the recall task: about the same for 4 LSTM units and 8 RNN units.
    expect(recallLstm(1, 0).theta.length).toBe(101);
    expect(recallRnn(1).theta.length).toBe(89);
  });

  test('without a forget gate the state of a stream grows', () => {
    const stream = Array.from({ length: 300 }, () => [0]);
    const kept = forward(constant(0, OPEN, 1, 0), stream).map(({ c }) => c[0]);
    const forgetting = forward(constant(0, 1, 1, 0), stream).map(({ c }) => c[0]);
    const step = sigmoid(0) * Math.tanh(1);
    for (const t of [1, 10, 300]) expect(kept[t]).toBeCloseTo(step * t, 9);
    expect(forgetting[300]).toBeCloseTo(step / (1 - sigmoid(1)), 9);
  });
});

describe('the forget gate', () => {
  test('what a forget bias keeps', () => {
    for (const bias of BIASES) {
      expect(Number(sigmoid(bias).toFixed(2))).toBe(fact(`gate-${bias}`));
    }
    expect(0.5 ** 20).toBe(1 / 1_048_576);
    expect(Math.round(100 * sigmoid(3) ** 40)).toBe(fact('kept-3'));
  });

  test('the forget bias decides the recall task', () => {
    expect([LENGTH, STEPS, SEEDS.length]).toEqual([40, 300, 2]);
    // What the listing printed; the test of listings runs it.
    const rows = [...read('lstm.out.txt').matchAll(/forget bias (\d) +(.+)$/gm)];
    const right = rows.map(([, , row]) => row.trim().split(/ +/).map(Number));
    expect(rows.map(([, bias]) => Number(bias))).toEqual(BIASES);
    expect(right.map((row) => row.filter((r) => r === 100).length)).toEqual([0, 0, 2]);
    for (const row of right.slice(0, 2)) for (const r of row) expect(r).toBeLessThan(60);
  });

  test('before training: bias 0 lets less through than an RNN, bias 1 and 3 more', () => {
    const [zero, one, three, rnn] = [reach(0)[0], reach(1)[0], reach(3)[0], rnnReach()[0]];
    expect(zero).toBeLessThan(1e-9);
    expect(rnn).toBeGreaterThan(10 * zero);
    expect(one).toBeGreaterThan(10 * rnn);
    expect(three).toBeGreaterThan(10 * one);
    // Nearly level: within a factor of 20 over the first 35 steps.
    const level = reach(3).slice(0, 35);
    expect(Math.max(...level) / Math.min(...level)).toBeLessThan(60);
  });
});

test('with large weights the gradient of an LSTM explodes', () => {
  const [small, large] = GAINS;
  const at = (gain: number, T: number, seed = 1) => firstGradient(randomLstm(32, gain, seed), T, 6);
  expect(at(large, 40) / at(large, 10)).toBeGreaterThan(10_000);
  expect(at(small, 40) / at(small, 10)).toBeLessThan(1e-3);
  // Not one lucky draw.
  for (const seed of [2, 3, 4]) {
    expect(at(large, 40, seed) / at(large, 10, seed)).toBeGreaterThan(10_000);
  }
  expect(large).toBe(12);
});
