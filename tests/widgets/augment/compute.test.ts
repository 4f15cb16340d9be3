/** The TensorFlow.js program against the reference. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import * as augment from '@lib/ops/augment.ts';
import { readFromDisk } from '@models/on-disk.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/augment/compute.ts';
import { drawsOf, isJudged, partnerLabel } from '@widgets/augment/draws.ts';
import { KIND } from '@widgets/augment/kind.ts';
import { pictures, topOf } from '@widgets/augment/reference.ts';
import { SCENES } from '@widgets/augment/scenes.ts';
import { OPS, parse, sideOf, type State } from '@widgets/augment/state.ts';
import { labelOf } from '@widgets/toolkit/digits.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { takeTurns } from '../device.ts';
import { combinations } from './combinations.ts';
import { photograph } from './photograph.ts';

readFromDisk();
const good = (query: Query) => parse(query).state!;
const scene = (name: keyof typeof SCENES) => good(Object.fromEntries(new URLSearchParams(SCENES[name].query))); // prettier-ignore

async function work(state: State): Promise<Outputs> {
  await KIND.load!(state);
  return (await KIND.reference(state, await photograph(state), async () => true))!;
}

test(
  '306 states: every pixel, mean, deviation and score on the device',
  { timeout: 240_000 },
  async () => {
    // Those with the classifier take longest: a tenth of them.
    const cases = combinations(306);
    let [judged, photographs] = [0, 0];
    for (const [i, { query, state }] of cases.entries()) {
      await KIND.load!(state);
      const picture = await photograph(state);
      if (picture) photographs++;
      // WebAssembly adds up in single precision: what is summed over a photograph is not exact enough.
      await takeTurns(picture || state.op === 'standardize' ? 0 : i);
      const whole = isJudged(state) && judged < 30;
      if (whole) judged++;
      // Without scores a state is only its pictures.
      const expected = whole ? await work(state) : pictures(state, picture);
      const results = tf.tidy(() => {
        const all = program(tf as unknown as Ops, state, picture);
        if (!whole) delete all.scores;
        return all;
      });
      expect(Object.keys(results).length).toBe(drawsOf(state).length + 1 + Number(whole));
      for (const [name, tensor] of Object.entries(results)) {
        const { data } = expected[name];
        const error = maxError(tensor.dataSync(), data);
        const allowed = (name === 'scores' ? 1e-4 : 2e-6) * Math.max(1, magnitude(data));
        if (!(error <= allowed)) throw new Error(`${name}: ${error} of ${JSON.stringify(query)}`);
        tensor.dispose();
      }
    }
    expect(judged).toBe(30);
    expect(photographs).toBeGreaterThan(60);
    expect(tf.memory().numTensors).toBe(0);
  },
);

describe('what the scenes say', () => {
  test('the 6 becomes a 9 when it is turned, and its label does not know', async () => {
    const state = scene('wrong-label');
    const { scores } = await work(state);
    expect(labelOf((state.source as { index: number }).index)).toBe(6);
    expect(topOf(scores, 0).label).toBe(6);
    expect(topOf(scores, 1).label).toBe(6); // turned by 0°
    expect(topOf(scores, 9)).toMatchObject({ label: 9 }); // turned by 180°
    expect(topOf(scores, 9).score).toBeGreaterThan(0.9);
  });

  test('the label of a mixed digit adds up to 1 and matches the pixels', async () => {
    for (const op of ['mixup', 'cutmix']) {
      const state = good({ op, image: 'test-180', strength: '1', seed: '3' });
      const made = await work(state);
      for (const [i, draw] of drawsOf(state).entries()) {
        expect(draw.lambda).toBeGreaterThanOrEqual(0);
        expect(draw.lambda).toBeLessThanOrEqual(1);
        expect(partnerLabel(draw)).toBe(labelOf(draw.partner!));
        const result = made[`draw-${i}`].data;
        const same = result.filter((v, k) => v === made.original.data[k]).length / 784;
        if (op === 'cutmix') expect(same).toBeGreaterThanOrEqual(draw.lambda! - 1e-12);
      }
    }
  });

  test('photographs are cut and shrunk to 64×64, digits stay 28×28', async () => {
    expect(sideOf(good({}))).toBe(64);
    expect(sideOf(good({ image: 'test-0' }))).toBe(28);
    const { original } = await work(good({}));
    expect(original.shape).toEqual([64, 64, 3]);
    expect(Math.max(...original.data)).toBeLessThanOrEqual(1);
    const own = parse({ image: 'own' }, { height: 200, width: 131, channels: 3 }).state!;
    expect(sideOf(own)).toBe(43); // 131 / 3, rounded down
  });

  test('strength 0 changes nothing; the same seed draws the same', async () => {
    for (const op of OPS) {
      if (['standardize', 'mixup', 'cutmix', 'cutout'].includes(op)) continue;
      const state = good({ op, image: 'test-300', strength: '0' });
      const made = await work(state);
      for (let i = 0; i < 9; i++) {
        const off = maxError(made[`draw-${i}`].data, made.original.data);
        expect(off, op).toBeLessThan(1e-12);
      }
      const again = good({ op, image: 'test-300', strength: '0.7', seed: '5' });
      const once = pictures(again, undefined);
      const twice = pictures(good({ op, image: 'test-300', strength: '0.7', seed: '5' }), undefined); // prettier-ignore
      expect(twice).toEqual(once);
      if (['saturation'].includes(op)) continue; // a grey picture has none
      const other = pictures(good({ op, image: 'test-300', strength: '0.7', seed: '6' }), undefined); // prettier-ignore
      expect(other, op).not.toEqual(once);
    }
  });

  test('draws lie within what the strength says, evenly from 0 where asked', () => {
    const values = (query: Query) => drawsOf(good({ image: 'test-5', ...query })).map((d) => d.values[0]); // prettier-ignore
    const turned = values({ op: 'rotate', strength: '0.25' });
    expect(turned.every((v) => Math.abs(v) <= 45)).toBe(true);
    expect(new Set(turned).size).toBe(9);
    expect(values({ op: 'rotate', strength: '1', spread: 'even' })).toEqual([0, 22.5, 45, 67.5, 90, 112.5, 135, 157.5, 180]); // prettier-ignore
    expect(values({ op: 'flip', strength: '1' })).toEqual(Array(9).fill(1));
    expect(values({ op: 'flip', strength: '0' })).toEqual(Array(9).fill(0));
    const crops = drawsOf(good({ op: 'crop', image: 'test-5', strength: '0.5' }));
    expect(crops.every(({ values: v }) => v.every((s) => Number.isInteger(s) && Math.abs(s) <= 4))).toBe(true); // prettier-ignore
    const sizes = values({ op: 'resize', strength: '1', spread: 'even' });
    expect([sizes[0], sizes[4], sizes[8]]).toEqual([28, 14, 7]);
    expect(augment.SCALINGS.length).toBe(5);
  });

  test('long work is given up when stale', async () => {
    const state = good({ image: 'test-33', op: 'noise', seed: '99' });
    await KIND.load!(state);
    expect(await KIND.reference(state, undefined, async () => false)).toBeUndefined();
  });
});
