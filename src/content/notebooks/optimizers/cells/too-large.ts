// Plain gradient descent multiplies x by 1 − lr·1 and y by 1 − lr·25 in every step.
display.table(
  [0.02, 0.04, 2 / 26, 0.079, 0.081].map((lr) => {
    const end = walk('SGD', lr, 100).at(-1)!;
    return {
      'learning rate': lr.toFixed(4),
      'factor of x': (1 - lr).toFixed(3),
      'factor of y': (1 - 25 * lr).toFixed(3),
      'f after 100 steps': f(end).toExponential(1),
    };
  }),
);
display.text(`the limit 2 / 25 = ${2 / 25}`);
