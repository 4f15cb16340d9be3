/** The device program against float64, and what the widget claims of its numbers. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import { forwardNow } from '@lib/nn/forward.ts';
import { gaussianKl, total } from '@lib/vae.ts';
import { loadData } from '@models/data.ts';
import { readFromDisk } from '@models/on-disk.ts';
import { loadModel } from '@models/store.ts';
import type { Ops } from '@runtime/tf.ts';
import { compare } from '@widgets/toolkit/proof.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { program } from '@widgets/vae/compute.ts';
import { load, reference } from '@widgets/vae/reference.ts';
import { SCENES } from '@widgets/vae/scenes.ts';
import { KIND } from '@widgets/vae/kind.ts';
import { parse, type State } from '@widgets/vae/state.ts';
import { readQuery } from '@widgets/toolkit/query.ts';
import { readOutputs, takeTurns } from '../device.ts';
import { combinations } from './combinations.ts';

const yes = async () => true;

beforeAll(async () => {
  readFromDisk();
  await tf.setBackend('cpu');
});

async function outputsOf(state: State, breathe = yes): Promise<Outputs> {
  await load(state);
  return (await reference(state, undefined, breathe))!;
}
const of = (query: Query) => outputsOf(parse(query).state!);

/** What the device computes, as the runtime reads it. */
function device(state: State): Outputs {
  return readOutputs(tf.tidy(() => program(tf as unknown as Ops, state, undefined)));
}

test(
  '300 states: the device agrees with float64 within 1e-4 and keeps no tensor',
  { timeout: 240_000 },
  async () => {
    const before = tf.memory().numTensors;
    for (const [i, { query, state }] of combinations(300, 11).entries()) {
      await takeTurns(i);
      const judge = await outputsOf(state);
      const { cells, error } = compare(device(state), judge);
      expect(cells).toBeGreaterThanOrEqual(784);
      expect(error, JSON.stringify(query)).toBeLessThan(1e-4);
    }
    expect(tf.memory().numTensors).toBe(before);
  },
);

test('every scene, and the same seed twice gives the same picture', async () => {
  for (const [name, { query }] of Object.entries(SCENES)) {
    const { state } = parse(readQuery(query, KIND.keys, [], () => undefined).query);
    const judge = await outputsOf(state!);
    expect(compare(device(state!), judge).error, name).toBeLessThan(1e-4);
    expect(device(state!)).toEqual(device(state!));
    expect(await outputsOf(state!), name).toEqual(judge);
  }
});

test('the digits of the scenes are decoded to what they are, whatever is drawn', async () => {
  const classify = await loadModel('digits-classifier');
  const decode = await loadModel('digits-vae2/decoder');
  const { labels } = await loadData('digits/test');
  const read = (z: ArrayLike<number>) => {
    const { image } = forwardNow(decode.graph, decode.weights, { z: grid([2], z) });
    const { dense2 } = forwardNow(classify.graph, classify.weights, { image });
    return dense2.data.indexOf(Math.max(...dense2.data));
  };
  const digits = Object.values(SCENES).flatMap(({ query }) => [...query.matchAll(/test-(\d+)/g)]);
  expect(digits.length).toBeGreaterThanOrEqual(4);
  for (const [name, index] of digits) {
    for (const epsilon of ['0', '1', '2', '3', '4', '5', '6']) {
      const { z } = await of({ image: name, epsilon });
      expect(read(z.data), `${name}, seed ${epsilon} of ε`).toBe(labels[Number(index)]);
    }
  }
});

