/** What stands on screen, in float64. */
import { blockMeans, cosines, encodePicture, encodeText, infoNce, lossAndGradient, partners, recallAtOne, turns } from '../../../lib/contrastive.ts'; // prettier-ignore
import { drawOf, featuresOf, HELD, judge, logisticLoss, measure, MODELS, noisy, trainAll, WAYS, type Draw } from '../../../lib/fusion.ts'; // prettier-ignore
import { grid, type Grid } from '../../../lib/grid.ts';
import { bring, digitGrid } from '../toolkit/digits.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { inSlices } from '../toolkit/slices.ts';
import { swapOf, wordOf, type State } from './state.ts';
import { GALLERY, galleryOf, partnersAt, pictureAt, trained, training } from './training.ts';

const one = (value: number): Grid => grid([1], [value]);
const table = (rows: readonly (readonly number[])[]): Grid => grid([rows.length, rows[0].length, 1], rows.flat()); // prettier-ignore
const column = (values: ArrayLike<number>): Grid => grid([values.length, 1, 1], values);

export const load = ({ show }: State): Promise<unknown> | undefined =>
  show === 'fusion' ? undefined : bring([], { kind: 'held-out', index: 0 });

// ---- the space ------------------------------------------------------------------------------

/** Steps from one point of the history to the next. */
export const EVERY = 5;

/** The temperature that the table is worked out with. */
export const tauOf = ({ look, tau }: State): number => look ?? tau;

/** Features of the query picture and of those that a word searches. */
export function asked({ ask, digit, pairs }: State, picture: Grid | undefined): Float64Array[] {
  if (ask === 'picture') return [blockMeans(digitGrid(digit, picture))];
  return galleryOf(pairs).map((index) => blockMeans(pictureAt(index)));
}

function spaceOf(state: State): Outputs {
  const run = trained(state);
  const weights = run.weights[state.at];
  const partner = partnersAt(state, state.at);
  const vectors = (w: Float64Array) => run.batches[0].map((x) => encodePicture(w, x).vector);
  const names = (w: Float64Array) => partner.map((_, j) => encodeText(w, j));
  const [pictures, words] = [vectors(weights), names(weights)];
  const cosine = cosines(pictures, words);
  const { loss, rows, columns, slopes } = infoNce(cosine, partner, tauOf(state));
  const history = [];
  for (let step = 0; step < run.weights.length; step += EVERY) {
    const there = cosines(vectors(run.weights[step]), names(run.weights[step]));
    history.push([step, run.losses[step], recallAtOne(there, partnersAt(state, step))]);
  }
  return {
    cosines: table(cosine),
    rows: table(rows),
    columns: table(columns),
    slopes: table(slopes),
    loss: one(loss),
    trainLoss: one(run.losses[state.at]),
    pictures: table(pictures),
    texts: table(words),
    turns: column(turns(pictures, words, slopes, tauOf(state))),
    gradient: column(lossAndGradient(weights, run.batches, partner, state.tau).gradient),
    found: one(recallAtOne(cosine, partner)),
    // With two texts swapped, the true partners are others.
    ...(swapOf(state) && state.at >= state.from && { own: one(recallAtOne(cosine, partners(state.pairs))) }), // prettier-ignore
    history: table(history),
    step: one(state.at),
  };
}

function retrievalOf(state: State, picture: Grid | undefined): Outputs {
  const run = trained(state);
  const weights = run.weights[state.at];
  const words = Array.from({ length: state.pairs }, (_, j) => encodeText(weights, j));
  const gallery = galleryOf(state.pairs).map((i) => encodePicture(weights, blockMeans(pictureAt(i))).vector); // prettier-ignore
  const held = cosines(gallery, words);
  const labels = gallery.map((_, i) => Math.floor(i / GALLERY));
  const byPicture = state.ask === 'picture';
  const query = byPicture ? encodePicture(weights, asked(state, picture)[0]).vector : words[wordOf(state)]; // prettier-ignore
  const scores = cosines([query], byPicture ? words : gallery)[0];
  const best = (values: readonly number[]) => values.indexOf(Math.max(...values));
  const textsFound = words.filter((_, j) => labels[best(held.map((row) => row[j]))] === j).length;
  return {
    scores: column(scores),
    query: column(query),
    held: table(held),
    gallery: table(gallery),
    ranks: column(order(scores)),
    found: one(recallAtOne(held, labels)),
    textsFound: one(textsFound),
    texts: table(words),
    step: one(state.at),
  };
}

