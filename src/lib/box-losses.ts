/**
 * How well two boxes agree, as losses: IoU, GIoU, DIoU, and what their gradients say to a box.
 *
 * A box is [left, top, right, bottom]; right and bottom are where it ends.
 */
import { boxArea, diceOf, overlapOf, type Box } from './boxes.ts';

/** Everything that is read off two boxes A and B. */
export interface Agreement {
  /** |A|, |B|, |A ∩ B|, |A ∪ B|, |C|, where C is the smallest box around both. */
  readonly areas: readonly [number, number, number, number, number];
  readonly iou: number;
  /** 2 |A ∩ B| / (|A| + |B|) */
  readonly dice: number;
  /** IoU − (|C| − |A ∪ B|) / |C| (Rezatofighi and others, 2019), −1 to 1. */
  readonly giou: number;
  /** IoU − ρ²/d²: distance of the centers and diagonal of C, both squared (Zheng and others, 2020). */
  readonly diou: number;
  /** ∂/∂(left, top, right, bottom) of B of 1 − IoU, 1 − GIoU and 1 − DIoU. */
  readonly gradients: readonly (readonly number[])[];
}

/** Slope of max(0, x); at the kink the mean of both sides, as PyTorch shares it between equals. */
const slope = (x: number) => (Math.sign(x) + 1) / 2;

/**
 * Areas, measures and gradients with respect to the edges of B.
 *
 * @throws RangeError when a box has no area.
 */
export function agreement(a: Box, b: Box): Agreement {
  const [sizeA, sizeB] = [boxArea(a), boxArea(b)];
  if (!(sizeA > 0 && sizeB > 0)) throw new RangeError('both boxes need an area');
  const { width, height, intersection, union, iou } = overlapOf(a, b);
  const wide = Math.max(a[2], b[2]) - Math.min(a[0], b[0]);
  const high = Math.max(a[3], b[3]) - Math.min(a[1], b[1]);
  const hull = wide * high;
  const off = [0, 1].map((k) => (a[k] + a[k + 2] - b[k] - b[k + 2]) / 2);
  const distance = off[0] ** 2 + off[1] ** 2;
  const diagonal = wide ** 2 + high ** 2;
  const gradients: number[][] = [[], [], []];
  for (let k = 0; k < 4; k++) {
    const axis = k % 2;
    const near = k < 2;
    // How the sides of A ∩ B, of B and of C grow with this edge.
    const side = Math.min(a[axis + 2], b[axis + 2]) - Math.max(a[axis], b[axis]);
    const inner = slope(side) * (near ? -slope(b[k] - a[k]) : slope(a[k] - b[k]));
    const own = near ? -1 : 1;
    const outer = near ? -slope(a[k] - b[k]) : slope(b[k] - a[k]);
    const dI = inner * (axis === 0 ? height : width);
    const dU = own * (b[3 - axis] - b[1 - axis]) - dI;
    const dC = outer * (axis === 0 ? high : wide);
    const dIou = (dI * union - intersection * dU) / union ** 2;
    const dGiou = dIou + (dU * hull - union * dC) / hull ** 2;
    const dD = 2 * (axis === 0 ? wide : high) * outer;
    const dDiou = dIou - (-off[axis] * diagonal - distance * dD) / diagonal ** 2;
    [dIou, dGiou, dDiou].forEach((d, i) => gradients[i].push(0 - d));
  }
  return {
    areas: [sizeA, sizeB, intersection, union, hull],
    iou,
    dice: diceOf(iou),
    giou: iou - (hull - union) / hull,
    diou: iou - distance / diagonal,
    gradients,
  };
}

/** IoU where right and bottom are the last pixels, not the ends: a box from 0 to 9 is 10 wide. */
export function inclusiveIou(a: Box, b: Box): number {
  const end = ([l, t, r, bottom]: Box): Box => [l, t, r + 1, bottom + 1];
  return overlapOf(end(a), end(b)).iou;
}
