// A small generator of random numbers, so that every run draws the same changes.
const generator = (seed: number) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};
const limits = { shift: 2.5, angle: 15, zoom: 0.15 };
const randomChanges = (n: number, seed: number): Change[] => {
  const random = generator(1e6 * seed); // far apart, so that steps do not draw alike
  const within = (limit: number) => limit * (2 * random() - 1);
  return Array.from({ length: n }, () => ({
    dx: within(limits.shift),
    dy: within(limits.shift),
    angle: within(limits.angle),
    zoom: 1 + within(limits.zoom),
  }));
};
tf.tidy(() => {
  const digits = train.images.slice(0, 10).tile([5, 1, 1, 1]) as tf.Tensor4D;
  display.images(affine(digits, randomChanges(50, 1)), { columns: 10, scale: 2 });
});
