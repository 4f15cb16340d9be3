/**
 * Adversarial examples: pictures moved a little, in the direction in which a loss grows or falls.
 *
 *   FGSM      x′ = x + ε·sign(∇ₓL), one step: among all moves of at most ε in every pixel the one
 *             that raises the linear part of L most (I. Goodfellow et al., “Explaining and Harnessing
 *             Adversarial Examples”, ICLR 2015)
 *   PGD       several smaller steps, each brought back to within ε of x and to the range of pixels
 *             (A. Madry et al., “Towards Deep Learning Models Resistant to Adversarial Attacks”,
 *             ICLR 2018)
 *   targeted  steps against the gradient of −ln p of the class that is wanted
 */
import { grid, type Grid } from '../grid.ts';
import { conv2d, conv2dGradInput } from '../ops/conv.ts';
import { poolGradInput } from '../ops/pool.ts';
import { mulberry32 } from '../random.ts';
import type { Weights } from './forward.ts';
import type { Results } from './gradcam.ts';
import type { Graph, GraphNode } from './graph.ts';
import { throughRelu } from './project.ts';

/**
 * −ln p of a class, from the scores before the softmax: ln(1 + Σ exp(z_j − z_label)) over the other
 * classes, so that a loss near 0 keeps its digits and a large one does not overflow.
 */
export function lossOf(logits: ArrayLike<number>, label: number): number {
  const others = Array.from(logits, (z) => z - logits[label]).filter((_, j) => j !== label);
  const most = Math.max(0, ...others);
  const sum = others.reduce((total, u) => total + Math.exp(u - most), 0);
  return most === 0 ? Math.log1p(sum) : most + Math.log(Math.exp(-most) + sum);
}

/**
 * ∂(−ln p_label)/∂z = p − one-hot(label). The entry of the label is −Σ of the others and not
 * p − 1, which would lose all its digits where the network is sure.
 */
export function gradientAtScores(probabilities: ArrayLike<number>, label: number): Float64Array {
  const g = Float64Array.from(probabilities);
  g[label] = 0;
  g[label] = -g.reduce((sum, p) => sum + p, 0);
  return g;
}

/**
 * Takes a gradient at the output of a chain of layers back to its input, a layer for each step of
 * the generator: convolution, pooling, flattening and dense layers, with ReLU or no activation. ReLU
 * passes nothing at 0; of equal maxima the first one gets all.
 *
 * @param graph without a softmax at its end
 * @param results of every layer, as `forward` gives them
 * @param start [N], the gradient with respect to the output
 * @returns the gradient with respect to the input, in its shape
 * @throws RangeError when there is another kind of layer on the way.
 */
export function* backToInput(
  graph: Graph,
  weights: Weights,
  results: Results,
  start: ArrayLike<number>,
): Generator<undefined, Grid> {
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  let node = nodes.get(graph.outputs[0])!;
  let g = grid(node.shape, Float64Array.from(start));
  while (node.op !== 'input') {
    const before = nodes.get(node.inputs[0])!;
    g = backThrough(node, before, g, weights, results);
    node = before;
    yield undefined;
  }
  return g;
}

function backThrough(
  node: GraphNode,
  before: GraphNode,
  g: Grid,
  weights: Weights,
  results: Results,
): Grid {
  const { shape } = before;
  if (node.op === 'flatten') return grid(shape, g.data);
  if (node.op === 'pool') {
    const { kind: op, window, stride, padding } = node;
    return poolGradInput(g, results[before.name], { op, window, stride, padding });
  }
  const passes = 'activation' in node && ['relu', 'linear'].includes(node.activation);
  if (!passes || (node.op !== 'dense' && node.op !== 'conv2d')) {
    throw new RangeError(`${node.name}: no way back through ${node.op}`);
  }
  const relu = node.activation === 'relu';
  const passed = relu ? throughRelu(g.data, results[node.name].data, 'gradient') : g.data;
  const kernel = weights[`${node.name}/kernel`];
  if (node.op === 'conv2d') return backThroughConv(node, grid(node.shape, passed), kernel, shape);
  const n = passed.length;
  return grid(
    shape,
    Float64Array.from({ length: kernel.data.length / n }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += kernel.data[i * n + j] * passed[j];
      return sum;
    }),
  );
}

const turned = new WeakMap<Grid, Grid>();

/** The kernel turned by half a turn, input and output channels exchanged. */
function turn(kernel: Grid): Grid {
  const known = turned.get(kernel);
  if (known) return known;
  const [kh, kw, C, F] = kernel.shape;
  const out = grid([kh, kw, F, C]);
  for (let tap = 0; tap < kh * kw; tap++) {
    for (let c = 0; c < C; c++) {
      for (let f = 0; f < F; f++) {
        out.data[((kh * kw - 1 - tap) * F + f) * C + c] = kernel.data[(tap * C + c) * F + f];
      }
    }
  }
  turned.set(kernel, out);
  return out;
}

function backThroughConv(
  node: GraphNode & { op: 'conv2d' | 'depthwiseConv2d' | 'conv2dTranspose' },
  dy: Grid,
  kernel: Grid,
  shape: readonly number[],
): Grid {
  const { stride, padding, dilation } = node;
  // With odd sides, stride 1 and `same` it is a convolution itself, which is the faster code.
  const plain = padding === 'same' && [...stride, ...dilation].every((n) => n === 1);
  if (plain && node.kernel.every((n) => n % 2 === 1)) {
    return conv2d(dy, turn(kernel), { stride, padding, dilation, groups: 1 });
  }
  return conv2dGradInput(dy, kernel, shape, { stride, padding, dilation, groups: 1 });
}

/** −1, 0 or 1 for each number. */
export const signsOf = (values: ArrayLike<number>): Float64Array =>
  Float64Array.from(values, (value) => (value > 0 ? 1 : value < 0 ? -1 : 0));

/** n random signs, −1 or 1 with the same chance: as large as those of a gradient, without its aim. */
export function randomSigns(n: number, seed: number): Float64Array {
  const random = mulberry32(seed);
  return Float64Array.from({ length: n }, () => (random() < 0.5 ? -1 : 1));
}

/**
 * One step: `from` + step·signs, brought back to at most ε from x, then to the range 0 to 1.
 *
 * @param x the picture that is attacked, `from` the one reached so far
 */
export function stepped(
  x: Grid,
  from: Grid,
  signs: ArrayLike<number>,
  step: number,
  epsilon: number,
): Grid {
  const data = x.data.map((value, i) => {
    const delta = from.data[i] - value + step * signs[i];
    return clamp(value + clamp(delta, -epsilon, epsilon), 0, 1);
  });
  return grid(x.shape, data);
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** The length of each of several steps: ε for one, else 2.5·ε/n as Madry et al. have it, at most ε. */
export const stepLength = (epsilon: number, steps: number) => Math.min(1, 2.5 / steps) * epsilon;

/** ‖x′ − x‖: the largest change of a pixel, and the root of the sum of squares. */
export function distances(x: Grid, moved: Grid): { largest: number; euclidean: number } {
  let [largest, squares] = [0, 0];
  x.data.forEach((value, i) => {
    const delta = Math.abs(moved.data[i] - value);
    largest = Math.max(largest, delta);
    squares += delta * delta;
  });
  return { largest, euclidean: Math.sqrt(squares) };
}
