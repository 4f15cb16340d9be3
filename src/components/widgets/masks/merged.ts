/** Two shapes that touch: semantic and instance. Pure. */
import { checkField, named, rangeField, selectField, setButton } from '../toolkit/controls.ts';
import { resultTable } from '../toolkit/grids.ts';
import { fill } from '../toolkit/text.ts';
import { figures, hint, mapFigure, tables } from './pieces.ts';
import type { Mode, Place, View } from './places.ts';
import { shapesOf } from './reference.ts';
import { FIELD, NEIGHBOURS } from './state.ts';

const posted = ({ state }: View, c: number) => state.post && c === FIELD.post;

function left(view: View): string {
  const { state, words, id } = view;
  const { semantic, regions } = shapesOf(state);
  const count = fill(regions.count === 1 ? words.region1 : words.regionN, { n: `<b>${regions.count}</b>` }); // prettier-ignore
  const map = mapFigure(view, {
    on: 'shapes',
    title: words.semantic,
    look: (r, c) => (posted(view, c) ? 'post' : semantic[r * FIELD.columns + c] ? 'k1' : ''),
    does: 'move',
    below: `<p class="m-count w-covered">${count}</p><p class="w-veil" aria-hidden="true">?</p>`,
  });
  const buttons = ['1', '2'].map((k) => setButton('move', k, fill(words.shapeN, { k }), state.move === k)).join(''); // prettier-ignore
  return (
    figures(map) +
    `<div class="w-chips w-live-only"><span class="w-label">${words.moves}</span>${buttons}</div>` +
    rangeField(
      { id, key: 'slide', label: words.slide, value: `${state.two[1]}` },
      { min: 0, max: FIELD.columns - FIELD.shape, step: 1 },
    ) + // prettier-ignore
    `<p class="w-hint w-needs-script">${words.moveHint}</p>`
  );
}

function right(view: View): string {
  const { state, words, id } = view;
  const { masks } = shapesOf(state);
  const owners = (r: number, c: number) => [1, 2].filter((k) => masks[k - 1][r * FIELD.columns + c]); // prettier-ignore
  const map = mapFigure(view, {
    on: 'things',
    title: words.instances,
    look: (r, c) => (posted(view, c) ? 'post' : owners(r, c).map((k) => `k${k}`).join('')),
    text: (r, c) => owners(r, c).join(''),
    does: 'move',
    below: `<p class="m-count">${fill(words.instanceN, { n: '<b>2</b>' })}</p>`,
  }); // prettier-ignore
  const { labels, hints, neighborNames } = words;
  return (
    figures(map) +
    selectField(
      {
        id,
        key: 'neighbors',
        label: labels.neighbors,
        hint: hints.neighbors,
        value: state.neighbors,
      },
      named(NEIGHBOURS, neighborNames),
    ) + // prettier-ignore
    checkField({ id, key: 'post', label: labels.post, value: state.post ? '1' : '0' })
  );
}

const rest = (view: View) => tables(resultTable(view, 'totals', view.words.totals, view.words.totalHeads)) + hint(view.words.mergedNote); // prettier-ignore

function text({ state, words, cursor }: View, place: Place): [string, string] {
  const { masks, semantic, regions } = shapesOf(state);
  const size = (mask: readonly number[]) => mask.reduce((sum, v) => sum + v, 0);
  if (cursor.on === 'totals') {
    const both = size(masks[0].map((v, i) => v * masks[1][i]));
    return [words.totalHeads[cursor.at[2]], `= <b>${[regions.count, 2, both][cursor.at[2]]}</b>`];
  }
  const joined = fill(words.joined, { s: size(semantic), n: regions.count, a: size(masks[0]), b: size(masks[1]) }); // prettier-ignore
  if (!place) return ['', joined];
  const i = place[0] * FIELD.columns + place[1];
  const own = [1, 2].filter((k) => masks[k - 1][i]);
  const pixel = fill(words.pixelShape, {
    s: semantic[i] ? words.shape : words.background,
    r: regions.labels[i] || words.none,
    i: own.join(words.and) || words.none,
  });
  return ['', `${pixel}. ${joined}`];
}

export const MERGED: Mode = { left, right, rest, text };
