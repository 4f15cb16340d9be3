/** The space on show: circle, table of cosines and softmaxes, loss, temperature. Pure. */
import { infoNce } from '../../../lib/contrastive.ts';
import { valueTables } from '../toolkit/grids.ts';
import { optionList } from '../toolkit/controls.ts';
import type { Cursor } from '../toolkit/kind.ts';
import { escapeHtml, fill, minus, operand, plain, scalar, show } from '../toolkit/text.ts';
import { namesHtml, across, chord, circleHtml, crosses, curve, dot, HIGH, key, level, placed, placesOf, plotHtml, rowsOf, score, shortened, thumb, type View } from './drawing.ts'; // prettier-ignore
import { EVERY, tauOf } from './reference.ts';
import { endOf, swapOf } from './state.ts';
import { partnersAt } from './training.ts';

/** The tables that can stand beside the cosines. */
export const BESIDE = ['rows', 'columns', 'slopes'] as const;
export type Beside = (typeof BESIDE)[number];
export const besideOf = ({ ui, cursor }: View): Beside =>
  BESIDE.find((name) => name === ui.table) ?? BESIDE.find((name) => name === cursor.on) ?? 'rows';

/** The temperatures of the plot: 0.02 to 2, by equal factors. */
export const TAUS = Array.from({ length: 41 }, (_, i) => +(0.02 * 100 ** (i / 40)).toPrecision(3));

const partnerOf = ({ state }: View): number[] => partnersAt(state, state.at);

// ---- the circle -----------------------------------------------------------------------------

/** The way along the circle that the next step would take a picture, as an arc. */
function arrow([x, y]: readonly number[], turn: number): string {
  const angle = Math.atan2(y, x);
  const by = -0.5 * Math.tanh(2 * turn);
  if (Math.abs(by) < 0.02) return '';
  const r = 109;
  const place = (a: number, radius: number) => `${(radius * Math.cos(a)).toFixed(1)} ${(-radius * Math.sin(a)).toFixed(1)}`; // prettier-ignore
  const end = angle + by;
  const back = end - Math.sign(by) * 0.06;
  return `<path class="e-arrow" d="M${place(angle, r)}A${r} ${r} 0 0 ${by > 0 ? 0 : 1} ${place(end, r)}M${place(back, r - 5)}L${place(end, r)}L${place(back, r + 5)}"/>`;
}

export function spaceHtml(view: View): string {
  const { words, outputs, state, cursor } = view;
  const [pictures, texts] = [rowsOf(outputs!.pictures), rowsOf(outputs!.texts)];
  const partner = partnerOf(view);
  const row = cursor.at[1];
  const swapped = (i: number) => partner[i] !== i;
  const degrees = ([x, y]: readonly number[]) => Math.round((Math.atan2(y, x) * 180) / Math.PI);
  const svg =
    pictures.map((p, i) => chord(p, texts[partner[i]], `e-pair${swapped(i) ? ' wrong' : ''}`)).join('') + // prettier-ignore
    pictures.map((p, i) => arrow(p, outputs!.turns.data[i])).join('') +
    crosses(texts) +
    namesHtml(texts, words.digits, (j) => (swapped(j) ? 'wrong' : '')) +
    pictures.map((p) => dot(p)).join('');
  const over = pictures.map((p, i) => placed(view, p, `pic-${i}`, i === row ? 'at' : '')).join('');
  const alt = pictures.map((p, i) => fill(words.placeAlt, { d: i, a: degrees(p), t: words.digits[partner[i]], b: degrees(texts[partner[i]]) })).join(words.comma); // prettier-ignore
  const caption =
    key('dot', words.picture) +
    key('cross', words.text) +
    key('pair', words.pair) +
    (swapOf(state) && state.at >= state.from ? key('wrong', words.swappedPair) : '') +
    key('arrow', words.arrow);
  return `<div class="w-covered">${circleHtml(alt, svg, over, caption)}</div>`;
}

// ---- the loss over time ---------------------------------------------------------------------

export function lossHtml(view: View): string {
  const { words, outputs, state } = view;
  const rows = rowsOf(outputs!.history);
  const most = Math.max(1, Math.ceil(Math.max(...rows.map(([, loss]) => loss))));
  const y = (loss: number) => HIGH - 14 - ((HIGH - 40) * loss) / most;
  const n = state.pairs;
  const share = (count: number) => HIGH - 14 - ((HIGH - 40) * count) / n;
  const random = Math.log(n);
  const inside =
    level(y(0), '0') +
    (random < most ? level(y(random), `ln ${n}`) : '') +
    (swapOf(state) ? `<path class="e-swap" d="M${across(state.from / EVERY, rows.length)} 0V${HIGH}"/>` : '') + // prettier-ignore
    `<path class="e-count" d="${curve(rows.map((r) => r[2]), share)}"/>` + // prettier-ignore
    `<path class="e-loss" d="${curve(rows.map((r) => r[1]), y)}"/>`; // prettier-ignore
  const caption =
    key('loss', fill(words.lossKey, { m: most })) +
    key('count', fill(words.countKey, { n })) +
    (swapOf(state) ? key('swap', words.swapKey) : '');
  const alt = fill(words.lossAlt, { a: show(rows[0][1], 3), b: show(rows.at(-1)![1], 3), n: endOf(state) }); // prettier-ignore
  return `<div class="w-covered">${plotHtml({ on: 'steps', cols: rows.length, pick: Math.round(state.at / EVERY), label: words.lossPlot, alt, inside, caption })}</div>`; // prettier-ignore
}

