/** States of the transfer bench, the same ones in every run. */
import { mulberry32 } from '@lib/random.ts';
import { keepDrawing, sampleText } from '@widgets/transfer/samples.ts';
import { parse, WAYS, type Key, type State } from '@widgets/transfer/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

/** @param most examples per class: few, where every state is trained */
export function combinations(
  count: number,
  seed = 1,
  most = 10,
): { query: Query<Key>; state: State }[] {
  const random = mulberry32(seed);
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const pick = <T>(values: readonly T[]): T => values[whole(0, values.length - 1)];
  const shape = () => `${pick(['o', 'x', 'z'])}${whole(1, 9)}`;
  const drawing = () => {
    const rows = Array.from({ length: 28 }, () => Array(28).fill(0) as number[]);
    const [r, c] = [whole(3, 15), whole(3, 15)];
    for (let i = 0; i < 9; i++) [rows[r + i][c], rows[r][c + i]] = [255, 170];
    return rows;
  };
  const samples = () => Array.from({ length: whole(0, 3) }, () => pick([shape, () => sampleText(keepDrawing(drawing()))])()).join(','); // prettier-ignore
  return Array.from({ length: count }, () => {
    const query: Query<Key> = {
      task: pick(['digits', 'own', 'own']),
      shots: pick(['1', '2', '3', '5', '10'].filter((n) => Number(n) <= most)),
      draw: `${whole(1, 8)}`,
      steps: pick(['0', '1', '5', '20']),
      dx: `${whole(-6, 6)}`,
      dy: pick(['0', '0', '-3', '5']),
      way: pick(WAYS),
      examples: [shape(), ...Array.from({ length: whole(1, 3) }, samples)].join(';'),
      ...(random() < 0.5 ? { image: shape() } : { input: drawing().map((row) => row.join(',')).join(';') }), // prettier-ignore
    };
    const { state, problems } = parse(query);
    if (!state) throw new Error(JSON.stringify([query, problems]));
    return { query, state };
  });
}
