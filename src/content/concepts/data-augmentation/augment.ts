// Augmentations of small pictures, stored as rows of numbers.
export type Picture = number[][];

// #region moves
/** Mirrors left and right. A box [left, right] in a picture of width W becomes [W − right, W − left]. */
export const flip = (x: Picture): Picture => x.map((row) => [...row].reverse());
export const flipBox = ([left, right]: number[], width: number) => [width - right, width - left];

/** Shifts by whole pixels; what comes in from outside is 0. */
export const shift = (x: Picture, down: number, right: number): Picture =>
  x.map((row, r) => row.map((_, c) => x[r - down]?.[c - right] ?? 0));

/** Half a turn. */
export const halfTurn = (x: Picture): Picture => flip(x).reverse();
// #endregion

// #region mixes
/** Sets a square to 0; the label stays. */
export const cutout = (x: Picture, top: number, left: number, size: number): Picture =>
  x.map((row, r) => row.map((v, c) => (inside(r, c, top, left, size, size) ? 0 : v)));

/** λ·x₁ + (1 − λ)·x₂, for pixels and for labels alike. */
export const mixup = (x1: Picture, x2: Picture, lambda: number): Picture =>
  x1.map((row, r) => row.map((v, c) => lambda * v + (1 - lambda) * x2[r][c]));

/** A rectangle of x₁ is replaced by that of x₂; λ is the share of x₁ that is left. */
export function cutmix(x1: Picture, x2: Picture, top: number, left: number, h: number, w: number) {
  const x = x1.map((row, r) =>
    row.map((v, c) => (inside(r, c, top, left, h, w) ? x2[r][c] : v)),
  );
  return { x, lambda: 1 - (h * w) / (x1.length * x1[0].length) };
}
// #endregion

function inside(r: number, c: number, top: number, left: number, h: number, w: number): boolean {
  return r >= top && r < top + h && c >= left && c < left + w;
}

export const A: Picture = [[8, 0], [4, 4]];
export const B: Picture = [[0, 8], [0, 8]];

const rows = (text: string): Picture => text.split('/').map((row) => [...row].map(Number));
/** A 6 and a 1 as small bitmaps. */
export const SIX = rows('0000000/0011100/0100000/0111100/0100010/0100010/0011100');
export const ONE = rows('0000000/0001000/0011000/0001000/0001000/0001000/0011100');

export function main(): void {
  const show = (name: string, x: Picture, label = '') =>
    console.log(name.padEnd(8), JSON.stringify(x).padEnd(16), label);
  show('flip', flip(A), `box [1, 3] of 10 becomes [${flipBox([1, 3], 10)}]`);
  show('cutout', cutout(A, 1, 1, 1), 'label [1, 0]');
  show('mixup', mixup(A, B, 3 / 4), `label [${mixup([[1, 0]], [[0, 1]], 3 / 4)[0]}]`);
  const { x, lambda } = cutmix(A, B, 1, 1, 1, 1);
  show('cutmix', x, `label [${lambda}, ${1 - lambda}]`);
}
