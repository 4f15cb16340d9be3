/** The results in float64, from src/lib. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { CONV_DEFAULTS, conv2d } from '../../../lib/ops/conv.ts';
import { costsOf, mergedKernel, mobilenet, separable, totalsOf } from '../../../lib/separable.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { gridsOf, type State } from './state.ts';

const table = (rows: readonly (readonly number[])[]): Grid =>
  grid([rows.length, rows[0].length, 1], rows.flat());

/**
 * The example: `y` [oh, ow, F], `z` [oh, ow, C] after the first step, `merged` [oh, ow, F] of the
 * standard convolution with the kernels D·P. The layer: `counts` [4, 3], rows standard, depthwise,
 * pointwise, both steps, columns weights, multiply-adds, multiply-adds for each number moved;
 * `ratio`. MobileNet: `blocks` [15, 7], columns side, inputs, outputs, and the multiply-adds of a
 * standard layer, of its own, of the depthwise and of the pointwise step; `totals` [2, 2], rows
 * standard and its own, columns weights and multiply-adds.
 */
export function reference(state: State): Outputs {
  const { x, d, p } = gridsOf(state);
  const { z, y } = separable(x, d, p);
  const merged = conv2d(x, mergedKernel(d, p), CONV_DEFAULTS);
  const positive = ({ shape, data }: Grid) => grid(shape, data.map((v) => v + 0)); // prettier-ignore
  const example = { y: positive(y), z: positive(z), merged: positive(merged) };
  if (state.net === 'layer') {
    const { standard, depthwise, pointwise, both, ratio } = costsOf(state);
    const rows = [standard, depthwise, pointwise, both].map(({ weights, macs, intensity }) => [weights, macs, intensity]); // prettier-ignore
    return { ...example, counts: table(rows), ratio: grid([1], [ratio]) };
  }
  const blocks = mobilenet(Number(state.alpha));
  const { standard, own } = totalsOf(blocks);
  const rows = blocks.map((block) => {
    const { side, inputs, outputs } = block.layer;
    const macs = [block.standard, block.own, block.depthwise, block.pointwise];
    return [side, inputs, outputs, ...macs.map((each) => each * side * side)];
  });
  const totals = [standard, own].map(({ weights, macs }) => [weights, macs]);
  return { ...example, blocks: table(rows), totals: table(totals) };
}
