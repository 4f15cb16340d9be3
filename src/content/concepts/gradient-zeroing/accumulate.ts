/** A store that adds, as PyTorch's `.grad` does: forgotten, and used on purpose. */

// #region store
/** What PyTorch keeps beside a parameter: empty at first, and every backward pass adds to it. */
export class GradientStore {
  grad: number | null = null;

  backward(gradient: number): void {
    this.grad = (this.grad ?? 0) + gradient;
  }

  zero(): void {
    this.grad = null;
  }
}
// #endregion

// #region descend
/** Gradient descent on w²/2, whose slope at w is w; returns every w visited. */
export function descend(zeroing: boolean, start: number, rate: number, steps: number): number[] {
  const store = new GradientStore();
  const path = [start];
  for (let t = 0; t < steps; t++) {
    if (zeroing) store.zero();
    store.backward(path[t]);
    path.push(path[t] - rate * store.grad!);
  }
  return path;
}
// #endregion

// #region parts
/** The gradient of the mean loss from several small batches: each mean counts by its size. */
export function accumulated(batches: number[][]): number {
  const store = new GradientStore();
  const total = batches.flat().length;
  for (const batch of batches) {
    const mean = batch.reduce((sum, g) => sum + g, 0) / batch.length;
    store.backward((mean * batch.length) / total);
  }
  return store.grad!; // one step, one zero() afterward
}
// #endregion

// #region wrong-mean-of-means
/** Right only if all parts are equally large: the samples of a small part count too much. */
export function wrongMeanOfMeans(batches: number[][]): number {
  const means = batches.map((batch) => batch.reduce((sum, g) => sum + g, 0) / batch.length);
  return means.reduce((sum, mean) => sum + mean, 0) / batches.length;
}
// #endregion

/** Gradients of four samples at the same weight. */
export const SAMPLES = [9, 7, 2, 2];

export function main(): void {
  const store = new GradientStore();
  const asked = [1, 2, 3].map(() => (store.backward(6), store.grad));
  store.zero();
  store.backward(6);
  console.log(`slope 6, asked three times: ${asked.join(', ')}; after zeroing: ${store.grad}`);
  console.log('zeroed      ', descend(true, 8, 1 / 2, 5).join(' '));
  console.log('never zeroed', descend(false, 8, 1 / 2, 5).join(' '));
  const [a, b, c, d] = SAMPLES;
  for (const parts of [
    [[a, b, c, d]],
    [
      [a, b],
      [c, d],
    ],
    [[a, b, c], [d]],
  ]) {
    console.log(
      parts
        .map((p) => p.length)
        .join(' + ')
        .padEnd(6),
      `weighted ${accumulated(parts)}, mean of means ${wrongMeanOfMeans(parts)}`,
    );
  }
}
