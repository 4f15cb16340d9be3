/** The Gram matrix of a picture, and what an entry is made of, as HTML. Pure. */
import { ARROWS, CHANNELS, filterOf, inUnits, LEVELS, orderOf, PIXELS, SIDE, UNITS } from '../../../lib/style.ts'; // prettier-ignore
import { valueTables } from '../toolkit/grids.ts';
import { equals, escapeHtml, fill, magnitude, plain, scalar, show } from '../toolkit/text.ts';
import { inkPaths, mapFigure } from './draw.ts';
import { isGram, paintedCount, placeOn, contentFigure, sourceField, clearHtml, type View } from './figures.ts'; // prettier-ignore

/** The picture that is painted, and its eight feature maps. */
export function gramStage(view: View): string {
  const { words, outputs, state } = view;
  const F = outputs!.features.data;
  const channel = (c: number) => Float64Array.from({ length: PIXELS }, (_, i) => F[i * CHANNELS + c]); // prettier-ignore
  const maps = ARROWS.map((arrow, c) =>
    mapFigure({
      on: 'feature',
      layer: c,
      rows: SIDE,
      cols: SIDE,
      inside: inkPaths(channel(c), SIDE, 1, 'y-on'),
      alt: fill(words.mapAlt, { a: arrow }),
      label: fill(words.mapAlt, { a: arrow }),
      caption: `F${arrow}`,
      at: placeOn(view, 'feature', c),
      name: pairOf(view).includes(c) ? 'y-chosen' : '',
    }),
  ).join('');
  const shuffled = state.shuffle > 0;
  return (
    `<div class="y-gram"><div class="y-first">${sourceField(view, 'content', words.picture)}${contentFigure(view)}` +
    `<p class="w-hint w-needs-script">${words.paintHint}</p><div class="w-line">${clearHtml(view)}</div></div>` +
    `<div class="y-maps"><p class="w-h">${words.maps} <small>${shuffled ? words.mapsShuffled : words.mapsHint}</small></p><div class="y-eight">${maps}</div>` +
    `<div class="w-line"><button type="button" data-do="act:shuffle">${shuffled ? words.again : words.shuffle}</button> ` +
    `<button type="button" data-do="act:unshuffle"${shuffled ? '' : ' disabled'}>${words.unshuffle}</button></div></div></div>`
  );
}

/** The channels of the entry that is explained: under the cursor, or the one that moved most. */
export function pairOf({ cursor, outputs }: View): [number, number] {
  if (cursor.on === 'gram') return [cursor.at[1], cursor.at[2]];
  if (cursor.on === 'feature') return [cursor.at[0], cursor.at[0]];
  const { data } = outputs!.moved;
  let most = 2;
  data.forEach((d, i) => {
    if (Math.abs(d) > Math.abs(data[most])) most = i;
  });
  return [Math.floor(most / CHANNELS), most % CHANNELS];
}

function movedText({ words, outputs, state }: View): string {
  const n = outputs!.movedCount.data[0];
  const count = scalar('movedCount', n);
  const painted = paintedCount(state);
  const shuffled = state.shuffle > 0 ? words.shuffledNow : '';
  if (painted > 0) return `${shuffled}${fill(words.someMoved, { p: painted, n: count })}`; // prettier-ignore
  return shuffled ? `${shuffled}${fill(words.noneMoved, { n: count })}` : fill(words.untouched, { n: count }); // prettier-ignore
}

/** The Gram matrix as a table, and how many of its entries have moved. */
export function matrixHtml(view: View): string {
  const { words, outputs, cursor } = view;
  const { gram, moved } = outputs!;
  const here = cursor.on === 'gram' ? cursor.at : undefined;
  const table = valueTables(gram.data, gram.shape, {
    output: 'gram',
    label: words.gramTitle,
    digits: 3,
    columns: ARROWS,
    rows: ARROWS,
    mark: (_, r, c) => {
      const names = [here?.[1] === r && here[2] === c ? 'at' : '', moved.data[r * CHANNELS + c] !== 0 ? 'differs' : '']; // prettier-ignore
      return names.some(Boolean) ? { class: names.filter(Boolean).join(' ') } : undefined;
    },
  });
  return (
    `<p class="w-h">${words.gramTitle} <small>G = F Fᵀ</small></p><div class="w-covered"><div class="w-scroll" tabindex="0" role="group" aria-label="${escapeHtml(words.gramTitle)}">${table}</div>` +
    `<p class="y-moved" role="status">${movedText(view)}</p></div>`
  );
}

interface Group {
  a: number;
  b: number;
  count: number;
}

/** The positions where both channels answer, those with the same two numbers together. */
function groupsOf(counts: Float64Array, i: number, j: number): Group[] {
  const found = new Map<string, Group>();
  for (let k = 0; k < PIXELS; k++) {
    const [a, b] = [counts[k * CHANNELS + i], counts[k * CHANNELS + j]];
    if (a * b === 0) continue;
    const group = found.get(`${a},${b}`) ?? { a, b, count: 0 };
    group.count++;
    found.set(`${a},${b}`, group);
  }
  return [...found.values()].sort((x, y) => y.count * y.a * y.b - x.count * x.a * x.b);
}

/** So many products of a gray picture are written out. */
const TERMS = 4;

