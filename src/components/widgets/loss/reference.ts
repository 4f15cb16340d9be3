/** The results in float64, from src/lib. */
import { grid, type Grid } from '../../../lib/grid.ts';
import {
  bestConstants,
  binaryLoss,
  classLoss,
  clippedCrossEntropy,
  hinge,
  residualLosses,
  squaredProbabilities,
  squaredSigmoid,
  type ClassLoss,
} from '../../../lib/losses.ts';
import { ACTIVATIONS } from '../../../lib/ops/activation.ts';
import type { Outputs } from '../toolkit/kind.ts';
import type { State } from './state.ts';

const one = (value: number): Grid => grid([1, 1, 1], [value]);
const table = (rows: readonly (readonly number[])[]): Grid =>
  grid([rows.length, rows[0].length, 1], rows.flat());

/** The cross-entropy of a state, or what it would be with other options. */
export const classes = (state: State, other: Partial<State> = {}): ClassLoss => {
  const { logits, labels, ...options } = { ...state, ...other };
  return classLoss(logits, labels, options);
};

/** What divides the sum of a list of losses. */
export const divisorOf = ({ reduction }: State, n: number) => (reduction === 'mean' ? n : 1);

/** The other way to weight and average. */
export const otherConvention = ({ convention }: State) =>
  convention === 'pytorch' ? ('keras' as const) : ('pytorch' as const);

/** The state without weights, smoothing and focal: what the functions compute as they come. */
export const plainOf = (state: State): State => ({
  ...state,
  weights: state.weights.map(() => 1),
  smoothing: 0,
  gamma: 0,
});

/** Plain cross-entropy, and what it is when probabilities are passed: softmax is taken twice. */
function plainLosses(state: State): [once: number, twice: number] {
  const plain = plainOf(state);
  const { p, loss } = classes(plain);
  return [loss, classes(plain, { logits: p, temperature: 1 }).loss];
}

/** What Keras gives by default for logits: they are taken as probabilities. */
export function defaultKeras(state: State): number {
  const { logits, labels, temperature } = state;
  const each = logits.map((row, n) => clippedCrossEntropy(row.map((z) => z / temperature), labels[n])); // prettier-ignore
  return each.reduce((a, b) => a + b) / divisorOf(state, each.length);
}

/**
 * classes: `p`, `terms`, `gradient`, `mseGradient` [samples, classes]; `loss` in nats and `bits`,
 * `other` with the other convention; `plain` without weights, smoothing and focal, `twice` the same
 * after a second softmax, `mse` of the probabilities,
 * `clipped` as Keras takes logits for probabilities.
 * binary: `rows` [samples, 7]: p, cross-entropy, slope, hinge, slope, squared error, slope; `loss`,
 * `hinge`, `mse`.
 * regression: `rows` [samples, 7]: residual, squared, slope, absolute, slope, Huber, slope; `mse`,
 * `mae`, `huber`; `best` [1, 3], the best constants for the targets.
 */
export function reference(state: State): Outputs {
  const { mode, z, y, positive, gamma, predictions, targets, delta } = state;
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / divisorOf(state, values.length); // prettier-ignore
  if (mode === 'classes') {
    const { p, terms, gradient, loss } = classes(state);
    const [once, twice] = plainLosses(state);
    const mse = squaredProbabilities(state.logits, state.labels, state);
    return {
      p: table(p),
      terms: table(terms),
      gradient: table(gradient),
      mseGradient: table(mse.gradient),
      loss: one(loss),
      bits: one(loss / Math.LN2),
      other: one(classes(state, { convention: otherConvention(state) }).loss),
      plain: one(once),
      twice: one(twice),
      mse: one(mse.loss),
      clipped: one(defaultKeras(state)),
    };
  }
  if (mode === 'binary') {
    const n = divisorOf(state, z.length);
    const rows = z.map((logit, i) => {
      const all = [binaryLoss(logit, y[i], positive, gamma), hinge(logit, y[i]), squaredSigmoid(logit, y[i])]; // prettier-ignore
      return [
        ACTIVATIONS.sigmoid.f(logit),
        ...all.flatMap(({ value, slope }) => [value, slope / n]),
      ];
    });
    const column = (k: number) => one(mean(rows.map((row) => row[k])));
    return { rows: table(rows), loss: column(1), hinge: column(3), mse: column(5) };
  }
  const n = divisorOf(state, predictions.length);
  const rows = predictions.map((prediction, i) => {
    const r = prediction - targets[i];
    const { mse, mae, huber } = residualLosses(r, delta);
    return [r, ...[mse, mae, huber].flatMap(({ value, slope }) => [value, slope / n])];
  });
  const column = (k: number) => one(mean(rows.map((row) => row[k])));
  const best = bestConstants(targets, delta);
  return {
    rows: table(rows),
    mse: column(1),
    mae: column(3),
    huber: column(5),
    best: grid([1, 3, 1], [best.mse, best.mae, best.huber]),
  };
}
