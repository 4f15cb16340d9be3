/** What the box bench shows, as HTML. Pure: the build and the browser draw the same. */
import { agreement, inclusiveIou } from '../../../lib/box-losses.ts';
import {
  averagePrecisions,
  judge,
  raisedAt,
  rankedCurve,
  suppress,
  type RankedPoint,
  type Verdict,
} from '../../../lib/box-ranking.ts';
import { boxArea, boxIou, overlapOf, type Box } from '../../../lib/boxes.ts';
import { controlOf, errorHtml, explainHtml, named, rangeField, selectField, setButton } from '../toolkit/controls.ts'; // prettier-ignore
import { fieldTable, resultTable } from '../toolkit/grids.ts';
import type { Cursor, View as ViewOf } from '../toolkit/kind.ts';
import type { Query } from '../toolkit/query.ts';
import { datum, escapeHtml, fill, minus, plain, scalar, show } from '../toolkit/text.ts';
import { curveSvg, shiftSvg } from './plots.ts';
import { stepsDone, suppressed, verdicts } from './reference.ts';
import {
  BOUNDS,
  MATCHING,
  MODES,
  POINTS,
  rounded,
  RULES,
  scoredText,
  texts,
  type State,
} from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  const { mode } = view.state;
  return {
    choose: chooseHtml(view),
    left: fieldHtml(view),
    right: { iou: shiftHtml, nms: candidatesHtml, ap: curveHtml }[mode](view),
    formula: explainHtml(...arithmetic(view)),
    steps: mode === 'nms' ? stepsHtml(view) : '',
    rest: { iou: twoHtml, nms: manyHtml, ap: rankedHtml }[mode](view),
    params: paramsHtml(view),
    ask: askHtml(view),
  };
}

// ---- what lies in the field -----------------------------------------------------------------

/** A, B, C, … in the order in which boxes are given. */
export const letter = (index: number) => String.fromCharCode(65 + index);

/** The boxes that can be moved, and the true objects. */
function boxesOf({ mode, a, b, boxes, objects, detections, truths }: State): [Box[], Box[]] {
  if (mode === 'iou') return [[a, b], []];
  const bare = (list: State['boxes']) => list.map(({ box }) => box);
  return mode === 'nms' ? [bare(boxes), objects] : [bare(detections), truths];
}

/** The smallest field that leaves room beside everything: width and height. */
export function fieldOf(state: State): [wide: number, high: number] {
  const all = boxesOf(state).flat();
  const most = (k: number) => Math.max(...all.map((box) => box[k]));
  const size = [1, 2, 4].find((n) => 16 * n > most(2) && 10 * n > most(3)) ?? 8;
  return [16 * size, 10 * size];
}

const movedIndex = (state: State) => Math.min(state.move, boxesOf(state)[0].length - 1);

const centre = ([l, t, r, b]: Box): [x: number, y: number] => [Math.floor((l + r) / 2), Math.floor((t + b) / 2)]; // prettier-ignore

/** A query with another box in the place of the one that is moved. */
function withBox(state: State, index: number, box: readonly number[]): Query {
  const query = texts(state);
  if (state.mode === 'iou') return { ...query, [index === 0 ? 'a' : 'b']: box.join(',') };
  const key = state.mode === 'nms' ? 'boxes' : 'detections';
  const rows = state[key].map((row, i) => (i === index ? { ...row, box: box as unknown as Box } : row)); // prettier-ignore
  return { ...query, [key]: scoredText(rows) };
}

/** The box that is moved goes where its middle is the cell of the field; it stays inside. */
export function pick({ state }: View, { on, at }: Cursor): Query | undefined {
  if (on === 'step') {
    const total = suppressed(state).steps.length;
    return { ...texts(state), step: at[2] >= total ? 'end' : `${at[2]}` };
  }
  if (on !== 'field') return undefined;
  const index = movedIndex(state);
  const box = boxesOf(state)[0][index];
  const size = fieldOf(state);
  const by = centre(box).map((middle, axis) => {
    const wanted = at[2 - axis] - middle;
    return Math.min(size[axis] - box[axis + 2], Math.max(-box[axis], wanted));
  });
  if (by[0] === 0 && by[1] === 0) return undefined;
  return withBox(state, index, box.map((edge, k) => rounded(edge + by[k % 2]))); // prettier-ignore
}

