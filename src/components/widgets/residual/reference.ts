/** What stands on screen, in float64. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { backward, parametersOf as weightsOf, rms } from '../../../lib/residual-nets.ts';
import { blockBackward, blockForward, projects } from '../../../lib/residual.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { inSlices } from '../toolkit/slices.ts';
import type { State } from './state.ts';
import { digits, trained, training } from './training.ts';

/** Results by name; training that takes longer goes on in slices and is given up when stale. */
export function reference(
  state: State,
  _picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  if (state.mode === 'block') return blockResults(state);
  return inSlices(training(state), breathe, () => netResults(state));
}

/** Weights of the block: both kernels, and the projection where it is used. */
export function parametersOf(state: State): number[] {
  const used = [state.kernel1, state.kernel2, ...(projects(state) ? [state.projection] : [])];
  return used.map(({ data }) => data.length);
}

export function blockResults(state: State): Outputs {
  const passed = blockForward(state);
  const { hidden, branch, shortcut, y } = passed;
  const ones = grid(y.shape, new Float64Array(y.data.length).fill(1));
  const { input, byBranch, byShortcut } = blockBackward(state, passed, ones);
  return {
    y,
    hidden,
    branch,
    ...(shortcut && { shortcut }),
    gradient: input,
    gradientBranch: byBranch,
    gradientShortcut: byShortcut,
    parameters: grid([1], [parametersOf(state).reduce((a, b) => a + b)]),
  };
}

/** The training itself; sizes of signals and gradients layer by layer for the deep networks. */
export function netResults(state: State): Outputs {
  const runs = trained(state);
  const deep = runs.slice(1);
  const n = deep.length;
  const { depth, steps } = state;
  const gradients = grid([depth, n, 1]);
  const signals = grid([depth - 1, n, 1]);
  deep.forEach(({ at, pass }, i) => {
    const { weights } = backward(at, pass, digits());
    weights.forEach((g, l) => (gradients.data[l * n + i] = rms(g)));
    pass.inputs.slice(1).forEach((a, l) => (signals.data[l * n + i] = rms(a)));
  });
  // A run that has ended keeps its last loss.
  const history = Array.from({ length: steps + 1 }, (_, k) =>
    runs.map(({ losses }) => losses[Math.min(k, losses.length - 1)]),
  );
  return {
    loss: grid([runs.length, 1, 1], runs.map(({ pass }) => pass.loss)), // prettier-ignore
    gradients,
    signals,
    accuracy: grid([runs.length, 1, 1], runs.map(({ pass }) => pass.accuracy)), // prettier-ignore
    parameters: grid([runs.length, 1, 1], runs.map(({ shape }) => weightsOf(shape.depth))), // prettier-ignore
    step: grid([runs.length, 1, 1], runs.map(({ at }) => at.steps)), // prettier-ignore
    history: grid([steps + 1, runs.length, 1], history.flat()),
  };
}
