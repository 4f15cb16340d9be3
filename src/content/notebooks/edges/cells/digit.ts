// The whole chain on ten handwritten digits.
const { images } = await dataset('digits', 'test', 10);
const outlines = tf.tidy(() => {
  const results = images.unstack<tf.Tensor3D>(0).map((picture) => {
    const soft = filter(picture.squeeze<tf.Tensor2D>([2]), GAUSS);
    return thin(filter(soft, SOBEL_X), filter(soft, SOBEL_Y)).greater(0.8).toFloat();
  });
  return tf.stack([...images.squeeze<tf.Tensor3D>([3]).unstack(0), ...results]);
});
display.images(outlines, { columns: 10, scale: 2 });