/** The places of the values from the largest down. */
export const order = (values: ArrayLike<number>): number[] =>
  Array.from(values, (_, i) => i).sort((a, b) => values[b] - values[a] || a - b);

// ---- fusion ---------------------------------------------------------------------------------

/** Random draws whose results are added up. */
export const DRAWS = 4;
/** Held-out examples shown, of the first draw. */
export const SHOWN = 8;
/** The noise at which the curves are worked out. */
export const NOISES = Array.from({ length: 13 }, (_, i) => i / 2);

interface Bench {
  draws: Draw[];
  /** Models of a draw trained with some noise, by `draw noise`. */
  models: Map<string, Float64Array[]>;
  curve: number[][];
}
const benches = new Map<string, Bench>();
const KEPT = 4;

export function benchOf({ task, size, when, seed }: State): Bench {
  const key = [task, size, when, seed].join();
  const known = benches.get(key);
  if (known) return known;
  const draws = Array.from({ length: DRAWS }, (_, d) => drawOf(task, size, seed + d));
  const bench: Bench = { draws, models: new Map(), curve: [] };
  benches.set(key, bench);
  if (benches.size > KEPT) benches.delete(benches.keys().next().value!);
  return bench;
}

/** The models of a draw, trained with the noise of a state or without. */
export function modelsOf(state: State, draw: number, noise = state.noise): Float64Array[] {
  const { draws, models } = benchOf(state);
  const trainedWith = state.when === 'both' ? noise : 0;
  const key = `${draw} ${trainedWith}`;
  let made = models.get(key);
  if (!made) models.set(key, (made = trainAll(draws[draw], trainedWith)));
  return made;
}

function* fusing(state: State): Generator<undefined> {
  const { curve, draws } = benchOf(state);
  for (let d = 0; d < DRAWS; d++) {
    modelsOf(state, d);
    yield;
  }
  for (let i = curve.length; i < NOISES.length; i++) {
    const sums = WAYS.map(() => 0);
    for (let d = 0; d < DRAWS; d++) {
      measure(draws[d], modelsOf(state, d, NOISES[i]), NOISES[i]).right.forEach((n, w) => (sums[w] += n)); // prettier-ignore
      yield;
    }
    // Somebody else may have gone on with the same curve meanwhile.
    curve[i] = [NOISES[i], ...sums.map((n) => n / (DRAWS * HELD))];
  }
}

/** Features of the training examples of the first draw, by model. */
export const trainingOf = (state: State): { x: number[][][]; labels: number[] } => {
  const { train } = benchOf(state).draws[0];
  const noise = state.when === 'both' ? state.noise : 0;
  const x = MODELS.map((model) => train.map((e) => featuresOf(model, e.a, noisy(e, noise))));
  return { x, labels: train.map(({ label }) => label) };
};

function fusionOf(state: State): Outputs {
  const { draws, curve } = benchOf(state);
  const models = modelsOf(state, 0);
  const measured = draws.map((draw, d) => measure(draw, modelsOf(state, d), state.noise));
  const sum = (of: (m: (typeof measured)[number]) => number) => measured.reduce((all, m) => all + of(m), 0); // prettier-ignore
  const shown = draws[0].held.slice(0, SHOWN);
  const { x, labels } = trainingOf(state);
  const losses = models.map((weights, m) => logisticLoss(weights, x[m], labels));
  return {
    probabilities: table(shown.map((example) => judge(models, example, state.noise))),
    right: column(WAYS.map((_, w) => sum(({ right }) => right[w]))),
    entropy: column(WAYS.map((_, w) => sum(({ entropy }) => entropy[w]) / DRAWS)),
    labels: column(shown.map(({ label }) => label)),
    trainLosses: column(losses.map(({ loss }) => loss)),
    gradients: column(losses.flatMap(({ gradient }) => [...gradient])),
    curve: table(curve),
  };
}

/** Results by name; training that takes longer goes on in slices and is given up when stale. */
export function reference(
  state: State,
  picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  if (state.show === 'fusion') return inSlices(fusing(state), breathe, () => fusionOf(state));
  const results = () => (state.show === 'retrieval' ? retrievalOf(state, picture) : spaceOf(state));
  return inSlices(training(state), breathe, results);
}
