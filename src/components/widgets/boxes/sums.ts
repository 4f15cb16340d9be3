/** The arithmetic of what is looked at, as HTML and read out. Pure. */
import { agreement } from '../../../lib/box-losses.ts';
import { raisedAt, rankedCurve, type RankedPoint } from '../../../lib/box-ranking.ts';
import { type Box, boxArea, overlapOf } from '../../../lib/boxes.ts';
import { fill, minus, plain, show } from '../toolkit/text.ts';
import { letter, rankOf, type View } from './places.ts';
import { stepsDone, suppressed, verdicts } from './reference.ts';
import type { State } from './state.ts';

export const num = (value: number) => minus(plain(value, 5));
const exact = (value: number) => Number(plain(value, 5)) === value;
export const same = (...values: number[]) => (values.every(exact) ? '=' : '≈');

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
export function scoreBefore(
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

export function curveOf({ state }: View): RankedPoint[] {
  return rankedCurve(verdicts(state, state.at).map(({ right }) => right), state.truths.length); // prettier-ignore
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
