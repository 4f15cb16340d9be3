/** Samples of a generator, what a classifier makes of them, and their nearest neighbours, in float64. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { forwardNow } from '../../../lib/nn/forward.ts';
import { lerpShares, mix, normals, slerpShares, type Shares } from '../../../lib/vae.ts';
import { hasData, loadData, loadedData, type Sprites } from '../../../models/data.ts';
import { hasModel, loadedModel, loadModel } from '../../../models/store.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { CLASSES, classOf, LATENT, MODELS, STRIP, type ModelId, type State } from './state.ts';

const PIXELS = 28 * 28;
type Breathe = () => Promise<boolean>;

/** The sprites of training and held-out images among which a sample is looked for. */
export function spritesOf(state: State): { train: string; test: string } {
  const { data } = MODELS[state.model];
  return { train: `${data}/train-${classOf(state, state.sample)}`, test: `${data}/test` };
}

/** Models and sprites of a state; undefined when they are there. */
export function load(state: State): Promise<unknown> | undefined {
  const models = [state.model, MODELS[state.model].judge].filter((id) => !hasModel(id));
  const { train, test } = spritesOf(state);
  const data = state.nearest ? [train, test].filter((id) => !hasData(id)) : [];
  if (models.length + data.length === 0) return undefined;
  return Promise.all([...models.map(loadModel), ...data.map(loadData)]);
}

/**
 * z of sample i before truncation: LATENT numbers from N(0, 1). Every sample has a seed of its own,
 * so that it stays what it is when n changes.
 */
export const noise = (seed: number, i: number): Float64Array => normals(LATENT, 1000 * seed + i);

/** The shares of both ends of the walk of sample i at t. */
export function sharesOf({ seed, walk }: State, i: number, t = walk!.t): Shares {
  const { kind, to } = walk!;
  return kind === 'slerp' ? slerpShares(noise(seed, i), noise(to, i), t) : lerpShares(t);
}

/** z of sample i as the generator gets it: on its way, times the truncation. */
export function codeOf(state: State, i: number, t = state.walk?.t): Float64Array {
  const { seed, walk, truncation } = state;
  const start = noise(seed, i);
  const z = walk ? mix(start, noise(walk.to, i), sharesOf(state, i, t)) : start;
  return z.map((value) => truncation * value);
}

/** z and the class as one number per class, one of them 1. */
export function inputOf(z: ArrayLike<number>, label: number): Float64Array {
  const all = new Float64Array(LATENT + CLASSES);
  all.set(Array.from(z));
  all[LATENT + label] = 1;
  return all;
}

/** What was computed before, the newest last: sliders come back to what they showed. */
const known = new Map<string, Sample>();
const MOST = 200;

interface Sample {
  image: Grid;
  scores: Float64Array;
}

/** One sample and the ten scores of the classifier. */
function sampleOf(model: ModelId, z: Float64Array, label: number): Sample {
  const key = `${model} ${label} ${z.join()}`;
  const before = known.get(key);
  if (before) return before;
  const generator = loadedModel(model);
  const [code] = generator.graph.inputs;
  const made = forwardNow(generator.graph, generator.weights, {
    [code]: grid([LATENT + CLASSES], inputOf(z, label)),
  });
  const image = made[generator.graph.outputs[0]];
  const { graph, weights } = loadedModel(MODELS[model].judge);
  const scores = forwardNow(graph, weights, { [graph.inputs[0]]: image })[graph.outputs[0]].data;
  if (known.size >= MOST) known.delete(known.keys().next().value!);
  known.set(key, { image, scores });
  return { image, scores };
}

/** An image of a sprite as numbers from 0 to 1 is at `i · 784`; distances are Euclidean. */
function distance(image: ArrayLike<number>, { pixels }: Sprites, i: number): number {
  let sum = 0;
  for (let k = 0; k < PIXELS; k++) {
    const off = image[k] - pixels[i * PIXELS + k] / 255;
    sum += off * off;
  }
  return Math.sqrt(sum);
}

