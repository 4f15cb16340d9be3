// Three input channels, two filters.
const rgb = tf.randomUniform<tf.Rank.R3>([6, 6, 3], 0, 1, 'float32', 1);
const kernels = tf.randomNormal<tf.Rank.R4>([3, 3, 3, 2], 0, 0.2, 'float32', 2);
const whole = tf.conv2d(rgb, kernels, 1, 'valid');

// Output channel f is the sum over input channels c.
const pieces = tf.tidy(() => {
  const planes = rgb.unstack(2).map((plane) => plane.arraySync() as number[][]);
  const maps = [0, 1].map((f) => {
    const perChannel = planes.map((plane, c) => {
      const slice = kernels.slice([0, 0, c, f], [3, 3, 1, 1]).reshape([3, 3]);
      return tf.tensor2d(correlate(plane, slice.arraySync() as number[][]));
    });
    return tf.addN(perChannel);
  });
  return tf.stack(maps, 2);
});

display.text(`${rgb.shape} ⋆ ${kernels.shape} → ${whole.shape}, ${kernels.size} weights`);
const gap = largestGap(whole, pieces);
display.text(`largest difference ${gap.toExponential(1)}, below 1e-6: ${gap < 1e-6}`);
const maps = whole.transpose([2, 0, 1]);
display.images(maps, {
  columns: 2,
  scale: 20,
  range: [-2, 2],
  captions: ['output channel 0', 'output channel 1'],
});
