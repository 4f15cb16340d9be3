/**
 * The step on show once more as a TensorFlow.js program: from where float64 stood before it, the
 * gradient, the memory and the update of every optimizer; and the loss at every point of every way.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { isDecoupled, power, type Method } from '../../../lib/optimizers.ts';
import { bowlMatrix, HOLE } from '../../../lib/surfaces.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { lastOf, raceOf, rateOf } from './race.ts';
import type { State } from './state.ts';

export function program(tf: Ops, state: State): Record<string, Tensor> {
  const { at } = state;
  const { surface, noise, runs } = raceOf(state);
  const { loss, slope } = surfaceProgram(tf, state, surface.least);
  const n = runs.length;
  const column = (values: readonly number[]) => tf.tensor2d(Float32Array.from(values), [values.length, 1]); // prettier-ignore
  const pair = (values: readonly number[]) => tf.tensor2d(Float32Array.from(values), [1, 2]);

  const starts = runs.map((run) => run.points[Math.max(0, lastOf(run, at) - 1)]);
  const slopes = slope(column(starts.map(([x]) => x)), column(starts.map(([, y]) => y)));
  const points: Tensor[] = [];
  const rows: Tensor[] = [];
  runs.forEach((run, i) => {
    const t = lastOf(run, at);
    const theta = pair(starts[i]);
    const zero = pair([0, 0]);
    let all: Tensor[] = [zero, zero, zero, zero, zero, zero, theta];
    if (t > 0) {
      const { m, v } = run.before[t - 1];
      const g = tf.add(tf.slice(slopes, [i, 0], [1, 2]), pair(noise[t - 1]));
      all = update(tf, state, run.method, { theta, g, m: pair(m), v: pair(v) }, rateOf(state, run.method, t), t); // prettier-ignore
    }
    points.push(all[6]);
    // Seven rows of x and y, turned into x and y of seven columns.
    const stacked = tf.concat(all, 0);
    rows.push(...[0, 1].map((axis) => tf.reshape(tf.slice(stacked, [0, axis], [7, 1]), [1, 7])));
  });
  const reached = tf.concat(points, 0) as Tensor2D;
  const [x, y] = [0, 1].map((axis) => tf.slice(reached, [0, axis], [n, 1]));
  const way = Array.from({ length: at + 1 }, (_, t) =>
    runs.map((run) => run.points[lastOf(run, t)]),
  ).flat();
  return {
    race: tf.concat([x, y, loss(x, y)], 1),
    step: tf.concat(rows, 0),
    losses: tf.reshape(loss(column(way.map((p) => p[0])), column(way.map((p) => p[1]))), [at + 1, n, 1]), // prettier-ignore
  };
}

/** The loss above its least value, and the gradient [n, 2], of points given as columns. */
function surfaceProgram(tf: Ops, state: State, least: number) {
  const { add, mul, sub } = tf;
  type Columns = (x: Tensor, y: Tensor) => Tensor;
  const square = (a: Tensor) => mul(a, a);
  const beside = (a: Tensor, b: Tensor) => tf.concat([a, b], 1);
  const all: Record<State['surface'], () => { loss: Columns; slope: Columns }> = {
    quadratic: () => {
      const [xx, xy, yy] = bowlMatrix(state);
      const along: Columns = (x, y) => add(mul(x, xx), mul(y, xy));
      const across: Columns = (x, y) => add(mul(x, xy), mul(y, yy));
      return {
        loss: (x, y) => mul(add(mul(x, along(x, y)), mul(y, across(x, y))), 0.5),
        slope: (x, y) => beside(along(x, y), across(x, y)),
      };
    },
    saddle: () => ({
      loss: (x, y) => sub(add(mul(sub(square(x), square(y)), 0.5), mul(square(square(y)), 0.25)), least), // prettier-ignore
      slope: (x, y) => beside(x, sub(mul(square(y), y), y)),
    }),
    rosenbrock: () => {
      const off: Columns = (x, y) => sub(y, square(x));
      return {
        loss: (x, y) => add(square(sub(1, x)), mul(square(off(x, y)), 100)),
        slope: (x, y) =>
          beside(sub(mul(sub(x, 1), 2), mul(mul(x, off(x, y)), 400)), mul(off(x, y), 200)),
      };
    },
    plateau: () => {
      const hill: Columns = (x, y) => tf.exp(mul(add(square(x), square(y)), -1 / (2 * HOLE ** 2)));
      return {
        loss: (x, y) => sub(1, hill(x, y)),
        slope: (x, y) => mul(beside(mul(x, hill(x, y)), mul(y, hill(x, y))), 1 / HOLE ** 2),
      };
    },
  };
  return all[state.surface]();
}

interface Given {
  theta: Tensor;
  g: Tensor;
  m: Tensor;
  v: Tensor;
}

/** g, m, v, m̂, v̂, Δ and θ after the step, each [1, 2]. */
function update(
  tf: Ops,
  state: State,
  method: Method,
  { theta, g, m, v }: Given,
  rate: number,
  t: number,
): Tensor[] {
  const { add, mul, sub, div, sqrt } = tf;
  const { beta, rho, beta1, beta2, eps, decay, convention } = state;
  const keras = convention === 'keras';
  const apart = isDecoupled(method, state);
  if (!apart) g = add(g, mul(theta, decay));
  const kept = apart ? mul(theta, 1 - rate * decay) : theta;
  const mixed = (old: Tensor, share: number, more: Tensor) => add(mul(old, share), mul(more, 1 - share)); // prettier-ignore
  const root = (a: Tensor) => (keras ? sqrt(add(a, eps)) : add(sqrt(a), eps));
  let mHat = mul(m, 0);
  let vHat = mHat;
  let delta: Tensor;
  if (method === 'sgd') delta = mul(g, -rate);
  else if (method === 'momentum' || method === 'nesterov') {
    m = keras ? sub(mul(m, beta), mul(g, rate)) : add(mul(m, beta), g);
    const ahead = method === 'nesterov';
    if (keras) delta = ahead ? sub(mul(m, beta), mul(g, rate)) : m;
    else delta = mul(ahead ? add(g, mul(m, beta)) : m, -rate);
  } else if (method === 'adagrad' || method === 'rmsprop') {
    v = method === 'adagrad' ? add(v, mul(g, g)) : mixed(v, rho, mul(g, g));
    delta = div(mul(g, -rate), root(v));
  } else {
    m = mixed(m, beta1, g);
    v = mixed(v, beta2, mul(g, g));
    const [first, second] = [1 - power(beta1, t), 1 - power(beta2, t)];
    mHat = div(m, first);
    vHat = div(v, second);
    delta = div(mul(mHat, -rate), add(sqrt(vHat), keras ? eps / Math.sqrt(second) : eps));
  }
  return [g, m, v, mHat, vHat, delta, add(kept, delta)];
}
