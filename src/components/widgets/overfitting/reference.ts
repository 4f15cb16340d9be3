/** What stands on screen, in float64: the run is trained from its seed, then looked at. */
import { grid, type Grid } from '../../../lib/grid.ts';
import {
  batchOf,
  copyOf,
  eachKernel,
  mse,
  objectiveOf,
  predict,
  REACH,
  sizeOfKernels,
  stepOn,
} from '../../../lib/overfit.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { inSlices } from '../toolkit/slices.ts';
import { COLUMNS, pinnedOf, type State } from './state.ts';
import { shownStep, stoodAt, trained, training, type Way } from './training.ts';

/** Where the fitted function is drawn. */
export const PLACES = Float64Array.from(
  { length: COLUMNS },
  (_, i) => Math.round(100 * REACH * ((2 * i) / (COLUMNS - 1) - 1)) / 100,
);

/** Bins of the histogram, symmetric, and one of the exact zeros alone. */
export const BINS = 31;
export const BIN = 0.05;

const one = (value: number): Grid => grid([1], [value]);
const column = (values: ArrayLike<number>): Grid => grid([values.length, 1, 1], values);

function historyOf({ history }: Way): Grid {
  const rows = history.flatMap(({ step, train, held }) => [step, train, held]);
  return grid([history.length, 3, 1], rows);
}

/** Every result of a state whose runs have been trained. */
export function resultsOf(state: State): Outputs {
  const way = trained(state);
  const step = shownStep(state, way);
  const at = stoodAt(state, way, step);
  const { net } = at;
  const { train, held } = way;
  const [fitted, others] = [predict(net, train.x), predict(net, held.x)];
  const [trainLoss, valLoss] = [mse(fitted, train.y), mse(others, held.y)];
  const { squares, absolutes } = sizeOfKernels(net);
  const { points, masks } = batchOf(state, train, step);
  const inLoss = { l1: state.l1, l2: state.decoupled ? 0 : state.l2 };
  const { grads } = objectiveOf(inLoss, net, points, masks);
  const next = copyOf(at);
  stepOn(state, next, train);
  const other = copyOf(at);
  stepOn({ ...state, decoupled: !state.decoupled }, other, train);
  let apart = 0;
  next.net.weights.forEach((w, i) => (apart = Math.max(apart, Math.abs(w - other.net.weights[i]))));
  const counts = new Float64Array(BINS);
  let [zeros, kernels] = [0, 0];
  eachKernel(state.width, (i) => {
    const w = net.weights[i];
    kernels++;
    if (w === 0) zeros++;
    else counts[Math.min(BINS - 1, Math.max(0, Math.round(w / BIN) + (BINS - 1) / 2))]++;
  });
  return {
    curve: column(predict(net, PLACES)),
    trainLoss: one(trainLoss),
    valLoss: one(valLoss),
    gap: one(valLoss - trainLoss),
    objective: one(trainLoss + (inLoss.l2 / 2) * squares + state.l1 * absolutes),
    step: one(step),
    best: one(way.best),
    bestLoss: one(way.bestLoss),
    zeros: one(zeros),
    kernels: one(kernels),
    squares: one(squares),
    absolutes: one(absolutes),
    gradient: column(grads),
    next: column(next.net.weights),
    weights: column(net.weights),
    apart: one(apart),
    histogram: column(counts),
    history: historyOf(way),
    end: one(way.end),
    train: grid([train.x.length, 2, 1], Array.from(train.x, (x, i) => [x, train.y[i]]).flat()),
    held: grid([held.x.length, 2, 1], Array.from(held.x, (x, i) => [x, held.y[i]]).flat()),
    ...(way.wrong.length > 0 && { wrong: column(way.wrong) }),
    ...pinnedResults(state),
  };
}

function pinnedResults(state: State): Outputs {
  if (!state.pin) return {};
  const run = pinnedOf(state);
  const way = trained(run);
  const { net } = stoodAt(run, way, shownStep(run, way));
  const loss = ({ x, y }: Way['train']) => one(mse(predict(net, x), y));
  return {
    pinCurve: column(predict(net, PLACES)),
    pinTrain: loss(way.train),
    pinVal: loss(way.held),
    pinHistory: historyOf(way),
  };
}

/** Results by name; training that takes longer goes on in slices and is given up when stale. */
export function reference(
  state: State,
  _picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  const runs = state.pin ? [pinnedOf(state), state] : [state];
  const work = (function* () {
    for (const run of runs) yield* training(run);
  })();
  return inSlices(work, breathe, () => resultsOf(state));
}
