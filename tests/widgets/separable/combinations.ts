/** States of the separable bench, the same ones in every run. */
import { mulberry32 } from '@lib/random.ts';
import { channelsText, matrixText, type Query } from '@widgets/toolkit/query.ts';
import { ALPHAS, parse, type State } from '@widgets/separable/state.ts';

export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const pick = <T>(values: readonly T[]): T => values[whole(0, values.length - 1)];
  return Array.from({ length: count }, () => {
    const fine = random() < 0.4;
    const number = (max: number) => (fine ? Math.round((random() * 2 - 1) * max * 100) / 100 + 0 : whole(-max, max)); // prettier-ignore
    const rows = (h: number, w: number, max: number) => Array.from({ length: h }, () => Array.from({ length: w }, () => number(max))); // prettier-ignore
    const k = whole(1, 4);
    const channels = whole(1, 4);
    const [h, w] = [whole(k, 6), whole(k, 6)];
    const every = (side: [number, number], max: number) => Array.from({ length: channels }, () => rows(...side, max)); // prettier-ignore
    const query: Query = {
      net: random() < 0.25 ? 'mobilenet' : 'layer',
      kernel: `${whole(1, 11)}`,
      inputs: `${whole(1, 600)}`,
      outputs: `${whole(1, 600)}`,
      side: `${whole(1, 120)}`,
      alpha: pick(ALPHAS),
      form: pick(['separable', 'standard']),
      x: channelsText(every([h, w], pick([5, 99]))),
      depthwise: channelsText(every([k, k], pick([3, 20]))),
      pointwise: matrixText(rows(whole(1, 6), channels, pick([3, 20]))),
    };
    const { state, problems } = parse(query);
    if (!state) throw new Error(JSON.stringify([query, problems]));
    return { query, state };
  });
}
