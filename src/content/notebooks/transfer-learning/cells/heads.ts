/** Softmax regression on features [n, k] scaled by one number; gives the accuracy on the tests. */
const head = (features: tf.Tensor2D, classes: tf.Tensor1D, tests: tf.Tensor2D) =>
  tf.tidy(() => {
    const scale = features.square().mean().sqrt();
    const [x, xTest] = [features.div(scale), tests.div(scale)];
    const y = tf.oneHot(classes, 10).toFloat();
    const [w, b] = [tf.variable(tf.zeros([x.shape[1]!, 10])), tf.variable(tf.zeros([10]))];
    const logits = (input: tf.Tensor) => input.matMul(w as tf.Tensor2D).add(b) as tf.Tensor2D;
    const adam = tf.train.adam(3e-3, 0.9, 0.999, 1e-7);
    for (let step = 0; step < 150; step++)
      adam.minimize(() => tf.losses.softmaxCrossEntropy(y, logits(x)), false, [w, b]);
    const accuracy = logits(xTest).argMax(1).equal(test.labels).mean().dataSync()[0];
    adam.dispose();
    tf.dispose([w, b]);
    return accuracy;
  });

const results: Record<string, number[]> = {};
for (const [name, of] of Object.entries(inputs)) {
  results[name] = [0, 1, 2].map((draw) =>
    tf.tidy(() => {
      const some = digits.images.slice(draw * 10 * shots, 10 * shots);
      const classes = digits.labels.slice(draw * 10 * shots, 10 * shots);
      return head(of(some, draw), classes, of(test.images, draw));
    }),
  );
  console.log(name.padEnd(28), results[name].map((value) => value.toFixed(3)).join('  '));
  await frame();
}
