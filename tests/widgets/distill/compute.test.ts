/** The TensorFlow.js program against the reference, and what the bench finds. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/distill/compute.ts';
import { madeOf } from '@widgets/distill/reference.ts';
import { SCENES } from '@widgets/distill/scenes.ts';
import { labelledDigits, poolDigits, roleOf, STUDENTS, testDigits } from '@widgets/distill/training.ts'; // prettier-ignore
import { CHANCE } from '@widgets/distill/view.ts';
import { labelOf } from '@widgets/toolkit/digits.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import golden from '../../golden/distill.json' with { type: 'json' };
import { ready, stateOf, worked } from './bench.ts';
import { takeTurns } from '../device.ts';
import { combinations } from './combinations.ts';

beforeAll(ready);
const scene = (name: keyof typeof SCENES) => Object.fromEntries(new URLSearchParams(SCENES[name].query)); // prettier-ignore

test('TensorFlow.js agrees in every view', { timeout: 300_000 }, async () => {
  const seen = new Set<string>();
  for (const [i, { query, state }] of combinations(200, 5, 10).entries()) {
    await takeTurns(i);
    const wanted = await worked(state);
    const made = tf.tidy(() => program(tf as unknown as Ops, state, undefined));
    for (const [name, tensor] of Object.entries(made)) {
      seen.add(name);
      const { data, shape } = wanted[name];
      expect(tensor.size, name).toBe(data.length);
      if (shape.length > 1) expect(tensor.shape, name).toEqual(shape);
      const error = maxError(tensor.dataSync(), data);
      expect(error, `${name} ${JSON.stringify(query)}`).toBeLessThanOrEqual(2e-5 * Math.max(1, magnitude(data))); // prettier-ignore
      tensor.dispose();
    }
  }
  expect([...seen].sort()).toEqual(['answers', 'ce', 'curve', 'gradient', 'kl', 'students', 'targets']); // prettier-ignore
  expect(tf.memory().numTensors).toBe(0);
});

describe('digits', () => {
  test('labels, pool and test share none; the test digits are 1,000 in any case', () => {
    expect(testDigits()).toHaveLength(1000);
    expect(golden.test).toBe(1000);
    for (const query of [{}, { labels: '10', pool: '40' }, { labels: '1', pool: '0' }]) {
      const state = stateOf(query);
      const [few, more] = [labelledDigits(state), poolDigits(state)];
      expect([few.length, more.length]).toEqual([10 * state.labels, 10 * state.pool]);
      const all = [...few, ...more, ...testDigits()];
      expect(new Set(all).size).toBe(all.length);
      for (let d = 0; d < 10; d++) expect(few.filter((i) => labelOf(i) === d)).toHaveLength(state.labels); // prettier-ignore
      expect(few.every((i) => roleOf(i, state) === 'labels')).toBe(true);
      expect(more.every((i) => roleOf(i, state) === 'pool')).toBe(true);
      expect(testDigits().every((i) => roleOf(i, state) === 'test')).toBe(true);
    }
    expect(roleOf(8, stateOf({}))).toBe('none');
  });

  test("the teacher's logits are PyTorch's", async () => {
    const state = stateOf({});
    await worked(state);
    golden.teacher.digit.forEach((v, k) => expect(madeOf(state)!.v[k]).toBeCloseTo(v, 6));
    // The digit on show is one that no student learns from, and the teacher reads it rightly.
    expect(roleOf(1315, state)).toBe('test');
    expect(madeOf(state)!.label).toBe(8);
  });
});

describe('what the page and the bench say', { timeout: 300_000 }, () => {
  test('up the ladder small probabilities grow to nearly equal ones in the same order', async () => {
    const { curve } = await worked(stateOf(scene('temperature')));
    const row = (r: number) => [...curve.data.slice(10 * r, 10 * r + 10)];
    const order = (values: number[]) => values.map((_, k) => k).sort((a, b) => values[b] - values[a]); // prettier-ignore
    for (let r = 1; r < 33; r++) {
      expect(order(row(r))).toEqual(order(row(0)));
      expect(Math.min(...row(r))).toBeGreaterThan(Math.min(...row(r - 1)));
      expect(Math.max(...row(r))).toBeLessThan(Math.max(...row(r - 1)));
    }
    expect(order(row(4)).slice(0, 3)).toEqual([8, 2, 3]);
    row(32).forEach((p) => expect(Math.abs(p - 0.1)).toBeLessThan(0.01));
    expect(row(4)[8]).toBeGreaterThan(0.85);
  });

  test('the four students of the scene are those of PyTorch', async () => {
    const { history, right, losses } = await worked(stateOf(scene('dark-knowledge')));
    STUDENTS.forEach((name, i) => {
      const want = golden.scene[name];
      [0, 25, 50, 75, 100].forEach((step, n) => {
        const row = history.data.slice((9 * step) / 5, (9 * step) / 5 + 9);
        expect(row[0]).toBe(step);
        expect(Math.abs(row[1 + i] - want.losses[n])).toBeLessThan(1e-6 * Math.max(1, want.losses[n])); // prettier-ignore
        expect(row[5 + i]).toBe(want.right[n]);
      });
      expect(right.data[i]).toBe(want.right[4]);
      expect(losses.data[i]).toBeCloseTo(want.losses[4], 6);
    });
  });

  test('soft targets of the same pictures are no better, those of more pictures are; most of it is the pictures', async () => {
    const gains: number[] = [];
    for (const seed of ['1', '3']) {
      const [hard, soft, both, pool] = (await worked(stateOf({ ...scene('dark-knowledge'), seed }))).right.data; // prettier-ignore
      expect(Math.abs(soft - hard)).toBeLessThanOrEqual(CHANCE);
      expect(Math.abs(both - hard)).toBeLessThanOrEqual(CHANCE);
      expect(pool - Math.max(hard, soft)).toBeGreaterThan(CHANCE);
      const one = (await worked(stateOf({ ...scene('dark-knowledge'), seed, temperature: '1' }))).right.data; // prettier-ignore
      gains.push((one[3] - one[1]) / (pool - soft));
    }
    expect(Math.min(...gains)).toBeGreaterThan(0.5);
  });

  test('the same to the last bit, by whatever way a step is reached; without a pool two students are one', async () => {
    const query = { mode: 'train', labels: '1', pool: '0', steps: '30', hidden: '8', temperature: '4' }; // prettier-ignore
    const { history, students, right } = await worked(stateOf(query));
    expect(students.data.slice(3, 6)).toEqual(students.data.slice(9, 12));
    expect(right.data[1]).toBe(right.data[3]);
    const mid = await worked(stateOf({ ...query, at: '15' }));
    expect(mid.losses.data).toEqual(history.data.slice(9 * 3 + 1, 9 * 3 + 5));
    expect(mid.right.data).toEqual(history.data.slice(9 * 3 + 5, 9 * 3 + 9));
    const other = await worked(stateOf({ ...query, steps: '20' }));
    expect(other.history.data).toEqual(history.data.slice(0, 9 * 5));
    // All begin alike.
    const { data } = (await worked(stateOf({ ...query, at: '0' }))).answers;
    for (let i = 2; i < 5; i++) expect(data.slice(10 * i, 10 * i + 10)).toEqual(data.slice(10, 20));
  });
});
