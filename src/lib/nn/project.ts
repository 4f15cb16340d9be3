/**
 * Sends one number of a feature map back to the pixels, through the layers in reverse order.
 *
 *   convolution  the transposed convolution with the same kernel
 *   max pooling  each value goes where the maximum of its window had been (the switch)
 *   ReLU         three rules, and the only difference between the three pictures:
 *                gradient   passes where the forward input was positive
 *                deconvnet  passes where the signal coming back is positive
 *                guided     passes where both are
 *
 * M. D. Zeiler and R. Fergus, “Visualizing and Understanding Convolutional Networks”, ECCV 2014;
 * K. Simonyan et al., “Deep Inside Convolutional Networks”, ICLR 2014 workshop; J. T. Springenberg
 * et al., “Striving for Simplicity”, ICLR 2015 workshop.
 */
import { grid, type Grid } from '../grid.ts';
import { conv2dGradInput } from '../ops/conv.ts';
import { poolGradInput } from '../ops/pool.ts';
import type { Weights } from './forward.ts';
import type { Graph } from './graph.ts';
import type { Results } from './gradcam.ts';

export type ReluRule = 'gradient' | 'deconvnet' | 'guided';

/** One number of a layer [H, W, C]. */
export interface Place {
  layer: string;
  map: number;
  row: number;
  col: number;
}

/**
 * What passes a ReLU on the way back.
 *
 * @param signal coming from above
 * @param y results of the ReLU in the forward pass, positive where its input was
 */
export function throughRelu(
  signal: ArrayLike<number>,
  y: ArrayLike<number>,
  rule: ReluRule,
): Float64Array {
  const passed = new Float64Array(signal.length);
  for (let i = 0; i < passed.length; i++) {
    const s = signal[i];
    if (rule !== 'deconvnet' && !(y[i] > 0)) continue;
    passed[i] = rule !== 'gradient' && s < 0 ? 0 : s;
  }
  return passed;
}

/**
 * The picture that the number 1 at a place becomes at the input; all other numbers of the layer are 0.
 *
 * @param results of every layer, as `forward` gives them
 * @param switches results from which the places of the maxima are taken, if not from `results`
 * @returns [H, W, C], the shape of the input
 * @throws RangeError when a layer on the way is neither a convolution with ReLU or no activation nor
 * a pooling.
 */
export function projectBack(
  graph: Graph,
  weights: Weights,
  results: Results,
  { layer, map, row, col }: Place,
  rule: ReluRule,
  switches: Results = results,
): Grid {
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  let node = nodes.get(layer)!;
  const [, W, C] = node.shape;
  let signal = grid(node.shape);
  signal.data[(row * W + col) * C + map] = 1;
  while (node.op !== 'input') {
    const from = node.inputs[0];
    if (node.op === 'pool') {
      const { kind: op, window, stride, padding } = node;
      signal = poolGradInput(signal, switches[from], { op, window, stride, padding });
    } else if (node.op === 'conv2d' && ['relu', 'linear'].includes(node.activation)) {
      const { stride, padding, dilation } = node;
      const passed =
        node.activation === 'relu'
          ? throughRelu(signal.data, results[node.name].data, rule)
          : signal.data;
      const kernel = weights[`${node.name}/kernel`];
      const options = { stride, padding, dilation, groups: 1 };
      signal = conv2dGradInput(grid(node.shape, passed), kernel, nodes.get(from)!.shape, options);
    } else {
      throw new RangeError(`${node.name}: no way back through ${node.op}`);
    }
    node = nodes.get(from)!;
  }
  return signal;
}
