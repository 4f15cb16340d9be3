// Brightness changes: subtract each pixel from its right neighbor.
const step = tf.tidy(() => scene.slice([0, 1], [64, 63]).sub(scene.slice([0, 0], [64, 63])));

// The same as a convolution with the kernel [−1, 1].
const asConv = tf.tidy(() =>
  tf.conv2d(scene.as3D(64, 64, 1), tf.tensor4d([-1, 1], [1, 2, 1, 1]), 1, 'valid').squeeze([2]),
);
const apart = tf.tidy(() => step.sub(asConv).abs().max().dataSync()[0]);

display.image(step, { scale: 4, range: [-0.5, 0.5], caption: 'right minus left' });
display.text(`largest difference ${apart.toExponential(1)}, below 1e-6: ${apart < 1e-6}`);
