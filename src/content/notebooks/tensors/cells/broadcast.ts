// A column and a row make a whole picture.
const column = tf.tidy(() => tf.linspace(0, 1, 28).reshape([28, 1]));
const row = tf.tidy(() => tf.linspace(0, 1, 28).reshape([1, 28]));
const face = tf.tidy(() => images.slice([3, 0, 0, 0], [1, 28, 28, 1]).squeeze([0, 3]));

const sheet = tf.tidy(() =>
  tf.stack([column.add(row).div(2), face, face.mul(column), face.mul(row)]),
);
display.images(sheet, {
  columns: 4,
  scale: 4,
  captions: ['column + row', 'digit', 'digit × column', 'digit × row'],
});

const plane = tf.tidy(() => column.add(row).shape);
display.text(`[${column.shape}] + [${row.shape}] → [${plane}]`);
