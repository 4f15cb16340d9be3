/** What the overlap of stamps does to an even picture, in words. Pure. */
import { evenOverlap, tapPattern } from '../../../lib/ops/upsample.ts';
import { fill, show } from '../toolkit/text.ts';
import type { View } from './places.ts';
import { axesOf } from './state.ts';
import type { Words } from './strings.ts';

export const close = (a: number, b: number) => Math.abs(a - b) <= 1e-5 * Math.max(1, Math.abs(b));

export function least(values: ArrayLike<number>): number {
  let found = Infinity;
  for (let i = 0; i < values.length; i++) found = Math.min(found, values[i]);
  return found;
}

/** Distinct numbers in order, at most five, as a list in words. */
function distinct(values: readonly number[], words: Words): string {
  const shown = [...new Set([...values].sort((a, b) => a - b).map((value) => show(value, 4)))];
  const listed = shown.length > 5 ? [...shown.slice(0, 4), '…', shown[shown.length - 1]] : shown;
  return listed.join(words.list);
}

/** Whether the overlap is even, and what becomes of a flat input. */
export function verdicts({ state, words }: View): { overlap: string; flat: string } {
  if (state.op !== 'transposed') return { overlap: '', flat: words.resizeFlat };
  const axes = axesOf(state);
  const even = axes.every(({ k, stride, dilation }) => evenOverlap(k, stride, dilation));
  const rules = axes.map(({ k, stride, dilation }) => {
    const shared = commonFactor(stride, dilation);
    const note = shared > 1 ? fill(words.sharedFactor, { g: shared }) : '';
    return `${k} mod ${stride} = ${k % stride}${note}`;
  });
  const [rows, cols] = axes.map(({ k, stride, dilation }) => tapPattern(k, stride, dilation));
  const counts = rows.flatMap((a) => cols.map((b) => a.length * b.length));
  const sums = rows.flatMap((a) =>
    cols.map((b) => {
      let sum = 0;
      for (const i of a) for (const j of b) sum += state.kernel[i][j];
      return sum;
    }),
  );
  const flat = sums.every((sum) => close(sum, sums[0]));
  return {
    overlap: fill(even ? words.even : words.uneven, {
      rule: [...new Set(rules)].join(words.comma),
      n: distinct(counts, words),
    }),
    flat: fill(flat ? words.flatTimes : words.notFlat, {
      v: flat ? show(sums[0], 4) : distinct(sums, words),
    }),
  };
}

const commonFactor = (a: number, b: number): number => (b === 0 ? a : commonFactor(b, a % b));

export function verdictsHtml(view: View): string {
  const { overlap, flat } = verdicts(view);
  return `<p class="w-covered">${overlap ? `<b>${overlap}</b> ` : ''}${flat}</p>`;
}
