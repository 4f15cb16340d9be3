/** Fusion on show: what each way of combining two modalities gets right. Pure. */
import { HELD, noisy, outer, WAYS, type Way } from '../../../lib/fusion.ts';
import { valueTables } from '../toolkit/grids.ts';
import { escapeHtml, fill, minus, operand, plain, show } from '../toolkit/text.ts';
import {
  across,
  curve,
  HIGH,
  key,
  level,
  plotHtml,
  rowsOf,
  shortened,
  type View,
} from './drawing.ts';
import { benchOf, DRAWS, modelsOf, NOISES } from './reference.ts';

/** Held-out examples in all. */
export const TOTAL = DRAWS * HELD;

/** The way that decides: the chosen combination, or the one modality that is on. */
export const decides = ({ use, way }: View['state']): Way => (use === 'both' ? way : use);

/** What a way is called. */
export function nameOf({ state, words }: View, way: Way): string {
  const own = words.modalities[state.task];
  if (way === 'a' || way === 'b') return fill(words.alone, { m: own[way === 'a' ? 0 : 1] });
  return words.ways[way];
}

const allowed = ({ use }: View['state'], way: Way): boolean => use === 'both' || way === use;
const percent = (share: number) => `${plain(100 * share, 3)}%`;

export function curvesHtml(view: View): string {
  const { words, outputs, state } = view;
  const rows = rowsOf(outputs!.curve);
  const y = (share: number) => HIGH - 18 - ((HIGH - 36) * (share - 0.4)) / 0.6;
  const chosen = decides(state);
  const lines = WAYS.map((way, w) => {
    const d = curve(rows.map((row) => row[w + 1]), y); // prettier-ignore
    return `<path class="e-way ${way}${way === chosen ? ' chosen' : ''}${allowed(state, way) ? '' : ' off'}" d="${d}"/>`;
  });
  const inside =
    [0.5, 0.6, 0.7, 0.8, 0.9, 1].map((v) => level(y(v), `${Math.round(100 * v)}%`)).join('') +
    [0, 2, 4, 6]
      .map(
        (v) =>
          `<text class="e-tick" x="${across(2 * v, rows.length)}" y="${HIGH - 2}" text-anchor="middle">${v}</text>`,
      )
      .join('') + // prettier-ignore
    lines.join('');
  const caption = `<b>${words.curveTitle}</b> ` + WAYS.filter((way) => way !== 'average').map((way) => key(`way ${way}`, way === 'odds' ? `${words.ways.average} = ${words.ways.odds}` : nameOf(view, way))).join(''); // prettier-ignore
  const w = WAYS.indexOf(chosen) + 1;
  const alt = fill(words.curveAlt, { w: nameOf(view, chosen), a: percent(rows[0][w]), b: percent(rows.at(-1)![w]), c: percent(rows[0][1]), m: nameOf(view, 'a') }); // prettier-ignore
  const near = NOISES.reduce((best, v, i) => (Math.abs(v - state.noise) < Math.abs(NOISES[best] - state.noise) ? i : best), 0); // prettier-ignore
  return `<div class="w-covered">${plotHtml({ on: 'noises', cols: rows.length, pick: near, label: words.curvePlot, alt: escapeHtml(alt), inside, caption })}</div>`; // prettier-ignore
}

export function waysHtml(view: View): string {
  const { words, outputs, state } = view;
  const { right, entropy } = outputs!;
  const chosen = decides(state);
  const clean = right.data[0];
  const best = right.data[WAYS.indexOf(chosen)];
  const bars = WAYS.map((way, w) => {
    const n = right.data[w];
    const kind = [way === chosen ? 'chosen' : '', allowed(state, way) ? '' : 'off'].filter(Boolean).join(' '); // prettier-ignore
    return `<tr class="${kind}"><th scope="row">${nameOf(view, way)}</th><td class="e-cell"><span class="e-track" aria-hidden="true"><i class="${way === chosen ? 'own' : ''}" style="width:${((100 * n) / TOTAL).toFixed(2)}%"></i></span></td><td><b>${show((100 * n) / TOTAL, 3)}%</b></td><td>${show(entropy.data[w], 3)}</td></tr>`;
  });
  const difference = best - clean;
  const verdict =
    chosen === 'a'
      ? words.isClean
      : fill(difference > 0 ? words.better : difference < 0 ? words.worse : words.same, { w: nameOf(view, chosen), d: Math.abs(difference), n: TOTAL, m: nameOf(view, 'a') }); // prettier-ignore
  const heads = words.wayHeads
    .map((head) => (head ? `<th scope="col">${head}</th>` : '<td></td>'))
    .join('');
  return (
    `<p class="w-h">${fill(words.waysTitle, { n: TOTAL })}</p><div class="w-scroll w-covered" tabindex="0" role="group" aria-label="${escapeHtml(fill(words.waysTitle, { n: TOTAL }))}"><table class="e-ways"><thead><tr>${heads}</tr></thead><tbody>${bars.join('')}</tbody></table></div>` +
    `<p class="e-verdict w-covered ${difference < 0 ? 'bad' : ''}">${verdict}</p>`
  );
}