/** The slider; and a new task begins with its first step. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  if (name === 'mode') return { ...texts(state), mode: value, step: '1', move: '1' };
  if (name !== 'shift') return undefined;
  const [left, top, right, bottom] = state.b;
  const x = Number(value);
  const end = Number.isFinite(x) && value.trim() !== '' ? `${rounded(x + right - left)}` : value;
  return { ...texts(state), b: [value, top, end, bottom].join(',') };
}

/** `more:KEY` and `less:KEY`: a box like the one that is moved, one further on; or the last one goes. */
export function act({ state }: View, name: string): Query | undefined {
  const [what, key] = name.split(':') as ['more' | 'less', 'boxes' | 'objects' | 'detections' | 'truths']; // prettier-ignore
  const rows = texts(state)[key]!.split(';').filter(Boolean);
  if (what === 'less') return { ...texts(state), [key]: rows.slice(0, -1).join(';') };
  const [l, t, r, b] = boxesOf(state)[0][movedIndex(state)];
  const by = r < BOUNDS.width ? 1 : -1;
  const next = [rounded(l + by), t, rounded(r + by), b];
  const row = (key === 'boxes' || key === 'detections' ? [...next, 0.5] : next).join(',');
  return { ...texts(state), [key]: [...rows, row].join(';') };
}

// ---- where the reader looks -----------------------------------------------------------------

/** IoU; the step on show; the first of the ranking. */
export function firstCursor(state: State): Cursor {
  if (state.mode === 'iou') return { on: 'measures', at: [0, 0, 0] };
  if (state.mode === 'ap') return { on: 'curve', at: [0, 0, 0] };
  return { on: 'step', at: [0, 0, stepsDone(state, suppressed(state))] };
}

export function holds({ state, cursor }: View): boolean {
  const { on, at } = cursor;
  const [all, objects] = boxesOf(state);
  const n = all.length;
  if (on === 'field') return true;
  if (on === 'step') return state.mode === 'nms' && at[2] === stepsDone(state, suppressed(state));
  const sizes: Record<State['mode'], Record<string, [rows: number, cols: number]>> = {
    iou: { areas: [1, 5], measures: [1, 4], gradients: [3, 4] },
    nms: { pairs: [n, n], kept: [1, n], scores: [1, n] },
    ap: { pairs: [n, objects.length], curve: [n, 5], aps: [1, 4], tens: [1, 11] },
  };
  const found = sizes[state.mode][on];
  return found !== undefined && at[1] < found[0] && at[2] < found[1];
}

/** Areas and measures; the steps from the one on show; the ranking. */
export function stops(view: View): Cursor[] {
  const { state } = view;
  const row = (on: string, count: number) => Array.from({ length: count }, (_, k): Cursor => ({ on, at: [0, 0, k] })); // prettier-ignore
  if (state.mode === 'iou') return [...row('areas', 5), ...row('measures', 4)];
  if (state.mode === 'ap') return state.detections.map((_, r): Cursor => ({ on: 'curve', at: [0, r, 3] })); // prettier-ignore
  const all = suppressed(state);
  const steps = row('step', all.steps.length + 1);
  const done = view.cursor.on === 'step' ? 0 : stepsDone(state, all);
  return [...steps.slice(done), ...steps.slice(0, done)];
}

/** The place in the ranking that is looked at. */
function rankOf({ state, cursor }: View, list: readonly Verdict[]): number {
  const found = cursor.on === 'curve' ? cursor.at[1] : list.findIndex(({ index }) => index === (cursor.on === 'pairs' ? cursor.at[1] : movedIndex(state))); // prettier-ignore
  return Math.max(0, Math.min(list.length - 1, found));
}

// ---- arithmetic -----------------------------------------------------------------------------

const num = (value: number) => minus(plain(value, 5));
const exact = (value: number) => Number(plain(value, 5)) === value;
const same = (...values: number[]) => (values.every(exact) ? '=' : '≈');

/** Width or height of what two boxes share. */
function side(a: Box, b: Box, k: 0 | 1): string {
  const [low, high] = [Math.max(a[k], b[k]), Math.min(a[k + 2], b[k + 2])];
  return high < low ? `max(0, ${num(high)} − ${num(low)})` : `(${num(high)} − ${num(low)})`;
}

/** Intersection over union of two boxes, with every number on the way. */
export function iouText(a: Box, b: Box, [A, B]: readonly [string, string]): string {
  const { width, height, intersection, union, iou } = overlapOf(a, b);
  return (
    `${A}\u00a0∩\u00a0${B} = ${side(a, b, 0)}×${side(a, b, 1)} ${same(width, height)} ${num(width)}×${num(height)} ${same(intersection)} ${num(intersection)}; ` +
    `${A}\u00a0∪\u00a0${B} = ${num(boxArea(a))} + ${num(boxArea(b))} − ${num(intersection)} ${same(union)} ${num(union)}; ` +
    `IoU = ${num(intersection)} / ${num(union)} ${same(intersection, union, iou)} <b>${num(iou)}</b>`
  );
}

