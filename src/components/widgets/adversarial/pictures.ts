/** The pixels of the pictures. Pure. */
import type { Grid } from '../../../lib/grid.ts';
import { digitGrid } from '../toolkit/digits.ts';
import type { Colours, Pixels, View as AnyView } from '../toolkit/kind.ts';
import { paint } from '../toolkit/maps.ts';
import { magnitude } from '../toolkit/text.ts';
import { runOf } from './reference.ts';
import type { State } from './state.ts';
import type { Words } from './strings.ts';

export type View = AnyView<State, Words>;

/** The picture as it is. */
export const cleanOf = ({ state, picture }: View): Grid => digitGrid(state.source, picture);

/** What was added to each pixel. */
export function changeOf(view: View, row: 'attacked' | 'noisy'): Float64Array {
  const x = cleanOf(view).data;
  const moved = view.outputs![row].data;
  return Float64Array.from(x, (value, i) => moved[i] - value);
}

export function images(view: View, colours: Colours): Record<string, () => Pixels> {
  const { outputs, state } = view;
  const made = (values: ArrayLike<number>, signed?: number): Pixels => {
    const scale = { kind: signed ? 'signed' : 'grey', min: 0, max: signed ?? 1 } as const;
    const data = paint(values, 784, 0, 1, scale, colours.positive, colours.negative);
    return { height: 28, width: 28, data };
  };
  // Changes are drawn on the scale of ε; where it is 0 there is nothing to draw.
  const eps = state.eps || 1;
  return {
    x: () => made(cleanOf(view).data),
    gradient: () => made(outputs!.direction.data, magnitude(outputs!.direction.data) || 1),
    signs: () => made(runOf(state)!.noises[0].signs, 2),
    change: () => made(changeOf(view, 'attacked'), eps),
    noise: () => made(changeOf(view, 'noisy'), eps),
    attacked: () => made(outputs!.attacked.data),
    noisy: () => made(outputs!.noisy.data),
    drawn: () => {
      const { rows } = state.source as { rows: number[][] };
      const data = new Uint8ClampedArray(rows.length * rows[0].length * 4).fill(255);
      rows.flat().forEach((value, i) => data.fill(value, i * 4, i * 4 + 3));
      return { height: rows.length, width: rows[0].length, data };
    },
  };
}
