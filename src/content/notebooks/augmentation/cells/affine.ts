interface Change {
  dx?: number; // pixels to the right
  dy?: number; // pixels down
  angle?: number; // degrees, clockwise on the screen
  zoom?: number; // 1.2 enlarges by a fifth
}
/** One change for each image [n, 28, 28, 1]; what comes from outside is black. */
const affine = (images: tf.Tensor4D, changes: Change[]) =>
  tf.tidy(() => {
    const center = 13.5;
    // The operation asks, for each pixel of the result, where in the source it comes from.
    const rows = changes.map(({ dx = 0, dy = 0, angle = 0, zoom = 1 }) => {
      const turn = (angle * Math.PI) / 180;
      const [c, s] = [Math.cos(turn) / zoom, Math.sin(turn) / zoom];
      const [x, y] = [center + dx, center + dy];
      return [c, s, center - c * x - s * y, -s, c, center + s * x - c * y, 0, 0];
    });
    return tf.image.transform(images, tf.tensor2d(rows), 'bilinear', 'constant', 0);
  });

const changes: Change[] = [{}, { dx: 4 }, { dy: -4 }, { angle: 20 }, { zoom: 1.3 }, { zoom: 0.7 }];
tf.tidy(() => {
  const copies = train.images.slice(2, 1).tile([changes.length, 1, 1, 1]);
  display.images(affine(copies as tf.Tensor4D, changes), {
    columns: changes.length,
    scale: 3,
    captions: ['as it is', 'right 4', 'up 4', 'turned 20°', 'enlarged', 'reduced'],
  });
});
