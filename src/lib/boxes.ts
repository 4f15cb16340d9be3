/**
 * Boxes of a detector and masks of a segmenter: how they are decoded, thinned out and scored.
 *
 * A box is [left, top, right, bottom] in pixels; right and bottom are where it ends, so that its
 * area is (right − left) · (bottom − top).
 */
import { requireAxes, type Grid } from './grid.ts';

/** Left, top, right, bottom. */
export type Box = readonly [number, number, number, number];

/** What a detector says: a box, its class, and how sure it is. */
export interface Detection {
  readonly box: Box;
  readonly label: number;
  readonly score: number;
}

/** A true object. */
export interface Truth {
  readonly box: Box;
  readonly label: number;
}

/** Area of a box; 0 when it has no extent. */
export function boxArea([left, top, right, bottom]: Box): number {
  return Math.max(0, right - left) * Math.max(0, bottom - top);
}

/** How two boxes lie to each other: the numbers behind their IoU. */
export interface Overlap {
  readonly width: number;
  readonly height: number;
  readonly intersection: number;
  readonly union: number;
  readonly iou: number;
}

/**
 * Intersection over union of two boxes with every number on the way; two boxes without area
 * have IoU 0.
 */
export function overlapOf(a: Box, b: Box): Overlap {
  const width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]));
  const height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const intersection = width * height;
  const union = boxArea(a) + boxArea(b) - intersection;
  return { width, height, intersection, union, iou: union > 0 ? intersection / union : 0 };
}

/** Intersection over union of two boxes, 0 to 1. */
export function boxIou(a: Box, b: Box): number {
  return overlapOf(a, b).iou;
}

/** One step of non-maximum suppression: the best box left stays, those too close to it go. */
export interface NmsStep {
  /** Index of the detection that is kept. */
  readonly kept: number;
  /** IoU of every box still in play with the kept one, in order of score. */
  readonly compared: { readonly index: number; readonly iou: number; readonly gone: boolean }[];
  /** Indexes that go on to the next step, in order of score. */
  readonly left: number[];
}

/** What non-maximum suppression did. */
export interface Nms {
  /** Indexes above the score threshold, best first: the order in which boxes are looked at. */
  readonly order: number[];
  readonly steps: NmsStep[];
  /** Indexes kept, best first. */
  readonly kept: number[];
}

/** How non-maximum suppression works. */
export interface NmsOptions {
  /** A box goes when its IoU with a better one is greater than this. */
  readonly iou: number;
  /** Boxes must score more than this to take part. */
  readonly score?: number;
  /** Only boxes of one class suppress each other. */
  readonly perClass?: boolean;
}

/**
 * Greedy non-maximum suppression, step by step; equal scores keep their order. With `perClass`
 * left out it keeps the same boxes as `tf.image.nonMaxSuppression`.
 */
export function nonMaxSuppression(detections: readonly Detection[], options: NmsOptions): Nms {
  const { iou: most, score: least = -Infinity, perClass = false } = options;
  const order = detections
    .map((_, index) => index)
    .filter((index) => detections[index].score > least)
    .sort((a, b) => detections[b].score - detections[a].score || a - b);
  const steps: NmsStep[] = [];
  for (let left = order; left.length > 0; left = steps[steps.length - 1].left) {
    const [kept, ...others] = left;
    const compared = others.map((index) => {
      const iou = boxIou(detections[kept].box, detections[index].box);
      const rivals = !perClass || detections[kept].label === detections[index].label;
      return { index, iou, gone: rivals && iou > most };
    });
    steps.push({ kept, compared, left: compared.filter((c) => !c.gone).map((c) => c.index) });
  }
  return { order, steps, kept: steps.map((step) => step.kept) };
}

/** Pixels per cell of the detector's grid. */
export const CELL = 8;
/** Width and height for which the detector's head says 0. */
export const ANCHOR = 16;

/** A detection with the numbers of the head it was decoded from. */
export interface HeadDetection extends Detection {
  readonly row: number;
  readonly col: number;
  /** Probability that the centre of an object lies in the cell. */
  readonly objectness: number;
  /** Probabilities of the classes (softmax of the class scores). */
  readonly classes: number[];
}

/**
 * Decodes the heads [rows, cols, 5 + classes] of the detector, one detection per cell, row by row:
 * objectness o, centre x = 8 · (col + dx), y = 8 · (row + dy), width 16 · e^tw, height 16 · e^th;
 * the class is the most probable one and the score is o times its probability.
 *
 * The boxes are not clipped to the picture. After YOLO (Redmon and others, 2016; the exponential
 * from YOLOv2, 2017).
 *
 * @throws RangeError when the heads have not three axes or no classes.
 */
