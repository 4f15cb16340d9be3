/** The TensorFlow.js program against the reference, on the CPU backend. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import { mulberry32 } from '@lib/random.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/tensor/compute.ts';
import { reference } from '@widgets/tensor/reference.ts';
import { SCENES } from '@widgets/tensor/scenes.ts';
import { KEYS, OPS, parse, pictureOf } from '@widgets/tensor/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { readQuery } from '@widgets/toolkit/query.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { combinations } from './combinations.ts';

const random = mulberry32(9);
const noise = (side: number, channels: number) =>
  grid([side, side, channels], Array.from({ length: side * side * channels }, () => Math.floor(256 * random()))); // prettier-ignore
const pictures = { 1: noise(28, 1), 3: noise(128, 3) };

test(
  'TensorFlow.js agrees with src/lib on 400 combinations and every scene',
  { timeout: 120_000 },
  async () => {
    await tf.setBackend('cpu');
    const seen = new Set<string>();
    const scenes = Object.values(SCENES).map(({ query }) => ({ state: parse(readQuery(query, KEYS, [], () => undefined).query).state! })); // prettier-ignore
    let left = 0;
    for (const { state } of [...combinations(400), ...scenes]) {
      const ref = pictureOf(state);
      const picture = ref && pictures[ref.channels];
      const expected = reference(state, picture);
      const results = tf.tidy(() => program(tf as unknown as Ops, state, picture));
      const about = JSON.stringify(state);
      if (Object.keys(results).length === 0) left++;
      else expect('other' in results, about).toBe('other' in expected);
      for (const [name, tensor] of Object.entries(results)) {
        seen.add(`${name} ${state.op}`);
        const { data, shape } = expected[name];
        expect(tensor.shape, about).toEqual(shape);
        const allowed = data.every(Number.isInteger) ? 0 : 1e-6 * Math.max(1, magnitude(data));
        const error = maxError(tensor.dataSync(), data);
        if (!(error <= allowed)) throw new Error(`${name}: ${error} of ${about}`);
        tensor.dispose();
      }
    }
    expect(seen.size).toBe(OPS.length + 2);
    // Numbers that float32 does not have are left to float64, and few of these states hold any.
    expect(left).toBeGreaterThan(3);
    expect(left).toBeLessThan(60);
    expect(tf.memory().numTensors).toBe(0);
  },
);

test('pictures: means of 4×4 pixels rounded down, and the batch of their quarters', () => {
  const of = (source: string) => reference(parse({ source, op: 'reshape', to: '-1' }).state!, pictures[3]).x; // prettier-ignore
  const [color, batch] = [of('color'), of('batch')];
  const { data } = pictures[3];
  const mean = (r: number, c: number, channel: number) => {
    let sum = 0;
    for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) sum += data[((4 * r + i) * 128 + 4 * c + j) * 3 + channel]; // prettier-ignore
    return Math.floor(sum / 16);
  };
  for (const [r, c, k] of [
    [0, 0, 0],
    [31, 31, 2],
    [5, 20, 1],
    [17, 3, 2],
  ]) {
    expect(color.data[(r * 32 + c) * 3 + k]).toBe(mean(r, c, k));
    const n = 2 * Number(r >= 16) + Number(c >= 16);
    expect(batch.data[((n * 16 + (r % 16)) * 16 + (c % 16)) * 3 + k]).toBe(mean(r, c, k));
  }
});
