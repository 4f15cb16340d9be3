/** Drawing by pointer or key onto a typed matrix, as text. Pure; fetched with the first stroke. */
import { channelsText, parseChannels } from './query.ts';

type Cell = readonly [row: number, col: number];

/** An empty drawing of 28×28. */
export const BLANK = Array(28).fill(Array(28).fill(0).join(',')).join(';');

/**
 * Ink on the first channel along the line between two cells, softly on their neighbours as well
 * unless it is placed by key.
 */
export function strokeText(
  text: string,
  from: Cell,
  to: Cell,
  erase: boolean,
  soft: boolean,
): string {
  const channels = parseChannels('input', text);
  const ink = [
    [0, 0, 255],
    ...(soft
      ? [
          [0, 1, 160],
          [1, 0, 160],
          [0, -1, 160],
          [-1, 0, 160],
        ]
      : []),
  ];
  for (const [row, col] of lineOf(from, to)) {
    for (const [dr, dc, tone] of ink) {
      const line = channels[0][row + dr];
      if (line?.[col + dc] === undefined) continue;
      line[col + dc] = erase ? 0 : Math.max(line[col + dc], tone);
    }
  }
  return channelsText(channels);
}

/** Whether a cell of the first channel carries ink. */
export function inked(text: string, [row, col]: Cell): boolean {
  return parseChannels('input', text)[0][row]?.[col] > 0;
}

/** The cells between two, both included: a fast pointer skips some. */
export function lineOf([r0, c0]: Cell, [r1, c1]: Cell): Cell[] {
  const steps = Math.max(Math.abs(r1 - r0), Math.abs(c1 - c0), 1);
  return Array.from({ length: steps + 1 }, (_, i): Cell => {
    const t = i / steps;
    return [Math.round(r0 + t * (r1 - r0)), Math.round(c0 + t * (c1 - c0))];
  });
}
