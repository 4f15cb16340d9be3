// The same held-out digits, changed in ways that a person would hardly mind.
const accuracyOn = (images: tf.Tensor4D) =>
  tf.tidy(() => {
    const read = (model.predict(images) as tf.Tensor2D).argMax(1);
    return read.equal(held.labels).mean().dataSync()[0];
  });
const shift = (images: tf.Tensor4D, pixels: number) =>
  tf.tidy(() => {
    const padded = images.pad([
      [0, 0],
      [pixels, 0],
      [pixels, 0],
      [0, 0],
    ]);
    return padded.slice([0, 0, 0, 0], images.shape);
  });
const variants: [string, (images: tf.Tensor4D) => tf.Tensor4D][] = [
  ['as they are', (images) => images.clone()],
  ['not divided by 255', (images) => images.mul(255) as tf.Tensor4D],
  ['moved by 2 pixels', (images) => shift(images, 2)],
  ['moved by 4 pixels', (images) => shift(images, 4)],
  ['dark on bright', (images) => tf.sub(1, images) as tf.Tensor4D],
];
const points = variants.map(([name, change], i): [number, number] => {
  const changed = change(held.images);
  const share = accuracyOn(changed);
  tf.tidy(() => display.images(changed.slice(0, 8).clipByValue(0, 1), { columns: 8 }));
  changed.dispose();
  console.log(name.padEnd(20), share.toFixed(3));
  return [i, share];
});
display.chart({
  type: 'bar',
  title: 'Accuracy on changed digits',
  x: 'variant',
  y: 'accuracy',
  series: [{ name: 'held out', points }],
});
