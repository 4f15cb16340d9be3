const gamma = tf.tensor1d([6, 1]); // scale, one per channel
const beta = tf.tensor1d([2, 0]); // shift
const epsilon = 1e-3; // the default of tf.layers and of Keras

// Statistics run over batch, height and width; what remains is the channel axis.
const { mean, variance } = tf.moments(x, [0, 1, 2]);
const byHand = tf.tidy(() => {
  const normalized = x.sub(mean).div(variance.add(epsilon).sqrt());
  return normalized.mul(gamma).add(beta) as tf.Tensor4D;
});

const [m, v, y] = [mean, variance, byHand].map((t) => Array.from(t.dataSync()));
display.table(
  [0, 1].map((channel) => ({
    channel,
    mean: m[channel],
    variance: v[channel],
    outputs: [0, 1, 2, 3].map((image) => y[2 * image + channel].toFixed(3)).join('  '),
  })),
);
