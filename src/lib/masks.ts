/**
 * Masks and maps of labels: overlap of two masks, regions of a mask, segments and panoptic
 * quality, cutting out, runs. A map is its cells in rows; lists are row after row.
 */

/** Cells of one of two masks against the other: anything but 0 is inside. */
export interface MaskOverlap {
  tp: number;
  /** In the prediction alone. */
  fp: number;
  /** In the truth alone. */
  fn: number;
  tn: number;
  iou: number;
  dice: number;
  accuracy: number;
}

/**
 * How a predicted mask agrees with the true one. Two empty masks agree: IoU and Dice are 1.
 *
 * @throws RangeError when the masks differ in size or have no cells.
 */
export function maskOverlap(truth: ArrayLike<number>, said: ArrayLike<number>): MaskOverlap {
  if (truth.length !== said.length || truth.length === 0) {
    throw new RangeError(`the masks have ${truth.length} and ${said.length} cells`);
  }
  let [tp, fp, fn] = [0, 0, 0];
  for (let i = 0; i < truth.length; i++) {
    if (truth[i] && said[i]) tp++;
    else if (said[i]) fp++;
    else if (truth[i]) fn++;
  }
  const tn = truth.length - tp - fp - fn;
  const either = tp + fp + fn;
  const iou = either === 0 ? 1 : tp / either;
  const dice = either === 0 ? 1 : (2 * tp) / (tp + either);
  return { tp, fp, fn, tn, iou, dice, accuracy: (tp + tn) / truth.length };
}

/** Connected regions: 0 outside, 1 … count inside, in the order of their first cells. */
export interface Regions {
  labels: number[];
  count: number;
}

/**
 * The connected regions of a mask [H·W]: `neighbours` 4 join cells that share a side, 8 also those
 * that share a corner.
 *
 * @throws RangeError when the cells do not fill rows of this width.
 */
export function regionsOf(mask: ArrayLike<number>, width: number, neighbours: 4 | 8): Regions {
  if (!(width > 0) || mask.length % width !== 0) {
    throw new RangeError(`${mask.length} cells do not fill rows of ${width}`);
  }
  const labels = Array<number>(mask.length).fill(0);
  let count = 0;
  for (let first = 0; first < mask.length; first++) {
    if (!mask[first] || labels[first]) continue;
    labels[first] = ++count;
    const open = [first];
    while (open.length > 0) {
      const i = open.pop()!;
      const [row, col] = [Math.floor(i / width), i % width];
      for (let r = Math.max(0, row - 1); r <= row + 1 && r * width < mask.length; r++) {
        for (let c = Math.max(0, col - 1); c <= Math.min(width - 1, col + 1); c++) {
          const j = r * width + c;
          if (neighbours === 4 && r !== row && c !== col) continue;
          if (!mask[j] || labels[j]) continue;
          labels[j] = count;
          open.push(j);
        }
      }
    }
  }
  return { labels, count };
}

/** The cells of a panoptic map that share class and number. */
export interface Segment {
  /** What the cells say. */
  code: number;
  /** The class that the code belongs to. */
  kind: number;
  cells: number[];
}

/** The segments of a map of codes, by code. */
export function segmentsOf(map: ArrayLike<number>, kindOf: (code: number) => number): Segment[] {
  const found = new Map<number, number[]>();
  for (let i = 0; i < map.length; i++) {
    const cells = found.get(map[i]);
    if (cells) cells.push(i);
    else found.set(map[i], [i]);
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([code, cells]) => ({ code, kind: kindOf(code), cells }));
}

/** Cells in both segments and in either. */
export function segmentOverlap(a: Segment, b: Segment): { both: number; either: number } {
  const inB = new Set(b.cells);
  const both = a.cells.filter((i) => inB.has(i)).length;
  return { both, either: a.cells.length + b.cells.length - both };
}

/** One class of a panoptic comparison. */
export interface ClassQuality {
  kind: number;
  tp: number;
  fp: number;
  fn: number;
  /** The mean IoU of the matches; 0 without any. */
  sq: number;
  /** TP / (TP + FP/2 + FN/2). */
  rq: number;
  pq: number;
}

export interface PanopticQuality {
  said: Segment[];
  truth: Segment[];
  /** Indices of matched segments [said, truth]. */
  matches: [number, number][];
  /** For each class in either map. */
  classes: ClassQuality[];
  /** The mean of the classes. */
  pq: number;
}

/**
 * Panoptic quality (Kirillov et al. 2019) of one map: segments of one class match when their IoU is
 * greater than one half, which is asked in whole numbers.
 *
 * @throws RangeError when the maps differ in size or have no cells.
 */
export function panopticQuality(
  said: ArrayLike<number>,
  truth: ArrayLike<number>,
  kindOf: (code: number) => number,
): PanopticQuality {
  if (said.length !== truth.length || said.length === 0) {
    throw new RangeError(`the maps have ${said.length} and ${truth.length} cells`);
  }
  const [mine, theirs] = [segmentsOf(said, kindOf), segmentsOf(truth, kindOf)];
  const matches: [number, number][] = [];
  const overlap = new Map<number, number>();
  mine.forEach((a, i) =>
    theirs.forEach((b, j) => {
      const { both, either } = segmentOverlap(a, b);
      if (a.kind !== b.kind || 2 * both <= either) return;
      matches.push([i, j]);
      overlap.set(i, both / either);
    }),
  );
  const kinds = [...new Set([...mine, ...theirs].map(({ kind }) => kind))].sort((a, b) => a - b);
  const classes = kinds.map((kind) => {
    const own = matches.filter(([i]) => mine[i].kind === kind);
    const count = (list: Segment[]) => list.filter((segment) => segment.kind === kind).length;
    const tp = own.length;
    const [fp, fn] = [count(mine) - tp, count(theirs) - tp];
    const sum = own.reduce((total, [i]) => total + overlap.get(i)!, 0);
    const among = tp + fp / 2 + fn / 2;
    return { kind, tp, fp, fn, sq: tp === 0 ? 0 : sum / tp, rq: tp / among, pq: sum / among };
  });
  const pq = classes.reduce((sum, each) => sum + each.pq, 0) / classes.length;
  return { said: mine, truth: theirs, matches, classes, pq };
}

/** m·a + (1 − m)·b cell by cell: the picture where the mask is 1, the ground where it is 0. */
export function cutOut(
  mask: readonly number[],
  picture: readonly number[],
  ground: readonly number[],
): number[] {
  return mask.map((m, i) => m * picture[i] + (1 - m) * ground[i]);
}

/** Σ m·x / Σ m, the mean where the mask counts; undefined when it counts nowhere. */
export function maskedMean(mask: readonly number[], values: readonly number[]): number | undefined {
  const weight = mask.reduce((sum, m) => sum + m, 0);
  if (weight === 0) return undefined;
  return mask.reduce((sum, m, i) => sum + m * values[i], 0) / weight;
}

/** Lengths of the runs of 0, 1, 0, 1, … read down the columns, as COCO stores masks; the first may be 0. */
export function runsOf(mask: ArrayLike<number>, width: number): number[] {
  const height = mask.length / width;
  const counts = [0];
  for (let k = 0, current = 0; k < mask.length; k++) {
    const value = Number(mask[(k % height) * width + Math.floor(k / height)] !== 0);
    if (value !== current) {
      counts.push(0);
      current = value;
    }
    counts[counts.length - 1]++;
  }
  return counts;
}
