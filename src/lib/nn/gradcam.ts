/**
 * Grad-CAM: how much each map of the last convolution speaks for a class, and where.
 *
 * R. R. Selvaraju et al., “Grad-CAM: Visual Explanations from Deep Networks via Gradient-based
 * Localization”, ICCV 2017: α_k = (1/Z) Σ_ij ∂y_c/∂A_ij^k with y_c the score before the softmax, and
 * the map is ReLU(Σ_k α_k A^k). The gradient is written out for what follows the last convolution:
 * pooling, flattening, dense layers and element-wise activations.
 */
import { grid, type Grid } from '../grid.ts';
import { poolGradInput } from '../ops/pool.ts';
import type { Weights } from './forward.ts';
import type { Graph, GraphNode } from './graph.ts';

/** Results of every layer by name, as `forward` gives them. */
export type Results = Readonly<Record<string, Grid>>;

/** The last convolution of a network and what follows it, in order. */
export interface Tail {
  target: GraphNode;
  after: GraphNode[];
}

/** The graph with the softmax of its output taken off: its result are the scores before it. */
export function withoutSoftmax(graph: Graph): Graph {
  const last = graph.outputs[0];
  const nodes = graph.nodes.map((node): GraphNode => {
    const soft = node.name === last && 'activation' in node && node.activation === 'softmax';
    return soft ? { ...node, activation: 'linear' } : node;
  });
  return { ...graph, nodes };
}

/** Layers through which a gradient can be followed back, after the target. */
function passes(node: GraphNode): boolean {
  switch (node.op) {
    case 'pool':
    case 'flatten':
    case 'globalAverage':
    case 'dense':
      return !('activation' in node) || node.activation !== 'softmax';
    case 'reshape':
      return node.shape.length === 1;
    case 'activation':
      return node.activation !== 'softmax';
    default:
      return false;
  }
}

/**
 * The layer whose maps are weighed, the last one with maps before pooling, and the layers after it.
 *
 * @param graph without the softmax at its end
 * @returns undefined when another kind of layer follows the last maps, or there are none
 */
export function tailOf(graph: Graph): Tail | undefined {
  const after: GraphNode[] = [];
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  let node = byName.get(graph.outputs[0])!;
  for (;;) {
    if (node.shape.length === 3 && node.op !== 'pool') {
      return node.op === 'input' ? undefined : { target: node, after };
    }
    if (!passes(node) || node.inputs.length !== 1) return undefined;
    after.unshift(node);
    node = byName.get(node.inputs[0])!;
  }
}

/** f′ from the result y = f(x) of an activation. */
function slope(node: GraphNode, y: number): number {
  if (!('activation' in node)) return 1;
  switch (node.activation) {
    case 'relu':
      return y > 0 ? 1 : 0;
    case 'leaky-relu':
      return y > 0 ? 1 : 'alpha' in node ? node.alpha : 1;
    case 'sigmoid':
      return y * (1 - y);
    case 'tanh':
      return 1 - y * y;
    default:
      return 1;
  }
}

/**
 * ∂y_c/∂A: the gradient of the score of a class with respect to the maps of the target.
 *
 * @param results of the graph without its softmax
 * @returns [H, W, K], the shape of the target
 */
export function gradientOfScore(
  { target, after }: Tail,
  weights: Weights,
  results: Results,
  label: number,
): Grid {
  const last = after.at(-1)!;
  const start = grid(last.shape);
  start.data[label] = 1;
  let g = start;
  for (const node of [...after].reverse()) {
    const x = results[node.inputs[0]];
    const y = results[node.name].data;
    if (node.op === 'pool') {
      const { kind: op, window, stride, padding } = node;
      g = poolGradInput(g, x, { op, window, stride, padding });
    } else if (node.op === 'dense') {
      const w = weights[`${node.name}/kernel`].data;
      const before = g.data.map((value, j) => value * slope(node, y[j]));
      const n = before.length;
      g = grid(
        x.shape,
        x.data.map((_, i) => {
          let sum = 0;
          for (let j = 0; j < n; j++) sum += w[i * n + j] * before[j];
          return sum;
        }),
      );
    } else if (node.op === 'globalAverage') {
      const [H, W, C] = x.shape;
      const from = g.data;
      g = grid(
        x.shape,
        x.data.map((_, i) => from[i % C] / (H * W)),
      );
    } else if (node.op === 'activation') {
      const from = g.data;
      g = grid(
        x.shape,
        x.data.map((_, i) => from[i] * slope(node, y[i])),
      );
    } else {
      g = grid(x.shape, g.data);
    }
  }
  return g.shape.join() === target.shape.join() ? g : grid(target.shape, g.data);
}

/**
 * The map of a class and the weights it is made with.
 *
 * @param results of the graph without its softmax
 * @returns `map` [H, W, 1] = ReLU(Σ_k α_k A^k); `weights` [K], α_k = mean of the gradient over places
 */
export function gradCam(
  tail: Tail,
  weights: Weights,
  results: Results,
  label: number,
): { map: Grid; weights: Grid } {
  const [H, W, K] = tail.target.shape;
  const gradient = gradientOfScore(tail, weights, results, label);
  const alpha = grid([K]);
  gradient.data.forEach((value, i) => (alpha.data[i % K] += value / (H * W)));
  const A = results[tail.target.name].data;
  const map = grid([H, W, 1]);
  for (let place = 0; place < H * W; place++) {
    let sum = 0;
    for (let k = 0; k < K; k++) sum += alpha.data[k] * A[place * K + k];
    map.data[place] = Math.max(0, sum);
  }
  return { map, weights: alpha };
}
