// Values lie in one row; the last axis moves fastest.
const block = tf.tidy(() => tf.range(0, 24).reshape([2, 3, 4]));
const strides = [12, 4, 1];
const flat = await block.data();

const places = [[0, 0, 3], [0, 1, 0], [1, 0, 0], [1, 2, 3]];
display.table(
  places.map((place) => {
    const at = place.reduce((sum, index, axis) => sum + index * strides[axis], 0);
    const slice = tf.tidy(() => block.slice(place, [1, 1, 1]).dataSync()[0]);
    return { index: `[${place.join(', ')}]`, 'place in memory': at, value: flat[at], slice };
  }),
);
display.tensor(block);
