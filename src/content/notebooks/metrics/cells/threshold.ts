// A lower threshold finds more 8s and calls more other digits an 8.
const sweep = Array.from({ length: 49 }, (_, i) => {
  const threshold = (i + 1) / 50;
  const at = counts(threshold);
  const p = at.tp / (at.tp + at.fp);
  const r = at.tp / (at.tp + at.fn);
  return { threshold, p, r, f: (2 * p * r) / (p + r) };
}).filter(({ f }) => f > 0); // no division by zero where nothing is found

const line = (name: string, value: (row: (typeof sweep)[number]) => number) => ({
  name,
  points: sweep.map((row): [number, number] => [row.threshold, value(row)]),
});
display.chart({
  type: 'line',
  title: 'Moving the threshold',
  x: 'threshold',
  y: 'value',
  series: [line('precision', (s) => s.p), line('recall', (s) => s.r), line('F1', (s) => s.f)],
});
const top = sweep.reduce((a, b) => (b.f > a.f ? b : a));
console.log(`largest F1 ${top.f.toFixed(4)} at threshold ${top.threshold}`);
