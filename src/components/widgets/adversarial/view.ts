/** What the adversarial examples show, as HTML. Pure: the build and the browser draw the same. */
import {
  explainHtml,
  rangeField,
  selectField,
  setButton,
  stepperField,
  textField,
} from '../toolkit/controls.ts';
import { digitControls } from '../toolkit/digits.ts';
import { contractTable, longTable } from '../toolkit/grids.ts';
import type { Cursor, Outputs } from '../toolkit/kind.ts';
import { mapHtml } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import { fill, minus, onceFor, show } from '../toolkit/text.ts';
import { curveSvg, curveText, pathSvg } from './curve.ts';
import { cleanOf, type View } from './pictures.ts';
import { runOf, topOf, type Run } from './reference.ts';
import { ATTACKS, classOf, LIMITS, stepOf, texts, type State } from './state.ts';
import type { Words } from './strings.ts';

/** What the parts need to know. */
interface Facts {
  run: Run;
  label: number;
  /** What is read of the picture as it is, attacked, and with the first noise. */
  read: readonly [number, number, number];
  /** How many noises are read as something else than the class. */
  wrong: number;
  row: number;
  col: number;
}

function factsOf({ state, outputs, cursor }: View): Facts {
  const { scores, draws } = outputs!;
  const read = [0, 1, 2].map((column) => topOf(scores.data, column, 3));
  const label = classOf(state, read[0]);
  let wrong = 0;
  for (let i = 0; i < state.draws; i++) if (topOf(draws.data, 10 * i) !== label) wrong++;
  const [, row, col] = cursor.at;
  return { run: runOf(state)!, label, read: [read[0], read[1], read[2]], wrong, row, col };
}

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  const known = factsOf(view);
  const { outputs, state, words, id } = view;
  // The build draws both languages with the same results.
  const once = (key: string, write: () => string) =>
    onceFor(outputs!, `${key} ${words.tensors}`, write);
  return {
    input: inputHtml(view, known),
    attacks: ATTACKS.map((name) => setButton('attack', name, words.attacks[name], name === state.attack)).join(''), // prettier-ignore
    rows: rowsHtml(view, known),
    outcome: verdictHtml(view, known),
    scores: once('scores', () => scoresHtml(view, known)),
    formula: explainHtml(whereOf(view, known), formulaOf(view, known, true)),
    params: paramsHtml(view),
    draws: once('draws', () => drawsHtml(view, known)),
    plots: once(`plots ${id}`, () => plotsHtml(view, known)),
    sizes: once('sizes', () => sizesHtml(view)),
    numbers: numbersHtml(view),
  };
}

// ---- the cursor -------------------------------------------------------------------------------

/** The pixel whose gradient is largest. */
export function firstCursor(_: State, { direction }: Outputs): Cursor {
  const at = order(direction.data)[0];
  return { on: 'attacked', at: [0, Math.floor(at / 28), at % 28] };
}

function order(gradient: ArrayLike<number>): number[] {
  const size = (i: number) => Math.abs(gradient[i]);
  return Array.from(gradient, (_, i) => i).sort((a, b) => size(b) - size(a) || a - b);
}

/** Pixels that “next” visits. */
const STOPS = 40;

/** The pixels with the largest gradients, the largest first. */
export function stops({ outputs, cursor }: View): Cursor[] {
  const on = cursor.on;
  return order(outputs!.direction.data)
    .slice(0, STOPS)
    .map((i) => ({ on, at: [0, Math.floor(i / 28), i % 28] }));
}

/** What the buttons ask for. */
export function act({ state }: View, name: string): Query | undefined {
  if (name !== 'clear') return undefined;
  const query: Query = { ...texts(state) };
  delete query.image;
  return { ...query, input: Array(28).fill(Array(28).fill(0).join(',')).join(';') };
}

// ---- pictures ---------------------------------------------------------------------------------

type Name = keyof Words['titles'];

