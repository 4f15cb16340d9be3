/** The pixels of the pictures. Pure. */
import type { Grid } from '../../../lib/grid.ts';
import type { Colours, Pixels, View as AnyView } from '../toolkit/kind.ts';
import { drawnDigits, ownOf, pictureOf, testDigits } from './reference.ts';
import { tileOfSample } from './samples.ts';
import type { State } from './state.ts';
import type { Words } from './strings.ts';

export type View = AnyView<State, Words>;

/** Tiles of 28×28 from 0 to 1, ten in a row. */
function mosaic(tiles: readonly Float64Array[]): Pixels {
  const rows = Math.ceil(tiles.length / 10);
  const data = new Uint8ClampedArray(rows * 28 * 280 * 4).fill(255);
  tiles.forEach((tile, n) => {
    tile.forEach((value, i) => {
      const row = 28 * Math.floor(n / 10) + Math.floor(i / 28);
      const at = row * 280 + 28 * (n % 10) + (i % 28);
      data.fill(255 * value, at * 4, at * 4 + 3);
    });
  });
  // Two hundred digits at once: half the size until the script comes.
  return { height: rows * 28, width: 280, data, quality: 50, shrink: 2 };
}

function single({ data }: Grid, full = 1): Pixels {
  const out = new Uint8ClampedArray(data.length * 4).fill(255);
  data.forEach((value, i) => out.fill((255 * value) / full, i * 4, i * 4 + 3));
  return { height: 28, width: 28, data: out, quality: 60 };
}

export function images({ state }: View, _: Colours): Record<string, () => Pixels> {
  const still = { dx: 0, dy: 0 };
  const examples = state.examples.flatMap((each, k) => each.map((sample, i) => [`example-${k}-${i}`, () => single(tileOfSample(sample))] as const)); // prettier-ignore
  return {
    drawn: () => mosaic(drawnDigits(state).map((index) => pictureOf(index, still))),
    tests: () => mosaic(testDigits().map((index) => pictureOf(index, state))),
    asked: () => single(ownOf(state).asked),
    pad: () => {
      const { rows } = state.asked as { rows: number[][] };
      return {
        ...single({ shape: [rows.length, rows[0].length, 1], data: Float64Array.from(rows.flat()) }, 255),
        height: rows.length,
        width: rows[0].length,
      }; // prettier-ignore
    },
    ...Object.fromEntries(examples),
  };
}
