// Three ways to be tested; the changes are the same for every network.
const variants: Record<string, tf.Tensor4D> = {
  'as written': test.images.clone(),
  'moved, turned, zoomed': affine(test.images, randomChanges(1500, 999)),
  mirrored: tf.image.flipLeftRight(test.images),
};
const read = (net: tf.Sequential, images: tf.Tensor4D) =>
  tf.tidy(() => (net.predict(images) as tf.Tensor2D).argMax(1).dataSync());
const truth = test.labels.dataSync();
const share = (answers: ArrayLike<number>, keep = (_: number) => true) => {
  const kept = Array.from(truth.keys()).filter(keep);
  return kept.filter((i) => answers[i] === truth[i]).length / kept.length;
};
const table = Object.entries(nets).map(([name, net]) => ({
  'augmented by': name,
  ...Object.fromEntries(
    Object.entries(variants).map(([kind, images]) => [kind, share(read(net, images)).toFixed(3)]),
  ),
}));
display.table(table);
tf.dispose(variants);