function picture(view: View, { row, col }: Facts, name: Name, under = ''): string {
  const { words, image } = view;
  const title = words.titles[name];
  const covered = ['attacked', 'noisy'].includes(name) && under ? ' w-covered' : '';
  return (
    `<div class="a-pic">` +
    mapHtml({
      on: name,
      rows: 28,
      cols: 28,
      name,
      image,
      alt: words.alts[name],
      label: title,
      title,
      box: [row, col, 1, 1],
    }) +
    `${under && `<p class="a-read${covered}">${under}</p>`}</div>`
  );
}

/** A probability in four digits; 1 only where it is 1. */
function chance(p: number): string {
  if (p === 0 || p === 1) return `= ${p}`;
  if (p < 0.00005) return '&lt; 0.0001';
  if (p > 0.99995) return '&gt; 0.9999';
  return `≈\u00a0${p.toFixed(4)}`;
}

function readHtml({ words, outputs }: View, { read, label }: Facts, column: 0 | 1 | 2): string {
  const n = read[column];
  const text = fill(words.reads, { n: `<b>${n}</b>`, p: chance(outputs!.scores.data[3 * n + column]) }); // prettier-ignore
  return `<span class="${n === label ? 'right' : 'other'}">${text}</span>`;
}

function inputHtml(view: View, known: Facts): string {
  const { state, words, ui, image } = view;
  const { source } = state;
  let html = '';
  if (source.kind === 'drawn') {
    const ink = ui.draw === '1';
    const [rows, cols] = [source.rows.length, source.rows[0].length];
    const label = words.drawHere;
    html +=
      mapHtml({ on: 'ink', rows, cols, name: 'drawn', image, alt: label, label, title: label, ink }) + // prettier-ignore
      `<div class="w-chips">${ink ? '' : `<button type="button" data-do="ui:draw=1">${words.goOn}</button>`}` +
      `<button type="button" data-do="act:clear">${words.clear}</button></div>`;
  }
  return html + picture(view, known, 'x', readHtml(view, known, 0)) + digitControls(words, source, ui); // prettier-ignore
}

function rowsHtml(view: View, known: Facts): string {
  const { words, state } = view;
  const row = (title: string, names: readonly Name[], column: 1 | 2) =>
    `<div role="group" aria-label="${title}"><p class="w-h">${title}</p><div class="a-row">` +
    names
      .map((name, i) => picture(view, known, name, i === 2 ? readHtml(view, known, column) : ''))
      .join('') + // prettier-ignore
    `</div></div>`;
  return (
    row(fill(words.attackRow[state.attack], { n: state.target }), ['gradient', 'change', 'attacked'], 1) + // prettier-ignore
    row(words.noiseRow, ['signs', 'noise', 'noisy'], 2)
  );
}

/** What came of it, in a sentence or two. */
function verdictHtml({ state, words, outputs }: View, { label, read, wrong, run }: Facts): string {
  const { attack, target, draws: n } = state;
  const said: string[] = [];
  if (read[0] !== label) said.push(fill(words.wrongBefore, { label, read: read[0] }));
  const toward = attack === 'toward';
  const won = toward ? read[1] === target : read[1] !== label;
  if (toward && target === label) said.push(words.same);
  else if (toward && read[0] === target) said.push(fill(words.already, { target }));
  else if (read[0] === label || toward) {
    const key = toward ? (won ? 'reached' : 'notReached') : won ? 'fooled' : 'notFooled';
    said.push(fill(words[key], { label, target, read: read[1] }));
    if (won && read[0] === label) {
      said.push(wrong === 0 ? words.noneMoved : fill(words.both, { n, wrong }));
    }
  }
  const { losses } = outputs!;
  const [before, after] = [losses.data[0], losses.data[losses.data.length - 1]].map((v) => show(v, 4)); // prettier-ignore
  const loss = fill(words.loss, { n: run.aim, before, after });
  return `<p class="w-covered">${said.join(words.between)}</p><p class="w-hint w-covered">${loss}</p>`;
}

