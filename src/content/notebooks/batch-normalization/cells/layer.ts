const layer = tf.layers.batchNormalization({ epsilon, momentum: 0.9, inputShape: [1, 1, 2] });
const trained = layer.apply(x, { training: true }) as tf.Tensor; // builds the layer: γ = 1, β = 0
trained.dispose();
const start = (mean: number[], variance: number[]) =>
  tf.tidy(() => layer.setWeights([gamma, beta, tf.tensor1d(mean), tf.tensor1d(variance)]));
start([0, 0], [1, 1]); // moving mean, moving variance

const largest = (a: tf.Tensor, b: tf.Tensor) => tf.tidy(() => a.sub(b).abs().max().dataSync()[0]);
const inTraining = layer.apply(x, { training: true }) as tf.Tensor;
console.log('training: largest difference from our own', largest(inTraining, byHand));
inTraining.dispose();
