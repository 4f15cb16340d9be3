/** A model of the reader's own: read, checked, refused with reasons, and taken apart as the site's. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { forwardNow, type Weights } from '@lib/nn/forward.ts';
import type { Graph } from '@lib/nn/graph.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/dissector/compute.ts';
import { openModel, type ChosenFile } from '@widgets/dissector/open-model.ts';
import { baseOf, reference } from '@widgets/dissector/reference.ts';
import { extent, format, inputGrid, layersOf, parse, texts } from '@widgets/dissector/state.ts';
import { STRINGS } from '@widgets/dissector/strings.ts';
import { formula, speak } from '@widgets/dissector/arithmetic.ts';
import { images } from '@widgets/dissector/maps.ts';
import { firstCursor, parts } from '@widgets/dissector/view.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { Refusal, type Query } from '@widgets/toolkit/query.ts';
import { fill, magnitude } from '@widgets/toolkit/text.ts';
import { networkOf, NETWORKS, topologyOf, type LayerJson } from '../../lib/random-networks.ts';
import { loadAll } from './combinations.ts';

const ops = tf as unknown as Ops;
const yes = async () => true;

beforeAll(async () => {
  await loadAll();
  await tf.setBackend('cpu');
});

const file = (name: string, content: string | Uint8Array): ChosenFile => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { name, size: bytes.length, arrayBuffer: async () => bytes.slice().buffer };
};

/** The files of a model as TF.js writes them, in two shards. */
function filesOf(
  topology: unknown,
  weights: Weights,
  change: (json: Record<string, unknown>) => void = () => {},
): ChosenFile[] {
  // prettier-ignore
  const entries = Object.entries(weights).map(([name, { shape }]) => ({ name, shape, dtype: 'float32' })); // prettier-ignore
  const bytes = new Uint8Array(Float32Array.from(Object.values(weights).flatMap(({ data }) => [...data])).buffer); // prettier-ignore
  const half = Math.floor(bytes.length / 2);
  const names = ['group1-shard1of2.bin', 'group1-shard2of2.bin'];
  const json = { modelTopology: topology, weightsManifest: [{ paths: names, weights: entries }] };
  change(json);
  return [
    file('model.json', JSON.stringify(json)),
    file(names[0], bytes.slice(0, half)),
    file(names[1], bytes.slice(half)),
  ];
}

async function refused(files: ChosenFile[]): Promise<string> {
  const said: string[] = [];
  for (const lang of ['zh', 'en'] as const) {
    try {
      await openModel(files, lang);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, params } = error.problem;
      const sentence = fill(STRINGS[lang].problems![code], params);
      expect(sentence).not.toMatch(/\{|undefined/);
      said.push(`${params.code} ${sentence}`);
    }
  }
  return said.join(' ') || 'taken';
}

/** A model with layers behind an input, and weights of the shapes that they ask for. */
function model(shape: (number | null)[], ...layers: LayerJson[]) {
  const image = { class_name: 'InputLayer', config: { name: 'image', batch_input_shape: [null, ...shape] } }; // prettier-ignore
  return { class_name: 'Sequential', config: { layers: [image, ...layers] } };
}
const layer = (class_name: string, config: Record<string, unknown>): LayerJson => ({ class_name, config }); // prettier-ignore

