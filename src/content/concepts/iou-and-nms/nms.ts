/** Non-maximum suppression: greedy, soft, and two ways to get it wrong. */
import { iou, type Box } from './overlap.ts';

export interface Scored {
  name: string;
  box: Box;
  score: number;
}

// #region nms
/** Indices of the boxes that stay, best first. */
export function nms(found: readonly Scored[], threshold: number): number[] {
  let left = found.map((_, i) => i).sort((i, j) => found[j].score - found[i].score);
  const kept: number[] = [];
  while (left.length > 0) {
    const [best, ...others] = left;
    kept.push(best);
    left = others.filter((i) => iou(found[best].box, found[i].box) <= threshold);
  }
  return kept;
}
// #endregion

// #region soft
/** Lowers the score of a neighbor with overlap o instead of deleting it; returns the new scores. */
export function softNms(
  found: readonly Scored[],
  decay: (o: number) => number = (o) => Math.exp(-(o * o) / 0.5),
): number[] {
  const scores = found.map((f) => f.score);
  const left = new Set(scores.keys());
  while (left.size > 0) {
    const best = [...left].reduce((i, j) => (scores[j] > scores[i] ? j : i));
    left.delete(best);
    for (const i of left) scores[i] *= decay(iou(found[best].box, found[i].box));
  }
  return scores;
}
// #endregion

// #region wrong-chain
/** Lets a box that is gone already delete others. */
export function wrongNms(found: readonly Scored[], threshold: number): number[] {
  const order = found.map((_, i) => i).sort((i, j) => found[j].score - found[i].score);
  return order.filter((i, rank) =>
    order.slice(0, rank).every((j) => iou(found[i].box, found[j].box) <= threshold),
  );
}
// #endregion

/** A and B say the same object, C its neighbor. */
export const EXAMPLE: Scored[] = [
  { name: 'A', box: [0, 0, 10, 10], score: 0.9 },
  { name: 'B', box: [2, 0, 12, 10], score: 0.8 },
  { name: 'C', box: [5, 0, 15, 10], score: 0.7 },
];

export function main(): void {
  const names = (kept: number[]) => kept.map((i) => EXAMPLE[i].name).join(' ');
  console.log('threshold 0.5 keeps', names(nms(EXAMPLE, 0.5)));
  console.log('threshold 0.3 keeps', names(nms(EXAMPLE, 0.3)));
  console.log('threshold 0.7 keeps', names(nms(EXAMPLE, 0.7)));
  console.log('wrong, 0.5:', names(wrongNms(EXAMPLE, 0.5)));
  console.log('soft scores', softNms(EXAMPLE).map((s) => s.toFixed(2)).join(' '));
}
