// A complete CNN with 33 weights set by hand. It answers one question: is there a corner?

const draw = (...rows: string[]) => rows.map((row) => [...row].map((c) => (c === '#' ? 1 : 0)));

export const CORNER = draw('......', '.#....', '.#....', '.#....', '.####.', '......');
export const APART = draw('.#....', '.#....', '.#....', '......', '..####', '......');
export const SHIFTED = CORNER.map((row) => [0, ...row.slice(0, -1)]); // one pixel to the right

// #region layers
type Map2D = number[][];

/** Every 3×3 window times the kernel: an n×n map becomes (n−2)×(n−2). */
export function convolve(x: Map2D, kernel: Map2D): Map2D {
  const places = x.slice(2).map((_, i) => i);
  return places.map((r) =>
    places.map((c) =>
      kernel.flat().reduce((sum, w, i) => sum + w * x[r + Math.floor(i / 3)][c + (i % 3)], 0),
    ),
  );
}

export const relu = (x: Map2D): Map2D => x.map((row) => row.map((v) => Math.max(0, v)));

/** The largest of every 2×2 block, each map by itself. */
export function pool(x: Map2D): Map2D {
  const places = [...Array(x.length / 2).keys()].map((i) => 2 * i);
  return places.map((r) =>
    places.map((c) => Math.max(x[r][c], x[r][c + 1], x[r + 1][c], x[r + 1][c + 1])),
  );
}

/** A 1×1 convolution: at each place a weighted sum over the maps. */
export const mix = (maps: Map2D[], weights: number[], bias: number): Map2D =>
  maps[0].map((row, r) =>
    row.map((_, c) => maps.reduce((sum, map, k) => sum + weights[k] * map[r][c], bias)),
  );

export const dense = (x: number[], W: number[][], b: number[]): number[] =>
  W.map((row, i) => row.reduce((sum, w, j) => sum + w * x[j], b[i]));
// #endregion

// #region net
export const HORIZONTAL = [
  [-1, -1, -1],
  [2, 2, 2],
  [-1, -1, -1],
];
export const VERTICAL = HORIZONTAL.map((row, r) => row.map((_, c) => HORIZONTAL[c][r]));

export function forward(image: Map2D) {
  const lines = [HORIZONTAL, VERTICAL].map((kernel) => relu(convolve(image, kernel))); // 2 of 4×4
  const pooled = lines.map(pool); // 2 of 2×2
  const corners = relu(mix(pooled, [1, 1], -8)); // 1 of 2×2: both lines in one place
  const features = corners.flat(); // 4 numbers, and no weights
  const W = [
    [1, 1, 1, 1],
    [0, 0, 0, 0],
  ];
  return { lines, pooled, corners, logits: dense(features, W, [-1, 0]) }; // corner, no corner
}
// #endregion

export function main(): void {
  const images = { corner: CORNER, apart: APART, shifted: SHIFTED };
  for (const [name, image] of Object.entries(images)) {
    const { pooled, corners, logits } = forward(image);
    const strongest = pooled.map((map) => Math.max(...map.flat()));
    console.log(name.padEnd(8), 'strongest lines', JSON.stringify(strongest));
    console.log('  pooled', JSON.stringify(pooled), 'corners', JSON.stringify(corners));
    console.log('  logits', JSON.stringify(logits));
  }
}
