/** Trains σ(wx + b) to answer 1 for x = 1, from a start far on the wrong side. */
async function rescue(name: string, lossOf: (z: tf.Tensor) => tf.Tensor, steps = 150) {
  const [w, b] = tf.tidy(() => [tf.variable(tf.scalar(-4)), tf.variable(tf.scalar(-4))]);
  const optimizer = tf.train.sgd(0.5);
  for (let step = 0; step <= steps; step++) {
    const output = tf.tidy(() => w.add(b).sigmoid().dataSync()[0]);
    plot('output of the neuron', step, { [name]: output });
    optimizer.minimize(() => lossOf(w.add(b)).asScalar(), false, [w, b]);
    if (step % 10 === 0) await frame();
  }
  tf.dispose([w, b]);
  optimizer.dispose();
}

await rescue('squared error', (z) => z.sigmoid().sub(1).square());
// −log σ(z), the cross-entropy of the label 1, written as softplus(−z).
await rescue('cross-entropy', (z) => z.neg().softplus());
