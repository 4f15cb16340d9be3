// A corner has no derivative at 0; a library has to return some number.
const corner = tf.tensor1d([-1, 0, 1]);
display.table(
  ['ReLU', 'leaky ReLU', 'ELU'].map((name) => {
    const slopes = tf.tidy(() => tf.grad(activations[name])(corner).dataSync());
    const [left, middle, right] = Array.from(slopes, (v) => v.toFixed(4));
    return { name, 'f′(−1)': left, 'f′(0)': middle, 'f′(1)': right };
  }),
);
