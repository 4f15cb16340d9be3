// The same number without any curve: compare every 8 with every other digit.
const wins = tf.tidy(() => {
  const of = (label: number) => tf.tensor1d(scores.filter((_, i) => truth[i] === label));
  const up = of(1).expandDims(1); // [positives, 1] against [1, negatives]
  const down = of(0).expandDims(0);
  const above = up.greater(down).sum().dataSync()[0];
  const ties = up.equal(down).sum().dataSync()[0];
  return above + ties / 2;
});
display.table([
  { AUC: 'area under the curve', value: area.toFixed(6) },
  { AUC: 'share of pairs in the right order', value: (wins / (positives * negatives)).toFixed(6) },
]);