function scoresHtml({ words, outputs }: View, { label, read }: Facts): string {
  const { data } = outputs!.scores;
  const heads = words.columnsOf.map((name) => `<th scope="col">${name}</th>`).join('');
  let body = '';
  for (let k = 0; k < 10; k++) {
    let line = `<th scope="row"${k === label ? ' class="label"' : ''}>${k}</th>`;
    for (let column = 0; column < 3; column++) {
      const p = data[3 * k + column];
      const shown = p === 0 || p === 1 ? `${p}` : p < 0.00005 ? '&lt;0.0001' : p > 0.99995 ? '&gt;0.9999' : `≈${p.toFixed(4)}`; // prettier-ignore
      const top = k === read[column] ? ` top${k === label ? '' : ' other'}` : '';
      line += `<td class="a-bar${top}" style="--p:${+(100 * p).toFixed(2)}%"><data value="${p}">${shown}</data></td>`;
    }
    body += `<tr>${line}</tr>`;
  }
  return (
    `<p class="w-h">${words.scores} <small>${words.scoresHint}</small></p>` +
    `<div class="w-scroll w-covered"><table class="a-scores" data-output="scores" data-shape="10,3,1" aria-label="${words.scores}">` +
    `<thead><tr><th scope="col">${words.classColumn}</th>${heads}</tr></thead><tbody>${body}</tbody></table></div>`
  );
}

/** What is read after each of the random noises. */
function drawsHtml({ state, words, outputs }: View, { label, wrong }: Facts): string {
  const { data } = outputs!.draws;
  const cells = Array.from({ length: state.draws }, (_, i) => {
    const n = topOf(data, 10 * i);
    const said = fill(words.drawCell, { i: i + 1, n, label, p: show(data[10 * i + label], 3) });
    return `<li class="${n === label ? 'right' : 'other'}" title="${said}">${n}</li>`;
  });
  const right = state.draws - wrong;
  return (
    `<p class="w-h">${fill(words.drawsTitle, { n: state.draws })} <small class="w-covered">${fill(words.drawsAre, { right, wrong, label })}</small></p>` +
    `<ol class="a-draws w-covered">${cells.join('')}</ol>`
  );
}

function plotsHtml({ state, words, outputs, id }: View, { label, read }: Facts): string {
  const { steps, eps, attack, target } = state;
  const other = attack === 'toward' ? target : read[1];
  const plot = (title: string, svg: string, notes: readonly string[]) =>
    `<div class="a-plot"><p class="w-h">${title}</p>${svg}${notes.map((note) => `<p class="w-hint">${note}</p>`).join('')}</div>`; // prettier-ignore
  const way = steps > 1 ? `<div class="w-covered">${plot(words.pathTitle, pathSvg(outputs!.path.data, steps, [label, other], words, id), [])}</div>` : ''; // prettier-ignore
  return way + plot(words.curve, curveSvg(eps, words, id), [curveText(eps, words), words.curveNote]); // prettier-ignore
}

function sizesHtml({ words, outputs }: View): string {
  const { data } = outputs!.sizes;
  // Differences of pixels: on a device 0.16 comes out as 0.1600000024.
  const size = (value: number) => `<data value="${value}">${show(+value.toPrecision(6), 4)}</data>`;
  const rows = words.sizeRows.map(
    (name, i) =>
      `<tr><th scope="row">${name}</th><td>${size(data[2 * i])}</td><td>${size(data[2 * i + 1])}</td></tr>`,
  );
  return (
    `<p class="w-h">${words.sizes}</p><table class="w-grid w-plain" data-output="sizes" data-shape="2,2,1" aria-label="${words.sizes}">` +
    `<thead><tr><td></td><th scope="col">‖·‖∞</th><th scope="col">‖·‖₂</th></tr></thead><tbody>${rows.join('')}</tbody></table>` +
    `<p class="w-hint">${words.decided}</p>`
  );
}

// ---- one pixel --------------------------------------------------------------------------------

const four = (value: number) => minus(String(+value.toFixed(4)));
const exact = (...values: number[]) => values.every((v) => Math.abs(+v.toFixed(4) - v) < 1e-12);
const signed = (sign: number) => (sign < 0 ? '(−1)' : `${sign}`);

