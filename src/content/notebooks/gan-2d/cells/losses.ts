// What the generator feels: the slope of its loss at the logit a of a sample.
const minimax = (a: tf.Tensor) => tf.softplus(a).neg().sum(); // ln(1 − D)
const nonSaturating = (a: tf.Tensor) => tf.softplus(a.neg()).sum(); // −ln D
const logits = tf.linspace(-6, 6, 49);
const slopes = tf.tidy(() =>
  [minimax, nonSaturating].map((loss) =>
    Array.from(tf.grad((a) => loss(a))(logits).dataSync()),
  ),
);
const at = Array.from(logits.dataSync());
logits.dispose();
display.chart({
  type: 'line',
  title: 'Slope of the loss of the generator',
  x: 'logit of the sample (left: surely fake)',
  y: 'slope',
  series: ['ln(1 − D)', '−ln D'].map((name, k) => ({
    name,
    points: at.map((a, i): [number, number] => [a, slopes[k][i]]),
  })),
});
