/** The same by TensorFlow.js: pictures are [1, H, W, 1], kernels [k, k, 1, 1]. */
const conv = (x: number[][], w: number[][], stride = 1, padding = 0) =>
  tf.tidy(() => {
    const image = tf.tensor2d(x).expandDims(0).expandDims(3) as tf.Tensor4D;
    const kernel = tf.tensor2d(w).expandDims(2).expandDims(3) as tf.Tensor4D;
    return tf.conv2d(image, kernel, stride, padding).squeeze<tf.Tensor2D>([0, 3]);
  });
const largestGap = (a: tf.TensorLike | tf.Tensor, b: tf.TensorLike | tf.Tensor) =>
  tf.tidy(() => tf.sub(a, b).abs().max().dataSync()[0]);

const rows = [];
for (const [stride, padding] of [[1, 0], [1, 1], [2, 0], [2, 1], [3, 1]]) {
  const ours = correlate(x, w, stride, padding);
  const theirs = conv(x, w, stride, padding);
  const gap = largestGap(ours, theirs);
  rows.push({ stride, padding, output: `[${theirs.shape}]`, gap, agree: gap < 1e-6 });
  theirs.dispose();
}
display.table(rows);
