// Three draws of 10 digits per class, and all the held-out digits to test on.
const shots = 10;
const digits = await dataset('digits', 'train', 3 * 10 * shots);
const test = await dataset('digits', 'test');
const flat = (t: tf.Tensor) => t.reshape([t.shape[0], -1]) as tf.Tensor2D;

const inputs: Record<string, (images: tf.Tensor4D, draw: number) => tf.Tensor2D> = {
  pixels: (images) => flat(images),
  'random conv': (images, draw) => flat(randomTrunks[draw].predict(images) as tf.Tensor),
  'clothes conv': (images) => flat(trunk.predict(images) as tf.Tensor),
  'clothes, last hidden layer': (images) => flat(late.predict(images) as tf.Tensor),
};
display.table(
  Object.entries(inputs).map(([name, of]) => ({
    features: name,
    numbers: tf.tidy(() => of(digits.images.slice(0, 1), 0).size),
  })),
);
tf.tidy(() => display.images(digits.images.slice(0, 10 * shots), { columns: 20 }));
