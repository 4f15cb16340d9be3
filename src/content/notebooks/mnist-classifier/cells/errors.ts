const truth = Array.from(held.labels.dataSync());
const answers = Array.from(guesses.dataSync());
const confidence = Array.from(tf.tidy(() => scores.max(1).dataSync()));

// The most confident mistakes first.
const wrong = truth
  .map((_, i) => i)
  .filter((i) => answers[i] !== truth[i])
  .sort((a, b) => confidence[b] - confidence[a])
  .slice(0, 24);
tf.tidy(() => {
  display.images(tf.gather(held.images, tf.tensor1d(wrong, 'int32')), {
    columns: 8,
    scale: 3,
    captions: wrong.map((i) => `${truth[i]}→${answers[i]} ${confidence[i].toFixed(2)}`),
  });
});
