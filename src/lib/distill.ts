/**
 * Knowledge distillation: soft targets at a temperature, the loss that mixes them with a label, its
 * gradients, and small students that are trained with it.
 *
 * G. Hinton, O. Vinyals, J. Dean, Distilling the Knowledge in a Neural Network, arXiv:1503.02531:
 * L = α·T²·KL(p‖q) + (1 − α)·CE with p = softmax(v/T) of the teacher and q = softmax(z/T) of the
 * student; the cross-entropy is taken at temperature 1.
 */
import { adamStep, freshAdam, initMlp, layout, type Adam } from './mlp.ts';
import { mulberry32 } from './random.ts';
import { exp, ln } from './same.ts';

/** Classes of the digits. */
export const CLASSES = 10;
/** Side of a digit as a student sees it, and its pixels. */
const SIDE = 14;
export const PIXELS = SIDE * SIDE;

/** How a student learns. */
export interface Mix {
  temperature: number;
  /** Weight of the soft targets, 0 to 1; the label has the rest. */
  alpha: number;
  /** Whether the soft part is multiplied by T². */
  square: boolean;
}

/** Probabilities and their logarithms. */
export interface Soft {
  p: Float64Array;
  log: Float64Array;
}

/** Softmax of logits divided by a temperature, and ln of it. */
export function soften(logits: ArrayLike<number>, temperature: number): Soft {
  const log = Float64Array.from(logits, (z) => z / temperature);
  const most = log.reduce((a, b) => Math.max(a, b));
  const p = log.map((z) => exp(z - most));
  const sum = p.reduce((a, b) => a + b);
  const all = most + ln(sum);
  for (let k = 0; k < p.length; k++) {
    p[k] /= sum;
    log[k] -= all;
  }
  return { p, log };
}

/** KL(p‖q) = Σ p·(ln p − ln q), in nats; never below 0. */
export function divergence({ p, log }: Soft, q: Soft): number {
  let sum = 0;
  for (let k = 0; k < p.length; k++) sum += p[k] * (log[k] - q.log[k]);
  return Math.max(0, sum);
}

/** What KL is multiplied by in the loss: T², or 1 when that is left out. */
export const softWeight = ({ temperature, square }: Mix): number => (square ? temperature ** 2 : 1);
/** What q − p is multiplied by in its gradient: T, or 1/T. */
export const softSlope = ({ temperature, square }: Mix): number => square ? temperature : 1 / temperature; // prettier-ignore

/** One example: the loss in its parts, and their gradients with respect to the student's logits. */
export interface Lesson {
  /** Of the teacher and of the student, at T. */
  p: Soft;
  q: Soft;
  /** Of the student at temperature 1. */
  plain: Soft;
  kl: number;
  ce: number;
  loss: number;
  /** softmax(z) − y, T·(q − p), and both weighted by 1 − α and α. */
  hard: Float64Array;
  soft: Float64Array;
  total: Float64Array;
}

/**
 * The loss of one example and its gradients.
 *
 * @param v logits of the teacher
 * @param z logits of the student, as many
 * @param label the class that the label names
 * @throws RangeError when the label is none of the classes.
 */
export function lesson(
  v: ArrayLike<number>,
  z: ArrayLike<number>,
  label: number,
  mix: Mix,
): Lesson {
  // prettier-ignore
  if (!(label in z)) throw new RangeError(`label ${label} of ${z.length} classes`);
  const { temperature, alpha } = mix;
  const [p, q, plain] = [soften(v, temperature), soften(z, temperature), soften(z, 1)];
  const kl = divergence(p, q);
  const ce = -plain.log[label];
  const slope = softSlope(mix);
  const hard = plain.p.map((value, k) => value - Number(k === label));
  const soft = q.p.map((value, k) => slope * (value - p.p[k]));
  const total = soft.map((value, k) => alpha * value + (1 - alpha) * hard[k]);
  return { p, q, plain, kl, ce, loss: alpha * softWeight(mix) * kl + (1 - alpha) * ce, hard, soft, total }; // prettier-ignore
}

// ---- students -------------------------------------------------------------------------------

/** A digit [28, 28] as [14, 14]: the mean of every 2×2 pixels. */
export function halved(image: ArrayLike<number>): Float64Array {
  const side = 2 * SIDE;
  return Float64Array.from({ length: PIXELS }, (_, i) => {
    const at = 2 * Math.floor(i / SIDE) * side + 2 * (i % SIDE);
    return (image[at] + image[at + 1] + image[at + side] + image[at + side + 1]) / 4;
  });
}

type Layer = ReturnType<typeof layout>['layers'][number];

/** A network from the pixels to the classes, with one hidden layer of ReLU or (0 units) none. */
export interface Student {
  hidden: number;
  /** Kernels [in, out] and biases, layer by layer. */
  weights: Float64Array;
}

export const sizesOf = (hidden: number): number[] =>
  hidden > 0 ? [PIXELS, hidden, CLASSES] : [PIXELS, CLASSES];

/** A student before training; the same seed gives the same one. */
export const newStudent = (hidden: number, seed: number): Student => ({
  hidden,
  weights: initMlp(sizesOf(hidden), mulberry32(seed)).weights,
});

