/** Boxes as numbers that a network can learn, and the loss that learns them. */

/** Left, top, right, bottom in pixels. */
export type Box = [number, number, number, number];

// #region decode
/** What one cell of the grid says: is there a center, where in the cell, how large. */
export interface Cell {
  row: number;
  col: number;
  objectness: number;
  dx: number;
  dy: number;
  tw: number;
  th: number;
  /** Probabilities of the classes. */
  classes: number[];
}

/** Cells of 8 pixels; a size of e^0 = 1 means 16 pixels. */
export function decode(c: Cell): { box: Box; label: number; score: number } {
  const [x, y] = [8 * (c.col + c.dx), 8 * (c.row + c.dy)];
  const [w, h] = [16 * Math.exp(c.tw), 16 * Math.exp(c.th)];
  const best = Math.max(...c.classes);
  return {
    box: [x - w / 2, y - h / 2, x + w / 2, y + h / 2],
    label: c.classes.indexOf(best),
    score: c.objectness * best,
  };
}
// #endregion

// #region encode
/** Center and size. */
const middle = ([l, t, r, b]: Box) => ({ x: (l + r) / 2, y: (t + b) / 2, w: r - l, h: b - t });

/** What the network should answer at an anchor: shift in units of its size, log of the scale. */
export function encode(truth: Box, anchor: Box): number[] {
  const [g, a] = [middle(truth), middle(anchor)];
  return [(g.x - a.x) / a.w, (g.y - a.y) / a.h, Math.log(g.w / a.w), Math.log(g.h / a.h)];
}
// #endregion

// #region loss
/** Squared near 0, straight beyond 1, so that one bad box does not rule the gradient. */
export const smoothL1 = (e: number) => (Math.abs(e) < 1 ? (e * e) / 2 : Math.abs(e) - 1 / 2);

/** Class 0 is the background; only real objects have a box to learn. */
export function detectionLoss(
  p: readonly number[],
  u: number,
  t: readonly number[],
  target: readonly number[],
  lambda = 1,
): { classification: number; location: number; total: number } {
  const classification = -Math.log(p[u]);
  const location = u >= 1 ? t.reduce((sum, v, i) => sum + smoothL1(v - target[i]), 0) : 0;
  return { classification, location, total: classification + lambda * location };
}
// #endregion

// #region flip
/** Mirrors a box with its picture: left and right swap roles. */
export const flip = ([l, t, r, b]: Box, width: number): Box => [width - r, t, width - l, b];
// #endregion

// #region wrong-flip
/** Mirrors each edge but leaves it in its place: the left edge ends up on the right. */
export const wrongFlip = ([l, t, r, b]: Box, width: number): Box => [width - l, t, width - r, b];
// #endregion

export const CELL: Cell = {
  row: 3,
  col: 5,
  objectness: 0.8,
  dx: 1 / 4,
  dy: 1 / 2,
  tw: Math.log(1 / 2),
  th: Math.log(3 / 2),
  classes: [0.1, 0.75, 0.15],
};
export const ANCHOR: Box = [40, 20, 60, 60];
export const TRUTH: Box = [34, 20, 74, 40];

export function main(): void {
  const { box, label, score } = decode(CELL);
  console.log('box', box.map((v) => v.toFixed(0)).join(' '), 'class', label, 'score', score.toFixed(2));
  const target = encode(TRUTH, ANCHOR);
  console.log('target at the anchor', target.map((v) => v.toFixed(3)).join(' '));
  const p = [0.1, 0.8, 0.1];
  for (const t of [[0, 0, 0, 0], target]) {
    const { classification, location } = detectionLoss(p, 1, t, target);
    console.log('class loss', classification.toFixed(3), 'box loss', location.toFixed(3));
  }
  console.log('flipped', flip([2, 3, 10, 9], 64).join(' '), 'wrong', wrongFlip([2, 3, 10, 9], 64).join(' '));
}