export function decodeHeads(heads: Grid): HeadDetection[] {
  requireAxes('heads', heads.shape, 'rows, cols, 5 + classes');
  const [rows, cols, depth] = heads.shape;
  if (depth < 6) throw new RangeError(`heads need at least 6 channels, but have ${depth}`);
  const found: HeadDetection[] = [];
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const from = (row * cols + col) * depth;
      const [objectness, dx, dy, tw, th, ...scores] = heads.data.subarray(from, from + depth);
      const [x, y] = [CELL * (col + dx), CELL * (row + dy)];
      const [width, height] = [ANCHOR * Math.exp(tw), ANCHOR * Math.exp(th)];
      const classes = softmax(scores);
      const label = classes.indexOf(Math.max(...classes));
      found.push({
        box: [x - width / 2, y - height / 2, x + width / 2, y + height / 2],
        label,
        score: objectness * classes[label],
        row,
        col,
        objectness,
        classes,
      });
    }
  }
  return found;
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((s) => Math.exp(s - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / sum);
}

/** What became of each detection (in order of score) and of each true object. */
export interface Matching {
  /** Indexes of the detections, best first. */
  readonly order: number[];
  /** For each detection (by its index): the true object it found, or −1 for a false positive. */
  readonly truthOf: number[];
  /** For each detection (by its index): its greatest IoU with a true object it may match. */
  readonly iou: number[];
  /** True objects nobody found: the false negatives. */
  readonly missed: number[];
}

/**
 * Matches the detections of one picture to its true objects as PASCAL VOC does: best score first,
 * each looks at the true object of its class it overlaps most; it is a true positive when their
 * IoU is at least `threshold` and the object was not taken before.
 */
export function matchDetections(
  detections: readonly Detection[],
  truths: readonly Truth[],
  threshold = 0.5,
): Matching {
  const order = detections
    .map((_, index) => index)
    .sort((a, b) => detections[b].score - detections[a].score || a - b);
  const truthOf = detections.map(() => -1);
  const iou = detections.map(() => 0);
  const taken = truths.map(() => false);
  for (const index of order) {
    const { box, label } = detections[index];
    let best = -1;
    truths.forEach((truth, t) => {
      const value = truth.label === label ? boxIou(box, truth.box) : 0;
      if (value > iou[index]) {
        iou[index] = value;
        best = t;
      }
    });
    if (best >= 0 && iou[index] >= threshold && !taken[best]) {
      taken[best] = true;
      truthOf[index] = best;
    }
  }
  return { order, truthOf, iou, missed: taken.flatMap((t, i) => (t ? [] : [i])) };
}

/** A point of the precision-recall curve: after this many detections, best first. */
export interface CurvePoint {
  readonly score: number;
  readonly precision: number;
  readonly recall: number;
}

/**
 * The precision-recall curve of detections, each with its score and whether it is right, for
 * `positives` true objects in all. Recall is 0 throughout when there are none.
 */
export function precisionRecall(
  scored: readonly { readonly score: number; readonly right: boolean }[],
  positives: number,
): CurvePoint[] {
  let right = 0;
  return [...scored]
    .sort((a, b) => b.score - a.score)
    .map((detection, i) => {
      right += Number(detection.right);
      return {
        score: detection.score,
        precision: right / (i + 1),
        recall: positives > 0 ? right / positives : 0,
      };
    });
}

/**
 * Average precision of a precision-recall curve. `all`: the area under the curve after each
 * precision is raised to the greatest one at this recall or above (PASCAL VOC 2010–2012);
 * `11`: the mean of those raised precisions at recall 0, 0.1, …, 1 (PASCAL VOC 2007).
 */
export function averagePrecision(curve: readonly CurvePoint[], method: 'all' | '11' = 'all') {
  if (method === '11') {
    // Recall 0.3 as 3/10, not 3 · 0.1 = 0.30000000000000004.
    const tenths = Array.from({ length: 11 }, (_, i) => i / 10);
    const best = (recall: number) =>
      Math.max(0, ...curve.filter((p) => p.recall >= recall).map((p) => p.precision));
    return tenths.reduce((sum, recall) => sum + best(recall), 0) / 11;
  }
  let area = 0;
  let best = 0;
  for (let i = curve.length - 1; i >= 0; i--) {
    best = Math.max(best, curve[i].precision);
    area += (curve[i].recall - (curve[i - 1]?.recall ?? 0)) * best;
  }
  return area;
}

