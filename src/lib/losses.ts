/**
 * Losses with their gradients, in forms that neither overflow nor cancel.
 *
 * A class k of logits z has the probability pₖ = σ(−uₖ), where uₖ = ln Σ_{i≠k} e^{zᵢ} − zₖ is the
 * logit of “not k”. So −ln pₖ = softplus(uₖ) and 1 − pₖ = σ(uₖ), both exact where pₖ is near 0 or 1.
 * Focal loss: T.-Y. Lin et al., “Focal Loss for Dense Object Detection”, ICCV 2017, equation 4.
 * Label smoothing: C. Szegedy et al., “Rethinking the Inception Architecture”, CVPR 2016, section 7.
 */
import { ACTIVATIONS } from './ops/activation.ts';

const { f: sigmoid } = ACTIVATIONS.sigmoid;
const { f: softplus } = ACTIVATIONS.softplus;

/**
 * (1 − p)^γ · (−ln p) for p = σ(−u), its derivative with respect to u, and that divided by 1 − p,
 * which stays of the size of 1 where both vanish.
 */
export function focal(u: number, gamma: number): { value: number; slope: number; spread: number } {
  const rest = sigmoid(u);
  const surprise = softplus(u);
  const share = gamma === 0 ? 1 : rest ** gamma;
  const quotient = rest === 0 ? 1 : surprise / rest;
  const spread = share * (gamma * sigmoid(-u) * quotient + 1);
  return { value: share * surprise, slope: spread * rest, spread };
}

/** uₖ = ln Σ_{i≠k} e^{zᵢ} − zₖ for every class. */
export function oppositeLogits(z: readonly number[]): number[] {
  return z.map((own, k) => {
    const others = z.filter((_, i) => i !== k);
    const top = Math.max(...others);
    return Math.log(others.reduce((sum, v) => sum + Math.exp(v - top), 0)) + top - own;
  });
}

export interface ClassOptions {
  /** Weight of each class. */
  weights: readonly number[];
  /** ε: the target is 1 − ε + ε/C for the label and ε/C for the others. */
  smoothing: number;
  /** Logits are divided by it first. */
  temperature: number;
  gamma: number;
  /**
   * `pytorch`: each term has the weight of its own class, and the mean divides by the sum of the
   * weights of the labels. `keras`: a sample has the weight of its label, the mean divides by N.
   */
  convention: 'pytorch' | 'keras';
  reduction: 'mean' | 'sum';
}

export interface ClassLoss {
  p: number[][];
  /** Target of each class after smoothing. */
  q: number[][];
  /** What each class adds to the loss of its sample: −w·q·(1 − p)^γ·ln p. */
  terms: number[][];
  /** The sum of the terms of each sample. */
  samples: number[];
  /** What the sum over samples is divided by. */
  divisor: number;
  loss: number;
  /** ∂loss/∂z. */
  gradient: number[][];
}

/**
 * Softmax cross-entropy of a batch of logits [N][C] with labels from 0.
 *
 * @throws RangeError when labels and logits, or weights and classes, differ in number.
 */
export function classLoss(
  logits: readonly (readonly number[])[],
  labels: readonly number[],
  { weights, smoothing, temperature, gamma, convention, reduction }: ClassOptions,
): ClassLoss {
  const classes = logits[0].length;
  if (labels.length !== logits.length) {
    throw new RangeError(`${logits.length} samples have ${labels.length} labels`);
  }
  if (weights.length !== classes) {
    throw new RangeError(`${classes} classes have ${weights.length} weights`);
  }
  const own = labels.map((y) => weights[y]);
  const divisor =
    reduction === 'sum' ? 1 : convention === 'keras' ? logits.length : own.reduce((a, b) => a + b);
  const result: ClassLoss = {
    p: [],
    q: [],
    terms: [],
    samples: [],
    divisor,
    loss: 0,
    gradient: [],
  };
  logits.forEach((row, n) => {
    const u = oppositeLogits(row.map((z) => z / temperature));
    const p = u.map((v) => sigmoid(-v));
    const q = p.map((_, k) => (k === labels[n] ? 1 - smoothing : 0) + smoothing / classes);
    const w = convention === 'keras' ? p.map(() => own[n]) : weights;
    const parts = u.map((v) => focal(v, gamma));
    const terms = parts.map(({ value }, k) => (w[k] * q[k] === 0 ? 0 : w[k] * q[k] * value));
    // ∂u_k/∂z_k = −1/T, and ∂u_k/∂z_j = p_j/(1 − p_k)/T for the others.
    const pull = parts.map(({ slope }, k) => w[k] * q[k] * slope);
    const spread = parts.map((part, k) => w[k] * q[k] * part.spread);
    const total = spread.reduce((a, b) => a + b);
    result.p.push(p);
    result.q.push(q);
    result.terms.push(terms);
    result.samples.push(terms.reduce((a, b) => a + b));
    result.gradient.push(
      p.map((pj, j) => (pj * (total - spread[j]) - pull[j]) / temperature / divisor),
    );
  });
  result.loss = result.samples.reduce((a, b) => a + b) / divisor;
  return result;
}

