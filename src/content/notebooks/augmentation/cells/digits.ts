const train = await dataset('digits', 'train', 300); // 30 of each class
const test = await dataset('digits', 'test');
const y = tf.tidy(() => tf.oneHot(train.labels, 10).toFloat());
console.log('training', train.images.shape, 'test', test.images.shape);
tf.tidy(() => display.images(train.images.slice(0, 20), { columns: 10, scale: 2 }));
