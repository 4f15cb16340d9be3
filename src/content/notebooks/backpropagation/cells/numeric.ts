/** Central differences: moves one number at a time and watches the loss, 2 × 27 forward passes. */
function numeric(h: number): Parameters {
  const moved = structuredClone(parameters);
  const slopeOf = (key: keyof Parameters, i: number, j: number) => {
    const start = parameters[key][i][j];
    const at = (v: number) => {
      moved[key][i][j] = v;
      return forward(moved, X, Y).loss;
    };
    const slope = (at(start + h) - at(start - h)) / (2 * h);
    moved[key][i][j] = start;
    return slope;
  };
  const all = names.map((key) => [key, map(parameters[key], (_, i, j) => slopeOf(key, i, j))]);
  return Object.fromEntries(all) as Parameters;
}

/** |a − b| / (|a| + |b|) over all numbers at once. */
function relativeError(a: Parameters, b: Parameters): number {
  const flat = (p: Parameters) => names.flatMap((key) => p[key].flat());
  const norm = (v: number[]) => Math.hypot(...v);
  const [u, v] = [flat(a), flat(b)];
  return norm(u.map((value, i) => value - v[i])) / (norm(u) + norm(v));
}

const error = relativeError(byHand, numeric(1e-5));
display.text(`relative error ${error.toExponential(1)}, below 1e-6: ${error < 1e-6}`);
