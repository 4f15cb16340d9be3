const compile = (net: tf.Sequential, rate: number) =>
  net.compile({
    optimizer: tf.train.adam(rate, 0.9, 0.999, 1e-7),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
  });
compile(source, 2e-3);
const [targets, targetsTest] = [clothes.labels.toFloat(), clothesTest.labels.toFloat()];
await source.fit(clothes.images, targets, {
  epochs: 5,
  batchSize: 50,
  shuffle: false,
  validationData: [clothesTest.images, targetsTest],
  callbacks: {
    onEpochEnd: async (epoch, logs = {}) => {
      plot('clothes: accuracy', epoch + 1, { training: logs.acc, 'held out': logs.val_acc });
      await frame();
    },
  },
});
tf.dispose([targets, targetsTest]);