function whereOf({ words }: View, { row, col }: Facts): string {
  return fill(words.cell, { r: row + 1, c: col + 1 });
}

/** How the pixel under the cursor comes to be what it is. */
function formulaOf(view: View, { run, row, col }: Facts, html: boolean): string {
  const { state, words, cursor, outputs } = view;
  const i = 28 * row + col;
  const bold = (text: string) => (html ? `<b>${text}</b>` : text);
  const x = cleanOf(view).data[i];
  /** x + ε·sign, and what the range makes of it. */
  const added = (sign: number, by: number) => {
    const sum = x + by * sign;
    const end = Math.min(1, Math.max(0, sum));
    const equals = exact(x, by, sum) ? '=' : '≈';
    const cut =
      end === sum ? bold(four(sum)) : `${four(sum)} → ${bold(four(end))} ${words.clipped}`;
    return `${four(x)} + ${four(by)}×${signed(sign)} ${equals} ${cut}`;
  };
  if (['signs', 'noise', 'noisy'].includes(cursor.on)) {
    const sign = run.noises[0].signs[i];
    return `${words.randomIs} ${signed(sign)}; x″: ${added(sign, state.eps)}`;
  }
  const g = outputs!.gradient.data[i];
  const slope = `${words.gradientOf} ${g === 0 ? '= 0' : `≈ ${minus(String(+g.toPrecision(3)))}`}`;
  const sign = run.signs[0][i];
  const turned = state.attack === 'toward' ? `−${words.signIs}` : words.signIs;
  if (state.steps === 1) return `${slope}; ${turned} = ${signed(sign)}; x′: ${added(sign, state.eps)}`; // prettier-ignore
  const step = stepOf(state);
  const all = run.path.map(({ data }) => four(data[i]));
  all[all.length - 1] = bold(all[all.length - 1]);
  return `${slope}; ${fill(words.steps, { step: four(step) })} ${all.join(' → ')}`;
}

/** The same, read out. */
export function speak(view: View): string {
  const known = factsOf(view);
  return `${whereOf(view, known)}: ${formulaOf(view, known, false)}`;
}

// ---- parameters, prediction, numbers ----------------------------------------------------------

function paramsHtml({ id, words, state }: View): string {
  const all = texts(state);
  const control = (key: keyof Words['hints']) => ({
    id,
    key,
    label: words.labels[key],
    hint: words.hints[key],
    value: all[key]!,
  });
  const classes = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`${n}`, `${n}`]));
  return (
    rangeField(control('eps'), { min: 0, max: LIMITS.eps, step: 0.01 }) +
    stepperField(control('steps'), { min: 1, max: LIMITS.steps, words }) +
    (state.attack === 'toward' ? selectField(control('target'), classes) : '') +
    stepperField(control('draws'), { min: 1, max: LIMITS.draws, words }) +
    textField(control('seed'))
  );
}

/** Marks what is read after the attack and after the noise. */
export function guess(view: View, [ga, gb]: string[]) {
  const { read } = factsOf(view);
  const [, a, b] = read;
  const right = ga.trim() === `${a}` && gb.trim() === `${b}`;
  const { words } = view;
  return { right, text: fill(right ? words.right : words.wrong, { a, b, ga: ga || '?', gb: gb || '?' }) }; // prettier-ignore
}

function numbersHtml(view: View): string {
  const { words, ui, outputs } = view;
  const open = ui['fold-numbers'] === '1';
  const names = ['losses', 'path', 'draws', 'gradient', 'direction', 'attacked', 'noisy'] as const;
  return onceFor(outputs!, `numbers ${open} ${words.tensors}`, () => {
    const tables = names.map((name) => {
      const { data, shape } = outputs![name];
      if (name === 'losses') return contractTable(name, data, shape, words.tables[name], open);
      return longTable(`data-output="${name}"`, open ? data : undefined, shape, words.tables[name]);
    });
    const x = cleanOf(view);
    return tables.join('') + longTable('data-input="x"', open ? x.data : undefined, x.shape, words.inputTable); // prettier-ignore
  });
}
