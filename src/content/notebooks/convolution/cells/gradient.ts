// Loss = sum of the outputs: every output has gradient 1.
const sumOfOutputs = (w: tf.Tensor) =>
  tf.conv2d(tf.tensor2d(x).as4D(1, 5, 5, 1), w.as4D(3, 3, 1, 1), 1, 'valid').sum();
const dw = tf.tidy(() => tf.grad(sumOfOutputs)(tf.tensor2d(w)));

// A weight meets a 3×3 patch of the input, so its gradient is the sum of that patch.
const allOnes = [[1, 1, 1], [1, 1, 1], [1, 1, 1]];
const dwByHand = correlate(x, allOnes);

display.table(dwByHand);
display.text(`tf.grad agrees: ${largestGap(dw, dwByHand) < 1e-6}`);
dw;
