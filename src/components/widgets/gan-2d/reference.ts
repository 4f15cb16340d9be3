/** What stands on screen, in float64: the networks are trained from the seed, then looked at. */
import {
  cellCentre,
  cellProbabilities,
  jsBits,
  klBits,
  optimum,
  wasserstein1,
} from '../../../lib/divergence.ts';
import { coverage, lossD, lossG, POINTS, sampleData, stream } from '../../../lib/gan2d.ts';
import { grid, type Grid } from '../../../lib/grid.ts';
import { outputOf } from '../../../lib/mlp.ts';
import { logistic, softplus } from '../../../lib/same.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { inSlices } from '../toolkit/slices.ts';
import { ASSIGNED, KERNEL, LINES, LISTED, PLANE, SHOWN, type State } from './state.ts';
import { trained, training, type Reached } from './training.ts';

const { n: SIDE } = PLANE;

/** The middles of the cells [32·32·2], row by row from the top. */
export const CELLS = Float64Array.from({ length: 2 * SIDE * SIDE }, (_, i) => {
  const cell = i >> 1;
  return i % 2 === 0 ? cellCentre(PLANE, cell % SIDE) : -cellCentre(PLANE, Math.floor(cell / SIDE));
});

/** The crossings of the latent grid [8·8·2]. */
export const CROSSINGS = Float64Array.from({ length: 2 * LINES * LINES }, (_, i) => {
  const cross = i >> 1;
  return ((2 * (i % 2 === 0 ? cross % LINES : Math.floor(cross / LINES))) / (LINES - 1)) - 1; // prettier-ignore
});

/** Where the gradient of the critic is held to 1: one share for each pair. */
export const mixOf = (seed: number): Float64Array =>
  Float64Array.from({ length: POINTS }, stream(seed, 6));

export const probabilities = (points: Float64Array): Float64Array =>
  cellProbabilities(points, KERNEL, PLANE);

interface Truth {
  p: Float64Array;
  /** KL, JS and W1 of another 512 points of the same mixture: what a perfect generator would get. */
  floor: [kl: number, js: number, w1: number];
}
const truths = new WeakMap<Float64Array, Truth>();

function truthOf({ run, data }: Reached): Truth {
  let truth = truths.get(data);
  if (!truth) {
    const p = probabilities(data);
    const again = sampleData(run.centres, POINTS, stream(run.seed, 7));
    const q = probabilities(again);
    truth = { p, floor: [klBits(p, q), jsBits(p, q), distanceOf(data, again).distance] };
    truths.set(data, truth);
  }
  return truth;
}

const distanceOf = (a: Float64Array, b: Float64Array) =>
  wasserstein1(a.subarray(0, 2 * ASSIGNED), b.subarray(0, 2 * ASSIGNED));

const one = (value: number): Grid => grid([1], [value]);

const looked = new WeakMap<object, Outputs>();

/** Every result of a state that has been trained. */
export function resultsOf(state: State): Outputs {
  const reached = trained(state);
  let outputs = looked.get(reached.at);
  if (!outputs) looked.set(reached.at, (outputs = look(state, reached)));
  return outputs;
}

function look(state: State, reached: Reached): Outputs {
  const { run, at, data, latent } = reached;
  const { loss } = run;
  const { p, floor } = truthOf(reached);
  const fake = outputOf(at.generator, latent, POINTS);
  const q = probabilities(fake);
  const { distance, partner } = distanceOf(fake, data);
  const { covered, near } = coverage(fake, run.centres);
  const gradD = new Float64Array(at.critic.weights.length);
  const d = lossD(at.critic, loss, data, fake, mixOf(state.seed), gradD);
  const g = lossG(at.critic, loss, fake);
  const logits = outputOf(at.critic, CELLS, SIDE * SIDE);
  const field = loss === 'wgan-gp' ? logits : logits.map(logistic);
  return {
    samples: grid([LISTED, 2, 1], fake.slice(0, 2 * LISTED)),
    cloud: grid([SHOWN, 2, 1], fake.slice(0, 2 * SHOWN)),
    kl: one(klBits(p, q)),
    js: one(jsBits(p, q)),
    w1: one(distance),
    modes: one(covered.filter(Boolean).length),
    lossD: one(d),
    lossG: one(g.loss),
    step: one(state.steps),
    terms: grid([3], termsOf(reached, fake, d)),
    field: grid([SIDE, SIDE, 1], field),
    optimum: grid([SIDE, SIDE, 1], optimum(p, q)),
    p: grid([SIDE, SIDE, 1], p),
    q: grid([SIDE, SIDE, 1], q),
    // The pull on a sample: down the gradient of its own share of G's loss.
    pull: grid([SHOWN, 2, 1], g.gradient.slice(0, 2 * SHOWN).map((v) => -v * POINTS)), // prettier-ignore
    manifold: grid([LINES * LINES, 2, 1], outputOf(at.generator, CROSSINGS, LINES * LINES)),
    gradD: grid([1, gradD.length, 1], gradD),
    data: grid([SHOWN, 2, 1], data.slice(0, 2 * SHOWN)),
    partner: grid([ASSIGNED], Float64Array.from(partner)),
    covered: grid([covered.length], covered.map(Number)), // prettier-ignore
    near: one(near),
    floor: grid([3], floor),
    history: historyOf(reached, state.steps),
  };
}

/** The terms that D's loss is the sum of: on data, on samples, and the penalty. */
function termsOf({ run, at, data }: Reached, fake: Float64Array, total: number): number[] {
  const wgan = run.loss === 'wgan-gp';
  const mean = (points: Float64Array, sign: number) => {
    const out = outputOf(at.critic, points, POINTS);
    return out.reduce((sum, l) => sum + (wgan ? sign * l : softplus(sign * l)), 0) / POINTS;
  };
  const [real, made] = [mean(data, -1), mean(fake, 1)];
  return [real, made, wgan ? total - real - made : 0];
}

/** Losses of the steps so far as at most 16 means [n, 3, 1]: step, D, G. */
function historyOf({ lossD, lossG }: Reached, steps: number): Grid {
  const span = Math.max(1, Math.ceil(steps / 16));
  const rows: number[] = [];
  for (let from = 0; from < steps; from += span) {
    const to = Math.min(steps, from + span);
    const mean = (values: number[]) =>
      values.slice(from, to).reduce((a, b) => a + b, 0) / (to - from);
    rows.push(to, mean(lossD), mean(lossG));
  }
  return rows.length === 0 ? grid([1, 3, 1], [0, NaN, NaN]) : grid([rows.length / 3, 3, 1], rows);
}

/** Results by name; training that takes longer goes on in slices and is given up when stale. */
export function reference(
  state: State,
  _picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  return inSlices(training(state), breathe, () => resultsOf(state));
}
