/** States, gates and their gradients through time as a TensorFlow.js program. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Grid } from '../../../lib/grid.ts';
import { unitsOf, type Cell, type Rules, type Weights } from '../../../lib/recurrent.ts';
import type { Ops } from '../../../runtime/tf.ts';
import { readerOf } from './readers.ts';
import { inputsOf, without } from './reference.ts';
import { rulesOf, stepOf, weightsOf, type State } from './state.ts';

interface Run {
  /** After every step [1 or 2, n]; all blocks side by side; the LSTM's memory. */
  h: Tensor[];
  gates: Tensor[][];
  c: Tensor[];
}

/** What `reference` names. */
export function program(tf: Ops, state: State, picture: Grid | undefined): Record<string, Tensor> {
  const { task, cell } = state;
  const rules = rulesOf(state);
  const xs = inputsOf(state, picture);
  const T = xs.length;
  const weights = task === 'rows' ? readerOf(cell).weights : weightsOf(state);
  const n = unitsOf(weights);
  const net = device(tf, cell, weights);
  const first = (list: readonly Tensor[], width: number) => tf.concat(list.map((v) => tf.slice(v, [0, 0], [1, width])), 0); // prettier-ignore
  /** [T, width] as [width, T, 1]. */
  const across = (list: readonly Tensor[], width: number) => tf.reshape(tf.transpose(first(list, width)), [width, T, 1]); // prettier-ignore
  if (task === 'rows') {
    const run = net.run([xs], rules);
    const { dense, bias } = readerOf(cell);
    const states = tf.concat(run.h, 0);
    const scores = tf.add(tf.matMul(states as Tensor2D, tf.tensor2d(dense), false, true), tf.tensor1d(bias)); // prettier-ignore
    return {
      says: tf.reshape(tf.softmax(scores), [T, 10, 1]),
      states: tf.reshape(states, [T, n, 1]),
      sizes: net.sizes(run, rules),
    };
  }
  // The run without input k goes along as a second row.
  const run = net.run([xs, without(state)], rules);
  const k = stepOf(state);
  const found: Record<string, Tensor> = {
    h: across(run.h, n),
    gates: across(run.gates.map((all) => tf.concat(all, 1)), run.gates[0].length * n), // prettier-ignore
    other: across(run.h.map((v) => tf.slice(v, [1, 0], [1, n])), n), // prettier-ignore
    sizes: net.sizes(run, rules),
  };
  if (cell === 'rnn') return found;
  let left: Tensor = tf.mul(run.h[0], 0);
  found.left = across(
    run.gates.map(([one, keep, new_], t) => {
      const share = cell === 'lstm' ? one : tf.sub(1, keep);
      left = t + 1 === k ? tf.mul(share, new_) : tf.mul(left, keep);
      return left;
    }),
    n,
  );
  if (cell === 'lstm') found.c = across(run.c, n);
  else {
    const reset = state.reset === 'after' ? 'before' : 'after';
    found.swapped = across(net.run([xs], { ...rules, reset }).h, n);
  }
  return found;
}

