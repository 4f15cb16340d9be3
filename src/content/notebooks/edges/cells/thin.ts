/** Keeps a pixel where no neighbor along its gradient is larger: ridges one pixel wide. */
function thin(gx: tf.Tensor2D, gy: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const [h, w] = gx.shape;
    const m = magnitudeOf(gx, gy);
    const padded = tf.pad(m, [[1, 1], [1, 1]]);
    const neighbor = (dy: number, dx: number) => padded.slice([1 + dy, 1 + dx], [h, w]);

    // Angle of the gradient, rounded to 0, 45, 90 or 135 degrees.
    const sector = tf.atan2(gy, gx).div(Math.PI / 4).round().add(4).mod(4);
    const steps = [[0, 1], [1, 1], [1, 0], [1, -1]];
    const kept = steps.map(([dy, dx], s) => {
      const peak = m.greaterEqual(neighbor(dy, dx)).logicalAnd(m.greater(neighbor(-dy, -dx)));
      return peak.logicalAnd(sector.equal(s)).toFloat();
    });
    return m.mul(tf.addN(kept)) as tf.Tensor2D;
  });
}

const ridges = tf.tidy(() => thin(filter(smooth, SOBEL_X), filter(smooth, SOBEL_Y)));
const lines = tf.tidy(() => ridges.greater(0.55).toFloat());
display.image(ridges, { scale: 4, range: [0, 1.5], caption: 'ridges' });
display.image(lines, { scale: 4, caption: 'ridges above 0.55' });
