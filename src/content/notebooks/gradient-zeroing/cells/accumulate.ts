/** The gradient store of PyTorch: backward() adds to what is there. */
class GradientStore {
  grad: tf.Tensor | null = null;
  backward(loss: () => tf.Scalar, variable: tf.Variable) {
    const fresh = tf.tidy(() => tf.variableGrads(loss, [variable]).grads[variable.name]);
    const sum = this.grad ? this.grad.add(fresh) : fresh.clone();
    fresh.dispose();
    this.zero();
    this.grad = sum;
  }
  zero() {
    this.grad?.dispose();
    this.grad = null;
  }
}

const store = new GradientStore();
const history = [];
for (let call = 1; call <= 4; call++) {
  if (call === 4) store.zero();
  store.backward(f, w);
  history.push({ call, 'zeroed before': call === 4, grad: store.grad!.dataSync()[0] });
}
store.zero();
display.table(history);
