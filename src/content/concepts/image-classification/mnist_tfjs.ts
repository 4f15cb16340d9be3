import * as tf from '@tensorflow/tfjs';

// #region model
export function build() {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 32, kernelSize: 3, activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 64, activation: 'relu' }),
      tf.layers.dense({ units: 10, activation: 'softmax' }),
    ],
  });
  model.compile({
    optimizer: tf.train.adam(1e-3, 0.9, 0.999, 1e-7),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
  });
  return model; // then: await model.fit(x, y, { epochs: 20, batchSize: 64, validationSplit: 0.1 })
}
// #endregion

export function main(): void {
  const model = build();
  for (const layer of model.layers) {
    const shape = JSON.stringify(layer.outputShape).replace('null', 'N');
    console.log(layer.getClassName().padEnd(13), shape.padEnd(16), layer.countParams());
  }
  console.log('parameters', model.countParams());
  model.dispose();
}