/** What is looked at, and its arithmetic as HTML. */
export function arithmetic(view: View): [where: string, sum: string] {
  const { mode } = view.state;
  return mode === 'iou' ? twoText(view) : mode === 'nms' ? manyText(view) : rankedText(view);
}

/** The same, read out. */
export function speak(view: View): string {
  return arithmetic(view).filter(Boolean).join(' ').replace(/<[^>]+>/g, '').replace('&lt;', '<'); // prettier-ignore
}

function twoText({ state, words, cursor }: View): [string, string] {
  const { a, b } = state;
  // In float64: what the device found would make every = an ≈.
  const { areas, iou, dice, giou, diou, gradients } = agreement(a, b);
  const [sizeA, sizeB, both, union, hull] = areas;
  const { on, at } = cursor;
  const k = at[2];
  const put = (text: string, value: number, ...used: number[]): string => `${same(...used)} ${text} ${same(value, ...used)} <b>${num(value)}</b>`; // prettier-ignore
  const edges = (box: Box) => `(${num(box[2])} − ${num(box[0])})×(${num(box[3])} − ${num(box[1])})`;
  if (on === 'areas') {
    const around: Box = [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]; // prettier-ignore
    return [
      [`|A|`, put(edges(a), sizeA)],
      [`|B|`, put(edges(b), sizeB)],
      [`|A ∩ B|`, put(`${side(a, b, 0)}×${side(a, b, 1)}`, both)],
      [`|A ∪ B| = |A| + |B| − |A ∩ B|`, put(`${num(sizeA)} + ${num(sizeB)} − ${num(both)}`, union, sizeA, sizeB, both)], // prettier-ignore
      [`|C|: ${words.hull}`, put(edges(around), hull)],
    ][k] as [string, string];
  }
  if (on === 'gradients') {
    const value = gradients[at[1]][k];
    const loss = `1 − ${['IoU', 'GIoU', 'DIoU'][at[1]]}`;
    const way = value === 0 ? words.stays : words.goes[(k < 2 ? k : k - 2) * 2 + Number(value < 0)];
    return [`∂(${loss})/∂${words.edges[k]}`, `${same(value)} <b>${num(value)}</b>: ${way}`];
  }
  if (on === 'measures' && k === 1) return ['Dice = 2·|A ∩ B| / (|A| + |B|)', put(`2×${num(both)} / (${num(sizeA)} + ${num(sizeB)})`, dice, both, sizeA, sizeB)]; // prettier-ignore
  if (on === 'measures' && k === 2) return ['GIoU = IoU − (|C| − |A ∪ B|) / |C|', put(`${num(iou)} − (${num(hull)} − ${num(union)}) / ${num(hull)}`, giou, iou, hull, union)]; // prettier-ignore
  if (on === 'measures' && k === 3) {
    const off = [0, 1].map((i) => (a[i] + a[i + 2] - b[i] - b[i + 2]) / 2);
    const wide = [0, 1].map((i) => Math.max(a[i + 2], b[i + 2]) - Math.min(a[i], b[i]));
    const squares = [off, wide].map(([x, y]) => x * x + y * y);
    return [`DIoU = IoU − ρ²/d² (${words.distance})`, put(`${num(iou)} − ${num(squares[0])} / ${num(squares[1])}`, diou, iou, ...squares)]; // prettier-ignore
  }
  return ['', iouText(a, b, ['A', 'B'])];
}

function manyText(view: View): [string, string] {
  const { state, words, cursor } = view;
  const { boxes, iou: limit, rule, sigma, score } = state;
  if (cursor.on === 'pairs') {
    const [i, j] = [cursor.at[1], cursor.at[2]];
    return ['', iouText(boxes[i].box, boxes[j].box, [letter(i), letter(j)])];
  }
  const all = suppressed(state);
  const done = stepsDone(state, all);
  const where = `${fill(words.stepName, { i: done, n: all.steps.length })}${words.colon}`;
  if (done === 0) return [where, fill(words.sorted, { n: boxes.length - all.weak.length, t: score })]; // prettier-ignore
  const { kept, compared } = all.steps[done - 1];
  const gone = all.by[kept] >= 0;
  const start = fill(gone ? words.deletesStill : words.keeps, { k: letter(kept), s: show(scoreBefore(all, kept, done - 1, state), 4) }); // prettier-ignore
  if (compared.length === 0) return [where, `${start} ${words.nobodyLeft}`];
  const list = compared.map(({ index, iou, before, after, gone: goes }) => {
    const name = letter(index);
    if (rule === 'soft') {
      const put = `${name}: ${num(before)}×e^(−${num(iou)}²/${num(sigma)}) ${same(before, after, iou)} <b>${num(after)}</b>`;
      return goes ? `${put}${fill(words.tooWeak, { t: score })}` : put;
    }
    return `${name}: IoU ${same(iou)} <b>${num(iou)}</b> ${iou > limit ? '>' : '≤'} ${num(limit)}${iou > limit ? words.deleted : words.passes}`; // prettier-ignore
  });
  return [where, `${start} ${list.join('; ')}`];
}

