/** Maps of a scene, their model's counterparts, and how well both agree, in float64. */
import { compareMaps } from '../../../lib/boxes.ts';
import { grid, type Grid } from '../../../lib/grid.ts';
import { forward } from '../../../lib/nn/forward.ts';
import type { Scene } from '../../../lib/scenes.ts';
import { loadedModel } from '../../../models/store.ts';
import { bringScenes, composedId, PIXELS, remember, sceneOf, SIDE } from '../toolkit/composed.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { clicksText, type Click, type Spot, type State } from './state.ts';

export const MODEL = 'scenes-segmenter';

export const load = () => bringScenes(MODEL);

/** Background and ten digits. */
export const CLASSES = 11;
/** A pixel belongs to a mask from this probability on. */
export const INSIDE = 0.5;

/** The radius of a click: pixels at most this far away are 1. */
const RADIUS = 2;

/** What the model sees [64, 64, 3]: grey, positive clicks, negative clicks. */
export function inputOf({ image }: Scene, clicks: readonly Click[]): Grid {
  const input = grid([SIDE, SIDE, 3]);
  for (let p = 0; p < PIXELS; p++) input.data[3 * p] = image.data[p];
  for (const { inside, at } of clicks) {
    for (let dr = -RADIUS; dr <= RADIUS; dr++) {
      for (let dc = -RADIUS; dc <= RADIUS; dc++) {
        const [row, col] = [at[0] + dr, at[1] + dc];
        if (dr * dr + dc * dc > RADIUS * RADIUS) continue;
        if (row < 0 || col < 0 || row >= SIDE || col >= SIDE) continue;
        input.data[3 * (row * SIDE + col) + (inside ? 1 : 2)] = 1;
      }
    }
  }
  return input;
}

/** The visible ink pixel of digit i (from 0) nearest to the middle of its ink. */
export function middleOf({ instances }: Scene, i: number): Spot {
  const spots: Spot[] = [];
  instances.forEach((v, p) => {
    if (v === i + 1) spots.push([Math.floor(p / SIDE), p % SIDE]);
  });
  const mean = [0, 1].map((axis) => spots.reduce((sum, s) => sum + s[axis], 0) / spots.length);
  const off = ([r, c]: Spot) => (r - mean[0]) ** 2 + (c - mean[1]) ** 2;
  return spots.reduce((best, spot) => (off(spot) < off(best) ? spot : best));
}

/** The clicks of each run of the model for a state; none for the semantic map. */
export function runsOf(state: State): Click[][] {
  const scene = sceneOf(state);
  if (state.view === 'semantic') return [[]];
  if (state.view === 'instance') {
    return scene.labels.map((_, i) => [{ inside: true, at: middleOf(scene, i) }]);
  }
  const { clicks } = state;
  return clicks.length === 0 ? [[]] : clicks.map((_, k) => clicks.slice(0, k + 1));
}

/** The digit (from 1) that clicks mean: that of the first positive one, or nearest to it. */
export function targetOf({ instances }: Scene, clicks: readonly Click[]): number | undefined {
  const first = clicks.find(({ inside }) => inside);
  if (!first) return undefined;
  let [found, least] = [0, Infinity];
  instances.forEach((v, p) => {
    const off = (Math.floor(p / SIDE) - first.at[0]) ** 2 + ((p % SIDE) - first.at[1]) ** 2;
    if (v > 0 && off < least) [found, least] = [v, off];
  });
  return found;
}

/** Two maps of the same kind and how they agree. */
export interface Row {
  /** The class (0 background, 1 + digit), the digit (from 1), or the click (from 1). */
  id: number;
  /** Pixels of the model, of the truth, of both, of either. */
  model: number;
  truth: number;
  both: number;
  either: number;
  iou: number;
  dice: number;
}

export interface Analysis {
  scene: Scene;
  runs: Click[][];
  /** The truth and the model's map: classes, digits from 1, or 1 inside the mask. */
  truth: Uint8Array;
  map: Uint8Array;
  rows: Row[];
  /** The mean IoU of the rows; with clicks the IoU after the last one. NaN without rows. */
  score: number;
  /** Share of the pixels that agree. */
  accuracy: number;
  /** The digit that is meant by clicks, from 1. */
  target: number | undefined;
}

const maps = new Map<string, Grid>();
const analyses = new WeakMap<State, Analysis>();

const keyOf = (state: State, run: readonly Click[]) =>
  `${composedId(state)} ${state.view === 'semantic' ? 'semantic' : 'mask'} ${clicksText(run)}`;

/** The analysis of a state; undefined until `reference` has been there. */
export function analysisOf(state: State): Analysis | undefined {
  const known = analyses.get(state);
  if (known) return known;
  const runs = (() => {
    try {
      return runsOf(state);
    } catch {
      return undefined; // the digits have not come yet
    }
  })();
  const made = runs?.map((run) => maps.get(keyOf(state, run)));
  if (!runs || !made?.every((each) => each !== undefined)) return undefined;
  const analysis = analyse(state, runs, made);
  analyses.set(state, analysis);
  return analysis;
}

