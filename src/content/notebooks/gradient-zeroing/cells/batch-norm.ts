// The equality ends where samples see each other: statistics of 16 are not those of 64.
const normalize = (z: tf.Tensor) => {
  const { mean, variance } = tf.moments(z, 0);
  return z.sub(mean).div(variance.add(1e-5).sqrt());
};
const normalizedGradient = (start: number, size: number) =>
  tf.tidy(() => {
    const loss = (w: tf.Tensor) => {
      const logits = normalize(X.slice([start, 0], [size, -1]).matMul(w as tf.Tensor2D));
      return tf.losses.softmaxCrossEntropy(Y.slice([start, 0], [size, -1]), logits);
    };
    return tf.grad(loss)(weights);
  });

display.table(
  [32, 16, 8].map((size) =>
    tf.tidy(() => {
      const all = normalizedGradient(0, 64);
      const starts = Array.from({ length: 64 / size }, (_, i) => i * size);
      const mean = tf.addN(starts.map((s) => normalizedGradient(s, size))).div(starts.length);
      const error = mean.sub(all).norm().div(all.norm()).dataSync()[0];
      return { 'micro-batches': `${starts.length} × ${size}`, 'relative error': error.toFixed(3) };
    }),
  ),
);
