const build = (seed: number) => {
  const init = (i: number) => tf.initializers.heNormal({ seed: seed + i });
  const conv = (filters: number, i: number, inputShape?: number[]) =>
    tf.layers.conv2d({
      filters,
      inputShape,
      kernelSize: 3,
      activation: 'relu',
      kernelInitializer: init(i),
    });
  return tf.sequential({
    layers: [
      conv(8, 0, [28, 28, 1]),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      conv(16, 1),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      conv(32, 2), // index 4: the features, [n, 3, 3, 32]
      tf.layers.flatten(),
      tf.layers.dense({ units: 64, activation: 'relu', kernelInitializer: init(3) }), // index 6
      tf.layers.dense({ units: 10, activation: 'softmax', kernelInitializer: init(4) }),
    ],
  });
};
const source = build(1);
console.log('parameters', source.countParams());