export function examplesHtml(view: View): string {
  const { words, outputs, state, cursor } = view;
  const { probabilities, labels } = outputs!;
  const classes = words.classes[state.task];
  const title = fill(words.examplesTitle, { c: classes[1] });
  const html = valueTables(probabilities.data, probabilities.shape, {
    output: 'probabilities',
    label: title,
    largest: 1,
    digits: 2,
    plain: true,
    columns: WAYS.map((way) => nameOf(view, way)),
    rows: [...labels.data].map((label, i) => `${i + 1} ${classes[label]}`),
    mark: (_, r, c) => {
      const wrong = probabilities.data[r * WAYS.length + c] > 0.5 !== (labels.data[r] === 1);
      const here = cursor.on === 'probabilities' && cursor.at[1] === r && cursor.at[2] === c;
      const all = [here ? 'at' : '', wrong ? 'differs' : '', allowed(state, WAYS[c]) ? '' : 'off'].filter(Boolean); // prettier-ignore
      return all.length > 0 ? { class: all.join(' ') } : undefined;
    },
  });
  return `<div><p class="w-h">${title}</p><div class="w-scroll w-covered" tabindex="0" role="group" aria-label="${escapeHtml(title)}">${shortened(html)}</div><p class="w-hint">${words.examplesHint}</p></div>`;
}

/** How a probability comes about. */
export function told(view: View): [where: string, sum: string] {
  const { state, words, cursor, outputs } = view;
  const [, r, c] = cursor.at;
  const way = WAYS[c];
  const row = rowsOf(outputs!.probabilities)[r];
  const number = (v: number) => minus(plain(v, 4));
  const where = fill(words.exampleAt, { n: r + 1, w: nameOf(view, way) });
  const [p, q] = row;
  const value = `<b>${number(row[c])}</b>`;
  if (way === 'average') return [where, `(p + q)/2 ≈ (${number(p)} + ${number(q)})/2 ≈ ${value}`];
  if (way === 'odds') {
    const [one, two] = [p / (1 - p), q / (1 - q)];
    return [where, `p/(1 − p) · q/(1 − q) ≈ ${number(one)}×${number(two)} ≈ ${number(one * two)}; ${number(one * two)}/(1 + ${number(one * two)}) ≈ ${value}`]; // prettier-ignore
  }
  const example = benchOf(state).draws[0].held[r];
  const b = noisy(example, state.noise);
  const model = way === 'early' ? 2 : way === 'product' ? 3 : way === 'a' ? 0 : 1;
  const weights = modelsOf(state, 0)[model];
  const bias = weights[weights.length - 1];
  const dot = (x: readonly number[], from: number) => x.reduce((sum, v, k) => sum + v * weights[from + k], 0); // prettier-ignore
  const terms: number[] =
    way === 'early'
      ? [dot(example.a, 0), dot(b, example.a.length)]
      : way === 'a'
        ? [dot(example.a, 0)]
        : way === 'b'
          ? [dot(b, 0)]
          : [dot(outer(example.a, b), 0)];
  const z = [...terms, bias].reduce((sum, v) => sum + v, 0);
  const names = { a: 'w·a + w₀', b: 'w·b + w₀', early: 'w·a + w′·b + w₀', product: 'w·(a⊗b) + w₀' }[way]; // prettier-ignore
  return [
    where,
    `z = ${names} ≈ ${[...terms, bias].map((v) => operand(v, 4)).join(' + ')} ≈ ${number(z)}; 1/(1 + e^${operand(-z, 4)}) ≈ ${value}`, // prettier-ignore
  ];
}
