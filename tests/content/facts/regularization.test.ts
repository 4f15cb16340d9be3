import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { figures } from '../../../src/content/concepts/regularization/figures.ts';
import {
  adam,
  DECAY,
  descend,
  path,
  proximal,
  ridge,
  soft,
  WEIGHTS,
} from '../../../src/content/concepts/regularization/penalties.ts';
import { eachKernel } from '../../../src/lib/overfit.ts';
import { parse as parseState } from '../../../src/components/widgets/overfitting/state.ts';
import { trained } from '../../../src/components/widgets/overfitting/training.ts';
import type { Query } from '../../../src/components/widgets/toolkit/query.ts';

const folder = new URL('../../../src/content/concepts/regularization/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;

/** The smallest value of f on a fine grid, to check the closed forms. */
const argmin = (f: (w: number) => number) => {
  let best = -8;
  for (let i = -8000; i <= 8000; i++) if (f(i / 1000) < f(best)) best = i / 1000;
  return best;
};

describe('worked example', () => {
  test('L2 leaves 2, 2/3, −1/3 and L1 leaves 4, 0, 0', () => {
    expect(WEIGHTS).toEqual([6, 2, -1]);
    WEIGHTS.forEach((a, i) => {
      expect(ridge(a, 2)).toBeCloseTo([2, 2 / 3, -1 / 3][i], 12);
      expect(Math.abs(soft(a, 2))).toBe([4, 0, 0][i]);
      expect(argmin((w) => (w - a) ** 2 / 2 + w * w)).toBeCloseTo(ridge(a, 2), 2);
      expect(argmin((w) => (w - a) ** 2 / 2 + 2 * Math.abs(w))).toBeCloseTo(soft(a, 2), 2);
    });
  });

  test('gradient steps do not land on zero, proximal steps do', () => {
    expect(descend(-1, 2, 0.1, 101)).toBeCloseTo(-0.1, 1);
    let crossings = 0;
    for (let t = 60; t < 100; t++)
      if (descend(-1, 2, 0.1, t) * descend(-1, 2, 0.1, t + 1) < 0) crossings++;
    expect(crossings).toBeGreaterThan(15);
    expect(Math.abs(proximal(-1, 2, 0.1, 101))).toBe(0);
    expect(proximal(6, 2, 0.1, 200)).toBeCloseTo(4, 6);
  });
});

describe('weight decay', () => {
  test('one step from 1 with gradient 2', () => {
    const [rate, decay] = [fact('rate'), fact('decay')];
    const sgd = (lambda: number) => 1 - rate * (2 + lambda * 1);
    expect(sgd(0)).toBeCloseTo(fact('sgd-plain'), 12);
    expect(sgd(decay)).toBeCloseTo(fact('sgd-decay'), 12);
    expect(sgd(decay)).toBeCloseTo((1 - rate * decay) * 1 - rate * 2, 12);
    for (const lambda of [0, decay])
      expect(adam([2], 1, rate, lambda, 'l2')[0]).toBeCloseTo(fact('adam-step'), 6);
    expect(adam([2], 1, rate, decay, 'decoupled')[0]).toBeCloseTo(fact('adamw-step'), 6);
    // PyTorch printed the same numbers.
    expect(read('decay_torch.out.txt')).toContain(
      `SGD ${fact('sgd-decay').toFixed(2)}, Adam ${fact('adam-step').toFixed(2)}, AdamW ${fact('adamw-step').toFixed(2)}`,
    );
  });

  test('with Adam, L2 hardly reaches a weight with large gradients', () => {
    const end = (size: number, kind: 'l2' | 'decoupled') =>
      Number(path(size, kind).at(-1)!.toFixed(2));
    expect(end(1, 'decoupled')).toBe(fact('left-adamw'));
    expect(end(100, 'decoupled')).toBe(fact('left-adamw'));
    expect(end(1, 'l2')).toBe(fact('left-adamw'));
    expect(end(100, 'l2')).toBe(fact('left-l2-large'));
    expect(DECAY.steps).toBe(1000);
  });

  test('TensorFlow.js adds λ·Σw² without one half', async () => {
    await tf.setBackend('cpu');
    const value = tf.regularizers.l2({ l2: 0.5 }).apply(tf.tensor1d([3, 4])) as tf.Tensor;
    expect(value.dataSync()[0]).toBeCloseTo(0.5 * 25, 5);
    const l1 = tf.regularizers.l1({ l1: 0.5 }).apply(tf.tensor1d([3, -4])) as tf.Tensor;
    expect(l1.dataSync()[0]).toBeCloseTo(0.5 * 7, 5);
  });
});

test('what the page says of the widget', () => {
  const run = (query: Query) => {
    const way = trained(parseState(query).state!);
    const { net } = way.frames.get(way.end)!;
    const kernels: number[] = [];
    eachKernel(parseState(query).state!.width, (i) => kernels.push(Math.abs(net.weights[i])));
    return { ...way.history.at(-1)!, kernels };
  };
  expect(parseState({}).state!.samples).toBe(12);
  const runs = ['0', '0.001', '0.01', '0.1', '1'].map((l2) => run({ l2 }));
  const largest = runs.map(({ kernels }) => Math.max(...kernels));
  for (let i = 1; i < runs.length; i++) expect(largest[i]).toBeLessThan(largest[i - 1]);
  expect(runs[2].held).toBeLessThan(runs[0].held / 3); // no longer climbs
  expect(runs[4].train).toBeGreaterThan(100 * runs[0].train); // too strong
  const { kernels } = run({ l1: '0.1' });
  expect(kernels.filter((w) => w === 0).length).toBeGreaterThan(kernels.length / 2);
  expect(Math.max(...kernels)).toBeGreaterThan(0.5);
});

test('lambda is a keyword of Python', () => {
  const compile = (line: string) =>
    spawnSync('python3', ['-c', `compile(${JSON.stringify(line)}, 'answer', 'exec')`], {
      encoding: 'utf8',
    });
  expect(compile('loss += lambda * np.sum(np.abs(w))').stderr).toContain('SyntaxError');
  expect(compile('loss += lam * np.sum(np.abs(w))').status).toBe(0);
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures))
    for (const lang of ['zh', 'en'] as const) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
});
