/** One small street in four outputs, and a score that looks at all of them. */

// #region scene
export type Label = 'sky' | 'road' | 'car';
/** A pixel of a panoptic map: its class and, for a countable thing, which one of them. */
export interface Pixel {
  label: Label;
  number: number; // 0 for stuff
}
const THINGS: readonly Label[] = ['car'];

/** Reads rows such as "s 1 1 2 2 r": s is sky, r is road, a digit is the car of that number. */
export function panoptic(rows: string[]): Pixel[] {
  const stuff: Record<string, Pixel> = {
    s: { label: 'sky', number: 0 },
    r: { label: 'road', number: 0 },
  };
  const pixels = rows.flatMap((row) => row.split(' '));
  return pixels.map((sign) => stuff[sign] ?? { label: 'car', number: Number(sign) });
}
// #endregion

export const WIDTH = 6;
export const TRUTH = ['s s s s s s', 's 1 1 2 2 s', 'r 1 1 2 2 r', 'r r r r r r'];
/** One pixel of the second car is given to the first. */
export const SHIFTED = ['s s s s s s', 's 1 1 1 2 s', 'r 1 1 2 2 r', 'r r r r r r'];
/** Both cars are one segment. */
export const MERGED = ['s s s s s s', 's 1 1 1 1 s', 'r 1 1 1 1 r', 'r r r r r r'];

// #region views
/** Semantic: the class of every pixel; who is who is forgotten. */
export const semantic = (map: Pixel[]): Label[] => map.map(({ label }) => label);

/** Instances: one set of pixels for each thing; stuff is in none. */
export function instances(map: Pixel[]): Map<string, Set<number>> {
  return segments(map.map((p) => (THINGS.includes(p.label) ? p : undefined)));
}

/** Boxes: first and last column and row of each instance, both included. */
export function boxes(map: Pixel[], width = WIDTH): number[][] {
  return [...instances(map).values()].map((pixels) => {
    const columns = [...pixels].map((i) => i % width);
    const rows = [...pixels].map((i) => Math.floor(i / width));
    return [Math.min(...columns), Math.min(...rows), Math.max(...columns), Math.max(...rows)];
  });
}

/** All segments of a panoptic map: pixels that agree in class and number. */
export function segments(map: (Pixel | undefined)[]): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>();
  map.forEach((pixel, i) => {
    if (!pixel) return;
    const key = `${pixel.label} ${pixel.number}`;
    if (!found.has(key)) found.set(key, new Set());
    found.get(key)!.add(i);
  });
  return found;
}
// #endregion

const intersection = (a: Set<number>, b: Set<number>) => [...a].filter((i) => b.has(i)).length;

export function iou(a: Set<number>, b: Set<number>): number {
  const both = intersection(a, b);
  return both / (a.size + b.size - both);
}

// #region quality
export interface Quality {
  tp: number;
  fp: number;
  fn: number;
  sq: number; // mean IoU of the matched segments
  rq: number; // TP / (TP + FP/2 + FN/2)
  pq: number; // SQ · RQ
}

/** Panoptic quality of one class: segments match when their IoU is greater than 1/2. */
export function quality(predicted: Pixel[], truth: Pixel[], label: Label): Quality {
  const of = (map: Pixel[]) => {
    const only = map.map((pixel) => (pixel.label === label ? pixel : undefined));
    return [...segments(only).values()];
  };
  const [mine, theirs] = [of(predicted), of(truth)];
  const matched = theirs
    .flatMap((t) => mine.map((m) => iou(m, t)))
    .filter((overlap) => overlap > 1 / 2);
  const tp = matched.length;
  const [fp, fn] = [mine.length - tp, theirs.length - tp];
  const sq = tp === 0 ? 0 : matched.reduce((sum, overlap) => sum + overlap, 0) / tp;
  const rq = tp / (tp + fp / 2 + fn / 2);
  return { tp, fp, fn, sq, rq, pq: sq * rq };
}
// #endregion

export const LABELS: readonly Label[] = ['sky', 'road', 'car'];

/** The mean over the classes, each of which counts the same. */
export function panopticQuality(predicted: Pixel[], truth: Pixel[]): number {
  const each = LABELS.map((label) => quality(predicted, truth, label).pq);
  return each.reduce((sum, pq) => sum + pq, 0) / each.length;
}

/** The mean IoU of the semantic maps. */
export function meanIou(predicted: Pixel[], truth: Pixel[]): number {
  const of = (map: Pixel[], label: Label) =>
    new Set(semantic(map).flatMap((own, i) => (own === label ? [i] : [])));
  const each = LABELS.map((label) => iou(of(predicted, label), of(truth, label)));
  return each.reduce((sum, value) => sum + value, 0) / each.length;
}

// #region wrong-count
/** Counts objects as the connected regions of one class in a semantic map. */
export function wrongCount(map: Label[], label: Label, width = WIDTH): number {
  const seen = new Set<number>();
  let regions = 0;
  map.forEach((own, start) => {
    if (own !== label || seen.has(start)) return;
    regions++; // cars that touch are one region
    const queue = [start];
    while (queue.length > 0) {
      const i = queue.pop()!;
      if (seen.has(i) || map[i] !== label) continue;
      seen.add(i);
      if (i % width > 0) queue.push(i - 1);
      if (i % width < width - 1) queue.push(i + 1);
      queue.push(i - width, i + width);
    }
  });
  return regions;
}
// #endregion

export function main(): void {
  const truth = panoptic(TRUTH);
  const cars = semantic(truth).filter((label) => label === 'car').length;
  console.log(`semantic: ${cars} pixels of class car, ${wrongCount(semantic(truth), 'car')} region`);
  for (const [name, pixels] of instances(truth)) console.log(`instance ${name}: ${pixels.size} pixels`);
  console.log(`boxes: ${boxes(truth).map((box) => `[${box}]`).join(' ')}`);
  for (const [name, rows] of Object.entries({ shifted: SHIFTED, merged: MERGED })) {
    const map = panoptic(rows);
    const { tp, fp, fn, sq, rq, pq } = quality(map, truth, 'car');
    console.log(`${name}: TP ${tp}, FP ${fp}, FN ${fn}, SQ ${sq}, RQ ${rq}, PQ of car ${pq}`);
    console.log(
      `  mIoU ${meanIou(map, truth)}, PQ over the classes ${panopticQuality(map, truth).toFixed(3)}`,
    );
  }
}
