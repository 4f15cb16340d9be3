/** A street: semantic, instance and panoptic. Pure. */
import { type Segment, segmentOverlap } from '../../../lib/masks.ts';
import { resultTable } from '../toolkit/grids.ts';
import { fill } from '../toolkit/text.ts';
import {
  actButton,
  brushes,
  figures,
  hint,
  mapFigure,
  num,
  paintHint,
  put,
  tables,
} from './pieces.ts';
import { brushOf, type Mode, type Place, type View } from './places.ts';
import { agreementOf, kindOf, numberOf, semanticOf, streetOf } from './reference.ts';

/** Sky, road, cars. */
const codeLook = (code: number) => (code === 0 ? 'sky' : code === 1 ? 'road' : `k${numberOf(code)}`); // prettier-ignore

/** A code as a phrase: car 2. */
const codeText = ({ words }: View, code: number) => `${words.kinds[kindOf(code)]}${code > 1 ? ` ${numberOf(code)}` : ''}`; // prettier-ignore

function left(view: View): string {
  const { state, words } = view;
  const map = (on: 'street' | 'said') =>
    mapFigure(view, {
      on,
      title: words.maps[on],
      look: (r, c) => codeLook(state[on][r][c]),
      text: (r, c) => `${words.signs[kindOf(state[on][r][c])]}${numberOf(state[on][r][c]) || ''}`,
      does: 'paint',
    });
  const choices = [0, 1, 2, 3, 4].map((code) => [`${code}`, codeText(view, code), codeLook(code)] as const); // prettier-ignore
  const changes = (['merge', 'swap', 'same'] as const).map((name) => actButton(name, words[name]));
  return (
    figures(map('street'), map('said')) +
    `<div class="w-chips w-live-only"><span class="w-label">${words.presets}</span>${changes.join('')}</div>` +
    brushes(view, 'brush-panoptic', words.brush, choices, `${brushOf(view)}`) +
    paintHint(view)
  );
}

function right(view: View): string {
  const { state, words } = view;
  const { said } = state;
  const semantic = mapFigure(view, {
    on: 'semantic',
    title: words.semantic,
    look: (r, c) => codeLook(kindOf(said[r][c])),
    text: (r, c) => words.signs[kindOf(said[r][c])],
  });
  const instances = mapFigure(view, {
    on: 'instances',
    title: words.instances,
    look: (r, c) => (said[r][c] > 1 ? codeLook(said[r][c]) : ''),
    text: (r, c) => `${numberOf(said[r][c]) || ''}`,
  });
  return figures(semantic, instances) + `<div class="w-covered">${resultTable(view, 'means', words.means, ['mIoU', 'PQ'])}</div><p class="w-veil" aria-hidden="true">?</p>`; // prettier-ignore
}

function rest(view: View): string {
  const { state, words } = view;
  const { said, truth, classes, matches } = streetOf(state);
  const names = (list: Segment[]) => list.map(({ code }) => codeText(view, code));
  const mark = (r: number, c: number) => (matches.some(([p, t]) => p === r && t === c) ? 'm-match' : ''); // prettier-ignore
  return (
    tables(
      resultTable(view, 'quality', words.quality, ['TP', 'FP', 'FN', 'SQ', 'RQ', 'PQ'], classes.map(({ kind }) => words.kinds[kind])), // prettier-ignore
      resultTable(view, 'pairs', words.pairs, names(truth), names(said), mark),
    ) + hint(words.streetNote)
  );
}

function text(view: View, place: Place): [string, string] {
  const { state, words, cursor } = view;
  const { said, street } = state;
  if (place) {
    const [r, c] = place;
    const code = said[r][c];
    return ['', fill(words.pixelStreet, { s: words.kinds[kindOf(code)], i: numberOf(code) || words.none, p: codeText(view, code), t: codeText(view, street[r][c]) })]; // prettier-ignore
  }
  const compared = streetOf(state);
  const [, i, k] = cursor.at;
  if (cursor.on === 'pairs') {
    const [p, t] = [compared.said[i], compared.truth[k]];
    const { both, either } = segmentOverlap(p, t);
    const why = p.kind !== t.kind ? words.otherClass : 2 * both > either ? words.isMatch : words.noMatch; // prettier-ignore
    return [`${codeText(view, p.code)} / ${codeText(view, t.code)}${words.colon}`, `IoU ${put(`${both} / (${p.cells.length} + ${t.cells.length} − ${both})`, both / either)}${words.comma}${why}`]; // prettier-ignore
  }
  if (cursor.on === 'means') {
    if (k === 1) {
      const each = compared.classes.map(({ pq }) => pq);
      return ['PQ', put(`(${each.map(num).join(' + ')}) / ${each.length}`, compared.pq, ...each)];
    }
    const { iou, meanIou } = agreementOf(semanticOf(street), semanticOf(said));
    return ['mIoU', put(`(${iou.map(num).join(' + ')}) / ${iou.length}`, meanIou, ...iou)];
  }
  const { kind, tp, fp, fn, sq, rq, pq } = compared.classes[i];
  const name = fill(words.ofClass, { k: ['TP', 'FP', 'FN', 'SQ', 'RQ', 'PQ'][k], name: words.kinds[kind] }); // prettier-ignore
  if (k < 3) return [name, `= <b>${[tp, fp, fn][k]}</b>`];
  const among = `(${tp} + ${fp}/2 + ${fn}/2)`;
  if (k === 4) return [name, put(`${tp} / ${among}`, rq)];
  if (k === 5) return [name, `= SQ×RQ ${put(`${num(sq)}×${num(rq)}`, pq, sq, rq)}`];
  const overlaps = compared.matches.filter(([p]) => compared.said[p].kind === kind).map(([p, t]) => segmentOverlap(compared.said[p], compared.truth[t])); // prettier-ignore
  if (tp === 0) return [name, `= <b>0</b> (TP = 0)`];
  return [name, put(`(${overlaps.map(({ both, either }) => `${both}/${either}`).join(' + ')}) / ${tp}`, sq)]; // prettier-ignore
}

export const STREET: Mode = { left, right, rest, text };