/** The score of a box after some steps. */
function scoreBefore(
  all: ReturnType<typeof suppressed>,
  index: number,
  steps: number,
  { boxes }: State,
): number {
  // prettier-ignore
  let score = boxes[index].score;
  for (const { compared } of all.steps.slice(0, steps)) {
    score = compared.find((each) => each.index === index)?.after ?? score;
  }
  return score;
}

function rankedText(view: View): [string, string] {
  const { state, words, cursor } = view;
  const { detections, truths, at, matching } = state;
  if (cursor.on === 'pairs') {
    const [i, j] = [cursor.at[1], cursor.at[2]];
    return ['', iouText(detections[i].box, truths[j], [letter(i), `${j + 1}`])];
  }
  const list = verdicts(state, at);
  const row = rankOf(view, list);
  const { index, object, iou, taken, right } = list[row];
  const points = curveOf(view);
  const { hits, precision, recall, raised } = points[row];
  const where = `${fill(words.ranked, { k: letter(index), i: row + 1, s: show(detections[index].score) })}${words.colon}`; // prettier-ignore
  const sign = iou > at ? '>' : iou < at ? '&lt;' : '=';
  const why = object < 0 ? words.touchesNone : right ? words.right1 : taken ? words.takenBefore : matching === 'voc' && iou === at ? words.mustExceed : words.tooLittle; // prettier-ignore
  const verdict = object < 0 ? why : `${fill(words.withObject, { o: object + 1 })} ${same(iou)} ${num(iou)} ${sign} ${num(at)}: ${why}`; // prettier-ignore
  const share = (name: string, over: number, value: number) => `${name} = ${hits} / ${over} ${same(value)} <b>${num(value)}</b>`; // prettier-ignore
  return [where, `${verdict} ${share(words.precision, row + 1, precision)}, ${share(words.recall, truths.length, recall)}, ${words.raisedTo} ${show(raised, 5)}`]; // prettier-ignore
}

function curveOf({ state }: View): RankedPoint[] {
  return rankedCurve(verdicts(state, state.at).map(({ right }) => right), state.truths.length); // prettier-ignore
}

// ---- the field ------------------------------------------------------------------------------

const outline = ([l, t, r, b]: Box) => `M${l} ${t}H${r}V${b}H${l}z`;

/** What becomes of each box: a class of the style sheet. */
function fatesOf(state: State): string[] {
  if (state.mode === 'iou') return ['a', 'b'];
  if (state.mode === 'ap') {
    const fates = state.detections.map(() => 'wrong');
    for (const { index, right } of verdicts(state, state.at)) if (right) fates[index] = 'right';
    return fates;
  }
  const all = suppressed(state);
  const fates: string[] = state.boxes.map((_, i) => (all.weak.includes(i) ? 'gone' : 'open'));
  for (const { kept, compared } of all.steps.slice(0, stepsDone(state, all))) {
    if (all.by[kept] < 0) fates[kept] = 'right';
    for (const { index, gone } of compared) if (gone) fates[index] = 'gone';
  }
  return fates;
}

/** The boxes that the arithmetic is about. */
function lookedAt(view: View): Box[] {
  const { state, cursor } = view;
  const [all, objects] = boxesOf(state);
  if (state.mode === 'iou') return [];
  if (cursor.on === 'pairs') return [all[cursor.at[1]], (state.mode === 'nms' ? all : objects)[cursor.at[2]]]; // prettier-ignore
  if (state.mode === 'ap') {
    const list = verdicts(state, state.at);
    return [all[list[rankOf(view, list)].index]];
  }
  const { steps } = suppressed(state);
  const done = stepsDone(state, suppressed(state));
  return done === 0 ? [] : [all[steps[done - 1].kept]];
}

