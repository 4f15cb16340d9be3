const withL2 = await fit('L2', small, { l2: 2e-3 });
const withL1 = await fit('L1', small, { l1: 3e-4 });

// What the penalties do to the 50,176 weights of the first layer.
const describe = (name: string, [w1]: Weights) =>
  tf.tidy(() => ({
    name,
    'mean |w|': w1.abs().mean().dataSync()[0].toFixed(4),
    'largest |w|': w1.abs().max().dataSync()[0].toFixed(3),
    'share with |w| < 0.001': w1.abs().less(1e-3).mean().dataSync()[0].toFixed(3),
  }));
display.table([describe('none', plain), describe('L2', withL2), describe('L1', withL1)]);

// Weights of 16 hidden units as pictures: gray is zero.
for (const [name, [w1]] of Object.entries({ none: plain, L2: withL2, L1: withL1 })) {
  console.log(name);
  tf.tidy(() => {
    const units = w1.slice([0, 0], [784, 16]).transpose().reshape([16, 28, 28]) as tf.Tensor3D;
    display.images(units, { columns: 16, range: [-0.2, 0.2] });
  });
}
