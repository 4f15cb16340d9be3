/** Retrieval on show: a query, the others ranked by cosine. Pure. */
import { digitControls, labelOf, digitName } from '../toolkit/digits.ts';
import { setButton } from '../toolkit/controls.ts';
import { mapHtml } from '../toolkit/maps.ts';
import type { Cursor } from '../toolkit/kind.ts';
import { escapeHtml, fill, minus, operand, plain, scalar, show } from '../toolkit/text.ts';
import { namesHtml, at, circleHtml, crosses, key, placed, rowsOf, score, thumb, type View } from './drawing.ts'; // prettier-ignore
import { wordOf } from './state.ts';
import { GALLERY, trainingAt } from './training.ts';

/** How many of the ranked are shown. */
export const TOP = 10;

/** Whether a candidate is what the query asks for. */
function right({ state }: View, candidate: number): boolean {
  if (state.ask === 'word') return Math.floor(candidate / GALLERY) === wordOf(state);
  return state.digit.kind === 'held-out' && labelOf(state.digit.index) === candidate;
}

const nameOf = ({ state, words }: View, candidate: number): string =>
  state.ask === 'word'
    ? fill(words.heldPicture, { d: Math.floor(candidate / GALLERY), k: (candidate % GALLERY) + 1 })
    : words.digits[candidate];

export function queryHtml(view: View): string {
  const { state, words, ui, image } = view;
  const asks = (['picture', 'word'] as const).map((ask) => setButton('ask', ask, words.asks[ask], state.ask === ask)).join(''); // prettier-ignore
  let html = `<div class="w-chips" role="group" aria-label="${words.askLabel}">${asks}</div>`;
  if (state.ask === 'word') {
    const chips = words.digits.slice(0, state.pairs).map((name, j) => setButton('word', `${j}`, name, wordOf(state) === j)); // prettier-ignore
    return `${html}<div class="w-chips" role="group" aria-label="${words.wordLabel}">${chips.join('')}</div><p class="w-hint">${fill(words.galleryHint, { n: state.pairs * GALLERY })}</p>`; // prettier-ignore
  }
  const { digit } = state;
  html += digitControls(words, digit, ui);
  if (digit.kind === 'drawn') {
    const [rows, cols] = [digit.rows.length, digit.rows[0].length];
    html += `<div class="e-draw">${mapHtml({ on: 'input', rows, cols, name: 'input', image, alt: words.pictureAlt.matrix, label: words.askLabel, ink: ui.draw === '1' })}</div>`; // prettier-ignore
  } else html += `<p class="e-query">${thumb(view, 'query')} <span>${escapeHtml(digitName(digit, words))}</span></p>`; // prettier-ignore
  if (digit.kind !== 'held-out') return html;
  const label = labelOf(digit.index);
  const known = label < state.pairs && digit.index < trainingAt(label, state.shots);
  const note = label >= state.pairs ? fill(words.noWord, { t: words.digits[label] }) : known ? words.trainedOn : words.notTrainedOn; // prettier-ignore
  return `${html}<p class="w-hint">${note}</p>`;
}

export function circle(view: View): string {
  const { state, words, outputs, cursor } = view;
  const texts = rowsOf(outputs!.texts);
  const query = [...outputs!.query.data];
  const [x, y] = at(query, 1);
  const marked = cursor.on === 'list' ? outputs!.ranks.data[cursor.at[1]] : undefined;
  let svg = `<path class="e-arrow" d="M0 0L${x} ${y}"/>`;
  svg += crosses(texts) + namesHtml(texts, words.digits, (j) => (j === (state.ask === 'word' ? wordOf(state) : marked) ? 'at' : '')); // prettier-ignore
  let over = '';
  if (state.ask === 'word') {
    svg += rowsOf(outputs!.gallery)
      .map((g, i) => {
        const [gx, gy] = at(g, 1.12 + 0.09 * (i % 4));
        const kind = Math.floor(i / GALLERY) === wordOf(state) ? ' own' : '';
        return `<text class="e-digit${kind}${i === marked ? ' at' : ''}" x="${gx}" y="${gy}" text-anchor="middle">${Math.floor(i / GALLERY)}</text>`;
      })
      .join('');
  } else if (state.digit.kind !== 'drawn') over = placed(view, query, 'query', 'at');
  else svg += `<circle class="e-dot" cx="${x}" cy="${y}" r="5"/>`;
  const best = outputs!.ranks.data[0];
  const alt = fill(words.retrievalAlt, { q: queryName(view), t: nameOf(view, best) });
  const caption = key('cross', words.text) + key('arrow', words.queryKey) + (state.ask === 'word' ? words.galleryKey : ''); // prettier-ignore
  return `<div class="w-covered">${circleHtml(alt, svg, over, caption)}</div>`;
}

