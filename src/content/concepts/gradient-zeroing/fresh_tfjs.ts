import * as tf from '@tensorflow/tfjs';

// #region fresh
/** Asks TensorFlow.js for the slope of w² at 3, again and again: nothing adds up. */
export async function asked(times: number): Promise<number[]> {
  await tf.setBackend('cpu');
  const w = tf.variable(tf.scalar(3));
  const slopes: number[] = [];
  for (let i = 0; i < times; i++) {
    const { value, grads } = tf.variableGrads(() => w.square().asScalar(), [w]);
    slopes.push(grads[w.name].dataSync()[0]);
    tf.dispose([value, grads]); // the caller owns every answer
  }
  w.dispose();
  return slopes;
}
// #endregion

export async function main(): Promise<void> {
  console.log((await asked(3)).join(' '));
}
