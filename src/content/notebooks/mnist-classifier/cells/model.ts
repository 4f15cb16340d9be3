const seeded = (seed: number) => tf.initializers.glorotUniform({ seed });
const model = tf.sequential({
  layers: [
    tf.layers.conv2d({
      inputShape: [28, 28, 1],
      filters: 32,
      kernelSize: 3,
      activation: 'relu',
      kernelInitializer: seeded(1),
    }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.conv2d({
      filters: 64,
      kernelSize: 3,
      activation: 'relu',
      kernelInitializer: seeded(2),
    }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 64, activation: 'relu', kernelInitializer: seeded(3) }), // hidden
    tf.layers.dense({ units: 10, activation: 'softmax', kernelInitializer: seeded(4) }), // output
  ],
});
display.table(
  model.layers.map((layer) => ({
    layer: layer.getClassName(),
    output: JSON.stringify(layer.outputShape),
    parameters: layer.countParams(),
  })),
);
console.log('parameters', model.countParams());
