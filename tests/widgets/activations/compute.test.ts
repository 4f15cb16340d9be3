import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ActivationId } from '@lib/ops/activation.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/activations/compute.ts';
import { reference } from '@widgets/activations/reference.ts';
import { ACTIVE_IDS, parse, POINTS, type State } from '@widgets/activations/state.ts';
import { compare, maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { combinations } from './combinations.ts';

const ops = tf as unknown as Ops;

/** The results of the program, and nothing left behind. */
function run(state: State): Record<string, { shape: number[]; data: Float64Array }> {
  const results = tf.tidy(() => program(ops, state));
  const read = Object.entries(results).map(([name, tensor]) => {
    const data = Float64Array.from(tensor.dataSync());
    tensor.dispose();
    return [name, { shape: tensor.shape, data }] as const;
  });
  return Object.fromEntries(read);
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('the TensorFlow.js program', () => {
  const all = combinations(900);

  test('covers every function', () => {
    for (const fn of ACTIVE_IDS) {
      expect(all.filter(({ state }) => state.fn === fn).length).toBeGreaterThanOrEqual(60);
    }
  });

  test('agrees with src/lib on 900 combinations: same names and shapes, numbers close', () => {
    for (const { query, state } of all) {
      const expected = reference(state);
      const results = run(state);
      const about = JSON.stringify(query);
      expect(Object.keys(results).sort(), about).toEqual(Object.keys(expected).sort());
      for (const name in expected) {
        expect(results[name].shape, `${about} ${name}`).toEqual([...expected[name].shape]);
        const error = maxError(results[name].data, expected[name].data);
        // A chain multiplies up to 60 rounded numbers.
        const chained = /chain|gradient/.test(name);
        const allowed = (chained ? 2e-5 : 1e-6) * Math.max(1, magnitude(expected[name].data));
        if (!(error <= allowed)) throw new Error(`${name}: ${error} > ${allowed} with ${about}`);
      }
      if (state.fn !== 'softmax') {
        expect(compare(results, expected).cells).toBe(2 * 241 + 2 + 5 * state.depth + 2);
      }
    }
    expect(tf.memory().numTensors).toBe(0);
  });

  test('piecewise linear functions are exact where their numbers are', () => {
    for (const fn of ['relu', 'leaky-relu', 'prelu', 'hard-swish'] as const) {
      for (const x of [-3, 0, 3, 4]) {
        const { state } = parse({ fn, x: `${x}`, ...(/relu$/.test(fn) && { alpha: '0.25' }) });
        const [device, judge] = [run(state!), reference(state!)];
        expect([device.y.data[0], device.dy.data[0]]).toEqual([judge.y.data[0], judge.dy.data[0]]);
      }
    }
  });
});

describe('against PyTorch', () => {
  const read = (name: string) =>
    JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8'));

  test('values and derivatives of every function', () => {
    const { cases } = read('activation') as {
      cases: { id: ActivationId; alpha?: number; x: number[]; y: number[]; dy: number[] }[];
    };
    for (const { id, alpha, x, y, dy } of cases) {
      x.forEach((value, i) => {
        const query = { fn: id, x: `${value}`, ...(alpha !== undefined && { alpha: `${alpha}` }) };
        const results = run(parse(query).state!);
        const close = (a: number, b: number) => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));
        expect(close(results.y.data[0], y[i]), `${id}(${value})`).toBe(true);
        expect(close(results.dy.data[0], dy[i]), `${id}′(${value})`).toBe(true);
      });
    }
  });

  test('chains and softmax, large logits too', () => {
    const file = read('chain');
    for (const c of file.cases) {
      const { state } = parse({
        fn: c.fn,
        x: `${c.x}`,
        depth: `${c.depth}`,
        weight: `${c.weight}`,
        skip: c.skip ? '1' : '0',
        ...(c.alpha !== undefined && { alpha: `${c.alpha}` }),
      });
      const { data } = run(state!).chain;
      c.gradient.forEach((value: number, k: number) => {
        expect(Math.abs(data[5 * k + 4] - value)).toBeLessThan(2e-5 * Math.max(1, Math.abs(value)));
        expect(Math.abs(data[5 * k + 1] - c.a[k])).toBeLessThan(2e-5 * Math.max(1, Math.abs(c.a[k]))); // prettier-ignore
      });
    }
    for (const c of file.softmax) {
      const query = { fn: 'softmax', logits: c.logits.join(), temperature: `${c.temperature}` };
      const results = run(parse(query).state!);
      expect(maxError(results.y.data, c.p)).toBeLessThan(1e-6);
      expect(maxError(results.jacobian.data, c.jacobian)).toBeLessThan(1e-6 / c.temperature);
    }
  });
});

test('the points of the curve meet 0 and ±3 exactly', () => {
  expect(POINTS).toHaveLength(241);
  for (const x of [-6, -3, 0, 2.5, 3, 6]) expect(POINTS).toContain(x);
});
