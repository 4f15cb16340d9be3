const momentum = 0.9;
let movingMean = [0, 0];
let movingVariance = [1, 1];
start(movingMean, movingVariance);

// The old value keeps a share of `momentum`; the batch contributes the rest.
const move = (old: number[], now: ArrayLike<number>) =>
  old.map((value, c) => momentum * value + (1 - momentum) * now[c]);
for (let step = 1; step <= 60; step++) {
  const batch = tf.tidy(() =>
    tf.randomNormal([8, 1, 1, 2], 0, 1, 'float32', step).mul([2, 3]).add([5, -4]),
  );
  const stats = tf.moments(batch, [0, 1, 2]);
  movingMean = move(movingMean, stats.mean.dataSync());
  movingVariance = move(movingVariance, stats.variance.dataSync());
  plot('moving statistics of channel 0', step, {
    'moving mean': movingMean[0],
    'moving variance': movingVariance[0],
    'mean of the batch': stats.mean.dataSync()[0],
  });
  const output = layer.apply(batch, { training: true }) as tf.Tensor; // the layer moves its own
  tf.dispose([batch, stats.mean, stats.variance, output]);
}
const [, , layerMean, layerVariance] = layer.getWeights().map((t) => Array.from(t.dataSync()));
display.table(
  [0, 1].map((channel) => ({
    channel,
    'moving mean': movingMean[channel].toFixed(5),
    'of the layer': layerMean[channel].toFixed(5),
    'moving variance': movingVariance[channel].toFixed(5),
    'variance of the layer': layerVariance[channel].toFixed(5),
  })),
);
