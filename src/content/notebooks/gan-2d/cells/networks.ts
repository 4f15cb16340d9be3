const batch = 128;
const mlp = (inputs: number, widths: number[], outputs: number, seed: number) => {
  const net = tf.sequential();
  widths.forEach((units, i) => {
    const kernelInitializer = tf.initializers.heNormal({ seed: seed + i });
    const inputShape = i ? undefined : [inputs];
    net.add(tf.layers.dense({ units, inputShape, kernelInitializer, activation: 'relu' }));
  });
  const kernelInitializer = tf.initializers.glorotUniform({ seed: seed + 9 });
  net.add(tf.layers.dense({ units: outputs, kernelInitializer }));
  return net;
};
const discriminator = (seed: number) => mlp(2, [64, 64], 1, seed); // a point → one logit
const logit = (net: tf.Sequential, points: tf.Tensor) => net.apply(points) as tf.Tensor;
const variables = (net: tf.Sequential) => net.trainableWeights.map((w) => w.read() as tf.Variable);

/** −ln D(real) − ln(1 − D(fake)), averaged: with logits a, −ln D = softplus(−a). */
const lossD = (net: tf.Sequential, real: tf.Tensor, fake: tf.Tensor) =>
  tf.softplus(logit(net, real).neg()).mean().add(tf.softplus(logit(net, fake)).mean()) as tf.Scalar;
const judge = discriminator(50);
judge.summary();
