// What it buys: the backward pass keeps the activations of one micro-batch at a time.
const kernel = tf.randomNormal<tf.Rank.R4>([3, 3, 1, 16], 0, 0.3, 'float32', 2);
const top = tf.randomNormal<tf.Rank.R2>([16, 10], 0, 0.3, 'float32', 3);
const convLoss = (start: number, size: number) => (k: tf.Tensor) => {
  const pictures = images.slice([start, 0, 0, 0], [size, -1, -1, -1]);
  const maps = tf.conv2d(pictures, k as tf.Tensor4D, 1, 'same').relu();
  const logits = maps.mean<tf.Tensor2D>([1, 2]).matMul(top);
  return tf.losses.softmaxCrossEntropy(Y.slice([start, 0], [size, -1]), logits);
};

const peaks = [];
for (const size of [64, 32, 16, 8]) {
  const { peakBytes, result } = await tf.profile(() => {
    let sum: tf.Tensor = tf.zerosLike(kernel);
    for (let start = 0; start < 64; start += size) {
      const part = tf.tidy(() => tf.grad(convLoss(start, size))(kernel).mul(size / 64));
      const next = sum.add(part);
      tf.dispose([sum, part]);
      sum = next;
    }
    return sum;
  });
  const norm = tf.tidy(() => (result as tf.Tensor).norm().dataSync()[0].toFixed(5));
  const peak = (peakBytes / 1e6).toFixed(1);
  tf.dispose(result);
  peaks.push({ 'micro-batch': size, 'peak MB': peak, 'gradient norm': norm });
}
display.table(peaks);
