/** The device program against float64, and what the widget claims of its numbers. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import { localOf, numericGradient } from '@lib/backprop.ts';
import { grid } from '@lib/grid.ts';
import { conv2d } from '@lib/ops/conv.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/backprop/compute.ts';
import { reference, traceOf } from '@widgets/backprop/reference.ts';
import { SCENES } from '@widgets/backprop/scenes.ts';
import { parse, type State } from '@widgets/backprop/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { readOutputs } from '../device.ts';
import { combinations } from './combinations.ts';

const of = (query: Query): State => parse(query).state!;
const scene = (name: keyof typeof SCENES) =>
  of(Object.fromEntries(new URLSearchParams(SCENES[name].query)));
const device = (state: State) => readOutputs(tf.tidy(() => program(tf as unknown as Ops, state)));

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('the TensorFlow.js program', () => {
  test('400 states and every scene: same names and shapes, numbers close, no tensor left', () => {
    const all = [
      ...combinations(400).map(({ state }) => state),
      ...Object.keys(SCENES).map((name) => scene(name as keyof typeof SCENES)),
    ];
    for (const state of all) {
      const { check: _, ...expected } = reference(state);
      const results = device(state);
      const about = JSON.stringify(state);
      expect(Object.keys(results).sort(), about).toEqual(Object.keys(expected).sort());
      for (const [name, { data, shape }] of Object.entries(expected)) {
        expect(results[name].shape, `${about} ${name}`).toEqual(shape);
        const error = maxError(results[name].data, data);
        expect(error, `${about} ${name}`).toBeLessThanOrEqual(1e-5 * Math.max(1, magnitude(data)));
      }
    }
    expect(tf.memory().numTensors).toBe(0);
  });

  test('the gradients are those of TensorFlow.js: no derivative of ours goes in', () => {
    // With a wrong local derivative in float64, the device must disagree.
    const state = of({ net: 'neuron' });
    const results = device(state);
    const { built, values } = traceOf(state);
    const y = built.graph.findIndex(({ name }) => name === 'y');
    const z = built.graph.findIndex(({ name }) => name === 'z');
    expect(localOf(built.graph[y], [values[z]])[0]).toBeCloseTo(values[y] * (1 - values[y]), 12);
    const gradY = results.nodes.data[2 * y + 1];
    expect(results.nodes.data[2 * z + 1]).toBeCloseTo(gradY * values[y] * (1 - values[y]), 6);
  });
});

describe('the numbers', () => {
  test('every gradient of a leaf equals central differences', () => {
    let compared = 0;
    for (const { state, query } of combinations(400, 3)) {
      const { built, leaves, values, back } = traceOf(state);
      // At a corner of ReLU there is no derivative, and differences see both sides.
      const corner = built.graph.some(({ op, args }) => op === 'relu' && Math.abs(values[args[0]]) < 1e-4); // prettier-ignore
      if (corner) continue;
      numericGradient(built.graph, leaves).forEach((g, i) => {
        const ours = back.grads[built.leaves[i].node];
        expect(Math.abs(g - ours), JSON.stringify(query)).toBeLessThan(1e-6 * Math.max(1, Math.abs(g))); // prettier-ignore
        compared++;
      });
    }
    expect(compared).toBeGreaterThan(3000);
  });

  test('forgetting to zero adds the gradients of both samples; zeroing does not', () => {
    const query = { net: 'neuron', x: '1,2;-1,1', t: '1;0', pass: '2' };
    const first = traceOf(of({ ...query, pass: '1' }));
    const zeroed = traceOf(of({ ...query, zero: '1' }));
    const kept = traceOf(of({ ...query, zero: '0' }));
    const own = kept.parameters.map((leaf) => kept.back.grads[kept.built.leaves[leaf].node]);
    expect(zeroed.held).toEqual(own);
    expect(kept.held).toEqual(own.map((g, i) => g + first.held[i]));
    expect(kept.parameters.map((leaf) => kept.leaves[leaf])).toEqual(first.next);
    expect([kept.other, zeroed.other]).toEqual([zeroed.after, kept.after]);
  });

  test('the scene: with the forgotten gradient the loss rises, without it falls', () => {
    const { loss, after, other } = traceOf(scene('accumulate'));
    expect(after).toBeGreaterThan(loss);
    expect(other).toBeLessThan(loss);
  });

  test('a dead ReLU passes nothing on; a saturated sigmoid hardly anything, cross-entropy all', () => {
    const dead = traceOf(scene('dead-relu'));
    const gradient = (trace: typeof dead, name: string) =>
      trace.back.grads[trace.built.graph.findIndex((node) => node.name === name)];
    for (const name of ['w₁₁', 'w₂₂', 'b₁', 'x₁', 'v₁']) expect(gradient(dead, name)).toBe(0);
    expect(Math.abs(gradient(dead, 'c'))).toBeGreaterThan(0.1);
    expect(Math.abs(gradient(traceOf(scene('sigmoid-saturated')), 'w₂'))).toBeLessThan(1e-3);
    expect(Math.abs(gradient(traceOf(scene('cross-entropy')), 'w₂'))).toBeGreaterThan(1.9);
  });

  test('the gradient of a convolution: a correlation for the kernel, a full one for the input', () => {
    for (const { state } of combinations(400, 5).filter(({ state }) => state.net === 'conv')) {
      const { built, back } = traceOf(state);
      const matrix = (letter: string, n: number) =>
        built.graph.flatMap(({ name }, i) =>
          name.startsWith(letter) && name.length === 3 ? [back.grads[i]] : [],
        ).slice(0, n * n); // prettier-ignore
      const dz = matrix('z', 2);
      const options = { stride: [1, 1], dilation: [1, 1], groups: 1 } as const;
      const x = grid([3, 3, 1], state.leaves.x!.flat());
      const dk = conv2d(x, grid([2, 2, 1, 1], dz), { ...options, stride: [1, 1], dilation: [1, 1], padding: 'valid' }); // prettier-ignore
      matrix('k', 2).forEach((g, i) => expect(g).toBeCloseTo(dk.data[i], 10));
      const turned = grid([2, 2, 1, 1], state.leaves.w!.flat().reverse());
      const dx = conv2d(grid([2, 2, 1], dz), turned, { ...options, stride: [1, 1], dilation: [1, 1], padding: [1, 1, 1, 1] }); // prettier-ignore
      matrix('x', 3).forEach((g, i) => expect(g).toBeCloseTo(dx.data[i], 10));
    }
  });
});
