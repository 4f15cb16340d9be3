/**
 * A residual block of two 3×3 convolutions, forwards and backwards.
 *
 *   F(x) = W₂ ∗ ReLU(W₁ ∗ x),  y = ReLU(F(x) + S(x))
 *
 * S is the shortcut: x itself, or a 1×1 convolution of it (a projection) where the number of channels
 * changes. Without a shortcut y = ReLU(F(x)); concatenated, y = ReLU([x, F(x)]) has the channels of
 * both. The last ReLU can be left out. No biases, stride 1, zeros around the pictures.
 *
 * After K. He, X. Zhang, S. Ren and J. Sun, Deep residual learning for image recognition, 2016.
 */
import { grid, type Grid } from './grid.ts';
import { conv2d, conv2dGradInput, conv2dGradKernel, type ConvOptions } from './ops/conv.ts';

export const JOINS = ['none', 'add', 'concatenate'] as const;
export type Join = (typeof JOINS)[number];

export interface Block {
  /** [H, W, C] */
  input: Grid;
  /** [3, 3, C, D] */
  kernel1: Grid;
  /** [3, 3, D, D] */
  kernel2: Grid;
  /** [1, 1, C, D]: needed to add when C ≠ D, not used otherwise. */
  projection?: Grid | undefined;
  join: Join;
  /** Whether a ReLU follows the addition. */
  relu: boolean;
}

export interface Passed {
  /** ReLU(W₁ ∗ x), [H, W, D]. */
  hidden: Grid;
  /** F(x), [H, W, D]. */
  branch: Grid;
  /** What the shortcut brings; nothing without one. */
  shortcut: Grid | undefined;
  /** Before the last ReLU. */
  joined: Grid;
  y: Grid;
}

const SAME: ConvOptions = { stride: [1, 1], padding: 'same', dilation: [1, 1], groups: 1 };

/** Zero stays zero and nothing becomes −0. */
const positive = ({ shape, data }: Grid): Grid =>
  grid(
    shape,
    data.map((v) => Math.max(0, v) + 0),
  );

/** Whether the shortcut has weights. */
export const projects = ({
  join,
  input,
  kernel1,
}: Pick<Block, 'join' | 'input' | 'kernel1'>): boolean =>
  join === 'add' && input.shape[2] !== kernel1.shape[3];

/**
 * The block forwards.
 *
 * @throws RangeError when kernels do not fit, or a projection is missing.
 */
export function blockForward(block: Block): Passed {
  const { input, kernel1, kernel2, projection, join, relu } = block;
  const hidden = positive(conv2d(input, kernel1, SAME));
  const branch = conv2d(hidden, kernel2, SAME);
  if (projects(block) && !projection) {
    throw new RangeError(`projection: ${input.shape[2]} channels cannot be added to ${kernel1.shape[3]}`); // prettier-ignore
  }
  const shortcut =
    join === 'none' ? undefined : projects(block) ? conv2d(input, projection!, SAME) : input;
  let joined = branch;
  if (join === 'add')
    joined = grid(
      branch.shape,
      branch.data.map((v, i) => v + shortcut!.data[i]),
    );
  if (join === 'concatenate') joined = sideBySide(input, branch);
  return { hidden, branch, shortcut, joined, y: relu ? positive(joined) : joined };
}

/** Channels of two pictures one after the other. */
function sideBySide(a: Grid, b: Grid): Grid {
  const [height, width, C] = a.shape;
  const D = b.shape[2];
  const made = grid([height, width, C + D]);
  for (let p = 0; p < height * width; p++) {
    made.data.set(a.data.subarray(p * C, (p + 1) * C), p * (C + D));
    made.data.set(b.data.subarray(p * D, (p + 1) * D), p * (C + D) + C);
  }
  return made;
}

/** Some channels of a picture. */
function channelsOf({ shape: [height, width, n], data }: Grid, from: number, to: number): Grid {
  const made = grid([height, width, to - from]);
  for (let p = 0; p < height * width; p++) {
    made.data.set(data.subarray(p * n + from, p * n + to), p * (to - from));
  }
  return made;
}

/** Lets through what ReLU let through; ReLU′(0) = 0. */
const gate = (dy: Grid, open: Grid): Grid =>
  grid(
    dy.shape,
    dy.data.map((g, i) => (open.data[i] > 0 ? g : 0)),
  );

export interface BlockGradients {
  /** ∂L/∂x: the sum of both ways, and each of them, [H, W, C]. */
  input: Grid;
  byBranch: Grid;
  byShortcut: Grid;
  kernel1: Grid;
  kernel2: Grid;
  projection: Grid | undefined;
}

/** The block backwards, from ∂L/∂y. */
export function blockBackward(block: Block, passed: Passed, dy: Grid): BlockGradients {
  const { input, kernel1, kernel2, projection, join, relu } = block;
  const [C, D] = [input.shape[2], kernel1.shape[3]];
  const { hidden, joined } = passed;
  const onJoined = relu ? gate(dy, joined) : dy;
  const onBranch = join === 'concatenate' ? channelsOf(onJoined, C, C + D) : onJoined;
  const onHidden = gate(conv2dGradInput(onBranch, kernel2, hidden.shape, SAME), hidden);
  const byBranch = conv2dGradInput(onHidden, kernel1, input.shape, SAME);
  const through = projects(block);
  let byShortcut = grid(input.shape);
  if (join === 'concatenate') byShortcut = channelsOf(onJoined, 0, C);
  else if (through) byShortcut = conv2dGradInput(onJoined, projection!, input.shape, SAME);
  else if (join === 'add') byShortcut = onJoined;
  return {
    input: grid(
      input.shape,
      byBranch.data.map((g, i) => g + byShortcut.data[i]),
    ),
    byBranch,
    byShortcut,
    kernel1: conv2dGradKernel(onHidden, input, kernel1.shape, SAME),
    kernel2: conv2dGradKernel(onBranch, hidden, kernel2.shape, SAME),
    projection: through ? conv2dGradKernel(onJoined, input, projection!.shape, SAME) : undefined,
  };
}
