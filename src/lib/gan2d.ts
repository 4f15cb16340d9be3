/**
 * A generative adversarial network in the plane: its data, its losses and its training, seeded, so
 * that every step can be repeated. Losses and their gradients:
 *
 * - `minimax`, `non-saturating`: I. Goodfellow et al., “Generative Adversarial Nets”, 2014, equation 1
 *   and section 3.
 * - `wgan-gp`: I. Gulrajani et al., “Improved Training of Wasserstein GANs”, 2017, algorithm 1.
 */
import {
  adamStep,
  backward,
  forward,
  freshAdam,
  gradientPenalty,
  initMlp,
  outputOf,
  type Adam,
  type Mlp,
} from './mlp.ts';
import { mulberry32, type Random } from './random.ts';
import { ln, logistic, softplus } from './same.ts';

export const DATA_SETS = ['ring', 'grid', 'line', 'spiral', 'custom'] as const;
export type DataSet = (typeof DATA_SETS)[number];
export const LOSSES = ['minimax', 'non-saturating', 'wgan-gp'] as const;
export type Loss = (typeof LOSSES)[number];

/** Standard deviation of the data around each centre. */
export const SPREAD = 0.06;
/** Examples in a minibatch. */
export const BATCH = 64;
/** Points of the data set, and as many of the generator to compare with. */
export const POINTS = 512;
/** Weight of the gradient penalty. */
export const LAMBDA = 10;

/** Adam's β₁ and β₂: those of DCGAN, and those of WGAN-GP. */
export const betas = (loss: Loss): readonly [number, number] =>
  loss === 'wgan-gp' ? [0.5, 0.9] : [0.5, 0.999];

type Point = readonly [x: number, y: number];

const round = (value: number) => Math.round(value * 1e6) / 1e6;

/** The centres of a data set: the data are an even mixture of Gaussians around them. */
export function centresOf(data: DataSet, own: readonly Point[] = []): Point[] {
  const along = (n: number, f: (t: number, i: number) => Point) =>
    Array.from({ length: n }, (_, i): Point => {
      const [x, y] = f(i / (n - 1), i);
      return [round(x), round(y)];
    });
  switch (data) {
    case 'ring':
      return along(8, (_, i) => [Math.cos((i * Math.PI) / 4), Math.sin((i * Math.PI) / 4)]);
    case 'grid':
      return along(9, (_, i) => [(i % 3) - 1, Math.floor(i / 3) - 1]);
    case 'line':
      return along(16, (t) => [2 * t - 1, 1.2 * t - 0.6]);
    case 'spiral':
      return along(24, (t) => {
        const angle = 3.5 * Math.PI * Math.sqrt(0.05 + 0.95 * t);
        const radius = (1.15 * angle) / (3.5 * Math.PI);
        return [radius * Math.cos(angle), radius * Math.sin(angle)];
      });
    case 'custom':
      return own.map(([x, y]) => [x, y]);
  }
}

/** A stream of random numbers for one purpose; `index` tells the steps of a run apart. */
export function stream(seed: number, purpose: number, index = 0): Random {
  return mulberry32(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(8 * index + purpose, 0x85ebca6b));
}

/** Points of the mixture [n·2]: a centre, and two normal numbers by G. Marsaglia's polar method. */
export function sampleData(centres: readonly Point[], n: number, random: Random): Float64Array {
  const points = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    const [x, y] = centres[Math.floor(random() * centres.length)];
    let a: number;
    let b: number;
    let s: number;
    do {
      a = 2 * random() - 1;
      b = 2 * random() - 1;
      s = a * a + b * b;
    } while (s >= 1 || s === 0);
    const r = SPREAD * Math.sqrt((-2 * ln(s)) / s);
    points[2 * i] = x + a * r;
    points[2 * i + 1] = y + b * r;
  }
  return points;
}

/** Latent points [n·2], even on the square from −1 to 1. */
export function sampleLatent(n: number, random: Random): Float64Array {
  return Float64Array.from({ length: 2 * n }, () => 2 * random() - 1);
}

/** What makes a run; the same run has the same numbers everywhere. */
export interface Run {
  centres: readonly Point[];
  loss: Loss;
  lrG: number;
  lrD: number;
  /** Hidden widths. */
  sizeG: readonly number[];
  sizeD: readonly number[];
  /** Updates of D before each update of G. */
  k: number;
  seed: number;
}

/** What stands after some updates. */
export interface Trained {
  generator: Mlp;
  critic: Mlp;
  adamG: Adam;
  adamD: Adam;
  /** Updates of D and of G so far: the numbers of their minibatches. */
  countD: number;
  countG: number;
}

/** The networks before the first step. */
export function begin({ sizeG, sizeD, seed }: Run): Trained {
  const generator = initMlp([2, ...sizeG, 2], stream(seed, 0));
  const critic = initMlp([2, ...sizeD, 1], stream(seed, 1));
  return {
    generator,
    critic,
    adamG: freshAdam(generator.weights.length),
    adamD: freshAdam(critic.weights.length),
    countD: 0,
    countG: 0,
  };
}

/** A copy that further updates leave alone. */
export function copyOf(at: Trained): Trained {
  const net = ({ sizes, weights }: Mlp): Mlp => ({ sizes, weights: weights.slice() });
  const adam = ({ m, v, t }: Adam): Adam => ({ m: m.slice(), v: v.slice(), t });
  return {
    ...at,
    generator: net(at.generator),
    critic: net(at.critic),
    adamG: adam(at.adamG),
    adamD: adam(at.adamD),
  };
}

