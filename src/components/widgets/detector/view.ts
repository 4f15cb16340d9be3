/** What the detector widget shows, as HTML. Pure: the build and the browser draw the same. */
import { ANCHOR, boxArea, boxIou, CELL, overlapOf, type Box, type HeadDetection } from '../../../lib/boxes.ts'; // prettier-ignore
import { sceneControls, scenePixels, SIDE, TRAINED_COUNT } from '../toolkit/composed.ts';
import { checkField, explainHtml, rangeField } from '../toolkit/controls.ts';
import { longTable } from '../toolkit/grids.ts';
import type { Cursor, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { mapHtml } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import { datum, equals, escapeHtml, fill, minus, onceFor, operand, plain, scalar, show } from '../toolkit/text.ts'; // prettier-ignore
import { analysisOf, RIGHT, stepsDone, type Analysis } from './reference.ts';
import { CELLS, format, LEAST_IOU, texts, type State } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  return {
    maps: mapsHtml(view),
    formula: explainHtml(where(view), formula(view, true)),
    steps: stepsHtml(view),
    candidates: candidatesHtml(view),
    facts: factsHtml(view),
    params: paramsHtml(view),
    numbers: numbersOnce(view),
  };
}

const analysed = ({ state }: Pick<View, 'state'>): Analysis => analysisOf(state)!;

/** What a detection is called: its place in the order of scores. */
const placeOf = ({ nms }: Analysis, index: number) => nms.order.indexOf(index) + 1;

// ---- what can be looked at --------------------------------------------------------------------

export function holds(view: View): boolean {
  const { on, at } = view.cursor;
  const a = analysed(view);
  if (on === 'step') return at[2] === stepsDone(view.state, a);
  if (on === 'scene') return at[1] >= 0 && at[2] >= 0 && at[1] < CELLS && at[2] < CELLS;
  return on === 'candidates' && at[1] >= 0 && at[1] < a.nms.order.length;
}

export function firstCursor(state: State): Cursor {
  return { on: 'step', at: [0, 0, stepsDone(state, analysisOf(state)!)] };
}

/** The steps of suppression; from elsewhere the first one leads back to the step on show. */
export function stops(view: View): Cursor[] {
  const a = analysed(view);
  const all = Array.from({ length: a.nms.steps.length + 1 }, (_, i): Cursor => ({ on: 'step', at: [0, 0, i] })); // prettier-ignore
  const done = view.cursor.on === 'step' ? 0 : stepsDone(view.state, a);
  return [...all.slice(done), ...all.slice(0, done)];
}

export function pick({ state }: View, { on, at }: Cursor): Query | undefined {
  const a = analysisOf(state);
  if (on !== 'step' || !a) return undefined;
  return format({ ...state, step: at[2] === a.nms.steps.length ? 'end' : at[2] });
}

/** A press on the picture chooses the box above the threshold whose centre is nearest, or lets it go. */
export function act({ state, cursor }: View, name: string): Query | undefined {
  const a = analysisOf(state);
  if (name !== 'box' || cursor.on !== 'scene' || !a) return undefined;
  const [x, y] = [cursor.at[2], cursor.at[1]].map((k) => CELL * (k + 0.5));
  let [nearest, least] = [-1, Infinity];
  for (const index of a.nms.order) {
    const [left, top, right, bottom] = a.found[index].box;
    const off = ((left + right) / 2 - x) ** 2 + ((top + bottom) / 2 - y) ** 2;
    if (off < least) [nearest, least] = [index, off];
  }
  if (nearest < 0) return undefined;
  return format({ ...state, box: nearest === state.box ? undefined : nearest });
}

// ---- fates ------------------------------------------------------------------------------------

type Fate = 'kept' | 'gone' | 'open';

/** What has become of each candidate after the steps that are done. */
function fatesOf(state: State, a: Analysis): Map<number, Fate> {
  const fates = new Map<number, Fate>(a.nms.order.map((index) => [index, 'open']));
  for (const { kept, compared } of a.nms.steps.slice(0, stepsDone(state, a))) {
    fates.set(kept, 'kept');
    for (const { index, gone } of compared) if (gone) fates.set(index, 'gone');
  }
  return fates;
}

