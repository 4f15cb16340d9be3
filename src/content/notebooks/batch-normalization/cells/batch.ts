// A mini-batch of 4 images, 1×1 pixels, 2 channels: [N, H, W, C].
const x = tf.tensor4d([1, 100, 3, 140, 3, 120, 9, 160], [4, 1, 1, 2]);
const rows = tf.tidy(() => x.reshape([4, 2]).arraySync() as number[][]);
display.table(rows.map(([a, b], image) => ({ image, 'channel 0': a, 'channel 1': b })));
