/** Every number and every measurable correction of the concept page on backpropagation. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  add,
  backward,
  inOrder,
  leaf,
  mul,
  network,
  numericGradient,
  PARAMETERS,
  relu,
  wrongBackward,
  type Node,
  type Parameters,
} from '../../../src/content/concepts/backpropagation/autodiff.ts';
import { figures, passes } from '../../../src/content/concepts/backpropagation/figures.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';
import { ledger } from '../../../src/lib/network.ts';
import { parseList } from '../../../src/lib/network-list.ts';

const folder = new URL('../../../src/content/concepts/backpropagation/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const PAGES = [read('zh.mdx'), read('en.mdx')];

const gradients = (p: Record<keyof Parameters, Node>) =>
  Object.fromEntries(Object.entries(p).map(([name, { grad }]) => [name, grad]));

test('worked example: values 3, 2, 4, 2 and all gradients', () => {
  const n = passes();
  expect([n.h1.value, n.h2.value, n.y.value, n.loss.value]).toEqual([3, 2, 4, 2]);
  expect(gradients(n.p)).toEqual({
    w11: 4, w12: 8, b1: 4, w21: -2, w22: -4, b2: -2, v1: 6, v2: 4, c: 2,
  }); // prettier-ignore
  expect([n.y.grad, n.h1.grad, n.h2.grad, n.x1.grad, n.x2.grad]).toEqual([2, 4, -2, 6, 2]);
});

test('backpropagation changes no weight', () => {
  const n = network(PARAMETERS);
  const before = inOrder(n.loss).map(({ value }) => value);
  backward(n.loss);
  expect(inOrder(n.loss).map(({ value }) => value)).toEqual(before);
  // The update is a step of its own, and it is the step that lowers the loss.
  const moved = Object.fromEntries(
    Object.entries(n.p).map(([name, { value, grad }]) => [name, value - 0.01 * grad]),
  ) as Parameters;
  expect(network(moved).loss.value).toBeLessThan(n.loss.value);
  expect(read('backprop_torch.out.txt')).toContain('W after backward [[2.0, 1.0], [1.0, 1.0]]');
});

test('the formulas of a layer give the same numbers', () => {
  const [W, x, v] = [[[2, 1], [1, 1]], [1, 2], [2, -1]]; // prettier-ignore
  const { z1, z2, y, x1, x2, p } = passes();
  const delta = [z1, z2].map((z, i) => v[i] * (y.value - 2) * (z.value > 0 ? 1 : 0));
  expect(delta).toEqual([z1.grad, z2.grad]);
  expect(delta.map((d) => x.map((value) => d * value))).toEqual([
    [p.w11.grad, p.w12.grad],
    [p.w21.grad, p.w22.grad],
  ]);
  const back = [0, 1].map((j) => W[0][j] * delta[0] + W[1][j] * delta[1]);
  expect(back).toEqual([x1.grad, x2.grad]);
});

test('any program of +, × and ReLU', () => {
  const random = mulberry32(3);
  for (let trial = 0; trial < 20; trial++) {
    const start = Array.from({ length: 4 }, () => normal(random));
    const choices = Array.from({ length: 12 }, () => [random(), random(), random()]);
    const build = (values: number[]) => {
      const leaves = values.map(leaf);
      const nodes = [...leaves];
      for (const [kind, i, j] of choices) {
        const [a, b] = [i, j].map((u) => nodes[Math.floor(u * nodes.length)]);
        nodes.push(kind < 0.4 ? add(a, b) : kind < 0.8 ? mul(a, b) : relu(a));
      }
      // Everything reaches the output, so that no branch is left untested.
      return { leaves, output: nodes.reduce((sum, n) => add(sum, n)) };
    };
    const { leaves, output } = build(start);
    backward(output);
    leaves.forEach(({ grad }, i) => {
      const at = (by: number) => build(start.map((v, k) => (k === i ? v + by : v))).output.value;
      const numeric = (at(1e-6) - at(-1e-6)) / 2e-6;
      expect(Math.abs(grad - numeric) / (1 + Math.abs(grad))).toBeLessThan(1e-6);
    });
  }
});

test('exact where differences are approximate', () => {
  const x = leaf(2);
  const fifth = mul(mul(mul(mul(x, x), x), x), x);
  backward(fifth);
  expect(x.grad).toBe(80); // 5 · 2⁴
  const difference = (h: number) => ((2 + h) ** 5 - (2 - h) ** 5) / (2 * h);
  for (const h of [1e-1, 1e-3, 1e-9, 1e-12]) {
    expect(Math.abs(difference(h) - 80)).toBeGreaterThan(1e-6);
  }
  const exact = gradients(passes().p);
  const numeric = numericGradient(PARAMETERS);
  for (const [name, value] of Object.entries(numeric)) expect(value).toBeCloseTo(exact[name], 8);
});

test('overwriting loses a share where a node is used twice, and only there', () => {
  const x = leaf(3);
  const square = mul(x, x);
  backward(square);
  expect(x.grad).toBe(6);
  wrongBackward(square);
  expect(x.grad).toBe(3);
  const [a, b] = [leaf(2), leaf(5)];
  wrongBackward(relu(add(mul(a, b), leaf(1))));
  expect([a.grad, b.grad]).toEqual([5, 2]);
});

test('zero weights send nothing back, equal weights keep hidden units equal', () => {
  const zero = Object.fromEntries(Object.keys(PARAMETERS).map((k) => [k, 0])) as Parameters;
  const dead = network({ ...zero, b1: 1, b2: 1 });
  backward(dead.loss);
  expect([dead.p.w11, dead.p.w12, dead.p.w21, dead.p.w22].map(({ grad }) => grad + 0)).toEqual([
    0, 0, 0, 0,
  ]);
  const equal = Object.fromEntries(Object.keys(PARAMETERS).map((k) => [k, 1])) as Parameters;
  const twins = network(equal);
  backward(twins.loss);
  expect(twins.p.w11.grad).not.toBe(0);
  expect([twins.p.w11.grad, twins.p.w12.grad]).toEqual([twins.p.w21.grad, twins.p.w22.grad]);
});

test('the costs on the page', () => {
  const { parameters } = ledger([28, 28, 1], parseList('flatten;dense:128;dense:10').layers);
  expect(parameters).toBe(101770);
  // A product of a p×q and a q×r matrix takes p·q·r multiplications: count on the way.
  const count = (order: [number, number][]) => {
    let multiplications = 0;
    order.reduce(([p, q], [rows, r]) => {
      expect(rows).toBe(q);
      multiplications += p * q * r;
      return [p, r];
    });
    return multiplications;
  };
  const n = 1000;
  const [row, square]: [number, number][] = [[1, n], [n, n]]; // prettier-ignore
  expect(count([row, square, square, square])).toBe(3e6);
  expect(count([square, square, square])).toBe(2e9);
  ['300 万', '20 亿'].forEach((number) => expect(PAGES[0]).toContain(number));
  ['3 million', '2 billion'].forEach((number) => expect(PAGES[1]).toContain(number));
  for (const page of PAGES) {
    expect(page).toContain('101,770');
    expect(page).toContain((2 * parameters).toLocaleString('en-US'));
  }
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures)) {
    for (const lang of LANGS) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  }
});
