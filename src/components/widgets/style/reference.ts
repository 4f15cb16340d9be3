/** What stands on screen, in float64: the Gram matrix of a picture, or a run and a step of it. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { ADAM, CHANNELS, exactGram, features, inUnits, losses, orderOf, reordered, SIDE } from '../../../lib/style.ts'; // prettier-ignore
import type { Outputs } from '../toolkit/kind.ts';
import { inSlices } from '../toolkit/slices.ts';
import { contentOf, pixelsOf, shownStep, type State } from './state.ts';
import { trained, training } from './training.ts';

const one = (value: number): Grid => grid([1], [value]);
const square = (values: ArrayLike<number>): Grid => grid([SIDE, SIDE, 1], values);
const matrix = (values: ArrayLike<number>): Grid => grid([CHANNELS, CHANNELS, 1], values);
const maps = (values: ArrayLike<number>): Grid => grid([SIDE, SIDE, CHANNELS], values);

function gramResults(state: State, picture: Grid | undefined): Outputs {
  const content = contentOf(state, picture);
  const order = orderOf(state.shuffle);
  const F = reordered(features(content), order);
  const G = exactGram(inUnits(F));
  const before = exactGram(inUnits(features(pixelsOf(state.content, picture))));
  const moved = G.map((g, i) => g - before[i]);
  return {
    gram: matrix(G),
    features: maps(F),
    moved: matrix(moved),
    movedCount: one(moved.reduce((sum, d) => sum + Number(d !== 0), 0)),
    content: square(content),
  };
}

/** Every result of a state; `picture` is the reader's own, where one of the two is. */
export function resultsOf(state: State, picture?: Grid): Outputs {
  if (state.show === 'gram') return gramResults(state, picture);
  const { stands, history, targets } = trained(state, picture);
  const step = shownStep(state);
  const { image } = stands[step];
  const { content, style, gradient, features: F, gram: G } = losses(image, targets);
  const after = stands[step + 1];
  const t = step + 1;
  return {
    image: square(image),
    contentLoss: one(content),
    styleLoss: one(style),
    total: one(targets.alpha * content + targets.beta * style),
    gram: matrix(G),
    styleGram: matrix(targets.style),
    features: maps(F),
    gradient: square(gradient),
    next: square(after.image),
    mean: square(after.m.map((m) => m / (1 - ADAM.beta1 ** t))),
    root: square(after.v.map((v) => Math.sqrt(v / (1 - ADAM.beta2 ** t)))),
    content: square(contentOf(state, picture)),
    style: square(pixelsOf(state.style, picture)),
    step: one(step),
    history: grid([state.steps + 1, 2, 1], history.slice(0, state.steps + 1).flatMap((at) => [at.content, at.style])), // prettier-ignore
  };
}

/** Results by name; a run that takes longer goes on in slices and is given up when stale. */
export function reference(
  state: State,
  picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  if (state.show === 'gram') return gramResults(state, picture);
  return inSlices(training(state, picture), breathe, () => resultsOf(state, picture));
}