/** y = x·W + b of a layer, skipping zeros of x. */
function into(
  weights: Float64Array,
  x: Float64Array,
  { from, to, kernel, bias }: Layer,
): Float64Array {
  // prettier-ignore
  const y = weights.slice(bias, bias + to);
  for (let i = 0; i < from; i++) {
    const value = x[i];
    if (value === 0) continue;
    const row = kernel + i * to;
    for (let j = 0; j < to; j++) y[j] += value * weights[row + j];
  }
  return y;
}

/** The hidden activations (the digit itself without a hidden layer) and the logits. */
function run(
  { hidden, weights }: Student,
  x: Float64Array,
  layers: readonly Layer[],
): [Float64Array, Float64Array] {
  // prettier-ignore
  const first = into(weights, x, layers[0]);
  if (hidden === 0) return [x, first];
  for (let i = 0; i < hidden; i++) if (first[i] < 0) first[i] = 0;
  return [first, into(weights, first, layers[1])];
}

/** The logits for digits, one after the other. */
export function logitsOf(student: Student, digits: readonly Float64Array[]): Float64Array[] {
  const { layers } = layout(sizesOf(student.hidden));
  return digits.map((x) => run(student, x, layers)[1]);
}

/** What a student learns from: digits, the teacher's answers at T, and labels (unused where α is 1). */
export interface Examples {
  x: readonly Float64Array[];
  p: readonly Soft[];
  labels: readonly number[];
}

/** The mean loss over examples, and its gradient with respect to every weight, added to `grads`. */
export function meanLoss(
  student: Student,
  { x, p, labels }: Examples,
  mix: Mix,
  grads?: Float64Array,
): number {
  // prettier-ignore
  const { hidden, weights } = student;
  const { layers } = layout(sizesOf(hidden));
  const { temperature, alpha } = mix;
  const [weight, slope] = [alpha * softWeight(mix), (alpha * softSlope(mix)) / x.length];
  const rest = (1 - alpha) / x.length;
  const signal = new Float64Array(CLASSES);
  let sum = 0;
  x.forEach((image, s) => {
    const [h, z] = run(student, image, layers);
    signal.fill(0);
    if (alpha > 0) {
      const q = soften(z, temperature);
      sum += weight * divergence(p[s], q);
      for (let k = 0; k < CLASSES; k++) signal[k] += slope * (q.p[k] - p[s].p[k]);
    }
    if (alpha < 1) {
      const own = soften(z, 1);
      sum -= (1 - alpha) * own.log[labels[s]];
      for (let k = 0; k < CLASSES; k++) signal[k] += rest * (own.p[k] - Number(k === labels[s]));
    }
    if (!grads) return;
    outer(h, signal, layers[layers.length - 1], grads);
    if (hidden === 0) return;
    const { kernel } = layers[1];
    const below = h.map((value, i) => {
      if (value === 0) return 0;
      let g = 0;
      for (let k = 0; k < CLASSES; k++) g += signal[k] * weights[kernel + i * CLASSES + k];
      return g;
    });
    outer(image, below, layers[0], grads);
  });
  return sum / x.length;
}

/** Adds x·signalᵀ to the gradient of a kernel and the signal to that of its bias. */
function outer(
  x: Float64Array,
  signal: Float64Array,
  { from, to, kernel, bias }: Layer,
  grads: Float64Array,
): void {
  // prettier-ignore
  for (let j = 0; j < to; j++) grads[bias + j] += signal[j];
  for (let i = 0; i < from; i++) {
    const value = x[i];
    if (value === 0) continue;
    const row = kernel + i * to;
    for (let j = 0; j < to; j++) grads[row + j] += value * signal[j];
  }
}

/** The means over examples of KL(p‖q) at a temperature and of the cross-entropy, in nats. */
export function meanParts(
  student: Student,
  examples: Examples,
  temperature: number,
): [kl: number, ce: number] {
  // prettier-ignore
  const of = (alpha: number) => meanLoss(student, examples, { temperature, alpha, square: false });
  return [of(1), of(0)];
}

/** A student in training: all examples in every step of Adam. */
export interface Pupil {
  student: Student;
  adam: Adam;
}

export const newPupil = (hidden: number, seed: number): Pupil => {
  const student = newStudent(hidden, seed);
  return { student, adam: freshAdam(student.weights.length) };
};

export const copyOf = ({ student, adam }: Pupil): Pupil => ({
  student: { ...student, weights: student.weights.slice() },
  adam: { ...adam, m: adam.m.slice(), v: adam.v.slice() },
});

/** β₁ and β₂ of Adam. */
export const BETAS = [0.9, 0.999] as const;

/** One step of Adam; gives the loss before it. */
export function learn(
  { student, adam }: Pupil,
  examples: Examples,
  mix: Mix,
  rate: number,
): number {
  const grads = new Float64Array(student.weights.length);
  const loss = meanLoss(student, examples, mix, grads);
  adamStep(student.weights, grads, adam, rate, BETAS);
  return loss;
}

/** The class with the largest of these numbers. */
export function topOf(values: ArrayLike<number>): number {
  let top = 0;
  for (let k = 1; k < values.length; k++) if (values[k] > values[top]) top = k;
  return top;
}
