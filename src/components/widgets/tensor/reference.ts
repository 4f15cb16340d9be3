/** What stands on screen, in float64. */
import { grid, type Grid } from '../../../lib/grid.ts';
import type { Made } from '../../../lib/tensor.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { bOf, bytesOf, make, resultType, rival, xOf, type State } from './state.ts';

/** What a view asks again: where the numbers come from. */
export interface Worked {
  made: Made;
  other?: { made: Made; perm?: number[] };
}

const worked = new WeakMap<Grid, Worked>();

/** How the result of `outputs` was made. */
export const workedOf = (outputs: Outputs): Worked => worked.get(outputs.x)!;

/** Results by name; −0 is 0. */
export function reference(state: State, picture: Grid | undefined): Outputs {
  const x = xOf(state, picture);
  const b = bOf(state);
  const made = make(state, x, b);
  const other = rival(state, x, made.y);
  worked.set(x, { made, other });
  const one = (value: number) => grid([1], [value]);
  const plus = ({ shape, data }: Grid) => grid(shape, data.map((value) => value + 0)); // prettier-ignore
  const { y } = made;
  return {
    y: plus(y),
    ...(other && { other: plus(other.made.y) }),
    x,
    ...(b && { b }),
    rank: one(y.shape.length),
    size: one(y.data.length),
    bytes: one(y.data.length * bytesOf(resultType(state))),
  };
}
