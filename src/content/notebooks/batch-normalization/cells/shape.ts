// 3,000 skewed values: squares of normal numbers.
const skewed = tf.tidy(() => tf.randomNormal([3000], 0, 1, 'float32', 5).square().mul(2));
const normalized = tf.tidy(() => {
  const stats = tf.moments(skewed);
  return skewed.sub(stats.mean).div(stats.variance.sqrt());
});
const overVariance = tf.tidy(() => {
  const stats = tf.moments(skewed);
  return skewed.sub(stats.mean).div(stats.variance); // a common slip
});

const histogram = (values: tf.Tensor) => {
  const counts: number[] = Array(36).fill(0); // bins of width ½ from −4; the last takes the rest
  for (const value of values.dataSync()) counts[Math.min(35, Math.floor(2 * (value + 4)))]++;
  return counts.map((count, bin): [number, number] => [bin / 2 - 3.75, count]);
};
const deviation = (t: tf.Tensor) => tf.tidy(() => tf.moments(t).variance.sqrt().dataSync()[0]);
for (const [name, values] of Object.entries({ skewed, normalized, overVariance }))
  console.log(name.padEnd(13), 'standard deviation', deviation(values).toFixed(3));
const series = Object.entries({ skewed, normalized }).map(([name, values]) => ({
  name,
  points: histogram(values),
}));
display.chart({ type: 'line', title: 'How often each value occurs', x: 'value', y: 'n', series });
tf.dispose([skewed, normalized, overVariance]);
