// How small should h be? Double precision, and the same loss in single precision.
const single = (h: number) =>
  tf.tidy(() => {
    const loss = (v: number) => {
      const moved = structuredClone(parameters);
      moved.W1[0][0] += v;
      const tensors = names.map((key) => tf.tensor2d(moved[key]));
      return lossOf(tensors[0], tensors[1], tensors[2], tensors[3]).dataSync()[0];
    };
    return Math.abs((loss(h) - loss(-h)) / (2 * h) - byHand.W1[0][0]);
  });
const double = (h: number) => Math.abs(numeric(h).W1[0][0] - byHand.W1[0][0]);

// Half powers of ten; a difference of exactly 0 has no place on a logarithmic axis.
const exponents = Array.from({ length: 21 }, (_, i) => -10 + i / 2);
const points = (f: (h: number) => number) =>
  exponents.map((e): [number, number] => [e, Math.max(f(10 ** e), 1e-16)]);
display.chart({
  type: 'line',
  title: 'error of the central difference',
  x: 'log₁₀ h',
  y: 'error',
  log: true,
  series: [
    { name: 'double precision', points: points(double) },
    { name: 'single precision', points: points(single) },
  ],
});
