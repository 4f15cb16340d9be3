/** The field with its boxes as a picture. Pure. */
import type { Box } from '../../../lib/boxes.ts';
import { errorHtml, setButton } from '../toolkit/controls.ts';
import { escapeHtml, fill } from '../toolkit/text.ts';
import { boxesOf, centre, fieldOf, letter, movedIndex, rankOf, type View } from './places.ts';
import { stepsDone, suppressed, verdicts } from './reference.ts';
import { rounded, type State } from './state.ts';

const outline = ([l, t, r, b]: Box) => `M${l} ${t}H${r}V${b}H${l}z`;

/** What becomes of each box: a class of the style sheet. */
export function fatesOf(state: State): string[] {
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

export function fieldHtml(view: View): string {
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
