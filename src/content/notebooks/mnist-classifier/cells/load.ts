const digits = await dataset('digits', 'train', 2000);
const held = await dataset('digits', 'test'); // not looked at before evaluate

const countsOf = (labels: tf.Tensor1D) =>
  tf.tidy(() => Array.from(tf.oneHot(labels, 10).sum(0).dataSync()));
console.log('images', digits.images.shape, 'labels', digits.labels.shape, digits.labels.dtype);
display.table(
  countsOf(digits.labels).map((images, digit) => ({ digit, images })),
);

tf.tidy(() => {
  const first = digits.images.slice([0, 0, 0, 0], [40, 28, 28, 1]);
  display.images(first, { columns: 10, scale: 2 });
});
