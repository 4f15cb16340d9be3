/** Lists of layers that fit together, with a layer and a cell to look at; the same in every run. */
import { integer, mulberry32 } from '@lib/random.ts';
import { parse, type State } from '@widgets/ledger/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const options = (pool: boolean) => {
    const s = pick(['', '', ',s2', ',s3', ',s1x2']);
    const p = pick(['', ',p1', ',same', ',p2', ',p1x0', ',p0x1x0x1']);
    const d = pool ? '' : pick(['', '', ',d2', ',d1x3']);
    return `${s}${p}${d}`;
  };
  const kernel = () => pick(['1x1', '3x3', '3x3', '5x5', '2x3', '4x4', '3x1']);
  const layer = (depth: number): string => {
    switch (pick(['conv', 'conv', 'conv', 'depthwise', 'pool', 'plain', 'add', 'concat', 'pad'])) {
      case 'depthwise':
        return `depthwise:${kernel()}${options(false)}${pick(['', ',m2'])},nobias`;
      case 'pool':
        return `${pick(['maxpool', 'avgpool'])}:${pick(['2', '3', '3x2'])}${options(true)}${pick(['', ',ceil'])}`;
      case 'plain':
        return pick(['relu', 'bn', 'lrn', 'dropout:0.5', 'tanh']);
      case 'pad':
        return `pad:${pick(['1', '2x0', '0x1x2x0'])}`;
      case 'add':
        return depth > 1 ? 'bn' : `add(conv:3x3,4,same;${layer(depth + 1)};conv:1x1,4|conv:1x1,4)`;
      case 'concat':
        return depth > 1 ? 'bn' : `concat(conv:5x5,2,same|conv:3x3,4,p2,d2;relu|)`;
      default:
        return `conv:${kernel()},${pick([2, 4, 6])}${options(false)}${pick(['', ',g2', ',nobias'])}`;
    }
  };
  const found: { query: Query; state: State }[] = [];
  while (found.length < count) {
    const [h, w] = [pick([8, 13, 16, 24, 32]), pick([9, 16, 20, 31])];
    const layers = Array.from({ length: integer(random, 1, 7) }, () => layer(0));
    if (random() < 0.15) layers.push('gap', 'dense:5');
    else if (random() < 0.2) layers.push('flatten', 'relu', 'dense:7,nobias', 'softmax');
    const query: Query = { layers: `input:${h},${w},${pick([1, 2, 3])};${layers.join(';')}` };
    if (random() < 0.2) query.size = pick(['20', '16,24']);
    const { state } = parse(query);
    if (!state) continue;
    const row = integer(random, 0, state.ledger.rows.length - 1);
    const cells = state.ledger.rows[row].cells;
    query.layer = String(row);
    query.cell = cells.map((n) => integer(random, 0, n - 1)).join();
    query.image = pick(['cat', 'none', 'digit-3']);
    const chosen = parse(query);
    if (chosen.state) found.push({ query, state: chosen.state });
  }
  return found;
}