function fieldHtml(view: View): string {
  const { state, words } = view;
  const { mode } = state;
  const [all, objects] = boxesOf(state);
  const [wide, high] = fieldOf(state);
  const fates = fatesOf(state);
  const index = movedIndex(state);
  const draw = (name: string, boxes: readonly Box[]) => (boxes.length === 0 ? '' : `<path class="${name}" d="${boxes.map(outline).join('')}"/>`); // prettier-ignore
  const fine = wide / 16;
  /** A name in the first corner that no other name has taken. */
  const taken: [number, number][] = [];
  const name = (text: string, box: Box, kind: string, low = false) => {
    const [x1, x2] = [box[0] + 0.25 * fine, box[2] - (0.25 + 0.55 * text.length) * fine];
    const [y1, y2] = [box[1] + 0.95 * fine, box[3] - 0.3 * fine];
    const corners: [number, number][] = [[x1, y1], [x2, y1], [x1, y2], [x2, y2]]; // prettier-ignore
    if (low) corners.reverse();
    const free = corners.find(([x, y]) => taken.every(([u, v]) => Math.abs(x - u) > 0.8 * fine || Math.abs(y - v) > fine)); // prettier-ignore
    const [x, y] = free ?? corners[0];
    taken.push([x, y]);
    return `<text class="${kind}" x="${rounded(x)}" y="${rounded(y)}" font-size="${0.95 * fine}">${text}</text>`;
  };
  let inside = '';
  if (mode === 'iou') {
    const [a, b] = all;
    const shared: Box = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])]; // prettier-ignore
    const around: Box = [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]; // prettier-ignore
    if (shared[2] > shared[0] && shared[3] > shared[1]) inside += draw('both', [shared]);
    inside += draw('hull', [around]) + draw('a', [a]) + draw('b', [b]) + name('A', a, 'a') + name('B', b, 'b', true); // prettier-ignore
  } else {
    const kinds = ['open', 'gone', 'wrong', 'right'];
    const of = (kind: string) => all.filter((_, i) => fates[i] === kind);
    inside =
      draw('truth', objects) +
      draw('open', all) +
      `<g class="w-covered">${kinds
        .slice(1)
        .map((kind) => draw(kind, of(kind)))
        .join('')}${draw('here', lookedAt(view))}</g>` + // prettier-ignore
      all.map((box, i) => name(letter(i), box, 'name')).join('') +
      objects.map((box, i) => name(`${i + 1}`, box, 'truth', true)).join('');
  }
  const boxText = (box: Box) => `[${box.join(', ')}]`;
  const alt = [...all.map((box, i) => `${letter(i)} ${boxText(box)}`), ...objects.map((box, i) => `${i + 1} ${boxText(box)}`)].join('; '); // prettier-ignore
  const [x, y] = centre(all[index]).map((v, axis) => Math.min(v, [wide, high][axis] - 1));
  const buttons = all.map((_, i) => setButton('move', `${i}`, letter(i), i === index)).join('');
  const keys = mode === 'iou' ? ['both', 'hull'] : mode === 'nms' ? ['right', 'gone', ...(objects.length > 0 ? ['truth'] : [])] : ['right', 'wrong', 'truth']; // prettier-ignore
  const legend = keys.map((key) => `<span class="w-together"><i class="b-key ${key}"></i>${words.keys[mode === 'nms' && key === 'right' ? 'kept' : key]}</span>`).join(' '); // prettier-ignore
  return (
    `<div class="w-map b-field" data-map="field" data-layer="0" data-rows="${high}" data-cols="${wide}" data-pick="${y},${x}" tabindex="0" role="application" ` +
    `aria-label="${escapeHtml(fill(words.fieldLabel, { k: letter(index) }))}" style="aspect-ratio:${wide}/${high};--cells:${wide}">` +
    `<svg viewBox="0 0 ${wide} ${high}" role="img" aria-label="${escapeHtml(`${words.fieldAlt}: ${alt}`)}">${inside}</svg></div>` +
    `<p class="w-hint">${legend}</p>` +
    `<div class="w-chips w-live-only"><span class="w-label">${words.moves}</span>${buttons}</div>${errorHtml('move')}` +
    `<p class="w-hint w-needs-script">${words.fieldHint}</p>`
  );
}

// ---- beside the field -----------------------------------------------------------------------

type Field = 'mode' | 'rule' | 'iou' | 'score' | 'sigma' | 'at' | 'points' | 'matching' | 'step';

const control = (view: View, key: Field) => controlOf(view, key, texts(view.state)[key]);

