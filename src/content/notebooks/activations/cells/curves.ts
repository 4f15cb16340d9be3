// Six activation functions on the same 101 points.
const activations: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  sigmoid: (x) => tf.sigmoid(x),
  tanh: (x) => tf.tanh(x),
  ReLU: (x) => tf.relu(x),
  'leaky ReLU': (x) => tf.leakyRelu(x, 0.1),
  ELU: (x) => tf.elu(x),
  softplus: (x) => tf.softplus(x),
};
const xs = tf.tidy(() => tf.range(-50, 51).div(10));
const xValues = await xs.data();
const pointsOf = (y: tf.Tensor) =>
  Array.from(y.dataSync(), (v, i): [number, number] => [xValues[i], v]);

const curvesOf = (f: (name: string) => tf.Tensor) =>
  Object.keys(activations).map((name) => tf.tidy(() => ({ name, points: pointsOf(f(name)) })));
display.chart({
  type: 'line',
  title: 'f(x)',
  x: 'x',
  y: 'f(x)',
  series: curvesOf((name) => activations[name](xs)),
});
