/** The results in float64, from src/lib. */
import { grid, type Grid } from '../../../lib/grid.ts';
import {
  areaOf,
  averageOf,
  countsOf,
  forgetful,
  metricsOf,
  mixturesOf,
  reportOf,
  sweep,
} from '../../../lib/metric-bench.ts';
import type { Averages, Counts } from '../../../lib/metrics.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { scoresOf, type State } from './state.ts';

const table = (rows: readonly (readonly number[])[]): Grid =>
  grid([rows.length, rows[0].length, 1], rows.flat());
const column = (values: readonly number[]): Grid => table(values.map((v) => [v]));

/** The four counts at the threshold, or those typed. */
export function countsAt(state: State): Counts {
  if (state.mode === 'scores') return countsOf(scoresOf(state), state.threshold);
  const [[tp, fn], [fp, tn]] = state.counts;
  return { tp, fp, fn, tn };
}

/**
 * scores: `counts` [[TP, FN], [FP, TN]]; `metrics` [8, 1]: accuracy, precision, recall, F1,
 * specificity, false positive rate, balanced accuracy, Matthews; `areas` [1, 2]: AUC, AP; `always`,
 * the accuracy of “always negative”; `mixtures` [7, 5], see mixturesOf; `curve` [distinct scores, 6]:
 * threshold, TP, FP, precision, recall, false positive rate.
 * counts: `metrics`, and `forgetful`, TP / N.
 * classes: `perClass` [K, 3] and `averages` [macro, micro, weighted; 3]: precision, recall, F1;
 * `accuracy`; `f1OfMeans`.
 */
export function reference(state: State): Outputs {
  if (state.mode === 'classes') {
    const { perClass, macro, micro, weighted, accuracy, f1OfMeans } = reportOf(state.matrix);
    const row = ({ precision, recall, f1 }: Averages) => [precision, recall, f1];
    return {
      averages: table([macro, micro, weighted].map(row)),
      perClass: table(perClass),
      accuracy: table([[accuracy]]),
      f1OfMeans: table([[f1OfMeans]]),
    };
  }
  const c = countsAt(state);
  const metrics = column(metricsOf(c));
  if (state.mode === 'counts') return { metrics, forgetful: table([[forgetful(c)]]) };
  const scored = scoresOf(state);
  const points = sweep(scored);
  const [p, n] = [c.tp + c.fn, c.fp + c.tn];
  return {
    counts: table([
      [c.tp, c.fn],
      [c.fp, c.tn],
    ]),
    metrics,
    areas: table([[areaOf(scored), averageOf(points)]]),
    always: table([[n / (p + n)]]),
    mixtures: table(mixturesOf(countsOf({ ...scored, times: 1 }, state.threshold))),
    curve: table(
      points.map(({ threshold, tp, fp, precision, recall, fpr }) => [threshold, tp, fp, precision, recall, fpr]), // prettier-ignore
    ),
  };
}
