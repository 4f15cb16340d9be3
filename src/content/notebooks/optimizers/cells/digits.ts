// A network 784 → 32 → 10 on 1,000 digits; every rule gets the same start and the same batches.
const { images, labels } = await dataset('digits', 'train', 1000);
const X = images.reshape<tf.Tensor2D>([1000, 784]);
const Y = tf.tidy(() => tf.oneHot(labels, 10).toFloat() as tf.Tensor2D);

async function train(rule: string, optimizer: tf.Optimizer, epochs = 5) {
  const [w1, b1, w2, b2] = tf.tidy(() => [
    tf.variable(tf.randomNormal<tf.Rank.R2>([784, 32], 0, 0.05, 'float32', 1)),
    tf.variable(tf.zeros<tf.Rank.R2>([1, 32])),
    tf.variable(tf.randomNormal<tf.Rank.R2>([32, 10], 0, 0.25, 'float32', 2)),
    tf.variable(tf.zeros<tf.Rank.R2>([1, 10])),
  ]);
  const logits = (x: tf.Tensor2D) => x.matMul(w1).add(b1).relu().matMul<tf.Tensor2D>(w2).add(b2);
  for (let batch = 0; batch < epochs * 20; batch++) {
    const from = [(batch % 20) * 50, 0];
    const loss = optimizer.minimize(() => {
      const [x, y] = [X.slice(from, [50, -1]), Y.slice(from, [50, -1])];
      return tf.losses.softmaxCrossEntropy(y, logits(x)).asScalar();
    }, true, [w1, b1, w2, b2])!;
    if (batch % 5 === 0) plot('loss of a batch of 50', batch, { [rule]: (await loss.data())[0] });
    loss.dispose();
  }
  const loss = tf.tidy(() => tf.losses.softmaxCrossEntropy(Y, logits(X)).dataSync()[0]);
  tf.dispose([w1, b1, w2, b2]);
  optimizer.dispose();
  return { rule, 'loss on the 1,000 digits': loss.toFixed(3) };
}

const RATES_FOR_DIGITS = { SGD: 0.1, momentum: 0.03, Nesterov: 0.03, RMSProp: 0.002, Adam: 0.003 };
const results = [];
for (const [rule, lr] of Object.entries(RATES_FOR_DIGITS))
  results.push(await train(rule, library[rule](lr)));
display.table(results);
