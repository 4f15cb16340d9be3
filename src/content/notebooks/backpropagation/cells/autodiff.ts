// The same network in TensorFlow.js; no backward pass is written.
const lossOf = (W1: tf.Tensor, b1: tf.Tensor, W2: tf.Tensor, b2: tf.Tensor) => {
  const logits = tf.tensor2d(X).matMul(W1).add(b1).tanh().matMul(W2).add(b2);
  return tf.losses.softmaxCrossEntropy(Y, logits) as tf.Scalar;
};

const { value, grads } = tf.tidy(() =>
  tf.valueAndGrads(lossOf)(names.map((key) => tf.tensor2d(parameters[key]))),
);
display.table(
  names.map((key, i) => {
    const gap = tf.tidy(() => grads[i].sub(byHand[key]).abs().max().dataSync()[0]);
    return { parameter: key, 'largest difference': gap.toExponential(1), 'below 1e-6': gap < 1e-6 };
  }),
);
const lossGap = Math.abs(value.dataSync()[0] - pass.loss);
display.text(`losses differ by ${lossGap.toExponential(1)}`);
tf.dispose([value, ...grads]);
