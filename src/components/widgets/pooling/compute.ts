/** The pooling as a TensorFlow.js program, for every combination of parameters. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Grid } from '../../../lib/grid.ts';
import type { Ops } from '../../../runtime/tf.ts';
import {
  inputShape,
  isGlobal,
  optionsOf,
  outputShape,
  pooledGrid,
  ruleOf,
  sidesOf,
  type State,
} from './state.ts';

/** Below every number a reader can type: padding that never wins a maximum. */
const LOWEST = -1e30;

/**
 * `y` [oh, ow, C]. tf.maxPool and tf.avgPool know no ceil mode and no count_include_pad, so the
 * input is padded first, and a mean is the mean over the full window times k_h·k_w/n.
 */
export function program(tf: Ops, state: State, picture: Grid | undefined): { y: Tensor } {
  const input = pooledGrid(state, picture);
  const [H, W, C] = input.shape;
  const image = tf.tensor4d(Float32Array.from(input.data), [1, H, W, C]);
  const [oh, ow] = outputShape(state);
  const rule = ruleOf(state.op);
  if (isGlobal(state.op)) {
    // One axis after the other: short sums, small rounding. A mean is divided last, so that whole
    // numbers stay whole.
    const reduce = rule === 'max' ? tf.max : tf.sum;
    const all = reduce(reduce(image, 1), 1);
    const y = rule === 'max' ? all : tf.div(all, H * W);
    return { y: tf.reshape(y, [1, 1, C]) };
  }
  const { window, stride } = optionsOf(state);
  const [top, , left] = sidesOf(state);
  // As many cells behind the input as the last window needs, and none that no window reads.
  const reach = (size: number, n: number, before: number, axis: 0 | 1) =>
    (size - 1) * stride[axis] + window[axis] - before - n;
  const [below, behind] = [reach(oh, H, top, 0), reach(ow, W, left, 1)];
  const around: [number, number][] = [
    [0, 0],
    [top, Math.max(below, 0)],
    [left, Math.max(behind, 0)],
    [0, 0],
  ];
  // Padding by nothing would still be a pass of its own on the device.
  const padded = around.flat().some(Boolean)
    ? (tf.pad(image, around, rule === 'max' ? LOWEST : 0) as Tensor4D)
    : image;
  let y: Tensor;
  if (rule === 'max') {
    y = tf.maxPool(padded, window, stride, 'valid');
  } else {
    const squares = rule === 'l2' ? tf.mul(padded, padded) : padded;
    const means = tf.avgPool(squares as Tensor4D, window, stride, 'valid');
    const shares = tf.tensor4d(shareOfWindow(state, oh, ow), [1, oh, ow, 1]);
    y = tf.mul(means, shares);
    if (rule === 'l2') y = tf.sqrt(y);
  }
  return { y: tf.reshape(y, [oh, ow, C]) };
}

/** k_h·k_w/n for each output cell: how much larger the window is than the cells that count. */
function shareOfWindow(state: State, oh: number, ow: number): Float32Array {
  const { window, stride, includePad } = optionsOf(state);
  const [H, W] = inputShape(state);
  const [top, bottom, left, right] = sidesOf(state);
  const cells = (at: number, axis: 0 | 1, n: number, before: number, after: number) => {
    const first = at * stride[axis] - before;
    const end = Math.min(first + window[axis], n + after);
    return includePad ? end - first : Math.min(end, n) - Math.max(first, 0);
  };
  const shares = new Float32Array(oh * ow);
  for (let r = 0; r < oh; r++) {
    for (let c = 0; c < ow; c++) {
      const count = cells(r, 0, H, top, bottom) * cells(c, 1, W, left, right);
      shares[r * ow + c] = (window[0] * window[1]) / count;
    }
  }
  return shares;
}
