/** The device program against float64, and what the widget claims of its numbers. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import { readFromDisk } from '@models/on-disk.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/autoencoder/compute.ts';
import { load, noiseOf, reference } from '@widgets/autoencoder/reference.ts';
import { parse, type State } from '@widgets/autoencoder/state.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { compare } from '@widgets/toolkit/proof.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { readOutputs } from '../device.ts';
import { combinations } from './combinations.ts';

beforeAll(async () => {
  readFromDisk();
  await tf.setBackend('cpu');
});

async function of(query: Query): Promise<Outputs> {
  const { state } = parse(query);
  await load(state!);
  return reference(state!, undefined);
}

function device(state: State): Outputs {
  return readOutputs(tf.tidy(() => program(tf as unknown as Ops, state, undefined)));
}

test(
  '300 states: the device agrees with float64 within 1e-4 and keeps no tensor',
  { timeout: 240_000 },
  async () => {
    const before = tf.memory().numTensors;
    for (const { query, state } of combinations(300, 11)) {
      const judge = await of(query);
      const { cells, error } = compare(device(state), judge);
      expect(cells).toBe(3 * 784 + judge.code.data.length + 2);
      expect(error, JSON.stringify(query)).toBeLessThan(1e-4);
    }
    expect(tf.memory().numTensors).toBe(before);
  },
);

describe('the numbers', () => {
  test('noisy = x + σ·n, error = x̂ − x, decibels of the mean squared error', async () => {
    const query = { image: 'test-600', sigma: '0.3', seed: '5' };
    const outputs = await of(query);
    const { x, noisy, image, error, mse, mseNoisy, psnr, psnrNoisy, gain } = outputs;
    const noise = noiseOf(parse(query).state!);
    noisy.data.forEach((v, i) => expect(v).toBe(x.data[i] + 0.3 * noise[i]));
    error.data.forEach((v, i) => expect(v).toBe(image.data[i] - x.data[i]));
    const mean = error.data.reduce((sum, v) => sum + v * v, 0) / 784;
    expect(mse.data[0]).toBeCloseTo(mean, 14);
    expect(psnr.data[0]).toBeCloseTo(-10 * Math.log10(mean), 10);
    expect(psnrNoisy.data[0]).toBeCloseTo(-10 * Math.log10(mseNoisy.data[0]), 10);
    expect(gain.data[0]).toBe(psnr.data[0] - psnrNoisy.data[0]);
    expect(psnrNoisy.data[0]).toBeCloseTo(-20 * Math.log10(0.3), 0); // σ² is what the noise adds
    expect(await of(query)).toEqual(outputs);
    expect((await of({ ...query, seed: '6' })).noisy.data).not.toEqual(noisy.data);
  });

  test('noise of σ = 0.4 loses 6 dB on average over held-out digits; without noise there is no gain', async () => {
    let sum = 0;
    for (let k = 0; k < 40; k++) {
      const { gain } = await of({ image: `test-${5 + 37 * k}`, seed: `${k + 1}` });
      sum += gain.data[0];
    }
    expect(sum / 40).toBeGreaterThan(5); // 6 dB over all of them is what the evaluation asks for
    const { psnrNoisy, gain, noisy, x } = await of({ sigma: '0' });
    expect(noisy.data).toEqual(x.data);
    expect([psnrNoisy.data[0], gain.data[0]]).toEqual([Infinity, -Infinity]);
  });

  test('a dark digit on paper and a bright one on black are the same digit', () => {
    const { state } = parse({ image: 'own' }, { height: 40, width: 30, channels: 3 });
    const ink = (r: number, c: number) => (c > 12 && c < 17 && r > 5 && r < 34 ? 1 : 0);
    const picture = (paper: number, pen: number) =>
      grid(
        [40, 30, 1],
        Array.from({ length: 1200 }, (_, i) => (ink(Math.floor(i / 30), i % 30) ? pen : paper)),
      );
    const dark = reference(state!, picture(250, 20));
    const bright = reference(state!, picture(0, 230));
    dark.x.data.forEach((v, i) => expect(v).toBeCloseTo(bright.x.data[i], 12));
    expect(Math.max(...dark.x.data)).toBeGreaterThan(0.9);
  });
});
