/** Average precision: matching, ranking, and three ways to take the area. */

/** Left, top, right, bottom. */
export type Box = readonly [number, number, number, number];

export interface Found {
  box: Box;
  score: number;
}

export function iou(a: Box, b: Box): number {
  const side = (from: number, to: number) =>
    Math.max(0, Math.min(a[to], b[to]) - Math.max(a[from], b[from]));
  const both = side(0, 2) * side(1, 3);
  const area = (x: Box) => (x[2] - x[0]) * (x[3] - x[1]);
  return both / (area(a) + area(b) - both);
}

// #region match
/**
 * Which detections of one picture and class are right, best score first. VOC looks only at the
 * object with the largest IoU, COCO at the largest among those still free.
 */
export function match(
  found: readonly Found[],
  truths: readonly Box[],
  threshold: number,
  rule: 'voc' | 'coco',
): { score: number; right: boolean }[] {
  const free = truths.map(() => true);
  return [...found]
    .sort((a, b) => b.score - a.score)
    .map(({ box, score }) => {
      let best = -1;
      truths.forEach((truth, t) => {
        if (rule === 'coco' && !free[t]) return;
        if (best < 0 || iou(box, truth) > iou(box, truths[best])) best = t;
      });
      const right = best >= 0 && free[best] && iou(box, truths[best]) >= threshold;
      if (right) free[best] = false;
      return { score, right };
    });
}
// #endregion

// #region curve
export interface Point {
  recall: number;
  precision: number;
}

/** Precision and recall after the 1st, 2nd, … detection of ALL pictures in one ranking. */
export function curve(all: readonly { score: number; right: boolean }[], truths: number): Point[] {
  let hits = 0;
  return [...all]
    .sort((a, b) => b.score - a.score)
    .map(({ right }, i) => {
      hits += Number(right);
      return { recall: hits / truths, precision: hits / (i + 1) };
    });
}
// #endregion

// #region area
/** The best precision at this recall or beyond; 0 where the detector never gets. */
export const raised = (points: readonly Point[], recall: number) =>
  Math.max(0, ...points.filter((p) => p.recall >= recall).map((p) => p.precision));

/** Mean of the raised precision at `count` evenly spaced recalls: 11 in VOC 2007, 101 in COCO. */
export function sampledAp(points: readonly Point[], count: 11 | 101): number {
  const recalls = Array.from({ length: count }, (_, i) => i / (count - 1));
  return recalls.reduce((sum, r) => sum + raised(points, r), 0) / count;
}

/** Area under the raised curve: VOC from 2010 on. */
export function areaAp(points: readonly Point[]): number {
  return points.reduce((sum, { recall }, i) => {
    const before = i > 0 ? points[i - 1].recall : 0;
    return sum + (recall - before) * raised(points, recall);
  }, 0);
}
// #endregion

/** The same without raising. */
export function stepAp(points: readonly Point[]): number {
  return points.reduce((sum, { recall, precision }, i) => {
    return sum + (recall - (i > 0 ? points[i - 1].recall : 0)) * precision;
  }, 0);
}

// #region wrong-per-picture
/** One AP for each picture, then their mean: scores of different pictures never meet. */
export function wrongMeanOfPictures(
  pictures: readonly { all: { score: number; right: boolean }[]; truths: number }[],
): number {
  const each = pictures.map(({ all, truths }) => areaAp(curve(all, truths)));
  return each.reduce((a, b) => a + b, 0) / each.length;
}
// #endregion

/** Five detections for four objects: right, wrong, right, right, wrong. */
export const RANKED = [
  { score: 0.95, right: true },
  { score: 0.9, right: false },
  { score: 0.8, right: true },
  { score: 0.6, right: true },
  { score: 0.3, right: false },
];
export const OBJECTS = 4;

/** Two pictures with one object each. */
export const PICTURES = [
  { all: [{ score: 0.9, right: true }], truths: 1 },
  { all: [{ score: 0.95, right: false }, { score: 0.4, right: true }], truths: 1 }, // prettier-ignore
];

/** Two objects side by side, and two detections that both fit the first one best. */
export const NEIGHBORS: { truths: Box[]; found: Found[] } = {
  truths: [
    [0, 0, 10, 10],
    [4, 0, 14, 10],
  ],
  found: [
    { box: [0, 0, 10, 10], score: 0.9 },
    { box: [1, 0, 11, 10], score: 0.8 },
  ],
};

export function main(): void {
  const points = curve(RANKED, OBJECTS);
  console.log('precision', points.map((p) => p.precision.toFixed(2)).join(' '));
  console.log('recall   ', points.map((p) => p.recall.toFixed(2)).join(' '));
  console.log('area', areaAp(points).toFixed(4), 'not raised', stepAp(points).toFixed(4));
  console.log('11 points', sampledAp(points, 11).toFixed(4), '101 points', sampledAp(points, 101).toFixed(4));
  const all = curve(PICTURES.flatMap((p) => p.all), 2);
  console.log('one ranking', areaAp(all).toFixed(4), 'per picture', wrongMeanOfPictures(PICTURES));
  for (const rule of ['voc', 'coco'] as const) {
    const right = match(NEIGHBORS.found, NEIGHBORS.truths, 0.5, rule).map((m) => m.right);
    console.log(rule, right.join(' '));
  }
}
