// Mirror, and turn by half a circle. Is the label still true?
tf.tidy(() => {
  const ten = train.images.slice(0, 10);
  const mirrored = tf.image.flipLeftRight(ten);
  const turned = affine(ten, Array(10).fill({ angle: 180 }));
  display.images(tf.concat([ten, mirrored, turned], 0), { columns: 10, scale: 3 });
  console.log('rows: as written, mirrored, turned by 180°');
  console.log('labels:', train.labels.slice(0, 10).dataSync().join('  '));
});
