import { CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { beforeAll, describe, expect, it } from 'vitest';
import { completions, sayEntry, valuesOf } from '../../../src/notebook/editor/complete.ts';
import { globals } from '../../../src/notebook/editor/globals.ts';
import { callAt, parameterType, Types } from '../../../src/notebook/editor/infer.ts';
import { decode, type Api } from '../../../src/notebook/editor/table.ts';
import { tfTable } from '../../../tools/build/tf-complete.ts';
import { stateOf } from './state.ts';

let api: Api;
beforeAll(() => {
  api = new Map([...decode(tfTable()), ...globals('en')]);
}, 240_000);

function complete(marked: string, explicit = false): CompletionResult | null {
  const { state, pos } = stateOf(marked);
  const source = completions({ api, declared: () => ['weights', 'history'] });
  return source(new CompletionContext(state, pos, explicit)) as CompletionResult | null;
}

const labels = (marked: string, explicit = false): string[] =>
  (complete(marked, explicit)?.options ?? []).map(({ label }) => label);

describe('completion', () => {
  it.each([
    ['tf.|', ['conv2d', 'layers', 'tensor2d']],
    ["import * as tf from '@tensorflow/tfjs';\ntf.lay|", ['layers']],
    ['tf.layers.|', ['dense', 'conv2d', 'maxPooling2d']],
    ['tf.train.|', ['adam', 'sgd']],
    ['tf.zeros([2]).|', ['matMul', 'add', 'shape', 'dispose']],
    ['tf.zeros([2])\n  .relu()\n  .|', ['matMul', 'add']],
    ['const x = tf.ones([1]);\nx.|', ['matMul', 'data']],
    ['const opt = tf.train.adam(0.1);\nopt.mi|', ['minimize']],
    ['const m = tf.sequential();\nm.|', ['add', 'fit', 'compile', 'predict']],
    ['const h = await tf.sequential().fit(x, y);\nh.|', ['history', 'epoch']],
    ['const w = tf.variable(tf.zeros([1]));\nw.|', ['assign', 'matMul']],
    ['const y = tf.tidy(() => tf.ones([1]));\ny.|', ['matMul']],
    ["const { images } = await dataset('digits', 'train');\nimages.|", ['conv2d', 'shape']],
    ['function f(a: tf.Tensor2D) { return a.| }', ['matMul']],
    ['const [a, b] = tf.split(x, 2);\na.|', ['matMul']],
    ['(await dataset("digits", "test")).|', ['images', 'labels']],
    ['display.|', ['image', 'images', 'table', 'chart', 'math']],
    ['weights.|', ['matMul', 'dispose']],
    ['Math.|', ['exp', 'PI']],
  ])('after %s', (marked, expected) => {
    expect(labels(marked)).toEqual(expect.arrayContaining(expected));
  });

  it('does not offer to one what only another has', () => {
    expect(labels('tf.train.|')).not.toContain('conv2d');
    expect(labels('const opt = tf.train.adam(0.1);\nopt.|')).not.toContain('matMul');
    expect(labels('tf.zeros([2]).|')).not.toContain('fit');
  });

  it('offers names of this cell, of earlier cells, of the page and of the language', () => {
    const found = labels('const kernelSize = 3; for (const row of rows) {}\nk|');
    expect(found).toEqual(expect.arrayContaining(['kernelSize', 'row', 'weights', 'tf', 'display', 'plot', 'progress', 'dataset', 'frame', 'await', 'Math'])); // prettier-ignore
    expect(found.filter((name) => name === 'tf')).toHaveLength(1);
  });

  it('offers the keys that an object of options may have, without those it has', () => {
    const found = labels('tf.layers.dense({ units: 3, |})');
    expect(found).toEqual(expect.arrayContaining(['activation', 'useBias', 'inputShape']));
    expect(found).not.toContain('units');
    expect(complete('tf.layers.conv2d({ fil|})')!.options.find(({ label }) => label === 'filters')!.apply).toBe('filters: '); // prettier-ignore
    expect(labels('const m = tf.sequential(); m.fit(x, y, { |')).toContain('epochs');
    expect(labels('const m = tf.sequential();\nm.fit(x, y, { callbacks: { | } })')).toContain('onEpochEnd'); // prettier-ignore
    expect(labels('display.image(x, { | })')).toEqual(['scale', 'range', 'caption']);
    expect(labels('tf.layers.dense({ units: u|})')).not.toContain('activation');
    expect(labels('const o = { |}')).not.toContain('units');
  });

  it('offers the strings that a parameter or an option takes', () => {
    expect(labels("tf.conv2d(x, w, 1, '|')")).toEqual(['valid', 'same']);
    expect(labels("tf.layers.dense({ units: 1, activation: 're|' })")).toContain('relu');
    expect(labels("await dataset('|')")).toEqual(['digits', 'fashion']);
    expect(labels("await dataset('digits', 't|')")).toEqual(['train', 'test']);
    expect(labels("console.log('|')")).toEqual([]);
    expect(valuesOf(api, 'PaddingMode')).toEqual(['valid', 'same', 'causal']);
  });

  it.each([
    '// tf.|',
    '/* x. | */',
    'const na|',
    'function na|',
    '`tf.|`',
    '12.|',
    '"abc".|',
    'x = 4|',
    ' |',
  ])('offers nothing in %s', (marked) => expect(complete(marked)).toBeNull());

  it('offers names at an empty place when asked', () => {
    expect(labels(' |', true)).toContain('tf');
  });

  it('ends with a name that refers to itself', () => {
    expect(labels('let x = x;\nx.|')).toContain('matMul');
    expect(labels('let a = b, b = a;\na.|')).toContain('matMul');
  });
});

describe('the call around the cursor', () => {
  const at = (marked: string) => {
    const { state, pos } = stateOf(marked);
    return callAt(new Types(api, state), state, pos);
  };

  it.each([
    ['tf.conv2d(|', 'conv2d', 0],
    ['tf.conv2d(x, w, |)', 'conv2d', 2],
    ['tf.conv2d(x, tf.relu(|), 1)', 'relu', 0],
    ['tf.conv2d(x, tf.relu(w), |1)', 'conv2d', 2],
    ['tf.layers.dense({ units: 3, |})', 'dense', 0],
    ['plot("loss", |', 'plot', 1],
    ['display(|', 'display', 0],
  ])('%s is %s, parameter %d', (marked, name, index) => {
    expect(at(marked)).toMatchObject({ entry: { name }, index });
  });

  it.each(['tf.conv2d(x)|', 'unknown(|', 'tf.tidy(() => { | })', '|'])('%s is none', (marked) =>
    expect(at(marked)).toBeUndefined(),
  );

  it('knows the type of a parameter, also of a rest', () => {
    expect(parameterType(at('tf.conv2d(x, |')!)).toBe('Tensor4D');
    expect(parameterType(at('console.log(1, 2, 3, |')!)).toBe('any[]');
    expect(parameterType(at('frame(|')!)).toBeUndefined();
  });

  it('is not that of a name which the reader has taken', () => {
    expect(at('const plot = (a) => a;\nplot(|')).toBeUndefined();
  });
});

it('every global has words in both languages', () => {
  const zh = globals('zh');
  const en = globals('en');
  expect([...zh.keys()]).toEqual([...en.keys()]);
  for (const [space, { entries }] of zh) {
    entries.forEach((entry, i) => {
      expect(entry.doc, `${space}.${entry.name}`).toMatch(/。$/);
      expect(sayEntry(en.get(space)!.entries[i])).toMatch(/^[\x20-\x7e×]+\.$/);
    });
  }
});
