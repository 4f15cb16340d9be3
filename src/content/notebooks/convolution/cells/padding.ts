// 'same' adds no more zeros than it needs; an odd one goes to the end.
const line = tf.tensor3d([1, 2, 3, 4], [1, 4, 1]);
const ones = tf.ones<tf.Rank.R3>([3, 1, 1]);

const run = (stride: number, pad: 'same' | 'valid', before = 0, after = 0) =>
  tf.tidy(() => {
    const padded = tf.pad(line, [[0, 0], [before, after], [0, 0]]) as tf.Tensor3D;
    return `[${tf.conv1d(padded, ones, stride, pad).dataSync().join(', ')}]`;
  });

display.table([
  { call: "stride 1, 'same'", output: run(1, 'same') },
  { call: 'stride 1, one zero on each side', output: run(1, 'valid', 1, 1) },
  { call: "stride 2, 'same'", output: run(2, 'same') },
  { call: 'stride 2, one zero on each side', output: run(2, 'valid', 1, 1) },
  { call: 'stride 2, one zero at the end', output: run(2, 'valid', 0, 1) },
]);
