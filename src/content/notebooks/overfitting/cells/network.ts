type Data = typeof small;
type Weights = tf.Tensor[]; // W1 [784, 64], b1 [64], W2 [64, 10], b2 [10]

/** Logits [n, 10]; with a rate, dropout on the hidden layer by a mask drawn from the seed. */
const network = ([w1, b1, w2, b2]: Weights, x: tf.Tensor2D, rate = 0, seed = 0) => {
  const hidden = x.matMul(w1 as tf.Tensor2D).add(b1).relu();
  const kept = rate ? tf.dropout(hidden, rate, undefined, seed) : hidden;
  return kept.matMul(w2 as tf.Tensor2D).add(b2) as tf.Tensor2D;
};
const lossOn = (weights: Weights, { x, y }: Data) =>
  tf.tidy(() => tf.losses.softmaxCrossEntropy(y, network(weights, x)).dataSync()[0]);
const accuracyOn = (weights: Weights, { x, y }: Data) =>
  tf.tidy(() => network(weights, x).argMax(1).equal(y.argMax(1)).mean().dataSync()[0]);
const parameters = 784 * 64 + 64 + 64 * 10 + 10;
console.log(`${parameters} parameters for ${small.x.shape[0]} images`);
