/** What an evaluation says: one row per figure, with the bound that it has to keep. */

export interface Row {
  model: string;
  /** Name of the figure, in English; it is also how a card names it. */
  figure: string;
  value: number;
  /** Absent where a figure is only reported, for comparison. */
  bound?: number;
  higherIsBetter?: boolean;
  /** Whether the bound is kept; true where there is none. */
  holds: boolean;
  /** The data that it holds on. */
  split: string;
}

/** Images that a model gets wrong, by their place in a sprite; the page draws them. */
export interface Failures {
  /** The sprite, as `digits/test`. */
  data: string;
  what: { zh: string; en: string };
  /** Place of the image in the sprite, its class, and what the model makes of it. */
  items: { index: number; label: number; read?: number; value?: number }[];
}

export interface Evaluation {
  rows: Row[];
  failures?: Failures[];
}

/** A row with its verdict: at least `bound` where more is better, at most `bound` otherwise. */
export function row(
  model: string,
  figure: string,
  value: number,
  split: string,
  bound?: number,
  higherIsBetter = true,
): Row {
  const given = { model, figure, value, split };
  if (bound === undefined) return { ...given, holds: true };
  const holds = higherIsBetter ? value >= bound : value <= bound;
  return { ...given, bound, higherIsBetter, holds };
}
