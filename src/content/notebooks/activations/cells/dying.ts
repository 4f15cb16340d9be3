// 32 hidden units learn sin 3x from 64 points.
const inputs = tf.tidy(() => tf.linspace(-1, 1, 64).reshape([64, 1]));
const target = tf.tidy(() => inputs.mul(3).sin());

async function fit(name: string, firstBias: number) {
  const label = `${name}, biases from ${firstBias}`;
  const variables = tf.tidy(() => [
    tf.variable(tf.randomNormal([1, 32], 0, 1, 'float32', 1)),
    tf.variable(tf.fill([32], firstBias)),
    tf.variable(tf.randomNormal([32, 1], 0, 0.25, 'float32', 2)),
    tf.variable(tf.zeros([1])),
  ]);
  const [w1, b1, w2, b2] = variables;
  const z = (w: tf.Tensor) => inputs.matMul(w).add(b1);
  const loss = (w: tf.Tensor = w1) =>
    activations[name](z(w)).matMul(w2).add(b2).sub(target).square().mean().asScalar();
  const row = tf.tidy(() => ({
    network: label,
    'units that no point activates': 32 - z(w1).greater(0).any(0).sum().dataSync()[0],
    'largest gradient of w1': tf.grad(loss)(w1).abs().max().dataSync()[0].toPrecision(2),
  }));

  const optimizer = tf.train.sgd(0.05);
  for (let step = 0; step <= 200; step++) {
    const cost = optimizer.minimize(() => loss(), true, variables)!;
    if (step % 10 === 0) plot('loss', step, { [label]: cost.dataSync()[0] });
    cost.dispose();
    if (step % 50 === 0) await frame();
  }
  tf.dispose(variables);
  optimizer.dispose();
  return row;
}

display.table([await fit('ReLU', 0), await fit('ReLU', -3), await fit('leaky ReLU', -3)]);