/** The true object that a detection is judged by: of its class where one overlaps, else any. */
function truthFor({ truths }: Analysis, { box, label }: HeadDetection): number {
  const best = (same: boolean) => {
    let [found, most] = [-1, 0];
    truths.forEach((truth, t) => {
      const iou = same && truth.label !== label ? 0 : boxIou(box, truth.box);
      if (iou > most) [found, most] = [t, iou];
    });
    return found;
  };
  const own = best(true);
  return own < 0 ? best(false) : own;
}

// ---- the pictures -----------------------------------------------------------------------------

const round = (value: number) => +value.toFixed(2);
const outline = ([left, top, right, bottom]: Box) =>
  `M${round(left)} ${round(top)}H${round(right)}V${round(bottom)}H${round(left)}z`;
const overlay = (inside: string) => `<svg viewBox="0 0 ${SIDE} ${SIDE}" aria-hidden="true">${inside}</svg>`; // prettier-ignore

/** Width of a character and height of a line of a note, in pixels of the scene. */
const LETTER = 2.9;
const LINE = 4;
/** Open boxes with a note: more would hide the picture. */
const MOST_NOTED = 12;

interface Note {
  box: Box;
  text: string;
  /** Its class. */
  name: string;
  /** Whether it stands at the bottom of its box when there is room. */
  low?: boolean;
}

/** Notes in corners of their boxes, each in the first corner where it hides no other. */
export function notesHtml(notes: readonly Note[]): string {
  const taken: Box[] = [];
  return notes
    .map(({ box: [left, top, right, bottom], text, name, low }) => {
      const wide = LETTER * text.length;
      const within = (value: number, most: number) => Math.min(most, Math.max(0.6, value));
      const [x1, x2] = [left + 0.8, right - 0.8 - wide].map((x) => within(x, SIDE - 0.6 - wide));
      const [y1, y2] = [top + 0.8, bottom - 0.8 - LINE].map((y) => within(y, SIDE - 0.6 - LINE));
      const corners = [[x1, y1], [x2, y1], [x1, y2], [x2, y2]]; // prettier-ignore
      if (low) corners.unshift(...corners.splice(2));
      const places = corners.map(([x, y]): Box => [x, y, x + wide, y + LINE]);
      const free = places.find((each) => taken.every((other) => overlapOf(each, other).intersection === 0)); // prettier-ignore
      // The table has the rank of an open box whose note finds no room.
      if (!free && name === 'open') return '';
      const place = free ?? places[0];
      taken.push(place);
      return `<text class="${name}" x="${round(place[0])}" y="${round(place[3])}">${escapeHtml(text)}</text>`;
    })
    .join('');
}

function mapsHtml(view: View): string {
  const { state, words, cursor, image } = view;
  const a = analysed(view);
  const { order } = a.nms;
  const fates = fatesOf(state, a);
  const path = (name: string, boxes: readonly Box[]) =>
    boxes.length === 0 ? '' : `<path class="${name}" d="${boxes.map(outline).join('')}"/>`;
  const of = (fate: Fate) => order.filter((i) => fates.get(i) === fate).map((i) => a.found[i].box);
  const looked = lookedAt(view, a);
  const noted = (i: number, k: number) => fates.get(i) === 'kept' || (fates.get(i) === 'open' && k < MOST_NOTED); // prettier-ignore
  const notes = notesHtml(order.flatMap((i, k) => !noted(i, k) ? [] : { box: a.found[i].box, text: `#${k + 1}`, name: fates.get(i)! })); // prettier-ignore
  const boxes =
    path('open', order.map((i) => a.found[i].box)) + // prettier-ignore
    `<g class="w-covered">${path('gone', of('gone'))}${path('kept', of('kept'))}${notes}${path('here', looked.map((i) => a.found[i].box))}</g>`; // prettier-ignore
  const here = cursor.on === 'scene' ? [cursor.at[1], cursor.at[2], 1, 1] : undefined;
  const alt = fill(words.sceneAlt, { n: a.truths.length, list: a.scene.labels.join(words.separator) }); // prettier-ignore
  const found = mapHtml({ on: 'scene', rows: CELLS, cols: CELLS, name: 'scene', image, alt, label: words.sceneMap, box: here }) // prettier-ignore
    .replaceAll(/(width|height)="8"/g, `$1="${SIDE}"`)
    .replace('data-map=', 'data-press="box" data-map=')
    .replace('<i class="w-box"', `${overlay(boxes)}<i class="w-box"`)
    .replace('</figure>', `<figcaption class="w-covered">${caption(words.foundTitle, { n: order.length, i: stepsDone(state, a) })}</figcaption></figure>`); // prettier-ignore
  return found + truthHtml(view, a);
}

