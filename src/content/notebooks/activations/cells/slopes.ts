// tf.grad differentiates the sum; each x has a term of its own, so it gives f′ at every point.
const slope = (name: string) => tf.grad(activations[name])(xs);

display.chart({ type: 'line', title: 'f′(x)', x: 'x', y: 'f′(x)', series: curvesOf(slope) });
display.table(
  Object.keys(activations).map((name) =>
    tf.tidy(() => {
      const d = slope(name);
      const at = (i: number) => d.dataSync()[i].toPrecision(3);
      return { name, max: d.max().dataSync()[0].toPrecision(3), 'at −5': at(0), 'at 5': at(100) };
    }),
  ),
);
