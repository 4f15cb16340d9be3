const all = await dataset('digits', 'train', 2000);
const test = await dataset('digits', 'test'); // for the last two cells only
const flat = (images: tf.Tensor) => images.reshape([images.shape[0], 784]) as tf.Tensor2D;
const oneHot = (labels: tf.Tensor1D) => tf.oneHot(labels, 10).toFloat() as tf.Tensor2D;

const part = (from: number, count: number) =>
  tf.tidy(() => ({
    x: flat(all.images.slice(from, count)),
    y: oneHot(all.labels.slice(from, count)),
  }));
const small = part(0, 100); // 10 of each class
const validation = part(1000, 500);
tf.tidy(() => display.images(all.images.slice(0, 100), { columns: 20, scale: 1 }));
console.log('training', small.x.shape, 'validation', validation.x.shape);
