/** Seeded states for tests: every network, activation and loss, one sample and two. */
import { mulberry32 } from '@lib/random.ts';
import { NETS, SHAPES, type LeafKey } from '@widgets/backprop/graphs.ts';
import { parse, stepsOf, designOf, type State } from '@widgets/backprop/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

/** Queries that are states, the same ones in every run; each network in turn. */
export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const found: { query: Query; state: State }[] = [];
  for (let i = 0; i < count; i++) {
    const net = NETS[i % NETS.length];
    // What goes through a kernel without bounds grows fast, and float32 with it.
    const conv = net === 'conv';
    const size = one(conv ? [1, 1, 2] : [1, 1, 2, 4]);
    const number = () => one(['0', '1', ...Array(8).fill('')]) || ((2 * random() - 1) * size).toFixed(2); // prettier-ignore
    const matrix = (rows: number, cols: number) =>
      Array.from({ length: rows }, () => Array.from({ length: cols }, number).join(',')).join(';');
    const query: Query = { net, activation: one(['sigmoid', 'tanh', 'relu', 'linear']) };
    const samples = net !== 'conv' && random() < 0.5 ? 2 : 1;
    if (random() < 0.4 && (net === 'two-layer' || net === 'neuron')) {
      query.loss = 'bce';
      if (net === 'neuron') query.activation = 'sigmoid';
    }
    for (const [key, [rows, cols]] of Object.entries(SHAPES[net]) as [
      LeafKey,
      [number, number],
    ][]) {
      const sampled = net !== 'conv' && (key === 'x' || key === 't');
      query[key] = matrix(sampled ? samples : rows, cols);
    }
    const target = () => (net === 'softmax' ? one(['1', '2']) : one(['0', '1', '0.25', '0.9']));
    query.t = Array.from({ length: samples }, target).join(';');
    query.rate = one(conv ? ['0', '0.01'] : ['0', '0.01', '0.1', '0.5']);
    if (samples === 2 && random() < 0.7) query.pass = '2';
    if (random() < 0.5) query.zero = '0';
    const { state } = parse(query);
    if (!state) throw new Error(JSON.stringify(query));
    if (random() < 0.5) query.step = `${Math.floor(random() * (stepsOf(designOf(state)) + 1))}`;
    found.push({ query, state: parse(query).state! });
  }
  return found;
}
