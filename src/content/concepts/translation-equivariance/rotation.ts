/** What a quarter turn does to a convolution, and what four turned kernels repair. */

export type Plane = number[][];

// #region rotation
/** A quarter turn, counterclockwise, of a square plane. */
export const turn = (x: Plane): Plane =>
  x.map((row, r) => row.map((_, c) => x[c][x.length - 1 - r]));

/** y[r][c] = Σ w[i][j] x[r+i][c+j], without padding. */
export const conv = (x: Plane, w: Plane): Plane => {
  const size = x.length - w.length + 1;
  return Array.from({ length: size }, (_, r) =>
    Array.from({ length: size }, (_, c) =>
      w.reduce((sum, row, i) => sum + row.reduce((s, v, j) => s + v * x[r + i][c + j], 0), 0),
    ),
  );
};

/** The same kernel in four orientations: one plane for each. */
export function lift(x: Plane, w: Plane): Plane[] {
  const planes: Plane[] = [];
  for (let k = 0, turned = w; k < 4; k++, turned = turn(turned)) planes.push(conv(x, turned));
  return planes;
}

/** The largest response over positions and orientations. */
export const strongest = (planes: Plane[]) => Math.max(...planes.flat(2));
// #endregion

/** An L of light, and a kernel that looks for a vertical edge. */
export const L: Plane = [
  [0, 0, 0, 0, 0],
  [0, 1, 0, 0, 0],
  [0, 1, 0, 0, 0],
  [0, 1, 1, 0, 0],
  [0, 0, 0, 0, 0],
];
export const EDGE: Plane = [
  [-1, 0, 1],
  [-2, 0, 2],
  [-1, 0, 1],
];

const show = (x: Plane) => x.map((row) => row.join(' ')).join(' | ');

export function main(): void {
  console.log(`turn(conv x)  ${show(turn(conv(L, EDGE)))}`);
  console.log(`conv(turn x)  ${show(conv(turn(L), EDGE))}`);
  console.log(`turned kernel ${show(conv(turn(L), turn(EDGE)))}`);
  const answers = [L, turn(L), turn(turn(L))].map((x) => strongest(lift(x, EDGE)));
  console.log(`strongest over 4 orientations: ${answers.join(', ')}`);
}
