/** Costs and energy as a TensorFlow.js program; the mask is float64's. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Ops } from '../../../runtime/tf.ts';
import { analysisOf } from './reference.ts';
import type { State } from './state.ts';

/** `costs` [H, W, 4] from the picture and the colors; `data`, `border`, `energy` of the mask. */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  const { scene, steps } = analysisOf(state);
  const { height: H, width: W, channels: C } = scene;
  const { last, cut, clicks } = steps[steps.length - 1];
  // Brightness has one decimal: in tenths the differences are exact in float32 too.
  const image = tf.tensor(
    Float32Array.from(scene.image, (v) => Math.round(10 * v)),
    [H, W, C],
  );
  const nothing = () => tf.tensor2d(new Float32Array(H * W), [H, W]);
  const mask = tf.tensor2d(Float32Array.from(last.mask), [H, W]);
  const squares = (a: Tensor, b: Tensor) => {
    const apart = tf.sub(a, b);
    return tf.div(tf.sum(tf.mul(apart, apart), -1), 100);
  };
  /** Squared distance to the nearest color: pixels [H, W, 1, C] against colors [K, C]. */
  const own = (colors: readonly number[][]) =>
    colors.length === 0
      ? nothing()
      : // The least is minus the largest of the negatives.
        tf.mul(tf.max(tf.mul(squares(tf.reshape(image, [H, W, 1, C]), tf.tensor2d(colors.map((color) => color.map((v) => 10 * v)))), -1), -1), -1); // prettier-ignore
  const [object, background] = last.colors.map(own);
  /** λw between the pixels and the same pixels one on. */
  const weights = (h: number, w: number, down: number, right: number) => {
    const here = tf.slice(image, [0, 0, 0], [h, w, C]);
    const there = tf.slice(image, [down, right, 0], [h, w, C]);
    const w1 = tf.exp(tf.div(squares(here, there), -2 * state.sigma ** 2));
    return tf.mul(w1, state.lambda);
  };
  const apart = (h: number, w: number, down: number, right: number) =>
    tf.abs(tf.sub(tf.slice(mask, [0, 0], [h, w]), tf.slice(mask, [down, right], [h, w])));
  // A picture one pixel wide or high has no neighbors that way.
  const across = W > 1 ? weights(H, W - 1, 0, 1) : undefined;
  const below = H > 1 ? weights(H - 1, W, 1, 0) : undefined;
  const right = across ? tf.pad(across, [[0, 0], [0, 1]]) : nothing(); // prettier-ignore
  const down = below ? tf.pad(below, [[0, 1], [0, 0]]) : nothing(); // prettier-ignore
  // Clicked pixels have the label that costs nothing.
  const free = new Float32Array(H * W).fill(1);
  if (cut) for (const { at } of clicks) free[at[0] * W + at[1]] = 0;
  const paid = tf.add(tf.mul(mask, object), tf.mul(tf.sub(1, mask), background));
  // Row by row first: long sums in float32 lose digits.
  const whole = (x: Tensor) => tf.sum(tf.sum(x, -1));
  const data = whole(tf.mul(paid, tf.tensor2d(free, [H, W])));
  let border: Tensor = tf.scalar(0);
  if (across) border = tf.add(border, whole(tf.mul(across, apart(H, W - 1, 0, 1))));
  if (below) border = tf.add(border, whole(tf.mul(below, apart(H - 1, W, 1, 0))));
  const one = (x: Tensor) => tf.reshape(x, [1]);
  return {
    costs: tf.concat([object, background, right, down].map((x) => tf.reshape(x, [H, W, 1])), 2), // prettier-ignore
    data: one(data),
    border: one(border),
    energy: one(tf.add(data, border)),
  };
}
