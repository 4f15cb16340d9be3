import { gzipSync } from 'node:zlib';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  decode,
  encode,
  membersOf,
  signatureOf,
  splitParameters,
  type Api,
} from '../../../src/notebook/editor/table.ts';
import { firstSentence, shortType, tfTable } from '../../../tools/build/tf-complete.ts';

let text: string;
let api: Api;
// The type check of TF.js takes its time when nothing is cached.
beforeAll(() => {
  text = tfTable();
  api = decode(text);
}, 240_000);

const find = (space: string, name: string) =>
  membersOf(api, space).find((entry) => entry.name === name);

describe('the table of TF.js', () => {
  it.each([
    ['tf', 'conv2d', /^conv2d\(x: Tensor3D \| Tensor4D, filter: Tensor4D, strides: \[number, number\] \| number, pad: 'valid' \| 'same' \| number \| ExplicitPadding, dataFormat\?: 'NHWC' \| 'NCHW', .*\): Tensor3D \| Tensor4D$/],
    ['tf', 'maxPool', /^maxPool\(x: Tensor3D \| Tensor4D, filterSize: /],
    ['tf', 'tidy', /^tidy\(/],
    ['tf', 'grad', /^grad\(f: /],
    ['tf', 'oneHot', /^oneHot\(indices: Tensor, depth: number, onValue\?: number, /],
    ['tf.layers', 'dense', /^dense\(args: DenseLayerArgs\): Layer$/],
    ['tf.layers', 'conv2d', /^conv2d\(args: ConvLayerArgs\): Layer$/],
    ['tf.train', 'adam', /^adam\(learningRate\?: number, beta1\?: number, beta2\?: number, epsilon\?: number\): Optimizer$/],
    ['tf.image', 'resizeBilinear', /^resizeBilinear\(images: Tensor3D \| Tensor4D, size: \[number, number\], /],
    ['tf.losses', 'softmaxCrossEntropy', /^softmaxCrossEntropy\(onehotLabels: Tensor, logits: Tensor, /],
    ['tf.metrics', 'binaryAccuracy', /^binaryAccuracy\(yTrue: Tensor, yPred: Tensor\): Tensor$/],
    ['Tensor', 'matMul', /^matMul\(b: Tensor, transposeA\?: boolean, transposeB\?: boolean\): Tensor$/],
    ['Tensor', 'data', /^data\(\): Promise</],
    ['Tensor', 'shape', /^shape: number\[\]$/],
    ['Variable', 'assign', /^assign\(newValue: Tensor\): void$/],
    ['Variable', 'matMul', /^matMul\(/],
    ['Optimizer', 'minimize', /^minimize\(f: \(\) => Scalar, returnCost\?: boolean, varList\?: Variable\[\]\): Scalar$/],
    ['Sequential', 'add', /^add\(layer: Layer\): void$/],
    ['Sequential', 'fit', /^fit\(x: .*, args\?: ModelFitArgs\): Promise<History>$/],
    ['DenseLayerArgs', 'units', /^units: number$/],
    ['DenseLayerArgs', 'activation', /^activation: ActivationIdentifier$/],
    ['DenseLayerArgs', 'inputShape', /^inputShape: /],
    ['ModelFitArgs', 'callbacks', /CustomCallbackArgs/],
    ['CustomCallbackArgs', 'onEpochEnd', /^onEpochEnd: \(epoch: number, logs\?: Logs/],
    ['ActivationIdentifier', 'relu', /^relu$/],
    ['PaddingMode', 'same', /^same$/],
  ])('has %s.%s', (space, name, signature) => {
    expect(signatureOf(find(space, name)!)).toMatch(signature);
  }); // prettier-ignore

  it('says in one sentence what a function does', () => {
    expect(find('tf', 'conv2d')!.doc).toBe('Computes a 2D convolution over the input x.');
    expect(find('Tensor', 'matMul')!.doc).toMatch(/^Computes the dot product of two matrices/);
    expect(find('tf.losses', 'logLoss')!.doc).toMatch(/log loss/);
    const functions = [...api.values()].flatMap(({ entries }) => entries).filter(({ kind }) => kind === 'function'); // prettier-ignore
    expect(functions.filter(({ doc }) => doc).length / functions.length).toBeGreaterThan(0.95);
    for (const { doc } of functions) expect(doc.length).toBeLessThanOrEqual(140);
  });

  it('has only functions that the shipped library has', () => {
    const library = { ...tf, ...layers } as unknown as Record<string, Record<string, unknown>>;
    const missing = [...api]
      .filter(([space]) => /^tf(\.|$)/.test(space))
      .flatMap(([space, { entries }]) => {
        const object = space === 'tf' ? library : library[space.slice(3)];
        return entries
          .filter(({ kind }) => kind === 'function')
          .filter(({ name }) => typeof object?.[name] !== 'function')
          .map(({ name }) => `${space}.${name}`);
      });
    expect(missing).toEqual([]);
    const prototype = tf.Tensor.prototype as unknown as Record<string, unknown>;
    const methods = api.get('Tensor')!.entries.filter(({ kind }) => kind === 'function');
    expect(methods.length).toBeGreaterThan(100);
    expect(methods.map(({ name }) => name).filter((name) => typeof prototype[name] !== 'function')).toEqual([]); // prettier-ignore
  });

  it('leaves out what a sandbox cannot do', () => {
    for (const name of ['loadLayersModel', 'loadGraphModel', 'registerBackend', 'data', 'io'])
      expect(find('tf', name)).toBeUndefined();
    expect(find('LayersModel', 'save')).toBeUndefined();
  });

  it('is at most 25 kB as sent, and reads back as it was written', () => {
    expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(25_000);
    expect(encode(api)).toBe(text);
  });

  it('refuses a bad line', () => {
    expect(() => decode('# tf\n?what')).toThrow('bad line: ?what');
  });
});

describe('what the table is made of', () => {
  it('splits parameters outside of brackets only', () => {
    expect(splitParameters('a: [number, number], f: (x: T, y: T) => Map<K, V>, b?: {x: 1, y: 2}')).toEqual(
      ['a: [number, number]', 'f: (x: T, y: T) => Map<K, V>', 'b?: {x: 1, y: 2}'],
    ); // prettier-ignore
    expect(splitParameters('')).toEqual([]);
  });

  it('shortens types', () => {
    expect(shortType('Tensor<Rank.R4> | TensorLike4D')).toBe('Tensor4D');
    expect(shortType('string | undefined')).toBe('string');
    expect(shortType('() => void | Promise<void>')).toBe('() => void | Promise<void>');
  });

  it('takes the first sentence of a comment', () => {
    expect(firstSentence('Adds `a`,\ne.g. [b](https://c.d/e). Then more.')).toBe('Adds a, e.g. b.');
    expect(firstSentence('Does it.\n```js\ncode()\n```')).toBe('Does it.');
  });
});
