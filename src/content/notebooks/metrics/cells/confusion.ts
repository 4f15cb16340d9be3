/** At a threshold: true and false positives (tp, fp), false and true negatives (fn, tn). */
const counts = (threshold: number) =>
  tf.tidy(() => {
    const actual = tf.tensor1d(truth).toBool();
    const said = tf.tensor1d(scores).greaterEqual(threshold);
    const count = (t: tf.Tensor) => t.sum().dataSync()[0];
    return {
      tp: count(said.logicalAnd(actual)),
      fp: count(said.logicalAnd(actual.logicalNot())),
      fn: count(said.logicalNot().logicalAnd(actual)),
      tn: count(said.logicalNot().logicalAnd(actual.logicalNot())),
    };
  });
const { tp, fp, fn, tn } = counts(0.5);
display.table([
  { is: 'an 8', 'called an 8': tp, 'called another digit': fn },
  { is: 'another digit', 'called an 8': fp, 'called another digit': tn },
]);

const show = (caption: string, keep: (i: number) => boolean) =>
  tf.tidy(() => {
    const some = truth.map((_, i) => i).filter(keep).slice(0, 12);
    if (!some.length) return;
    console.log(caption);
    const pictures = tf.gather(test.images, tf.tensor1d(some, 'int32'));
    display.images(pictures, { columns: 12, scale: 2 });
  });
show('false positives', (i) => truth[i] === 0 && scores[i] >= 0.5);
show('false negatives', (i) => truth[i] === 1 && scores[i] < 0.5);
