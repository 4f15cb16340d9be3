/** The pooling in float64, from src/lib. */
import { grid, type Grid } from '../../../lib/grid.ts';
import type { Sides } from '../../../lib/ops/conv.ts';
import { pool2d, poolGradInput } from '../../../lib/ops/pool.ts';
import type { Outputs } from '../toolkit/kind.ts';
import {
  inputGrid,
  isGlobal,
  isMoved,
  optionsOf,
  pooledGrid,
  sidesOf,
  type State,
} from './state.ts';

/** `y` [oh, ow, C]; for a maximum also `argmax`, flat indices into the (moved) input. */
export function reference(state: State, picture: Grid | undefined): Outputs {
  const { output, argmax } = pool2d(pooledGrid(state, picture), optionsOf(state));
  return argmax ? { y: output, argmax } : { y: output };
}

/** The output for the input as it was before the shift; undefined when there is none. */
export function unmoved(state: State, picture: Grid | undefined): Grid | undefined {
  if (!isMoved(state)) return undefined;
  return pool2d(inputGrid(state, picture), optionsOf(state)).output;
}

/** ∂(sum of all outputs)/∂x [H, W, C] on the (moved) input. */
export function gradient(state: State, picture: Grid | undefined): Grid {
  const input = pooledGrid(state, picture);
  const options = optionsOf(state);
  const { output } = pool2d(input, options);
  return poolGradInput(
    grid(output.shape, new Float64Array(output.data.length).fill(1)),
    input,
    options,
  );
}

/**
 * The same layer as PyTorch has it by default: symmetric padding ⌊k/2⌋ for TensorFlow's same, padded
 * zeros counted in an average, and the root of the sum (not of the mean) of squares for l2. What its
 * layers cannot pad themselves (LPPool2d at all; sides that differ, or more than half a window) is
 * padded before them, as F.pad does.
 */
export function pytorch(state: State, picture: Grid | undefined): Grid {
  const input = pooledGrid(state, picture);
  const options = optionsOf(state);
  const { op, window } = options;
  if (isGlobal(state.op)) return pool2d(input, options).output;
  const [p, q] = window.map((k) => Math.floor(k / 2));
  const sides: Sides = state.padding === 'same' ? [p, p, q, q] : sidesOf(state);
  const [top, bottom, left, right] = sides;
  const even = top === bottom && left === right && top <= p && left <= q;
  if (op !== 'l2' && even) {
    return pool2d(input, { ...options, padding: sides, includePad: true }).output;
  }
  const whole = padded(input, sides, op === 'max' ? -Infinity : 0);
  const { output } = pool2d(whole, { ...options, padding: 'valid' });
  if (op !== 'l2') return output;
  // In ceil mode too the mean over the cells that are there is taken times the full window.
  const root = Math.sqrt(window[0] * window[1]);
  return { shape: output.shape, data: output.data.map((value) => value * root) };
}

/** An image [H, W, C] with cells of one value around it. */
function padded(image: Grid, [top, bottom, left, right]: Sides, value: number): Grid {
  const [H, W, C] = image.shape;
  const width = left + W + right;
  const wide = grid([top + H + bottom, width, C]);
  wide.data.fill(value);
  for (let r = 0; r < H; r++) {
    const row = image.data.subarray(r * W * C, (r + 1) * W * C);
    wide.data.set(row, ((r + top) * width + left) * C);
  }
  return wide;
}
