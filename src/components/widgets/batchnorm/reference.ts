/** The normalisation in float64, from src/lib. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { CONV_DEFAULTS, conv2d } from '../../../lib/ops/conv.ts';
import {
  batchNormInference,
  foldIntoConv,
  normalize,
  normalizeGrad,
  updateMoving,
  type MovingStatistics,
} from '../../../lib/ops/norm.ts';
import type { Outputs } from '../toolkit/kind.ts';
import {
  batchGrid,
  movesStatistics,
  pytorchRefuses,
  shapeOf,
  slicesOfState,
  statistics,
  usesMoving,
  type State,
} from './state.ts';

/**
 * `y` in the shape of the batch; `mean` and biased `variance` of this batch, one per slice; the
 * moving statistics [C] after `steps` times this batch (as they were, when nothing moves them).
 */
export function reference(state: State): Outputs {
  const x = batchGrid(state);
  const { mean, variance } = statistics(state);
  const y = usesMoving(state)
    ? batchNormInference(x, movingOf(state), state)
    : normalize(x, slicesOfState(state), state).y;
  const moved = movingAfter(state).at(-1)!;
  return {
    y,
    mean,
    variance,
    movingMean: grid([moved.mean.length], moved.mean),
    movingVariance: grid([moved.variance.length], moved.variance),
  };
}

const movingOf = ({ movingMean, movingVariance }: State): MovingStatistics => ({
  mean: movingMean,
  variance: movingVariance,
});

/** The moving statistics before the first step, after it, and so on: `steps` + 1 of them. */
export function movingAfter(state: State): MovingStatistics[] {
  const all = [movingOf(state)];
  if (!movesStatistics(state)) return all;
  if (state.convention === 'pytorch' && pytorchRefuses(state)) return all;
  const { count } = slicesOfState(state);
  const batch = { ...statistics(state), count };
  for (let step = 0; step < state.steps; step++) {
    all.push(updateMoving(state.convention, all[step], batch, state.momentum));
  }
  return all;
}

/** ∂y_at/∂x for every x [N, C] or [N, H, W, C], where `at` is a flat index into y. */
export function gradient(state: State, at: number): Grid {
  const dy = grid(shapeOf(state));
  dy.data[at] = 1;
  if (!usesMoving(state))
    return normalizeGrad(dy, batchGrid(state), slicesOfState(state), state).dx;
  const c = at % state.gamma.length;
  dy.data[at] = state.gamma[c] / Math.sqrt(state.movingVariance[c] + state.eps);
  return dy;
}

/** The convolution that is folded: the picture and kernel of the page, 1 3 3 9 come out. */
export const PICTURE = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1, 2, 4];
export const KERNEL = [-1, 0, 1, -2, 0, 2, -1, 0, 1];

/** Convolution, then inference of channel c; and the one convolution that does both. */
export function folded(state: State, moving: MovingStatistics, c: number) {
  const one = { mean: [moving.mean[c]], variance: [moving.variance[c]] };
  const options = { gamma: [state.gamma[c]], beta: [state.beta[c]], eps: state.eps };
  const image = grid([4, 4, 1], PICTURE);
  const kernel = grid([3, 3, 1, 1], KERNEL);
  const middle = conv2d(image, kernel, CONV_DEFAULTS);
  const { data, shape } = batchNormInference({ shape: [4, 1], data: middle.data }, one, options);
  const fused = foldIntoConv(kernel, undefined, one, options);
  const together = conv2d(image, fused.kernel, { ...CONV_DEFAULTS, bias: fused.bias });
  return {
    middle: middle.data,
    apart: { shape, data },
    kernel: fused.kernel.data,
    bias: fused.bias[0],
    together: together.data,
    scale: state.gamma[c] / Math.sqrt(one.variance[0] + state.eps),
  };
}