describe('the numbers', () => {
  test('z = μ + σ·ε, the loss is the sum of its terms, ELBO = −(reconstruction + KL)', async () => {
    for (const image of ['test-3', 'test-217', 'test-900']) {
      for (const model of ['digits-vae2', 'digits-vae']) {
        const { z, mu, sigma, epsilon, terms, klTerms, reconstruction, kl, elbo } = await of({ model, image, epsilon: '5' }); // prettier-ignore
        z.data.forEach((v, i) => expect(v).toBe(mu.data[i] + sigma.data[i] * epsilon.data[i]));
        expect(total(terms.data)).toBe(reconstruction.data[0]);
        expect(total(klTerms.data)).toBe(kl.data[0]);
        expect(total(gaussianKl(mu.data, sigma.data))).toBe(kl.data[0]);
        expect(elbo.data[0]).toBe(-(reconstruction.data[0] + kl.data[0]));
        expect(kl.data[0]).toBeGreaterThan(0);
        expect(reconstruction.data[0]).toBeGreaterThan(0);
      }
    }
  });

  test('the closed form of KL lies within 3 standard errors of the samples', async () => {
    for (const [i, image] of ['test-17', 'test-200', 'test-345', 'test-1300'].entries()) {
      for (const model of ['digits-vae2', 'digits-vae']) {
        const { kl, klSampled, klError } = await of({ model, image, samples: '20000', epsilon: `${40 + i}` }); // prettier-ignore
        const off = Math.abs(kl.data[0] - klSampled.data[0]);
        expect(off, `${model} ${image}`).toBeLessThan(3 * klError.data[0]);
      }
    }
  });

  test('ε = 0 gives z = μ; more dimensions reconstruct better', async () => {
    const sum = { 'digits-vae2': 0, 'digits-vae': 0 };
    for (let k = 0; k < 20; k++) {
      for (const model of ['digits-vae2', 'digits-vae'] as const) {
        const outputs = await of({ model, image: `test-${20 + 71 * k}`, epsilon: '0' });
        expect(outputs.z.data).toEqual(outputs.mu.data);
        sum[model] += outputs.reconstruction.data[0];
      }
    }
    expect(sum['digits-vae']).toBeLessThan(0.9 * sum['digits-vae2']);
  });

  test('draws: the first is the picture on show, and others follow their seeds', async () => {
    const many = await of({ image: 'test-217', epsilon: '3', draws: '4' });
    for (let k = 0; k < 4; k++) {
      const one = await of({ image: 'test-217', epsilon: `${3 + k}` });
      expect(many.draws.data.filter((_, i) => i % 4 === k)).toEqual(one.image.data);
    }
    const seeds = await of({ seed: '9', draws: '2' });
    const next = await of({ seed: '10' });
    expect(seeds.draws.data.filter((_, i) => i % 2 === 1)).toEqual(next.image.data);
  });

  test('a walk begins and ends where it should, and its strip holds the stops', async () => {
    for (const walk of ['lerp', 'slerp']) {
      const at = (t: string) => of({ z: '1,2', to: '-1,0.5', walk, t });
      const [first, last] = [await at('0'), await at('1')];
      expect([...first.z.data]).toEqual([1, 2]);
      [-1, 0.5].forEach((v, i) => expect(last.z.data[i]).toBeCloseTo(v, 12));
      expect(first.strip.data.filter((_, i) => i % 9 === 0)).toEqual(first.image.data);
      const quarter = await at('0.25');
      quarter.image.data.forEach((v, i) => expect(v).toBeCloseTo(first.strip.data[9 * i + 2], 10));
    }
    const digits = await of({ image: 'test-17', epsilon: '0', to: 'test-217', t: '1' });
    expect(digits.z.data).toEqual((await of({ image: 'test-217', epsilon: '0' })).z.data);
    expect(digits.kl).toBeUndefined();
  });

  test('long work gives up when asked', async () => {
    const state = parse({ z: '0.123,0.456', to: '1,1' }).state!;
    await load(state);
    expect(load(state)).toBeUndefined();
    const slow = performance.now.bind(performance);
    let clock = 0;
    performance.now = () => (clock += 50); // as if every decode took long
    try {
      expect(await reference(state, undefined, async () => false)).toBeUndefined();
    } finally {
      performance.now = slow;
    }
  });
});
