/** What a pixel costs, in numbers. Pure. */
import { nearest } from '../../../lib/graph-cut.ts';
import type { View as ViewOf } from '../toolkit/kind.ts';
import { equals, fill, plain, show } from '../toolkit/text.ts';
import { analysisOf, type Step } from './reference.ts';
import type { State } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** What is decimal is written as such: 10.24, not 10.240000000000004. */
export const tidy = (value: number) => Number(value.toPrecision(12));
/** What is nothing but rounding, or e⁻⁵⁰, is written as 0, with “≈”. */
const isTiny = (value: number) => value !== 0 && Math.abs(value) < 1e-6;
/** A number, or ∞. */
export const cost = (value: number) =>
  value === Infinity ? '∞' : isTiny(value) ? '0' : plain(tidy(value), 5);
/** `= 10.24`, `≈ 3.1416`, `= ∞`. */
export const result = (value: number, ...others: number[]) => {
  const all = [value, ...others];
  const sign = all.some(isTiny) ? '≈' : equals(...all.map(tidy).filter(Number.isFinite));
  return `${sign} ${cost(value)}`;
};
/** A number in a table, with “≈” where digits are lost. */
export const cell = (value: number) => (isTiny(value) ? '≈0' : show(tidy(value), 4));

/** The pixel that is explained: the one under the cursor, or the click of a row. */
export function placeOf({ state, cursor }: View): [row: number, col: number] {
  if (cursor.on !== 'history') return [cursor.at[1], cursor.at[2]];
  const at = state.clicks[cursor.at[1]]?.at;
  return at ? [at[0], at[1]] : [state.height >> 1, state.width >> 1];
}

/** Its color: one number, or three in brackets. */
export function colorText(state: State, i: number): string {
  const { channels, image } = analysisOf(state).scene;
  const values = Array.from(image.subarray(i * channels, (i + 1) * channels), (v) => plain(v, 4));
  return channels === 1 ? values[0] : `(${values.join(', ')})`;
}

export interface Edge {
  side: 'up' | 'right' | 'down' | 'left';
  /** The neighbor. */
  to: number;
  /** ‖Iᵢ − Iⱼ‖² and λw. */
  squared: number;
  weight: number;
  cut: boolean;
}

/** The edges of a pixel; at the border there are fewer. */
export function edgesOf(state: State, { last }: Step, i: number): Edge[] {
  const { scene, right, down } = analysisOf(state);
  const { width, height, channels, image } = scene;
  const all: [Edge['side'], number, boolean, number][] = [
    ['up', i - width, i >= width, down[i - width]],
    ['right', i + 1, i % width < width - 1, right[i]],
    ['down', i + width, i + width < width * height, down[i]],
    ['left', i - 1, i % width > 0, right[i - 1]],
  ];
  return all
    .filter(([, , there]) => there)
    .map(([side, to, , weight]) => {
      let squared = 0;
      for (let c = 0; c < channels; c++) squared += (image[i * channels + c] - image[to * channels + c]) ** 2; // prettier-ignore
      return { side, to, squared, weight, cut: last.mask[i] !== last.mask[to] };
    });
}

/** Its two costs, 1 for object and 0 for background, as the clicks have it. */
export function ownCosts(
  state: State,
  { last, clicks }: Step,
  i: number,
): { clicked?: boolean; costs: [background: number, object: number] } {
  // prettier-ignore
  const { width } = state;
  const clicked = clicks.find(({ at }) => at[0] * width + at[1] === i)?.inside;
  const { object, background } = last.costs;
  if (clicked === undefined) return { costs: [background[i], object[i]] };
  return { clicked, costs: clicked ? [Infinity, 0] : [0, Infinity] };
}

/** (5.6 − 8.8)² with the nearest color of a side. */
function squares(state: State, i: number, colors: readonly (readonly number[])[]): string {
  const { scene } = analysisOf(state);
  const { channels, image } = scene;
  const color = colors[nearest(scene, i, colors)[0]];
  return color.map((v, c) => `(${plain(image[i * channels + c], 4)} − ${plain(tidy(v), 4)})²`).join(' + '); // prettier-ignore
}

/** What the pixel costs as it is, and if it alone had the other label. */
export function pixelText(view: View, step: Step, html: boolean): string {
  const { state, words } = view;
  const [row, col] = placeOf(view);
  const i = row * state.width + col;
  const bold = (text: string) => (html ? `<b>${text}</b>` : text);
  const shown = `I = ${colorText(state, i)}`;
  const { clicked, costs } = ownCosts(state, step, i);
  const own = ([1, 0] as const).map((label) => {
    const colors = step.last.colors[1 - label];
    if (clicked !== undefined) return `D(${label}) = ${cost(costs[label])}`;
    if (colors.length === 0) return `D(${label})${words.colon}${words.noColor}`;
    const written = colors[nearest(analysisOf(state).scene, i, colors)[0]];
    return `D(${label}) = ${squares(state, i, colors)} ${result(costs[label], ...written)}`;
  });
  const about =
    clicked === undefined ? '' : `${clicked ? words.isObject : words.isBackground}${words.colon}`;
  if (!step.cut)
    return `${shown}${words.semi}${about}${own.join(words.semi)}${words.stop}${words.noCut}`;
  const label = step.last.mask[i];
  const edges = edgesOf(state, step, i);
  const sum = (on: 0 | 1) => {
    const cut = edges.filter((edge) => edge.cut === (on === label)).map(({ weight }) => weight);
    const total = cut.reduce((a, b) => a + b, costs[on]);
    const terms = [costs[on], ...cut];
    const added = terms.map(cost).join(' + ');
    return {
      total,
      text:
        cut.length === 0 || total === Infinity
          ? cost(total)
          : `${added} ${result(total, ...terms)}`,
    };
  };
  const [now, other] = [sum(label as 0 | 1), sum((1 - label) as 0 | 1)];
  const apart = other.total - now.total;
  // A tie may be off by the last bit.
  const more = Math.abs(apart) < 1e-9 ? 0 : apart;
  return (
    `${shown}${words.semi}${about}${own.join(words.semi)}${words.stop}` +
    fill(words.pays, {
      x: bold(`x = ${label}`),
      sum: now.text,
      other: 1 - label,
      sum2: other.text,
    }) +
    ` ${more === Infinity ? words.never : fill(words.flipped, { d: result(more) })}`
  );
}
