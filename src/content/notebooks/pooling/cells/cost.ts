// The same classifier with three ways to halve, twice.
const { conv2d, maxPooling2d, flatten, dense } = tf.layers;
const halving = {
  'max pooling': () => [
    conv2d({ filters: 16, kernelSize: 3, padding: 'same' }),
    maxPooling2d({ poolSize: 2 }),
  ],
  'convolution of stride 2': () => [
    conv2d({ filters: 16, kernelSize: 3, padding: 'same', strides: 2 }),
  ],
  'no halving': () => [conv2d({ filters: 16, kernelSize: 3, padding: 'same' })],
};
display.table(
  Object.entries(halving).map(([way, block]) => {
    const input = tf.input({ shape: [28, 28, 1] });
    const layers = [...block(), ...block(), flatten(), dense({ units: 10 })];
    const output = layers.reduce((y, layer) => layer.apply(y) as tf.SymbolicTensor, input);
    const model = tf.model({ inputs: input, outputs: output });
    const last = layers.at(-1)!.countParams();
    const row = { way, parameters: model.countParams(), 'of these in the dense layer': last };
    model.dispose();
    return row;
  }),
);
