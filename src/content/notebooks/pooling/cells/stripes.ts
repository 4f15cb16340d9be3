// Stripes one pixel wide, and the same stripes moved by one pixel.
const stripes = (offset: number) =>
  tf.tidy(() => {
    const line = tf.range(0, 28).add(offset).mod(2);
    return line.reshape([1, 1, 28, 1]).tile([1, 28, 1, 1]) as tf.Tensor4D;
  });
const still = stripes(0);
const shifted = stripes(1);

for (const [label, stripe] of Object.entries({ stripes: still, 'moved by one': shifted })) {
  const results = tf.tidy(() => tf.concat(Object.values(half).map((shrink) => shrink(stripe))));
  display.text(label);
  display.images(results, { columns: 4, scale: 4, captions: Object.keys(half) });
  results.dispose();
}

const brightness = (t: tf.Tensor) => t.mean().dataSync()[0].toFixed(2);
display.table(
  Object.entries(half).map(([label, shrink]) =>
    tf.tidy(() => ({
      'way to halve': label,
      'mean brightness': brightness(shrink(still)),
      'after the move': brightness(shrink(shifted)),
    })),
  ),
);
