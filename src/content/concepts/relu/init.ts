/** What ReLU does to the size of a signal: where the 2 of He initialization comes from. */
import { mulberry32, normal } from '../../../lib/random.ts';

const WIDTH = 100;
const NETWORKS = 20;

// #region init
/**
 * Sends normal noise through layers a ← f(W a), the entries of W from N(0, gain / 100). Returns the
 * mean square of a after each layer (the input first) and the share of exact zeros.
 */
export function forward(gain: number, layers: number, alpha = 0, seed = 1) {
  const rng = mulberry32(seed);
  const noise = (std: number) => Array.from({ length: WIDTH }, () => std * normal(rng));
  const squares: number[] = Array(layers + 1).fill(0);
  let zeros = 0;
  for (let network = 0; network < NETWORKS; network++) {
    let a = noise(1);
    for (let layer = 0; layer <= layers; layer++) {
      squares[layer] += a.reduce((sum, value) => sum + value ** 2, 0) / (WIDTH * NETWORKS);
      if (layer === layers) break;
      const W = a.map(() => noise(Math.sqrt(gain / WIDTH)));
      a = W.map((row) => row.reduce((sum, w, j) => sum + w * a[j], 0)).map((z) =>
        z > 0 ? z : alpha * z,
      );
      zeros += a.filter((value) => value === 0).length / (WIDTH * NETWORKS * layers);
    }
  }
  return { squares, zeros };
}
// #endregion

export function main(): void {
  for (const gain of [1, 2]) {
    const { squares, zeros } = forward(gain, 10);
    const factor = Math.sqrt(squares[10] / squares[0]);
    console.log(`gain ${gain}: size × ${factor.toPrecision(2)} after ten layers`);
    console.log(`        ${(100 * zeros).toFixed(0)}% exact zeros`);
  }
}
