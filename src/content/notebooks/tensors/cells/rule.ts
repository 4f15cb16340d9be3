/** The shape that two shapes broadcast to; throws where an axis fits neither way. */
function broadcastShape(a: number[], b: number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const m = a[axis - rank + a.length] ?? 1;
    const n = b[axis - rank + b.length] ?? 1;
    if (m !== n && m !== 1 && n !== 1) throw new RangeError(`axis ${axis}: ${m} against ${n}`);
    return m === 1 ? n : m;
  });
}

const attempt = (f: () => number[]) => {
  try {
    return `[${f().join(', ')}]`;
  } catch {
    return 'error';
  }
};
const pairs = [
  [[28, 28], []],
  [[28, 28], [28]],
  [[20, 28, 28, 3], [3]],
  [[20, 28, 28, 3], [28, 28]],
  [[20, 1], [20]],
  [[4, 1, 3], [5, 1]],
];
display.table(
  pairs.map(([a, b]) => ({
    a: `[${a.join(', ')}]`,
    b: `[${b.join(', ')}]`,
    'by our rule': attempt(() => broadcastShape(a, b)),
    'tf.add': tf.tidy(() => attempt(() => tf.zeros(a).add(tf.zeros(b)).shape)),
  })),
);
