/** States of the tensor viewer that cover every operation, the same ones in every run. */
import { sizeOf } from '@lib/grid.ts';
import { mulberry32 } from '@lib/random.ts';
import { OPS, parse, type State } from '@widgets/tensor/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const made: { query: Query; state: State }[] = [];
  for (let i = 0; made.length < count; i++) {
    const op = OPS[i % OPS.length];
    const rank = op === 'matmul' ? whole(2, 4) : op === 'stack' ? whole(0, 3) : whole(0, 4);
    const shape = Array.from({ length: rank }, () => whole(1, 4));
    if (sizeOf(shape) > 96) continue;
    const dtype = pick(['uint8', 'int32', 'float32']);
    const number = () =>
      dtype === 'uint8'
        ? whole(0, 255)
        : op === 'cast' && dtype === 'int32'
          ? pick([whole(-400, 400), 2 ** 24 + 1, -(2 ** 31), 70000])
          : dtype === 'int32'
            ? whole(-99, 99)
            : Math.round((random() * 400 - (op === 'cast' ? 0 : 200)) * 1000) / 1000 / (op === 'cast' ? 2 : 1); // prettier-ignore
    const list = (of: readonly number[]) => Array.from({ length: sizeOf(of) }, number).join(',');
    const axes = shape.map((_, axis) => axis);
    const shuffled = [...axes].sort(() => random() - 0.5);
    const query: Query = { source: 'numbers', shape: shape.join(','), dtype, op };
    if (random() < 0.8 || dtype === 'uint8') query.values = list(shape);
    if (op === 'reshape') {
      const to = [...shape].sort(() => random() - 0.5);
      if (to.length < 4 && random() < 0.5) to.splice(whole(0, to.length), 0, 1);
      if (to.length > 0 && random() < 0.4) to[whole(0, to.length - 1)] = -1;
      if (random() < 0.3) query.to = '-1';
      else query.to = to.join(',');
    } else if (op === 'transpose') query.perm = shuffled.join(',');
    else if (op === 'slice') {
      query.slice = shape
        .slice(0, whole(0, rank))
        .map((n) => {
          const at = whole(0, n - 1);
          return pick([`${at}`, `${at - n}`, `${at}:`, ':', '::-1', `:${at + 1}`, '::2', `${at}:${at + 1}`]); // prettier-ignore
        })
        .join(',');
    } else if (op === 'reduce') {
      query.axes = shuffled.slice(0, whole(0, rank)).map((axis) => (random() < 0.3 ? axis - rank : axis)).join(','); // prettier-ignore
      query.reduce = pick(['sum', 'mean', 'max']);
      query.keepdims = pick(['0', '1']);
    } else if (op === 'cast') query.as = pick(['uint8', 'int32', 'float32']);
    else {
      let b = [...shape];
      if (op === 'broadcast') {
        b = shape.slice(whole(0, rank)).map((n) => (random() < 0.4 ? 1 : n));
        query.fn = pick(['add', 'sub', 'mul']);
      } else if (op === 'matmul') {
        const inner = [shape[rank - 1], whole(1, 3)];
        b = random() < 0.5 ? inner : [...shape.slice(0, -2), ...inner];
      } else {
        query.axis = `${whole(-rank - Number(op === 'stack'), rank - Number(op === 'concat'))}`;
        if (op === 'concat') {
          if (rank === 0) continue;
          b[Number(query.axis) < 0 ? Number(query.axis) + rank : Number(query.axis)] = whole(1, 3);
        }
      }
      if (sizeOf(b) > 96) continue;
      query.bShape = b.join(',');
      query.bValues = list(b);
    }
    const { state, problems } = parse(query);
    if (!state) throw new Error(JSON.stringify([query, problems]));
    made.push({ query, state });
  }
  return made;
}
