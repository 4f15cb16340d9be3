// The verdict of D over the plane: dark 0, bright 1.
const side = 48;
const at2 = Array.from({ length: side * side }, (_, i) => [
  -1.6 + (3.2 * (i % side)) / (side - 1),
  1.6 - (3.2 * Math.floor(i / side)) / (side - 1),
]);
tf.tidy(() => {
  const verdict = logit(D, tf.tensor2d(at2)).sigmoid();
  display.image(verdict.reshape([side, side]) as tf.Tensor2D, { scale: 5, caption: 'D(x, y)' });
  const mean = (points: tf.Tensor) => logit(D, points).sigmoid().mean().dataSync()[0].toFixed(3);
  console.log('mean verdict on data', mean(data));
  console.log('mean verdict on samples', mean(G.apply(noise(300, 7)) as tf.Tensor));
});
console.log('loss of a discriminator that cannot tell: 2 ln 2 =', (2 * Math.LN2).toFixed(3));
