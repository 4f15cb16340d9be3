/**
 * Backpropagation on a graph of numbers: every node is one number, computed from numbers before it.
 *
 * The way back follows D. E. Rumelhart, G. E. Hinton and R. J. Williams, “Learning representations
 * by back-propagating errors”, Nature 323, 1986: a node multiplies the gradient that reaches it by
 * its local derivatives and sends the products to its arguments, where they add up.
 */
import { ACTIVATIONS, softmax } from './ops/activation.ts';

export const UNITS = ['sigmoid', 'tanh', 'relu', 'linear'] as const;
export type Unit = (typeof UNITS)[number];

/**
 * What a node does with its arguments.
 *
 * - `leaf`: nothing, its value is given
 * - `product`: a·b
 * - `sum`: a + b + …
 * - `dot`: Σ aᵢ·bᵢ + c for arguments a₁ … aₙ, b₁ … bₙ, c
 * - an activation of one argument
 * - `squared`: (a − t)²
 * - `bce`: −t ln σ(z) − (1 − t) ln(1 − σ(z)) of a logit z and a target t
 * - `cross-entropy`: −ln softmax(z)ₖ of logits z, k the node's `label`
 */
export type Op = 'leaf' | 'product' | 'sum' | 'dot' | Unit | 'squared' | 'bce' | 'cross-entropy';

export interface GraphNode {
  name: string;
  op: Op;
  /** Places of the arguments in the list of nodes; all come before the node itself. */
  args: readonly number[];
  /** The right class, from 0, of `cross-entropy`. */
  label?: number;
}

/** Nodes in an order in which they can be computed; the last one is the loss. */
export type Graph = readonly GraphNode[];

/** f and f′ of an activation. */
export function unit(op: Unit): { f(x: number): number; df(x: number): number } {
  return op === 'linear' ? { f: (x) => x, df: () => 1 } : ACTIVATIONS[op];
}

const isUnit = (op: Op): op is Unit => (UNITS as readonly string[]).includes(op);

/** The value of a node from those of its arguments. */
export function valueOf({ op, label }: GraphNode, a: readonly number[]): number {
  if (isUnit(op)) return unit(op).f(a[0]);
  switch (op) {
    case 'leaf':
      throw new RangeError('the value of a leaf is given');
    case 'product':
      return a[0] * a[1];
    case 'sum':
      return a.reduce((x, y) => x + y);
    case 'dot': {
      const n = (a.length - 1) / 2;
      let sum = a[2 * n];
      for (let i = 0; i < n; i++) sum += a[i] * a[n + i];
      return sum;
    }
    case 'squared':
      return (a[0] - a[1]) ** 2;
    case 'bce':
      return ACTIVATIONS.softplus.f(a[0]) - a[1] * a[0];
    case 'cross-entropy': {
      const top = Math.max(...a);
      return Math.log(a.reduce((sum, z) => sum + Math.exp(z - top), 0)) + top - a[label!];
    }
  }
}

/** The local derivatives of a node: one number per argument. */
export function localOf({ op, label }: GraphNode, a: readonly number[]): number[] {
  if (isUnit(op)) return [unit(op).df(a[0])];
  switch (op) {
    case 'leaf':
      return [];
    case 'product':
      return [a[1], a[0]];
    case 'sum':
      return a.map(() => 1);
    case 'dot': {
      const n = (a.length - 1) / 2;
      return [...a.slice(n, 2 * n), ...a.slice(0, n), 1];
    }
    case 'squared':
      return [2 * (a[0] - a[1]), 2 * (a[1] - a[0])];
    case 'bce':
      return [ACTIVATIONS.sigmoid.f(a[0]) - a[1], -a[0]];
    case 'cross-entropy':
      return softmax(a).map((p, k) => p - (k === label ? 1 : 0));
  }
}

/**
 * The way forward: the value of every node.
 *
 * @param leaves values of the leaves, in the order of the nodes
 * @throws RangeError when there are not as many values as leaves, or an argument comes too late.
 */
export function forwardGraph(graph: Graph, leaves: readonly number[]): Float64Array {
  const values = new Float64Array(graph.length);
  let used = 0;
  graph.forEach((node, i) => {
    if (node.args.some((arg) => arg >= i)) {
      throw new RangeError(`node ${i} (${node.name}) uses a node that comes after it`);
    }
    values[i] =
      node.op === 'leaf' ? leaves[used++] : valueOf(node, node.args.map((arg) => values[arg])); // prettier-ignore
  });
  if (used !== leaves.length) {
    throw new RangeError(`the graph has ${used} leaves, but ${leaves.length} values are given`);
  }
  return values;
}

export interface Backward {
  /** ∂L/∂node. */
  grads: Float64Array;
  /** The local derivatives of each node, one per argument. */
  local: number[][];
  /** What each node sends to each of its arguments: incoming gradient × local derivative. */
  sent: number[][];
}

/** The way back, from the last node to the first. */
export function backwardGraph(graph: Graph, values: ArrayLike<number>): Backward {
  const grads = new Float64Array(graph.length);
  grads[graph.length - 1] = 1;
  const local: number[][] = graph.map(() => []);
  const sent: number[][] = graph.map(() => []);
  for (let i = graph.length - 1; i >= 0; i--) {
    const { args } = graph[i];
    local[i] = localOf(graph[i], args.map((arg) => values[arg])); // prettier-ignore
    sent[i] = local[i].map((d) => grads[i] * d);
    args.forEach((arg, k) => (grads[arg] += sent[i][k]));
  }
  return { grads, local, sent };
}

/** Central differences: (L(v + h) − L(v − h)) / 2h for every leaf. */
export function numericGradient(graph: Graph, leaves: readonly number[], h = 1e-5): number[] {
  const loss = (moved: readonly number[]) => forwardGraph(graph, moved)[graph.length - 1];
  return leaves.map((value, i) => {
    const at = (v: number) => loss(leaves.map((leaf, k) => (k === i ? v : leaf)));
    return (at(value + h) - at(value - h)) / (2 * h);
  });
}
