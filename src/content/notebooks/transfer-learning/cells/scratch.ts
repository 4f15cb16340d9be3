// The rival: the same network, all weights free, nothing but the same 100 digits.
results['from scratch'] = [];
for (const draw of [0, 1, 2]) {
  const some = digits.images.slice(draw * 10 * shots, 10 * shots);
  const classes = tf.tidy(() => digits.labels.slice(draw * 10 * shots, 10 * shots).toFloat());
  const net = build(100 + 10 * draw);
  compile(net, 2e-3);
  await net.fit(some, classes, { epochs: 30, batchSize: 50, shuffle: false });
  results['from scratch'].push(
    tf.tidy(() => {
      const guesses = (net.predict(test.images) as tf.Tensor2D).argMax(1);
      return guesses.equal(test.labels).mean().dataSync()[0];
    }),
  );
  net.optimizer.dispose();
  net.dispose();
  tf.dispose([some, classes]);
  progress('from scratch', draw + 1, 3);
}
results['from scratch'];
