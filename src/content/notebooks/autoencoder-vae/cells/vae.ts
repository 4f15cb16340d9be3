const vae = build(4, 20); // the encoder gives 2 means and 2 log-variances
const encode = (images: tf.Tensor2D) =>
  tf.split(run(vae.encoder, images), 2, 1) as [mean: tf.Tensor2D, logVariance: tf.Tensor2D];
const divergence = (mean: tf.Tensor2D, logVariance: tf.Tensor2D) =>
  logVariance.add(1).sub(mean.square()).sub(logVariance.exp()).sum(1).mul(-0.5).mean();
const losses = (images: tf.Tensor2D, seed: number) => {
  const [mean, logVariance] = encode(images);
  const noise = tf.randomNormal(mean.shape, 0, 1, 'float32', seed);
  const z = mean.add(logVariance.div(2).exp().mul(noise)) as tf.Tensor2D;
  const error = reconstruction(images, run(vae.decoder, z));
  return { error, kl: divergence(mean, logVariance) as tf.Scalar };
};

const beta = 1; // weight of the KL term
const adam2 = tf.train.adam(5e-3, 0.9, 0.999, 1e-7);
for (let step = 0; step < steps; step++) {
  tf.tidy(() => {
    const images = batchOf(step);
    const cost = () => {
      const { error, kl } = losses(images, step + 1);
      return error.add(kl.mul(beta)) as tf.Scalar;
    };
    adam2.minimize(cost, false, variables(vae.encoder, vae.decoder));
  });
  if (step % 20 === 19) {
    const [error, kl] = tf.tidy(() => Object.values(losses(xHeld, 1)).map((t) => t.dataSync()[0]));
    plot('held-out reconstruction', step + 1, { nats: error });
    plot('held-out KL', step + 1, { nats: kl });
    progress('training', step + 1, steps);
    await frame();
  }
}
