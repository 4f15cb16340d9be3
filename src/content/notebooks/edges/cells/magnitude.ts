const magnitudeOf = (gx: tf.Tensor2D, gy: tf.Tensor2D): tf.Tensor2D =>
  tf.tidy(() => gx.square().add(gy.square()).sqrt() as tf.Tensor2D);
const magnitude = magnitudeOf(gx, gy);

// Zero padding, for comparison: the frame of the picture becomes an edge.
const zeroPadded = tf.tidy(() => {
  const pictures = [SOBEL_X, SOBEL_Y].map((kernel) =>
    tf
      .conv2d(scene.as3D(64, 64, 1), tf.tensor2d(kernel).as4D(3, 3, 1, 1), 1, 'same')
      .squeeze<tf.Tensor2D>([2]),
  );
  return magnitudeOf(pictures[0], pictures[1]);
});

display.image(magnitude, { scale: 4, range: [0, 2], caption: 'border repeated' });
display.image(zeroPadded, { scale: 4, range: [0, 2], caption: 'border of zeros' });
const corner = (t: tf.Tensor) => tf.tidy(() => t.slice([63, 63], [1, 1]).dataSync()[0].toFixed(2));
display.text(`bottom right pixel: ${corner(magnitude)} and ${corner(zeroPadded)}`);