const chooseHtml = (view: View) => selectField(control(view, 'mode'), named(MODES, view.words.modes)); // prettier-ignore

const share = (view: View, key: 'iou' | 'score' | 'at') => rangeField(control(view, key), { min: key === 'at' ? 0.05 : 0, max: 1, step: 0.05 }); // prettier-ignore

function shiftHtml(view: View): string {
  const { id, state, words } = view;
  const [wide] = fieldOf(state);
  const [left, , right] = state.b;
  return (
    `<div class="b-plot w-covered">${shiftSvg(state, wide, words, id)}</div><p class="w-veil" aria-hidden="true">?</p>` +
    rangeField(
      { id, key: 'shift', label: words.shift, value: `${left}` },
      { min: 0, max: rounded(wide - (right - left)), step: 0.5 },
    ) +
    `<p class="w-hint">${words.shiftHint}</p>`
  );
}

function candidatesHtml(view: View): string {
  const { state, words } = view;
  const all = suppressed(state);
  const done = stepsDone(state, all);
  const fates = fatesOf(state);
  const now = state.boxes.map((_, i) => scoreBefore(all, i, done, state));
  const order = state.boxes.map((_, i) => i).sort((i, j) => now[j] - now[i] || i - j);
  const gone = new Map<number, number>();
  for (const { kept, compared } of all.steps.slice(0, done)) {
    for (const each of compared) if (each.gone) gone.set(each.index, kept);
  }
  const active = done > 0 ? all.steps[done - 1].kept : -1;
  const rows = order.map((i) => {
    const by = gone.get(i);
    const said =
      fates[i] === 'right' ? words.isKept : by !== undefined ? fill(words.isGone, { k: letter(by) }) : all.weak.includes(i) ? words.isWeak : '·'; // prettier-ignore
    return `<tr class="${fates[i]}${i === active ? ' at' : ''}"><th scope="row">${letter(i)}</th><td>${datum(now[i], 3)}</td><td><span class="w-covered">${said}</span></td></tr>`; // prettier-ignore
  });
  return (
    `<div class="w-scroll"><table class="w-numbers b-list"><caption>${words.queue}</caption><thead><tr>${words.queueHeads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>` + // prettier-ignore
    selectField(control(view, 'rule'), named(RULES, words.rules)) +
    (state.rule === 'soft'
      ? rangeField(control(view, 'sigma'), { min: BOUNDS.sigma[0], max: 2, step: 0.05 })
      : share(view, 'iou')) +
    share(view, 'score')
  );
}

function stepsHtml(view: View): string {
  const all = suppressed(view.state);
  const [i, n] = [stepsDone(view.state, all), all.steps.length];
  const spoken = fill(view.words.stepName, { i, n });
  return rangeField({ ...control(view, 'step'), value: `${i}` }, { min: 0, max: n, step: 1, spoken }); // prettier-ignore
}

function curveHtml(view: View): string {
  const { id, state, words } = view;
  const row = rankOf(view, verdicts(state, state.at));
  return (
    `<div class="b-plot w-covered">${curveSvg(state, curveOf(view), row, words, id)}</div><p class="w-veil" aria-hidden="true">?</p>` +
    share(view, 'at') +
    `<div class="w-line">${selectField(control(view, 'points'), named(POINTS, words.pointNames))}${selectField(control(view, 'matching'), named(MATCHING, words.matchings))}</div>`
  );
}

// ---- results --------------------------------------------------------------------------------

function twoHtml(view: View): string {
  const { state, words } = view;
  const [l, t, r, b] = state.b;
  const formats: [string, string][] = [
    ['Torchvision', `(${[l, t, r, b].join(', ')})`],
    ['TensorFlow', `[${[t, l, b, r].join(', ')}]`],
    ['COCO', `${[l, t, rounded(r - l), rounded(b - t)].join(', ')}`],
    ['YOLO', `${[rounded((l + r) / 2), rounded((t + b) / 2), rounded(r - l), rounded(b - t)].join(', ')}`], // prettier-ignore
  ];
  const inclusive = inclusiveIou(state.a, state.b);
  const differs = inclusive === boxIou(state.a, state.b) ? '' : ' class="differs"';
  return (
    `<div class="b-tables">` +
    resultTable(view, 'measures', words.measures, ['IoU', 'Dice', 'GIoU', 'DIoU']) +
    resultTable(view, 'areas', words.areas, ['|A|', '|B|', '|A ∩ B|', '|A ∪ B|', '|C|']) +
    resultTable(view, 'gradients', words.gradients, words.edges, [
      '1 − IoU',
      '1 − GIoU',
      '1 − DIoU',
    ]) +
    `</div><p class="w-hint">${words.gradientHint}</p>` +
    `<p class="b-line"><span class="w-label">${words.formats}</span> ${formats.map(([who, text]) => `<span class="w-together">${who} ${text}</span>`).join(' · ')}</p>` +
    `<p class="b-line"><span class="w-label">${words.inclusive}</span> <span${differs}>${scalar('inclusive', inclusive)}</span> <small>${words.inclusiveHint}</small></p>`
  );
}

