// E[z²] for z ~ N(μ, σ²) is μ² + σ²; its slopes are 2μ and 2σ. Can draws tell?
const epsilon = tf.randomNormal([20000], 0, 1, 'float32', 8);
const throughZ = (mean: tf.Tensor, deviation: tf.Tensor) => {
  const z = mean.add(deviation.mul(epsilon)); // the draw is an input, not a step
  return z.square().mean() as tf.Scalar;
};
const [slopeMu, slopeSigma] = tf.tidy(() =>
  tf.grads(throughZ)([tf.scalar(mu), tf.scalar(sigma)]).map((t) => t.dataSync()[0]),
);
epsilon.dispose();
display.table([
  { slope: 'in μ', exact: 2 * mu, 'through z = μ + σε': slopeMu.toFixed(4) },
  { slope: 'in σ', exact: 2 * sigma, 'through z = μ + σε': slopeSigma.toFixed(4) },
]);
