/** What the box bench shows, as HTML. Pure: the build and the browser draw the same. */
import { inclusiveIou } from '../../../lib/box-losses.ts';
import { averagePrecisions, judge, suppress } from '../../../lib/box-ranking.ts';
import { boxIou } from '../../../lib/boxes.ts';
import {
  controlOf,
  errorHtml,
  explainHtml,
  named,
  rangeField,
  selectField,
} from '../toolkit/controls.ts';
import { fieldTable, resultTable } from '../toolkit/grids.ts';
import { datum, fill, scalar, show } from '../toolkit/text.ts';
import { fatesOf, fieldHtml } from './field.ts';
import { fieldOf, letter, rankOf, type View } from './places.ts';
import { curveSvg, shiftSvg } from './plots.ts';
import { stepsDone, suppressed, verdicts } from './reference.ts';
import { BOUNDS, MATCHING, MODES, POINTS, rounded, RULES, texts } from './state.ts';
import { apText, arithmetic, curveOf, num, same, scoreBefore } from './sums.ts';

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

// ---- beside the field -----------------------------------------------------------------------

type Field = 'mode' | 'rule' | 'iou' | 'score' | 'sigma' | 'at' | 'points' | 'matching' | 'step';

const control = (view: View, key: Field) => controlOf(view, key, texts(view.state)[key]);

const chooseHtml = (view: View) => selectField(control(view, 'mode'), named(MODES, view.words.modes)); // prettier-ignore

export const share = (view: View, key: 'iou' | 'score' | 'at') => rangeField(control(view, key), { min: key === 'at' ? 0.05 : 0, max: 1, step: 0.05 }); // prettier-ignore

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
