// New digits: draw codes from N(0, 1) and decode them, with both decoders.
tf.tidy(() => {
  const z = tf.randomNormal([20, 2], 0, 1, 'float32', 77) as tf.Tensor2D;
  for (const [name, decoder] of [
    ['autoencoder', plain.decoder],
    ['VAE', vae.decoder],
  ] as const) {
    console.log(name);
    display.images(pictures(run(decoder, z)), { columns: 10, scale: 2 });
  }
  const reach = tf.moments(run(plain.encoder, xHeld), 0).variance.sqrt().arraySync();
  console.log('spread of the codes of the autoencoder', reach);
});
