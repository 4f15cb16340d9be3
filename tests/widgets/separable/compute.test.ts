/** The TensorFlow.js program against the reference, on the CPU backend. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/separable/compute.ts';
import { reference } from '@widgets/separable/reference.ts';
import { gridsOf } from '@widgets/separable/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { combinations } from './combinations.ts';

test('TensorFlow.js agrees with src/lib on 400 states, whole numbers exactly', async () => {
  await tf.setBackend('cpu');
  let exact = 0;
  for (const { state } of combinations(400)) {
    const expected = reference(state);
    const results = tf.tidy(() => program(tf as unknown as Ops, state));
    const about = JSON.stringify(state);
    expect(Object.keys(results).sort()).toEqual(['merged', 'y', 'z']);
    for (const [name, tensor] of Object.entries(results)) {
      const { data, shape } = expected[name];
      expect(tensor.shape, about).toEqual(shape);
      const whole = data.every(Number.isInteger);
      if (whole) exact++;
      const allowed = whole ? 0 : 1e-6 * Math.max(1, magnitude(data));
      const error = maxError(tensor.dataSync(), data);
      if (!(error <= allowed)) throw new Error(`${name}: ${error} of ${about}`);
      tensor.dispose();
    }
  }
  expect(exact).toBeGreaterThan(500);
  expect(tf.memory().numTensors).toBe(0);
});

test("TensorFlow.js's own separableConv2d gives y", async () => {
  await tf.setBackend('cpu');
  for (const { state } of combinations(100, 5)) {
    const { x, d, p } = gridsOf(state);
    const [k, , channels] = d.shape;
    const [outputs] = p.shape;
    const own = tf.tidy(() => {
      const input = tf.tensor3d(Float32Array.from(x.data), x.shape as [number, number, number]);
      const kernels = tf.tensor4d(Float32Array.from(d.data), [k, k, channels, 1]);
      const rows = tf.tensor2d(Float32Array.from(p.data), [outputs, channels]);
      const mix = tf.reshape(tf.transpose(rows), [1, 1, channels, outputs]) as tf.Tensor4D;
      return tf.separableConv2d(input, kernels, mix, 1, 'valid').dataSync();
    });
    const { y } = reference(state);
    expect(maxError(own, y.data)).toBeLessThanOrEqual(1e-6 * Math.max(1, magnitude(y.data)));
  }
});
