/** Everything the widget shows in float64, from src/lib. */
import type { Grid } from '../../../lib/grid.ts';
import {
  direction,
  doubleThreshold,
  gradient,
  hysteresis,
  laplacian,
  laplacianOfGaussian,
  magnitude,
  smooth,
  suppress,
} from '../../../lib/ops/edges.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { inputGrid, operatorOf, outputName, type Name, type State } from './state.ts';

/** More pixels than this are computed in pieces. */
const AT_ONCE = 130 * 130;

/** One step after the other; each fills in what it computes. */
function steps(
  state: State,
  image: Grid,
): { found: Partial<Record<Name, Grid>>; work: (() => void)[] } {
  const { op, sigma, border, low, high } = state;
  const found: Partial<Record<Name, Grid>> = {};
  const operator = operatorOf(op);
  const work: (() => void)[] = [];
  if (op === 'log') {
    work.push(() => (found.response = laplacianOfGaussian(image, sigma, border)));
    return { found, work };
  }
  work.push(() => (found.smoothed = smooth(image, sigma, border)));
  if (!operator) {
    work.push(() => (found.response = laplacian(found.smoothed!, border)));
    return { found, work };
  }
  work.push(() => {
    const { gx, gy } = gradient(found.smoothed!, operator, border);
    Object.assign(found, { gx, gy, magnitude: magnitude(gx, gy), direction: direction(gx, gy) });
  });
  if (op !== 'canny') return { found, work };
  work.push(
    () => (found.suppressed = suppress(found.gx!, found.gy!, found.magnitude!)),
    () => {
      found.threshold = doubleThreshold(found.suppressed!, low, high);
      found.edges = hysteresis(found.threshold);
    },
  );
  return { found, work };
}

function named(state: State, found: Partial<Record<Name, Grid>>): Outputs {
  const outputs: Record<string, Grid> = {};
  for (const name in found) outputs[outputName(state, name as Name)] = found[name as Name]!;
  const { y, ...rest } = outputs;
  return { y, ...rest };
}

/** All results [H, W, 1] by name, the one on show as `y`. */
export function reference(
  state: State,
  picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  const image = inputGrid(state, picture);
  const { found, work } = steps(state, image);
  if (image.data.length <= AT_ONCE) {
    for (const step of work) step();
    return named(state, found);
  }
  const all = async () => {
    for (const step of work) {
      if (!(await breathe())) return undefined;
      step();
    }
    return named(state, found);
  };
  return all();
}

const others = new WeakMap<State, Grid>();

/** `y` under the other convention of the border: zeros, or reflect where the state has zeros. */
export function otherBorder(state: State, picture: Grid | undefined): Grid {
  let y = others.get(state);
  if (!y) {
    const other: State = { ...state, border: state.border === 'zero' ? 'reflect' : 'zero' };
    const { found, work } = steps(other, inputGrid(state, picture));
    for (const step of work) step();
    y = named(other, found).y;
    others.set(state, y);
  }
  return y;
}
