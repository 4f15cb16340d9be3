/** The device program against float64, and what the widget claims of its numbers. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { compareMaps, diceOf, maskIou } from '@lib/boxes.ts';
import { readFromDisk } from '@models/on-disk.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/segmenter/compute.ts';
import { analysisOf, inputOf, load, middleOf, reference, runsOf, targetOf } from '@widgets/segmenter/reference.ts'; // prettier-ignore
import { clicksText, parse, type State } from '@widgets/segmenter/state.ts';
import { composedId, sceneOf } from '@widgets/toolkit/composed.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { compare } from '@widgets/toolkit/proof.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { readOutputs, takeTurns } from '../device.ts';
import { combinations } from './combinations.ts';

beforeAll(async () => {
  readFromDisk();
  await tf.setBackend('cpu');
  await load();
});

const refer = async (state: State) => (await reference(state, undefined, async () => true))!;
const of = async (query: Query) => {
  const { state } = parse(query);
  return { outputs: await refer(state!), analysis: analysisOf(state!)! };
};

function device(state: State): Outputs {
  return readOutputs(tf.tidy(() => program(tf as unknown as Ops, state)));
}

test(
  '300 states on 8 scenes: the device agrees with float64 within 1e-4 and keeps no tensor',
  { timeout: 280_000 },
  async () => {
    const before = tf.memory().numTensors;
    // What the device computes does not depend on the pixel, nor on clicks that are not looked at.
    const computed = new Map<string, Outputs>();
    for (const { query, state } of combinations(300, 11)) {
      const judge = await refer(state);
      const key = `${composedId(state)} ${state.view} ${runsOf(state).map(clicksText).join('|')}`;
      if (!computed.has(key)) await takeTurns(computed.size);
      const made = computed.get(key) ?? device(state);
      computed.set(key, made);
      const { cells, error } = compare(made, judge);
      expect(cells).toBe(64 * 64 * (state.view === 'semantic' ? 11 : runsOf(state).length));
      expect(error, JSON.stringify(query)).toBeLessThan(1e-4);
    }
    expect(computed.size).toBeGreaterThan(30);
    expect(tf.memory().numTensors).toBe(before);
  },
);

describe('clicks', () => {
  test('a click is a disc of 13 pixels, cut off at the border; the scene is the first channel', () => {
    const scene = sceneOf({ seed: 3, count: 4, overlap: 0.25 });
    const ones = (clicks: string) => {
      const { data } = inputOf(scene, parse({ clicks }).state!.clicks);
      const count = (channel: number) => data.filter((v, i) => i % 3 === channel && v === 1).length;
      scene.image.data.forEach((v, p) => expect(data[3 * p]).toBe(v));
      return [count(1), count(2)];
    };
    expect(ones('')).toEqual([0, 0]);
    expect(ones('+30,30')).toEqual([13, 0]);
    expect(ones('+30,30;-10,50')).toEqual([13, 13]);
    expect(ones('+30,30;+30,31')).toEqual([18, 0]);
    expect(ones('-0,0')).toEqual([0, 6]);
  });

  test('the middle of a digit is one of its pixels; the digit that is meant is the one pressed, or the nearest', () => {
    for (let seed = 1; seed < 12; seed++) {
      const scene = sceneOf({ seed, count: 5, overlap: 0.6 });
      scene.labels.forEach((_, i) => {
        const at = middleOf(scene, i);
        expect(scene.instances[at[0] * 64 + at[1]]).toBe(i + 1);
        expect(targetOf(scene, [{ inside: true, at }])).toBe(i + 1);
        expect(targetOf(scene, [{ inside: false, at }])).toBeUndefined();
        const other = { inside: true, at: middleOf(scene, (i + 1) % scene.labels.length) };
        expect(targetOf(scene, [{ inside: false, at }, { inside: true, at }, other])).toBe(i + 1);
      });
      expect(targetOf(scene, [{ inside: true, at: [0, 0] }])).toBeGreaterThan(0);
    }
  });

  test('each prefix of the clicks is a run; more clicks do not change the masks before', async () => {
    const query = { seed: '13', overlap: '0.5', view: 'click' };
    const one = await of({ ...query, clicks: '+16,38' });
    const two = await of({ ...query, clicks: '+16,38;-22,40' });
    expect(two.outputs.masks.shape).toEqual([64, 64, 2]);
    one.outputs.masks.data.forEach((v, p) => expect(two.outputs.masks.data[2 * p]).toBe(v));
    expect([...two.outputs.scores.data.subarray(0, 7)]).toEqual([...one.outputs.scores.data]);
    expect(two.analysis.target).toBe(one.analysis.target);
  });

  test('without a positive click there is no score', async () => {
    for (const clicks of ['', '-10,10']) {
      const { outputs, analysis } = await of({ view: 'click', clicks });
      expect(outputs.scores).toBeUndefined();
      expect(outputs.score).toBeUndefined();
      expect(analysis.target).toBeUndefined();
      expect(outputs.masks.shape).toEqual([64, 64, 1]);
    }
  });
});

describe('the numbers', () => {
  test(
    'IoU, Dice = 2J/(1+J) and counts of every row, against src/lib',
    { timeout: 120_000 },
    async () => {
      for (const { state } of combinations(120, 11)) {
        const outputs = await refer(state);
        const { rows, truth, map, scene, score } = analysisOf(state)!;
        for (const row of rows) {
          expect(row.either).toBe(row.model + row.truth - row.both);
          expect(row.iou).toBeCloseTo(row.both / row.either, 15);
          expect(row.dice).toBeCloseTo(diceOf(row.iou), 12);
        }
        if (state.view === 'semantic') {
          const { iou, dice, meanIou, accuracy } = compareMaps(map, scene.semantic, 11);
          for (const row of rows) {
            expect(row.iou).toBe(iou[row.id]);
            expect(row.dice).toBe(dice[row.id]);
          }
          expect(rows).toHaveLength(iou.filter((v) => !Number.isNaN(v)).length);
          expect(score).toBe(meanIou);
          expect(outputs.accuracy.data[0]).toBe(accuracy);
          const { data } = outputs.semantic;
          for (let p = 0; p < 4096; p += 37) {
            const own = data.subarray(11 * p, 11 * p + 11);
            expect(own.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
            expect(own[map[p]]).toBe(Math.max(...own));
          }
        } else if (rows.length > 0) {
          const last = rows.at(-1)!;
          const value = state.view === 'click' ? 1 : last.id;
          const is = (each: Uint8Array) => each.map((v) => Number(v === value));
          expect(last.iou).toBe(maskIou(is(map), is(truth)));
          const { data, shape } = outputs.masks;
          for (let p = 0; p < 4096; p += 41) {
            const own = [...data.subarray(shape[2] * p, shape[2] * (p + 1))];
            const seen = state.view === 'click' ? own.slice(-1) : own;
            if (map[p] === 0) expect(Math.max(...seen)).toBeLessThan(0.5);
            else expect(seen[map[p] - 1]).toBe(Math.max(...seen));
          }
        }
      }
    },
  );

  test('the model is worth showing: classes, digits, clicks', { timeout: 120_000 }, async () => {
    const views: Query[] = [{}, { view: 'instance' }];
    const sums = [0, 0];
    for (let seed = 1; seed <= 6; seed++) {
      for (const [i, view] of views.entries()) sums[i] += (await of({ ...view, seed: `${seed}` })).analysis.accuracy; // prettier-ignore
    }
    expect(sums[0] / 6).toBeGreaterThan(0.95);
    expect(sums[1] / 6).toBeGreaterThan(0.95);
    const click = await of({ view: 'click', seed: '13', overlap: '0.5', clicks: '+16,38' });
    const corrected = await of({ view: 'click', seed: '13', overlap: '0.5', clicks: '+16,38;-22,40;-20,42' }); // prettier-ignore
    expect(corrected.analysis.score).toBeGreaterThan(click.analysis.score);
  });

  test('given up, there is no result', async () => {
    const { state } = parse({ seed: '424242' });
    expect(await reference(state!, undefined, async () => false)).toBeUndefined();
    expect(analysisOf(state!)).toBeUndefined();
  });
});
