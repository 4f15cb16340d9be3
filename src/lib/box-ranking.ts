/** Rankings of boxes: ways to suppress duplicates, rules for hits, and average precision. */
import { boxIou, nonMaxSuppression, type Box } from './boxes.ts';

/** A box and how sure its detector is. */
export interface ScoredBox {
  readonly box: Box;
  readonly score: number;
}

/**
 * `greedy`: only kept boxes delete. `fast`: every better box deletes, even one that is gone (Fast
 * NMS; Bolya and others, 2019). `soft`: scores fall by exp(−IoU²/σ) instead (Bodla and others, 2017).
 */
export type SuppressionRule = 'greedy' | 'fast' | 'soft';

export interface SuppressionOptions {
  readonly rule: SuppressionRule;
  /** A box goes when its IoU with a better one is greater than this (not for `soft`). */
  readonly iou: number;
  /** A box must score more than this, for `soft` at every moment. */
  readonly score: number;
  /** Width of the decay of `soft`. */
  readonly sigma: number;
}

/** One step: the best box left is kept, the others are compared with it. */
export interface SuppressionStep {
  readonly kept: number;
  /** In order of score: IoU with the kept box, score before and after, and whether it goes. */
  readonly compared: readonly {
    readonly index: number;
    readonly iou: number;
    readonly before: number;
    readonly after: number;
    readonly gone: boolean;
  }[];
}

export interface Suppressed {
  readonly steps: readonly SuppressionStep[];
  /** Indexes kept, in the order in which they were kept. */
  readonly kept: readonly number[];
  /** The score of every box at the end. */
  readonly scores: readonly number[];
  /** For every box the one that made it go, −1 for none. */
  readonly by: readonly number[];
  /** Indexes that scored too little to take part. */
  readonly weak: readonly number[];
}

/** Thins out boxes by one of three rules; equal scores keep their order. */
export function suppress(found: readonly ScoredBox[], options: SuppressionOptions): Suppressed {
  const { rule, iou: most, score: least, sigma } = options;
  const scores = found.map(({ score }) => score);
  const by = found.map(() => -1);
  const weak = scores.flatMap((score, i) => (score > least ? [] : [i]));
  const steps: SuppressionStep[] = [];
  const overlap = (i: number, j: number) => boxIou(found[i].box, found[j].box);
  if (rule === 'greedy') {
    const all = found.map(({ box, score }) => ({ box, score, label: 0 }));
    for (const { kept, compared } of nonMaxSuppression(all, { iou: most, score: least }).steps) {
      for (const { index, gone } of compared) if (gone) by[index] = kept;
      steps.push({
        kept,
        compared: compared.map((c) => ({ ...c, before: scores[c.index], after: scores[c.index] })),
      });
    }
  } else {
    const ranked = (list: readonly number[]) => [...list].sort((a, b) => scores[b] - scores[a] || a - b); // prettier-ignore
    let left = ranked(found.map((_, i) => i).filter((i) => scores[i] > least));
    while (left.length > 0) {
      const [best, ...others] = left;
      const compared = others.map((index) => {
        const iou = overlap(best, index);
        const before = scores[index];
        if (rule === 'soft') scores[index] *= Math.exp(-(iou * iou) / sigma);
        const gone = rule === 'soft' ? scores[index] <= least : iou > most && by[index] < 0;
        if (gone) by[index] = best;
        return { index, iou, before, after: scores[index], gone };
      });
      // With `fast` a box that is gone takes its turn like any other.
      if (by[best] < 0 || compared.some(({ gone }) => gone)) steps.push({ kept: best, compared });
      left = rule === 'soft' ? ranked(others.filter((i) => by[i] < 0)) : others;
    }
  }
  const kept = steps.map((step) => step.kept).filter((i) => by[i] < 0);
  return { steps, kept, scores, by, weak };
}

/** Whose rules say what a hit is. */
export type HitRule = 'coco' | 'voc';

