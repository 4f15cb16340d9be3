/** States of the optimizer race that cover every branch, the same ones in every run. */
import { CONVENTIONS, METHODS, SCHEDULES } from '@lib/optimizers.ts';
import { mulberry32 } from '@lib/random.ts';
import { SURFACES } from '@lib/surfaces.ts';
import { HABITS, parse, type State } from '@widgets/optimizers/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  return Array.from({ length: count }, (_, i) => {
    const surface = SURFACES[i % SURFACES.length];
    const [mx, my] = HABITS[surface].middle;
    const place = (middle: number) => +(middle + random() * 4 - 2).toFixed(2);
    const some = METHODS.filter(() => random() < 0.4);
    const steps = pick([1, 2, 7, 20, 60]);
    const valley = surface === 'rosenbrock';
    const query: Query = {
      surface,
      ...(surface === 'quadratic' && {
        curvatures: pick(['1,8', '0.5,20', '3,3', '1,100']),
        rotate: pick(['0', '30', '-75', '90']),
      }),
      ...(random() < 0.7 && { start: `${place(mx)},${place(my)}` }),
      optimizers: (some.length > 0 ? some : [METHODS[i % METHODS.length]]).join(','),
      rate: valley ? pick(['0.0005', '0.001', '0.01']) : pick(['0.02', '0.1', '0.25', '0.5']),
      adaptiveRate: pick(['0.01', '0.05', '0.3']),
      beta: pick(['0', '0.5', '0.9']),
      rho: pick(['0.5', '0.9', '0.99']),
      beta1: pick(['0', '0.8', '0.9']),
      beta2: pick(['0.9', '0.999']),
      eps: pick(['1e-8', '1e-3']),
      decay: pick(['0', '0', '0.1']),
      convention: CONVENTIONS[Math.floor(i / SURFACES.length) % 2],
      schedule: pick(SCHEDULES),
      every: pick(['3', '10']),
      factor: pick(['0.1', '0.5']),
      warmup: pick(['0', '0', '4']),
      noise: pick(['0', '0', '0.5']),
      seed: `${Math.floor(random() * 1000)}`,
      steps: `${steps}`,
      ...(random() < 0.5 && { at: `${Math.floor(random() * (steps + 1))}` }),
    };
    const { state, problems } = parse(query);
    if (!state) throw new Error(JSON.stringify(problems));
    return { query, state };
  });
}
