/**
 * The update rules of seven optimizers, one parameter at a time, as PyTorch and as Keras compute
 * them.
 *
 * SGD θ ← θ − ηg. Momentum (B. Polyak, 1964) and Nesterov's (1983, in the form of I. Sutskever et
 * al., 2013) keep m, a sum of past gradients. AdaGrad (J. Duchi et al., 2011) divides by the root of
 * v, the sum of squares; RMSProp (G. Hinton, 2012) makes that sum a moving average; Adam (D. Kingma
 * and J. Ba, 2015) uses both, corrected for their start at 0; AdamW (I. Loshchilov and F. Hutter,
 * 2019) is Adam with the decay of weights outside of the gradient.
 *
 * The frameworks differ in four places:
 * 1. Momentum. PyTorch's buffer holds gradients, m ← βm + g and θ ← θ − ηm; Keras's velocity holds
 *    steps, m ← βm − ηg and θ ← θ + m. They are the same as long as η does not change.
 * 2. ε. PyTorch adds it to the root, √v + ε; Keras and TensorFlow.js have √(v + ε) in AdaGrad and
 *    RMSProp. Keras's Adam adds it to the root before the correction (“epsilon hat” of the paper).
 * 3. AdaGrad's sum starts at 0 in PyTorch, at 0.1 in Keras and TensorFlow.js.
 * 4. Weight decay λ. PyTorch adds λθ to the gradient (L2), except in AdamW; Keras shrinks θ by
 *    1 − ηλ in every optimizer, as AdamW does.
 */

export const METHODS = [
  'sgd',
  'momentum',
  'nesterov',
  'adagrad',
  'rmsprop',
  'adam',
  'adamw',
] as const;
export type Method = (typeof METHODS)[number];

export const CONVENTIONS = ['pytorch', 'keras'] as const;
export type Convention = (typeof CONVENTIONS)[number];

export interface Hyper {
  /** Share of m that momentum and Nesterov keep. */
  beta: number;
  /** Share of v that RMSProp keeps. */
  rho: number;
  beta1: number;
  beta2: number;
  eps: number;
  /** Weight decay λ. */
  decay: number;
  convention: Convention;
}

/** Methods whose steps are measured in η itself and not in η·g. */
export const isAdaptive = (method: Method): boolean => METHODS.indexOf(method) >= 3;

/** Whether the decay shrinks θ itself instead of going through the gradient. */
export const isDecoupled = (method: Method, { convention }: Hyper): boolean =>
  convention === 'keras' || method === 'adamw';

/** What v starts with. */
export const firstV = (method: Method, { convention }: Hyper): number =>
  method === 'adagrad' && convention === 'keras' ? 0.1 : 0;

/** What an optimizer knows of one parameter before a step. */
export interface Before {
  theta: number;
  /** ∂f/∂θ, noise included. */
  gradient: number;
  m: number;
  v: number;
}

/** Every number of one step of one parameter. */
export interface Step {
  /** The gradient the rule uses: with λθ where the decay is coupled. */
  g: number;
  /** θ after the decay where that is decoupled. */
  kept: number;
  m: number;
  v: number;
  /** m and v corrected for their start; only Adam and AdamW. */
  mHat: number;
  vHat: number;
  /** What g or m is divided by; 1 where there is nothing of the kind. */
  below: number;
  /** What is added to θ after the decay. */
  delta: number;
  theta: number;
}

/** baseⁿ by multiplication alone: the same bits in every engine. */
export function power(base: number, n: number): number {
  let result = 1;
  for (let square = base, rest = n; rest > 0; rest >>= 1, square *= square) {
    if (rest & 1) result *= square;
  }
  return result;
}

/**
 * One step of one parameter.
 *
 * @param rate η of this step
 * @param t which step this is, from 1
 */
export function stepOf(
  method: Method,
  before: Before,
  rate: number,
  t: number,
  hyper: Hyper,
): Step {
  const { theta, gradient } = before;
  const { beta, rho, beta1, beta2, eps, decay, convention } = hyper;
  const keras = convention === 'keras';
  const apart = isDecoupled(method, hyper);
  const g = apart ? gradient : gradient + decay * theta;
  const kept = apart ? theta * (1 - rate * decay) : theta;
  let { m, v } = before;
  let [mHat, vHat, below] = [0, 0, 1];
  let delta: number;
  const root = () => (keras ? Math.sqrt(v + eps) : Math.sqrt(v) + eps);
  if (method === 'sgd') {
    delta = -rate * g;
  } else if (method === 'momentum' || method === 'nesterov') {
    m = keras ? beta * m - rate * g : beta * m + g;
    if (method === 'momentum') delta = keras ? m : -rate * m;
    else delta = keras ? beta * m - rate * g : -rate * (g + beta * m);
  } else if (method === 'adagrad' || method === 'rmsprop') {
    v = method === 'adagrad' ? v + g * g : rho * v + (1 - rho) * g * g;
    below = root();
    delta = (-rate * g) / below;
  } else {
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    const [first, second] = [1 - power(beta1, t), 1 - power(beta2, t)];
    mHat = m / first;
    vHat = v / second;
    below = Math.sqrt(vHat) + (keras ? eps / Math.sqrt(second) : eps);
    delta = (-rate * mHat) / below;
  }
  return { g, kept, m, v, mHat, vHat, below, delta, theta: kept + delta };
}

export const SCHEDULES = ['constant', 'step', 'cosine'] as const;
export type ScheduleName = (typeof SCHEDULES)[number];

export interface Schedule {
  schedule: ScheduleName;
  /** `step` multiplies by `factor` after so many steps. */
  every: number;
  factor: number;
  /** Steps in which the rate rises in a line to its full size, before the schedule begins. */
  warmup: number;
}

/**
 * The share of the rate in step t (from 1) of `steps`: t/W in a warm-up of W steps, then 1,
 * factor^⌊k/every⌋ or ½(1 + cos(πk/(steps − W))) with k = t − 1 − W, as PyTorch's StepLR and
 * CosineAnnealingLR (I. Loshchilov and F. Hutter, “SGDR”, 2017, without restarts) have it.
 */
export function shareOf(t: number, steps: number, plan: Schedule): number {
  const { schedule, every, factor, warmup } = plan;
  if (t <= warmup) return t / warmup;
  const k = t - 1 - warmup;
  if (schedule === 'step') return power(factor, Math.floor(k / every));
  if (schedule === 'cosine') {
    const length = steps - warmup;
    return k >= length ? 0 : (1 + Math.cos((Math.PI * k) / length)) / 2;
  }
  return 1;
}

/**
 * The largest rate with which a quadratic of largest curvature λ converges: 2/λ for SGD, 2(1 + β)/λ
 * with momentum, 2(1 + β)/((1 + 2β)λ) with Nesterov's (E. Ghadimi et al., 2015, for momentum; from
 * the characteristic polynomials of the linear recurrences). Beyond it, they diverge.
 */
export function limitOf(method: Method, curvature: number, beta: number): number | undefined {
  if (method === 'sgd') return 2 / curvature;
  if (method === 'momentum') return (2 * (1 + beta)) / curvature;
  if (method === 'nesterov') return (2 * (1 + beta)) / ((1 + 2 * beta) * curvature);
  return undefined;
}