// ---- temperature ----------------------------------------------------------------------------

/** The softmax of a row as bars, and the loss of the same vectors at every temperature. */
export function temperatureHtml(view: View): string {
  const { words, outputs, state, cursor } = view;
  const table = rowsOf(outputs!.cosines);
  const partner = partnerOf(view);
  const i = Math.min(cursor.at[1], state.pairs - 1);
  const p = rowsOf(outputs!.rows)[i];
  const bars = p
    .map(
      (v, j) =>
        `<div class="e-bar"><span>${words.digits[j]}</span><span class="e-track"><i class="${partner[i] === j ? 'own' : ''}" style="width:${(100 * v).toFixed(2)}%"></i></span><b>${v < 0.0005 ? '≈0' : show(v, 3)}</b></div>`,
    ) // prettier-ignore
    .join('');
  const losses = TAUS.map((tau) => infoNce(table, partner, tau).loss);
  const most = Math.max(2, Math.ceil(Math.log(state.pairs)));
  const y = (loss: number) => HIGH - 14 - ((HIGH - 40) * Math.min(loss, 1.1 * most)) / most;
  const random = Math.log(state.pairs);
  const inside =
    level(y(0), '0') +
    level(y(random), `ln ${state.pairs}`) +
    [0, 10, 20, 30, 40]
      .map(
        (c) =>
          `<text class="e-tick" x="${across(c, TAUS.length)}" y="${HIGH - 1}" text-anchor="${c === 0 ? 'start' : c === 40 ? 'end' : 'middle'}">${TAUS[c]}</text>`,
      )
      .join('') + // prettier-ignore
    `<path class="e-loss" d="${curve(losses, y)}"/>`;
  const near = (tau: number) => TAUS.reduce((best, v, k) => Math.abs(Math.log(v / tau)) < Math.abs(Math.log(TAUS[best] / tau)) ? k : best, 0); // prettier-ignore
  const alt = fill(words.tauAlt, { a: show(losses[0], 3), b: show(losses[40], 3) });
  const plot = plotHtml({ on: 'taus', cols: TAUS.length, pick: near(tauOf(state)), label: words.tauPlot, alt, inside, caption: key('loss', words.tauKey) }); // prettier-ignore
  return (
    `<p class="w-h">${fill(words.rowOf, { d: i })} ${thumb(view, `pic-${i}`)}</p><div class="e-bars w-covered">${bars}</div>` +
    `<div class="w-covered">${plot}</div>`
  );
}

// ---- scores ---------------------------------------------------------------------------------

export function scoresHtml(view: View): string {
  const { words, outputs, state, cursor } = view;
  const { loss, trainLoss, found, own, slopes, step } = outputs!;
  const n = state.pairs;
  const swapped = own !== undefined;
  const number = (name: string, value: number) => scalar(name, value, show(value, 4));
  const several = state.shots > 1 || state.look !== undefined;
  let html =
    score(words.stepLabel, scalar('step', step.data[0])) +
    score(
      fill(words.lossLabel, { t: plain(tauOf(state)) }),
      number('loss', loss.data[0]),
      fill(words.lnNote, { n, v: show(Math.log(n), 3) }),
    ) + // prettier-ignore
    score(
      swapped ? words.foundGiven : words.foundLabel,
      `<b>${scalar('found', found.data[0])}</b> / ${n}`,
    ) + // prettier-ignore
    (swapped ? score(words.ownLabel, `${scalar('own', own.data[0])} / ${n}`) : '');
  if (several) html += score(fill(words.trainLossLabel, { t: plain(state.tau), s: state.shots }), number('trainLoss', trainLoss.data[0])); // prettier-ignore
  if (state.show === 'temperature') {
    const i = Math.min(cursor.at[1], n - 1);
    const partner = partnerOf(view)[i];
    const p = rowsOf(outputs!.rows)[i];
    const others = p.filter((_, j) => j !== partner);
    const rest = others.reduce((a, b) => a + b, 0);
    const most = Math.max(...others) / rest;
    html += score(words.pushLabel, show(most, 3), fill(words.pushNote, { d: i, e: show(1 / (n - 1), 3) })); // prettier-ignore
    const size = Math.sqrt(slopes.data.reduce((sum, v) => sum + v * v, 0));
    html += score(words.slopeSize, show(size, 3), fill(words.slopeNote, { t: plain(1 / tauOf(state), 4) })); // prettier-ignore
  }
  return `<div class="w-facts">${html}</div>`;
}