/**
 * The mean over classes of (p − one-hot)², p = softmax(z/T), averaged over samples or summed, with
 * its gradient: what some use in place of cross-entropy.
 */
export function squaredProbabilities(
  logits: readonly (readonly number[])[],
  labels: readonly number[],
  { temperature, reduction }: Pick<ClassOptions, 'temperature' | 'reduction'>,
): { loss: number; gradient: number[][] } {
  const divisor = reduction === 'mean' ? logits.length : 1;
  let loss = 0;
  const gradient = logits.map((row, n) => {
    const u = oppositeLogits(row.map((z) => z / temperature));
    const p = u.map((v) => sigmoid(-v));
    const off = p.map((v, k) => (k === labels[n] ? -sigmoid(u[k]) : v));
    loss += off.reduce((sum, d) => sum + d * d, 0) / row.length / divisor;
    const d = off.map((v) => (2 * v) / row.length / divisor);
    // p_j (d_j − Σ p_k d_k), with d_j (1 − p_j) taken together.
    return p.map((pj, j) => {
      const others = p.reduce((sum, pk, k) => (k === j ? sum : sum + pk * d[k]), 0);
      return (pj * (d[j] * sigmoid(u[j]) - others)) / temperature;
    });
  });
  return { loss, gradient };
}

/** −ln of a softmax as it is written, without care: overflows and loses small probabilities. */
export function naiveCrossEntropy(z: readonly number[], label: number): number {
  const powers = z.map(Math.exp);
  return -Math.log(powers[label] / powers.reduce((a, b) => a + b));
}

/**
 * What Keras computes with `from_logits=False`: numbers are taken as probabilities, divided by their
 * sum, clipped to [1e-7, 1 − 1e-7].
 */
export function clippedCrossEntropy(numbers: readonly number[], label: number): number {
  const share = numbers[label] / numbers.reduce((a, b) => a + b);
  return -Math.log(Math.min(1 - 1e-7, Math.max(1e-7, share)));
}

/** Binary cross-entropy of a logit, with a weight for positives and focal γ, and its slope. */
export function binaryLoss(
  z: number,
  y: number,
  positive = 1,
  gamma = 0,
): { value: number; slope: number } {
  const [is, isNot] = [focal(-z, gamma), focal(z, gamma)];
  return {
    value: positive * y * is.value + (1 - y) * isNot.value,
    slope: -positive * y * is.slope + (1 - y) * isNot.slope,
  };
}

/** max(0, 1 − s·z) with s = ±1 for y = 1 or 0; its slope at the corner is 0, as in TensorFlow. */
export function hinge(z: number, y: number): { value: number; slope: number } {
  const s = 2 * y - 1;
  return { value: Math.max(0, 1 - s * z), slope: s * z < 1 ? -s : 0 };
}

/** (σ(z) − y)² and its slope. */
export function squaredSigmoid(z: number, y: number): { value: number; slope: number } {
  const off = y === 1 ? -sigmoid(-z) : sigmoid(z) - y;
  return { value: off * off, slope: 2 * off * ACTIVATIONS.sigmoid.df(z) };
}

/** r², |r| and Huber's ½r² within δ, δ(|r| − ½δ) outside, each with its slope. */
export function residualLosses(
  r: number,
  delta: number,
): Record<'mse' | 'mae' | 'huber', { value: number; slope: number }> {
  const size = Math.abs(r);
  const inside = size <= delta;
  return {
    mse: { value: r * r, slope: 2 * r },
    mae: { value: size, slope: Math.sign(r) },
    huber: {
      value: inside ? (r * r) / 2 : delta * (size - delta / 2),
      slope: inside ? r : delta * Math.sign(r),
    },
  };
}

/**
 * The constant with the smallest loss: the mean for MSE, the median for MAE, and for Huber the point
 * at which the clipped residuals balance (found by bisection).
 */
export function bestConstants(
  targets: readonly number[],
  delta: number,
): Record<'mse' | 'mae' | 'huber', number> {
  const sorted = [...targets].sort((a, b) => a - b);
  const n = sorted.length;
  const pull = (c: number) =>
    sorted.reduce((sum, t) => sum + Math.max(-delta, Math.min(delta, c - t)), 0);
  let [low, high] = [sorted[0], sorted[n - 1]];
  for (let i = 0; i < 200 && high > low; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (pull(middle) < 0) low = middle;
    else high = middle;
  }
  return {
    mse: sorted.reduce((a, b) => a + b) / n,
    mae: (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2,
    huber: high,
  };
}
