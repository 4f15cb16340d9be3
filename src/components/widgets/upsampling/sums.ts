/** The arithmetic of what is looked at, as HTML and read out. Pure. */
import { sourcePlace } from '../../../lib/ops/upsample.ts';
import { explainHtml } from '../toolkit/controls.ts';
import { equals, fill, minus, operand, plain, show } from '../toolkit/text.ts';
import { colsOf, type Facts, facts, placeOf, rowsOf, type View } from './places.ts';
import { centresOf, inputShape, type Meeting } from './state.ts';

/** More products than this are not written out one by one. */
const TERMS = 25;

/** `3×1 + 3×1 + 3×1 + 7×1 = 16` */
export function formula(view: View, html: boolean): string {
  const { words, cursor } = view;
  const { terms, y } = facts(view);
  const value = y.data[cursor.at[1] * y.shape[1] + cursor.at[2]];
  const result = minus(plain(value));
  const bold = html ? `<b>${result}</b>` : result;
  if (terms.length === 0) return `${words.nothing}: ${bold}`;
  if (terms.length > TERMS) {
    return `${fill(words.ofProducts, { n: terms.length })} ${equals(value)} ${bold}`;
  }
  const products = terms.map(({ x, w }) => {
    const text = `${operand(x)}×${operand(w)}`;
    return html ? `<span class="term">${text}</span>` : text;
  });
  return `${products.join(' + ')} ${equals(...terms.flatMap(({ x, w }) => [x, w]), value)} ${bold}`;
}

function whereOf(view: View): string {
  const { words, cursor, state } = view;
  const [, row, col] = cursor.at;
  const place = fill(words.where, { r: row + 1, c: col + 1 });
  if (placeOf(view) !== 'y' || state.op !== 'bilinear') return place;
  // Counted from 1, as rows and columns are.
  const [H, W] = inputShape(state);
  const source = (o: number, n: number, s: number) => {
    const [above, below] = sourcePlace(o, n, n * s, centresOf(state));
    return show(Math.min(Math.max(above / below, 0), n - 1) + 1);
  };
  const from = { r: source(row, H, state.stride[0]), c: source(col, W, state.stride[1]) };
  return place + fill(words.from, from);
}

/** `[1 1; 1 1]` */
const matrixWords = (rows: readonly (readonly number[])[]) =>
  `[${rows.map((row) => row.map((value) => minus(plain(value, 4))).join(' ')).join('; ')}]`;

/** What an input cell stamps, or where a weight of the kernel lands. */
function sentence(view: View, { input, stamped, down, across }: Facts): string {
  const { state, words, cursor } = view;
  const [, row, col] = cursor.at;
  const where = whereOf(view);
  const n = stamped.size;
  if (cursor.on === 'kernel') {
    return fill(words.tap, { where, value: show(state.kernel[row][col], 6), n });
  }
  const x = input.data[row * input.shape[1] + col];
  const value = show(x, 6);
  if (state.op !== 'transposed') {
    let sum = 0;
    for (const { w } of stamped.values()) sum += w;
    return fill(n > 0 ? words.copies : words.unused, { where, value, n, w: show(sum, 6) });
  }
  const [kh, kw] = [rowsOf(state), colsOf(state)];
  const short = kh * kw <= TERMS;
  const stamp = state.kernel.map((weights) => weights.map((w) => x * w));
  const text = fill(words.stamps, {
    where,
    value,
    kernel: short ? matrixWords(state.kernel) : `${kh}×${kw}`,
    stamp: short ? matrixWords(stamp) : '…',
  });
  if (n === 0) return text + words.cutAll;
  const span = (all: Meeting[][], at: number) => {
    const found = all.flatMap((each, o) => (each.some((one) => one.at === at) ? [o + 1] : []));
    const [a, b] = [found[0], found[found.length - 1]];
    return a === b ? `${a}` : fill(words.rowsSpan, { a, b });
  };
  const covers = fill(words.covers, { r: span(down, row), c: span(across, col) });
  const lost = kh * kw - n;
  return text + covers + (lost > 0 ? fill(words.cut, { n: lost }) : '');
}

export function formulaHtml(view: View, known: Facts): string {
  return placeOf(view) === 'y'
    ? explainHtml(whereOf(view), formula(view, true))
    : explainHtml('', sentence(view, known));
}

/** The same, read out. */
export function speak(view: View): string {
  return placeOf(view) === 'y'
    ? `${whereOf(view)}: ${formula(view, false)}`
    : sentence(view, facts(view));
}
