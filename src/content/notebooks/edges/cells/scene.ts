// A scene [64, 64]: a slope of light, a disc, a square and a soft blob.
const size = 64;
const scene = tf.tidy(() => {
  const x = tf.range(0, size).reshape([1, size]);
  const y = tf.range(0, size).reshape([size, 1]);
  const distance = (cx: number, cy: number) =>
    x.sub(cx).square().add(y.sub(cy).square()).sqrt() as tf.Tensor2D;

  const slope = x.add(y).mul(0.1 / size).add(0.2);
  const disc = distance(20, 20).less(12.5).mul(0.5);
  const inside = (v: tf.Tensor, from: number, to: number) =>
    v.greaterEqual(from).logicalAnd(v.less(to));
  const square = inside(x, 38, 56).logicalAnd(inside(y, 10, 28)).mul(0.3);
  const blob = distance(32, 46).div(7).square().neg().exp().mul(0.5);
  return slope.add(disc).add(square).add(blob) as tf.Tensor2D;
});
display.image(scene, { scale: 4 });