export interface Verdict {
  /** Index of the detection. */
  readonly index: number;
  /** The object it is judged by, −1 for none. */
  readonly object: number;
  readonly iou: number;
  /** Whether that object was taken by a better detection. */
  readonly taken: boolean;
  readonly right: boolean;
}

/**
 * Judges the detections of one class and picture, best score first. COCO looks at the object with
 * the largest IoU among those still free and asks for IoU ≥ threshold; VOC looks at the largest of
 * all, asks for IoU > threshold, and a box on a taken object is wrong. Of equal IoUs the first counts.
 */
export function judge(
  found: readonly ScoredBox[],
  objects: readonly Box[],
  threshold: number,
  rule: HitRule,
): Verdict[] {
  const taken = objects.map(() => false);
  const order = found.map((_, i) => i).sort((a, b) => found[b].score - found[a].score || a - b);
  return order.map((index) => {
    const overlaps = objects.map((object) => boxIou(found[index].box, object));
    const best = (free: boolean) => {
      let at = -1;
      overlaps.forEach((iou, o) => {
        if (!(free && taken[o]) && iou > (at < 0 ? 0 : overlaps[at])) at = o;
      });
      return at;
    };
    const enough = (o: number) => o >= 0 && (rule === 'coco' ? overlaps[o] >= threshold : overlaps[o] > threshold); // prettier-ignore
    const looked = best(rule === 'coco');
    const right = enough(looked) && !taken[looked];
    // A miss is explained by the object that it overlaps most.
    const object = right ? looked : best(false);
    const verdict = { index, object, iou: overlaps[object] ?? 0, taken: taken[object] ?? false, right }; // prettier-ignore
    if (right) taken[looked] = true;
    return verdict;
  });
}

/** A ranking of verdicts as precision and recall after each detection. */
export interface RankedPoint {
  readonly hits: number;
  readonly precision: number;
  readonly recall: number;
  /** The best precision at this recall or beyond. */
  readonly raised: number;
}

/** Precision, recall and raised precision of verdicts, best first, with `objects` in all. */
export function rankedCurve(right: readonly boolean[], objects: number): RankedPoint[] {
  let hits = 0;
  const points = right.map((hit, i) => {
    hits += Number(hit);
    return { hits, precision: hits / (i + 1), recall: objects > 0 ? hits / objects : 0 };
  });
  return points.map((point) => ({ ...point, raised: raisedAt(points, point.recall) }));
}

/** The best precision at a recall or beyond; 0 where the curve never gets. */
export function raisedAt(
  points: readonly { readonly precision: number; readonly recall: number }[],
  recall: number,
): number {
  return Math.max(0, ...points.filter((p) => p.recall >= recall).map((p) => p.precision));
}

/** Average precision in four ways. */
export interface AveragePrecisions {
  /** Area under the raised curve (VOC from 2010 on). */
  readonly area: number;
  /** Mean of the raised precision at 11 recalls (VOC 2007). */
  readonly eleven: number;
  /** Mean of the raised precision at 101 recalls (COCO). */
  readonly hundred: number;
  /** Area under the measured curve, nothing raised. */
  readonly unraised: number;
}

/** Average precisions of a curve. */
export function averagePrecisions(points: readonly RankedPoint[]): AveragePrecisions {
  const sampled = (count: number) => {
    let sum = 0;
    for (let j = 0; j < count; j++) sum += raisedAt(points, j / (count - 1));
    return sum / count;
  };
  let [area, unraised] = [0, 0];
  points.forEach(({ recall, raised, precision }, i) => {
    const more = recall - (i > 0 ? points[i - 1].recall : 0);
    area += more * raised;
    unraised += more * precision;
  });
  return { area, eleven: sampled(11), hundred: sampled(101), unraised };
}

/** The IoU thresholds of COCO: 0.50, 0.55, …, 0.95. */
export const COCO_THRESHOLDS = Array.from({ length: 10 }, (_, i) => (50 + 5 * i) / 100);
