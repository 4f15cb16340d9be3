const digits = await dataset('digits', 'train', 2000);
const held = await dataset('digits', 'test', 300);
const flat = (images: tf.Tensor4D) => images.reshape([images.shape[0], 784]) as tf.Tensor2D;
const x = flat(digits.images);
const xHeld = flat(held.images);

/** Encoder 784 → 100 → codes and decoder 2 → 100 → 784 (logits of the pixels). */
const build = (codes: number, seed: number) => {
  const dense = (units: number, inputs: number, activation: 'relu' | 'linear', i: number) =>
    tf.layers.dense({
      units,
      inputShape: [inputs],
      activation,
      kernelInitializer: tf.initializers.glorotUniform({ seed: seed + i }),
    });
  const encoder = tf.sequential({
    layers: [dense(100, 784, 'relu', 0), dense(codes, 100, 'linear', 1)],
  });
  const decoder = tf.sequential({
    layers: [dense(100, 2, 'relu', 2), dense(784, 100, 'linear', 3)],
  });
  return { encoder, decoder };
};
const run = (net: tf.Sequential, input: tf.Tensor) => net.apply(input) as tf.Tensor2D;
const variables = (...nets: tf.Sequential[]) =>
  nets.flatMap((net) => net.trainableWeights.map((w) => w.read() as tf.Variable));
tf.tidy(() => display.images(digits.images.slice(0, 20), { columns: 10, scale: 2 }));
