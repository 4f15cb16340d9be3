// Recall of each digit: what the mirrored training took away.
const digitsOf = Array.from({ length: 10 }, (_, digit) => digit);
const recalls = Object.entries(nets).map(([name, net]) => {
  const answers = read(net, test.images);
  return { name, by: digitsOf.map((digit) => share(answers, (i) => truth[i] === digit)) };
});
display.chart({
  type: 'bar',
  title: 'Recall on the digits as written',
  x: 'digit',
  y: 'recall',
  series: recalls.map(({ name, by }) => ({
    name,
    points: by.map((value, digit): [number, number] => [digit, value]),
  })),
});
