import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  earlyStopping,
  learned,
  LOSSES,
  penalized,
} from '../../../src/content/concepts/early-stopping/early_stopping.ts';
import { figures } from '../../../src/content/concepts/early-stopping/figures.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';
import { SCENES } from '../../../src/components/widgets/overfitting/scenes.ts';
import { parse as parseState } from '../../../src/components/widgets/overfitting/state.ts';
import { trained } from '../../../src/components/widgets/overfitting/training.ts';
import type { Query } from '../../../src/components/widgets/toolkit/query.ts';

const folder = new URL('../../../src/content/concepts/early-stopping/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;

describe('worked example', () => {
  test('the pages list the losses of the listing', () => {
    for (const page of ['zh.mdx', 'en.mdx']) expect(read(page)).toContain(`$${LOSSES.join(', ')}$`);
  });

  test('patience 1, 3 and 5, and a minimal gain', () => {
    expect(earlyStopping(LOSSES, 1)).toEqual({ keep: 3, stop: 4, best: 11 });
    expect(earlyStopping(LOSSES, 3)).toEqual({ keep: 6, stop: 9, best: 9 });
    expect(earlyStopping(LOSSES, 5)).toEqual({ keep: 11, stop: 12, best: 8 });
    expect(earlyStopping(LOSSES, 3, 2)).toEqual({ keep: 3, stop: 6, best: 11 });
  });

  test('generalization loss of epoch 7', () => {
    const best = Math.min(...LOSSES.slice(0, 7));
    expect(Math.round(100 * (LOSSES[6] / best - 1))).toBe(22);
  });
});

test('what the page says of the widget', () => {
  const run = (query: Query) => trained(parseState(query).state!);
  const fromScene = Object.fromEntries(new URLSearchParams(SCENES['early-stopping'].query));
  expect(fromScene.patience).toBe('100');
  const patient = run({ patience: '100' });
  expect(patient.stopped).toBe('patience');
  expect(patient.end - patient.best).toBe(100);
  // A look every 10 steps: with a patience of 10 the first one without progress ends the run.
  const hasty = run({ patience: '10' });
  expect(hasty.history[1].step).toBe(10);
  const losses = hasty.history.map(({ held }) => held);
  expect(losses.findIndex((loss, i) => i > 0 && loss >= losses[i - 1])).toBe(losses.length - 1);
  expect(run({ patience: '300' }).end).toBeGreaterThan(patient.end);
});

describe('frameworks', () => {
  /** The epoch at which TensorFlow.js stops. */
  const stopsAt = async (patience: number) => {
    const callback = tf.callbacks.earlyStopping({ monitor: 'val_loss', patience });
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    callback.setModel(model);
    await callback.onTrainBegin();
    for (let epoch = 0; epoch < LOSSES.length; epoch++) {
      await callback.onEpochEnd(epoch, { val_loss: LOSSES[epoch] });
      if (model.stopTraining) return epoch + 1;
    }
    return LOSSES.length;
  };

  test('TensorFlow.js stops by patience and refuses to restore', async () => {
    await tf.setBackend('cpu');
    for (const patience of [1, 2, 3, 5])
      expect(await stopsAt(patience)).toBe(earlyStopping(LOSSES, patience).stop);
    expect(await stopsAt(0)).toBe(await stopsAt(1));
    expect(() => tf.callbacks.earlyStopping({ restoreBestWeights: true })).toThrow(
      /not implemented/,
    );
  });

  test('PyTorch went back to the best epoch', () => {
    const [stopped, kept] = read('early_stopping_torch.out.txt').trim().split('\n');
    const numbers = (line: string) => line.match(/[\d.]+/g)!.map(Number);
    expect(numbers(stopped)[0] - numbers(kept)[0]).toBe(50);
    expect(numbers(kept)[1]).toBeLessThan(numbers(stopped)[1]);
  });
});

describe('math', () => {
  /** Gradient descent on h(w − a)²/2 + λw²/2 from 0, step by step. */
  const descend = (h: number, lambda: number, rate: number, steps: number) => {
    let w = 0;
    for (let t = 0; t < steps; t++) w -= rate * (h * (w - 1) + lambda * w);
    return w;
  };

  test('both closed forms', () => {
    for (const h of [0.02, 0.2, 2]) {
      expect(learned(h, 0.1, 50)).toBeCloseTo(descend(h, 0, 0.1, 50), 12);
      expect(penalized(h, 0.2)).toBeCloseTo(descend(h, 0.2, 0.1, 5000), 9);
    }
  });

  test('few steps learn little where the loss is flat, as L2 does', () => {
    const round = (value: number) => Number(value.toFixed(2));
    expect(round(learned(2, 0.1, 50))).toBe(fact('high-learned'));
    expect(round(penalized(2, 1 / (0.1 * 50)))).toBe(fact('high-penalized'));
    expect(round(learned(1 / 50, 0.1, 50))).toBe(fact('low-learned'));
    expect(round(penalized(1 / 50, 1 / (0.1 * 50)))).toBe(fact('low-penalized'));
    // Half the time is twice the penalty, where the loss is flat.
    expect(learned(1e-4, 0.1, 25) / penalized(1e-4, 2 / 5)).toBeCloseTo(1, 2);
  });
});

test('standard error of an accuracy', () => {
  const share = fact('true-accuracy') / 100;
  const error = 100 * Math.sqrt((share * (1 - share)) / 500);
  expect(Number(error.toFixed(1))).toBe(fact('standard-error'));
});

test('the best of fifty noisy scores is too good', () => {
  const random = mulberry32(1);
  const repeats = 200;
  let sum = 0;
  for (let r = 0; r < repeats; r++) {
    let best = 0;
    for (let k = 0; k < 50; k++) {
      let right = 0;
      for (let i = 0; i < 500; i++) if (random() < fact('true-accuracy') / 100) right++;
      best = Math.max(best, right);
    }
    sum += (100 * best) / 500 / repeats;
  }
  expect(Math.round(sum)).toBe(fact('best-of-fifty'));
});

test('a small patience ends a cosine schedule on its plateau', () => {
  // 100 weights, each pulled to 0 by a gradient with noise of size 1; ten steps in each of 100 epochs.
  for (let seed = 1; seed <= 10; seed++) {
    const random = mulberry32(seed);
    const w = new Array<number>(100).fill(3);
    const losses = Array.from({ length: 100 }, (_, epoch) => {
      for (let step = 10 * epoch; step < 10 * (epoch + 1); step++) {
        const rate = (0.2 / 2) * (1 + Math.cos((Math.PI * step) / 1000));
        w.forEach((v, j) => (w[j] = v - rate * (v + normal(random))));
      }
      return w.reduce((sum, v) => sum + v ** 2 / 2, 0) / w.length;
    });
    const { stop, best } = earlyStopping(losses, 5);
    expect(stop).toBeLessThanOrEqual(20);
    expect(best / losses.at(-1)!).toBeGreaterThan(10);
  }
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures))
    for (const lang of ['zh', 'en'] as const) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
});
