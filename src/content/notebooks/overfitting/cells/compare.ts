// The test set, now that every choice is made.
const held: Data = tf.tidy(() => ({ x: flat(test.images), y: oneHot(test.labels) }));
const found = Object.entries({
  'no remedy': plain,
  L2: withL2,
  L1: withL1,
  dropout: withDropout,
  'early stopping': early,
}).map(([name, weights]) => ({
  name,
  training: accuracyOn(weights, small),
  test: accuracyOn(weights, held),
  loss: lossOn(weights, held),
}));
display.table(
  found.map(({ name, training, test: share, loss }) => ({
    name,
    'training accuracy': training.toFixed(3),
    'test accuracy': share.toFixed(3),
    'test loss': loss.toFixed(3),
  })),
);
