/** Root mean square of the gradient of each of 20 layers of 64 units without biases. */
function gradientSizes(f: (x: tf.Tensor) => tf.Tensor, deviation: number) {
  return tf.tidy(() => {
    const input: tf.Tensor = tf.randomNormal([128, 64], 0, 1, 'float32', 99);
    const weights = Array.from({ length: 20 }, (_, i) =>
      tf.randomNormal([64, 64], 0, deviation, 'float32', 100 + i),
    );
    const loss = (...ws: tf.Tensor[]) =>
      ws.reduce((x, w) => f(x.matMul(w)), input).square().mean();
    return tf
      .grads(loss)(weights)
      .map((g, i): [number, number] => [i + 1, g.square().mean().sqrt().dataSync()[0]]);
  });
}

const glorot = Math.sqrt(1 / 64); // 2 / (fan-in + fan-out)
const he = Math.sqrt(2 / 64); // 2 / fan-in
display.chart({
  type: 'line',
  title: 'size of the gradient, layer by layer',
  x: 'layer (1 is next to the input)',
  y: 'root mean square',
  log: true,
  series: [
    { name: 'sigmoid, Glorot', points: gradientSizes(activations.sigmoid, glorot) },
    { name: 'tanh, Glorot', points: gradientSizes(activations.tanh, glorot) },
    { name: 'ReLU, Glorot', points: gradientSizes(activations.ReLU, glorot) },
    { name: 'ReLU, He', points: gradientSizes(activations.ReLU, he) },
  ],
});
