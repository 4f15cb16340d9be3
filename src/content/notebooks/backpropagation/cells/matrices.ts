type Matrix = number[][];
type Parameters = typeof parameters;

const shapeOf = (a: Matrix) => `[${a.length}, ${a[0].length}]`;
const map = (a: Matrix, f: (v: number, i: number, j: number) => number): Matrix =>
  a.map((row, i) => row.map((v, j) => f(v, i, j)));
const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
const matMul = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, v, k) => sum + v * b[k][j], 0)));
const addRow = (a: Matrix, row: Matrix): Matrix => map(a, (v, _, j) => v + row[0][j]);
const sumRows = (a: Matrix): Matrix => [a[0].map((_, j) => a.reduce((s, row) => s + row[j], 0))];

/** Everything that the forward pass computes; the backward pass needs H and P again. */
function forward({ W1, b1, W2, b2 }: Parameters, X: Matrix, Y: Matrix) {
  const H = map(addRow(matMul(X, W1), b1), Math.tanh);
  const Z2 = addRow(matMul(H, W2), b2);
  const P = Z2.map((row) => {
    const top = Math.max(...row);
    const e = row.map((z) => Math.exp(z - top));
    const sum = e.reduce((s, v) => s + v, 0);
    return e.map((v) => v / sum);
  });
  const terms = map(P, (p, i, k) => -Y[i][k] * Math.log(p)).flat();
  return { H, P, loss: terms.reduce((s, v) => s + v) / X.length };
}

const pass = forward(parameters, X, Y);
display.text(`loss ${pass.loss.toFixed(6)}`);
display.table(
  pass.P.map((p, i) => ({ class: classes[i], P: p.map((v) => v.toFixed(3)).join(' ') })),
);
