/** The graph on the device: TensorFlow.js computes the values, `tf.grads` finds every gradient. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Graph, GraphNode } from '../../../lib/backprop.ts';
import { grads } from '../../../runtime/gradients.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { build, PARAMETERS } from './graphs.ts';
import { leavesOf } from './reference.ts';
import { designOf, type State } from './state.ts';

/** A node from its arguments; every number is a tensor [1]. */
function nodeOf(tf: Ops, { op, label }: GraphNode, a: Tensor[]): Tensor {
  const { add, mul } = tf;
  const minus = (v: Tensor) => mul(v, -1);
  switch (op) {
    case 'product':
      return mul(a[0], a[1]);
    case 'sum':
      return a.reduce((x, y) => add(x, y));
    case 'dot': {
      const n = (a.length - 1) / 2;
      const products = mul(tf.concat(a.slice(0, n)), tf.concat(a.slice(n, 2 * n)));
      return add(tf.reshape(tf.sum(products), [1]), a[2 * n]);
    }
    case 'sigmoid':
      return tf.sigmoid(a[0]);
    case 'tanh':
      return tf.tanh(a[0]);
    case 'relu':
      return tf.relu(a[0]);
    case 'squared': {
      const off = add(a[0], minus(a[1]));
      return mul(off, off);
    }
    case 'bce':
      return add(tf.softplus(a[0]), minus(mul(a[1], a[0])));
    case 'cross-entropy':
      // Of two classes: −ln(eᵏ/(eᵏ + eʲ)) = ln(1 + e^(j − k)).
      return tf.softplus(add(a[1 - label!], minus(a[label!])));
    default:
      return a[0];
  }
}

/** Every node's value; what is added to a node tells `grads` of its own gradient. */
function forward(tf: Ops, graph: Graph, leaves: Tensor[], probes?: Tensor[]): Tensor[] {
  const values: Tensor[] = [];
  let leaf = 0;
  let probe = 0;
  for (const node of graph) {
    if (node.op === 'leaf') values.push(leaves[leaf++]);
    else {
      const value = nodeOf(tf, node, node.args.map((i) => values[i])); // prettier-ignore
      values.push(probes ? tf.add(value, probes[probe++]) : value);
    }
  }
  return values;
}

/** The results of `reference` by the same names, but for the differences. */
export function program(tf: Ops, state: State): Record<string, Tensor> {
  const { rate, pass, zero } = state;
  const tensor = (value: number): Tensor => tf.tensor1d([value]);
  let weights: Tensor[] | undefined;
  let held: Tensor[] | undefined;
  let nodes: Tensor[] = [];
  let update: Tensor[] = [];
  const scalars: Record<string, Tensor> = {};
  for (let now: 1 | 2 = 1; now <= pass; now++) {
    const built = build(designOf({ ...state, pass: now as 1 | 2 }));
    const { graph, leaves: list } = built;
    const learned = list.flatMap(({ key }, i) => (PARAMETERS.includes(key) ? [i] : []));
    const leaves = leavesOf(state, built, now - 1).map(tensor);
    if (weights) learned.forEach((i, k) => (leaves[i] = weights![k]));
    const last = graph.length - 1;
    const inner = graph.filter(({ op }) => op !== 'leaf').map(() => tensor(0));
    let values: Tensor[] = [];
    const loss = (...all: Tensor[]) => {
      values = forward(tf, graph, all.slice(0, leaves.length), all.slice(leaves.length));
      return values[last];
    };
    const found = grads(loss)([...leaves, ...inner]);
    const ofLeaves = found.slice(0, leaves.length);
    const ofInner = found.slice(leaves.length);
    let leaf = 0;
    let worker = 0;
    const all = graph.map(({ op }) => (op === 'leaf' ? ofLeaves[leaf++] : ofInner[worker++]));
    // Recorded values are released when `grads` returns: the leaves are known, the rest comes again.
    values = forward(tf, graph, leaves);
    const own = learned.map((i) => ofLeaves[i]);
    const summed: Tensor[] = held ? own.map((g, i) => tf.add(g, held![i])) : own;
    const used = zero ? own : summed;
    const step = (by: Tensor[]) => learned.map((i, k) => tf.sub(leaves[i], tf.mul(by[k], rate)));
    const after = (moved: Tensor[]) => {
      const next = [...leaves];
      learned.forEach((i, k) => (next[i] = moved[k]));
      return tf.reshape(forward(tf, graph, next)[last], [1, 1, 1]);
    };
    const next = step(used);
    nodes = graph.flatMap((_, i) => [values[i], all[i]]);
    update = [...learned.map((i) => leaves[i]), ...own, ...used, ...next];
    scalars.loss = tf.reshape(values[last], [1, 1, 1]);
    scalars.after = after(next);
    if (now === 2) scalars.other = after(step(zero ? summed : own));
    weights = next;
    held = used;
  }
  return {
    nodes: tf.reshape(tf.concat(nodes), [nodes.length / 2, 2, 1]),
    update: tf.reshape(tf.concat(update), [4, update.length / 4, 1]),
    ...scalars,
  };
}
