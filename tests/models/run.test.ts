/** The graph of a LayersModel: read, run in float64 and by TF.js, and refused where it must be. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { grid, sizeOf, type Grid } from '@lib/grid.ts';
import { forward, forwardNow, requireWeights } from '@lib/nn/forward.ts';
import { ModelError, readGraph, weightShapes } from '@lib/nn/graph.ts';
import { mulberry32, normal } from '@lib/random.ts';
import { runModel } from '@models/run.ts';
import { readModel } from '@models/store.ts';
import type { Ops } from '@runtime/tf.ts';

beforeAll(() => tf.setBackend('cpu'));

const random = mulberry32(7);
const noise = (shape: readonly number[], size = 1): Grid =>
  grid(
    shape,
    Float64Array.from({ length: sizeOf(shape) }, () => Math.fround(size * normal(random))),
  );

/** A network with every layer that is known, made and run by tf.layers itself. */
function everything(): tf.LayersModel {
  const image = tf.input({ shape: [8, 8, 2], name: 'image' });
  const code = tf.input({ shape: [3], name: 'code' });
  const apply = (layer: tf.layers.Layer, ...from: tf.SymbolicTensor[]) =>
    layer.apply(from.length > 1 ? from : from[0]) as tf.SymbolicTensor;
  const { layers } = tf;
  let x = apply(layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu', name: 'conv' }), image); // prettier-ignore
  x = apply(layers.batchNormalization({ name: 'norm' }), x);
  const skip = x;
  x = apply(layers.depthwiseConv2d({ kernelSize: [3, 2], depthMultiplier: 2, padding: 'same', name: 'depthwise' }), x); // prettier-ignore
  x = apply(layers.maxPooling2d({ poolSize: 2, name: 'max' }), x);
  x = apply(layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same', name: 'avg' }), x);
  x = apply(layers.leakyReLU({ alpha: 0.1, name: 'leaky' }), x);
  x = apply(layers.conv2dTranspose({ filters: 3, kernelSize: 4, strides: 2, padding: 'same', activation: 'tanh', name: 'up4' }), x); // prettier-ignore
  x = apply(layers.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, padding: 'same', useBias: false, name: 'up3' }), x); // prettier-ignore
  x = apply(layers.add({ name: 'sum' }), x, skip);
  x = apply(layers.concatenate({ name: 'both' }), x, skip);
  x = apply(layers.conv2d({ filters: 3, kernelSize: [2, 3], strides: [2, 1], dilationRate: 1, padding: 'valid', name: 'odd' }), x); // prettier-ignore
  const semantic = apply(layers.activation({ activation: 'softmax', name: 'semantic' }), x);
  x = apply(layers.upSampling2d({ size: [2, 3], name: 'larger' }), x);
  const mean = apply(layers.globalAveragePooling2d({ name: 'mean' }) as tf.layers.Layer, x);
  let y = apply(layers.flatten({ name: 'flat' }), x);
  y = apply(layers.dropout({ rate: 0.5, name: 'drop' }), y);
  y = apply(layers.dense({ units: 12, activation: 'sigmoid', name: 'dense' }), y);
  y = apply(layers.concatenate({ name: 'joined' }), y, mean, code);
  y = apply(layers.reshape({ targetShape: [3, 6, 1], name: 'shaped' }), y);
  return tf.model({ inputs: [image, code], outputs: [semantic, y] });
}

async function saved(model: tf.LayersModel) {
  let kept: tf.io.ModelArtifacts | undefined;
  await model.save({ save: async (artifacts) => { kept = artifacts; return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } }; } }); // prettier-ignore
  const bytes = new Uint8Array(kept!.weightData as ArrayBuffer);
  const weightsManifest = [{ paths: ['a.bin', 'b.bin'], weights: kept!.weightSpecs! }];
  const json = { modelTopology: kept!.modelTopology, weightsManifest };
  const half = bytes.length >> 1;
  const read = async (path: string) =>
    path === 'a.bin' ? bytes.slice(0, half) : bytes.slice(half);
  return { json: JSON.parse(JSON.stringify(json)) as typeof json, read };
}

describe('every layer', () => {
  test('float64 and core operations give what tf.layers gives', async () => {
    const model = everything();
    model.setWeights(
      model.weights.map((w) => {
        const values = Float32Array.from(noise(w.shape as number[], 0.5).data);
        const positive = w.originalName.includes('variance');
        return tf.tensor(positive ? values.map((v) => 0.5 + v * v) : values, w.shape as number[]);
      }),
    );
    const { json, read } = await saved(model);
    const loaded = await readModel(json, read);
    const image = noise([8, 8, 2]);
    const code = noise([3]);
    const one = (g: Grid) => tf.tensor(Float32Array.from(g.data), [1, ...g.shape]);
    const theirs = model.predict([one(image), one(code)]) as tf.Tensor[];
    const inputs = { image, code };
    const ours = (await forward(loaded.graph, loaded.weights, inputs))!;
    expect(forwardNow(loaded.graph, loaded.weights, inputs)).toEqual(ours);
    const before = tf.memory().numTensors;
    const device = tf.tidy(() =>
      runModel(tf as unknown as Ops, loaded, { image: one(image), code: one(code) }),
    );
    expect(Object.keys(device)).toEqual(['semantic', 'shaped']);
    loaded.graph.outputs.forEach((name, i) => {
      expect(theirs[i].shape.slice(1)).toEqual(ours[name].shape);
      const expected = theirs[i].dataSync<'float32'>();
      const off = (values: ArrayLike<number>) =>
        expected.reduce((worst, value, k) => Math.max(worst, Math.abs(value - values[k])), 0);
      expect(off(ours[name].data)).toBeLessThan(2e-5);
      expect(off(device[name].dataSync())).toBeLessThan(2e-6);
      device[name].dispose();
    });
    expect(tf.memory().numTensors).toBe(before);
    for (const node of loaded.graph.nodes) expect(ours[node.name].shape).toEqual(node.shape);
  });

  test('a forward pass can be given up between layers', async () => {
    const { json, read } = await saved(everything());
    const { graph, weights } = await readModel(json, read);
    const slow = { image: noise([8, 8, 2]), code: noise([3]) };
    const clock = Date.now;
    let now = 0;
    Date.now = () => (now += 11);
    try {
      expect(await forward(graph, weights, slow, async () => false)).toBeUndefined();
    } finally {
      Date.now = clock;
    }
  });
});

