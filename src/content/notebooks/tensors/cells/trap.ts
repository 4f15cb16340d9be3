// Twenty predictions as a column, twenty labels as a vector.
const targets = labels.toFloat();
const predictions = tf.tidy(() => targets.add(0.5).reshape([20, 1]));

const unwanted = tf.tidy(() => predictions.sub(targets));
const intended = tf.tidy(() => predictions.squeeze([1]).sub(targets));
const mse = (t: tf.Tensor) => tf.tidy(() => t.square().mean().dataSync()[0]);

display.table([
  { difference: '[20, 1] − [20]', shape: `[${unwanted.shape}]`, 'mean square': mse(unwanted) },
  { difference: '[20] − [20]', shape: `[${intended.shape}]`, 'mean square': mse(intended) },
]);
display.image(unwanted, { scale: 8, range: [-9, 9], caption: '400 differences instead of 20' });
