const build = () => {
  const init = (seed: number) => tf.initializers.heNormal({ seed });
  const net = tf.sequential();
  const conv = { strides: 2, activation: 'relu' as const };
  net.add(
    tf.layers.conv2d({
      ...conv,
      inputShape: [28, 28, 1],
      filters: 8,
      kernelSize: 5,
      kernelInitializer: init(1),
    }),
  );
  net.add(tf.layers.conv2d({ ...conv, filters: 16, kernelSize: 3, kernelInitializer: init(2) }));
  net.add(tf.layers.flatten());
  net.add(tf.layers.dense({ units: 10, kernelInitializer: init(3) }));
  return net;
};
const recipes: Record<string, (batch: tf.Tensor4D, step: number) => tf.Tensor4D> = {
  none: (batch) => batch,
  affine: (batch, step) => affine(batch, randomChanges(batch.shape[0], step)),
  mirror: (batch, step) => (step % 2 ? tf.image.flipLeftRight(batch) : batch),
};
const nets = Object.fromEntries(Object.keys(recipes).map((name) => [name, build()]));
const steps = 360;
for (const [name, net] of Object.entries(nets)) {
  const adam = tf.train.adam(3e-3, 0.9, 0.999, 1e-7);
  for (let step = 0; step < steps; step++) {
    const from = (step % 6) * 50; // classes alternate, so any 50 in a row are balanced
    const loss = tf.tidy(() => {
      const x = recipes[name](train.images.slice(from, 50), Math.floor(step / 6) + 1);
      const labels = y.slice(from, 50);
      const cost = () => tf.losses.softmaxCrossEntropy(labels, net.apply(x) as tf.Tensor);
      return adam.minimize(cost as () => tf.Scalar, true)!.dataSync()[0];
    });
    if (step % 12 === 11) plot('training loss', step + 1, { [name]: loss });
    if (step % 12 === 11) await frame();
  }
  adam.dispose();
}
