/** States that cover every branch of the program, the same ones in every run: no pictures. */
import { CLICK_SCENE } from '@lib/click-scene.ts';
import { mulberry32 } from '@lib/random.ts';
import { parse, type Key, type State } from '@widgets/clicks/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

export function combinations(count: number, seed = 1): { query: Query<Key>; state: State }[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const clicksOf = (n: number) => {
    const places = new Map<string, string>();
    for (let k = 0; k < n; k++) {
      const at = `${Math.floor(random() * CLICK_SCENE.height)},${Math.floor(random() * CLICK_SCENE.width)}`; // prettier-ignore
      places.set(at, `${pick(['+', '-'])}${at}`);
    }
    return [...places.values()].join(';');
  };
  return Array.from({ length: count }, () => {
    const query: Query<Key> = {
      gray: pick(['0', '3.5', '5', '5.6', '8']),
      soft: pick(['0', '3', '8']),
      noise: pick(['0', '0.5', '1', '3']),
      seed: pick(['1', '2', '77']),
      lambda: pick(['0', '1', '20', '60', '400']),
      sigma: pick(['0.2', '1', '1.5', '5', '8']),
      rounds: pick(['0', '0', '0', '1', '4']),
      clicks: pick([
        '+17,12;-4,32',
        '+17,12;-4,32;-16,27',
        `+17,12;-4,32;${clicksOf(2)}`,
        clicksOf(5),
        clicksOf(1),
        '',
      ]),
    };
    return parse(query).state ? query : { ...query, clicks: '+0,0;-29,39' };
  }).map((query) => ({ query, state: parse(query).state! }));
}