// ---- tables ---------------------------------------------------------------------------------

function tableHtml(view: View, name: 'cosines' | Beside, digits: number): string {
  const { words, outputs, state, cursor } = view;
  const partner = partnerOf(view);
  const { data, shape } = outputs![name];
  const heads = Array.from({ length: state.pairs }, (_, i) => `${thumb(view, `pic-${i}`)}<span class="visually-hidden">${fill(words.pictureOf, { d: i })}</span>`); // prettier-ignore
  const html = valueTables(data, shape, {
    output: name,
    label: words.tables[name],
    largest: name === 'slopes' ? undefined : 1,
    digits,
    places: placesOf(view, name),
    columns: words.digits.slice(0, state.pairs),
    rows: heads,
    mark: (_, r, c) => {
      const here = cursor.on === name && cursor.at[1] === r && cursor.at[2] === c;
      const all = [here ? 'at' : '', partner[r] === c ? 'own' : ''].filter(Boolean);
      return all.length > 0 ? { class: all.join(' ') } : undefined;
    },
  });
  return shortened(html);
}

export function tablesHtml(view: View): string {
  const { words } = view;
  const beside = besideOf(view);
  const choices = Object.fromEntries(BESIDE.map((name) => [name, words.tables[name]]));
  const box = (html: string, label: string) => `<div class="w-scroll w-covered" tabindex="0" role="group" aria-label="${escapeHtml(label)}">${html}</div>`; // prettier-ignore
  return (
    `<div><p class="w-h">${words.tables.cosines}</p>${box(tableHtml(view, 'cosines', 2), words.tables.cosines)}</div>` +
    `<div><p class="w-h"><label><span class="visually-hidden">${words.besideLabel}</span><select data-ui="table">${optionList(choices, beside)}</select></label></p>${box(tableHtml(view, beside, 2), words.tables[beside])}</div>` + // prettier-ignore
    `<p class="w-hint">${words.tableHint}</p>`
  );
}

// ---- the arithmetic -------------------------------------------------------------------------

/** Where a cell lies and how it comes about. */
export function told(view: View): [where: string, sum: string] {
  const { words, outputs, state } = view;
  const { on, at } = view.cursor;
  const [, i, j] = at;
  const n = state.pairs;
  const tau = tauOf(state);
  const where = fill(words.where, { d: i, t: words.digits[j] });
  const cosine = outputs!.cosines.data;
  const value = outputs![on]?.data[i * n + j];
  const number = (v: number) => minus(plain(v, 4));
  if (on === 'rows' || on === 'columns') {
    const places = Array.from({ length: n }, (_, k) => (on === 'rows' ? i * n + k : k * n + j));
    const powers = places.map((at) => Math.exp(cosine[at] / tau));
    const sum = powers.reduce((a, b) => a + b, 0);
    const z = cosine[i * n + j] / tau;
    const power = Math.exp(z);
    return [
      `${where}${words.colon}`,
      `z = cos/τ ≈ ${operand(cosine[i * n + j], 4)}/${plain(tau)} ≈ ${number(z)}; ${words[on === 'rows' ? 'overRow' : 'overColumn']} e^z/Σ ≈ ${number(power)}/(${powers.map(number).join(' + ')}) ≈ ${number(power)}/${number(sum)} ≈ <b>${number(value)}</b>`, // prettier-ignore
    ];
  }
  if (on === 'slopes') {
    const [p, q] = [outputs!.rows.data[i * n + j], outputs!.columns.data[i * n + j]];
    const own = partnerOf(view)[i] === j;
    return [
      `${where}${words.colon}`,
      `∂L/∂z = (${words.short.rows} + ${words.short.columns}${own ? ' − 2' : ''})/2n ≈ (${number(p)} + ${number(q)}${own ? ' − 2' : ''})/${2 * n} ≈ <b>${number(value)}</b>; ${value < 0 ? words.pulled : words.pushed}`, // prettier-ignore
    ];
  }
  const a = outputs!.pictures.data.slice(2 * i, 2 * i + 2);
  const b = outputs!.texts.data.slice(2 * j, 2 * j + 2);
  const c = cosine[i * n + j];
  return [
    `${where}${words.colon}`,
    `cos = a·b ≈ ${operand(a[0], 4)}×${operand(b[0], 4)} + ${operand(a[1], 4)}×${operand(b[1], 4)} ≈ <b>${number(c)}</b>`, // prettier-ignore
  ];
}

/** The table cells one after the other: the partners first. */
export const cells = (view: View): Cursor[] =>
  partnerOf(view).map((j, i): Cursor => ({ on: 'cosines', at: [0, i, j] }));
