/** The operation of a state as a TensorFlow.js program. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Grid } from '../../../lib/grid.ts';
import { axisOf, placesOf, type DType } from '../../../lib/tensor.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { exact } from './exact.ts';
import { bOf, make, rival, xOf, type State } from './state.ts';

/** The result, and what is set against it; neither where float32 would not be exact. */
export function program(tf: Ops, state: State, picture: Grid | undefined): Record<string, Tensor> {
  const x = xOf(state, picture);
  const b = bOf(state);
  if (!exact(state, x, b)) return {};
  const put = ({ shape, data }: Grid) => tf.tensor(Float32Array.from(data), [...shape]);
  const from = put(x);
  const y = operate(tf, state, from, b && put(b));
  const { y: made } = make(state, x, b);
  const other = rival(state, x, made);
  return {
    y,
    ...(other && { other: other.perm ? tf.transpose(from, other.perm) : tf.reshape(from, [...made.shape]) }), // prettier-ignore
  };
}

function operate(tf: Ops, state: State, x: Tensor, b: Tensor | undefined): Tensor {
  const { op, dtype, axis } = state;
  const rank = x.shape.length;
  switch (op) {
    case 'reshape':
      return tf.reshape(x, state.to);
    case 'transpose':
      // A matrix without axes stays as it is.
      return rank === 0 ? tf.reshape(x, []) : tf.transpose(x, state.perm);
    case 'slice': {
      let y = x;
      state.slice.forEach((one, k) => {
        const n = x.shape[k];
        const places: number[] =
          typeof one === 'number' ? [one < 0 ? one + n : one] : placesOf(one, n);
        y = tf.gather(y, tf.tensor1d(places, 'int32'), k);
      });
      return tf.reshape(y, x.shape.flatMap((_, k) => (typeof state.slice[k] === 'number' ? [] : [y.shape[k]]))); // prettier-ignore
    }
    case 'broadcast': {
      const made = { add: tf.add, sub: tf.sub, mul: tf.mul }[state.fn](x, b!);
      return wrapped(tf, made, dtype);
    }
    case 'reduce': {
      const axes = state.axes.length > 0 ? state.axes : undefined;
      return { sum: tf.sum, mean: tf.mean, max: tf.max }[state.reduce](x, axes, state.keepdims);
    }
    case 'matmul': {
      const [n, k] = x.shape.slice(-2);
      const flat = b!.shape.length === 2 && rank > 2;
      const made = flat
        ? tf.reshape(tf.matMul(tf.reshape(x, [-1, k]), b!), [...x.shape.slice(0, -2), n, b!.shape[1]!]) // prettier-ignore
        : tf.matMul(x, b!);
      return wrapped(tf, made, dtype);
    }
    case 'concat':
      return tf.concat([x, b!], axisOf(axis, rank));
    case 'stack': {
      const along = axisOf(axis, rank + 1);
      const shape = [...x.shape];
      shape.splice(along, 0, 1);
      return tf.concat([tf.reshape(x, shape), tf.reshape(b!, shape)], along);
    }
    case 'cast':
      return state.as === 'float32'
        ? tf.reshape(x, x.shape)
        : wrapped(tf, tf.cast(tf.cast(x, 'int32'), 'float32'), state.as);
  }
}

/** Whole numbers of 8 bits start again at 0; of 32 bits none gets so far here. */
function wrapped(tf: Ops, y: Tensor, dtype: DType): Tensor {
  return dtype === 'uint8' ? tf.sub(y, tf.mul(256, tf.floor(tf.div(y, 256)))) : y;
}
