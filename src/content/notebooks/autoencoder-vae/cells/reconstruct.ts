const pictures = (logits: tf.Tensor2D) => logits.sigmoid().reshape([-1, 28, 28, 1]) as tf.Tensor4D;
const some = 10;
tf.tidy(() => {
  const images = xHeld.slice(0, some);
  const rows = [
    held.images.slice(0, some),
    pictures(run(plain.decoder, run(plain.encoder, images))),
    pictures(run(vae.decoder, encode(images)[0])), // decode the mean
  ];
  display.images(tf.concat4d(rows, 0), { columns: some, scale: 2 });
  console.log('rows: held-out digits, autoencoder, VAE');
  display.table(
    [
      ['autoencoder', run(plain.decoder, run(plain.encoder, xHeld))],
      ['VAE, decoding the mean', run(vae.decoder, encode(xHeld)[0])],
    ].map(([model, logits]) => ({
      model,
      nats: reconstruction(xHeld, logits as tf.Tensor2D).dataSync()[0].toFixed(1),
    })),
  );
});