/** The data set of a run [512·2], drawn once from its mixture. */
export const dataOf = ({ centres, seed }: Pick<Run, 'centres' | 'seed'>): Float64Array =>
  sampleData(centres, POINTS, stream(seed, 2));

/** The latent points that the generator is looked at with [512·2]. */
export const latentOf = (seed: number): Float64Array => sampleLatent(POINTS, stream(seed, 3));

/**
 * The loss of D on real and generated points (its `n` outputs are logits, or a critic's values) and,
 * if asked for, its gradient with respect to D's weights, added to `grads`.
 *
 * minimax, non-saturating: −mean ln D(x) − mean ln(1 − D(x̃)). wgan-gp: mean f(x̃) − mean f(x) plus the
 * penalty at x̂ = εx + (1 − ε)x̃, one ε for each pair.
 */
export function lossD(
  critic: Mlp,
  loss: Loss,
  real: Float64Array,
  fake: Float64Array,
  mix: ArrayLike<number>,
  grads?: Float64Array,
): number {
  const n = real.length / 2;
  let total = 0;
  for (const [points, isReal] of [
    [real, true],
    [fake, false],
  ] as const) {
    const all = forward(critic, points, n);
    const out = all[all.length - 1];
    const slope = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const signed = isReal ? -out[i] : out[i];
      total += (loss === 'wgan-gp' ? signed : softplus(signed)) / n;
      slope[i] = ((isReal ? -1 : 1) * (loss === 'wgan-gp' ? 1 : logistic(signed))) / n;
    }
    if (grads) backward(critic, all, n, slope, grads);
  }
  if (loss === 'wgan-gp') {
    const between = real.map((x, i) => mix[i >> 1] * x + (1 - mix[i >> 1]) * fake[i]);
    total += gradientPenalty(critic, between, n, LAMBDA, grads);
  }
  return total;
}

/**
 * The loss of G on points it made and its gradient with respect to them [n·2].
 *
 * minimax: mean ln(1 − D). non-saturating: −mean ln D. wgan-gp: −mean f.
 */
export function lossG(
  critic: Mlp,
  loss: Loss,
  fake: Float64Array,
): { loss: number; gradient: Float64Array } {
  const n = fake.length / 2;
  const all = forward(critic, fake, n);
  const out = all[all.length - 1];
  const slope = new Float64Array(n);
  let total = 0;
  for (let i = 0; i < n; i++) {
    if (loss === 'minimax') {
      total -= softplus(out[i]) / n;
      slope[i] = -logistic(out[i]) / n;
    } else if (loss === 'non-saturating') {
      total += softplus(-out[i]) / n;
      slope[i] = -logistic(-out[i]) / n;
    } else {
      total -= out[i] / n;
      slope[i] = -1 / n;
    }
  }
  return { loss: total, gradient: backward(critic, all, n, slope) };
}

/** One update of D in place, on the next minibatch; gives the loss before it. */
export function stepD(run: Run, at: Trained, data: Float64Array): number {
  const random = stream(run.seed, 4, at.countD++);
  const real = new Float64Array(2 * BATCH);
  for (let i = 0; i < BATCH; i++) {
    const pick = 2 * Math.floor((random() * data.length) / 2);
    real[2 * i] = data[pick];
    real[2 * i + 1] = data[pick + 1];
  }
  const fake = outputOf(at.generator, sampleLatent(BATCH, random), BATCH);
  const mix = run.loss === 'wgan-gp' ? Float64Array.from({ length: BATCH }, random) : [];
  const grads = new Float64Array(at.critic.weights.length);
  const loss = lossD(at.critic, run.loss, real, fake, mix, grads);
  adamStep(at.critic.weights, grads, at.adamD, run.lrD, betas(run.loss));
  return loss;
}

/** One update of G in place, on the next minibatch; gives the loss before it. */
export function stepG(run: Run, at: Trained): number {
  const z = sampleLatent(BATCH, stream(run.seed, 5, at.countG++));
  const all = forward(at.generator, z, BATCH);
  const { loss, gradient } = lossG(at.critic, run.loss, all[all.length - 1]);
  const grads = new Float64Array(at.generator.weights.length);
  backward(at.generator, all, BATCH, gradient, grads);
  adamStep(at.generator.weights, grads, at.adamG, run.lrG, betas(run.loss));
  return loss;
}

/** A whole step: k updates of D, one of G; the losses of the last ones. */
export function step(run: Run, at: Trained, data: Float64Array): { d: number; g: number } {
  let d = 0;
  for (let i = 0; i < run.k; i++) d = stepD(run, at, data);
  return { d, g: stepG(run, at) };
}

/**
 * Which centres the generator reaches: those that have at least a quarter of their fair share of the
 * points within three standard deviations. `near` counts the points that lie so near to any centre.
 */
export function coverage(
  points: Float64Array,
  centres: readonly Point[],
): { covered: boolean[]; near: number } {
  const n = points.length / 2;
  const counts = centres.map(() => 0);
  let near = 0;
  for (let i = 0; i < n; i++) {
    let best = 0;
    let least = Infinity;
    centres.forEach(([x, y], c) => {
      const square = (points[2 * i] - x) ** 2 + (points[2 * i + 1] - y) ** 2;
      if (square < least) [best, least] = [c, square];
    });
    if (least > (3 * SPREAD) ** 2) continue;
    counts[best]++;
    near++;
  }
  return { covered: counts.map((count) => count >= n / (4 * centres.length)), near };
}
