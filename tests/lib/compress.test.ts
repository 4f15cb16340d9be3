import { beforeAll, describe, expect, test } from 'vitest';
import { backFrom, kernelsOf, lastTwo, levelOf, pruned, pruneScores, quantized, retrain, schemeOf, schemesOf, storage } from '@lib/compress.ts'; // prettier-ignore
import { grid, type Grid } from '@lib/grid.ts';
import { forwardNow, type Weights } from '@lib/nn/forward.ts';
import { withoutSoftmax } from '@lib/nn/gradcam.ts';
import { mulberry32 } from '@lib/random.ts';
import { loadData, tileOf } from '../../src/models/data.ts';
import { readFromDisk } from '../../src/models/on-disk.ts';
import { loadModel, type Model } from '../../src/models/store.ts';
import golden from '../golden/compress.json' with { type: 'json' };

let model: Model;
let few: Grid[];

beforeAll(async () => {
  readFromDisk();
  model = await loadModel('digits-classifier');
  const data = await loadData('digits/test');
  few = golden.few.map((i) => tileOf(data, i));
});

const made: Record<string, (weights: Weights) => Weights> = {
  plain: (weights) => weights,
  'tensor-8': (weights) => all(weights, 8, false),
  'tensor-3': (weights) => all(weights, 3, false),
  'channel-4': (weights) => all(weights, 4, true),
  'global-0.8': (weights) => pruned(weights, 0.8, 'global').weights,
  'layer-0.5': (weights) => pruned(weights, 0.5, 'layer').weights,
};
const all = (weights: Weights, bits: number, channel: boolean): Weights => ({
  ...weights,
  ...Object.fromEntries(kernelsOf(weights).map((name) => [name, quantized(weights[name], bits, channel)])), // prettier-ignore
});

describe("the classifier equals PyTorch's", () => {
  test.each(golden.states.map((state) => [state.kind, state] as const))(
    '%s',
    (kind, { sums, logits }) => {
      // prettier-ignore
      const weights = made[kind](model.weights);
      // The classifier's numbers are single precision there.
      for (const [name, [sum, size, left]] of Object.entries(sums)) {
        const { data } = weights[name];
        expect(Math.abs(data.reduce((a, b) => a + b, 0) - sum), name).toBeLessThan(1e-3);
        expect(Math.abs(data.reduce((a, b) => a + Math.abs(b), 0) - size), name).toBeLessThan(1e-3);
        expect(
          data.reduce((n, v) => n + Number(v !== 0), 0),
          name,
        ).toBe(left);
      }
      few.forEach((image, i) => {
        const [, scores] = lastTwo(withoutSoftmax(model.graph), weights, image.data);
        logits[i].forEach((want, k) => expect(Math.abs(scores[k] - want)).toBeLessThan(1e-4));
      });
    },
  );
});

test('skipping zeros changes nothing: features and scores are those of the forward pass', () => {
  const graph = withoutSoftmax(model.graph);
  for (const image of few) {
    const full = forwardNow(graph, model.weights, { [graph.inputs[0]]: image });
    const [features, scores] = lastTwo(graph, model.weights, image.data);
    features.forEach((v, i) => expect(v).toBeCloseTo(full.dense1.data[i], 9));
    scores.forEach((v, i) => expect(v).toBeCloseTo(full.dense2.data[i], 9));
  }
  const strange = { ...graph, nodes: [graph.nodes[0], { ...graph.nodes[1], op: 'concat' as const }] }; // prettier-ignore
  expect(() => lastTwo(strange, model.weights, few[0].data)).toThrow(/concat/);
});

