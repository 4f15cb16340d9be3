// Many batches from a distribution of variance 1: what does the variance of a batch say on average?
const sizes = [2, 3, 4, 8, 16, 32];
const found = sizes.map((size) => {
  const biased = tf.tidy(() => {
    const batches = tf.randomNormal([20000, size], 0, 1, 'float32', size);
    return tf.moments(batches, 1).variance.mean().dataSync()[0]; // divides by m
  });
  const unbiased = (biased * size) / (size - 1);
  return { m: size, biased, '(m − 1)/m': (size - 1) / size, unbiased };
});
const digits4 = (row: object) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value.toFixed(4))]));
display.table(found.map(digits4));
display.chart({
  type: 'line',
  title: 'Average variance of a batch (true value 1)',
  x: 'values in the batch, m',
  y: 'variance',
  series: [
    { name: 'divided by m', points: found.map((row) => [row.m, row.biased]) },
    { name: 'divided by m − 1', points: found.map((row) => [row.m, row.unbiased]) },
  ],
});
