import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { backwardGraph, forwardGraph, numericGradient, type Graph } from '@lib/backprop.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/backprop/compute.ts';
import { reference, traceOf } from '@widgets/backprop/reference.ts';
import { parse } from '@widgets/backprop/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

const leaf = (name: string) => ({ name, op: 'leaf', args: [] }) as const;

describe('by hand', () => {
  test('L = (w·x + b − t)²', () => {
    const graph: Graph = [
      leaf('w'),
      leaf('x'),
      leaf('b'),
      leaf('t'),
      { name: 'p', op: 'product', args: [0, 1] },
      { name: 'z', op: 'sum', args: [4, 2] },
      { name: 'L', op: 'squared', args: [5, 3] },
    ];
    const values = forwardGraph(graph, [2, 3, -1, 4]);
    expect([...values]).toEqual([2, 3, -1, 4, 6, 5, 1]);
    const { grads, local, sent } = backwardGraph(graph, values);
    expect([...grads]).toEqual([6, 4, 2, -2, 2, 2, 1]);
    expect(local[4]).toEqual([3, 2]);
    expect(sent[4]).toEqual([6, 4]);
  });

  test('a number that is used twice gets both gradients: x·x has the slope 2x', () => {
    const graph: Graph = [leaf('x'), { name: 'L', op: 'product', args: [0, 0] }];
    expect(backwardGraph(graph, forwardGraph(graph, [3])).grads[0]).toBe(6);
  });

  test('a number that leads nowhere has no gradient', () => {
    const graph: Graph = [leaf('x'), leaf('y'), { name: 'L', op: 'relu', args: [0] }];
    expect([...backwardGraph(graph, forwardGraph(graph, [3, 5])).grads]).toEqual([1, 0, 1]);
    expect([...backwardGraph(graph, forwardGraph(graph, [0, 5])).grads]).toEqual([0, 0, 1]);
  });

  test('large logits do not overflow', () => {
    const graph: Graph = [leaf('z'), leaf('t'), { name: 'L', op: 'bce', args: [0, 1] }];
    expect([...forwardGraph(graph, [1000, 0])]).toEqual([1000, 0, 1000]);
    expect([...forwardGraph(graph, [-1000, 0])]).toEqual([-1000, 0, 0]);
    const ce: Graph = [leaf('a'), leaf('b'), { name: 'L', op: 'cross-entropy', args: [0, 1], label: 1 }]; // prettier-ignore
    const values = forwardGraph(ce, [1e4, -1e4]);
    expect(values[2]).toBe(2e4);
    expect([...backwardGraph(ce, values).grads]).toEqual([1, -1, 1]);
  });

  test('wrong graphs are refused', () => {
    expect(() => forwardGraph([leaf('x')], [])).toThrow('1 leaves, but 0');
    expect(() => forwardGraph([{ name: 'L', op: 'relu', args: [0] }], [])).toThrow('comes after');
  });

  test('central differences of a cubic', () => {
    const graph: Graph = [
      leaf('x'),
      { name: 'p', op: 'product', args: [0, 0] },
      { name: 'L', op: 'product', args: [0, 1] },
    ];
    expect(numericGradient(graph, [2])[0]).toBeCloseTo(12, 6);
  });
});

interface Pass {
  loss: number;
  x: number[];
  inner: Record<string, [number[], number[]]>;
  held: Record<string, number[]>;
  next: Record<string, number[]>;
}
const { cases } = JSON.parse(
  readFileSync(new URL('../golden/backprop.json', import.meta.url), 'utf8'),
) as { cases: { query: Query; passes: Pass[] }[] };

describe('against PyTorch', () => {
  const close = (a: number, b: number, about: string, allowed = 1e-11) =>
    expect(Math.abs(a - b), `${about}: ${a} for ${b}`).toBeLessThanOrEqual(allowed * Math.max(1, Math.abs(b))); // prettier-ignore

  test('values, gradients, what is held and the update, with and without zeroing', () => {
    let compared = 0;
    for (const { query, passes } of cases) {
      passes.forEach((pass, s) => {
        const about = JSON.stringify({ ...query, pass: s + 1 });
        const { state, problems } = parse({ ...query, pass: `${s + 1}` });
        expect(problems, about).toBeUndefined();
        const trace = traceOf(state!);
        close(trace.loss, pass.loss, about);
        for (const key of ['w', 'b', 'w2', 'b2'] as const) {
          const places = trace.parameters.flatMap((leaf, i) => (trace.built.leaves[leaf].key === key ? [i] : [])); // prettier-ignore
          places.forEach((i, k) => {
            close(trace.held[i], pass.held[key][k], `${about} held ${key}${k}`);
            close(trace.next[i], pass.next[key][k], `${about} next ${key}${k}`);
            compared++;
          });
        }
        const grads = (key: string) =>
          trace.built.leaves.flatMap(({ node, key: of }) => (of === key ? [trace.back.grads[node]] : [])); // prettier-ignore
        grads('x').forEach((g, k) => close(g, pass.x[k], `${about} x${k}`));
        for (const [name, [values, gradients]] of Object.entries(pass.inner)) {
          const letter = name === 'o' && query.net === 'neuron' ? 'z' : name;
          const nodes = trace.built.graph.flatMap((node, i) => (node.op !== 'leaf' && node.name[0] === letter ? [i] : [])); // prettier-ignore
          expect(nodes.length, `${about} ${name}`).toBe(values.length);
          nodes.forEach((node, k) => {
            close(trace.values[node], values[k], `${about} ${name}${k}`);
            close(trace.back.grads[node], gradients[k], `${about} ∂${name}${k}`);
          });
        }
      });
    }
    expect(compared).toBeGreaterThan(700);
  });

  test('the device too', async () => {
    await tf.setBackend('cpu');
    for (const { query, passes } of cases) {
      const { state } = parse({ ...query, pass: `${passes.length}` });
      const { after, loss, update } = tf.tidy(() => program(tf as unknown as Ops, state!));
      const last = passes[passes.length - 1];
      close(loss.dataSync()[0], last.loss, JSON.stringify(query), 1e-5);
      const { data } = reference(state!).update;
      update.dataSync().forEach((v, i) => close(v, data[i], JSON.stringify(query), 1e-5));
      tf.dispose([after, loss, update]);
    }
  });
});
