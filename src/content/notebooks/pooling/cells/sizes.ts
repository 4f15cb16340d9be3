// What is left of n pixels: window k, stride s.
const lengthAfter = (n: number, k: number, s: number, pad: 'valid' | 'same') =>
  tf.tidy(() => tf.maxPool(tf.zeros<tf.Rank.R3>([n, 1, 1]), [k, 1], [s, 1], pad).shape[0]);

const cases = [[4, 2, 2], [5, 2, 2], [7, 3, 2], [8, 3, 2], [8, 3, 3]];
display.table(
  cases.map(([n, k, s]) => ({
    n,
    k,
    s,
    "'valid'": lengthAfter(n, k, s, 'valid'),
    '⌊(n − k)/s⌋ + 1': Math.floor((n - k) / s) + 1,
    "'same'": lengthAfter(n, k, s, 'same'),
    '⌈n/s⌉': Math.ceil(n / s),
  })),
);
