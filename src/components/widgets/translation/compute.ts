/** Both ways around the square as a TensorFlow.js program. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Grid } from '../../../lib/grid.ts';
import { sampling, type Motion } from '../../../lib/ops/geometry.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { BINOMIAL, layersOf, type Layer } from './stacks.ts';
import { featureMotion, inputGrid, motionOf, sideOf, type State } from './state.ts';

/** `y` = F(Tx), `tx`, `fx`, `tfx` and `difference`, each [h, w, 1]. */
export function program(tf: Ops, state: State, picture: Grid | undefined): Record<string, Tensor> {
  const n = sideOf(state);
  const image = tf.tensor4d(Float32Array.from(inputGrid(state, picture).data), [1, n, n, 1]);
  const layers = layersOf(state.stack);
  const fx = stack(tf, image, layers);
  const tx = moved(tf, image, motionOf(state));
  const y = stack(tf, tx, layers);
  const tfx = moved(tf, fx, featureMotion(state));
  const flat = (x: Tensor4D) => tf.reshape(x, [x.shape[1], x.shape[2], 1]);
  const difference = tf.sub(y, tfx) as Tensor4D;
  return { y: flat(y), tx: flat(tx), fx: flat(fx), tfx: flat(tfx), difference: flat(difference) };
}

function stack(tf: Ops, image: Tensor4D, layers: readonly Layer[]): Tensor4D {
  const kernel = (rows: readonly (readonly number[])[], by = 1) =>
    tf.tensor4d(
      rows.flat().map((w) => w / by),
      [3, 3, 1, 1],
    );
  return layers.reduce<Tensor4D>((x, layer) => {
    if (layer.kind === 'conv') return tf.relu(tf.conv2d(x, kernel(layer.kernel), 1, 'same'));
    if (layer.kind === 'max') return tf.maxPool(x, 2, 2, 'valid');
    // prettier-ignore
    const wide = tf.pad(tf.maxPool(x, 2, 1, 'same'), [[0, 0], [1, 0], [1, 0], [0, 0]]);
    return tf.conv2d(wide as Tensor4D, kernel(BINOMIAL, 16), 2, 'valid');
  }, image);
}

/** Four gathers, each with its weights: bilinear sampling; one alone where no other has weight. */
function moved(tf: Ops, x: Tensor4D, motion: Motion): Tensor4D {
  const [, H, W] = x.shape;
  const { index, weight } = sampling(H, W, motion);
  const n = H * W;
  const pixels = tf.reshape(x, [n]);
  let sum: Tensor | undefined;
  for (let k = 0; k < 4; k++) {
    const weights = Float32Array.from({ length: n }, (_, i) => weight[4 * i + k]);
    if (weights.every((w) => w === 0)) continue;
    const from = Int32Array.from({ length: n }, (_, i) => Math.max(0, index[4 * i + k]));
    const part = tf.mul(tf.gather(pixels, tf.tensor1d(from, 'int32')), tf.tensor1d(weights));
    sum = sum ? tf.add(sum, part) : part;
  }
  return tf.reshape(sum ?? tf.mul(pixels, tf.tensor1d([0])), [1, H, W, 1]);
}
