// Every result stays alive until somebody disposes of it.
const alive = () => tf.memory().numTensors;
function standardize(x: tf.Tensor): tf.Tensor {
  const centered = x.sub(x.mean());
  return centered.div(centered.square().mean().sqrt());
}

tf.engine().startScope(); // this cell leaks on purpose; the scope will collect it
const before = alive();
const loose = standardize(images);
const afterLoose = alive();
const tidied = tf.tidy(() => standardize(images));
const afterTidy = alive();
display.table([
  { call: 'standardize(images)', 'tensors more': afterLoose - before },
  { call: 'tf.tidy(() => standardize(images))', 'tensors more': afterTidy - afterLoose },
]);

tf.dispose([loose, tidied]);
display.text(`still alive after dispose: ${alive() - before}`);
tf.engine().endScope();
display.text(`still alive after the scope ends: ${alive() - before}`);