describe('what is refused, and how it is named', () => {
  const dense = (config: object = {}) => ({
    class_name: 'Dense',
    config: { name: 'd', units: 2, batch_input_shape: [null, 3], ...config },
  });
  const model = (...layers: object[]) => ({ class_name: 'Sequential', config: { layers } });
  const codeOf = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      if (error instanceof ModelError) return { code: error.code, ...error.params };
      throw error;
    }
    return undefined;
  };

  test.each([
    [null, { code: 'not-a-model' }],
    [{ class_name: 'Sequential', config: { layers: [] } }, { code: 'not-a-model' }],
    [{ class_name: 'Graph', config: { layers: [dense()] } }, { code: 'not-a-model' }],
    [model(dense(), { class_name: 'LSTM', config: { name: 'rnn' } }), { code: 'layer-unknown', layer: 'rnn', kind: 'LSTM' }], // prettier-ignore
    [model(dense({ activation: 'selu' })), { code: 'setting-unknown', layer: 'd', setting: 'activation selu' }], // prettier-ignore
    [model(dense({ batch_input_shape: [null, 3, 3, 1] })), { code: 'shape', layer: 'd', shape: '3×3×1' }], // prettier-ignore
  ])('%#', (topology, expected) => {
    expect(codeOf(() => readGraph(topology))).toEqual(expected);
  });

  test('a weight that is missing, misshapen or cut short', async () => {
    const graph = readGraph(model(dense()));
    expect(weightShapes(graph)).toEqual({ 'd/kernel': [3, 2], 'd/bias': [2] });
    expect(codeOf(() => requireWeights(graph, { 'd/kernel': grid([3, 2]) }))).toMatchObject({ weight: 'd/bias', given: '–' }); // prettier-ignore
    expect(codeOf(() => requireWeights(graph, { 'd/kernel': grid([2, 3]) }))).toMatchObject({ weight: 'd/kernel', given: '2×3' }); // prettier-ignore
    const json = {
      modelTopology: model(dense()),
      weightsManifest: [{ paths: ['w'], weights: [{ name: 'd/kernel', shape: [3, 2], dtype: 'float32' }] }], // prettier-ignore
    };
    const cut = async () => new Uint8Array(20);
    await expect(readModel(json, cut)).rejects.toMatchObject({ code: 'weights' });
  });

  test('an input of another shape', () => {
    const graph = readGraph(model(dense()));
    const weights = { 'd/kernel': grid([3, 2]), 'd/bias': grid([2]) };
    expect(codeOf(() => forwardNow(graph, weights, { input: grid([4]) }))).toMatchObject({ code: 'shape', layer: 'input' }); // prettier-ignore
  });
});

test('uint8, uint16 and float16 weights are what TF.js makes of them', async () => {
  const spec = [
    { name: 'a', shape: [3], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.1, min: -1 } }, // prettier-ignore
    { name: 'b', shape: [2], dtype: 'float32', quantization: { dtype: 'uint16', scale: 1e-4, min: -3 } }, // prettier-ignore
    { name: 'c', shape: [4], dtype: 'float32', quantization: { dtype: 'float16' } },
  ];
  const bytes = new Uint8Array([0, 7, 255, 1, 2, 255, 255, 0x00, 0x3c, 0x01, 0x00, 0xff, 0x7b, 0x66, 0xb8]); // prettier-ignore
  const theirs = tf.io.decodeWeights(bytes.buffer, spec as tf.io.WeightsManifestEntry[]);
  const layer = (name: string, units: number) => ({ class_name: 'Dense', config: { name, units, use_bias: false, batch_input_shape: [null, 1] } }); // prettier-ignore
  for (const [i, entry] of spec.entries()) {
    const at = [0, 3, 7][i];
    const json = {
      modelTopology: { class_name: 'Sequential', config: { layers: [layer('d', entry.shape[0])] } },
      weightsManifest: [{ paths: ['w'], weights: [{ ...entry, name: 'd/kernel', shape: [1, ...entry.shape] }] }], // prettier-ignore
    };
    const { weights } = await readModel(json, async () => bytes.slice(at));
    expect([...weights['d/kernel'].data]).toEqual([...theirs[entry.name].dataSync()]);
  }
});
