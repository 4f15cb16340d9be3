/** States of the augmentation bench that cover every change, the same ones in every run. */
import { mulberry32 } from '@lib/random.ts';
import {
  CORNERS,
  METHODS,
  MIXING,
  OPS,
  parse,
  SPREADS,
  type State,
} from '@widgets/augment/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

export function combinations(
  count: number,
  seed = 1,
  photographs = true,
): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  return Array.from({ length: count }, (_, i) => {
    const op = OPS[i % OPS.length];
    const digit = !photographs || MIXING.includes(op) || random() < 0.5;
    const query: Query = {
      image: digit ? `test-${Math.floor(random() * 1500)}` : pick(['cat', 'coins', 'digit-3']),
      op,
      strength: pick(['0', '0.1', '0.25', '0.5', '0.8', '1']),
      spread: pick(SPREADS),
      seed: `${Math.floor(random() * 1000)}`,
      draw: `${Math.floor(random() * (op === 'standardize' ? 5 : 9))}`,
      method: pick(METHODS),
      corners: pick(CORNERS),
    };
    const { state, problems } = parse(query);
    if (!state) throw new Error(JSON.stringify(problems));
    return { query, state };
  });
}
