// Four ways to halve height and width.
const binomial = [[1, 2, 1], [2, 4, 2], [1, 2, 1]];
const blur = tf.tidy(() => tf.tensor2d(binomial).div(16).as4D(3, 3, 1, 1));
const half = {
  'max pooling': (t: tf.Tensor4D) => tf.maxPool(t, 2, 2, 'valid'),
  'average pooling': (t: tf.Tensor4D) => tf.avgPool(t, 2, 2, 'valid'),
  'every second pixel': (t: tf.Tensor4D) => tf.avgPool(t, 1, 2, 'valid'),
  'blur, then every second': (t: tf.Tensor4D) => tf.conv2d(t, blur, 2, 'same'),
};
const { images } = await dataset('digits', 'test', 100);

for (const [label, shrink] of Object.entries(half)) {
  const sheet = tf.tidy(() => shrink(images.slice([0, 0, 0, 0], [10, 28, 28, 1])));
  display.text(`${label}: [${sheet.shape}]`);
  display.images(sheet, { columns: 10, scale: 3 });
  sheet.dispose();
}
