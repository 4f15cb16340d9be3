/** The same convolution in float64, from src/lib: the judge of what the device computes. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { ACTIVATIONS } from '../../../lib/ops/activation.ts';
import { conv2d } from '../../../lib/ops/conv.ts';
import { derive, kernelGrid, optionsOf, sidesOf, type State } from './state.ts';

/** Multiply-adds done before the page gets a turn: about 10 ms. */
const SLICE = 8e6;

/**
 * The output [oh, ow, F] of a state, at once.
 *
 * @param input [H, W, C], the numbers that the device reads
 */
export function reference(input: Grid, state: State): Grid {
  const y = conv2d(input, kernelGrid(state), optionsOf(state));
  activateInPlace(y.data, state);
  return y;
}

/** Whether a state is worth slices. */
export const isLong = (state: State) => derive(state).macs > SLICE;

/**
 * The same in slices of a few rows, so that the page stays alive below a large picture.
 *
 * @param breathe awaited between slices; when it says no, the result is undefined.
 */
export async function referenceInSlices(
  input: Grid,
  state: State,
  breathe: () => Promise<boolean>,
): Promise<Grid | undefined> {
  const { macs, output } = derive(state);
  const [height, width, filters] = output;
  const padded = padInput(input, state);
  const [, paddedWidth, channels] = padded.shape;
  const kernel = kernelGrid(state);
  const options = { ...optionsOf(state), padding: 'valid' as const };
  const covered = state.dilation[0] * (kernel.shape[0] - 1) + 1;
  const rowsPerSlice = Math.max(1, Math.floor((SLICE * height) / macs));
  const y = grid([height, width, filters]);
  for (let from = 0; from < height; from += rowsPerSlice) {
    const rows = Math.min(rowsPerSlice, height - from);
    const first = from * state.stride[0];
    const needed = (rows - 1) * state.stride[0] + covered;
    const row = paddedWidth * channels;
    const slice = padded.data.subarray(first * row, (first + needed) * row);
    const part = conv2d(grid([needed, paddedWidth, channels], slice), kernel, options);
    y.data.set(part.data, from * width * filters);
    if (!(await breathe())) return undefined;
  }
  activateInPlace(y.data, state);
  return y;
}

function padInput(input: Grid, state: State): Grid {
  const [top, bottom, left, right] = sidesOf(state);
  const [height, width, channels] = input.shape;
  const padded = grid([height + top + bottom, width + left + right, channels]);
  const row = width * channels;
  for (let r = 0; r < height; r++) {
    const at = ((r + top) * (width + left + right) + left) * channels;
    padded.data.set(input.data.subarray(r * row, (r + 1) * row), at);
  }
  return padded;
}

function activateInPlace(values: Float64Array, { activation }: State): void {
  if (activation === 'none') return;
  const { f } = ACTIVATIONS[activation];
  values.forEach((value, i) => {
    values[i] = f(value);
  });
}
