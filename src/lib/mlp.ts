/**
 * Small fully connected networks with gradients by hand: leaky ReLU in the hidden layers, a linear
 * output. All weights of a network lie in one array: for each layer the kernel [in, out], then the
 * bias [out].
 */
import { requireInteger } from './grid.ts';
import type { Random } from './random.ts';

/** Slope of the leaky ReLU below zero. */
export const LEAK = 0.2;

export interface Mlp {
  /** Widths from the input to the output. */
  sizes: readonly number[];
  weights: Float64Array;
}

/** Where the kernels and biases of each layer begin, and how many numbers there are. */
export function layout(sizes: readonly number[]): {
  layers: { from: number; to: number; kernel: number; bias: number }[];
  count: number;
} {
  let count = 0;
  const layers = sizes.slice(1).map((to, i) => {
    const kernel = count;
    const bias = kernel + sizes[i] * to;
    count = bias + to;
    return { from: sizes[i], to, kernel, bias };
  });
  return { layers, count };
}

/**
 * A network whose kernels and biases are drawn from the uniform distribution on ±1/√in, layer by
 * layer, the kernel first: what `torch.nn.Linear` does.
 *
 * @throws RangeError when a width is not a positive whole number.
 */
export function initMlp(sizes: readonly number[], random: Random): Mlp {
  sizes.forEach((size, i) => requireInteger(`sizes[${i}]`, size, 1));
  const { layers, count } = layout(sizes);
  const weights = new Float64Array(count);
  for (const { from, to, kernel, bias } of layers) {
    const bound = 1 / Math.sqrt(from);
    for (let i = kernel; i < bias + to; i++) weights[i] = (2 * random() - 1) * bound;
  }
  return { sizes, weights };
}

/** y [n, to] += x [n, from] · W, four rows of W at a time. */
function product(
  x: Float64Array,
  n: number,
  from: number,
  weights: Float64Array,
  kernel: number,
  to: number,
  y: Float64Array,
): void {
  for (let e = 0; e < n; e++) {
    const out = e * to;
    const into = e * from;
    let i = 0;
    for (; i + 3 < from; i += 4) {
      const a = kernel + i * to;
      const b = a + to;
      const c = b + to;
      const d = c + to;
      const p = x[into + i];
      const q = x[into + i + 1];
      const r = x[into + i + 2];
      const s = x[into + i + 3];
      for (let j = 0; j < to; j++) {
        y[out + j] +=
          p * weights[a + j] + q * weights[b + j] + r * weights[c + j] + s * weights[d + j];
      }
    }
    for (; i < from; i++) {
      const value = x[into + i];
      const row = kernel + i * to;
      for (let j = 0; j < to; j++) y[out + j] += value * weights[row + j];
    }
  }
}

/** y [n, from] = signal [n, to] · Wᵀ, four rows of W at a time. */
function transposed(
  signal: Float64Array,
  n: number,
  to: number,
  weights: Float64Array,
  kernel: number,
  from: number,
): Float64Array {
  const y = new Float64Array(n * from);
  for (let e = 0; e < n; e++) {
    const out = e * to;
    let i = 0;
    for (; i + 3 < from; i += 4) {
      const a = kernel + i * to;
      const b = a + to;
      const c = b + to;
      const d = c + to;
      let p = 0;
      let q = 0;
      let r = 0;
      let s = 0;
      for (let j = 0; j < to; j++) {
        const value = signal[out + j];
        p += value * weights[a + j];
        q += value * weights[b + j];
        r += value * weights[c + j];
        s += value * weights[d + j];
      }
      const at = e * from + i;
      y[at] = p;
      y[at + 1] = q;
      y[at + 2] = r;
      y[at + 3] = s;
    }
    for (; i < from; i++) {
      const row = kernel + i * to;
      let sum = 0;
      for (let j = 0; j < to; j++) sum += signal[out + j] * weights[row + j];
      y[e * from + i] = sum;
    }
  }
  return y;
}

/** grads [from, to] += xᵀ [from, n] · signal [n, to], four examples at a time. */
function outer(
  x: Float64Array,
  n: number,
  from: number,
  signal: Float64Array,
  to: number,
  grads: Float64Array,
  kernel: number,
): void {
  let e = 0;
  for (; e + 3 < n; e += 4) {
    const a = e * to;
    const b = a + to;
    const c = b + to;
    const d = c + to;
    for (let i = 0; i < from; i++) {
      const at = e * from + i;
      const p = x[at];
      const q = x[at + from];
      const r = x[at + 2 * from];
      const s = x[at + 3 * from];
      const row = kernel + i * to;
      for (let j = 0; j < to; j++) {
        grads[row + j] +=
          p * signal[a + j] + q * signal[b + j] + r * signal[c + j] + s * signal[d + j];
      }
    }
  }
  for (; e < n; e++) {
    for (let i = 0; i < from; i++) {
      const row = kernel + i * to;
      for (let j = 0; j < to; j++) grads[row + j] += x[e * from + i] * signal[e * to + j];
    }
  }
}

/** In place: the slope of the leaky ReLU, told by the sign of its output `y`. */
function slopes(values: Float64Array, y: Float64Array): void {
  for (let i = 0; i < y.length; i++) if (y[i] < 0) values[i] *= LEAK;
}

