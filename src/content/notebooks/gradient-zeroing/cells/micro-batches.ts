// A softmax classifier on 64 digits: one batch, and four micro-batches of 16.
const { images, labels } = await dataset('digits', 'train', 64);
const X = images.reshape<tf.Tensor2D>([64, 784]);
const Y = tf.tidy(() => tf.oneHot(labels, 10).toFloat() as tf.Tensor2D);
const weights = tf.tidy(() => tf.variable(tf.randomNormal([784, 10], 0, 0.05, 'float32', 1)));

/** Gradient of the mean loss over `size` samples from `start` on. */
const gradientOf = (start: number, size: number) =>
  tf.tidy(() => {
    const loss = () => {
      const logits = X.slice([start, 0], [size, -1]).matMul(weights as tf.Tensor2D);
      return tf.losses.softmaxCrossEntropy(Y.slice([start, 0], [size, -1]), logits).asScalar();
    };
    return tf.variableGrads(loss, [weights]).grads[weights.name];
  });

const whole = gradientOf(0, 64);
const mean4 = tf.tidy(() => tf.addN([0, 16, 32, 48].map((start) => gradientOf(start, 16))).div(4));
const difference = tf.tidy(() => whole.sub(mean4).abs().max().dataSync()[0]);
display.text(`largest difference ${difference.toExponential(1)}, below 1e-6: ${difference < 1e-6}`);
const perClass = tf.tidy(() => whole.reshape([28, 28, 10]).transpose([2, 0, 1]));
display.images(perClass, { columns: 5, scale: 2, range: [-0.05, 0.05] });
