// The question for the classifier: is this digit an 8?
const train = await dataset('digits', 'train', 2000);
const test = await dataset('digits', 'test');
const isEight = (labels: tf.Tensor1D) => tf.tidy(() => labels.equal(8).toFloat() as tf.Tensor1D);
const [x, y, xTest, yTest] = [
  train.images.reshape([-1, 784]),
  isEight(train.labels),
  test.images.reshape([-1, 784]),
  isEight(test.labels),
] as [tf.Tensor2D, tf.Tensor1D, tf.Tensor2D, tf.Tensor1D];

// Logistic regression: one weight per pixel.
const [w, b] = tf.tidy(() => [tf.variable(tf.zeros([784, 1])), tf.variable(tf.scalar(0))]);
const score = (pixels: tf.Tensor2D) => pixels.matMul(w as tf.Tensor2D).add(b).squeeze([1]);
const adam = tf.train.adam(0.02, 0.9, 0.999, 1e-7);
for (let step = 1; step <= 120; step++) {
  tf.tidy(() => {
    adam.minimize(() => tf.losses.sigmoidCrossEntropy(y, score(x)));
  });
  progress('training', step, 120);
}

const truth = Array.from(yTest.dataSync());
const scores = Array.from(tf.tidy(() => score(xTest).sigmoid().dataSync()));
const positives = truth.filter((label) => label === 1).length;
const negatives = truth.length - positives;
const right = truth.filter((label, i) => (scores[i] >= 0.5 ? 1 : 0) === label).length;
display.table([
  { rule: 'logistic regression', accuracy: (right / truth.length).toFixed(3) },
  { rule: 'always “not an 8”', accuracy: (negatives / truth.length).toFixed(3) },
]);
tf.tidy(() => display.image(w.reshape([28, 28]) as tf.Tensor2D, { scale: 5, range: [-1.5, 1.5] }));
