// Row: the digit that was written. Column: the digit that the network read.
const matrix = tf.tidy(() => {
  const written = tf.oneHot(held.labels, 10).toFloat();
  const read = tf.oneHot(guesses.toInt(), 10).toFloat();
  return tf.matMul(written, read, true).arraySync() as number[][]; // writtenᵀ · read counts pairs
});
display.table(
  matrix.map((row, digit) => ({
    written: digit,
    ...Object.fromEntries(row.map((count, read) => [`read ${read}`, count])),
    recall: (row[digit] / row.reduce((sum, count) => sum + count, 0)).toFixed(3),
  })),
);
tf.tidy(() => display.image(tf.tensor2d(matrix).add(1).log(), { scale: 12, range: [0, 5.2] }));
