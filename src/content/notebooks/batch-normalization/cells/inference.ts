// Inference uses the moving statistics: each image is on its own.
const infer = (images: tf.Tensor) => layer.apply(images, { training: false }) as tf.Tensor;
const inference = infer(x);
const inferenceByHand = tf.tidy(() =>
  x
    .sub(movingMean)
    .div(tf.tensor1d(movingVariance).add(epsilon).sqrt())
    .mul(gamma)
    .add(beta),
);
console.log('inference: largest difference from our own', largest(inference, inferenceByHand));

// Change only the last image. Does the answer for the first one move?
const changed = tf.tensor4d([1, 100, 3, 140, 3, 120, 5, 160], [4, 1, 1, 2]);
const first = (t: tf.Tensor) => t.dataSync()[0].toFixed(3);
const answer = (images: tf.Tensor, training: boolean) =>
  tf.tidy(() => first(layer.apply(images, { training }) as tf.Tensor));
display.table([
  { mode: 'inference', 'with a 9': answer(x, false), 'with a 5': answer(changed, false) },
  { mode: 'training', 'with a 9': answer(x, true), 'with a 5': answer(changed, true) },
]);
tf.dispose([inference, inferenceByHand, changed]);
