for (const { step, points } of snapshots)
  display.chart({
    type: 'scatter',
    title: `Step ${step}`,
    x: 'x',
    y: 'y',
    series: [
      { name: 'data', points: pairs(data) },
      { name: 'samples', points },
    ],
  });

/** A mode is reached if it gets at least a quarter of its fair share within three deviations. */
const coverage = (points: [number, number][]) => {
  const counts = centers.map(
    ([cx, cy]) => points.filter(([x, y]) => Math.hypot(x - cx, y - cy) < 3 * spread).length,
  );
  return { counts, reached: counts.filter((n) => n >= points.length / 32).length };
};
display.table(
  snapshots.map(({ step, points }) => {
    const { counts, reached } = coverage(points);
    const near = counts.reduce((sum, n) => sum + n, 0) / points.length;
    return { step, reached, 'near a mode': near.toFixed(2), counts: counts.join(' ') };
  }),
);