/**
 * The activations of every layer for `n` examples: the input [n, in], hidden ones after the leaky
 * ReLU, the output [n, out] last.
 */
export function forward({ sizes, weights }: Mlp, input: Float64Array, n: number): Float64Array[] {
  const all = [input];
  const { layers } = layout(sizes);
  layers.forEach(({ from, to, kernel, bias }, l) => {
    const y = new Float64Array(n * to);
    for (let e = 0; e < n; e++) y.set(weights.subarray(bias, bias + to), e * to);
    product(all[l], n, from, weights, kernel, to, y);
    if (l < layers.length - 1) slopes(y, y);
    all.push(y);
  });
  return all;
}

/** The output of `forward`. */
export const outputOf = (net: Mlp, input: Float64Array, n: number): Float64Array =>
  forward(net, input, n)[net.sizes.length - 1];

/**
 * Backpropagation: from ∂L/∂output [n, out] to ∂L/∂input [n, in]; ∂L/∂weights is added to `grads`.
 *
 * @param all what `forward` gave
 * @param signals if given, receives ∂L/∂(output of each layer before its activation), last first
 */
export function backward(
  { sizes, weights }: Mlp,
  all: readonly Float64Array[],
  n: number,
  outputGrad: Float64Array,
  grads?: Float64Array,
  signals?: Float64Array[],
): Float64Array {
  const { layers } = layout(sizes);
  let signal = outputGrad;
  for (let l = layers.length - 1; l >= 0; l--) {
    const { from, to, kernel, bias } = layers[l];
    signals?.push(signal);
    if (grads) {
      outer(all[l], n, from, signal, to, grads, kernel);
      for (let i = 0; i < n * to; i++) grads[bias + (i % to)] += signal[i];
    }
    signal = transposed(signal, n, to, weights, kernel, from);
    if (l > 0) slopes(signal, all[l]);
  }
  return signal;
}

/**
 * The gradient penalty of WGAN-GP, λ · mean (‖∇ₓ f(x)‖ − 1)², for a network with one output, and its
 * gradient with respect to the weights, added to `grads`: backpropagation through backpropagation.
 * The slope of a leaky ReLU is constant between its kinks, so only the kernels receive any.
 *
 * I. Gulrajani et al., “Improved Training of Wasserstein GANs”, 2017, equation 3.
 *
 * @param points where the gradient is taken [n, in]
 */
export function gradientPenalty(
  net: Mlp,
  points: Float64Array,
  n: number,
  lambda: number,
  grads?: Float64Array,
): number {
  const { layers } = layout(net.sizes);
  const all = forward(net, points, n);
  const signals: Float64Array[] = [];
  const slope = backward(net, all, n, new Float64Array(n).fill(1), undefined, signals);
  const width = net.sizes[0];
  let penalty = 0;
  let back = new Float64Array(n * width);
  for (let e = 0; e < n; e++) {
    let square = 0;
    for (let i = 0; i < width; i++) square += slope[e * width + i] ** 2;
    const norm = Math.sqrt(square);
    penalty += ((norm - 1) ** 2 * lambda) / n;
    const share = norm > 0 ? (2 * lambda * (norm - 1)) / (norm * n) : 0;
    for (let i = 0; i < width; i++) back[e * width + i] = share * slope[e * width + i];
  }
  if (!grads) return penalty;
  // Backwards, layer l made v = u Wᵀ and then u′ = v ⊙ f′; now the same way forwards.
  layers.forEach(({ from, to, kernel }, l) => {
    outer(back, n, from, signals[layers.length - 1 - l], to, grads, kernel);
    const next = new Float64Array(n * to);
    product(back, n, from, net.weights, kernel, to, next);
    if (l < layers.length - 1) slopes(next, all[l + 1]);
    back = next;
  });
  return penalty;
}

/** What Adam remembers. */
export interface Adam {
  m: Float64Array;
  v: Float64Array;
  /** Updates made. */
  t: number;
}

export const freshAdam = (count: number): Adam => ({
  m: new Float64Array(count),
  v: new Float64Array(count),
  t: 0,
});

/**
 * One update of the weights in place: m and v with bias correction, ε = 1e-8 outside of the root.
 *
 * D. Kingma and J. Ba, “Adam”, 2015, algorithm 1.
 */
export function adamStep(
  weights: Float64Array,
  grads: Float64Array,
  adam: Adam,
  rate: number,
  [beta1, beta2]: readonly [number, number],
): void {
  const { m, v } = adam;
  adam.t++;
  // Powers by multiplication: `**` may round differently from one engine to the next.
  const [first, second] = [1 - whole(beta1, adam.t), 1 - whole(beta2, adam.t)];
  for (let i = 0; i < weights.length; i++) {
    m[i] = beta1 * m[i] + (1 - beta1) * grads[i];
    v[i] = beta2 * v[i] + (1 - beta2) * grads[i] * grads[i];
    weights[i] -= (rate * (m[i] / first)) / (Math.sqrt(v[i] / second) + 1e-8);
  }
}

/** baseⁿ by squaring. */
function whole(base: number, n: number): number {
  let result = 1;
  for (let square = base, rest = n; rest > 0; rest >>= 1, square *= square) {
    if (rest & 1) result *= square;
  }
  return result;
}
