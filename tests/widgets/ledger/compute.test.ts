import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/ledger/compute.ts';
import { reference } from '@widgets/ledger/reference.ts';
import { parse, type State } from '@widgets/ledger/state.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { combinations } from './combinations.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

function agree(state: State, expected: Outputs, about: string): void {
  const made = tf.tidy(() => program(tf as unknown as Ops, state));
  expect(Object.keys(made)).toEqual(Object.keys(expected));
  for (const name in made) {
    const { shape, data } = expected[name];
    expect(made[name].shape, about).toEqual([...shape]);
    const most = data.reduce((a, b) => Math.max(a, b), 0);
    const values = made[name].dataSync();
    let worst = 0;
    data.forEach((value, i) => (worst = Math.max(worst, Math.abs(value - values[i]))));
    expect(worst, `${name} ${about}`).toBeLessThanOrEqual(1e-5 * most);
    // nothing where there is nothing, and something wherever there is
    data.forEach((value, i) => expect(values[i] > 0, `${about} at ${i}`).toBe(value > 0));
    made[name].dispose();
  }
}

describe('the TensorFlow.js program', () => {
  const all = combinations(400, 5);

  test('covers every kind of layer', () => {
    const lists = all.map(({ state }) => state.list).join('\n');
    for (const part of [
      'same',
      ',d2',
      ',s3',
      'ceil',
      'add(',
      'concat(',
      'gap',
      'flatten',
      'pad:',
      'g2',
      'depthwise',
    ]) {
      // prettier-ignore
      expect(lists.split(part).length, part).toBeGreaterThan(20);
    }
  });

  test('agrees with src/lib on 400 combinations and leaves nothing', () => {
    for (const { state, query } of all) {
      agree(state, reference(state) as Outputs, JSON.stringify(query));
    }
    expect(tf.memory().numTensors).toBe(0);
  });

  test('agrees on the networks of the literature', async () => {
    for (const net of ['lenet5', 'alexnet', 'mobilenet', 'resnet50']) {
      const { state } = parse({ net });
      agree(state!, (await reference(state!))!, net);
    }
  });

  test('a cell that sees padding alone has no path', () => {
    const { state } = parse({ layers: 'input:4,4,1;conv:3x3,1,p4', cell: '0,0' });
    const expected = reference(state!) as Outputs;
    expect(expected.paths.data.every((v) => v === 0)).toBe(true);
    agree(state!, expected, 'padding alone');
  });
});

describe('the reference', () => {
  test('long work is done in turns, comes out the same, and is given up when told', async () => {
    const query = { layers: 'input:512,512,1;12*(conv:3x3,1,p1)' };
    const { state } = parse(query);
    let turns = 0;
    const slow = reference(state!, undefined, async () => ++turns < 1e9);
    expect(slow).toBeInstanceOf(Promise);
    const { paths, pathsRow, pathsColumn } = (await slow)!;
    expect(turns).toBeGreaterThan(0);
    expect(paths.data.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    pathsRow.data.forEach((v, i) => expect(v).toBeCloseTo(pathsColumn.data[i], 12));
    expect(await reference(state!, undefined, async () => false)).toBeUndefined();
  });
});
