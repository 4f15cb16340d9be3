// The same classifier where 8s are rarer: the two rates stay, the mixture changes.
const precisionAt = (share: number, tpr: number, fpr: number) =>
  (share * tpr) / (share * tpr + (1 - share) * fpr);
const shares = [0.5, positives / truth.length, 0.01, 0.001];
const inPercent = (share: number) => `${(100 * share).toFixed(1)}% are 8s`;
display.chart({
  type: 'line',
  title: 'Precision against recall',
  x: 'recall',
  y: 'precision',
  series: shares.map((share) => ({
    name: inPercent(share),
    points: roc
      .filter(([, tpr], k) => tpr > 0 && k % 4 === 0)
      .map(([fpr, tpr]): [number, number] => [tpr, precisionAt(share, tpr, fpr)]),
  })),
});
const [tpr, fpr] = [tp / positives, fp / negatives];
display.table(
  shares.map((share) => ({
    mixture: inPercent(share),
    recall: tpr.toFixed(3),
    'false positive rate': fpr.toFixed(4),
    precision: precisionAt(share, tpr, fpr).toFixed(3),
    accuracy: (share * tpr + (1 - share) * (1 - fpr)).toFixed(3),
    'accuracy of “never”': (1 - share).toFixed(3),
  })),
);
