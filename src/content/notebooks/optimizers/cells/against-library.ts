// The optimizers of TensorFlow.js from the same start, 60 steps.
const library: Record<string, (lr: number) => tf.Optimizer> = {
  SGD: (lr) => tf.train.sgd(lr),
  momentum: (lr) => tf.train.momentum(lr, 0.9),
  Nesterov: (lr) => tf.train.momentum(lr, 0.9, true),
  RMSProp: (lr) => tf.train.rmsprop(lr, 0.9, 0, 1e-8),
  Adam: (lr) => tf.train.adam(lr, 0.9, 0.999, 1e-8),
};

const rows = [];
for (const rule of Object.keys(library)) {
  const v = tf.tidy(() => tf.variable(tf.tensor1d(START)));
  const optimizer = library[rule](RATES[rule]);
  const cost = () => v.square().mul(CURVATURE).sum().div(2).asScalar();
  const ours = walk(rule, RATES[rule], 60);
  let gap = 0;
  for (let t = 1; t <= 60; t++) {
    optimizer.minimize(cost, false, [v]);
    gap = Math.max(gap, ...v.dataSync().map((value, i) => Math.abs(value - ours[t][i])));
  }
  rows.push({ rule, 'largest difference': gap.toExponential(1), 'below 1e-4': gap < 1e-4 });
  v.dispose();
  optimizer.dispose();
}
display.table(rows);
