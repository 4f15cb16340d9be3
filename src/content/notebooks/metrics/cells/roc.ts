// Walk down the list, best score first: an 8 steps up, another digit steps right.
const order = scores.map((_, i) => i).sort((i, j) => scores[j] - scores[i]);
const roc: [number, number][] = [[0, 0]];
let found = 0;
let alarms = 0;
order.forEach((i, k) => {
  if (truth[i]) found++;
  else alarms++;
  const tied = scores[order[k + 1]] === scores[i]; // a tie is one slanted step
  if (!tied) roc.push([alarms / negatives, found / positives]);
});
const area = roc
  .slice(1)
  .reduce((sum, [fpr, tpr], k) => sum + ((fpr - roc[k][0]) * (tpr + roc[k][1])) / 2, 0);
display.chart({
  type: 'line',
  title: `ROC, area ${area.toFixed(4)}`,
  x: 'false positive rate',
  y: 'true positive rate',
  series: [
    { name: 'classifier', points: roc },
    { name: 'coin', points: [[0, 0], [1, 1]] },
  ],
});
