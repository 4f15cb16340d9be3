const precision = tp / (tp + fp); // of those called an 8, how many are
const recall = tp / (tp + fn); // of the 8s, how many are found
const f1 = (2 * precision * recall) / (precision + recall);
display.math('F_1=\\frac{2PR}{P+R}=\\frac{2\\,TP}{2\\,TP+FP+FN}');

const [libraryPrecision, libraryRecall] = tf.tidy(() => {
  const actual = yTest.expandDims(1) as tf.Tensor2D;
  const said = tf.tensor2d(scores, [scores.length, 1]).greaterEqual(0.5).toFloat() as tf.Tensor2D;
  return [tf.metrics.precision(actual, said), tf.metrics.recall(actual, said)].map(
    (t) => t.dataSync()[0],
  );
});
display.table([
  { by: 'hand', precision: precision.toFixed(4), recall: recall.toFixed(4), F1: f1.toFixed(4) },
  {
    by: 'tf.metrics',
    precision: libraryPrecision.toFixed(4),
    recall: libraryRecall.toFixed(4),
    F1: '(none)',
  },
]);
