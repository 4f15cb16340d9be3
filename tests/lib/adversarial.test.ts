/** src/lib/nn/adversarial.ts against PyTorch's autograd (tests/golden/make_adversarial.py) and differences. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { grid, type Grid } from '@lib/grid.ts';
import {
  backToInput,
  distances,
  gradientAtScores,
  lossOf,
  randomSigns,
  signsOf,
  stepLength,
  stepped,
} from '@lib/nn/adversarial.ts';
import { forwardNow, type Weights } from '@lib/nn/forward.ts';
import { withoutSoftmax } from '@lib/nn/gradcam.ts';
import type { Graph } from '@lib/nn/graph.ts';
import { conv2dGradInput } from '@lib/ops/conv.ts';
import { softmax } from '@lib/ops/activation.ts';
import { loadData, tileOf } from '@models/data.ts';
import { readFromDisk } from '@models/on-disk.ts';
import { loadModel } from '@models/store.ts';
import { networkOf } from './random-networks.ts';

interface Case {
  index: number;
  label: number;
  target: number | null;
  epsilon: number;
  steps: number;
  loss: number;
  gradient: number[];
  path: number[][];
  attacked: number[];
  largest: number;
  euclidean: number;
}
/** Over all held-out digits; `…Right` of every fiftieth, from the seventh on. */
interface Row {
  epsilon: number;
  attackRight: number[];
  noiseRight: number[];
}
const { cases, curve } = JSON.parse(
  readFileSync(new URL('../golden/adversarial.json', import.meta.url), 'utf8'),
) as { cases: Case[]; curve: Row[] };

let graph: Graph;
let weights: Weights;
const pictures: Grid[] = [];

beforeAll(async () => {
  readFromDisk();
  const model = await loadModel('digits-classifier');
  graph = withoutSoftmax(model.graph);
  weights = model.weights;
  const sprites = await loadData('digits/test');
  for (const { index } of cases) pictures.push(tileOf(sprites, index));
});

function lookAt(x: Grid, label: number, net = { graph, weights }) {
  const results = forwardNow(net.graph, net.weights, { [net.graph.inputs[0]]: x });
  const logits = results[net.graph.outputs[0]].data;
  const p = softmax(logits);
  const work = backToInput(net.graph, net.weights, results, gradientAtScores(p, label));
  let next = work.next();
  while (!next.done) next = work.next();
  return { p, loss: lossOf(logits, label), gradient: next.value };
}

/** The largest difference as a share of the largest number. */
function off(got: ArrayLike<number>, want: readonly number[]): number {
  expect(got).toHaveLength(want.length);
  const size = Math.max(...want.map(Math.abs));
  return Math.max(...want.map((value, i) => Math.abs(got[i] - value))) / size;
}

describe('the classifier of this site, as PyTorch has it', () => {
  test('the gradient of the loss with respect to the picture', () => {
    for (const [i, { label, target, loss, gradient, path }] of cases.entries()) {
      const found = lookAt(pictures[i], target ?? label);
      expect(found.gradient.shape).toEqual([28, 28, 1]);
      // A loss of 1e-9 is the difference of numbers near 20 in PyTorch.
      expect(Math.abs(found.loss - loss)).toBeLessThan(1e-12 * Math.max(1, loss));
      expect(off(found.p, path[0])).toBeLessThan(1e-12);
      // There the gradient at the scores is p − 1, of which few digits are left.
      expect(off(found.gradient.data, gradient)).toBeLessThan(loss < 1e-3 ? 1e-6 : 1e-11);
    }
    expect(cases).toHaveLength(6);
  });

  test('one step, several steps, and steps toward a class: pictures, probabilities, distances', () => {
    for (const [i, each] of cases.entries()) {
      const { label, target, epsilon, steps, path, attacked } = each;
      let x = pictures[i];
      for (let step = 0; step < steps; step++) {
        const { gradient } = lookAt(x, target ?? label);
        const signs = signsOf(gradient.data).map((s) => (target === null ? s : -s));
        x = stepped(pictures[i], x, signs, stepLength(epsilon, steps), epsilon);
        expect(off(lookAt(x, label).p, path[step + 1]), `${each.index}`).toBeLessThan(1e-9);
      }
      expect(off(x.data, attacked)).toBeLessThan(1e-12);
      const { largest, euclidean } = distances(pictures[i], x);
      expect(largest).toBeCloseTo(each.largest, 12);
      expect(euclidean).toBeCloseTo(each.euclidean, 12);
    }
  });
});

test('after one step and after noise of the same size, the digits that PyTorch reads right', { timeout: 60_000 }, async () => {
  const sprites = await loadData('digits/test');
  const { epsilon, attackRight, noiseRight } = curve.find((row) => row.epsilon === 0.1)!;
  expect(attackRight).toHaveLength(30);
  for (const [k, right] of attackRight.entries()) {
    const index = 7 + 50 * k;
    const x = tileOf(sprites, index);
    const label = sprites.labels[index];
    const read = (image: Grid) => {
      const { [graph.outputs[0]]: z } = forwardNow(graph, weights, { [graph.inputs[0]]: image });
      return Number(z.data.indexOf(z.data.reduce((a, b) => Math.max(a, b))) === label);
    };
    const { gradient } = lookAt(x, label);
    expect(read(stepped(x, x, signsOf(gradient.data), epsilon, epsilon)), `${index}`).toBe(right);
    expect(read(stepped(x, x, randomSigns(784, index), epsilon, epsilon)), `${index}`).toBe(noiseRight[k]);
  }
  expect(new Set([...attackRight, ...noiseRight])).toEqual(new Set([0, 1]));
}); // prettier-ignore

