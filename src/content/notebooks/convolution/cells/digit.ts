// Five kernels side by side are one filter bank [3, 3, 1, 5].
const bank = {
  copy: [0, 0, 0, 0, 1, 0, 0, 0, 0],
  blur: [1, 1, 1, 1, 1, 1, 1, 1, 1].map((v) => v / 9),
  sharpen: [0, -1, 0, -1, 5, -1, 0, -1, 0],
  'left − right': [1, 0, -1, 2, 0, -2, 1, 0, -1],
  'top − bottom': [1, 2, 1, 0, 0, 0, -1, -2, -1],
};
const { images } = await dataset('digits', 'test', 10);

const responses = tf.tidy(() => {
  const filters = tf.stack(Object.values(bank).map((k) => tf.tensor(k, [3, 3])), 2);
  const digit = images.slice([5, 0, 0, 0], [1, 28, 28, 1]);
  const y = tf.conv2d(digit, filters.expandDims(2) as tf.Tensor4D, 1, 'same');
  return y.squeeze([0]).transpose([2, 0, 1]);
});
display.images(responses, { columns: 5, scale: 4, range: [-4, 4], captions: Object.keys(bank) });
