const G = mlp(2, [64, 64], 2, 100); // noise → a point
const D = discriminator(200);
const adamG = tf.train.adam(1e-3, 0.5, 0.999, 1e-8);
const adamD = tf.train.adam(1e-3, 0.5, 0.999, 1e-8);
const noise = (n: number, seed: number) => tf.randomUniform([n, 2], -1, 1, 'float32', seed);
const snapshots: { step: number; points: [number, number][] }[] = [];
const steps = 1500;

for (let step = 0; step <= steps; step++) {
  if ([0, 100, 400, steps].includes(step))
    snapshots.push({ step, points: tf.tidy(() => pairs(G.apply(noise(300, 7)) as tf.Tensor2D)) });
  const [d, g] = tf.tidy(() => {
    const real = ring(batch, 10 * step + 1000);
    const fake = G.apply(noise(batch, 10 * step + 3)) as tf.Tensor;
    const costD = adamD.minimize(() => lossD(D, real, fake), true, variables(D))!;
    const z = noise(batch, 10 * step + 5);
    const costG = adamG.minimize(
      () => tf.softplus(logit(D, G.apply(z) as tf.Tensor).neg()).mean() as tf.Scalar,
      true,
      variables(G), // only the generator moves
    )!;
    return [costD.dataSync()[0], costG.dataSync()[0]];
  });
  if (step % 25 === 0) {
    plot('losses', step, { D: d, G: g });
    progress('training', step, steps);
    await frame();
  }
}
for (const adam of [adamG, adamD]) adam.dispose();
