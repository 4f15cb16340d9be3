/** Pools a matrix: `pick` turns the values of a window into one; no padding. */
function pool(x: number[][], k: number, stride: number, pick: (values: number[]) => number) {
  const starts = (n: number) =>
    Array.from({ length: Math.floor((n - k) / stride) + 1 }, (_, i) => i * stride);
  return starts(x.length).map((top) =>
    starts(x[0].length).map((left) =>
      pick(x.slice(top, top + k).flatMap((row) => row.slice(left, left + k))),
    ),
  );
}
const max = (values: number[]) => Math.max(...values);
const mean = (values: number[]) => values.reduce((sum, v) => sum + v) / values.length;

const x = [
  [1, 3, -2, -5],
  [2, 0, -1, -4],
  [6, 5, 0, 0],
  [7, 8, 0, 4],
];
const gap = tf.tidy(() => {
  const image = tf.tensor2d(x).as3D(4, 4, 1);
  const byMax = tf.maxPool(image, 2, 2, 'valid').squeeze([2]).sub(pool(x, 2, 2, max));
  const byMean = tf.avgPool(image, 2, 2, 'valid').squeeze([2]).sub(pool(x, 2, 2, mean));
  return tf.maximum(byMax.abs(), byMean.abs()).max().dataSync()[0];
});
display.table(pool(x, 2, 2, max));
display.table(pool(x, 2, 2, mean));
display.text(`largest difference from TensorFlow.js ${gap}, below 1e-6: ${gap < 1e-6}`);
