// 64 samples as 30 + 30 + 4: the four last ones must not count as much as thirty.
const parts = [[0, 30], [30, 30], [60, 4]];
const distance = (t: tf.Tensor) =>
  tf.tidy(() => t.sub(whole).norm().div(whole.norm()).dataSync()[0].toExponential(1));

display.table(
  tf.tidy(() => {
    const gradients = parts.map(([start, size]) => gradientOf(start, size));
    const weighted = gradients.map((g, i) => g.mul(parts[i][1] / 64));
    return [
      { combined: 'mean of the three', 'relative error': distance(tf.addN(gradients).div(3)) },
      { combined: 'weighted by size', 'relative error': distance(tf.addN(weighted)) },
      { combined: 'sum', 'relative error': distance(tf.addN(gradients)) },
    ];
  }),
);