function manyHtml(view: View): string {
  const { state, words } = view;
  const { boxes, objects, rule } = state;
  const letters = boxes.map((_, i) => letter(i));
  const all = suppressed(state);
  const chosen = [...all.kept].sort().join();
  const rules = RULES.map((each) => {
    const { kept } = suppress(boxes, { ...state, rule: each });
    const differs = [...kept].sort().join() === chosen ? '' : ' class="differs"';
    return `<tr><th scope="row">${words.rules[each]}</th><td${differs}>${kept.map(letter).join(' ') || '–'}</td></tr>`;
  });
  let found = '';
  if (objects.length > 0) {
    const judged = judge(all.kept.map((i) => ({ box: boxes[i].box, score: all.scores[i] })), objects, 0.5, 'coco'); // prettier-ignore
    const hits = judged.filter(({ right }) => right).length;
    found = ` ${fill(words.foundOf, { h: hits, m: objects.length, d: judged.length - hits })}`;
  }
  return (
    `<p class="b-line">${fill(words.keptOf, { k: all.kept.length, n: boxes.length })}${found}</p>` +
    `<div class="b-tables">` +
    resultTable(view, 'pairs', words.pairs, letters, letters, (r, c) =>
      r !== c && rule !== 'soft' && boxIou(boxes[r].box, boxes[c].box) > state.iou ? 'b-over' : '',
    ) + // prettier-ignore
    `<div>${resultTable(view, 'kept', words.kept, letters)}${resultTable(view, 'scores', words.scores, letters)}</div>` +
    `<div><p class="w-h">${words.ruleTitle}</p><table class="b-rules"><tbody>${rules.join('')}</tbody></table></div>` +
    `</div><p class="w-hint">${rule === 'soft' ? words.softHint : words.pairsHint}</p>`
  );
}

/** AP as counts of equal precisions: (26×1 + 50×3/4 + 25×0) / 101. */
export function apText(
  { points: kind }: State,
  points: readonly RankedPoint[],
  objects: number,
): string {
  // prettier-ignore
  const count = kind === 'area' ? objects : Number(kind);
  const terms: { text: string; value: number; times: number }[] = [];
  for (let j = 0; j < count; j++) {
    const value = raisedAt(points, kind === 'area' ? (j + 1) / objects : j / (count - 1));
    const last = terms.at(-1);
    if (last?.value === value) last.times++;
    else {
      const k = points.findIndex(({ precision }) => precision === value);
      const text = value === 0 ? '0' : value === 1 ? '1' : `${points[k].hits}/${k + 1}`;
      terms.push({ text, value, times: 1 });
    }
  }
  return `(${terms.map(({ text, times }) => `${times}×${text}`).join(' + ')}) / ${count}`;
}

function rankedHtml(view: View): string {
  const { state, words } = view;
  const { detections, truths, at, points: kind, matching } = state;
  const list = verdicts(state, at);
  const points = curveOf(view);
  const all = averagePrecisions(points);
  const ap = { area: all.area, 11: all.eleven, 101: all.hundred }[kind];
  const other = Object.fromEntries(MATCHING.map((rule) => [rule, judge(detections, truths, at, rule)])); // prettier-ignore
  const ruleRows = MATCHING.map((rule) => {
    const cells = other[rule].map(({ right }, i) => `<td${right === list[i].right ? '' : ' class="differs"'}>${right ? '✓' : '✗'}</td>`); // prettier-ignore
    return `<tr><th scope="row">${rule.toUpperCase()}${rule === matching ? ' ●' : ''}</th>${cells.join('')}</tr>`;
  });
  const heads = list.map(({ index }) => `<th scope="col">${letter(index)}</th>`).join('');
  return (
    `<p class="b-line b-ap"><span class="w-label">AP</span> = ${apText(state, points, truths.length)} ${same(ap)} <b>${num(ap)}</b></p>` +
    `<div class="b-tables">` +
    resultTable(
      view,
      'curve',
      words.curve,
      [words.hit, words.hits, words.precision, words.recall, words.raised],
      list.map(({ index }) => `${letter(index)} ${num(detections[index].score)}`),
      (r, c) => (c > 0 ? '' : list[r].right ? 'b-ok' : 'b-no'),
    ) + // prettier-ignore
    `<div>${resultTable(view, 'aps', words.aps, [words.pointNames.area, '11', '101', words.unraised])}` +
    `<p class="w-h">${words.matchTitle}</p><table class="b-rules"><thead><tr><td></td>${heads}</tr></thead><tbody>${ruleRows.join('')}</tbody></table><p class="w-hint">${words.matchHint}</p></div>` + // prettier-ignore
    resultTable(view, 'tens', words.tens, [
      ...Array.from({ length: 10 }, (_, i) => (0.5 + i / 20).toFixed(2)),
      words.mean,
    ]) + // prettier-ignore
    resultTable(
      view,
      'pairs',
      words.pairsTruth,
      truths.map((_, i) => `${i + 1}`),
      detections.map((_, i) => letter(i)),
      (r, c) => (boxIou(detections[r].box, truths[c]) >= at ? 'b-over' : ''),
    ) + // prettier-ignore
    `</div><p class="w-hint">${words.apHint}</p>`
  );
}

