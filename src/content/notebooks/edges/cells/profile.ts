// One row through the disc and the square.
const LAPLACE = [[0, 1, 0], [1, -4, 1], [0, 1, 0]];
const second = filter(scene, LAPLACE);
const at = 20;
const rowOf = (t: tf.Tensor2D, scale: number) =>
  tf.tidy(() => {
    const values = t.slice([at, 0], [1, 64]).mul(scale).dataSync();
    return Array.from(values, (v, i): [number, number] => [i, v]);
  });

display.chart({
  type: 'line',
  title: `row ${at}`,
  x: 'column',
  series: [
    { name: 'brightness', points: rowOf(scene, 1) },
    { name: 'gx / 4', points: rowOf(gx, 1 / 4) },
    { name: 'Laplacian', points: rowOf(second, 1) },
  ],
});
