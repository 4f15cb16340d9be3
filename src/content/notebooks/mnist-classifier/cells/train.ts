model.compile({
  optimizer: tf.train.adam(2e-3, 0.9, 0.999, 1e-7),
  loss: 'sparseCategoricalCrossentropy', // classes as numbers, not one-hot
  metrics: ['accuracy'],
});
const epochs = 4;
const history = await model.fit(inputs, targets, {
  epochs,
  batchSize: 64,
  validationSplit: 0.1, // the last 200, never trained on
  shuffle: false, // classes alternate already; keeps the run repeatable
  callbacks: {
    onEpochEnd: async (epoch, logs = {}) => {
      plot('loss', epoch + 1, { training: logs.loss, validation: logs.val_loss });
      progress('training', epoch + 1, epochs, `validation accuracy ${logs.val_acc.toFixed(3)}`);
      await frame();
    },
  },
});
history.history.val_acc;
