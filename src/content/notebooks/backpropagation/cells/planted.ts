// Three slips that programmers make in a backward pass, and what the check says.
const slips: Record<string, (p: Parameters) => Parameters> = {
  none: (p) => backward(p, X, Y, pass),
  'forgot 1 − H²': (p) => {
    const dH = matMul(map(pass.P, (v, i, k) => (v - Y[i][k]) / X.length), transpose(p.W2));
    return { ...backward(p, X, Y, pass), W1: matMul(transpose(X), dH), b1: sumRows(dH) };
  },
  'forgot to divide by n': (p) => {
    const g = backward(p, X, Y, pass);
    return Object.fromEntries(names.map((k) => [k, map(g[k], (v) => v * X.length)])) as Parameters;
  },
  'forgot one bias': (p) => ({ ...backward(p, X, Y, pass), b1: [[0, 0, 0, 0]] }),
};

const reference = numeric(1e-5);
display.table(
  Object.entries(slips).map(([slip, gradient]) => {
    const error = relativeError(gradient(parameters), reference);
    return { slip, 'relative error': error.toExponential(1), passes: error < 1e-6 };
  }),
);
