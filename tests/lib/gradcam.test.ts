import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { grid, type Grid } from '@lib/grid.ts';
import { forwardNow } from '@lib/nn/forward.ts';
import { gradCam, gradientOfScore, tailOf, withoutSoftmax } from '@lib/nn/gradcam.ts';
import { readGraph, type Graph, type GraphNode } from '@lib/nn/graph.ts';
import { NETWORKS, networkOf } from './random-networks.ts';

const names = Object.keys(NETWORKS);

/** The score of a class as a function of the maps of the target. */
function scoreOf(name: string, seed: number) {
  const { graph, weights, input } = networkOf(name, seed);
  const bare = withoutSoftmax(graph);
  const tail = tailOf(bare)!;
  const results = forwardNow(bare, weights, { image: input });
  const start: GraphNode = { op: 'input', name: tail.target.name, inputs: [], shape: tail.target.shape }; // prettier-ignore
  const rest: Graph = {
    nodes: [start, ...tail.after],
    inputs: [start.name],
    outputs: bare.outputs,
  };
  const score = (maps: Grid, label: number) =>
    forwardNow(rest, weights, { [start.name]: maps })[bare.outputs[0]].data[label];
  return { tail, weights, results, score, classes: tail.after.at(-1)!.shape[0] };
}

describe('the gradient of a score', () => {
  test.each(names)('%s: equals finite differences in every cell of every map', (name) => {
    let [checked, kinks] = [0, 0];
    for (const seed of [1, 2, 3]) {
      const { tail, weights, results, score, classes } = scoreOf(name, seed);
      const A = results[tail.target.name];
      for (let label = 0; label < classes; label++) {
        const gradient = gradientOfScore(tail, weights, results, label);
        expect(gradient.shape).toEqual(tail.target.shape);
        const h = 1e-6;
        A.data.forEach((value, i) => {
          // At 0 a maximum or a ReLU may turn with the step; one-sided, it is what it was.
          const moved = (by: number) =>
            score(grid(A.shape, A.data.map((v, k) => (k === i ? value + by : v))), label); // prettier-ignore
          const central = (moved(h) - moved(-h)) / (2 * h);
          const ahead = (moved(h) - moved(0)) / h;
          const behind = (moved(0) - moved(-h)) / h;
          // There is no derivative at a kink.
          if (Math.abs(ahead - behind) > 1e-5) return void kinks++;
          checked++;
          expect(Math.abs(gradient.data[i] - central)).toBeLessThan(1e-5);
        });
      }
    }
    expect(checked).toBeGreaterThan(kinks);
  });

  test('is the same for the score whatever the softmax after it', () => {
    const { graph } = networkOf('digits');
    expect(withoutSoftmax(graph).nodes.at(-1)).toMatchObject({ activation: 'linear' });
    expect(graph.nodes.at(-1)).toMatchObject({ activation: 'softmax' });
    const { graph: layered } = networkOf('mean');
    expect(withoutSoftmax(layered).nodes.at(-1)).toMatchObject({ op: 'activation', activation: 'linear' }); // prettier-ignore
  });
});

describe('Grad-CAM', () => {
  test.each(names)('%s: weights are means of the gradient, the map their weighted sum', (name) => {
    const { tail, weights, results, classes } = scoreOf(name, 5);
    const [H, W, K] = tail.target.shape;
    for (let label = 0; label < classes; label++) {
      const gradient = gradientOfScore(tail, weights, results, label);
      const cam = gradCam(tail, weights, results, label);
      for (let k = 0; k < K; k++) {
        let mean = 0;
        for (let i = 0; i < H * W; i++) mean += gradient.data[i * K + k] / (H * W);
        expect(cam.weights.data[k]).toBeCloseTo(mean, 12);
      }
      cam.map.data.forEach((value, i) => {
        let sum = 0;
        for (let k = 0; k < K; k++) sum += cam.weights.data[k] * results[tail.target.name].data[i * K + k]; // prettier-ignore
        expect(value).toBeCloseTo(Math.max(0, sum), 12);
      });
    }
  });

  test('equals PyTorch’s autograd (golden file)', () => {
    const golden = JSON.parse(readFileSync('tests/golden/gradcam.json', 'utf8')) as {
      topology: unknown;
      input: { shape: number[]; data: number[] };
      weights: Record<string, { shape: number[]; data: number[] }>;
      cases: { label: number; alpha: number[]; map: number[]; gradient: number[] }[];
    };
    const graph = withoutSoftmax(readGraph(golden.topology));
    const as = ({ shape, data }: { shape: number[]; data: number[] }) => grid(shape, data);
    const weights = Object.fromEntries(Object.entries(golden.weights).map(([k, v]) => [k, as(v)]));
    const results = forwardNow(graph, weights, { image: as(golden.input) });
    const tail = tailOf(graph)!;
    expect(tail.target.name).toBe('conv2');
    expect(golden.cases).toHaveLength(4);
    const near = (a: ArrayLike<number>, b: number[]) => {
      expect(a.length).toBe(b.length);
      b.forEach((value, i) => expect(Math.abs(a[i] - value)).toBeLessThan(1e-10));
    };
    for (const { label, alpha, map, gradient } of golden.cases) {
      near(gradientOfScore(tail, weights, results, label).data, gradient);
      const cam = gradCam(tail, weights, results, label);
      near(cam.weights.data, alpha);
      near(cam.map.data, map);
    }
  });

  test('knows what it cannot follow back', () => {
    const image = { class_name: 'InputLayer', config: { name: 'image', batch_input_shape: [null, 8, 8, 1] } }; // prettier-ignore
    const graphOf = (...layers: unknown[]) =>
      readGraph({ class_name: 'Sequential', config: { layers: [image, ...layers] } });
    const flatten = { class_name: 'Flatten', config: { name: 'f' } };
    const dense = { class_name: 'Dense', config: { name: 'd', units: 3, activation: 'softmax' } };
    const conv = { class_name: 'Conv2D', config: { name: 'c', filters: 2, kernel_size: 3 } };
    // No maps but the input's own.
    expect(tailOf(withoutSoftmax(graphOf(flatten, dense)))).toBeUndefined();
    expect(tailOf(withoutSoftmax(graphOf(conv, flatten, dense)))!.target.name).toBe('c');
    const norm = { class_name: 'BatchNormalization', config: { name: 'n' } };
    expect(tailOf(withoutSoftmax(graphOf(conv, flatten, norm, dense)))).toBeUndefined();
    // A softmax in the middle.
    const two = { class_name: 'Dense', config: { name: 'e', units: 3, activation: 'linear' } };
    expect(tailOf(withoutSoftmax(graphOf(conv, flatten, dense, two)))).toBeUndefined();
  });
});
