/** Several classes: the confusion matrix and mIoU. Pure. */
import { resultTable } from '../toolkit/grids.ts';
import { fill } from '../toolkit/text.ts';
import { brushes, figures, hint, mapFigure, num, paintHint, put, tables } from './pieces.ts';
import { brushOf, type Mode, type Place, type View } from './places.ts';
import { agreementOf } from './reference.ts';
import { BOUNDS } from './state.ts';

const classLook = (k: number) => (k === 0 ? '' : `k${k}`);

const classText = ({ words }: View, k: number) => (k === 0 ? words.background : fill(words.classN, { k })); // prettier-ignore

function left(view: View): string {
  const { state, words } = view;
  const wrong = (r: number, c: number) => state.truth[r][c] !== state.guess[r][c];
  const map = (on: 'truth' | 'guess') =>
    mapFigure(view, {
      on,
      title: words.maps[on],
      look: (r, c) => classLook(state[on][r][c]),
      text: (r, c) => `${state[on][r][c] || ''}${on === 'guess' && wrong(r, c) ? '✗' : ''}`,
      does: 'paint',
    });
  const choices = Array.from({ length: BOUNDS.classes + 1 }, (_, k) => [`${k}`, classText(view, k), classLook(k) || 'empty'] as const); // prettier-ignore
  return figures(map('truth'), map('guess')) + brushes(view, 'brush-miou', words.brush, choices, `${brushOf(view)}`) + paintHint(view); // prettier-ignore
}

function right(view: View): string {
  const { state, words } = view;
  const names = agreementOf(state.truth, state.guess).classes.map((k) => classText(view, k));
  const mark = (r: number, c: number) => (r === c ? 'm-ok' : '');
  return `<div class="w-covered">${resultTable(view, 'confusion', words.confusion, names, names, mark)}</div><p class="w-veil" aria-hidden="true">?</p>${hint(words.confusionHint)}`; // prettier-ignore
}

function rest(view: View): string {
  const { state, words } = view;
  const names = agreementOf(state.truth, state.guess).classes.map((k) => classText(view, k));
  return (
    tables(
      resultTable(view, 'scores', words.scores, names, ['IoU', 'Dice']),
      resultTable(view, 'means', words.means, ['mIoU', words.accuracy]),
    ) + hint(words.meansHint)
  );
}

function text(view: View, place: Place): [string, string] {
  const { state, words, cursor } = view;
  const { truth, guess } = state;
  if (place) {
    const [r, c] = place;
    return ['', `${words.maps.truth}${words.colon} ${classText(view, truth[r][c])}; ${words.maps.guess}${words.colon} ${classText(view, guess[r][c])}`]; // prettier-ignore
  }
  const { matrix, classes, iou, dice, meanIou, accuracy } = agreementOf(truth, guess);
  const [, i, k] = cursor.at;
  const total = (list: number[]) => list.reduce((sum, v) => sum + v, 0);
  if (cursor.on === 'confusion') return [fill(words.calledAs, { t: classText(view, classes[i]), p: classText(view, classes[k]) }), `= <b>${matrix[i][k]}</b>`]; // prettier-ignore
  if (cursor.on === 'means' && k === 0) return ['mIoU', put(`(${iou.map(num).join(' + ')}) / ${iou.length}`, meanIou, ...iou)]; // prettier-ignore
  const hits = classes.map((_, j) => matrix[j][j]);
  if (cursor.on === 'means') return [words.accuracy, put(`(${hits.join(' + ')}) / ${truth.flat().length}`, accuracy)]; // prettier-ignore
  const [row, column] = [total(matrix[k]), total(matrix.map((line) => line[k]))];
  const name = classText(view, classes[k]);
  return i === 0
    ? [`IoU${words.comma}${name}`, put(`${hits[k]} / (${row} + ${column} − ${hits[k]})`, iou[k])]
    : [`Dice${words.comma}${name}`, put(`2×${hits[k]} / (${row} + ${column})`, dice[k])];
}

export const MIOU: Mode = { left, right, rest, text };
