/**
 * A test of memory for recurrent networks: the first of T inputs is +1 or −1, the others are noise,
 * and after the last one the network must say which it was (after Y. Bengio, P. Simard and
 * P. Frasconi, “Learning long-term dependencies with gradient descent is difficult”, 1994).
 */
import { mulberry32, normal, type Random } from './random.ts';

export interface Example {
  /** T numbers. */
  x: number[];
  /** 1 if the first was +1, else 0. */
  label: 0 | 1;
}

/** Standard deviation of the inputs after the first. */
const NOISE = 0.2;

/** One sequence of `length` inputs. @throws RangeError for a length below 1. */
export function example(length: number, random: Random): Example {
  if (length < 1) throw new RangeError(`a sequence needs at least 1 input, but has ${length}`);
  const label = random() < 0.5 ? 0 : 1;
  const noise = Array.from({ length: length - 1 }, () => NOISE * normal(random));
  return { x: [2 * label - 1, ...noise], label };
}

/** A model whose parameters are one list, so that any cell can be trained by the same loop. */
export interface Trainable {
  theta: Float64Array;
  /** The logit of label 1 after the last input. */
  logit(x: number[]): number;
  /** Adds ∂L/∂θ to `grad`, given a function that turns the logit into ∂L/∂logit. */
  backward(x: number[], loss: (logit: number) => number, grad: Float64Array): void;
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/**
 * Trains on fresh sequences (Adam, 8 a step, the gradient clipped to norm 1) and returns the share
 * of 500 further sequences that the model gets right, from 0 to 1.
 */
export function trainRecall(model: Trainable, length: number, steps: number, seed: number): number {
  const random = mulberry32(seed);
  const { theta } = model;
  const [m, v] = [new Float64Array(theta.length), new Float64Array(theta.length)];
  for (let t = 1; t <= steps; t++) {
    const grad = new Float64Array(theta.length);
    for (let i = 0; i < 8; i++) {
      const { x, label } = example(length, random);
      model.backward(x, (z) => (sigmoid(z) - label) / 8, grad);
    }
    const scale = Math.min(1, 1 / Math.hypot(...grad));
    for (let i = 0; i < theta.length; i++) {
      const g = scale * grad[i];
      m[i] = 0.9 * m[i] + 0.1 * g;
      v[i] = 0.999 * v[i] + 0.001 * g * g;
      const step = m[i] / (1 - 0.9 ** t) / (Math.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-8);
      theta[i] -= 0.01 * step;
    }
  }
  let right = 0;
  for (let i = 0; i < 500; i++) {
    const { x, label } = example(length, random);
    if (model.logit(x) > 0 === (label === 1)) right++;
  }
  return right / 500;
}