// ---- typed boxes ----------------------------------------------------------------------------

function rowsHtml(
  view: View,
  key: 'a' | 'b' | 'boxes' | 'objects' | 'detections' | 'truths',
): string {
  // prettier-ignore
  const { state, words } = view;
  const scored = key === 'boxes' || key === 'detections';
  const rows = texts(state)[key]!.split(';').filter(Boolean).map((row) => row.split(',').map(Number)); // prettier-ignore
  const single = key === 'a' || key === 'b';
  const heads = single
    ? [key.toUpperCase()]
    : rows.map((_, i) => (scored ? letter(i) : `${i + 1}`));
  const columns = [...words.edges, ...(scored ? [words.score] : [])];
  const cells = rows.length === 0 ? '' : fieldTable([rows], { input: key, key, what: words.names[key], words, columns, rows: heads, still: true, cellName: (_, r, c) => `${heads[r]} ${columns[c]}` }); // prettier-ignore
  const most = scored ? BOUNDS.boxes : BOUNDS.objects;
  const least = key === 'objects' ? 0 : 1;
  const buttons = single
    ? ''
    : `<div class="w-chips w-live-only">${rows.length < most ? `<button type="button" data-do="act:more:${key}">${fill(words.add, { w: words.one[key] })}</button>` : ''}` + // prettier-ignore
      `${rows.length > least ? `<button type="button" data-do="act:less:${key}">${fill(words.remove, { w: words.one[key] })}</button>` : ''}</div>`; // prettier-ignore
  return `<div><p class="w-h">${words.names[key]}</p><div class="w-scroll">${cells}</div>${errorHtml(key)}${buttons}</div>`;
}

function paramsHtml(view: View): string {
  const { mode } = view.state;
  const keys = mode === 'iou' ? (['a', 'b'] as const) : mode === 'nms' ? (['boxes', 'objects'] as const) : (['detections', 'truths'] as const); // prettier-ignore
  return `<div class="b-tables">${keys.map((key) => rowsHtml(view, key)).join('')}</div>`;
}

// ---- the guess ------------------------------------------------------------------------------

function asked({ state, outputs }: View): [name: string, value: number] {
  if (state.mode === 'iou') return ['IoU', outputs!.measures.data[0]];
  if (state.mode === 'ap') return ['AP', outputs!.aps.data[POINTS.indexOf(state.points)]];
  return ['n', outputs!.kept.data.reduce((sum, v) => sum + v, 0)];
}

function askHtml(view: View): string {
  const label = view.words.asks[view.state.mode];
  return `<label><span>${label}</span><input data-guess inputmode="decimal" autocomplete="off" aria-label="${label}"></label>`;
}

/** A number, or a fraction like 1/3; right within 0.02, a count exactly. */
export function guess(view: View, [text]: string[]): { right: boolean; text: string } {
  const { words, state } = view;
  const [, value] = asked(view);
  const [top, under = '1', ...more] = text.replace(',', '.').split('/').map((part) => part.trim()); // prettier-ignore
  const typed = top === '' || under === '' || more.length > 0 ? NaN : Number(top) / Number(under);
  const right = Math.abs(typed - value) <= (state.mode === 'nms' ? 1e-9 : 0.02 + 1e-9);
  return { right, text: fill(right ? words.right : words.wrong, { v: show(value), g: text || '?' }) }; // prettier-ignore
}
