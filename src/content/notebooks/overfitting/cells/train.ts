interface Options {
  l1?: number; // adds l1 · Σ|w| to the loss
  l2?: number; // adds l2 · Σw²
  rate?: number; // share of hidden units that dropout sets to zero
  steps?: number;
  watch?: (step: number, weights: Weights, validationLoss: number) => void;
}

/** Full-batch Adam from the same start each time. The losses drawn are without the penalty. */
async function fit(name: string, data: Data, { l1 = 0, l2 = 0, rate = 0, ...more }: Options = {}) {
  const { steps = 200, watch } = more;
  const he = (shape: [number, number], seed: number) =>
    tf.randomNormal(shape, 0, Math.sqrt(2 / shape[0]), 'float32', seed);
  const weights = tf.tidy(() =>
    [he([784, 64], 1), tf.zeros([64]), he([64, 10], 2), tf.zeros([10])].map((t) => tf.variable(t)),
  );
  const adam = tf.train.adam(3e-3, 0.9, 0.999, 1e-7);
  const cost = (seed: number) => {
    const fitting = tf.losses.softmaxCrossEntropy(data.y, network(weights, data.x, rate, seed));
    const [w1, , w2] = weights; // biases are not penalized
    const absolute = w1.abs().sum().add(w2.abs().sum());
    const squared = w1.square().sum().add(w2.square().sum());
    return fitting.add(absolute.mul(l1)).add(squared.mul(l2)) as tf.Scalar;
  };
  for (let step = 1; step <= steps; step++) {
    tf.tidy(() => void adam.minimize(() => cost(step), false, weights)); // a new mask each step
    if (step % 5) continue;
    const found = { training: lossOn(weights, data), validation: lossOn(weights, validation) };
    plot(name, step, found);
    watch?.(step, weights, found.validation);
    await frame();
  }
  adam.dispose();
  return weights;
}
