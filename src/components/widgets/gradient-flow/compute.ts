/**
 * Every layer once more as a TensorFlow.js program, all of them at once: from the activations and
 * gradients that float64 has before each layer, one step forwards and one backwards. They go in
 * divided by their size, so that float32 holds them; what is compared are the factors by which the
 * mean squares change.
 */
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { BATCH, EPS, isHomogeneous, LEAK, meanSquare } from '../../../lib/gradient-flow.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { flowOf } from './network.ts';
import { LISTED } from './reference.ts';
import type { State } from './state.ts';

export function program(tf: Ops, state: State): Record<string, Tensor> {
  const { depth, width, fn, norm, skip, layer } = state;
  const { add, mul, sub, div } = tf;
  const scales = isHomogeneous(fn) && norm === 'none';
  const { weights, activations, gradients } = flowOf(state);
  const stack = (parts: readonly Float64Array[], rows: number): Tensor3D => {
    const all = new Float32Array(parts.length * rows * width);
    parts.forEach((part, l) => all.set(part, l * rows * width));
    return tf.reshape(tf.tensor1d(all), [parts.length, rows, width]) as Tensor3D;
  };
  const sized = (values: Float64Array, on = true) => {
    const size = on ? Math.sqrt(meanSquare(values)) : 1;
    return size > 0 ? values.map((v) => v / size) : values;
  };
  // Where f does not scale, its activations are small enough as they are.
  const a = stack(activations.slice(0, depth).map((each) => sized(each, scales)), BATCH); // prettier-ignore
  const d = stack(gradients.slice(1).map((each) => sized(each)), BATCH); // prettier-ignore
  const w = stack(weights, width);

  const z = tf.matMul(a, w);
  const axis = norm === 'batch' ? 1 : 2;
  let scaled: Tensor = z;
  let inverse: Tensor = z;
  if (norm !== 'none') {
    const centred = sub(z, tf.mean(z, axis, true));
    inverse = div(1, tf.sqrt(add(tf.mean(mul(centred, centred), axis, true), EPS)));
    scaled = mul(centred, inverse);
  }
  const [value, slope] = curve(tf, fn, scaled);
  const out = skip ? add(value, a) : value;
  let signal = mul(d, slope);
  if (norm !== 'none') {
    const share = tf.mean(mul(signal, scaled), axis, true);
    signal = mul(inverse, sub(sub(signal, tf.mean(signal, axis, true)), mul(scaled, share)));
  }
  const back = tf.matMul(signal as Tensor3D, w, false, true);
  const below = skip ? add(back, d) : back;

  const squares = (x: Tensor) => tf.mean(tf.reshape(mul(x, x), [depth, BATCH * width]), 1, true);
  /** By float64: 1 over the mean square, or 0 where there is nothing. */
  const nothing = (parts: readonly Float64Array[]) =>
    tf.tensor2d(
      Float32Array.from(parts, (each) => (meanSquare(each) === 0 ? 1 : 0)),
      [depth, 1],
    );
  const factor = (after: Tensor, before: Tensor, parts: readonly Float64Array[]) =>
    div(squares(after), add(squares(before), nothing(parts)));
  return {
    gains: tf.concat(
      [factor(out, a, activations.slice(0, depth)), factor(below, d, gradients.slice(1))],
      1,
    ),
    ...(layer > 0 && { units: units() }),
  };

  /** The listed units of the layer on show, divided by the size that float64 found it to have. */
  function units(): Tensor {
    const size = Math.sqrt(meanSquare(activations[layer])) || 1;
    const entered = scales ? Math.sqrt(meanSquare(activations[layer - 1])) : 1;
    return mul(tf.slice(out, [layer - 1, 0, 0], [1, LISTED, width]), entered / size);
  }
}

/** f and f′ of z. */
function curve(tf: Ops, fn: State['fn'], z: Tensor): [Tensor, Tensor] {
  const { mul, sub, add } = tf;
  if (fn === 'linear') return [z, add(mul(z, 0), 1)];
  if (fn === 'relu') return [tf.relu(z), tf.step(z)];
  if (fn === 'leaky-relu') return [tf.leakyRelu(z, LEAK), tf.step(z, LEAK)];
  const y = fn === 'tanh' ? tf.tanh(z) : tf.sigmoid(z);
  return [y, fn === 'tanh' ? sub(1, mul(y, y)) : mul(y, sub(1, y))];
}
