// Rank is the number of axes; shape is the length of each.
const scalar = tf.scalar(7);
const vector = tf.tensor1d([1, 2, 3]);
const matrix = tf.tensor2d([[1, 2, 3], [4, 5, 6]]);
const { images, labels } = await dataset('digits', 'test', 20);

display.table(
  Object.entries({ scalar, vector, matrix, images, labels }).map(([name, t]) => ({
    name,
    rank: t.rank,
    shape: `[${t.shape.join(', ')}]`,
    size: t.size,
    dtype: t.dtype,
  })),
);
display.images(images, { columns: 10, scale: 2 });
