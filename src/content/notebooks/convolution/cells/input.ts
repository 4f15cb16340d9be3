// The worked example of the page on convolution.
const x = [
  [1, 2, 0, 1, 3],
  [0, 1, 3, 2, 1],
  [2, 0, 1, 1, 0],
  [1, 3, 2, 0, 1],
  [0, 1, 1, 2, 2],
];
const w = [
  [1, 0, -1],
  [2, 0, -2],
  [1, 0, -1],
];
const input = tf.tensor2d(x);
display.image(input, { scale: 24, range: [0, 3], caption: 'input 5×5' });
const kernel = tf.tensor2d(w);
display.image(kernel, { scale: 24, range: [-2, 2], caption: 'kernel 3×3' });
