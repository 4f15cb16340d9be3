// Six sigmoid layers on digits, with and without batch normalization before the activation.
const digits = await dataset('digits', 'train', 1000);
const pixels = digits.images.reshape([1000, 784]);
const targets = digits.labels.toFloat();
const build = (normalize: boolean) => {
  const net = tf.sequential();
  for (let i = 0; i < 6; i++) {
    const kernelInitializer = tf.initializers.glorotUniform({ seed: i + 1 });
    const inputShape = i ? undefined : [784];
    net.add(tf.layers.dense({ units: 48, useBias: !normalize, inputShape, kernelInitializer }));
    if (normalize) net.add(tf.layers.batchNormalization({ momentum: 0.9 }));
    net.add(tf.layers.activation({ activation: 'sigmoid' }));
  }
  const kernelInitializer = tf.initializers.glorotUniform({ seed: 7 });
  net.add(tf.layers.dense({ units: 10, activation: 'softmax', kernelInitializer }));
  net.compile({ optimizer: tf.train.sgd(0.2), loss: 'sparseCategoricalCrossentropy' });
  return net;
};
const nets = { plain: build(false), 'batch norm': build(true) };
for (let epoch = 1; epoch <= 12; epoch++) {
  const losses: Record<string, number> = {};
  for (const [name, net] of Object.entries(nets)) {
    const log = await net.fit(pixels, targets, { epochs: 1, batchSize: 50, shuffle: false });
    losses[name] = log.history.loss[0] as number;
  }
  plot('training loss', epoch, losses);
  await frame();
}
for (const net of Object.values(nets)) {
  net.optimizer.dispose();
  net.dispose();
}
tf.dispose([digits.images, digits.labels, pixels, targets]);