const queryName = ({ state, words }: View): string =>
  state.ask === 'word' ? words.digits[wordOf(state)] : digitName(state.digit, words);

/** The best of the others, each a cell that can be walked to. */
export function listHtml(view: View): string {
  const { state, words, outputs, cursor } = view;
  const { ranks, scores } = outputs!;
  const rows = [...ranks.data].slice(0, TOP).map((candidate, r) => {
    const here = cursor.on === 'list' && cursor.at[1] === r;
    const value = scores.data[candidate];
    const name = state.ask === 'word' ? `${thumb(view, `top-${r}`)} ${Math.floor(candidate / GALLERY)}` : nameOf(view, candidate); // prettier-ignore
    return (
      `<tr><th scope="row">${r + 1}</th><td>${name}</td>` +
      `<td data-at="0,${r},0" data-on="list" tabindex="${r === 0 ? 0 : -1}"${here ? ' class="at"' : ''}><span class="e-track" aria-hidden="true"><i class="${right(view, candidate) ? 'own' : ''}" style="width:${(50 * (1 + value)).toFixed(2)}%"></i></span>${show(value, 3)}</td>` +
      `<td>${right(view, candidate) ? '✓' : ''}</td></tr>`
    );
  });
  const heads = words.listHeads.map((head) => `<th scope="col">${head}</th>`).join('');
  return (
    `<p class="w-h">${fill(words.listTitle, { q: escapeHtml(queryName(view)), n: scores.data.length })}</p>` +
    `<div class="w-scroll w-covered" tabindex="0" role="group" aria-label="${escapeHtml(words.rankLabel)}"><table class="e-list" role="grid" aria-label="${escapeHtml(words.rankLabel)}"><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
  );
}

export function scoresHtml({ state, words, outputs }: View): string {
  const { found, textsFound, step } = outputs!;
  const n = state.pairs;
  return (
    `<div class="w-facts">${score(words.stepLabel, scalar('step', step.data[0]))}` +
    score(
      words.recallPictures,
      `<b>${scalar('found', found.data[0])}</b> / ${n * GALLERY}`,
      fill(words.oneOf, { n }),
    ) + // prettier-ignore
    score(
      words.recallTexts,
      `<b>${scalar('textsFound', textsFound.data[0])}</b> / ${n}`,
      fill(words.oneOf, { n: n * GALLERY }),
    ) + // prettier-ignore
    `</div>`
  );
}

export function told(view: View): [where: string, sum: string] {
  const { state, words, outputs, cursor } = view;
  const { query, scores, texts, gallery, ranks } = outputs!;
  const candidate = ranks.data[cursor.at[1]];
  const other = (state.ask === 'word' ? gallery : texts).data.slice(2 * candidate, 2 * candidate + 2); // prettier-ignore
  const [q, c] = [query.data, scores.data[candidate]];
  return [
    `${queryName(view)}, ${nameOf(view, candidate)}${words.colon}`,
    `cos = q·v ≈ ${operand(q[0], 4)}×${operand(other[0], 4)} + ${operand(q[1], 4)}×${operand(other[1], 4)} ≈ <b>${minus(plain(c, 4))}</b>; ${fill(words.rankIs, { r: cursor.at[1] + 1 })}`, // prettier-ignore
  ];
}

export const cells = ({ outputs }: View): Cursor[] =>
  Array.from({ length: Math.min(TOP, outputs!.ranks.data.length) }, (_, r): Cursor => ({ on: 'list', at: [0, r, 0] })); // prettier-ignore