describe('the way back', () => {
  test('equals central differences where there is no kink', { timeout: 60_000 }, () => {
    const x = pictures[1];
    const { gradient } = lookAt(x, 5); // a class that it is not: the loss is large
    const size = Math.max(...gradient.data.map(Math.abs));
    let checked = 0; // in an even background every pooling has equal maxima
    const inStroke = [...x.data.keys()].filter((i) => x.data[i] > 0.2 && x.data[i] < 0.95);
    for (const i of inStroke.filter((_, k) => k % 3 === 0)) {
      const moved = (by: number) => lookAt(grid(x.shape, x.data.map((v, k) => (k === i ? v + by : v))), 5).loss; // prettier-ignore
      const h = 1e-7;
      const [ahead, here, behind] = [moved(h), moved(0), moved(-h)];
      if (Math.abs(ahead - 2 * here + behind) / h > 1e-3 * size) continue;
      checked++;
      expect(Math.abs((ahead - behind) / (2 * h) - gradient.data[i])).toBeLessThan(1e-3 * size);
    }
    expect(checked).toBeGreaterThan(8);
  });

  test('a convolution with a turned kernel is what conv2dGradInput adds up', () => {
    const random = randomSigns(28 * 28 * 16, 4);
    const node = graph.nodes.find(({ name }) => name === 'conv1')!;
    const start = grid([28, 28, 16], random);
    const only: Graph = { nodes: graph.nodes.slice(0, 2), inputs: graph.inputs, outputs: ['conv1'] }; // prettier-ignore
    const results = { conv1: grid(node.shape, random.map(() => 1)) }; // prettier-ignore
    const [, back] = [...drain(backToInput(only, weights, results, start.data))];
    const options = { stride: [1, 1] as [number, number], padding: 'same' as const, dilation: [1, 1] as [number, number], groups: 1 }; // prettier-ignore
    const want = conv2dGradInput(start, weights['conv1/kernel'], [28, 28, 1], options);
    expect(off(back!.data, [...want.data])).toBeLessThan(1e-12);
  });

  test('other layers are refused by name', () => {
    const { graph: other, weights: own, input } = networkOf('mean');
    expect(() => lookAt(input, 0, { graph: withoutSoftmax(other), weights: own })).toThrow(/no way back/); // prettier-ignore
  });
});

function* drain(work: Generator<undefined, Grid>): Generator<Grid | undefined> {
  let next = work.next();
  while (!next.done) next = work.next();
  yield undefined;
  yield next.value;
}

describe('losses, signs and steps', () => {
  test('a loss near 0 keeps its digits, a large one does not overflow', () => {
    expect(lossOf([40, 0], 0)).toBeCloseTo(Math.exp(-40), 30);
    expect(lossOf([0, 1e4], 0)).toBe(1e4);
    expect(lossOf([1e4, 0, -1e4], 2)).toBe(2e4);
    expect(lossOf([1, 1, 1, 1], 2)).toBeCloseTo(Math.log(4), 15);
    const p = softmax([40, 0, -3]);
    const g = gradientAtScores(p, 0);
    expect(g[0]).toBe(-(p[1] + p[2]));
    expect(Math.abs(g.reduce((a, b) => a + b))).toBeLessThan(1e-15 * p[1]);
    expect(p[0] - 1).not.toBe(g[0]);
  });

  test('signs: 0 stays 0; random ones are −1 or 1, half of each, the same for a seed', () => {
    expect([...signsOf([3, -0.1, 0, -0])]).toEqual([1, -1, 0, 0]);
    const one = randomSigns(10_000, 3);
    expect([...new Set(one)].sort()).toEqual([-1, 1]);
    expect(Math.abs(one.reduce((a, b) => a + b))).toBeLessThan(300); // three standard deviations
    expect(randomSigns(10_000, 3)).toEqual(one);
    expect(randomSigns(10_000, 4)).not.toEqual(one);
  });

  test('no step leaves the ball or the range of pixels; ε = 0 moves nothing', () => {
    const x = grid([1, 4, 1], [0, 0.5, 0.95, 1]);
    const signs = [-1, 1, 1, -1];
    expect([...stepped(x, x, signs, 0.2, 0.2).data]).toEqual([0, 0.7, 1, 0.8]);
    const once = stepped(x, x, signs, 0.15, 0.2);
    [0, 0.7, 1, 0.8].forEach((v, i) => expect(stepped(x, once, signs, 0.15, 0.2).data[i]).toBeCloseTo(v, 15)); // prettier-ignore
    expect(stepped(x, x, signs, 0, 0)).toEqual(x);
    expect(stepLength(0.2, 1)).toBe(0.2);
    expect(stepLength(0.2, 10)).toBeCloseTo(0.05, 15);
    expect(distances(x, grid([1, 4, 1], [0, 0.8, 0.55, 1]))).toEqual({ largest: expect.closeTo(0.4, 12), euclidean: expect.closeTo(0.5, 12) }); // prettier-ignore
  });
});
