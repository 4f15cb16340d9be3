/**
 * A chain of scalar layers, and what is left of a gradient that is passed back through it.
 *
 * Layer k computes z_k = w·a_{k−1} and a_k = f(z_k), or a_k = a_{k−1} + f(z_k) with a skip
 * connection around it; a_0 = x. By the chain rule the gradient that reaches the input of layer k
 * is ∂a_n/∂a_{k−1} = (w·f′(z_k) [+ 1]) · ∂a_n/∂a_k, with ∂a_n/∂a_n = 1. Where f is the sigmoid,
 * |w·f′| ≤ 0.25·|w|, so without skip connections |∂a_n/∂a_0| ≤ 0.25ⁿ for every |w| ≤ 1.
 * Saturating chains: Hochreiter, 1991; skip connections: He et al., arXiv:1603.05027.
 */
import { ACTIVATIONS, type ActivationId } from './activation.ts';

export interface ChainOptions {
  fn: ActivationId;
  /** The parameter of the function; its default when it is left out. */
  alpha?: number;
  /** Number of layers n, at least 1. */
  depth: number;
  /** The weight w, the same in every layer. */
  weight: number;
  /** Adds the input of each layer to its output. */
  skip: boolean;
}

/** One layer; `gradient` is ∂a_n/∂a_{k−1}, what reaches the input of this layer. */
export interface ChainLayer {
  z: number;
  a: number;
  /** f′(z) */
  slope: number;
  /** ∂a_k/∂a_{k−1} = w·f′(z), and 1 more with a skip connection */
  factor: number;
  gradient: number;
}

/**
 * The layers of a chain from the first to the last; the gradient of the output with respect to x is
 * that of the first layer.
 *
 * @throws RangeError when depth is not a whole number of at least 1.
 */
export function chain(x: number, options: ChainOptions): ChainLayer[] {
  const { fn, alpha, depth, weight, skip } = options;
  if (!Number.isInteger(depth) || depth < 1) {
    throw new RangeError(`depth must be a whole number of at least 1, but is ${depth}`);
  }
  const { f, df } = ACTIVATIONS[fn];
  const layers: ChainLayer[] = [];
  let a = x;
  for (let k = 0; k < depth; k++) {
    const z = weight * a;
    a = f(z, alpha) + (skip ? a : 0);
    const slope = df(z, alpha);
    layers.push({ z, a, slope, factor: weight * slope + (skip ? 1 : 0), gradient: 1 });
  }
  let gradient = 1;
  for (const layer of layers.reverse()) {
    gradient *= layer.factor;
    layer.gradient = gradient;
  }
  return layers.reverse();
}

/** The largest |w·f′| that a sigmoid allows, multiplied over n layers: (0.25·|w|)ⁿ. */
export function sigmoidBound(depth: number, weight: number): number {
  return (0.25 * Math.abs(weight)) ** depth;
}

/**
 * ∂p_i/∂z_j = p_i·(δ_ij − p_j)/T for the probabilities p of a softmax with temperature T, row by
 * row: [n, n]. Every row and every column sums to 0.
 */
export function softmaxJacobian(p: ArrayLike<number>, temperature = 1): number[][] {
  const all = Array.from(p);
  return all.map((pi, i) => all.map((pj, j) => (pi * ((i === j ? 1 : 0) - pj)) / temperature));
}
