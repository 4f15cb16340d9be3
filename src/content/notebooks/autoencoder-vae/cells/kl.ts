// KL from q = N(1, ½²) to the prior p = N(0, 1): closed form against an average over draws.
const [mu, sigma] = [1, 0.5];
const closed = -0.5 * (1 + Math.log(sigma ** 2) - mu ** 2 - sigma ** 2);
const logRatio = Array.from(
  tf.tidy(() => {
    const epsilon = tf.randomNormal([10000], 0, 1, 'float32', 3);
    const z = epsilon.mul(sigma).add(mu);
    // ln q(z) − ln p(z); the constants ½ ln 2π cancel
    return z.square().sub(epsilon.square()).div(2).sub(Math.log(sigma)).dataSync();
  }),
);
let sum = 0;
const estimates: [number, number][] = [];
logRatio.forEach((value, i) => {
  sum += value;
  if ((i + 1) % 50 === 0) estimates.push([i + 1, sum / (i + 1)]);
});
display.chart({
  type: 'line',
  title: 'Monte Carlo estimate of the KL divergence',
  x: 'draws',
  y: 'nats',
  series: [
    { name: 'estimate', points: estimates },
    { name: 'closed form', points: [[50, closed], [10000, closed]] },
  ],
});
console.log('closed form', closed.toFixed(4), 'all draws', (sum / logRatio.length).toFixed(4));
