const build = () => {
  const init = (seed: number) => tf.initializers.heNormal({ seed });
  const net = tf.sequential();
  const conv = { strides: 2, activation: 'relu' as const };
  const first = { inputShape: [28, 28, 1], filters: 8, kernelSize: 5, kernelInitializer: init(1) };
  net.add(tf.layers.conv2d({ ...conv, ...first }));
  net.add(tf.layers.conv2d({ ...conv, filters: 16, kernelSize: 3, kernelInitializer: init(2) }));
  net.add(tf.layers.flatten());
  net.add(tf.layers.dense({ units: 10, kernelInitializer: init(3) }));
  return net;
};
const perEpoch = 6; // batches of 50 in one pass over the digits
const recipes: Record<string, (batch: tf.Tensor4D, step: number) => tf.Tensor4D> = {
  none: (batch) => batch,
  affine: (batch, step) => affine(batch, randomChanges(batch.shape[0], step)),
  mirror: (batch, step) =>
    Math.floor(step / perEpoch) % 2 ? tf.image.flipLeftRight(batch) : batch, // every other pass
};
const nets = Object.fromEntries(Object.keys(recipes).map((name) => [name, build()]));
for (const [name, net] of Object.entries(nets)) {
  const adam = tf.train.adam(3e-3, 0.9, 0.999, 1e-7);
  for (let step = 1; step <= 360; step++) {
    const from = (step % perEpoch) * 50; // classes alternate, so any 50 in a row are balanced
    const loss = tf.tidy(() => {
      const x = recipes[name](train.images.slice(from, 50), step);
      const labels = y.slice(from, 50);
      const cost = () => tf.losses.softmaxCrossEntropy(labels, net.apply(x) as tf.Tensor);
      return adam.minimize(cost as () => tf.Scalar, true)!.dataSync()[0];
    });
    if (step % 12) continue;
    plot('training loss', step, { [name]: loss });
    await frame();
  }
  adam.dispose();
}
