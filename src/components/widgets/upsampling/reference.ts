/** The up-sampling in float64, from src/lib. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { dilatedSize } from '../../../lib/ops/conv.ts';
import { resizeBilinear, resizeNearest, transposedConv2d } from '../../../lib/ops/upsample.ts';
import type { Outputs } from '../toolkit/kind.ts';
import {
  centresOf,
  inputGrid,
  kernelGrid,
  meetings,
  optionsOf,
  outputShape,
  type State,
} from './state.ts';

/** `y` [oh, ow, 1] and `overlap` of the same shape: how many products meet in each cell. */
export function reference(state: State, picture: Grid | undefined): Outputs {
  const [rows, columns] = meetings(state);
  const overlap = grid([rows.length, columns.length, 1]);
  const across = columns.map(({ length }) => length);
  rows.forEach(({ length: down }, r) => {
    for (let c = 0; c < across.length; c++) overlap.data[r * across.length + c] = down * across[c];
  });
  return { y: enlarged(state, picture), overlap };
}

function enlarged(state: State, picture: Grid | undefined): Grid {
  const input = inputGrid(state, picture);
  if (state.op === 'transposed') {
    return transposedConv2d(input, kernelGrid(state), optionsOf(state));
  }
  const [height, width] = outputShape(state);
  return state.op === 'nearest'
    ? resizeNearest(input, [height, width], state.alignCorners)
    : resizeBilinear(input, [height, width], centresOf(state));
}

/** What the other framework would be asked for, and what it gives. */
export interface Other {
  /** Its result, of the same shape. */
  y: Grid;
  /** PyTorch's padding and output padding, per axis. */
  padding?: [number, number];
  outputPadding?: [number, number];
}

/**
 * The same layer in the other convention, where there is one:
 * for `same`, what PyTorch gives with the padding and output padding that lead to n·s cells;
 * for a bilinear resize, what TensorFlow.js gives when no flag is set; with aligned corners, what
 * both frameworks give without them.
 */
export function otherConvention(state: State, picture: Grid | undefined): Other | undefined {
  const input = inputGrid(state, picture);
  if (state.op === 'bilinear') {
    const [height, width] = outputShape(state);
    const centres = state.alignCorners ? 'half-pixel' : 'asymmetric';
    return { y: resizeBilinear(input, [height, width], centres) };
  }
  if (state.op !== 'transposed' || state.padding !== 'same') return undefined;
  const sizes = [state.kernel.length, state.kernel[0].length];
  const spare = sizes.map((k, axis) => dilatedSize(k, state.dilation[axis]) - state.stride[axis]);
  const [p, q] = spare.map((n) => Math.max(0, Math.ceil(n / 2)));
  const outputPadding: [number, number] = [2 * p - spare[0], 2 * q - spare[1]];
  const most = [0, 1].map((axis) => Math.max(state.stride[axis], state.dilation[axis]));
  // PyTorch refuses so much output padding: there is no such layer.
  if (outputPadding.some((n, axis) => n >= most[axis])) return undefined;
  const y = transposedConv2d(input, kernelGrid(state), {
    ...optionsOf(state),
    padding: [p, p, q, q],
    outputPadding,
  });
  return { y, padding: [p, q], outputPadding };
}
