/** The device program against float64, and what the widget claims of its numbers. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadData } from '@models/data.ts';
import { readFromDisk } from '@models/on-disk.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/gan-samples/compute.ts';
import { KIND } from '@widgets/gan-samples/kind.ts';
import { codeOf, load, nearestOf, noise, reference, spritesOf } from '@widgets/gan-samples/reference.ts'; // prettier-ignore
import { SCENES } from '@widgets/gan-samples/scenes.ts';
import { classOf, parse, type State } from '@widgets/gan-samples/state.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { compare } from '@widgets/toolkit/proof.ts';
import { readQuery, type Query } from '@widgets/toolkit/query.ts';
import { readOutputs, takeTurns } from '../device.ts';
import { combinations } from './combinations.ts';

const yes = async () => true;

beforeAll(async () => {
  readFromDisk();
  await tf.setBackend('cpu');
});

async function outputsOf(state: State): Promise<Outputs> {
  await load(state);
  return (await reference(state, undefined, yes))!;
}
const of = (query: Query) => outputsOf(parse(query).state!);

function device(state: State): Outputs {
  return readOutputs(tf.tidy(() => program(tf as unknown as Ops, state)));
}

const meanOf = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
const spread = (images: readonly ArrayLike<number>[]) => {
  let sum = 0;
  for (let k = 0; k < 784; k++) {
    const values = images.map((image) => image[k]);
    const mean = meanOf(values);
    sum += meanOf(values.map((v) => (v - mean) ** 2));
  }
  return sum / 784;
};
const imagesOf = (outputs: Outputs) =>
  Object.keys(outputs).filter((name) => /^image-\d/.test(name)).map((name) => outputs[name].data); // prettier-ignore

test('60 states: the device agrees with float64 within 1e-4 and keeps no tensor', { timeout: 120_000 }, async () => {
  const before = tf.memory().numTensors;
  for (const [i, { query, state }] of combinations(60, 31, 3).entries()) {
    await takeTurns(i);
    const judge = await outputsOf(state);
    const { cells, error } = compare(device(state), judge);
    expect(cells).toBeGreaterThanOrEqual(794 * state.n);
    expect(error, JSON.stringify(query)).toBeLessThan(1e-4);
  }
  expect(tf.memory().numTensors).toBe(before);
}); // prettier-ignore

test('every scene computes; the same seed gives the same pictures twice', async () => {
  for (const [name, { query }] of Object.entries(SCENES)) {
    const { state } = parse(readQuery(query, KIND.keys, [], () => undefined).query);
    const judge = await outputsOf(state!);
    expect(compare(device(state!), judge).error, name).toBeLessThan(1e-4);
    expect(device(state!)).toEqual(device(state!));
  }
}, 60_000);

describe('the samples', () => {
  test('scores add up to 1, pixels lie between 0 and 1', async () => {
    const { classified, ...others } = await of({ seed: '12', n: '10' });
    for (let i = 0; i < 10; i++) {
      const scores = classified.data.subarray(10 * i, 10 * i + 10);
      expect(Math.abs(scores.reduce((sum, p) => sum + p, 0) - 1)).toBeLessThan(1e-6);
    }
    for (const data of imagesOf(others)) {
      expect(Math.min(...data)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...data)).toBeLessThanOrEqual(1);
    }
  });

  test('a sample stays what it is when there are more of them', async () => {
    const few = await of({ seed: '7', n: '3', class: '5' });
    const many = await of({ seed: '7', n: '9', class: '5' });
    expect(many['image-2']).toEqual(few['image-2']);
    expect(few['image-2'].data).not.toEqual(few['image-1'].data);
  });

  test('most are read as what was asked, in every class', async () => {
    for (const model of ['digits-gan', 'fashion-gan']) {
      const { classified } = await of({ model, seed: '77', n: '36' });
      const state = parse({ model, seed: '77', n: '36' }).state!;
      let right = 0;
      for (let i = 0; i < 36; i++) {
        const scores = classified.data.subarray(10 * i, 10 * i + 10);
        right += Number(scores.indexOf(Math.max(...scores)) === classOf(state, i));
      }
      expect(right, model).toBeGreaterThanOrEqual(28);
    }
  }, 30_000);

  test('a smaller z makes samples of one class more alike; z = 0 makes one picture', async () => {
    const at = async (truncation: string) =>
      spread(imagesOf(await of({ class: '4', n: '12', seed: '3', truncation })));
    const [none, some, all] = [await at('0'), await at('0.4'), await at('1')];
    expect(none).toBeLessThan(1e-30);
    expect(some).toBeLessThan(0.7 * all);
  });

  test('a walk begins and ends at the samples of its seeds; slerp keeps the length', async () => {
    const walk = { class: '3', n: '1', seed: '5', to: '9', walk: 'slerp' };
    const [start, end] = [await of({ class: '3', n: '1', seed: '5' }), await of({ class: '3', n: '1', seed: '9' })]; // prettier-ignore
    const { strip } = await of(walk);
    const stop = (k: number) => strip.data.filter((_, i) => i % 9 === k);
    stop(0).forEach((v, i) => expect(v).toBeCloseTo(start['image-0'].data[i], 12));
    stop(8).forEach((v, i) => expect(v).toBeCloseTo(end['image-0'].data[i], 12));
    const norm = (z: ArrayLike<number>) => Math.hypot(...Array.from(z));
    const lengths = [norm(noise(5, 0)), norm(noise(9, 0))];
    const half = norm(codeOf(parse({ ...walk, t: '0.5' }).state!, 0));
    expect(half).toBeGreaterThan(0.95 * Math.min(...lengths));
    const line = norm(codeOf(parse({ ...walk, walk: 'lerp', t: '0.5' }).state!, 0));
    expect(line).toBeLessThan(half); // the straight way cuts through where z hardly ever lies
  });
});

describe('the nearest training image', () => {
  test('a training image is its own; the distance is that of the pixels', async () => {
    readFromDisk();
    const sprites = await loadData('digits/train-6');
    const tile = Float64Array.from(sprites.pixels.subarray(784 * 5, 784 * 6), (v) => v / 255);
    expect(nearestOf(tile, sprites)).toEqual({ index: 5, distance: 0 });
    tile[400] += 0.25;
    expect(nearestOf(tile, sprites).distance).toBeCloseTo(0.25, 12);
  });

  test('is the nearest of its class, and is compared with held-out images', async () => {
    const query = { class: '2', n: '4', sample: '3', nearest: '1', seed: '8' };
    const state = parse(query).state!;
    const outputs = await outputsOf(state);
    expect(spritesOf(state)).toEqual({ train: 'digits/train-2', test: 'digits/test' });
    const [a, b] = [outputs['image-3'].data, outputs.nearest.data];
    const d = Math.sqrt(a.reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0));
    expect(outputs.distance.data[0]).toBeCloseTo(d, 12);
    expect(outputs.heldOutDistance.data[0]).toBeGreaterThan(3);
    expect(outputs.heldOutDistance.data[0]).toBeLessThan(12);
    expect(d).toBeGreaterThan(1); // no copy
  }, 30_000);
});

test('work that nobody waits for any more is given up', async () => {
  const state = parse({ seed: '4711', n: '30' }).state!;
  await load(state);
  expect(await reference(state, undefined, async () => false)).toBeUndefined();
});
