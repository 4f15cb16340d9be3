/** The contrastive loss: which of the others is another view of the same picture? */

// #region infonce
/** Powers e^(s/T) of the similarities s, and their shares: softmax at temperature T. */
export function shares(similarities: number[], temperature: number): number[] {
  const powers = similarities.map((s) => Math.exp(s / temperature));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

/** Loss of one view: its partner stands first, the views of all other pictures follow. */
export const infoNce = (similarities: number[], temperature: number) =>
  -Math.log(shares(similarities, temperature)[0]);

/** dLoss/ds: (share − 1) / T for the partner, share / T for the others. */
export const gradient = (similarities: number[], temperature: number) =>
  shares(similarities, temperature).map((p, i) => (p - Number(i === 0)) / temperature);
// #endregion

/** Cosine of two vectors. */
export function cosine(a: number[], b: number[]): number {
  const dot = (u: number[], v: number[]) => u.reduce((sum, x, i) => sum + x * v[i], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

// #region batch
/** Mean loss over a batch: views 2k and 2k + 1 show the same picture. */
export function batchLoss(views: number[][], temperature: number): number {
  const losses = views.map((view, i) => {
    const partner = i ^ 1;
    const others = views.flatMap((_, j) => (j === i || j === partner ? [] : [j]));
    return infoNce(
      [partner, ...others].map((j) => cosine(view, views[j])),
      temperature,
    );
  });
  return losses.reduce((a, b) => a + b) / losses.length;
}
// #endregion

// #region wrong-self
/** Leaving a view among its own negatives: its similarity is always 1, and cannot be pushed away. */
export function wrongBatchLoss(views: number[][], temperature: number): number {
  const losses = views.map((view, i) => {
    const others = views.flatMap((_, j) => (j === (i ^ 1) ? [] : [j])); // includes i
    return infoNce(
      [i ^ 1, ...others].map((j) => cosine(view, views[j])),
      temperature,
    );
  });
  return losses.reduce((a, b) => a + b) / losses.length;
}
// #endregion

/** The temperature of the worked example: e^(s/T) is 4 to the power s. */
export const T = 1 / Math.log(4);
export const EXAMPLE = [1, 0, 1 / 2];

export function main(): void {
  const show = (values: number[]) => values.map((v) => v.toFixed(3)).join(' ');
  console.log('shares    ', show(shares(EXAMPLE, T)), ' loss', infoNce(EXAMPLE, T).toFixed(3));
  console.log('collapsed ', show(shares([1, 1, 1], T)), ' loss', infoNce([1, 1, 1], T).toFixed(3));
  console.log('separated ', show(shares([1, -1, -1], T)), ' loss', infoNce([1, -1, -1], T).toFixed(3));
}
