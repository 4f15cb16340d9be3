/** The cut, its costs and how they came about, in float64. */
import { clickScene, shrink } from '../../../lib/click-scene.ts';
import {
  borderWeights,
  colorAround,
  colorCosts,
  cutEnergy,
  minimumCut,
  relearn,
  type ColorImage,
  type GridCosts,
} from '../../../lib/graph-cut.ts';
import { grid, type Grid } from '../../../lib/grid.ts';
import { maskOverlap } from '../../../lib/masks.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { inSlices } from '../toolkit/slices.ts';
import { clicksText, SHAPES, type Click, type State } from './state.ts';

/** Colors of the object and of the background, one for each click. */
export type Colors = readonly [object: number[][], background: number[][]];

/** One cut with the colors it used. */
export interface Round {
  colors: Colors;
  costs: GridCosts;
  mask: Uint8Array;
  flow: number;
  data: number;
  border: number;
  total: number;
  /** Pixels that are object. */
  taken: number;
}

/** What holds after some of the clicks. */
export interface Step {
  clicks: readonly Click[];
  /** Whether both signs were clicked: otherwise there is nothing to cut. */
  cut: boolean;
  /** The first cut, and those after the colors were learned again. */
  rounds: Round[];
  last: Round;
  /** Where the truth is known. */
  iou?: number;
}

export interface Scene extends ColorImage {
  truth?: Uint8Array;
  neighbor?: Uint8Array;
}

export interface Analysis {
  scene: Scene;
  /** λw to the right and down. */
  right: Float64Array;
  down: Float64Array;
  /** After no click, after the first, … */
  steps: Step[];
}

const analyses = new WeakMap<State, Analysis>();
/** What `reference` has worked out for a state. */
export const analysisOf = (state: State): Analysis => analyses.get(state)!;

/** The picture that is cut. */
export function sceneOf(state: State, picture: Grid | undefined): Scene {
  const { image, height, width, size } = state;
  if (image === SHAPES) return { height, width, channels: 1, ...clickScene(state) };
  return shrink(picture!.data, picture!.shape, size);
}

/** Costs with the clicked pixels as constraints: their own label is free, the other costs ∞. */
export function constrained(costs: GridCosts, clicks: readonly Click[], width: number): GridCosts {
  const [object, background] = [costs.object.slice(), costs.background.slice()];
  for (const { inside, at } of clicks) {
    const i = at[0] * width + at[1];
    object[i] = inside ? 0 : Infinity;
    background[i] = inside ? Infinity : 0;
  }
  return { ...costs, object, background };
}

function oneRound(
  scene: Scene,
  edges: Pick<GridCosts, 'right' | 'down'>,
  clicks: readonly Click[],
  colors: Colors,
): Round {
  const { height, width } = scene;
  const n = height * width;
  const [object, background] = colors.map((side) => (side.length > 0 ? colorCosts(scene, side) : new Float64Array(n))); // prettier-ignore
  const costs = { height, width, object, background, ...edges };
  const held = constrained(costs, clicks, width);
  const cut = colors.every((side) => side.length > 0);
  const { mask, flow } = cut ? minimumCut(held) : { mask: new Uint8Array(n), flow: 0 };
  const taken = mask.reduce((sum, v) => sum + v, 0);
  // Without a cut a clicked pixel would cost ∞.
  return { colors, costs, mask, flow, ...cutEnergy(cut ? held : costs, mask), taken };
}

/** The results of earlier clicks, by what they depend on. */
const known = new Map<string, Step>();
const ids = new WeakMap<Grid, number>();
let count = 0;
const idOf = (picture: Grid) => {
  if (!ids.has(picture)) ids.set(picture, ++count);
  return ids.get(picture)!;
};
const KEPT = 60;

function* work(state: State, picture: Grid | undefined): Generator<void> {
  const { lambda, sigma, clicks, rounds: most, image, size, gray, soft, noise, seed } = state;
  const scene = sceneOf(state, picture);
  const { width, truth } = scene;
  yield;
  const weights = borderWeights(scene, sigma);
  const edges = { right: weights.right.map((w) => lambda * w), down: weights.down.map((w) => lambda * w) }; // prettier-ignore
  yield;
  const about = [image === SHAPES ? [gray, soft, noise, seed].join() : `${idOf(picture!)} ${size}`, lambda, sigma, most].join(' '); // prettier-ignore
  const steps: Step[] = [];
  for (let k = 0; k <= clicks.length; k++) {
    const some = clicks.slice(0, k);
    const key = `${about} ${clicksText(some)}`;
    let step = known.get(key);
    if (!step) {
      const taught = (side: boolean) => some.filter(({ inside }) => inside === side).map(({ at }) => colorAround(scene, at[0], at[1])); // prettier-ignore
      const held = new Set(some.map(({ at }) => at[0] * width + at[1]));
      const rounds = [oneRound(scene, edges, some, [taught(true), taught(false)])];
      const cut = rounds[0].colors.every((side) => side.length > 0);
      yield;
      while (cut && rounds.length <= most) {
        const { mask, colors } = rounds[rounds.length - 1];
        const next = oneRound(scene, edges, some, [relearn(scene, mask, 1, colors[0], held), relearn(scene, mask, 0, colors[1], held)]); // prettier-ignore
        rounds.push(next);
        yield;
        if (next.mask.every((v, i) => v === mask[i])) break;
      }
      const last = rounds[rounds.length - 1];
      step = { clicks: some, cut, rounds, last, ...(truth && { iou: maskOverlap(truth, last.mask).iou }) }; // prettier-ignore
    }
    known.delete(key);
    known.set(key, step);
    if (known.size > KEPT) known.delete(known.keys().next().value!);
    steps.push(step);
  }
  analyses.set(state, { scene, ...edges, steps });
}

/** The row of `history` for a step. */
const rowOf = ({ last: { taken, data, border, total, flow }, iou }: Step) => [
  taken,
  data,
  border,
  total,
  flow,
  ...(iou === undefined ? [] : [iou]),
];

function results(state: State): Outputs {
  const { scene, steps, right, down } = analysisOf(state);
  const { height, width } = scene;
  const { rounds, last, iou } = steps[steps.length - 1];
  const { mask, costs, data, border, total, flow } = last;
  const four = new Float64Array(4 * height * width);
  mask.forEach((_, i) =>
    four.set([costs.object[i], costs.background[i], right[i], down[i]], 4 * i),
  );
  const one = (value: number): Grid => grid([1], [value]);
  const rows = steps.slice(Math.min(1, state.clicks.length)).map(rowOf);
  return {
    y: grid([height, width, 1], mask),
    costs: grid([height, width, 4], four),
    data: one(data),
    border: one(border),
    energy: one(total),
    flow: one(flow),
    ...(iou !== undefined && { iou: one(iou) }),
    history: grid([rows.length, rows[0].length, 1], rows.flat()),
    ...(state.rounds > 0 && {
      rounds: grid(
        [rounds.length, 2, 1],
        rounds.flatMap((round) => [round.total, round.taken]),
      ),
    }),
  };
}

/**
 * `y` [H, W, 1], the mask after all clicks; `costs` [H, W, 4]: of object, of background (before clicks
 * forbid), of separating a pixel from the one to its right, and from the one below; `data`, `border`,
 * `energy` of the mask and `flow`; `iou` where the truth is known; `history` [clicks, 5 or 6]: pixels,
 * data, border, energy, flow, IoU after each click; `rounds` [rounds + 1, 2]: energy and pixels.
 */
export function reference(
  state: State,
  picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  return inSlices(work(state, picture), breathe, () => results(state));
}
