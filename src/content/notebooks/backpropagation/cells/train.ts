// Gradients are only half of it: gradient descent uses them.
let trained = structuredClone(parameters);
for (let step = 0; step <= 400; step++) {
  const now = forward(trained, X, Y);
  if (step % 10 === 0) {
    plot('loss', step, { 'gradient by hand': now.loss });
    await frame();
  }
  const gradient = backward(trained, X, Y, now);
  const update = (key: keyof Parameters) =>
    map(trained[key], (v, i, j) => v - 0.5 * gradient[key][i][j]);
  trained = Object.fromEntries(names.map((key) => [key, update(key)])) as Parameters;
}

// Which class does the network see at each place of the plane from −1.5 to 1.5?
const places = Array.from({ length: 61 * 61 }, (_, i) => [
  (i % 61) / 20 - 1.5,
  1.5 - Math.floor(i / 61) / 20,
]);
const nothing = places.map(() => [0, 0, 0]);
const shades = tf.tensor3d(forward(trained, places, nothing).P.flat(), [61, 61, 3]);
display.image(shades, { scale: 4, caption: 'red, green, blue: probability of class 0, 1, 2' });
