// Sizes, zeros and reach along one axis; the other axis works the same way.

// #region sizes
/** Positions of a window of k taps, and the cells at the end that are left over. */
export function fit(n: number, k: number, s = 1, d = 1, before = 0, after = 0) {
  const room = n + before + after - (d * (k - 1) + 1);
  if (room < 0) throw new RangeError(`the window is ${-room} cells larger than the input`);
  return { o: Math.floor(room / s) + 1, left: room % s };
}

/** The zeros of TensorFlow's SAME: what ⌈n / s⌉ positions need, the odd one at the end. */
export function same(n: number, k: number, s = 1, d = 1): [before: number, after: number] {
  const covered = (Math.ceil(n / s) - 1) * s + d * (k - 1) + 1;
  const total = Math.max(covered - n, 0);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}
// #endregion

// #region stack
/** A layer along one axis: taps, stride, dilation. */
export type Layer = { k: number; s?: number; d?: number };

/** The receptive field r of one output cell, and the distance j between two of them. */
export function field(layers: Layer[]) {
  let [r, j] = [1, 1];
  for (const { k, s = 1, d = 1 } of layers) {
    r += d * (k - 1) * j;
    j *= s;
  }
  return { r, j };
}

/** The cells inside that field that are really read, counted from its first cell. */
export function reads(layers: Layer[]): number[] {
  let cells = new Set([0]);
  let j = 1;
  for (const { k, s = 1, d = 1 } of layers) {
    const taps = Array.from({ length: k }, (_, u) => u * d * j);
    cells = new Set([...cells].flatMap((cell) => taps.map((tap) => cell + tap)));
    j *= s;
  }
  return [...cells].sort((a, b) => a - b);
}
// #endregion

export const dilated = (...rates: number[]): Layer[] => rates.map((d) => ({ k: 3, d }));

const RATES = [
  [2, 2, 2],
  [1, 2, 3],
  [1, 2, 4],
  [1, 2, 9],
  [2, 4, 8],
];

// #region sizes

export function main(): void {
  const sizes = [0, 1, 2].map((p) => fit(5, 3, 1, 1, p, p).o);
  console.log(`valid, same, full: ${sizes.join(' ')}`);
  for (const n of [4, 5, 6, 7]) {
    const { o, left } = fit(n, 3, 2, 1, 1, 1);
    console.log(`n=${n}: SAME ${same(n, 3, 2).join('+')}; padding=1 gives ${o}, leaves ${left}`);
  }
  for (const rates of RATES) {
    const [seen, all] = [reads(dilated(...rates)).length, field(dilated(...rates)).r];
    console.log(`dilation ${rates.join(' ')}: reads ${seen} of ${all}`);
  }
}
// #endregion