/** A caption whose keys `[name]` become little samples of the lines. */
const caption = (text: string, values: Record<string, string | number>) =>
  fill(text, values).replace(
    /\[(\w+)\]([^\s，,]+)/g,
    '<span class="w-together"><i class="d-key $1"></i>$2</span>',
  );

/** The boxes that the arithmetic is about. */
function lookedAt(view: View, a: Analysis): number[] {
  const { state, cursor } = view;
  if (cursor.on === 'scene') return [cursor.at[1] * CELLS + cursor.at[2]];
  if (cursor.on === 'candidates') {
    const index = a.nms.order[cursor.at[1]];
    return [index, a.by.get(index) ?? []].flat();
  }
  const done = stepsDone(state, a);
  if (done === 0) return state.box === undefined ? [] : [state.box];
  const step = a.nms.steps[done - 1];
  const rival = rivalOf(state, step);
  return rival === undefined ? [step.kept] : [step.kept, rival];
}

function truthHtml(view: View, a: Analysis): string {
  const { words, image } = view;
  const { match, truths, nms, counts } = a;
  const missed = new Set(match.missed);
  const drawn = [
    ...truths.map(({ box, label }, t): Note => ({ box, text: `${label}`, name: missed.has(t) ? 'missed' : 'truth', low: true })), // prettier-ignore
    ...nms.kept.map((index, k): Note => {
      const { box, label } = a.found[index];
      return { box, text: `${label}`, name: match.truthOf[k] >= 0 ? 'right' : 'wrong' };
    }),
  ];
  const lines = drawn
    .map(({ box, name }) => `<path class="${name}" d="${outline(box)}"/>`)
    .join('');
  const alt = fill(words.truthAlt, { ...counts });
  const picture = image
    ? `<img src="${image('scene')}" alt="${alt}" width="${SIDE}" height="${SIDE}" decoding="async">`
    : `<canvas data-paint="scene" role="img" aria-label="${alt}" width="${SIDE}" height="${SIDE}"></canvas>`;
  return (
    `<figure class="w-figure w-covered"><div class="d-still">${picture}${overlay(lines + notesHtml(drawn))}</div>` +
    `<figcaption>${caption(words.truthTitle, {})}</figcaption></figure>`
  );
}

// ---- arithmetic -------------------------------------------------------------------------------

/** Pixels and scores on screen have five digits. */
const num = (value: number) => minus(plain(value, 5));
const arg = (value: number) => operand(value, 5);
const same = (...values: number[]) => (values.every((v) => Number(plain(v, 5)) === v) ? '=' : '≈');

