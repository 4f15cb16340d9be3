// Six points of three classes; a network 2 → 4 → 3 with fixed weights.
const X = [[0.5, 1.0], [-1.0, 0.8], [0.9, -0.7], [-0.6, -1.1], [1.2, 0.3], [-0.2, 0.4]];
const classes = [0, 1, 2, 1, 2, 0];
const parameters = {
  W1: [[0.4, -0.3, 0.8, 0.1], [-0.5, 0.6, 0.2, -0.9]],
  b1: [[0.1, 0, -0.2, 0.3]],
  W2: [[0.7, -0.4, 0.1], [-0.2, 0.5, 0.3], [0.6, 0.2, -0.8], [-0.1, 0.9, 0.4]],
  b2: [[0, 0.1, -0.1]],
};
const Y = classes.map((c) => [0, 1, 2].map((k) => (k === c ? 1 : 0)));

display.math(String.raw`Z_1 = XW_1 + b_1,\quad H = \tanh Z_1,\quad Z_2 = HW_2 + b_2`);
display.math(
  String.raw`P = \operatorname{softmax} Z_2,\quad L = -\frac1n\sum_{i,k} Y_{ik}\ln P_{ik}`,
);
display.chart({
  type: 'scatter',
  title: 'six points',
  x: 'x₁',
  y: 'x₂',
  series: [0, 1, 2].map((c) => ({
    name: `class ${c}`,
    points: X.filter((_, i) => classes[i] === c).map(([a, b]): [number, number] => [a, b]),
  })),
});