/** The nearest image of a sprite, and how far it is away. */
export function nearestOf(
  image: ArrayLike<number>,
  sprites: Sprites,
): { index: number; distance: number } {
  let found = { index: -1, distance: Infinity };
  for (let i = 0; i < sprites.count; i++) {
    const d = distance(image, sprites, i);
    if (d < found.distance) found = { index: i, distance: d };
  }
  return found;
}

/** Distances of held-out images of a class to their nearest training image, sorted; per sprite. */
const heldOut = new Map<string, Float64Array>();
/** How many held-out images are compared: enough for a median, few enough for a phone. */
const COMPARED = 50;

async function heldOutDistances(state: State, breathe: Breathe): Promise<Float64Array | undefined> {
  const { train, test } = spritesOf(state);
  const before = heldOut.get(train);
  if (before) return before;
  const label = classOf(state, state.sample);
  const [training, testing] = [loadedData(train), loadedData(test)];
  const all: number[] = [];
  for (
    let i = testing.labels.indexOf(label);
    testing.labels[i] === label && all.length < COMPARED;
    i++
  ) {
    const image = Float64Array.from(testing.pixels.subarray(i * PIXELS, (i + 1) * PIXELS), (v) => v / 255); // prettier-ignore
    all.push(nearestOf(image, training).distance);
    if (!(await breathe())) return undefined;
  }
  const sorted = Float64Array.from(all).sort();
  heldOut.set(train, sorted);
  return sorted;
}

const scalar = (value: number): Grid => grid([1, 1, 1], [value]);

/**
 * Named results: `image-0` … [28, 28, 1], `classified` [n, 10, 1] (the scores of the classifier), `z`
 * [1, 32, 1] of the chosen sample; for a walk its `strip` [28, 28, 9]; when asked for the `nearest`
 * training image, its `distance` and the median `heldOutDistance`.
 */
export async function reference(
  state: State,
  _picture: Grid | undefined,
  breathe: Breathe,
): Promise<Outputs | undefined> {
  const { model, n, sample, walk } = state;
  const label = classOf(state, sample);
  const images: Record<string, Grid> = {};
  const classified = grid([n, CLASSES, 1]);
  let since = performance.now();
  const rest = async () => {
    if (performance.now() - since < 12) return true;
    const go = await breathe();
    since = performance.now();
    return go;
  };
  for (let i = 0; i < n; i++) {
    const made = sampleOf(model, codeOf(state, i), classOf(state, i));
    images[`image-${i}`] = made.image;
    classified.data.set(made.scores, i * CLASSES);
    if (!(await rest())) return undefined;
  }
  const outputs: Record<string, Grid> = {
    ...images,
    classified,
    z: grid([1, LATENT, 1], codeOf(state, sample)),
  };
  if (walk) {
    const strip = grid([28, 28, STRIP]);
    for (let k = 0; k < STRIP; k++) {
      const { image } = sampleOf(model, codeOf(state, sample, k / (STRIP - 1)), label);
      image.data.forEach((value, i) => (strip.data[i * STRIP + k] = value));
      if (!(await rest())) return undefined;
    }
    outputs.strip = strip;
  }
  if (state.nearest) {
    const sprites = loadedData(spritesOf(state).train);
    const found = nearestOf(images[`image-${sample}`].data, sprites);
    const others = await heldOutDistances(state, breathe);
    if (!others) return undefined;
    const tile = sprites.pixels.subarray(found.index * PIXELS, (found.index + 1) * PIXELS);
    outputs.nearest = grid(
      [28, 28, 1],
      Float64Array.from(tile, (v) => v / 255),
    );
    outputs.distance = scalar(found.distance);
    outputs.heldOutDistance = scalar(others[others.length >> 1]);
  }
  return outputs;
}