/** Intersection over union of two boxes, with every number on the way. */
export function iouText(one: Box, other: Box, html: boolean): string {
  const { width, height, intersection, union, iou } = overlapOf(one, other);
  const bold = (text: string) => (html ? `<b>${text}</b>` : text);
  if (intersection === 0) return `A ∩ B = 0, IoU = ${bold('0')}`;
  const side = (from: number) => `${num(Math.min(one[from + 2], other[from + 2]))} − ${arg(Math.max(one[from], other[from]))}`; // prettier-ignore
  const [a, b] = [boxArea(one), boxArea(other)];
  const [w, h] = [width, height].map(num);
  return (
    `A ∩ B = (${side(0)})×(${side(1)}) ≈ ${w}×${h} ${same(width, height, intersection)} ${num(intersection)}; ` +
    `A ∪ B = ${num(a)} + ${num(b)} − ${num(intersection)} ${same(a, b, intersection, union)} ${num(union)}; ` +
    `IoU = ${num(intersection)} / ${num(union)} ${same(intersection, union, iou)} ${bold(num(iou))}`
  );
}

/** Whom a step is explained with: the chosen box, or the one that overlaps most. */
function rivalOf(
  { box }: State,
  { compared }: Analysis['nms']['steps'][number],
): number | undefined {
  if (compared.some(({ index }) => index === box)) return box;
  const most = Math.max(0, ...compared.map(({ iou }) => iou));
  return most > 0 ? compared.find(({ iou }) => iou === most)!.index : undefined;
}

function stepText(view: View, html: boolean): string {
  const { state, words } = view;
  const a = analysed(view);
  const { order, steps } = a.nms;
  const limit = `${state.threshold}`;
  if (order.length === 0) return fill(words.none, { t: limit });
  const done = stepsDone(state, a);
  if (done === 0) {
    const text = fill(words.order, { n: order.length, t: limit });
    if (state.box === undefined) return text;
    return `${text} ${decodeText(a.found[state.box], html)}`;
  }
  const step = steps[done - 1];
  const kept = placeOf(a, step.kept);
  const { label, score } = a.found[step.kept];
  const start = fill(words.keeps, { k: kept, label, score: show(score, 4) });
  if (step.compared.length === 0) return `${start}${words.nobodyLeft}`;
  const rival = rivalOf(state, step);
  if (rival === undefined) return `${start}${fill(words.nobodyNear, { n: step.compared.length })}`;
  const found = step.compared.find(({ index }) => index === rival)!;
  const values = { k: placeOf(a, rival), iou: state.iou };
  const end = found.gone ? words.over : found.iou > state.iou ? words.otherClass : words.under;
  return `${start}${fill(words.against, { a: kept, b: values.k })}${iouText(a.found[step.kept].box, a.found[rival].box, html)} ${fill(end, values)}`; // prettier-ignore
}

/** How the numbers of a cell become a box. */
function decodeText(found: HeadDetection, html: boolean): string {
  const { row, col, box, objectness, classes, label, score } = found;
  const [left, top, right, bottom] = box;
  const [x, y, w, h] = [(left + right) / 2, (top + bottom) / 2, right - left, bottom - top];
  const centre = (name: string, k: number, v: number) => `${name} = ${CELL}×(${k} + ${num(v / CELL - k)}) ${same(v / CELL - k, v)} ${num(v)}`; // prettier-ignore
  const extent = (name: string, v: number) => `${name} = ${ANCHOR}×e^${arg(Math.log(v / ANCHOR))} ≈ ${num(v)}`; // prettier-ignore
  const total = `o·p = ${num(objectness)}×${num(classes[label])} ${same(objectness, classes[label], score)} ${html ? `<b>${num(score)}</b>` : num(score)}`; // prettier-ignore
  return `${centre('x', col, x)}, ${centre('y', row, y)}; ${extent('w', w)}, ${extent('h', h)}; ${total} (p: ${label})`;
}

