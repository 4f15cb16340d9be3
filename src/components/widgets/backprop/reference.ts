/** The results in float64, from src/lib. */
import {
  backwardGraph,
  forwardGraph,
  numericGradient,
  type Backward,
  type Graph,
} from '../../../lib/backprop.ts';
import { grid, type Grid } from '../../../lib/grid.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { build, PARAMETERS, type Built } from './graphs.ts';
import { designOf, type State } from './state.ts';

/** Everything about the pass on show. */
export interface Trace {
  built: Built;
  /** Values of the leaves, in the order of `built.leaves`. */
  leaves: number[];
  values: Float64Array;
  back: Backward;
  /** Places in `built.leaves` of what is learned. */
  parameters: number[];
  /** What each parameter's `.grad` holds before this pass: 0, or what nobody set to zero. */
  left: number[];
  /** `.grad` after this pass, and the parameter after the update. */
  held: number[];
  next: number[];
  loss: number;
  /** The loss of the same sample after the update. */
  after: number;
  /** The same, had the gradients been set to zero (or not); in the second pass only. */
  other?: number;
}

/** Values of the leaves of a state for one sample. */
export function leavesOf(
  { net, leaves }: State,
  { leaves: list }: Built,
  sample: number,
): number[] {
  return list.map(({ key, row, col }) => {
    const sampled = net !== 'conv' && (key === 'x' || key === 't');
    return leaves[key]![sampled ? sample : row][col];
  });
}

const traces = new WeakMap<State, Trace>();

/** One pass, forward, back and update; the second one starts from what the first one left. */
export function traceOf(state: State): Trace {
  let trace = traces.get(state);
  if (!trace) traces.set(state, (trace = work(state)));
  return trace;
}

function work(state: State): Trace {
  const { rate, pass, zero } = state;
  const built = build(designOf(state));
  const { graph } = built;
  const parameters = built.leaves.flatMap(({ key }, i) => (PARAMETERS.includes(key) ? [i] : []));
  const leaves = leavesOf(state, built, pass - 1);
  let left = parameters.map(() => 0);
  if (pass === 2) {
    const before = traceOf({ ...state, pass: 1 });
    parameters.forEach((leaf, i) => (leaves[leaf] = before.next[i]));
    left = before.held;
  }
  const values = forwardGraph(graph, leaves);
  const back = backwardGraph(graph, values);
  const own = parameters.map((leaf) => back.grads[built.leaves[leaf].node]);
  const step = (grads: number[]) => parameters.map((leaf, i) => leaves[leaf] - rate * grads[i]);
  const forgotten = own.map((g, i) => g + left[i]);
  const held = zero ? own : forgotten;
  const next = step(held);
  return {
    built,
    leaves,
    values,
    back,
    parameters,
    left: zero ? left.map(() => 0) : left,
    held,
    next,
    loss: values[graph.length - 1],
    after: lossWith(graph, leaves, parameters, next),
    ...(pass === 2 && { other: lossWith(graph, leaves, parameters, step(zero ? forgotten : own)) }),
  };
}

function lossWith(graph: Graph, leaves: number[], places: number[], values: number[]): number {
  const moved = [...leaves];
  places.forEach((leaf, i) => (moved[leaf] = values[i]));
  return forwardGraph(graph, moved)[graph.length - 1];
}

const one = (value: number): Grid => grid([1, 1, 1], [value]);

/**
 * `nodes` [nodes, 2]: value and ∂L/∂node of the pass on show; `update` [4, parameters]: value,
 * gradient of this pass, `.grad`, value after the update; `loss` before and `after` the update, in
 * the second pass `other`, the loss after it with the other choice; `check` [leaves, 1]: central
 * differences.
 */
export function reference(state: State): Outputs {
  const { built, leaves, values, back, parameters, held, next, loss, after, other } =
    traceOf(state);
  const learned = parameters.map((leaf) => built.leaves[leaf].node);
  const rows = [
    ...learned.map((node) => values[node]),
    ...learned.map((node) => back.grads[node]),
    ...held,
    ...next,
  ];
  const nodes = built.graph.flatMap((_, i) => [values[i], back.grads[i]]);
  return {
    nodes: grid([built.graph.length, 2, 1], nodes),
    update: grid([4, parameters.length, 1], rows),
    loss: one(loss),
    after: one(after),
    ...(other !== undefined && { other: one(other) }),
    check: grid([leaves.length, 1, 1], numericGradient(built.graph, leaves)),
  };
}
