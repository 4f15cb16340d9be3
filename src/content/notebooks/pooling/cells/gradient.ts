// Where does the gradient of the small picture go? Loss = sum of its pixels.
const example = tf.tensor4d(x.flat(), [1, 4, 4, 1]);
const routes = tf.tidy(() =>
  tf.concat(
    Object.values(half).map((shrink) =>
      tf.grad((t: tf.Tensor) => shrink(t as tf.Tensor4D).sum())(example),
    ),
  ),
);
display.images(routes, { columns: 4, scale: 20, captions: Object.keys(half) });

const ways = Object.keys(half);
const received = tf.tidy(() => routes.squeeze<tf.Tensor3D>([3]).arraySync());
display.table(
  received.map((map, i) => ({
    'way to halve': ways[i],
    'pixels with a gradient': map.flat().filter((v) => v !== 0).length,
    'sum of the gradient': map.flat().reduce((sum, v) => sum + v, 0),
  })),
);
