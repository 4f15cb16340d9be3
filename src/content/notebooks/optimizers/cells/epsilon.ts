// Adam without an explicit epsilon takes the one of the backend.
display.text(`backend ${tf.getBackend()}, its epsilon ${tf.backend().epsilon()}`);

/** First step of Adam where the slope is `slope`; without epsilon it is 0.1 for any slope. */
function firstStep(slope: number, epsilon?: number): string {
  const v = tf.tidy(() => tf.variable(tf.scalar(0)));
  const optimizer = tf.train.adam(0.1, 0.9, 0.999, epsilon);
  optimizer.minimize(() => v.mul(slope).asScalar(), false, [v]);
  const moved = v.dataSync()[0];
  v.dispose();
  optimizer.dispose();
  return Math.abs(moved).toPrecision(3);
}

display.table(
  [1, 1e-2, 1e-4, 1e-6].map((slope) => ({
    slope,
    'epsilon 1e-8': firstStep(slope, 1e-8),
    'epsilon 1e-7': firstStep(slope, 1e-7),
    'epsilon 1e-4': firstStep(slope, 1e-4),
    'not given': firstStep(slope),
  })),
);
