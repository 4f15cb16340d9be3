/** How far two boxes overlap: IoU, Dice and GIoU. */

// #region iou
/** Left, top, right, bottom; right and bottom are where the box ends. */
export type Box = readonly [number, number, number, number];

export const area = ([l, t, r, b]: Box) => Math.max(0, r - l) * Math.max(0, b - t);

/** The rectangle that two boxes share; without area if they do not meet. */
export function shared(a: Box, b: Box): Box {
  const [l, t] = [Math.max(a[0], b[0]), Math.max(a[1], b[1])];
  return [l, t, Math.min(a[2], b[2]), Math.min(a[3], b[3])];
}

/** |A ∩ B| / |A ∪ B| */
export function iou(a: Box, b: Box): number {
  const both = area(shared(a, b));
  return both / (area(a) + area(b) - both);
}
// #endregion

// #region giou
/** IoU − |C \ (A ∪ B)| / |C|, where C is the smallest box around both. */
export function giou(a: Box, b: Box): number {
  const around: Box = [
    Math.min(a[0], b[0]),
    Math.min(a[1], b[1]),
    Math.max(a[2], b[2]),
    Math.max(a[3], b[3]),
  ];
  const union = area(a) + area(b) - area(shared(a, b));
  return iou(a, b) - (area(around) - union) / area(around);
}
// #endregion

/** 2 |A ∩ B| / (|A| + |B|) */
export const dice = (a: Box, b: Box) => (2 * area(shared(a, b))) / (area(a) + area(b));

// #region wrong-unclamped
/** Without max(0, …), two negative sides make a positive area. */
export function wrongIou(a: Box, b: Box): number {
  const [l, t, r, bottom] = shared(a, b);
  const both = (r - l) * (bottom - t);
  return both / (area(a) + area(b) - both);
}
// #endregion

/** The convention of pixel indices: a box from 0 to 9 is 10 wide. */
export function inclusiveIou(a: Box, b: Box): number {
  const end = ([l, t, r, bottom]: Box): Box => [l, t, r + 1, bottom + 1];
  return iou(end(a), end(b));
}

/** The two boxes of the worked example. */
export const A: Box = [0, 0, 6, 4];
export const B: Box = [2, 1, 8, 5];

export function main(): void {
  console.log('shared', area(shared(A, B)), 'IoU', iou(A, B), 'Dice', dice(A, B));
  console.log('GIoU', giou(A, B), 'apart', giou([0, 0, 2, 2], [4, 0, 6, 2]));
}
