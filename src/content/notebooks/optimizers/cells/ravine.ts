// A long valley: f(x, y) = (x² + 25 y²) / 2, steep across, flat along.
const CURVATURE = [1, 25];
const START = [-4, 1];
const f = ([x, y]: number[]) => (CURVATURE[0] * x * x + CURVATURE[1] * y * y) / 2;
const slope = ([x, y]: number[]) => [CURVATURE[0] * x, CURVATURE[1] * y];

// Height as brightness, with contour lines where log₂ f crosses a whole number.
const height = tf.tidy(() => {
  const x = tf.linspace(-5, 5, 301).reshape([1, 301]);
  const y = tf.linspace(1.5, -1.5, 91).reshape([91, 1]);
  const z = x.square().mul(CURVATURE[0]).add(y.square().mul(CURVATURE[1])).div(2);
  const level = z.maximum(0.02).log().div(Math.LN2);
  const line = level.sub(level.floor()).less(0.12).toFloat();
  return tf.sub(0.9, level.add(6).mul(0.05)).sub(line.mul(0.2)).clipByValue(0, 1) as tf.Tensor2D;
});
display.image(height, { scale: 2, caption: 'x from −5 to 5, y from −1.5 to 1.5' });