/** G_ij as the sum over positions that it is. */
export function entryText(view: View, html: boolean): [string, string] {
  const { words, outputs } = view;
  const [i, j] = pairOf(view);
  const counts = inUnits(outputs!.features.data);
  const groups = groupsOf(counts, i, j);
  const answering = groups.reduce((sum, { count }) => sum + count, 0);
  const where = `${fill(words.entry, { i: ARROWS[i], j: ARROWS[j] })}${words.colon}${fill(words.answering, { n: answering, m: PIXELS })}`;
  const name = `G${ARROWS[i]}${ARROWS[j]} = Σₖ F${ARROWS[i]}ₖ·F${ARROWS[j]}ₖ`;
  const whole = groups.reduce((sum, { a, b, count }) => sum + a * b * count, 0);
  const total = whole / UNITS ** 2;
  const bold = (text: string) => (html ? `<b>${text}</b>` : text);
  if (groups.length === 0) return [where, `${name} = ${bold('0')}`];
  if (groups.every(({ a, b }) => a % LEVELS === 0 && b % LEVELS === 0)) {
    const terms = groups.map(({ a, b, count }) => `${count === 1 ? '' : `${count}·`}(${third(a)}·${third(b)})`).join(' + '); // prettier-ignore
    const ninths = whole / LEVELS ** 2;
    return [where, `${name} = ${terms} = ${ninths}/9 ${equals(total)} ${bold(plain(total))}`];
  }
  const first = groups.slice(0, TERMS);
  const shown = first.map(({ a, b, count }) => `${count === 1 ? '' : `${count}·`}(${plain(a / UNITS, 3)}·${plain(b / UNITS, 3)})`); // prettier-ignore
  const rest = groups.slice(TERMS);
  if (rest.length > 0) {
    const sum = rest.reduce((all, { a, b, count }) => all + a * b * count, 0) / UNITS ** 2;
    shown.push(fill(words.further, { n: rest.reduce((all, { count }) => all + count, 0), v: plain(sum, 4) })); // prettier-ignore
  }
  return [where, `${name} ≈ ${shown.join(' + ')} ≈ ${bold(plain(total))}`];
}

const third = (units: number): string => ({ 1: '⅓', 2: '⅔' })[units / LEVELS] ?? `${units / UNITS}`;

/** Both maps of an entry, and their product position by position. */
export function pairHtml(view: View): string {
  const { words, outputs } = view;
  const [i, j] = pairOf(view);
  const F = outputs!.features.data;
  const channel = (c: number) => Float64Array.from({ length: PIXELS }, (_, k) => F[k * CHANNELS + c]); // prettier-ignore
  const [a, b] = [channel(i), channel(j)];
  const product = a.map((v, k) => v * b[k]);
  const small = (values: Float64Array, caption: string, alt: string, name: string) =>
    mapFigure({ rows: SIDE, cols: SIDE, inside: inkPaths(values, SIDE, 1, name), alt, caption });
  const G = outputs!.gram.data[i * CHANNELS + j];
  return (
    `<p class="w-h">${fill(words.pairTitle, { i: ARROWS[i], j: ARROWS[j] })}</p><div class="y-pair w-covered">` +
    small(a, `F${ARROWS[i]}`, fill(words.mapAlt, { a: ARROWS[i] }), 'y-on') +
    `<b>·</b>${small(b, `F${ARROWS[j]}`, fill(words.mapAlt, { a: ARROWS[j] }), 'y-on')}` +
    `<b>=</b>${small(product, words.productCaption, words.productAlt, 'y-both')}` +
    `<span class="y-sum">Σ ${equals(G)} <b>${plain(G, 4)}</b></span></div>`
  );
}

/** A feature of the map under the cursor: its nine pixels, those that count plus and minus. */
export function featureText({ state, cursor, outputs, words }: View): [string, string] {
  const [c, row, col] = cursor.at;
  const at = orderOf(state.shuffle)[row * SIDE + col];
  const [r, q] = [Math.floor(at / SIDE), at % SIDE];
  const x = outputs!.content.data;
  const sides = [1, -1].map((sign) =>
    filterOf(c).flatMap((w, k) => {
      const [y, z] = [r + Math.floor(k / 3) - 1, q + (k % 3) - 1];
      const inside = y >= 0 && z >= 0 && y < SIDE && z < SIDE;
      return w === sign ? [inside ? x[y * SIDE + z] : 0] : [];
    }),
  );
  const [plus, less] = sides.map((values) => values.map((v) => plain(v, 3)).join(' + '));
  const F = Math.round(outputs!.features.data[(row * SIDE + col) * CHANNELS + c] * UNITS) / UNITS;
  const cell = fill(words.cell, { r: row + 1, c: col + 1 });
  const from =
    state.shuffle > 0 ? `${words.comma}${fill(words.cameFrom, { r: r + 1, c: q + 1 })}` : '';
  return [
    `F${ARROWS[c]}${words.comma}${cell}${from}`,
    `ReLU((${plus}) − (${less})) / 3 ${equals(F, ...sides.flat())} <b>${plain(F, 4)}</b>`,
  ];
}

/** The pixel under the cursor, and the entry that moved most since the picture was chosen. */
export function paintedText(view: View): [string, string] {
  const { state, cursor, outputs, words } = view;
  const [, r, c] = cursor.at;
  const x = outputs!.content.data[r * SIDE + c];
  const where = `${fill(words.cell, { r: r + 1, c: c + 1 })}${words.colon}x ${equals(x)} ${plain(x, 3)}${state.paint[r * SIDE + c] ? words.inverted : ''}`;
  const hint: [string, string] = [`${where}${words.stop}${words.pressHint}`, ''];
  if (!isGram(view)) return hint;
  const { data } = outputs!.moved;
  if (magnitude(data) === 0) return hint;
  const [i, j] = pairOf(view);
  const d = data[i * CHANNELS + j];
  const now = outputs!.gram.data[i * CHANNELS + j];
  return [`${where}${words.stop}${fill(words.movedMost, { i: ARROWS[i], j: ARROWS[j], a: show(now - d), b: show(now) })}`, '']; // prettier-ignore
}
