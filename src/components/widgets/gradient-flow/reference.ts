/** What stands on screen, in float64. */
import { distinctUnits, meanSquare, predict } from '../../../lib/gradient-flow.ts';
import { grid, type Grid } from '../../../lib/grid.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { inSlices } from '../toolkit/slices.ts';
import { flowing, flowOf } from './network.ts';
import type { State } from './state.ts';

/** Bars of a histogram, from −max to max; the middle one holds 0. */
export const BARS = 41;
/** Examples whose units are listed. */
export const LISTED = 4;

const one = (value: number): Grid => grid([1], [value]);

/** a/b, and 0 where nothing is left of nothing. */
const ratio = (a: number, b: number) => (a === 0 ? 0 : a / b);

let looked: { flow: object; layer: number; outputs: Outputs } | undefined;

/** Every result of a state whose network is there. */
export function resultsOf(state: State): Outputs {
  const flow = flowOf(state);
  if (looked?.flow !== flow || looked.layer !== state.layer) {
    looked = { flow, layer: state.layer, outputs: look(state) };
  }
  return looked.outputs;
}

const measured = new WeakMap<object, Outputs>();

function look(state: State): Outputs {
  const flow = flowOf(state);
  const { activations, gradients } = flow;
  let whole = measured.get(flow);
  if (!whole) measured.set(flow, (whole = measure(state)));
  const { layer, width } = state;
  const size = Math.sqrt(meanSquare(activations[layer])) || 1;
  return {
    ...whole,
    units: grid([LISTED, width, 1], activations[layer].slice(0, LISTED * width).map((v) => v / size)), // prettier-ignore
    histogram: grid([2, BARS, 1], [...bars(activations[layer]), ...bars(gradients[layer])]),
    reach: grid([2], [activations[layer], gradients[layer]].map(largest)),
  };
}

function measure(state: State): Outputs {
  const { weights, activations, passed, gradients } = flowOf(state);
  const { depth, width } = state;
  const sizes = activations.map(meanSquare);
  const slopes = gradients.map(meanSquare);
  const theory = predict(state);
  const pairs = (a: readonly number[], b: readonly number[]) =>
    grid([a.length, 2, 1], a.flatMap((value, l) => [value, b[l]])); // prettier-ignore
  const layers = Array.from({ length: depth }, (_, l) => l);
  return {
    layers: pairs(sizes, slopes),
    gains: pairs(
      layers.map((l) => ratio(sizes[l + 1], sizes[l])),
      layers.map((l) => ratio(slopes[l], slopes[l + 1])),
    ),
    ...(theory && { theory: pairs(theory.forward, theory.backward) }),
    before: grid(
      [depth, 1, 1],
      passed.map(({ z }) => meanSquare(z)),
    ),
    means: grid([depth + 1, 1, 1], activations.map((a) => a.reduce((sum, v) => sum + v, 0) / a.length)), // prettier-ignore
    distinct: grid(
      [depth, 1, 1],
      weights.map((w) => distinctUnits(w, width)),
    ),
    forward: one(ratio(sizes[depth], sizes[0])),
    backward: one(ratio(slopes[0], slopes[depth])),
  };
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

/** How many values fall into each bar. */
export function bars(values: Float64Array): number[] {
  const reach = largest(values) || 1;
  const counts = new Array<number>(BARS).fill(0);
  for (const value of values) {
    counts[Math.min(BARS - 1, Math.floor(((value / reach + 1) / 2) * BARS))]++;
  }
  return counts;
}

/** Results by name; networks that take longer go on in slices and are given up when stale. */
export function reference(
  state: State,
  _picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  return inSlices(flowing(state), breathe, () => resultsOf(state));
}
