/** States of the attacks, the same ones in every run. */
import { mulberry32 } from '@lib/random.ts';
import { loadData } from '@models/data.ts';
import { readFromDisk } from '@models/on-disk.ts';
import { loadModel } from '@models/store.ts';
import { ATTACKS, MODEL, parse, type State } from '@widgets/adversarial/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { stroked } from '../dissector/strokes.ts';

/** Brings the model and the held-out digits. */
export async function loadAll(): Promise<void> {
  readFromDisk();
  await Promise.all([loadModel(MODEL), loadData('digits/test')]);
}

/** Both attacks over all digits, drawn ones too; few steps and draws, as each is a forward pass. */
export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (n: number) => Math.floor(random() * n);
  return Array.from({ length: count }, (_, i) => {
    const query: Query = {
      ...(random() < 0.15 ? { input: stroked(whole(10)) } : { image: `test-${whole(1500)}` }),
      attack: ATTACKS[i % 2],
      target: `${whole(10)}`,
      eps: `${[0, 0.01, 0.05, 0.1, 0.15, 0.2, 0.3][whole(7)]}`,
      steps: `${[1, 1, 2, 3][whole(4)]}`,
      seed: `${whole(10_000)}`,
      draws: `${1 + whole(2)}`,
    };
    const { state, problems } = parse(query);
    if (!state) throw new Error(`${JSON.stringify(query)}: ${JSON.stringify(problems)}`);
    return { query, state };
  });
}
