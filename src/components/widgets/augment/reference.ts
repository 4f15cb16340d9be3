/** The draws of a state and what the classifier says of them, in float64. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { forward } from '../../../lib/nn/forward.ts';
import { momentsOf } from '../../../lib/ops/augment.ts';
import { loadedModel } from '../../../models/store.ts';
import { bring } from '../toolkit/digits.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { applied, drawsOf, isJudged } from './draws.ts';
import { inputGrid, type State } from './state.ts';

export const CLASSIFIER = 'digits-classifier';

/** What a state needs: digits, and the classifier that judges them. */
export const load = (state: State): Promise<unknown> | undefined =>
  state.source.kind === 'digit'
    ? bring([CLASSIFIER], { kind: 'held-out', index: state.source.index })
    : undefined;

/** The pictures: the original, and `draw-0` to `draw-8`. */
export function pictures(state: State, picture: Grid | undefined): Outputs {
  const original = inputGrid(state, picture);
  const all = drawsOf(state).map((draw, i) => [`draw-${i}`, applied(draw, original)] as const);
  const moments = all.flatMap(([, image]) => momentsOf(image));
  return { ...Object.fromEntries(all), draws: grid([all.length, 2, 1], moments), original };
}

export function reference(
  state: State,
  picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  const made = pictures(state, picture);
  return isJudged(state) ? judged(made, drawsOf(state).length, breathe) : made;
}

/** What is known of pictures: the original stays while everything else changes. */
const known = new Map<string, Float64Array>();

/** With the scores of the original (row 0) and of each draw [1 + draws, 10, 1]. */
async function judged(
  made: Outputs,
  count: number,
  breathe: () => Promise<boolean>,
): Promise<Outputs | undefined> {
  const { graph, weights } = loadedModel(CLASSIFIER);
  const images = [made.original, ...Array.from({ length: count }, (_, i) => made[`draw-${i}`])];
  const scores = grid([images.length, 10, 1]);
  for (const [i, image] of images.entries()) {
    const key = image.data.join();
    let found = known.get(key);
    if (!found) {
      const results = await forward(graph, weights, { [graph.inputs[0]]: image }, breathe);
      if (!results || !(await breathe())) return undefined;
      found = results[graph.outputs[0]].data;
      known.set(key, found);
      if (known.size > 40) known.delete(known.keys().next().value!);
    }
    scores.data.set(found, i * 10);
  }
  return { ...made, scores };
}

/** The class with the highest score of a row of `scores`, and that score. */
export function topOf({ data }: Grid, row: number): { label: number; score: number } {
  const scores = [...data.subarray(row * 10, row * 10 + 10)];
  const score = Math.max(...scores);
  return { label: scores.indexOf(score), score };
}
