/** a + b for two matrices: an axis of length 1 is read again and again. */
function addByHand(a: number[][], b: number[][]): number[][] {
  const [height, width] = broadcastShape([a.length, a[0].length], [b.length, b[0].length]);
  const read = (m: number[][], i: number, j: number) =>
    m[m.length === 1 ? 0 : i][m[0].length === 1 ? 0 : j];
  return Array.from({ length: height }, (_, i) =>
    Array.from({ length: width }, (_, j) => read(a, i, j) + read(b, i, j)),
  );
}

const left = [[0.3], [-1.2], [0.7], [2.5], [-0.4]];
const right = [[0.1, -0.6, 0.2, 1.9]];
const byHand = addByHand(left, right);

const gap = tf.tidy(() => tf.add(left, right).sub(byHand).abs().max().dataSync()[0]);
display.text(`largest difference ${gap.toExponential(1)}, below 1e-6: ${gap < 1e-6}`);
display.table(byHand.map((row) => row.map((v) => v.toFixed(1))));
