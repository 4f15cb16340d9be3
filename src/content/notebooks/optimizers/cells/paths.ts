/** The places that a rule visits. */
function walk(rule: string, learningRate: number, steps: number): [number, number][] {
  const step = make[rule](learningRate);
  let place = START;
  const path: [number, number][] = [[START[0], START[1]]];
  for (let t = 0; t < steps; t++) {
    const move = step(slope(place));
    place = place.map((v, i) => v + move[i]);
    path.push([place[0], place[1]]);
  }
  return path;
}

const paths = Object.keys(make).map((name) => ({ name, points: walk(name, RATES[name], 60) }));
display.chart({ type: 'line', title: '60 steps in the ravine', x: 'x', y: 'y', series: paths });
display.chart({
  type: 'line',
  title: 'height',
  x: 'step',
  y: 'f',
  log: true,
  series: paths.map(({ name, points }) => ({
    name,
    points: points.map((p, t): [number, number] => [t, f(p)]),
  })),
});
