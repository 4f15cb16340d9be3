/** Cutting out: a mask, a picture and a ground. Pure. */
import { runsOf } from '../../../lib/masks.ts';
import { resultTable } from '../toolkit/grids.ts';
import { plain } from '../toolkit/text.ts';
import {
  actButton,
  brushes,
  figures,
  hint,
  mapFigure,
  num,
  paintHint,
  put,
  same,
  tables,
} from './pieces.ts';
import { brushOf, type Mode, type Place, type View } from './places.ts';

function left(view: View): string {
  const { state, words } = view;
  const { mask } = state;
  const shade = (v: number) => (v === 0 ? '' : v === 1 ? 'k1' : 'soft');
  const map = mapFigure(view, {
    on: 'mask',
    title: words.maps.mask,
    look: (r, c) => shade(mask[r][c]),
    text: (r, c) => (mask[r][c] === 0.5 ? '½' : plain(mask[r][c], 2).replace(/^0\./, '.')),
    does: 'paint',
  });
  const choices = [['1', '1', 'k1'], ['0.5', '½', 'soft'], ['0', '0', 'empty']] as const; // prettier-ignore
  const changes = ([['all', words.all], ['none', words.none1], ['invert', words.invert]] as const).map(([name, text]) => actButton(name, text)); // prettier-ignore
  return (
    figures(map) +
    brushes(view, 'brush-cut', words.brush, choices, `${brushOf(view)}`) +
    `<div class="w-chips w-live-only">${changes.join('')}</div>` +
    paintHint(view)
  );
}

function right(view: View): string {
  const { state, words } = view;
  const { mask, picture, ground } = state;
  const y = (r: number, c: number) => mask[r][c] * picture[r][c] + (1 - mask[r][c]) * ground[r][c];
  const result = mapFigure(view, { on: 'y', title: words.result, look: y, covered: true });
  const below = mapFigure(view, { on: 'ground', title: words.maps.ground, look: (r, c) => ground[r][c] }); // prettier-ignore
  const source = mapFigure(view, { on: 'picture', title: words.maps.picture, look: (r, c) => picture[r][c] }); // prettier-ignore
  return figures(source, result, below);
}

function rest(view: View): string {
  const { state, words } = view;
  const runs = runsOf(state.mask.flat(), state.mask[0].length);
  return (
    tables(resultTable(view, 'sums', words.sums, words.sumHeads)) +
    `<p class="m-runs"><span class="w-label">${words.runs}${words.colon}</span> (${runs.join(', ')})</p>${hint(words.cutNote)}`
  );
}

function text({ state, words, cursor }: View, place: Place): [string, string] {
  const { mask, picture, ground } = state;
  if (place) {
    const [r, c] = place;
    const [m, a, b] = [mask[r][c], picture[r][c], ground[r][c]];
    return ['y = m·a + (1 − m)·b', put(`${num(m)}×${num(a)} + (1 − ${num(m)})×${num(b)}`, m * a + (1 - m) * b, m, a, b)]; // prettier-ignore
  }
  const [m, x] = [mask.flat(), picture.flat()];
  const weight = m.reduce((sum, v) => sum + v, 0);
  if (cursor.at[2] === 0) return ['Σm', `${same(weight)} <b>${num(weight)}</b>`];
  const under = m.reduce((sum, v, i) => sum + v * x[i], 0);
  return [`Σm·a / Σm`, weight === 0 ? words.none : put(`${num(under)} / ${num(weight)}`, under / weight, under, weight)]; // prettier-ignore
}

export const CUT: Mode = { left, right, rest, text };
