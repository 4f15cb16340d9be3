// f(w) = w² at w = 3; its slope is 6, however often you ask.
const w = tf.tidy(() => tf.variable(tf.scalar(3)));
const f = () => w.square().asScalar();

const asked = [];
for (let call = 1; call <= 3; call++) {
  const { value, grads } = tf.variableGrads(f, [w]);
  asked.push({ call, 'gradient from TensorFlow.js': grads[w.name].dataSync()[0] });
  tf.dispose([value, grads]);
}
display.table(asked);
