/** Contrastive learning of two modalities, as CLIP does it, on a handful of pairs. */
import { mulberry32, normal } from '../../../lib/random.ts';

// #region loss
const logSumExp = (z: number[]) => {
  const top = Math.max(...z);
  return top + Math.log(z.reduce((sum, v) => sum + Math.exp(v - top), 0));
};
const column = (S: number[][], j: number) => S.map((row) => row[j]);

/** Mean of the cross-entropies of all rows (image → text) and columns (text → image); pairs on the diagonal. */
export function clipLoss(logits: number[][]): number {
  const rows = logits.map((row, i) => logSumExp(row) - row[i]);
  const columns = logits.map((_, j) => logSumExp(column(logits, j)) - logits[j][j]);
  return [...rows, ...columns].reduce((sum, v) => sum + v, 0) / (2 * logits.length);
}

/** Recall@1: the share of rows whose largest entry is on the diagonal. */
export const recall = (logits: number[][]): number =>
  logits.filter((row, i) => row[i] === Math.max(...row)).length / logits.length;

const unit = (v: number[]) => v.map((x) => x / Math.hypot(...v));
const dot = (u: number[], v: number[]) => u.reduce((sum, x, i) => sum + x * v[i], 0);

/** Cosines of all images with all texts, divided by the temperature. */
export const similarities = (images: number[][], texts: number[][], temperature: number) =>
  images.map((a) => texts.map((b) => dot(unit(a), unit(b)) / temperature));
// #endregion

export const PAIRS = 6;
export const TEMPERATURE = 0.2;

/** Six random pairs of vectors in the plane, pulled together by gradient descent on the loss. */
export function train(steps: number, seed = 1): { images: number[][]; texts: number[][] } {
  const random = mulberry32(seed);
  const vectors = Array.from({ length: 2 * PAIRS }, () => [normal(random), normal(random)]);
  const loss = () =>
    clipLoss(similarities(vectors.slice(0, PAIRS), vectors.slice(PAIRS), TEMPERATURE));
  for (let step = 0; step < steps; step++) {
    const slopes = vectors.map((v) =>
      v.map((old, k) => {
        v[k] = old + 1e-4;
        const up = loss();
        v[k] = old - 1e-4;
        const down = loss();
        v[k] = old;
        return (up - down) / 2e-4;
      }),
    );
    vectors.forEach((v, i) => v.forEach((_, k) => (v[k] -= 2 * slopes[i][k])));
  }
  return { images: vectors.slice(0, PAIRS), texts: vectors.slice(PAIRS) };
}

/** Puts all images at height +g and all texts at −g: no difference of two dot products changes. */
export const gap = (vectors: number[][], g: number): number[][] => vectors.map((v) => [...unit(v), g]);

export function main(): void {
  const table = [
    [Math.log(6), Math.log(2)],
    [Math.log(3), Math.log(3)],
  ];
  console.log('worked example: loss', clipLoss(table).toFixed(3));
  for (const steps of [0, 200]) {
    const { images, texts } = train(steps);
    const S = similarities(images, texts, TEMPERATURE);
    console.log(`${String(steps).padStart(3)} steps: loss ${clipLoss(S).toFixed(2)}, image → text ${(100 * recall(S)).toFixed(0)}% right`); // prettier-ignore
  }
  const { images, texts } = train(200);
  const flat = images.map((a) => texts.map((b) => dot(unit(a), unit(b)) / TEMPERATURE));
  const lifted = gap(images, 1).map((a) => gap(texts, -1).map((b) => dot(a, b) / TEMPERATURE));
  console.log('gap between the modalities: loss', clipLoss(flat).toFixed(2), '→', clipLoss(lifted).toFixed(2)); // prettier-ignore
  console.log('  cosine of the first pair', similarities([images[0]], [texts[0]], 1)[0][0].toFixed(2), '→', similarities(gap([images[0]], 1), gap([texts[0]], -1), 1)[0][0].toFixed(2)); // prettier-ignore
}