describe('quantization', () => {
  test('the worked example of the page', () => {
    const scheme = schemeOf(-1.5, 2, 3);
    expect(scheme).toEqual({ scale: 0.5, zero: 3, bits: 3 });
    expect([0.6, 2, -1.5, 1, 9].map((r) => levelOf(r, scheme))).toEqual([4, 7, 0, 5, 7]);
    expect([0.6, 9].map((r) => backFrom(levelOf(r, scheme), scheme))).toEqual([0.5, 2]);
    expect(schemeOf(-1.5, 9, 3)).toEqual({ scale: 1.5, zero: 1, bits: 3 });
    expect(schemeOf(0, 0, 8).scale).toBe(1);
  });

  test('at most 2ᵇ values, 0 among them, none off by more than half a step', () => {
    const random = mulberry32(4);
    const kernel = grid([5, 5, 4, 6], Float64Array.from({ length: 600 }, (_, i) => (random() - 0.4) * (1 + (i % 6)))); // prettier-ignore
    for (const bits of [2, 3, 4, 8]) {
      for (const channel of [false, true]) {
        const schemes = schemesOf(kernel, bits, channel);
        const back = quantized(kernel, bits, channel);
        expect(schemes).toHaveLength(channel ? 6 : 1);
        back.data.forEach((v, i) => {
          const { scale } = schemes[i % schemes.length];
          expect(Math.abs(v - kernel.data[i])).toBeLessThanOrEqual(scale * (0.5 + 1e-9) + scale * 0.5 * Number(bits === 2)); // prettier-ignore
        });
        if (!channel) expect(new Set(back.data).size).toBeLessThanOrEqual(2 ** bits);
        expect(schemes.every((scheme) => backFrom(levelOf(0, scheme), scheme) === 0)).toBe(true);
      }
    }
    const error = (channel: boolean) => quantized(kernel, 4, channel).data.reduce((sum, v, i) => sum + (v - kernel.data[i]) ** 2, 0); // prettier-ignore
    expect(error(true)).toBeLessThan(0.6 * error(false));
  });
});

describe('pruning', () => {
  test('the share goes, the smallest first, biases stay', () => {
    for (const order of ['global', 'layer', 'random'] as const) {
      const { weights, limit } = pruned(model.weights, 0.7, order);
      const scores = pruneScores(model.weights, order);
      let [left, total, wrong] = [0, 0, 0];
      for (const name of kernelsOf(model.weights)) {
        const [from, to] = [model.weights[name].data, weights[name].data];
        for (let i = 0; i < from.length; i++) {
          const stays = scores[name][i] >= limit;
          total++;
          left += Number(stays);
          wrong += Number(to[i] !== (stays ? from[i] : 0));
        }
      }
      expect(wrong).toBe(0);
      expect(Math.abs(left / total - 0.3)).toBeLessThan(0.02);
      expect(weights['dense1/bias']).toBe(model.weights['dense1/bias']);
    }
    expect([...pruned(model.weights, 0, 'global').weights['conv1/kernel'].data]).toEqual([...model.weights['conv1/kernel'].data]); // prettier-ignore
  });

  test('bytes: a list pays from one half on, a mask from one eighth on', () => {
    expect(storage(1000, 1000)).toEqual({ dense: 1000, listed: 2000, masked: 1125 });
    expect(storage(1000, 500)).toEqual({ dense: 1000, listed: 1000, masked: 625 });
    expect(storage(1000, 875).masked).toBe(1000);
  });
});

test("retraining takes the steps of PyTorch's Adam, and zeros stay", () => {
  const { features, labels, start, losses, kernel, bias } = golden.retrained;
  const [w, b] = [Float64Array.from(start.kernel), Float64Array.from(start.bias)];
  const seen = [...retrain(features.map((row) => Float64Array.from(row)), labels, w, b, { steps: losses.length, rate: 0.02 })]; // prettier-ignore
  losses.forEach((loss, i) => expect(seen[i]).toBeCloseTo(loss, 9));
  kernel.forEach((v, i) => expect(w[i]).toBeCloseTo(v, 8));
  bias.forEach((v, i) => expect(b[i]).toBeCloseTo(v, 8));
  start.kernel.forEach((v, i) => v === 0 && expect(w[i]).toBe(0));
});
