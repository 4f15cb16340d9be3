/** States of the multilayer perceptron that cover every branch, the same ones in every run. */
import { layout } from '@lib/mlp.ts';
import { ACTIVATIONS, DATA_SETS, FEATURES, OPTIMIZERS } from '@lib/playground.ts';
import { mulberry32 } from '@lib/random.ts';
import { parse, type State } from '@widgets/mlp/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const rounded = (reach: number) => Math.round((2 * random() - 1) * reach * 1000) / 1000 + 0;
  return Array.from({ length: count }, (_, i) => {
    const data = DATA_SETS[i % DATA_SETS.length];
    const features = FEATURES.filter(() => random() < 0.4);
    if (features.length === 0) features.push('y');
    const hidden = pick(['', '1', '4', '8', '3,2', '5,4,3', '4,3,2,5', '8,8,8,8']);
    const widths = hidden === '' ? [] : hidden.split(',').map(Number);
    const sizes = [features.length, ...widths, 1];
    const layer = Math.floor(random() * sizes.length);
    const query: Query = {
      data,
      ...(data === 'custom' && {
        points: Array.from({ length: 1 + Math.floor(random() * 12) }, () => `${rounded(6)},${rounded(6)},${pick([0, 1])}`).join(';'), // prettier-ignore
      }),
      noise: pick(['0', '0.25', '1.5']),
      dataSeed: `${Math.floor(random() * 1000)}`,
      features: features.join(','),
      hidden,
      activation: ACTIVATIONS[Math.floor(i / DATA_SETS.length) % ACTIVATIONS.length],
      bias: random() < 0.8 ? '1' : '0',
      optimizer: pick(OPTIMIZERS),
      rate: pick(['0.001', '0.01', '0.03']),
      l2: pick(['0', '0', '0.01', '0.3']),
      batch: pick(['1', '7', '10', '100']),
      seed: `${Math.floor(random() * 1000)}`,
      ...(random() < 0.25 && {
        weights: Array.from({ length: layout(sizes).count }, () => rounded(1)).join(','),
      }),
      steps: pick(['0', '1', '7', '20', '43']),
      ...(random() < 0.6 && { neuron: `${layer},${Math.floor(random() * sizes[layer])}` }),
    };
    const { state, problems } = parse(query);
    if (!state) throw new Error(JSON.stringify(problems));
    return { query, state };
  });
}