function device(tf: Ops, cell: Cell, { w, u, b, br }: Weights) {
  const { add, sub, mul, sigmoid, tanh } = tf;
  const n = b[0].length;
  const all = b.length * n;
  const times = (a: Tensor, m: Tensor, flip = false) => tf.matMul(a as Tensor2D, m as Tensor2D, false, flip); // prettier-ignore
  const inner = tf.tensor2d(w.flat());
  const states = tf.tensor2d(u.flat());
  const biases = tf.tensor2d([b.flat()]);
  const second = tf.tensor2d([br ? [...br] : Array<number>(n).fill(0)]);
  /** A block of the columns of a row, or of the rows of `states`. */
  const block = (v: Tensor, k: number, many = 1) => tf.slice(v, [0, k * n], [v.shape[0], many * n]);
  const blockU = (k: number, many = 1) => tf.slice(states, [k * n, 0], [many * n, n]);
  const square = (v: Tensor) => mul(v, v);
  const slope = (v: Tensor) => mul(v, sub(1, v));
  const flat = (v: Tensor) => sub(1, square(v));
  /** v moved to an own tensor of one row. */
  const top = (v: Tensor) => tf.slice(v, [0, 0], [1, n]);

  function run(sequences: readonly (readonly number[][])[], { reset, keep }: Rules): Run {
    const B = sequences.length;
    // All products with inputs at once, the rows of one step side by side.
    const rows = sequences[0].flatMap((_, t) => sequences.map((xs) => xs[t]));
    const fromInputs = add(times(tf.tensor2d(rows), inner, true), biases);
    const hold = (gate: Tensor) => (keep === undefined ? gate : add(mul(gate, 0), keep));
    let h: Tensor = tf.tensor2d(Array<number>(B * n).fill(0), [B, n]);
    let c = h;
    const found: Run = { h: [], gates: [], c: [] };
    for (let t = 0; t < sequences[0].length; t++) {
      const x = tf.slice(fromInputs, [t * B, 0], [B, all]);
      const past = times(h, states, true);
      const sums = add(x, past);
      if (cell === 'rnn') {
        found.gates.push([sums]);
        h = tanh(sums);
      } else if (cell === 'lstm') {
        const [i, f, o] = [sigmoid(block(sums, 0)), hold(sigmoid(block(sums, 1))), sigmoid(block(sums, 3))]; // prettier-ignore
        const g = tanh(block(sums, 2));
        c = add(mul(f, c), mul(i, g));
        h = mul(o, tanh(c));
        found.gates.push([i, f, g, o]);
        found.c.push(c);
      } else {
        const [r, z] = [sigmoid(block(sums, 0)), hold(sigmoid(block(sums, 1)))];
        const seen = reset === 'after' ? mul(r, add(block(past, 2), second)) : add(times(mul(r, h), blockU(2), true), second); // prettier-ignore
        const m = tanh(add(block(x, 2), seen));
        h = add(mul(z, h), mul(sub(1, z), m));
        found.gates.push([r, z, m]);
      }
      found.h.push(h);
    }
    return found;
  }

  /** Backpropagation of every unit of the last state at once: a row each. */
  function sizes({ h, gates, c }: Run, { reset, keep }: Rules): Tensor {
    const T = h.length;
    const free = keep === undefined ? 1 : 0;
    const eye = Array.from({ length: n * n }, (_, i) => Number(i % (n + 1) === 0));
    let dh: Tensor = tf.tensor2d(eye, [n, n]);
    let dc: Tensor = mul(dh, 0);
    const zero = mul(top(h[0]), 0);
    const found: Tensor[] = [];
    const memory: Tensor[] = [];
    for (let t = T; t >= 0; t--) {
      const blocks = t > 0 ? gates[t - 1].map(top) : [];
      const shown = cell === 'lstm' && t > 0 ? tanh(top(c[t - 1])) : zero;
      if (cell === 'lstm' && t > 0) dc = add(dc, mul(dh, mul(blocks[3], flat(shown))));
      found.push(dh);
      memory.push(dc);
      if (t === 0) break;
      const before = t > 1 ? top(h[t - 2]) : zero;
      if (cell === 'rnn') {
        dh = times(mul(dh, flat(top(h[t - 1]))), states);
      } else if (cell === 'lstm') {
        const [i, f, g, o] = blocks;
        const old = t > 1 ? top(c[t - 2]) : zero;
        const parts = [
          mul(dc, mul(g, slope(i))),
          mul(dc, mul(mul(old, slope(f)), free)),
          mul(dc, mul(i, flat(g))),
          mul(dh, mul(shown, slope(o))),
        ];
        dh = times(tf.concat(parts, 1), states);
        dc = mul(dc, f);
      } else {
        const [r, z, m] = blocks;
        const sum = mul(dh, mul(sub(1, z), flat(m)));
        const dz = mul(dh, mul(mul(sub(before, m), slope(z)), free));
        const direct = mul(dh, z);
        if (reset === 'after') {
          const open = add(times(before, blockU(2), true), second);
          const parts = [mul(sum, mul(open, slope(r))), dz, mul(sum, r)];
          dh = add(direct, times(tf.concat(parts, 1), states));
        } else {
          const past = times(sum, blockU(2));
          const parts = [mul(past, mul(before, slope(r))), dz];
          dh = add(add(direct, mul(past, r)), times(tf.concat(parts, 1), blockU(0, 2)));
        }
      }
    }
    const row = (list: readonly Tensor[]) => tf.reshape(tf.concat([...list].reverse().map((v) => tf.reshape(v, [1, n * n])), 0), [T + 1, n * n]); // prettier-ignore
    const size = (list: readonly Tensor[]) => tf.reshape(tf.sqrt(tf.sum(square(row(list)), 1)), [1, T + 1]); // prettier-ignore
    const out = cell === 'lstm' ? tf.concat([size(found), size(memory)], 0) : size(found);
    return tf.reshape(out, [out.shape[0], T + 1, 1]);
  }

  return { run, sizes };
}
