/** The chain rule from the loss back to the parameters, one line for each step forward. */
function backward({ W2 }: Parameters, X: Matrix, Y: Matrix, { H, P }: typeof pass): Parameters {
  const dZ2 = map(P, (p, i, k) => (p - Y[i][k]) / X.length);
  const dW2 = matMul(transpose(H), dZ2);
  const db2 = sumRows(dZ2);
  const dH = matMul(dZ2, transpose(W2));
  const dZ1 = map(dH, (d, i, j) => d * (1 - H[i][j] ** 2));
  const dW1 = matMul(transpose(X), dZ1);
  const db1 = sumRows(dZ1);
  return { W1: dW1, b1: db1, W2: dW2, b2: db2 };
}

const byHand = backward(parameters, X, Y, pass);
const names = Object.keys(parameters) as (keyof Parameters)[];
display.table(
  names.map((key) => ({
    parameter: key,
    shape: shapeOf(parameters[key]),
    'shape of its gradient': shapeOf(byHand[key]),
    'first number': byHand[key][0][0].toFixed(6),
  })),
);
