/** A vision transformer from outside: patches, embeddings, position embeddings, parameters and cost. */

export type Matrix = number[][];

// #region patches
/** Cuts a picture (rows of numbers) into p×p squares, row by row; each becomes a line of p² numbers. */
export function patches(image: Matrix, p: number): Matrix {
  if (image.length % p || image[0].length % p) {
    throw new RangeError(`${image.length}×${image[0].length} is not a multiple of ${p}`);
  }
  const out: Matrix = [];
  for (let r = 0; r < image.length; r += p) {
    for (let c = 0; c < image[0].length; c += p) {
      out.push(image.slice(r, r + p).flatMap((row) => row.slice(c, c + p)));
    }
  }
  return out;
}

/** Multiplies each patch by the same matrix E [p², D] and adds the embedding of its position. */
export const embed = (lines: Matrix, E: Matrix, positions?: Matrix): Matrix =>
  lines.map((line, i) =>
    E[0].map(
      (_, d) => line.reduce((sum, v, j) => sum + v * E[j][d], 0) + (positions?.[i][d] ?? 0),
    ),
  );
// #endregion

// #region count
export interface Config {
  side: number; // of the picture
  patch: number;
  width: number; // D, the length of each token
  blocks: number;
  classes: number;
}

export const BASE: Config = { side: 224, patch: 16, width: 768, blocks: 12, classes: 1000 };

export const tokens = ({ side, patch }: Config) => (side / patch) ** 2 + 1; // and the class token

export function parameters(config: Config): number {
  const { patch, width: D, blocks, classes } = config;
  const embedding = 3 * patch * patch * D + D;
  const attention = 4 * (D * D + D); // queries, keys, values, output
  const mlp = D * 4 * D + 4 * D + 4 * D * D + D;
  const block = attention + mlp + 2 * 2 * D; // two layer normalizations
  const positions = tokens(config) * D;
  return embedding + D + positions + blocks * block + 2 * D + D * classes + classes;
}

/** Multiply-adds of all blocks: the part that grows with n, and the part that grows with n². */
export function multiplyAdds(config: Config) {
  const [n, D] = [tokens(config), config.width];
  return { linear: config.blocks * 12 * n * D * D, quadratic: config.blocks * 2 * n * n * D };
}
// #endregion

// #region positions
/** Position embeddings of a grid of `from` columns, resized to `to` columns (bilinear, half-pixel). */
export function resizePositions(positions: Matrix, from: number, to: number): Matrix {
  const at = (i: number) => Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
  return Array.from({ length: to * to }, (_, k) => {
    const [r, c] = [at(Math.floor(k / to)), at(k % to)];
    const [r0, c0] = [Math.floor(r), Math.floor(c)];
    const [r1, c1] = [Math.min(from - 1, r0 + 1), Math.min(from - 1, c0 + 1)];
    return positions[0].map((_, d) => {
      const p = (row: number, column: number) => positions[row * from + column][d];
      const [top, low] = [r0, r1].map((row) => p(row, c0) * (1 - (c - c0)) + p(row, c1) * (c - c0));
      return top * (1 - (r - r0)) + low * (r - r0);
    });
  });
}
// #endregion

// #region wrong-positions
/** Which place of the old grid token k gets when the list is cut or filled up instead. */
export const wrongPlace = (k: number, from: number) => ({ row: Math.floor(k / from), column: k % from });
// #endregion

/** The worked example: a 4×4 picture, 2×2 patches, mean and right-minus-left. */
export const IMAGE = [
  [1, 1, 5, 7],
  [1, 1, 5, 7],
  [0, 4, 2, 2],
  [0, 4, 2, 2],
];
export const E = [
  [1 / 4, -1 / 2],
  [1 / 4, 1 / 2],
  [1 / 4, -1 / 2],
  [1 / 4, 1 / 2],
];
export const POSITIONS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

export function main(): void {
  const lines = patches(IMAGE, 2);
  console.log('patches   ', lines.map((line) => `(${line})`).join(' '));
  console.log('embeddings', embed(lines, E).map((z) => `(${z})`).join(' '));
  console.log('+ position', embed(lines, E, POSITIONS).map((z) => `(${z})`).join(' '));
  console.log(`ViT-B/16: ${parameters(BASE).toLocaleString('en-US')} parameters`);
  for (const side of [224, 384, 1024]) {
    const { linear, quadratic } = multiplyAdds({ ...BASE, side });
    const share = (100 * quadratic) / (linear + quadratic);
    const billions = (linear + quadratic) / 1e9;
    console.log(
      `${side} pixels: ${tokens({ ...BASE, side })} tokens, ${billions.toFixed(1)} billion multiply-adds, ${share.toFixed(1)}% of them quadratic`,
    );
  }
}
