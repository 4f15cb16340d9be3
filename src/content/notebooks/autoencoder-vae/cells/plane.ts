tf.tidy(() => {
  const [mean, logVariance] = encode(xHeld);
  codesOf(mean, held.labels, 'Means of the VAE');
  const deviations = logVariance.div(2).exp();
  console.log('spread of the means', tf.moments(mean, 0).variance.sqrt().arraySync());
  console.log('mean σ of a code', deviations.mean(0).arraySync());
});

// Decode a grid of codes from −2 to 2: no digit was encoded for these pictures.
const side = 13;
tf.tidy(() => {
  const at = Array.from({ length: side * side }, (_, i) => [
    -2 + (4 * (i % side)) / (side - 1),
    2 - (4 * Math.floor(i / side)) / (side - 1),
  ]);
  display.images(pictures(run(vae.decoder, tf.tensor2d(at))), { columns: side, scale: 1 });
});
