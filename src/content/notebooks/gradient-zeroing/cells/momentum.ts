// Adding up all gradients is momentum with coefficient 1: nothing is ever forgotten.
async function byOptimizer(momentum: number, steps = 60) {
  const v = tf.tidy(() => tf.variable(tf.scalar(1)));
  const optimizer = tf.train.momentum(0.1, momentum);
  const path: [number, number][] = [];
  for (let step = 0; step <= steps; step++) {
    path.push([step, v.dataSync()[0]]);
    optimizer.minimize(() => v.square().div(2).asScalar(), false, [v]);
  }
  v.dispose();
  optimizer.dispose();
  return path;
}

const withMomentum = await byOptimizer(1);
const gap = Math.max(...descend(false).map(([step, v]) => Math.abs(v - withMomentum[step][1])));
display.text(`never zeroed against momentum 1: ${gap.toExponential(1)}, below 1e-6: ${gap < 1e-6}`);
display.chart({
  type: 'line',
  x: 'step',
  y: 'w',
  series: [
    { name: 'momentum 1', points: withMomentum },
    { name: 'momentum 0.9', points: await byOptimizer(0.9) },
  ],
});
