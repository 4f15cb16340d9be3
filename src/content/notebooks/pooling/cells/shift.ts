/** Moves pictures to the right by `dx` pixels. */
const moved = (t: tf.Tensor4D, dx: number) =>
  tf.tidy(() =>
    tf.pad(t.slice([0, 0, 0, 0], [-1, -1, 28 - dx, -1]), [[0, 0], [0, 0], [dx, 0], [0, 0]]),
  ) as tf.Tensor4D;

/** |a − b| over |a|, as sums over all pixels of all pictures. */
const change = (a: tf.Tensor, b: tf.Tensor) =>
  tf.tidy(() => a.sub(b).abs().sum().div(a.abs().sum()).dataSync()[0]);

const shifts = [0, 1, 2, 3, 4];
display.chart({
  type: 'line',
  title: 'change of the small picture, 100 digits',
  x: 'pixels moved',
  y: 'relative change',
  series: Object.entries(half).map(([label, shrink]) => ({
    name: label,
    points: shifts.map((dx): [number, number] => [
      dx,
      tf.tidy(() => change(shrink(images), shrink(moved(images, dx)))),
    ]),
  })),
});
