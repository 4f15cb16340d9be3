const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
display.table(
  Object.entries(results).map(([name, values]) => ({
    way: name,
    mean: mean(values).toFixed(3),
    lowest: Math.min(...values).toFixed(3),
    highest: Math.max(...values).toFixed(3),
  })),
);
display.chart({
  type: 'bar',
  title: `Accuracy on ${test.labels.size} digits, ${shots} of each class to learn from`,
  x: 'way, in the order of the table',
  y: 'accuracy',
  series: [
    {
      name: 'mean of three draws',
      points: Object.values(results).map((v, i): [number, number] => [i + 1, mean(v)]),
    },
  ],
});
