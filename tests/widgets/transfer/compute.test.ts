/** The TensorFlow.js program against the reference, and what the bench finds. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/transfer/compute.ts';
import { MEASURED } from '@widgets/transfer/measured.ts';
import { allScores, drawnDigits, frozenNumbers, labelsOf, layerOf, onDevice, runOf, testDigits, trainedNumbers } from '@widgets/transfer/reference.ts'; // prettier-ignore
import { SCENES } from '@widgets/transfer/scenes.ts';
import { parse } from '@widgets/transfer/state.ts';
import { labelOf } from '@widgets/toolkit/digits.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import golden from '../../golden/transfer.json' with { type: 'json' };
import { ready, worked } from './bench.ts';
import { takeTurns } from '../device.ts';
import { combinations } from './combinations.ts';

beforeAll(ready);

test('TensorFlow.js agrees on scores, probabilities and how far weights moved', { timeout: 300_000 }, async () => {
  const empty = parse({ task: 'own', examples: ';' }).state!;
  for (const [i, state] of [empty, ...combinations(14, 3, 2).map((each) => each.state)].entries()) {
    await takeTurns(i);
    const expected = await worked(state);
    const made = tf.tidy(() => program(tf as unknown as Ops, state));
    const names = state.task === 'digits' ? ['scores', 'moved'] : state === empty ? ['probs'] : ['probs', 'ownLoss', 'ownMoved']; // prettier-ignore
    expect(Object.keys(made)).toEqual(names);
    for (const name of names) {
      const { data, shape } = expected[name];
      expect(made[name].shape).toEqual(shape);
      const error = maxError(made[name].dataSync(), data);
      expect(error, `${name} ${JSON.stringify(state)}`).toBeLessThanOrEqual(1e-5 * Math.max(1, magnitude(data))); // prettier-ignore
      made[name].dispose();
    }
  }
  expect(tf.memory().numTensors).toBe(0);
}); // prettier-ignore

describe('digits', () => {
  test('as many of each class; tests and the device read others than those that can be drawn', () => {
    const tests = testDigits();
    expect(tests.map(labelOf)).toEqual(tests.map((_, i) => Math.floor(i / 10)));
    const all = new Set<number>();
    for (let draw = 1; draw <= 8; draw++) {
      const state = parse({ draw: `${draw}` }).state!;
      const drawn = drawnDigits(state);
      expect(new Set(drawn).size).toBe(100);
      expect(drawn.map(labelOf)).toEqual(labelsOf(state));
      for (const index of drawn) all.add(index);
      const few = drawnDigits({ shots: 3, draw });
      expect(drawn.slice(0, 30)).toEqual(few);
    }
    expect(tests.some((index) => all.has(index))).toBe(false);
    expect(all.size).toBeGreaterThan(300);
    expect(new Set(onDevice().map((i) => labelOf(tests[i]))).size).toBe(10);
  });
});

describe("PyTorch's numbers", { timeout: 120_000 }, () => {
  test.each(golden.states)('$shots per class, draw $draw: scores of every way', async (want) => {
    const state = parse({ shots: `${want.shots}`, draw: `${want.draw}` }).state!;
    const { moved } = await worked(state);
    expect(drawnDigits(state)).toEqual(want.drawn);
    const run = runOf(state);
    const { featuresOf, scoresOf } = await import('@lib/transfer.ts');
    const { middleOf, pictureOf } = await import('@widgets/transfer/reference.ts');
    want.few.forEach((index, i) => {
      const x = pictureOf(index, { dx: 0, dy: 0 });
      const m = middleOf(x);
      const scores = [
        scoresOf(run.pixels, x),
        scoresOf(run.frozen, featuresOf([layerOf('conv4')], m)),
        scoresOf(run.tuned.head, featuresOf(run.tuned.blocks, m)),
        scoresOf(run.scratch.head, featuresOf(run.scratch.blocks, x)),
      ];
      scores.forEach((z, w) => expect(maxError(z, want.scores[w][i]), `${w} ${index}`).toBeLessThan(1e-7)); // prettier-ignore
    });
    expect(moved.data[7]).toBeCloseTo(want.moved[0], 9);
    const { changeOf } = await import('@lib/transfer.ts');
    expect(changeOf(run.frozen.kernel, run.tuned.head.kernel)).toBeCloseTo(want.moved[1], 8);
  });

  test('the measured numbers are the golden ones', () => {
    const { tests, shots, shifts, counts, moved } = golden.measured;
    expect(MEASURED).toEqual({ tests, shots, shifts, counts, moved });
    // What was summed over the draws is what each of them read.
    counts.forEach((rows, s) => {
      for (let w = 0; w < 4; w++) expect(rows.reduce((sum, row) => sum + row[w], 0)).toBe(moved[s][w][3]); // prettier-ignore
    });
  });
});

describe('what the pages say', { timeout: 120_000 }, () => {
  test('frozen weights do not move, and without a step fine-tuning is the frozen way', async () => {
    const state = parse({ shots: '1' }).state!;
    const { moved } = await worked(state);
    const [frozen, tuned] = [0, 1].map((c) => [0, 1, 2, 3, 4].map((r) => moved.data[2 * r + c]));
    expect(frozen.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(tuned.slice(0, 3)).toEqual([0, 0, 0]);
    expect(tuned[3]).toBeGreaterThan(0);
    expect(frozen[4]).toBeGreaterThan(0);
    expect(frozenNumbers()).toEqual({ total: 16368, changed: 0 });
    expect(trainedNumbers(runOf(state))).toEqual([7850, 15690, 15690 + 9248, 7850 + 80 + 1168]);
    const none = parse({ shots: '1', steps: '0' }).state!;
    await worked(none);
    const [, before, after] = allScores(none);
    before.forEach((z, i) => expect(maxError(z, after[i])).toBeLessThan(1e-9));
  });

  test('a change of the source network would show', async () => {
    const { kernel } = layerOf('conv2');
    const kept = kernel[5];
    kernel[5] += 1e-9;
    const { moved } = await worked(parse({ shots: '1', steps: '1' }).state!);
    expect(frozenNumbers().changed).toBe(1);
    expect(moved.data[2]).toBeGreaterThan(0);
    kernel[5] = kept;
    expect(frozenNumbers().changed).toBe(0);
  });

  test('moved test digits change the accuracy of every way', async () => {
    const read = async (query: Record<string, string>) => Array.from((await worked(parse(query).state!)).right.data); // prettier-ignore
    const [still, moved] = [await read({}), await read(Object.fromEntries(new URLSearchParams(SCENES.shifted.query)))]; // prettier-ignore
    still.forEach((n, w) => expect(n - moved[w], `${w}`).toBeGreaterThan(20));
    // As they were measured on 1,100 digits: two pixels already cost every way.
    for (const ways of MEASURED.moved) for (const row of ways) expect(Math.max(row[2], row[4])).toBeLessThan(row[3]); // prettier-ignore
  });

  test('with one example per class draws differ by more than where training starts', () => {
    const rows = MEASURED.counts[0];
    const mean = (w: number) => rows.reduce((sum, row) => sum + row[w], 0) / rows.length;
    const widths = [1, 2, 3].map((w) => Math.max(...rows.map((row) => row[w])) - Math.min(...rows.map((row) => row[w]))); // prettier-ignore
    const starts = Math.max(Math.abs(mean(1) - mean(3)), Math.abs(mean(2) - mean(3)));
    for (const width of widths) expect(width).toBeGreaterThan(3 * starts);
  });

  test('own classes: rings, crosses and zigzags are told apart', async () => {
    const top = async (image: string) => {
      const { probs } = await worked(parse({ task: 'own', image }).state!);
      expect(probs.data.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      return 'oxz'[probs.data.indexOf(Math.max(...probs.data))];
    };
    for (const image of ['o5', 'o7', 'o9', 'x5', 'x7', 'x9', 'z5', 'z7', 'z9']) expect(await top(image), image).toBe(image[0]); // prettier-ignore
  });
});