/** Why a candidate is gone, or how it compares with the truth. */
function candidateText(view: View, html: boolean): string {
  const { state, words, cursor } = view;
  const a = analysed(view);
  const index = a.nms.order[cursor.at[1]];
  const place = cursor.at[1] + 1;
  const found = a.found[index];
  const keeper = a.by.get(index);
  if (keeper !== undefined) {
    const k = placeOf(a, keeper);
    return `${fill(words.against, { a: k, b: place })}${iouText(a.found[keeper].box, found.box, html)} ${fill(words.over, { k: place, iou: state.iou })}`; // prettier-ignore
  }
  const t = truthFor(a, found);
  if (t < 0) return `${words.noTruth} ${words.isWrong}`;
  const truth = a.truths[t];
  const start = `${fill(words.againstTruth, { a: place, label: truth.label })}${iouText(found.box, truth.box, html)}`;
  const right = a.match.truthOf[a.nms.kept.indexOf(index)] >= 0;
  const iou = boxIou(found.box, truth.box);
  const why = truth.label !== found.label ? words.wrongClass : iou < RIGHT ? words.tooLittle : right ? words.isRight : words.taken; // prettier-ignore
  return `${start} ${fill(why, { label: found.label, truth: truth.label, iou: RIGHT })}`;
}

function where({ words, cursor, state }: View): string {
  const [, row, col] = cursor.at;
  if (cursor.on === 'scene') return fill(words.gridCell, { r: row + 1, c: col + 1 });
  if (cursor.on === 'candidates') return fill(words.boxName, { k: row + 1 });
  const a = analysisOf(state)!;
  return fill(words.stepName, { i: stepsDone(state, a), n: a.nms.steps.length });
}

/** The arithmetic of what is looked at. */
export function formula(view: View, html: boolean): string {
  const { cursor } = view;
  if (cursor.on === 'scene') return decodeText(analysed(view).found[cursor.at[1] * CELLS + cursor.at[2]], html); // prettier-ignore
  return cursor.on === 'candidates' ? candidateText(view, html) : stepText(view, html);
}

/** The same, read out. */
export const speak = (view: View): string => `${where(view)}: ${formula(view, false)}`;

// ---- steps, candidates, scores ----------------------------------------------------------------

function stepsHtml(view: View): string {
  const { id, words, state } = view;
  const a = analysed(view);
  const [done, n] = [stepsDone(state, a), a.nms.steps.length];
  const spoken = fill(words.stepName, { i: done, n });
  return rangeField(
    { id, key: 'step', label: words.labels.step, value: `${done}` },
    { min: 0, max: n, step: 1, spoken },
  );
}

function candidatesHtml(view: View): string {
  const { state, words, cursor } = view;
  const a = analysed(view);
  const { order } = a.nms;
  if (order.length === 0) return `<p class="w-hint">${fill(words.none, { t: state.threshold })}</p>`; // prettier-ignore
  const fates = fatesOf(state, a);
  const rows = order.map((index, i) => {
    const { label, score, box } = a.found[index];
    const fate = fates.get(index)!;
    const keeper = a.by.get(index);
    const by = keeper === undefined ? 0 : placeOf(a, keeper);
    const said =
      fate === 'open'
        ? '·'
        : by === 0
          ? words.isKept
          : fill(words.isGone, { k: by, iou: show(boxIou(a.found[keeper!].box, box), 3) });
    const k = a.nms.kept.indexOf(index);
    const verdict = fate !== 'kept' ? '' : a.match.truthOf[k] >= 0 ? 'TP' : 'FP';
    const cells = [
      datum(label),
      datum(score, 3),
      `<data class="w-covered" value="${by}">${said}</data>`,
      `<span class="w-covered ${verdict.toLowerCase()}">${verdict}</span>`,
      ...box.map((v) => datum(v, 3)),
    ];
    const line = cells
      .map(
        (cell, c) =>
          `<td data-at="0,${i},${c}" data-on="candidates" tabindex="${i + c === 0 ? 0 : -1}">${cell}</td>`,
      ) // prettier-ignore
      .join('');
    const here = cursor.on === 'candidates' && cursor.at[1] === i ? ' at' : '';
    return `<tr class="${fate}${here}"><th scope="row">${i + 1}</th>${line}</tr>`;
  });
  const heads = words.heads.map((name) => `<th scope="col">${name}</th>`).join('');
  return (
    `<table class="w-numbers d-candidates" role="grid" aria-label="${words.candidates}" data-output="candidates" data-shape="${order.length},7,1">` +
    `<thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`
  );
}

