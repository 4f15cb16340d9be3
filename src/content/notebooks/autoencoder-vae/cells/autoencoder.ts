/** Cross-entropy summed over the 784 pixels, averaged over the images, in nats. */
const reconstruction = (target: tf.Tensor2D, logits: tf.Tensor2D) =>
  tf.softplus(logits).sub(target.mul(logits)).sum(1).mean() as tf.Scalar;
const batchOf = (step: number) => x.slice([(step * 100) % 2000, 0], [100, 784]);

const plain = build(2, 10);
const adam1 = tf.train.adam(5e-3, 0.9, 0.999, 1e-7);
const steps = 400;
for (let step = 0; step < steps; step++) {
  const loss = tf.tidy(() => {
    const images = batchOf(step);
    const cost = () => reconstruction(images, run(plain.decoder, run(plain.encoder, images)));
    return adam1.minimize(cost, true, variables(plain.encoder, plain.decoder))!.dataSync()[0];
  });
  if (step % 10 === 9) {
    plot('autoencoder', step + 1, { reconstruction: loss });
    await frame();
  }
}
const codesOf = (points: tf.Tensor2D, labels: tf.Tensor1D, title: string) => {
  const [at, digit] = [points.arraySync() as [number, number][], labels.dataSync()];
  const series = [0, 1, 2, 3, 4, 6, 7].map((d) => ({
    name: String(d),
    points: at.filter((_, i) => digit[i] === d),
  }));
  display.chart({ type: 'scatter', title, x: 'code 1', y: 'code 2', series });
};
tf.tidy(() => codesOf(run(plain.encoder, xHeld), held.labels, 'Codes of the autoencoder'));
