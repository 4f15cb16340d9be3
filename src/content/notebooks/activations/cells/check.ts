// Formulas by hand, and central differences in double precision.
const byHand: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  sigmoid: (x) => x.sigmoid().mul(tf.sub(1, x.sigmoid())),
  tanh: (x) => tf.sub(1, x.tanh().square()),
  ReLU: (x) => x.greater(0).toFloat(),
  'leaky ReLU': (x) => tf.where(x.greater(0), tf.onesLike(x), tf.fill(x.shape, 0.1)),
  ELU: (x) => tf.where(x.greater(0), tf.onesLike(x), x.exp()),
  softplus: (x) => x.sigmoid(),
};
const inDoubles: Record<string, (x: number) => number> = {
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  softplus: (x) => Math.log1p(Math.exp(x)),
};
const h = 1e-5;
const away = (a: tf.Tensor, b: tf.Tensor | number[]) =>
  tf.sub(a, b).abs().max().dataSync()[0].toExponential(1);

display.table(
  Object.keys(byHand).map((name) =>
    tf.tidy(() => {
      const f = inDoubles[name];
      const numeric = f && Array.from(xValues, (x) => (f(x + h) - f(x - h)) / (2 * h));
      const auto = slope(name);
      return {
        name,
        'from the formula': away(auto, byHand[name](xs)),
        'from central differences': numeric ? away(auto, numeric) : '',
      };
    }),
  ),
);