/** AP as the mean over the true objects of the precision at which each was found. */
export function apText({ curve, match, truths, nms, ap }: Analysis): string {
  const shares: string[] = [];
  let best = '0';
  let most = 0;
  for (let k = curve.length - 1; k >= 0; k--) {
    if (curve[k].precision > most) {
      most = curve[k].precision;
      best = `${Math.round(curve[k].precision * (k + 1))}/${k + 1}`;
    }
    if (match.truthOf[k] >= 0) shares.unshift(best);
  }
  const sum = shares.length === 0 || nms.kept.length === 0 ? '0' : shares.join(' + ');
  return `(${sum}) / ${truths.length} ${equals(ap)} `;
}

function factsHtml(view: View): string {
  const { state, words } = view;
  const a = analysed(view);
  const { tp, fp, fn } = a.counts;
  const count = (name: 'tp' | 'fp' | 'fn') => `<span>${words.counts[name]} <strong>${scalar(name, a.counts[name])}</strong></span>`; // prettier-ignore
  const share = (name: 'precision' | 'recall', all: number) => `<span>${words.counts[name]} ${tp}/${all} ${all === 0 ? '' : `${equals(tp / all)} ${plain(tp / all, 3)}`}</span>`; // prettier-ignore
  const hint = state.count > TRAINED_COUNT ? `<p class="w-hint">${fill(words.untrained, { n: TRAINED_COUNT })}</p>` : ''; // prettier-ignore
  return (
    `<p><span>${fill(words.keptOf, { n: a.nms.order.length, k: scalar('kept', a.nms.kept.length), t: scalar('objects', a.truths.length) })}</span></p>` +
    `<p>${count('tp')}${count('fp')}${count('fn')}${share('precision', tp + fp)}${share('recall', tp + fn)}</p>` +
    `<p><span>AP₅₀ = ${apText(a)}<strong>${scalar('ap', a.ap, plain(a.ap, 4))}</strong></span><span>${words.eleven} <strong>${scalar('ap11', a.ap11, show(a.ap11, 4))}</strong></span></p>` +
    `<p class="w-hint">${words.apHint}</p>${hint}`
  );
}

function paramsHtml({ id, words, state }: View): string {
  const all = texts(state);
  const control = (key: 'threshold' | 'iou' | 'perClass') => ({
    id,
    key,
    label: words.labels[key],
    hint: words.hints[key],
    value: all[key]!,
  });
  return (
    rangeField(control('threshold'), { min: 0, max: 1, step: 0.01 }) +
    rangeField(control('iou'), { min: LEAST_IOU, max: 1, step: 0.01 }) +
    checkField(control('perClass')) +
    sceneControls(id, words, state)
  );
}

function numbersHtml({ outputs, words, ui }: View): string {
  const open = ui['fold-numbers'] === '1';
  const table = (name: string, caption: string) => {
    const { data, shape } = outputs![name];
    return longTable(`data-output="${name}"`, open ? data : undefined, shape, caption);
  };
  return table('boxes', words.boxesCaption) + table('heads', words.headsCaption);
}

/** The tables do not follow the cursor: they are written once. */
function numbersOnce(view: View): string {
  return onceFor(view.outputs!, view.ui['fold-numbers'] ?? '', () => numbersHtml(view));
}

// ---- predict first, pictures ------------------------------------------------------------------

export function guess(view: View, [text]: string[]) {
  const { words } = view;
  const k = analysed(view).nms.kept.length;
  const given = text === '' ? NaN : Number(text);
  if (Number.isNaN(given)) return { right: false, text: words.notNumber };
  return { right: given === k, text: fill(given === k ? words.right : words.wrong, { k }) };
}

export function images(view: View): Record<string, () => Pixels> {
  return { scene: () => scenePixels(analysed(view).scene) };
}

/** The scale of the slider: its end stands for all steps, however many there are. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  const a = analysisOf(state);
  if (name !== 'step' || !a || Number(value) !== a.nms.steps.length) return undefined;
  return format({ ...state, step: 'end' });
}
