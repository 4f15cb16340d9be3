/** States of the distillation bench, the same ones in every run. */
import { mulberry32 } from '@lib/random.ts';
import { HIDDEN, LADDER, type State } from '@widgets/distill/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { stroked } from '../dissector/strokes.ts';
import { stateOf } from './bench.ts';

/** All three views; one in `train` of them trains, shortly, with few pictures. */
export function combinations(count: number, seed = 1, train = 8): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const pick = <T>(values: readonly T[]): T => values[whole(0, values.length - 1)];
  const logit = () => +(20 * random() - 10).toFixed(2);
  return Array.from({ length: count }, (_, i) => {
    const steps = 10 * whole(1, 3);
    const query: Query = {
      mode: i % train === train - 1 ? 'train' : pick(['targets', 'temperature']),
      ...(random() < 0.15 ? { input: stroked(whole(0, 9)) } : { image: `test-${whole(0, 1499)}` }),
      temperature: `${pick(LADDER)}`,
      alpha: `${whole(0, 10) / 10}`,
      square: pick(['0', '1', '1']),
      student: random() < 0.3 ? `${logit()}` : Array.from({ length: 10 }, logit).join(),
      labels: `${whole(1, 2)}`,
      pool: `${pick([0, 1, 2])}`,
      hidden: pick(HIDDEN),
      steps: `${steps}`,
      at: random() < 0.5 ? 'end' : `${whole(0, steps)}`,
      seed: `${whole(0, 999)}`,
    };
    return { query, state: stateOf(query) };
  });
}
