// The same scene with noise, before and after a Gaussian blur.
const noisy = tf.tidy(
  () => scene.add(tf.randomNormal([64, 64], 0, 0.1, 'float32', 7)) as tf.Tensor2D,
);
const tap = [1, 4, 6, 4, 1].map((v) => v / 16);
const GAUSS = tap.map((a) => tap.map((b) => a * b));
const smooth = filter(noisy, GAUSS);

const edgesOf = (t: tf.Tensor2D) =>
  tf.tidy(() => magnitudeOf(filter(t, SOBEL_X), filter(t, SOBEL_Y)));
const sheet = tf.tidy(() =>
  tf.stack([noisy, edgesOf(noisy).div(2), smooth, edgesOf(smooth).div(2)]),
);
display.images(sheet, {
  columns: 2,
  scale: 3,
  captions: ['noise', 'edges of it', 'blurred', 'edges of it'],
});

// A flat patch holds no edge: what is measured there is noise.
const flat = (t: tf.Tensor2D) =>
  tf.tidy(() => edgesOf(t).slice([50, 2], [12, 12]).mean().dataSync()[0]);
display.table([
  { picture: 'noise', 'mean magnitude on a flat patch': flat(noisy).toFixed(3) },
  { picture: 'blurred', 'mean magnitude on a flat patch': flat(smooth).toFixed(3) },
]);
