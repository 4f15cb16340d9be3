/** The arithmetic of a convolution in words and numbers. Pure. */
import type { ConvTerm } from '../../../lib/ops/conv.ts';
import { fill, minus, operand, plain, scalar, type Words } from '../toolkit/text.ts';
import type { Derived, State } from './state.ts';

/** What one output cell is made of. */
export interface Explained {
  terms: ConvTerm[];
  bias: number;
  /** Before the activation. */
  sum: number;
  /** After it. */
  value: number;
}

/** `2×1 + 0×3 + … + 0 = 5`, then the activation if there is one. `html` marks padded zeros. */
export function formula(
  { terms, bias, sum, value }: Explained,
  activation: string,
  html: boolean,
  words: Words,
): string {
  const products = terms.map(({ x, w, padded }) => {
    const product = `${operand(x)}×${operand(w)}`;
    if (!html) return product;
    return padded
      ? `<span class="term pad" title="${words.padded}">${product}</span>`
      : `<span class="term">${product}</span>`;
  });
  const parts = [
    ...products,
    html
      ? `<span class="term bias" data-name="${words.bias}">${operand(bias)}</span>`
      : operand(bias),
  ];
  const exact = [...terms.flatMap(({ x, w }) => [x, w]), bias, sum].every(
    (n) => Number(plain(n, 6)) === n,
  );
  const total = minus(plain(sum, 6));
  let text = `${parts.join(' + ')} ${exact ? '=' : '≈'} ${html ? `<b>${total}</b>` : total}`;
  if (activation) {
    const after = minus(plain(value, 6));
    const same = Number(plain(value, 6)) === value && exact;
    text += ` → ${activation}(${total}) ${same ? '=' : '≈'} ${html ? `<b>${after}</b>` : after}`;
  }
  return text;
}

/** The size formula with the numbers of a state, one line per axis. */
export function sizeLines(
  state: State,
  { input, kernel, sides, output }: Derived,
  words: Words,
): string {
  const line = (axis: 0 | 1) => {
    const [before, after] = axis === 0 ? [sides[0], sides[1]] : [sides[2], sides[3]];
    const d = state.dilation[axis];
    return (
      `<span class="w-size"><span>${axis === 0 ? words.height : words.width}</span> ` +
      `⌊(${input[axis]} + ${before} + ${after} − ${d}×(${kernel[axis]} − 1) − 1) / ${state.stride[axis]}⌋ + 1 ` +
      `= <b>${output[axis]}</b></span>`
    );
  };
  return line(0) + line(1);
}

/** Parameters and multiply-adds with their sums spelled out. */
export function costLine(derived: Derived, words: Words): string {
  const { weights, parameters, macs, output } = derived;
  const words1 = fill(words.parameters, { weights, biases: output[2] });
  return (
    `<span>${words1} = ${scalar('parameters', parameters)}</span> ` +
    `<span>${words.macs} ${scalar('macs', macs)}</span>`
  );
}

/** The output cells that read one input cell. */
export function fedBy(
  state: State,
  { sides, kernel, output }: Derived,
  row: number,
  col: number,
): [row: number, col: number][] {
  const along = (axis: 0 | 1, at: number) => {
    const found = new Set<number>();
    for (let tap = 0; tap < kernel[axis]; tap++) {
      const start = at + sides[axis * 2] - tap * state.dilation[axis];
      const place = start / state.stride[axis];
      if (start >= 0 && Number.isInteger(place) && place < output[axis]) found.add(place);
    }
    return [...found].sort((a, b) => a - b);
  };
  const columns = along(1, col);
  return along(0, row).flatMap((r) => columns.map((c): [number, number] => [r, c]));
}
