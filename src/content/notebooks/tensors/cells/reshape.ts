// The same numbers, read in another order.
const digit = tf.tidy(() => images.slice([7, 0, 4, 0], [1, 28, 20, 1]).squeeze([0, 3]));
const transposed = digit.transpose();
const rewrapped = digit.reshape([20, 28]);

display.image(digit, { scale: 5, caption: 'digit [28, 20]' });
display.image(transposed, { scale: 5, caption: 'transpose → [20, 28]' });
display.image(rewrapped, { scale: 5, caption: 'reshape → [20, 28]' });

const sums = [digit, transposed, rewrapped].map((t) =>
  tf.tidy(() => t.sum().dataSync()[0].toFixed(2)),
);
display.text(`sums: ${sums.join(', ')}`);
