// Cut before the head: nobody needs the old classes.
const upTo = (net: tf.Sequential, layer: number) =>
  tf.model({ inputs: net.inputs, outputs: net.layers[layer].output as tf.SymbolicTensor });
const trunk = upTo(source, 4);
trunk.trainable = false; // frozen: only a new head will learn
const late = upTo(source, 6);
const randomTrunks = [50, 60, 70].map((seed) => upTo(build(seed), 4)); // the same, untrained
console.log('trainable weights', trunk.trainableWeights.length, 'output', trunk.outputs[0].shape);

const four = await dataset('digits', 'test', 4);
tf.tidy(() => {
  const digit = four.images.slice(3, 1);
  const first = upTo(source, 0).predict(digit) as tf.Tensor4D; // [1, 26, 26, 8]
  const maps = first.squeeze<tf.Tensor3D>([0]).transpose([2, 0, 1]);
  display.image(digit.squeeze([0]) as tf.Tensor3D, { scale: 3 });
  display.images(maps.div(maps.max()) as tf.Tensor3D, { columns: 8, scale: 2 });
});
tf.dispose([four.images, four.labels]);
