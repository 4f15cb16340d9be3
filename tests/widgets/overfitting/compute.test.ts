/** The TensorFlow.js program against the reference, on the CPU backend. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import * as lab from '@lib/overfit.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/overfitting/compute.ts';
import { reference, resultsOf } from '@widgets/overfitting/reference.ts';
import { parse, pinnedOf, type State } from '@widgets/overfitting/state.ts';
import { shownStep, stoodAt, trained } from '@widgets/overfitting/training.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { combinations } from './combinations.ts';

const good = (query: Record<string, string>): State => parse(query).state!;

test('300 states: function, losses, gradient and next step on the device', { timeout: 120_000 }, async () => {
  await tf.setBackend('cpu');
  let pinned = 0;
  for (const { query, state } of combinations(300)) {
    const expected = resultsOf(state);
    const results = tf.tidy(() => program(tf as unknown as Ops, state));
    if (state.pin) pinned++;
    expect(Object.keys(results).length).toBe(state.pin ? 12 : 9);
    for (const [name, tensor] of Object.entries(results)) {
      const { data } = expected[name];
      const error = maxError(tensor.dataSync(), data);
      // Adam divides by the root of g²: where a gradient is nothing but rounding, so is its step.
      const share = name === 'next' && state.optimizer === 'adam' ? 1e-4 : 1e-5;
      const allowed = share * Math.max(1, magnitude(data));
      if (!(error <= allowed)) throw new Error(`${name}: ${error} of ${JSON.stringify(query)}`);
      tensor.dispose();
    }
  }
  expect(pinned).toBeGreaterThan(60);
  expect(tf.memory().numTensors).toBe(0);
}); // prettier-ignore

describe('the reference', () => {
  test('a step is the same by any way: at once, from key frames, at the end', () => {
    const { seed: _, ...rest } = combinations(8, 3)[3].query;
    const query = { ...rest, patience: '0', pin: '', steps: '60', seed: '77' } as Record<string, string>; // prettier-ignore
    const state = good({ ...query, at: '37' });
    const run = { ...state };
    const at = lab.begin(run);
    const { train } = lab.dataOf(run);
    for (let i = 0; i < 37; i++) lab.stepOn(run, at, train);
    expect(resultsOf(state).weights.data).toEqual(at.net.weights);
    lab.stepOn(run, at, train);
    expect(resultsOf(state).next.data).toEqual(at.net.weights);
    expect(resultsOf(good({ ...query, at: '38' })).weights.data).toEqual(at.net.weights);
  });

  test('the best step has the lowest validation loss of all that were taken', () => {
    for (const { state } of combinations(60, 5)) {
      const { history, best, bestLoss } = resultsOf(state);
      let least = Infinity;
      for (let r = 0; r < history.shape[0]; r++) least = Math.min(least, history.data[3 * r + 2]);
      expect(bestLoss.data[0]).toBe(least);
      const { valLoss, step } = resultsOf({ ...state, at: 'best' });
      expect(step.data[0]).toBe(best.data[0]);
      expect(valLoss.data[0]).toBeCloseTo(least, 12);
    }
  });

  test('patience stops the run and brings the best weights back', () => {
    const state = good({ patience: '100', width: '16' });
    const way = trained(state);
    expect(way.stopped).toBe('patience');
    expect(way.end - way.best).toBe(100);
    expect(way.end).toBeLessThan(600);
    expect(shownStep(state, way)).toBe(way.best);
    expect(shownStep({ ...state, at: way.best + 10 }, way)).toBe(way.best + 10);
    const patient = resultsOf(state);
    const whole = resultsOf(good({ width: '16' }));
    expect(patient.valLoss.data[0]).toBeLessThan(whole.valLoss.data[0]);
    expect(stoodAt(state, way, way.best).net.weights).toEqual(patient.weights.data);
  });

  test('a pinned run has the same data and initial weights, and is that run alone', () => {
    const state = good({ l2: '0.1', steps: '30', width: '8', pin: 'width:8,dropout:0.2' });
    const alone = resultsOf(good({ dropout: '0.2', steps: '30', width: '8' }));
    const both = resultsOf(state);
    expect(both.pinCurve.data).toEqual(alone.curve.data);
    expect(both.pinVal.data).toEqual(alone.valLoss.data);
    expect(both.pinCurve.data).not.toEqual(both.curve.data);
    expect(lab.begin(pinnedOf(state)).net.weights).toEqual(lab.begin(state).net.weights);
  });

  test('what diverges is stopped with finite numbers', () => {
    const state = good({ optimizer: 'sgd', rate: '1', l2: '1', samples: '60' });
    const { end, history, next } = resultsOf(state);
    expect(trained(state).stopped).toBe('lost');
    expect(end.data[0]).toBeLessThan(600);
    for (const { data } of [history, next]) expect(data.every(Number.isFinite)).toBe(true);
  });

  test('long training goes on in slices and is given up when stale', async () => {
    const state = good({ seed: '5', samples: '60', steps: '400' });
    let calls = 0;
    expect(await reference(state, undefined, async () => calls++ < 2)).toBeUndefined();
    expect(calls).toBe(3);
    const whole = (await reference(state, undefined, async () => true))!;
    expect(whole.history.shape[0]).toBe(41);
    expect(whole.history.data[3]).toBe(10);
  });

  test('the scenes show what they are called after', () => {
    const loss = (query: Record<string, string>) => resultsOf(good(query));
    const plain = loss({});
    expect(plain.trainLoss.data[0]).toBeLessThan(0.005);
    expect(plain.gap.data[0]).toBeGreaterThan(0.2);
    expect(plain.best.data[0]).toBeLessThan(150);
    for (const query of [
      { l2: '0.01' },
      { dropout: '0.2' },
      { patience: '100' },
      { samples: '60' },
      { jitter: '0.3' },
    ] as Record<string, string>[]) {
      // prettier-ignore
      expect(loss(query).gap.data[0], JSON.stringify(query)).toBeLessThan(plain.gap.data[0] / 4);
    }
    const sparse = loss({ l1: '0.1' });
    expect(sparse.zeros.data[0]).toBeGreaterThan(sparse.kernels.data[0] / 2);
    expect(plain.zeros.data[0]).toBe(0);
    const noisy = loss({ wrong: '0.25', samples: '40' });
    expect(noisy.valLoss.data[0]).toBeGreaterThan(1.5 * noisy.bestLoss.data[0]);
  });
});
