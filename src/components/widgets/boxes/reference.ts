/** The results in float64, from src/lib. */
import { agreement, inclusiveIou } from '../../../lib/box-losses.ts';
import {
  averagePrecisions,
  COCO_THRESHOLDS,
  judge,
  rankedCurve,
  suppress,
  type Suppressed,
  type Verdict,
} from '../../../lib/box-ranking.ts';
import { boxIou, type Box } from '../../../lib/boxes.ts';
import { grid, type Grid } from '../../../lib/grid.ts';
import type { Outputs } from '../toolkit/kind.ts';
import type { State } from './state.ts';

const table = (rows: readonly (readonly number[])[]): Grid =>
  grid([rows.length, rows[0].length, 1], rows.flat());

/** The IoU of every box with every other one. */
export const pairsOf = (a: readonly Box[], b: readonly Box[]) =>
  a.map((one) => b.map((other) => boxIou(one, other)));

export const suppressed = (state: State): Suppressed => suppress(state.boxes, state);

/** Each detection, best first, at a threshold. */
export const verdicts = ({ detections, truths, matching }: State, at: number): Verdict[] =>
  judge(detections, truths, at, matching);

const rightOf = (list: readonly Verdict[]) => list.map(({ right }) => right);

/** How many steps of suppression are done. */
export const stepsDone = ({ step }: State, { steps }: Suppressed) =>
  step === 'end' ? steps.length : Math.min(step, steps.length);

/**
 * iou: `areas` [1, 5], `measures` [1, 4]: IoU, Dice, GIoU, DIoU; `gradients` [3, 4] of 1 − IoU,
 * 1 − GIoU, 1 − DIoU with respect to the edges of B; `inclusive`, the IoU of pixel indices.
 * nms: `pairs` [n, n], `scores` [1, n] at the end, `kept` [1, n], 1 or 0.
 * ap: `pairs` [detections, objects]; `curve` [detections, 5], best first: right, hits, precision,
 * recall, raised precision; `aps` [1, 4]: area, 11 points, 101 points, not raised; `tens` [1, 11]:
 * AP at ten thresholds, and their mean.
 */
export function reference(state: State): Outputs {
  const { mode, a, b, boxes, detections, truths, at, points } = state;
  if (mode === 'iou') {
    const { areas, iou, dice, giou, diou, gradients } = agreement(a, b);
    return {
      areas: table([areas]),
      measures: table([[iou, dice, giou, diou]]),
      gradients: table(gradients),
      inclusive: table([[inclusiveIou(a, b)]]),
    };
  }
  if (mode === 'nms') {
    const all = boxes.map((found) => found.box);
    const { scores, kept } = suppressed(state);
    return {
      pairs: table(pairsOf(all, all)),
      scores: table([scores]),
      kept: table([boxes.map((_, i) => Number(kept.includes(i)))]),
    };
  }
  const curveAt = (threshold: number) =>
    rankedCurve(rightOf(verdicts(state, threshold)), truths.length);
  const judged = verdicts(state, at);
  const curve = curveAt(at);
  const tens = COCO_THRESHOLDS.map((threshold) => {
    const { area, eleven, hundred } = averagePrecisions(curveAt(threshold));
    return { area, 11: eleven, 101: hundred }[points];
  });
  const { area, eleven, hundred, unraised } = averagePrecisions(curve);
  return {
    pairs: table(pairsOf(detections.map((found) => found.box), truths)), // prettier-ignore
    curve: table(
      curve.map(({ hits, precision, recall, raised }, i) => [Number(judged[i].right), hits, precision, recall, raised]), // prettier-ignore
    ),
    aps: table([[area, eleven, hundred, unraised]]),
    tens: table([[...tens, tens.reduce((sum, ap) => sum + ap, 0) / tens.length]]),
  };
}
