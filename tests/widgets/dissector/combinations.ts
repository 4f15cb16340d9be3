/** States of the dissector that cover every view and layer, the same ones in every run. */
import { mapsOf } from '@lib/nn/explain.ts';
import { mulberry32 } from '@lib/random.ts';
import { loadData } from '@models/data.ts';
import { readFromDisk } from '@models/on-disk.ts';
import { loadModel } from '@models/store.ts';
import { parse, SITE, SITE_LAYERS, type State } from '@widgets/dissector/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { stroked } from './strokes.ts';

/** Brings the model and the held-out digits. */
export async function loadAll(): Promise<void> {
  readFromDisk();
  await Promise.all([loadModel(SITE), loadData('digits/test')]);
}

export interface Combination {
  query: Query;
  state: State;
}

/** Queries over views, layers, maps, cells and classes; `occlusion` takes long and comes seldom. */
export function combinations(count: number, seed = 1, often = 0.02): Combination[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const below = (n: number) => Math.floor(random() * n);
  const found: Combination[] = [];
  while (found.length < count) {
    const layer = SITE_LAYERS[found.length % SITE_LAYERS.length];
    const [H, W, C] = mapsOf({ shape: [...layer.shape] });
    const view = random() < often ? 'occlusion' : pick(['maps', 'maps', 'maps', 'grad-cam']);
    const [rows, cols] = view === 'maps' ? [H, W] : [14, 14];
    const query: Query = {
      ...(random() < 0.15 ? { input: stroked(below(10)) } : { image: `test-${below(1500)}` }),
      view,
      layer: layer.name,
      map: pick(['max', `${below(C)}`]),
      cell: pick(['max', `${below(rows)},${below(cols)}`]),
      class: pick(['top', `${below(10)}`]),
      square: pick(['3', '5', '7', '11', '13']),
      fill: pick(['black', 'grey']),
    };
    const { state, problems } = parse(query);
    if (!state) throw new Error(`${JSON.stringify(query)}: ${JSON.stringify(problems)}`);
    found.push({ query, state });
  }
  return found;
}
