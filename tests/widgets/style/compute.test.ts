/** The TensorFlow.js program against the reference, on the CPU backend. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import { PICTURES } from '@lib/style-pictures.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/style/compute.ts';
import { reference, resultsOf } from '@widgets/style/reference.ts';
import { IDS, parse, type State } from '@widgets/style/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { combinations } from './combinations.ts';

const good = (query: Record<string, string>): State => parse(query).state!;

test('300 states: features, Gram matrices, losses and gradient on the device', { timeout: 120_000 }, async () => {
  await tf.setBackend('cpu');
  for (const { query, state } of combinations(300)) {
    const expected = resultsOf(state);
    const results = tf.tidy(() => program(tf as unknown as Ops, state, undefined));
    expect(Object.keys(results).length).toBe(state.show === 'gram' ? 2 : 7);
    for (const [name, tensor] of Object.entries(results)) {
      const { data, shape } = expected[name];
      expect(tensor.size).toBe(shape.reduce((a, b) => a * b));
      // Losses to the share of themselves: a style loss is thousandths.
      const least = name === 'styleLoss' ? 1e-3 : 1;
      const error = maxError(tensor.dataSync(), data);
      const allowed = 1e-5 * Math.max(least, magnitude(data));
      if (!(error <= allowed)) throw new Error(`${name}: ${error} of ${JSON.stringify(query)}`);
      tensor.dispose();
    }
  }
  expect(tf.memory().numTensors).toBe(0);
}); // prettier-ignore

describe('the Gram matrix', () => {
  test('shuffled positions move no entry of any picture in any bit, and the maps do move', () => {
    for (const content of IDS) {
      const inPlace = resultsOf(good({ content }));
      for (const shuffle of ['1', '2', '999']) {
        const { gram, moved, movedCount, features } = resultsOf(good({ content, shuffle }));
        expect(gram.data).toEqual(inPlace.gram.data);
        expect([...moved.data].every((d) => d === 0)).toBe(true);
        expect(movedCount.data[0]).toBe(0);
        expect(features.data).not.toEqual(inPlace.features.data);
      }
    }
  });

  test('a painted pixel moves entries, the same ones when the positions are shuffled', () => {
    const paint = `${'0'.repeat(33)}8${'0'.repeat(30)}`; // row 9, column 5
    const { moved, movedCount } = resultsOf(good({ paint }));
    expect(movedCount.data[0]).toBeGreaterThan(0);
    expect(movedCount.data[0]).toBeLessThanOrEqual(64);
    expect([...resultsOf(good({ paint, shuffle: '5' })).moved.data]).toEqual([...moved.data]);
  });
});

describe('the transfer', () => {
  test('what the page says: content alone becomes the first picture, style alone more of the second', () => {
    const content = resultsOf(good({ show: 'transfer', beta: '0' }));
    expect(maxError(content.image.data, PICTURES.disc)).toBeLessThan(1e-3);
    expect(content.contentLoss.data[0]).toBeLessThan(1e-6);
    const style = resultsOf(good({ show: 'transfer', alpha: '0' }));
    const mixed = resultsOf(good({ show: 'transfer' }));
    const loss = ({ styleLoss }: typeof mixed) => styleLoss.data[0];
    expect(loss(style)).toBeLessThan(loss(mixed) / 3);
    expect(loss(mixed)).toBeLessThan(loss(content) / 3);
    expect(mixed.contentLoss.data[0]).toBeLessThan(style.contentLoss.data[0] / 2);
    // More of the texture, but not the picture itself.
    expect(maxError(style.image.data, PICTURES.stripes)).toBeGreaterThan(0.5);
  });

  test('losses fall, for every pair of pictures', { timeout: 60_000 }, () => {
    for (const content of IDS) {
      for (const style of ['stripes', 'dots', 'bricks']) {
        if (content === style) continue;
        for (const weights of [{ beta: '0' }, { alpha: '0' }, {}] as Record<string, string>[]) {
          const query = { show: 'transfer', content, style, ...weights };
          const end = resultsOf(good(query)).total.data[0];
          const start = resultsOf(good({ ...query, at: '0' })).total.data[0];
          expect(end, JSON.stringify(query)).toBeLessThan(0.75 * start);
        }
      }
    }
  });

  test('a step is the next picture of the step before; the end is the last step', () => {
    const at = (step: string) => resultsOf(good({ show: 'transfer', steps: '30', at: step }));
    expect(at('8').image.data).toEqual(at('7').next.data);
    expect(at('30').image.data).toEqual(at('end').image.data);
    expect(at('0').history.shape).toEqual([31, 2, 1]);
    expect(at('8').history.data[16]).toBe(at('8').contentLoss.data[0]);
    expect(at('8').history.data[17]).toBe(at('8').styleLoss.data[0]);
  });

  test('from the content picture there is no content loss at first', () => {
    const { contentLoss, image } = resultsOf(good({ show: 'transfer', start: 'content', at: '0' }));
    expect(contentLoss.data[0]).toBe(0);
    expect(image.data).toEqual(PICTURES.disc);
  });

  test('a picture of one’s own takes part, dark as ink, and another one is another run', () => {
    const own = { height: 32, width: 48, channels: 3 as const };
    const state = parse({ show: 'transfer', content: 'own', steps: '10' }, own).state!;
    const gray = (f: (r: number, c: number) => number) => grid([32, 48, 1], Array.from({ length: 32 * 48 }, (_, i) => f(Math.floor(i / 48), i % 48))); // prettier-ignore
    const dark = gray((_, c) => (c < 24 ? 0 : 255));
    const { content, image } = resultsOf(state, dark);
    expect([...content.data.slice(0, 16)]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]); // prettier-ignore
    const other = resultsOf(state, gray((r) => (r < 16 ? 0 : 255))); // prettier-ignore
    expect(other.image.data).not.toEqual(image.data);
  });

  test('a long run goes on in slices and is given up when stale', async () => {
    const state = good({ show: 'transfer', steps: '600', seed: '77' });
    let calls = 0;
    const given = await reference(state, undefined, async () => calls++ < 1);
    if (given === undefined) expect(calls).toBe(2);
    const whole = (await reference(state, undefined, async () => true))!;
    expect(whole.history.shape[0]).toBe(601);
  });
});
