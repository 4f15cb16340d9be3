/** The TensorFlow.js program against the reference, on the CPU backend. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/gan-2d/compute.ts';
import { resultsOf } from '@widgets/gan-2d/reference.ts';
import type { State } from '@widgets/gan-2d/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import type { Query } from '@widgets/toolkit/query.ts';

/** Expects every result of every state within float32 of the float64 one, and no tensor left. */
export async function agrees(cases: { query: Query; state: State }[]): Promise<void> {
  await tf.setBackend('cpu');
  for (const { query, state } of cases) {
    const expected = resultsOf(state);
    const results = tf.tidy(() => program(tf as unknown as Ops, state));
    expect(Object.keys(results).length).toBe(12);
    for (const [name, tensor] of Object.entries(results)) {
      const { data } = expected[name];
      const error = maxError(tensor.dataSync(), data);
      const allowed = 2e-5 * Math.max(1, magnitude(data));
      if (!(error <= allowed)) throw new Error(`${name}: ${error} of ${JSON.stringify(query)}`);
      tensor.dispose();
    }
  }
  expect(tf.memory().numTensors).toBe(0);
}
