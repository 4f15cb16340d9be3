// What a kernel costs, how far it sees, and where an even one moves the picture.

/** A layer: height and width of its kernel, channels in and out. */
export type Layer = [kh: number, kw: number, C: number, F: number];

// #region shapes
export const weights = (layers: Layer[]) =>
  layers.reduce((sum, [kh, kw, C, F]) => sum + kh * kw * C * F, 0);

/** Receptive field of layers with stride 1: rows × columns. */
export const field = (layers: Layer[]) =>
  [0, 1].map((axis) => layers.reduce((r, layer) => r + layer[axis] - 1, 1));

/** All with 64 channels in and out. */
export const SHAPES: Record<string, Layer[]> = {
  '1×1': [[1, 1, 64, 64]],
  '3×3': [[3, 3, 64, 64]],
  '5×5': [[5, 5, 64, 64]],
  '7×7': [[7, 7, 64, 64]],
  'three 3×3': [
    [3, 3, 64, 64],
    [3, 3, 64, 64],
    [3, 3, 64, 64],
  ],
  '1×7, 7×1': [
    [1, 7, 64, 64],
    [7, 1, 64, 64],
  ],
};

/** A bottleneck and the plain layer that it stands for, 256 channels in and out. */
export const PLAIN: Layer[] = [[3, 3, 256, 256]];
export const BOTTLENECK: Layer[] = [
  [1, 1, 256, 64],
  [3, 3, 64, 64],
  [1, 1, 64, 256],
];
// #endregion

// #region drift
/** One row, same size out; an even kernel gets its odd zero at the end, as in TensorFlow. */
export function sameRow(x: number[], w: number[]): number[] {
  const before = Math.floor((w.length - 1) / 2);
  const at = (i: number) => x[i - before] ?? 0;
  return x.map((_, i) => w.reduce((sum, weight, u) => sum + at(i + u) * weight, 0));
}

/** The row and what each layer makes of it. */
export function layers(x: number[], w: number[], count: number): number[][] {
  const rows = [x];
  for (let n = 0; n < count; n++) rows.push(sameRow(rows[n], w));
  return rows;
}
// #endregion

export const SPIKE = [0, 0, 0, 0, 1, 0, 0, 0, 0];

// #region shapes

export function main(): void {
  for (const [name, list] of Object.entries(SHAPES)) {
    console.log(`${name.padEnd(10)} ${weights(list)} weights, sees ${field(list).join('×')}`);
  }
  console.log(`plain ${weights(PLAIN)}, bottleneck ${weights(BOTTLENECK)}`);
  console.log(`four [1, 1]    ${layers(SPIKE, [1, 1], 4)[4].join(' ')}`);
  console.log(`two [1, 2, 1]  ${layers(SPIKE, [1, 2, 1], 2)[2].join(' ')}`);
}
// #endregion
