// Inverted dropout: what is kept is divided by the share kept, so the mean stays.
tf.tidy(() => {
  const kept = tf.dropout(tf.ones([10000]), 0.5, undefined, 1);
  console.log('first values', kept.slice(0, 12).arraySync(), 'mean', kept.mean().dataSync()[0]);
});
const withDropout = await fit('dropout', small, { rate: 0.5 });
