const scores = model.predict(held.images) as tf.Tensor2D; // [n, 10], each row sums to 1
const guesses = scores.argMax(1);
const right = tf.tidy(() => guesses.equal(held.labels).sum().dataSync()[0]);
const total = held.labels.size;

const accuracy = right / total;
const standardError = Math.sqrt((accuracy * (1 - accuracy)) / total);
display.table([
  { held_out: total, right, wrong: total - right, accuracy: accuracy.toFixed(4) },
]);
console.log(`accuracy ${accuracy.toFixed(4)}, standard error ${standardError.toFixed(4)}`);
