/** Two masks over each other: IoU and Dice. Pure. */
import { maskOverlap } from '../../../lib/masks.ts';
import { linePlot, type Point } from '../../figures/plot.ts';
import { circle } from '../../figures/svg.ts';
import { resultTable } from '../toolkit/grids.ts';
import { show } from '../toolkit/text.ts';
import { brushes, figures, hint, mapFigure, num, paintHint, put, tables } from './pieces.ts';
import type { Mode, Place, View } from './places.ts';

const FATES = ['both', 'b', 'a', ''];

const fateOf = (a: number, b: number) => (a ? (b ? 0 : 2) : b ? 1 : 3);

function left(view: View): string {
  const { state, words, ui } = view;
  const { a, b } = state;
  const { tp, fp, fn } = maskOverlap(a.flat(), b.flat());
  const field = mapFigure(view, {
    on: 'field',
    title: words.abTitle,
    alt: `TP ${tp}, FP ${fp}, FN ${fn}`,
    look: (r, c) => FATES[fateOf(a[r][c], b[r][c])],
    text: (r, c) => (a[r][c] ? 'A' : '') + (b[r][c] ? 'B' : ''),
    does: 'paint',
  });
  const legend = words.fates.slice(0, 3).map((text, i) => `<span class="w-together"><i class="m-key ${FATES[i]}"></i>${text}</span>`); // prettier-ignore
  const which = brushes(view, 'paints', words.brush, [['a', words.maps.a, 'a'], ['b', words.maps.b, 'b']], ui.paints === 'a' ? 'a' : 'b'); // prettier-ignore
  return figures(field) + hint(legend.join(' ')) + which + paintHint(view);
}

function right({ state, words, id }: View): string {
  const { iou, dice } = maskOverlap(state.a.flat(), state.b.flat());
  const curve = Array.from({ length: 51 }, (_, i): Point => [i / 50, (2 * i) / (50 + i)]);
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const plot = linePlot({
    id: `${id}-curve`,
    title: words.plot,
    desc: `IoU ${show(iou)}, Dice ${show(dice)}`,
    width: 360,
    height: 250,
    x: { domain: [0, 1], ticks, label: 'IoU' },
    y: { domain: [0, 1], ticks, label: '' },
    series: [
      { label: 'Dice', class: 's-a', points: curve },
      { label: 'IoU', class: 's-muted', points: [[0, 0], [1, 1]] },
    ],
    over: (frame) => circle(frame.x(iou), frame.y(iou), 4, { class: 'f-muted' }) + circle(frame.x(iou), frame.y(dice), 5, { class: 'f-a' }), // prettier-ignore
  }); // prettier-ignore
  return `<div class="m-plot w-covered">${plot}</div><p class="w-veil" aria-hidden="true">?</p>${hint(words.plotNote)}`;
}

function rest(view: View): string {
  const { words } = view;
  return tables(
    resultTable(view, 'counts', words.counts, ['TP', 'FP', 'FN', 'TN']),
    resultTable(view, 'measures', words.measures, ['IoU', 'Dice', words.accuracy]),
  );
}

function text({ state, words, cursor }: View, place: Place): [string, string] {
  const { tp, fp, fn, tn, iou, dice, accuracy } = maskOverlap(state.a.flat(), state.b.flat());
  if (place) {
    const [r, c] = place;
    const [a, b] = [state.a[r][c], state.b[r][c]];
    return ['', `A = ${a}${words.comma}B = ${b}${words.comma}${words.fates[fateOf(a, b)]}`];
  }
  const k = cursor.at[2];
  if (cursor.on === 'counts') return [words.fates[k], `= <b>${[tp, fp, fn, tn][k]}</b>`];
  if (k === 2) return [`${words.accuracy} = (TP + TN) / n`, put(`(${tp} + ${tn}) / ${tp + fp + fn + tn}`, accuracy)]; // prettier-ignore
  if (tp + fp + fn === 0) return [k === 0 ? 'IoU' : 'Dice', words.bothEmpty];
  if (k === 0) return ['IoU = TP / (TP + FP + FN)', put(`${tp} / (${tp} + ${fp} + ${fn})`, iou)];
  return [
    'Dice = 2·TP / (2·TP + FP + FN)',
    `${put(`2×${tp} / (2×${tp} + ${fp} + ${fn})`, dice)}; 2·IoU / (1 + IoU) ${put(`2×${num(iou)} / (1 + ${num(iou)})`, dice, iou)}`,
  ];
}

export const DICE: Mode = { left, right, rest, text };
