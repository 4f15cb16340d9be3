/** The functions, their derivatives and the chain as a TensorFlow.js program. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { ActivationId } from '../../../lib/ops/activation.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { POINTS, type State } from './state.ts';

/** The results of `reference` by the same names. */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  return state.fn === 'softmax' ? softmaxProgram(tf, state) : functionProgram(tf, state, state.fn);
}

/**
 * A logit of 1e5 leaves float32 two decimals, so each is sent as two numbers, the second what the
 * first leaves out; after the largest is taken off, nothing of the difference is lost.
 */
function softmaxProgram(tf: Ops, { logits, temperature }: State): Record<string, Tensor> {
  const n = logits.length;
  const high = logits.map(Math.fround);
  const low = logits.map((z, i) => z - high[i]);
  const top = logits.indexOf(Math.max(...logits));
  const distance = tf.add(tf.sub(tf.tensor1d(high), high[top]), tf.sub(tf.tensor1d(low), low[top]));
  const p = tf.softmax(tf.mul(distance, 1 / temperature));
  const identity = tf.tensor1d(
    Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)),
  );
  // p_i·(δ_ij − p_j)/T
  const others = tf.sub(tf.reshape(identity, [n, n]), tf.reshape(p, [1, n]));
  const jacobian = tf.mul(tf.mul(tf.reshape(p, [n, 1]), others), 1 / temperature);
  return { y: tf.reshape(p, [1, n, 1]), jacobian: tf.reshape(jacobian, [n, n, 1]) };
}

function functionProgram(tf: Ops, state: State, fn: ActivationId): Record<string, Tensor> {
  const { x, alpha, depth, weight, skip } = state;
  const at = (u: Tensor) => valueAndSlope(tf, u, fn, alpha ?? 0);
  const points = [...POINTS, x];
  const [y, dy] = at(tf.tensor1d(points));
  const column = (v: Tensor) => tf.reshape(v, [-1, 1]);

  // Both chains side by side: [without, with skip connections].
  const through = tf.tensor1d([0, 1]);
  let a: Tensor = tf.tensor1d([x, x]);
  const layers = Array.from({ length: depth }, () => {
    const z = tf.mul(a, weight);
    const [value, slope] = at(z);
    a = tf.add(value, tf.mul(a, through));
    return [z, a, slope, tf.add(tf.mul(slope, weight), through)];
  });
  let gradient: Tensor = tf.tensor1d([1, 1]);
  for (const layer of [...layers].reverse()) {
    gradient = tf.mul(gradient, layer[3]);
    layer.push(gradient);
  }
  const both = tf.reshape(tf.concat(layers.flat()), [depth * 5, 2]);
  const chosen = tf.slice(both, [0, skip ? 1 : 0], [depth * 5, 1]);

  const last = points.length - 1;
  const cell = (v: Tensor, i: number) => tf.reshape(tf.slice(v, [i], [1]), [1, 1, 1]);
  const curve = tf.concat([column(y), column(dy)], 1);
  return {
    y: cell(y, last),
    dy: cell(dy, last),
    curve: tf.reshape(tf.slice(curve, [0, 0], [last, 2]), [last, 2, 1]),
    chain: tf.reshape(chosen, [depth, 5, 1]),
    gradientPlain: cell(gradient, 0),
    gradientSkip: cell(gradient, 1),
  };
}

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/** f(x) and f′(x), both in closed form and without cancellation where one side saturates. */
function valueAndSlope(tf: Ops, x: Tensor, fn: ActivationId, alpha: number): [Tensor, Tensor] {
  const { add, mul, sub, sigmoid } = tf;
  const minus = (v: Tensor) => mul(v, -1);
  /** 1 for v > 0, else `below`: so the derivative at 0 is the one from the left. */
  const step = (v: Tensor, below = 0) => tf.step(v, below);
  /** σ′(v) = σ(v)·σ(−v) */
  const sigmoidSlope = (v: Tensor) => mul(sigmoid(v), sigmoid(minus(v)));
  /** min(v, 0) */
  const negative = (v: Tensor) => sub(v, tf.relu(v));
  /** 1 for |v| < edge, else 0 */
  const inside = (v: Tensor, edge: number) => step(sub(edge, tf.abs(v)));
  const line = (slope: number) => tf.clipByValue(add(mul(x, slope), 0.5), 0, 1);

  switch (fn) {
    case 'sigmoid':
      return [sigmoid(x), sigmoidSlope(x)];
    case 'tanh':
      return [tf.tanh(x), mul(sigmoidSlope(mul(x, 2)), 4)];
    case 'relu':
      return [tf.relu(x), step(x)];
    case 'leaky-relu':
    case 'prelu':
      return [tf.leakyRelu(x, alpha), step(x, alpha)];
    case 'elu': {
      const left = sub(1, step(x));
      const slope = add(step(x), mul(left, mul(tf.exp(negative(x)), alpha)));
      return [add(tf.relu(x), mul(tf.elu(negative(x)), alpha)), slope];
    }
    case 'selu': {
      const left = mul(sub(1, step(x)), SELU_ALPHA);
      const slope = add(step(x), mul(left, tf.exp(negative(x))));
      return [tf.selu(x), mul(slope, SELU_SCALE)];
    }
    case 'softplus':
      return [tf.softplus(x), sigmoid(x)];
    case 'swish': {
      const y = mul(x, sigmoid(x));
      return [y, add(sigmoid(x), mul(y, sigmoid(minus(x))))];
    }
    case 'gelu': {
      const cdf = mul(add(tf.erf(mul(x, Math.SQRT1_2)), 1), 0.5);
      const pdf = mul(tf.exp(mul(mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
      return [mul(x, cdf), add(cdf, mul(x, pdf))];
    }
    case 'gelu-tanh': {
      const square = mul(x, x);
      const scale = 2 * Math.sqrt(2 / Math.PI);
      const u = mul(mul(x, add(mul(square, 0.044715), 1)), scale);
      const du = mul(add(mul(square, 3 * 0.044715), 1), scale);
      const y = mul(x, sigmoid(u));
      return [y, add(sigmoid(u), mul(mul(x, sigmoidSlope(u)), du))];
    }
    case 'mish': {
      const soft = tf.softplus(x);
      const t = tf.tanh(soft);
      const dt = mul(mul(sigmoidSlope(mul(soft, 2)), 4), sigmoid(x));
      return [mul(x, t), add(t, mul(x, dt))];
    }
    case 'hard-sigmoid':
      return [line(alpha), mul(inside(x, 0.5 / alpha), alpha)];
    case 'hard-swish': {
      const between = inside(x, 3);
      const outside = mul(sub(1, between), step(x));
      return [mul(x, line(1 / 6)), add(outside, mul(between, add(mul(x, 1 / 3), 0.5)))];
    }
  }
}
