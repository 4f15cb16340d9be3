/**
 * Two modalities of the same examples, fused early, late and as a product. Each part is a logistic
 * regression trained from zero by Adam on few examples.
 */
import { adamStep, startAdam } from './contrastive.ts';
import { mulberry32, normal } from './random.ts';

/** Numbers of each modality, and the mean ±MEAN that tells the class; every number has deviation 1. */
export const NUMBERS = 4;
export const MEAN = 0.6;
/** Held-out examples of a draw, steps and rate of Adam. */
export const HELD = 400;
export const STEPS = 150;
export const RATE = 0.05;

/** `evidence`: both modalities tell the class. `sarcasm`: the class is whether they disagree. */
export type Task = 'evidence' | 'sarcasm';

export interface Example {
  /** The class. */
  label: 0 | 1;
  a: number[];
  b: number[];
  /** What noise of deviation 1 would add to b. */
  noise: number[];
}

/** A list of examples, classes in turn; the first numbers drawn do not depend on the noise. */
export function examples(task: Task, count: number, random: () => number): Example[] {
  return Array.from({ length: count }, (_, i) => {
    const label = (i % 2) as 0 | 1;
    const first = task === 'evidence' ? 2 * label - 1 : (i >> 1) % 2 === 1 ? 1 : -1;
    const second = task === 'evidence' ? first : label ? -first : first;
    const draw = (mean: number) => Array.from({ length: NUMBERS }, () => mean + normal(random));
    return { label, a: draw(first * MEAN), b: draw(second * MEAN), noise: draw(0) };
  });
}

/** The numbers of b with noise of deviation `sigma`. */
export const noisy = ({ b, noise }: Example, sigma: number): number[] =>
  b.map((v, k) => v + sigma * noise[k]);

/** Each number of one side times each of the other. */
export const outer = (a: readonly number[], b: readonly number[]): number[] =>
  a.flatMap((u) => b.map((v) => u * v));

/** What each of the four trained models sees. */
export const MODELS = ['a', 'b', 'early', 'product'] as const;
export type Model = (typeof MODELS)[number];
/** The ways of deciding: two single modalities and four combinations. */
export const WAYS = ['a', 'b', 'early', 'average', 'odds', 'product'] as const;
export type Way = (typeof WAYS)[number];

/** The features of a model. */
export function featuresOf(model: Model, a: number[], b: number[]): number[] {
  return { a: () => a, b: () => b, early: () => [...a, ...b], product: () => outer(a, b) }[model]();
}

export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** The score of a logistic regression: weights of the features, the bias last. */
export function scoreOf(weights: ArrayLike<number>, x: readonly number[]): number {
  return x.reduce((sum, v, k) => sum + v * weights[k], weights[x.length]);
}

/** Cross-entropy of a score, in nats: ln(1 + e^z) − y·z. */
export const entropyOf = (z: number, label: number): number =>
  Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - label * z;

/** Mean cross-entropy and its gradient. */
export function logisticLoss(
  weights: Float64Array,
  x: readonly number[][],
  labels: readonly number[],
): { loss: number; gradient: Float64Array } {
  const gradient = new Float64Array(weights.length);
  let loss = 0;
  x.forEach((row, i) => {
    const z = scoreOf(weights, row);
    loss += entropyOf(z, labels[i]) / x.length;
    const error = (sigmoid(z) - labels[i]) / x.length;
    row.forEach((v, k) => (gradient[k] += error * v));
    gradient[row.length] += error;
  });
  return { loss, gradient };
}

/** A logistic regression trained from zero. */
export function trainLogistic(
  x: readonly number[][],
  labels: readonly number[],
  steps = STEPS,
): Float64Array {
  // prettier-ignore
  const weights = new Float64Array(x[0].length + 1);
  const adam = startAdam(weights.length);
  for (let t = 0; t < steps; t++) {
    adamStep(weights, logisticLoss(weights, x, labels).gradient, adam, RATE);
  }
  return weights;
}

/**
 * The odds of two classifiers multiplied, over the prior odds: right if the modalities are
 * independent given the class.
 */
export function multiplyOdds(p: number, q: number, prior = 1 / 2): number {
  const odds = (p / (1 - p)) * (q / (1 - q)) * ((1 - prior) / prior);
  return odds / (1 + odds);
}

/** The probabilities of class 1 by every way, from the scores of the four models in their order. */
export function decide([a, b, early, product]: readonly number[]): number[] {
  const [p, q] = [sigmoid(a), sigmoid(b)];
  return [p, q, sigmoid(early), (p + q) / 2, sigmoid(a + b), sigmoid(product)];
}

export interface Draw {
  train: Example[];
  held: Example[];
}

/** Training and held-out examples of a seed: the held-out ones first, the same for every size. */
export function drawOf(task: Task, perClass: number, seed: number): Draw {
  const random = mulberry32(seed);
  const held = examples(task, HELD, random);
  return { held, train: examples(task, 2 * perClass, random) };
}

/** The four models, trained with noise of deviation `sigma` on b. */
export function trainAll({ train }: Draw, sigma: number): Float64Array[] {
  const labels = train.map(({ label }) => label);
  return MODELS.map((model) => trainLogistic(train.map((e) => featuresOf(model, e.a, noisy(e, sigma))), labels)); // prettier-ignore
}

/** The scores of an example by the four models. */
const scoresOf = (models: readonly Float64Array[], example: Example, sigma: number): number[] =>
  models.map((weights, m) => scoreOf(weights, featuresOf(MODELS[m], example.a, noisy(example, sigma)))); // prettier-ignore

/** The probabilities of an example by every way. */
export const judge = (models: readonly Float64Array[], example: Example, sigma: number): number[] =>
  decide(scoresOf(models, example, sigma));

/** The cross-entropies of every way, in nats, from the scores; not from probabilities, which round to 1. */
function entropies([a, b, early, product]: readonly number[], label: number): number[] {
  const sign = label ? 1 : -1;
  const average = -Math.log(Math.max(1e-300, (sigmoid(sign * a) + sigmoid(sign * b)) / 2));
  const [one, two, three, odds, last] = [a, b, early, a + b, product].map((z) => entropyOf(z, label)); // prettier-ignore
  return [one, two, three, average, odds, last];
}

/** Of the held-out examples, how many each way gets right, and the mean cross-entropy of its probabilities. */
export function measure(
  { held }: Draw,
  models: readonly Float64Array[],
  sigma: number,
): { right: number[]; entropy: number[] } {
  // prettier-ignore
  const right = WAYS.map(() => 0);
  const entropy = WAYS.map(() => 0);
  for (const example of held) {
    const scores = scoresOf(models, example, sigma);
    decide(scores).forEach((p, w) => (right[w] += Number(p > 0.5 === (example.label === 1))));
    entropies(scores, example.label).forEach((v, w) => (entropy[w] += v / held.length));
  }
  return { right, entropy };
}
