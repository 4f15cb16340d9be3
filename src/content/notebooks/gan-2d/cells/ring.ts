// Eight Gaussians on a circle of radius 1.
const centers = Array.from({ length: 8 }, (_, i): [number, number] => [
  Math.cos((i * Math.PI) / 4),
  Math.sin((i * Math.PI) / 4),
]);
const spread = 0.1;
const ring = (n: number, seed: number) =>
  tf.tidy(() => {
    const which = tf.randomUniform([n], 0, 8, 'int32', seed);
    const noise = tf.randomNormal([n, 2], 0, spread, 'float32', seed + 1);
    return tf.gather(tf.tensor2d(centers), which).add(noise) as tf.Tensor2D;
  });

const pairs = (t: tf.Tensor2D) => t.arraySync() as [number, number][];
const data = ring(400, 1);
display.chart({
  type: 'scatter',
  title: 'Data',
  x: 'x',
  y: 'y',
  series: [{ name: 'data', points: pairs(data) }],
});