/** The channel with the greatest number in each pixel. */
function greatest({ data, shape: [, , channels] }: Grid): Uint8Array {
  return Uint8Array.from({ length: PIXELS }, (_, p) => {
    let best = 0;
    for (let c = 1; c < channels; c++) {
      if (data[p * channels + c] > data[p * channels + best]) best = c;
    }
    return best;
  });
}

/** The digit (from 1) whose mask has the greatest probability of at least 0.5, else 0. */
function joined(masks: readonly Grid[]): Uint8Array {
  return Uint8Array.from({ length: PIXELS }, (_, p) => {
    let [best, most] = [0, INSIDE];
    masks.forEach(({ data }, i) => {
      if (data[p] > most || (best === 0 && data[p] === most)) [best, most] = [i + 1, data[p]];
    });
    return best;
  });
}

/** One class of two maps. */
function rowOf(id: number, model: ArrayLike<number>, truth: ArrayLike<number>, value: number): Row {
  let [a, b, both] = [0, 0, 0];
  for (let p = 0; p < PIXELS; p++) {
    const [m, t] = [model[p] === value, truth[p] === value];
    a += Number(m);
    b += Number(t);
    both += Number(m && t);
  }
  const either = a + b - both;
  return { id, model: a, truth: b, both, either, iou: both / either, dice: (2 * both) / (a + b) };
}

function analyse(state: State, runs: Click[][], made: Grid[]): Analysis {
  const scene = sceneOf(state);
  const share = (map: Uint8Array, truth: Uint8Array) =>
    map.filter((v, p) => v === truth[p]).length / PIXELS;
  if (state.view === 'semantic') {
    const [map, truth] = [greatest(made[0]), scene.semantic];
    const { iou, meanIou, accuracy } = compareMaps(map, truth, CLASSES);
    const rows = iou.flatMap((v, c) => (Number.isNaN(v) ? [] : [rowOf(c, map, truth, c)]));
    return { scene, runs, truth, map, rows, score: meanIou, accuracy, target: undefined };
  }
  if (state.view === 'instance') {
    const [map, truth] = [joined(made), Uint8Array.from(scene.instances)];
    const rows = scene.labels.map((_, i) => rowOf(i + 1, map, truth, i + 1));
    const score = rows.reduce((sum, { iou }) => sum + iou, 0) / rows.length;
    return { scene, runs, truth, map, rows, score, accuracy: share(map, truth), target: undefined };
  }
  const target = targetOf(scene, state.clicks);
  const truth = Uint8Array.from(scene.instances, (v) => Number(v === target));
  const masks = made.map((mask) => joined([mask]));
  const map = masks.at(-1)!;
  const rows = target === undefined ? [] : masks.map((mask, k) => rowOf(k + 1, mask, truth, 1));
  const score = rows.at(-1)?.iou ?? NaN;
  return { scene, runs, truth, map, rows, score, accuracy: share(map, truth), target };
}

const scalar = (value: number): Grid => grid([1, 1, 1], [value]);

/**
 * Named results: `semantic` [64, 64, 11], the probabilities of the classes, or `masks` [64, 64, k],
 * the probabilities of each digit clicked once, or after each click; `map` and `truth` [64, 64, 1];
 * `scores` [n, 7, 1]: class, digit or click, pixels of the model, of the truth, of both, of either, IoU,
 * Dice; scalars `score` and `accuracy`. Without a positive click there are no `scores` and no
 * `score`.
 */
export async function reference(
  state: State,
  _picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Promise<Outputs | undefined> {
  const scene = sceneOf(state);
  const wanted = state.view === 'semantic' ? 'semantic' : 'mask';
  const { graph, weights } = loadedModel(MODEL);
  for (const run of runsOf(state)) {
    const key = keyOf(state, run);
    if (maps.has(key)) continue;
    const inputs = { [graph.inputs[0]]: inputOf(scene, run) };
    const made = await forward(graph, weights, inputs, breathe);
    if (!made) return undefined;
    remember(maps, key, made[wanted], 160);
  }
  return outputsOf(state, analysisOf(state)!);
}

function outputsOf(state: State, analysis: Analysis): Outputs {
  const { rows, runs, map, truth, score, accuracy } = analysis;
  const made = runs.map((run) => maps.get(keyOf(state, run))!);
  const flat = rows.flatMap((row) => [row.id, row.model, row.truth, row.both, row.either, row.iou, row.dice]); // prettier-ignore
  return {
    ...(state.view === 'semantic' ? { semantic: made[0] } : { masks: sideBySide(made) }),
    map: grid([SIDE, SIDE, 1], map),
    truth: grid([SIDE, SIDE, 1], truth),
    ...(rows.length > 0 && { scores: grid([rows.length, 7, 1], flat), score: scalar(score) }),
    accuracy: scalar(accuracy),
  };
}

/** Masks [64, 64, 1] as the channels of one grid. */
function sideBySide(masks: readonly Grid[]): Grid {
  const n = masks.length;
  const all = grid([SIDE, SIDE, n]);
  masks.forEach(({ data }, k) => data.forEach((v, p) => (all.data[p * n + k] = v)));
  return all;
}