/** The detections and true objects of one picture. */
export interface Scored {
  readonly detections: readonly Detection[];
  readonly truths: readonly Truth[];
}

/**
 * Average precision of each class over many pictures (NaN for a class without true objects) and
 * their mean over the other classes: AP50 for `threshold` 0.5.
 */
export function meanAveragePrecision(
  pictures: readonly Scored[],
  classes: number,
  threshold = 0.5,
  method: 'all' | '11' = 'all',
): { mean: number; perClass: number[] } {
  const scored = Array.from({ length: classes }, () => [] as { score: number; right: boolean }[]);
  const positives = new Array<number>(classes).fill(0);
  for (const { detections, truths } of pictures) {
    truths.forEach((truth) => positives[truth.label]++);
    const { truthOf } = matchDetections(detections, truths, threshold);
    detections.forEach(({ label, score }, i) =>
      scored[label].push({ score, right: truthOf[i] >= 0 }),
    );
  }
  const perClass = scored.map((list, c) =>
    positives[c] > 0 ? averagePrecision(precisionRecall(list, positives[c]), method) : NaN,
  );
  const known = perClass.filter((ap) => !Number.isNaN(ap));
  return { mean: known.reduce((a, b) => a + b, 0) / known.length, perClass };
}

/** How well a map of classes agrees with the truth. */
export interface MapScores {
  /** Pixels of truth class t that were called class p, at t · classes + p. */
  readonly confusion: Float64Array;
  /** Per class |A ∩ B| / |A ∪ B|; NaN for a class in neither map. */
  readonly iou: number[];
  /** Per class 2 |A ∩ B| / (|A| + |B|) = 2 IoU / (1 + IoU); NaN for a class in neither map. */
  readonly dice: number[];
  /** The mean IoU over the classes in either map. */
  readonly meanIou: number;
  /** Share of the pixels that agree. */
  readonly accuracy: number;
}

/**
 * Adds the pixels of one map to a confusion matrix [classes × classes], row = truth.
 *
 * @throws RangeError when the maps differ in size.
 */
export function addToConfusion(
  confusion: Float64Array,
  predicted: ArrayLike<number>,
  truth: ArrayLike<number>,
): void {
  if (predicted.length !== truth.length) {
    throw new RangeError(`the maps have ${predicted.length} and ${truth.length} pixels`);
  }
  const classes = Math.sqrt(confusion.length);
  for (let i = 0; i < truth.length; i++) confusion[truth[i] * classes + predicted[i]]++;
}

/** IoU, Dice and accuracy from a confusion matrix [classes × classes], row = truth. */
export function mapScores(confusion: Float64Array): MapScores {
  const classes = Math.sqrt(confusion.length);
  const iou: number[] = [];
  const dice: number[] = [];
  let [agree, pixels] = [0, 0];
  for (let c = 0; c < classes; c++) {
    const both = confusion[c * classes + c];
    let [predicted, truth] = [0, 0];
    for (let k = 0; k < classes; k++) {
      predicted += confusion[k * classes + c];
      truth += confusion[c * classes + k];
    }
    const somewhere = predicted + truth > 0;
    iou.push(somewhere ? both / (predicted + truth - both) : NaN);
    dice.push(somewhere ? (2 * both) / (predicted + truth) : NaN);
    agree += both;
    pixels += truth;
  }
  const known = iou.filter((value) => !Number.isNaN(value));
  return {
    confusion,
    iou,
    dice,
    meanIou: known.reduce((a, b) => a + b, 0) / known.length,
    accuracy: agree / pixels,
  };
}

/** IoU, Dice and accuracy of one map of classes 0 … classes − 1 against the truth. */
export function compareMaps(
  predicted: ArrayLike<number>,
  truth: ArrayLike<number>,
  classes: number,
): MapScores {
  const confusion = new Float64Array(classes * classes);
  addToConfusion(confusion, predicted, truth);
  return mapScores(confusion);
}

/** IoU of two masks (anything but 0 is inside); 1 when both are empty, as they agree. */
export function maskIou(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    both += Number(a[i] !== 0 && b[i] !== 0);
    either += Number(a[i] !== 0 || b[i] !== 0);
  }
  return either === 0 ? 1 : both / either;
}

/** The Dice coefficient that belongs to an IoU: 2 J / (1 + J). */
export function diceOf(iou: number): number {
  return (2 * iou) / (1 + iou);
}
