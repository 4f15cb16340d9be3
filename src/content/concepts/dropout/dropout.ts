// Inverted dropout: the mask, the forward pass, the backward pass.
import { mulberry32, type Random } from '../../../lib/random.ts';

// #region dropout
/** A fresh mask: 1 with probability 1 − rate, else 0. */
export const sampleMask = (n: number, rate: number, random: Random): number[] =>
  Array.from({ length: n }, () => (random() < rate ? 0 : 1));

/** Training: y = m·x/(1 − rate). At inference, leave the layer out: y = x. */
export const forward = (x: number[], mask: number[], rate: number): number[] =>
  x.map((v, i) => (mask[i] * v) / (1 - rate));

/** ∂L/∂x = m·∂L/∂y/(1 − rate): exactly 0 where a unit was dropped. */
export const backward = (dy: number[], mask: number[], rate: number): number[] =>
  dy.map((v, i) => (mask[i] * v) / (1 - rate));
// #endregion

// #region wrong-no-scaling
/** Wrong: drops without scaling, so inference sees sums twice as large as training did. */
export const wrongForward = (x: number[], mask: number[]): number[] => x.map((v, i) => mask[i] * v);
// #endregion

/** One value per channel of a map, or one per pixel: the two kinds of mask for [H, W, C]. */
export function mapMasks(
  kind: 'pixels' | 'channels', channels: number, size: number, rate: number, random: Random,
): number[][] {
  return Array.from({ length: channels }, () =>
    kind === 'pixels'
      ? sampleMask(size * size, rate, random)
      : new Array<number>(size * size).fill(sampleMask(1, rate, random)[0]),
  );
}

/** All 2ⁿ masks of n units. */
export const allMasks = (n: number): number[][] =>
  Array.from({ length: 2 ** n }, (_, k) => Array.from({ length: n }, (_, i) => (k >> i) & 1));

export const dot = (a: number[], b: number[]) => a.reduce((sum, v, i) => sum + v * b[i], 0);
export const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

export const X = [4, 2, 6];
export const W = [3, -1, 2];

export function main(): void {
  const mask = [1, 0, 1];
  console.log('training   ', forward(X, mask, 0.5), 'z =', dot(W, forward(X, mask, 0.5)));
  console.log('gradient   ', backward(W, mask, 0.5).map((v) => v + 0));
  const all = allMasks(3).map((m) => dot(W, forward(X, m, 0.5)));
  console.log('all masks  ', all.join(' '), 'mean', mean(all));
  console.log('inference  ', X, 'z =', dot(W, X));
  const wrong = allMasks(3).map((m) => dot(W, wrongForward(X, m)));
  console.log('no scaling ', 'mean', mean(wrong));
  console.log('rate 1/2, 12 units', sampleMask(12, 0.5, mulberry32(3)).join(' '));
}
