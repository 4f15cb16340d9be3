// A game whose best answer is known: p = N(−1, ½²) and q = N(1, 1²) along x, y is noise for both.
const density = (x: number, mean: number, s: number) =>
  Math.exp(-((x - mean) ** 2) / (2 * s * s)) / (s * Math.sqrt(2 * Math.PI));
const draw = (mean: number, s: number, seed: number) =>
  tf.tidy(() => {
    const x = tf.randomNormal([batch, 1], mean, s, 'float32', seed);
    return tf.concat([x, tf.randomNormal([batch, 1], 0, 1, 'float32', seed + 1)], 1);
  });
const judgeAdam = tf.train.adam(2e-3, 0.9, 0.999, 1e-8);
for (let step = 0; step < 400; step++)
  tf.tidy(() => {
    const [real, fake] = [draw(-1, 0.5, 4 * step + 1), draw(1, 1, 4 * step + 3)];
    judgeAdam.minimize(() => lossD(judge, real, fake), false, variables(judge));
  });
judgeAdam.dispose();

const xs = Array.from({ length: 61 }, (_, i) => -3 + i / 10);
const learned = tf.tidy(() =>
  Array.from(logit(judge, tf.tensor2d(xs.map((x) => [x, 0]))).sigmoid().dataSync()),
);
const best = xs.map((x) => density(x, -1, 0.5) / (density(x, -1, 0.5) + density(x, 1, 1)));
display.chart({
  type: 'line',
  title: 'Verdict along x',
  x: 'x',
  y: 'D(x)',
  series: [
    { name: 'learned', points: xs.map((x, i) => [x, learned[i]]) },
    { name: 'p / (p + q)', points: xs.map((x, i) => [x, best[i]]) },
  ],
});