describe('what cannot be used is refused with the reason', () => {
  const good = () => networkOf('digits').weights;
  test.each<[string, () => ChosenFile[], RegExp]>([
    ['no json', () => [file('a.bin', '')], /^model-no-json/],
    ['no JSON inside', () => [file('model.json', 'hello')], /^model-not-a-model/],
    ['something else', () => [file('model.json', '{"a":1}')], /^model-not-a-model/],
    ['a graph model', () => [file('model.json', '{"modelTopology":{"node":[]},"weightsManifest":[]}')], /^model-not-a-model/], // prettier-ignore
    ['a shard missing', () => filesOf(topologyOf('digits'), good()).slice(0, 2), /^model-shard .*shard2of2/], // prettier-ignore
    ['a shard cut short', () => filesOf(topologyOf('digits'), good()).map((each, i) => (i === 2 ? file(each.name, new Uint8Array(8)) : each)), /^model-short/], // prettier-ignore
    ['a weight of another shape', () => filesOf(topologyOf('digits'), { ...good(), 'conv1/bias': networkOf('digits').weights['conv3/bias'] }), /^model-weights .*conv1\/bias/], // prettier-ignore
    ['a weight missing', () => filesOf(topologyOf('digits'), Object.fromEntries(Object.entries(good()).slice(0, -1))), /^model-weights .*dense2\/bias/], // prettier-ignore
    ['an unknown layer', () => filesOf(model([8, 8, 1], layer('LSTM', { name: 'memory', units: 3 })), {}), /^model-layer-unknown .*memory.*LSTM/], // prettier-ignore
    ['an unknown activation', () => filesOf(model([8, 8, 1], layer('Flatten', { name: 'f' }), layer('Dense', { name: 'd', units: 3, activation: 'gelu' })), {}), /^model-setting-unknown .*gelu/], // prettier-ignore
    ['layers that do not fit', () => filesOf(model([8, 8, 1], layer('Dense', { name: 'd', units: 3 })), {}), /^model-shape .*“d”/], // prettier-ignore
    ['a large input', () => filesOf(model([65, 64, 1], layer('Flatten', { name: 'f' })), {}), /^model-input .*65×64×1/], // prettier-ignore
    ['four channels', () => filesOf(model([8, 8, 4], layer('Flatten', { name: 'f' })), {}), /^model-input .*8×8×4/], // prettier-ignore
    ['an open size', () => filesOf(model([null, null, 3], layer('GlobalAveragePooling2D', { name: 'g' })), {}), /^model-(shape|input)/], // prettier-ignore
    ['maps as output', () => filesOf(model([8, 8, 1], layer('MaxPooling2D', { name: 'p' })), {}), /^model-output .*4×4×1/], // prettier-ignore
    ['too many scores', () => filesOf(model([16, 16, 1], layer('Flatten', { name: 'f' })), {}), /^model-output .*256/], // prettier-ignore
  ])('%s', async (_, files, expected) => {
    expect(await refused(files())).toMatch(expected);
  });

  test('what would take too long or too much', async () => {
    const conv = (filters: number) => layer('Conv2D', { name: 'c', filters, kernel_size: 3, use_bias: false }); // prettier-ignore
    const { graph }: { graph: Graph } = networkOf('digits');
    expect(graph.nodes.length).toBeLessThan(80);
    const many = Array.from({ length: 90 }, (_, i) => layer('Dropout', { name: `d${i}` }));
    const flat = layer('Flatten', { name: 'f' });
    expect(await refused(filesOf(model([4, 4, 1], ...many, flat), {}))).toMatch(/^model-layers/);
    const wide = networkOf('digits').weights['conv1/kernel'];
    expect(wide.shape).toEqual([3, 3, 1, 4]);
    const big = file('big.bin', new Uint8Array(8));
    expect(await refused([file('model.json', '{}'), { ...big, size: 3e7 }])).toMatch(/^model-bytes/); // prettier-ignore
    const { grid } = await import('@lib/grid.ts');
    const mean = layer('GlobalAveragePooling2D', { name: 'g' });
    const kernel = (n: number) => ({ 'c/kernel': grid([3, 3, 1, n]) });
    expect(await refused(filesOf(model([8, 8, 1], conv(300), mean), kernel(300)))).toMatch(/^model-maps/); // prettier-ignore
  });
});

describe.each(Object.keys(NETWORKS))('own model %s', (name) => {
  let graph: Graph;
  let weights: Weights;

  beforeAll(async () => {
    ({ graph, weights } = networkOf(name, 9));
    await openModel(filesOf(topologyOf(name), weights), 'zh');
  });

  const states = () => {
    const { state } = parse({ model: 'own' });
    const queries: Query[] = layersOf(state!).flatMap(({ name: layerName }) => [
      { model: 'own', layer: layerName, image: 'test-200' },
      { model: 'own', layer: layerName, image: 'test-900', range: '-1..1', map: '1' },
    ]);
    for (const view of ['occlusion', 'grad-cam']) {
      queries.push(
        { model: 'own', view },
        { model: 'own', view, class: '1', fill: 'grey', square: '3', range: '-1..1' },
      );
    }
    return queries.map((query) => {
      const { state: parsed, problems } = parse(query);
      if (!parsed) throw new Error(JSON.stringify([query, problems]));
      return parsed;
    });
  };

  test('is read and computed: every layer is what src/lib gives, on the device within 1e-4', async () => {
    for (const state of states()) {
      const expected = (await reference(state, undefined, yes))!;
      const results = tf.tidy(() => program(ops, state, undefined));
      for (const [output, tensor] of Object.entries(results)) {
        const { data, shape } = expected[output];
        expect(tensor.shape).toEqual([...shape]);
        expect(maxError(tensor.dataSync(), data), output).toBeLessThan(1e-5 * Math.max(1, magnitude(data))); // prettier-ignore
        tensor.dispose();
      }
      const whole = forwardNow(graph, weights, { [graph.inputs[0]]: inputGrid(state, undefined) });
      const base = baseOf(state, undefined);
      for (const { name: each } of layersOf(state)) {
        if (each === base.net.output) continue;
        expect(maxError(base.results[each].data, whole[each].data)).toBeLessThan(1e-5);
      }
      expect(base.results[base.net.output].data.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    }
    expect(tf.memory().numTensors).toBe(0);
  });

  test('is drawn in every view, and comes back from its texts', async () => {
    for (const state of states()) {
      const outputs = (await reference(state, undefined, yes))!;
      const view = { id: 'dissector', words: STRINGS.en, state, picture: undefined, outputs, cursor: firstCursor(state), ui: {}, image: undefined }; // prettier-ignore
      const html = Object.values(parts(view)).join('');
      expect(html).not.toMatch(/undefined|NaN|\{\w+\}/);
      expect(formula(view, false)).not.toMatch(/undefined|NaN/);
      expect(speak(view)).not.toBe('');
      const colours = { positive: [1, 2, 3], negative: [4, 5, 6], accent: [7, 8, 9] } as const;
      for (const [, paint] of html.matchAll(/data-paint="(.*?)"/g)) {
        const { data, height, width } = images(view, colours)[paint]();
        expect(data.length).toBe(height * width * 4);
      }
      expect(parse(format(state)).state).toEqual(state);
      expect(parse(texts(state)).state).toEqual(state);
      expect(extent(state).every((n) => n > 0)).toBe(true);
    }
  });
});
