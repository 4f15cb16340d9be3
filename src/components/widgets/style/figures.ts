/** The pictures that both views show, and the fields beside them. Pure. */
import { SIDE } from '../../../lib/style.ts';
import { selectField } from '../toolkit/controls.ts';
import type { View as ViewOf } from '../toolkit/kind.ts';
import { fill } from '../toolkit/text.ts';
import { inkPaths, mapFigure } from './draw.ts';
import { IDS, type Source, type State } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** Whether the Gram matrix is on show, and not a run. */
export const isGram = ({ state }: { state: State }): boolean => state.show === 'gram';

export const nameOf = (id: Source, { things, own }: Words) => (id === 'own' ? own : things[id]);

/** A picture in ink. */
export const ink = (values: ArrayLike<number>) => inkPaths(values, SIDE, 1, 'y-ink');

export const paintedCount = ({ paint }: State) => paint.reduce((sum, v) => sum + v, 0);

/** Where the marker of a map stands. */
export const placeOn = ({ cursor }: View, on: string, layer = 0) =>
  cursor.on === on && cursor.at[0] === layer ? cursor.at.slice(1) : undefined;

/** The first picture; pressed pixels are inverted. */
export function contentFigure(view: View): string {
  const { words, outputs, state } = view;
  const inside = ink(outputs!.content.data);
  const what = isGram(view) ? words.picture : words.contentPicture;
  const painted = paintedCount(state);
  return mapFigure({
    on: 'content',
    rows: SIDE,
    cols: SIDE,
    inside,
    alt: `${what}${words.colon}${nameOf(state.content, words)}${painted ? `${words.comma}${fill(words.painted, { n: painted })}` : ''}`,
    label: `${what}${words.colon}${words.paintHint}`,
    at: placeOn(view, 'content'),
    more: ' data-press="paint" data-sweep',
    name: 'y-paper',
  });
}

/** Which picture it is. */
export function sourceField(
  { id, words, state, own }: View,
  key: 'content' | 'style',
  label: string,
): string {
  const choices = Object.fromEntries(IDS.map((each) => [each, words.things[each]]));
  if (own) choices.own = words.own;
  return selectField({ id, key, label, value: state[key] }, choices);
}

export function clearHtml({ words, state }: View): string {
  const none = state.paint.includes(1) ? '' : ' disabled';
  return `<button type="button" data-do="act:clear"${none}>${words.clear}</button>`;
}
