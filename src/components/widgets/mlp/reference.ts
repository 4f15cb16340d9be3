/** What stands on screen, in float64: the network is trained from its start, then looked at. */
import { grid, type Grid } from '../../../lib/grid.ts';
import {
  begin,
  copyOf,
  forward,
  gradientOf,
  halfSquares,
  inputsOf,
  REACH,
  step,
} from '../../../lib/playground.ts';
import { logistic } from '../../../lib/same.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { inSlices } from '../toolkit/slices.ts';
import { parametersOf, SIDE, type State } from './state.ts';
import { lossesOf, trained, training, type Reached } from './training.ts';

/** The middle of a cell, counted from the left or from the bottom. */
const middle = (i: number) => ((2 * i + 1 - SIDE) * REACH) / SIDE;

/** The point in the middle of a cell; row 0 is the top. */
export const cellPoint = (row: number, col: number): [x: number, y: number] => [
  middle(col),
  middle(SIDE - 1 - row),
];

/** The middles of the cells, row by row from the top. */
export const CELLS = Array.from({ length: SIDE * SIDE }, (_, i) =>
  cellPoint(Math.floor(i / SIDE), i % SIDE),
);

const one = (value: number): Grid => grid([1], [value]);

const looked = new WeakMap<object, Outputs>();

/** Every result of a state that has been trained. */
export function resultsOf(state: State): Outputs {
  const reached = trained(state);
  // The same run to the same step may be looked at with more steps wished for, if it diverged.
  let outputs = looked.get(reached.at);
  if (!outputs) looked.set(reached.at, (outputs = look(state, reached)));
  return outputs;
}

function look(state: State, reached: Reached): Outputs {
  const { at, train, test, history } = reached;
  const { net } = at;
  const all = forward(net, inputsOf(state.features, CELLS), CELLS.length);
  const logits = all[all.length - 1];
  const hidden = all.slice(1, -1);
  const width = state.hidden.reduce((a, b) => a + b, 0);
  const units = new Float64Array(CELLS.length * width);
  for (let e = 0, k = 0; e < CELLS.length; e++) {
    hidden.forEach((values, l) => {
      for (let j = 0; j < state.hidden[l]; j++) units[k++] = values[e * state.hidden[l] + j];
    });
  }
  const made = gradientOf(state, at, train.points);
  const next = copyOf({ ...at, diverged: false });
  step(state, next, train.points);
  const [onTrain, onTest] = lossesOf(net, reached);
  const row = (values: Float64Array) => grid([1, values.length, 1], values.slice());
  const past = history.filter(([steps]) => steps <= at.steps);
  return {
    loss: one(onTrain!.loss),
    ...(onTest && { lossTest: one(onTest.loss) }),
    accuracy: one(onTrain!.right / train.points.length),
    ...(onTest && { accuracyTest: one(onTest.right / test!.points.length) }),
    penalty: one(state.l2 * halfSquares(net)),
    parameters: one(parametersOf(state)),
    step: one(at.steps),
    lossStep: one(made.loss),
    field: grid([SIDE, SIDE, 1], logits.map(logistic)),
    ...(width > 0 && { units: grid([CELLS.length, width], units) }),
    weights: row(net.weights),
    gradient: row(made.gradient),
    next: row(next.net.weights),
    history: grid([past.length, past[0].length, 1], past.flat()),
    data: grid([train.points.length, 3, 1], train.points.flat()),
    start: row(begin(state).net.weights),
  };
}

/** Results by name; training that takes longer goes on in slices and is given up when stale. */
export function reference(
  state: State,
  _picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  return inSlices(training(state), breathe, () => resultsOf(state));
}
