/** The results in float64, from src/lib. */
import { grid, type Grid } from '../../../lib/grid.ts';
import {
  frobenius,
  leftOf,
  runCell,
  sensitivities,
  type StepOf,
  type Weights,
} from '../../../lib/recurrent.ts';
import { digitGrid } from '../toolkit/digits.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { readerOf } from './readers.ts';
import { rulesOf, stepOf, weightsOf, type State } from './state.ts';

const table = (rows: readonly (readonly number[])[]): Grid =>
  grid(
    [rows.length, rows[0].length, 1],
    rows.flat().map((v) => v + 0),
  ); // no −0
/** Steps go to the right: [T][n] as [n, T, 1]. */
const across = (steps: readonly (readonly number[])[]) => table(steps[0].map((_, j) => steps.map((row) => row[j]))); // prettier-ignore

/** The rows of pixels that are read, the inputs of the steps. */
export function inputsOf(state: State, picture: Grid | undefined): number[][] {
  if (state.task === 'steps') return state.x.map((v) => [v]);
  const { data } = digitGrid(state.source, picture);
  return Array.from({ length: 28 }, (_, r) => [...data.subarray(28 * r, 28 * r + 28)]);
}

/** The inputs with a zero at the step that is looked at. */
export const without = (state: State) => state.x.map((v, t) => [t + 1 === stepOf(state) ? 0 : v]);

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((s) => Math.exp(s - most));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((p) => p / sum);
}

function sizes(state: State, weights: Weights, steps: readonly StepOf[]): Grid {
  const { h, c } = sensitivities(state.cell, weights, steps, rulesOf(state));
  return table([h, ...(c ? [c] : [])].map((all) => all.map(frobenius)));
}

/**
 * steps: `gates` [blocks·n, T], `h` [n, T], the LSTM's `c` [n, T]; `other` [n, T], h with input k set
 * to 0; of LSTM and GRU `left` [n, T], what step k wrote and is left of it; of the GRU `swapped`
 * [n, T], h with the reset gate on the other side of the product; `sizes` [1, T + 1]: ‖∂h_T/∂h_t‖
 * for t = 0 … T, in a second row of the LSTM ‖∂h_T/∂c_t‖.
 * rows: `states` [28, n], `says` [28, 10], the probabilities were it to stop there; `sizes`.
 */
export function reference(state: State, picture: Grid | undefined): Outputs {
  const { task, cell } = state;
  const rules = rulesOf(state);
  const xs = inputsOf(state, picture);
  if (task === 'rows') {
    const { weights, dense, bias } = readerOf(cell);
    const steps = runCell(cell, weights, xs, rules);
    const says = steps.map(({ h }) =>
      softmax(dense.map((row, k) => row.reduce((sum, v, j) => sum + v * h[j], bias[k]))),
    );
    return {
      says: table(says),
      states: table(steps.map(({ h }) => h)),
      sizes: sizes(state, weights, steps),
    };
  }
  const weights = weightsOf(state);
  const steps = runCell(cell, weights, xs, rules);
  const states = (other: readonly StepOf[]) => across(other.map(({ h }) => h));
  return {
    h: states(steps),
    gates: across(steps.map(({ gates }) => gates.flat())),
    ...(cell === 'lstm' && { c: across(steps.map(({ c }) => c!)) }),
    other: states(runCell(cell, weights, without(state), rules)),
    ...(cell !== 'rnn' && { left: across(leftOf(cell, steps, stepOf(state))) }),
    ...(cell === 'gru' && {
      swapped: states(runCell(cell, weights, xs, { ...rules, reset: state.reset === 'after' ? 'before' : 'after' })), // prettier-ignore
    }),
    sizes: sizes(state, weights, steps),
  };
}
