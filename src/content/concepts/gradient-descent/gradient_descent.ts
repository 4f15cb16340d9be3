/** Gradient descent on a bowl, on a curve with two valleys, and with one sample at a time. */

export type Vector = number[];

// #region descent
/** θ ← θ − η ∇L(θ), again and again; returns every place visited, the start included. */
export function descend(
  gradient: (theta: Vector) => Vector,
  start: Vector,
  rate: number,
  steps: number,
): Vector[] {
  const path = [start];
  for (let t = 0; t < steps; t++) {
    const theta = path[t];
    const g = gradient(theta);
    path.push(theta.map((value, i) => value - rate * g[i]));
  }
  return path;
}

/** A bowl that is four times as steep across as along: L = (x² + 4y²)/2. */
export const bowl = ([x, y]: Vector) => (x * x + 4 * y * y) / 2;
export const bowlGradient = ([x, y]: Vector) => [x, 4 * y];
// #endregion

// #region valleys
/** Two valleys: L = w⁴/4 − w³/3 − w², with slope w (w + 1)(w − 2). */
export const valleys = (w: number) => w ** 4 / 4 - w ** 3 / 3 - w ** 2;
export const valleysGradient = ([w]: Vector) => [w * (w + 1) * (w - 2)];
// #endregion

// #region stochastic
/** Three samples; sample a has the loss (w − a)²/2 and so the slope w − a. */
export const SAMPLES = [1, 3, 8];

/** Each step uses the mean slope of `batch` samples drawn at random, with replacement. */
export function stochastic(
  random: () => number,
  batch: number,
  rate: (step: number) => number,
  steps: number,
  start = 10,
): number[] {
  const path = [start];
  for (let t = 0; t < steps; t++) {
    let slope = 0;
    for (let i = 0; i < batch; i++) {
      const a = SAMPLES[Math.floor(random() * SAMPLES.length)];
      slope += (path[t] - a) / batch;
    }
    path.push(path[t] - rate(t) * slope);
  }
  return path;
}
// #endregion

// #region wrong-sign
/** Along the gradient: every step climbs. */
export function wrongDirection(theta: Vector, g: Vector, rate: number): Vector {
  return theta.map((value, i) => value + rate * g[i]);
}
// #endregion

// #region wrong-one-by-one
/** Updates x first and asks for the slope of y at the new x: not one step of gradient descent. */
export function wrongOneByOne(
  gradient: (theta: Vector) => Vector,
  [x, y]: Vector,
  rate: number,
): Vector {
  const newX = x - rate * gradient([x, y])[0];
  const newY = y - rate * gradient([newX, y])[1];
  return [newX, newY];
}
// #endregion

export function main(): void {
  for (const rate of [1 / 4, 1 / 2, 1]) {
    const path = descend(bowlGradient, [8, 1], rate, 3);
    const places = path.map((p) => `(${p.join(', ')})`).join(' ');
    console.log(`rate ${rate}: ${places}, loss ${bowl(path[0])} -> ${bowl(path[3])}`);
  }
  const uphill = wrongDirection([8, 1], bowlGradient([8, 1]), 1 / 4);
  console.log(`wrong sign: (${uphill.join(', ')}), loss ${bowl(uphill)}`);
  for (const start of [-0.1, 0, 0.1]) {
    const [end] = descend(valleysGradient, [start], 0.1, 200)[200];
    console.log(`two valleys from ${start}: ends at ${end.toFixed(3)}, loss ${valleys(end).toFixed(3)}`);
  }
}
