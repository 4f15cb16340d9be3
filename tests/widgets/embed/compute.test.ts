/** The TensorFlow.js program against the reference, and what the pages say. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { HELD, WAYS } from '@lib/fusion.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/embed/compute.ts';
import { DRAWS, NOISES, order } from '@widgets/embed/reference.ts';
import { SHOWS } from '@widgets/embed/state.ts';
import { GALLERY, galleryOf, trainingAt } from '@widgets/embed/training.ts';
import { labelOf } from '@widgets/toolkit/digits.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { readOutputs, takeTurns } from '../device.ts';
import { ready, scene, stateOf, worked } from './bench.ts';
import { combinations } from './combinations.ts';

beforeAll(async () => {
  await ready();
  await tf.setBackend('cpu');
});

const outputsOf = (query: Query) => worked(stateOf(query));

describe.each(SHOWS)('%s', (show) => {
  test(
    'TensorFlow.js agrees, gradients by automatic differentiation too',
    { timeout: 300_000 },
    async () => {
      // prettier-ignore
      for (const [i, { state, query }] of combinations(show === 'fusion' ? 30 : 70, 3, [show]).entries()) {
      await takeTurns(i);
      const expected = await worked(state);
      const found = readOutputs(tf.tidy(() => program(tf as unknown as Ops, state, undefined)));
      expect(Object.keys(found).length).toBeGreaterThanOrEqual(3);
      for (const [name, { data, shape }] of Object.entries(found)) {
        const about = `${name} ${JSON.stringify(query)}`;
        expect(shape, about).toEqual(expected[name].shape);
        const allowed = 2e-5 * Math.max(1, magnitude(expected[name].data));
        expect(maxError(data, expected[name].data), about).toBeLessThanOrEqual(allowed);
      }
    }
      expect(tf.memory().numTensors).toBe(0);
    },
  );
});

test('a blank drawing before any step lies nowhere, on both sides', async () => {
  const blank = Array(28).fill(Array(28).fill(0).join()).join(';');
  const state = stateOf({ show: 'retrieval', input: blank, at: '0' });
  const { scores, query } = await worked(state);
  const found = readOutputs(tf.tidy(() => program(tf as unknown as Ops, state, undefined)));
  for (const { data } of [scores, query, found.scores, found.query]) expect([...data].every((v) => v === 0)).toBe(true); // prettier-ignore
});

describe('pictures', () => {
  test('those of training, of the gallery and the queries to begin with are different ones', () => {
    const trainedOn = Array.from({ length: 10 }, (_, d) => Array.from({ length: 10 }, (__, s) => trainingAt(d, s))); // prettier-ignore
    trainedOn.forEach((shots, d) => shots.forEach((i) => expect(labelOf(i)).toBe(d)));
    const gallery = galleryOf(10);
    gallery.forEach((i, at) => expect(labelOf(i)).toBe(Math.floor(at / GALLERY)));
    expect(new Set([...gallery, ...trainedOn.flat()]).size).toBe(200);
    const { digit } = stateOf({});
    expect(digit.kind === 'held-out' && [...gallery, ...trainedOn.flat()].includes(digit.index)).toBe(false); // prettier-ignore
  });
});

describe('what the pages say', { timeout: 120_000 }, () => {
  const value = async (query: Query, ...names: string[]) => {
    const outputs = await outputsOf(query);
    return names.map((name) => outputs[name].data[0]);
  };

  test('pictures and their texts approach, the others are pushed away', async () => {
    const [[before, few], [after, all]] = [await value({ at: '0' }, 'loss', 'found'), await value({}, 'loss', 'found')]; // prettier-ignore
    expect(before).toBeGreaterThan(Math.log(6));
    expect(after).toBeLessThan(0.2);
    expect([few, all]).toEqual([1, 6]);
    const { cosines } = await outputsOf({});
    const own = [0, 1, 2, 3, 4, 5].map((i) => cosines.data[7 * i]);
    expect(Math.min(...own)).toBeGreaterThan(0.99);
    const others = [...cosines.data].filter((_, i) => i % 7 !== 0);
    expect(Math.max(...others)).toBeLessThan(0.7);
  });

  test('after a swap the wrong partners find each other just as willingly, whichever they are', async () => {
    for (let one = 0; one < 6; one++) {
      for (let two = one + 1; two < 6; two++) {
        const swap = `${one},${two}`;
        expect(await value({ swap, from: '200', at: '200' }, 'found', 'own'), swap).toEqual([4, 6]);
        const [loss, found, own] = await value({ swap, from: '200', at: '400' }, 'loss', 'found', 'own'); // prettier-ignore
        expect([found, own], swap).toEqual([6, 4]);
        expect(loss, swap).toBeLessThan(0.2);
      }
    }
  });

  test('retrieval: far more pictures find their word than by chance; the ranks are sorted', async () => {
    const outputs = await outputsOf(scene('retrieval'));
    expect(outputs.found.data[0]).toBeGreaterThan(60 / 2);
    expect(outputs.textsFound.data[0]).toBeGreaterThanOrEqual(5);
    expect(outputs.ranks.data[0]).toBe(2);
    const { scores, ranks } = await outputsOf({ ...scene('retrieval'), ask: 'word' });
    for (let r = 1; r < 60; r++) expect(scores.data[ranks.data[r]]).toBeLessThanOrEqual(scores.data[ranks.data[r - 1]]); // prettier-ignore
    expect(order([1, 3, 3, 2])).toEqual([1, 2, 3, 0]);
    // The same picture with one training picture of each digit is found less often.
    expect(outputs.found.data[0]).toBeGreaterThan((await value({ show: 'retrieval' }, 'found'))[0]);
  });

  test('temperature: sharper or flatter, the largest stays the largest', async () => {
    const most = async (look: string) => {
      const { rows, cosines, loss } = await outputsOf({ ...scene('temperature'), look });
      const best = (data: Float64Array, i: number) => order(data.slice(6 * i, 6 * i + 6))[0];
      for (let i = 0; i < 6; i++) expect(best(rows.data, i)).toBe(best(cosines.data, i));
      return [Math.max(...rows.data.slice(0, 6)), loss.data[0]];
    };
    const [sharp, plain, flat] = [await most('0.02'), await most('0.2'), await most('2')];
    expect(sharp[0]).toBeGreaterThan(plain[0]);
    expect(plain[0]).toBeGreaterThan(flat[0]);
    expect(flat[0]).toBeLessThan(0.35);
    expect(Math.abs(flat[1] - Math.log(6))).toBeLessThan(0.5);
  });

  test('fusion: together better at first, from some noise on worse than the clean modality alone', async () => {
    for (const when of ['both', 'test']) {
      for (const seed of ['4', '1', '9']) {
        const { curve, right } = await outputsOf({ ...scene('fusion'), when, seed });
        const accuracy = (i: number, way: string) => curve.data[7 * i + 1 + WAYS.indexOf(way as (typeof WAYS)[number])]; // prettier-ignore
        expect(right.data[2] / (DRAWS * HELD)).toBe(accuracy(0, 'early'));
        for (const way of ['early', 'average', 'odds']) {
          expect(accuracy(0, way)).toBeGreaterThan(accuracy(0, 'a') + 0.03);
          // From noise 2.5 on to the end.
          for (let i = 5; i < NOISES.length; i++) expect(accuracy(i, way), `${when} ${seed} ${way} ${NOISES[i]}`).toBeLessThan(accuracy(i, 'a')); // prettier-ignore
        }
        for (let i = 0; i < NOISES.length; i++) {
          expect(accuracy(i, 'average')).toBe(accuracy(i, 'odds'));
          expect(accuracy(i, 'a')).toBe(accuracy(0, 'a'));
          expect(Math.abs(accuracy(i, 'product') - 0.5)).toBeLessThan(0.06);
        }
      }
    }
  });

  test('sarcasm: each alone and every sum is a guess, the product is not', async () => {
    const { right } = await outputsOf({ ...scene('fusion'), task: 'sarcasm', size: '40' });
    const share = [...right.data].map((n) => n / (DRAWS * HELD));
    for (const v of share.slice(0, 5)) expect(Math.abs(v - 0.5)).toBeLessThan(0.06);
    expect(share[5]).toBeGreaterThan(0.7);
  });
});
