/** Both ways around the square in float64, and how far they come out apart. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { move, sampling } from '../../../lib/ops/geometry.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { features, strideOf, trustedFeatures } from './stacks.ts';
import { featureMotion, inputGrid, isShift, MAX_SHIFT, motionOf, type State } from './state.ts';

/** More pixels than this are computed in pieces. */
const AT_ONCE = 64 * 64;

/** The parts of the result, in the order in which they are computed. */
export type Name = 'y' | 'x' | 'tx' | 'fx' | 'tfx' | 'difference' | 'trusted' | 'still' | 'curve';

const minus = (a: Grid, b: Grid): Grid => grid(a.shape, a.data.map((v, i) => v - b.data[i])); // prettier-ignore
const ones = (shape: readonly number[]): Grid => {
  const g = grid(shape);
  g.data.fill(1);
  return g;
};

/**
 * ‖a − b‖ / ‖b‖ over the cells that `where` marks, both sides as lists of numbers; 0 when both
 * vanish, NaN when no cell is marked.
 */
export function relative(a: Grid, b: Grid, where: Grid): number {
  let [off, size, count] = [0, 0, 0];
  where.data.forEach((marked, i) => {
    if (marked !== 1) return;
    off += (a.data[i] - b.data[i]) ** 2;
    size += b.data[i] ** 2;
    count++;
  });
  if (count === 0) return NaN;
  return off === 0 ? 0 : Math.sqrt(off / size);
}

/**
 * Where F(Tx) and T′F(x) can be compared (`trusted`), and where F(Tx) and F(x) can (`still`): away
 * from the border, and where nothing blank has moved in. What T′ reads from outside of the features
 * lies, seen from Tx, in the blank as well.
 */
function trust(state: State, x: Grid): { trusted: Grid; still: Grid } {
  const { inside, shape } = sampling(x.shape[0], x.shape[1], motionOf(state));
  const still = trustedFeatures(grid([...shape, 1], inside), state.stack);
  const whole = trustedFeatures(ones(x.shape), state.stack);
  const doubted = move(minus(ones(whole.shape), whole), featureMotion(state));
  const trusted = still.data.map((v, i) => (doubted.data[i] === 0 ? v : 0));
  return { trusted: grid(still.shape, trusted), still };
}

function work(state: State, x: Grid): Record<string, Grid> {
  const tx = move(x, motionOf(state));
  const fx = features(x, state.stack);
  const y = features(tx, state.stack);
  const tfx = move(fx, featureMotion(state));
  return { y, x, tx, fx, tfx, difference: minus(y, tfx), ...trust(state, x) };
}

/** Both errors of a state from its outputs. */
export function errorsOf(outputs: Outputs): {
  equivariance: number;
  invariance: number;
  cells: number;
} {
  const { y, fx, tfx, trusted, still } = outputs;
  return {
    equivariance: relative(y, tfx, trusted),
    invariance: relative(y, fx, still),
    cells: trusted.data.reduce((a, b) => a + b, 0),
  };
}

/** The equivariance error for one shift to the right, everything else as it is. */
function errorAt(state: State, x: Grid, fx: Grid, dx: number): number {
  const moved: State = { ...state, shift: [0, dx] };
  const y = features(move(x, motionOf(moved)), state.stack);
  return relative(y, move(fx, featureMotion(moved)), trust(moved, x).trusted);
}

/**
 * All results [h, w, 1] by name: `y` = F(Tx), the input `x`, the moved input `tx`, F(x), T′F(x),
 * their difference, and masks of the cells that count. For shifts also `curve` [1, 9, 1], the error
 * of the shifts 0 to 8.
 */
export function reference(
  state: State,
  picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  const x = inputGrid(state, picture);
  const curve = grid([1, MAX_SHIFT + 1, 1]);
  const shifts = isShift(state) ? Array.from(curve.data, (_, dx) => dx) : [];
  const finish = (found: Record<string, Grid>): Outputs => {
    const { y, ...rest } = found;
    return { y, ...rest, ...(shifts.length > 0 && { curve }) };
  };
  if (x.data.length <= AT_ONCE) {
    const found = work(state, x);
    for (const dx of shifts) curve.data[dx] = errorAt(state, x, found.fx, dx);
    return finish(found);
  }
  const all = async () => {
    if (!(await breathe())) return undefined;
    const found = work(state, x);
    for (const dx of shifts) {
      if (!(await breathe())) return undefined;
      curve.data[dx] = errorAt(state, x, found.fx, dx);
    }
    return finish(found);
  };
  return all();
}

/** Pixels of shift after which the features move by whole cells. */
export const period = (state: State) => strideOf(state.stack);
