/** What several parts draw: pictures of digits, the unit circle, plots that can be pointed at. Pure. */
import type { Grid } from '../../../lib/grid.ts';
import type { Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { pixelsOf } from '../toolkit/maps.ts';
import { escapeHtml } from '../toolkit/text.ts';
import type { State } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** Rows of a table of results. */
export function rowsOf({ data, shape: [height, width] }: Grid): number[][] {
  return Array.from({ length: height }, (_, r) => [...data.slice(r * width, (r + 1) * width)]);
}

/** A small picture of a digit, made by `images` under this name. */
export function thumb({ image }: View, name: string): string {
  return image
    ? `<img class="e-thumb" src="${image(name)}" alt="" width="28" height="28">`
    : `<canvas class="e-thumb" data-paint="${name}" aria-hidden="true" width="28" height="28"></canvas>`;
}

/** A digit [28, 28, 1] in grey. */
export const digitPixels = (digit: Grid): Pixels => {
  const data = pixelsOf(digit, { kind: 'grey', min: 0, max: 1 }, [0, 0, 0], [0, 0, 0]);
  return { height: 28, width: 28, data };
};

// ---- the circle -----------------------------------------------------------------------------

const RADIUS = 100;
export const REACH = 152;

export const at = ([x, y]: readonly number[], r: number): [string, string] => [(RADIUS * r * x).toFixed(1), (-RADIUS * r * y).toFixed(1)]; // prettier-ignore

/** The names of texts inside the circle, each as near its cross as those before it leave room. */
export function namesHtml(
  vectors: readonly (readonly number[])[],
  names: readonly string[],
  kind: (j: number) => string,
): string {
  const taken: { left: number; right: number; y: number }[] = [];
  const name = (vector: readonly number[], j: number): string => {
    const anchor = vector[0] > 0.35 ? 'end' : vector[0] < -0.35 ? 'start' : 'middle';
    const wide = names[j].length * (/[\u2E80-\u9FFF]/.test(names[j]) ? 13 : 7.5);
    const boxAt = (r: number) => {
      const left = RADIUS * r * vector[0] - { start: 0, middle: 0.5, end: 1 }[anchor] * wide;
      return { left, right: left + wide, y: -RADIUS * r * vector[1] };
    };
    const free = (r: number) => {
      const { left, right, y } = boxAt(r);
      return taken.every((t) => Math.abs(t.y - y) >= 13 || t.left > right || t.right < left);
    };
    const steps = Array.from({ length: 12 }, (_, i) => 0.88 - 0.06 * i);
    const r = steps.find(free) ?? steps[0];
    taken.push(boxAt(r));
    const [x, y] = at(vector, r);
    return `<text class="e-word ${kind(j)}" x="${x}" y="${y}" text-anchor="${anchor}">${names[j]}</text>`;
  };
  return vectors.map(name).join('');
}

/** A cross where each text lies. */
export const crosses = (vectors: readonly (readonly number[])[]): string =>
  `<path class="e-cross" d="${vectors.map((vector) => `M${at(vector, 1).join(' ')}m-4 -4l8 8m0 -8l-8 8`).join('')}"/>`;

export function dot(vector: readonly number[], kind = 'e-dot', r = 1, size = 4): string {
  const [x, y] = at(vector, r);
  return `<circle class="${kind}" cx="${x}" cy="${y}" r="${size}"/>`;
}

/** A line between two vectors. */
export function chord(u: readonly number[], v: readonly number[], kind: string): string {
  return `<path class="${kind}" d="M${at(u, 1).join(' ')}L${at(v, 1).join(' ')}"/>`;
}

/** A picture beside its vector, as a place in the square. */
export function placed(view: View, vector: readonly number[], name: string, kind = ''): string {
  const percent = (v: number) => `${(50 + (50 * 1.3 * RADIUS * v) / REACH).toFixed(2)}%`;
  return `<span class="e-place ${kind}" style="left:${percent(vector[0])};top:${percent(-vector[1])}">${thumb(view, name)}</span>`;
}

/** The unit circle with what lies on it. */
export function circleHtml(alt: string, svg: string, over: string, caption: string): string {
  return (
    `<figure class="e-figure"><div class="e-circle" role="img" aria-label="${escapeHtml(alt)}">` +
    `<svg viewBox="${-REACH} ${-REACH} ${2 * REACH} ${2 * REACH}" aria-hidden="true"><circle class="e-ring" r="${RADIUS}"/><path class="e-axis" d="M-5 0h10M0 -5v10"/>${svg}</svg>${over}</div>` +
    `<figcaption>${caption}</figcaption></figure>`
  );
}

// ---- plots that can be pointed at -----------------------------------------------------------

export const WIDE = 600;
export const HIGH = 250;

/** The middle of a column. */
export const across = (col: number, cols: number): number => +(((col + 0.5) / cols) * WIDE).toFixed(1); // prettier-ignore

/** A curve over the columns of a plot. */
export const curve = (values: readonly number[], y: (value: number) => number): string =>
  `M${values.map((v, i) => `${across(i, values.length)} ${+y(v).toFixed(1)}`).join('L')}`;

interface Plot {
  /** What the cursor is on, and the column it is at. */
  on: string;
  cols: number;
  pick: number;
  label: string;
  alt: string;
  inside: string;
  caption: string;
}

export function plotHtml({ on, cols, pick, label, alt, inside, caption }: Plot): string {
  return (
    `<figure class="e-figure"><div class="w-map e-plot" data-map="${on}" data-layer="0" data-rows="1" data-cols="${cols}" data-pick="0,${pick}" tabindex="0" role="application" aria-label="${escapeHtml(label)}">` +
    `<svg viewBox="0 0 ${WIDE} ${HIGH}" role="img" aria-label="${escapeHtml(alt)}">${inside}<path class="e-here" d="M${across(pick, cols)} 0V${HIGH}"/></svg></div>` +
    `<figcaption>${caption}</figcaption></figure>`
  );
}

/** A line across with its value written on it. */
export const level = (y: number, label: string): string =>
  `<path class="e-axis" d="M0 ${y.toFixed(1)}H${WIDE}"/><text class="e-tick" x="4" y="${(y - 4).toFixed(1)}">${label}</text>`;

export const key = (kind: string, text: string): string =>
  `<span class="w-together"><i class="e-key ${kind}"></i>${text}</span> `;

/** Decimals that the page of the build has of the numbers in its tables; the living widget has all. */
export const SHORT: Readonly<Record<string, number>> = {
  cosines: 3,
  rows: 3,
  columns: 4,
  slopes: 8,
  pictures: 4,
  texts: 4,
  turns: 8,
};
export const placesOf = ({ image }: View, output: string): number | undefined =>
  image && SHORT[output];

/** What is next to nothing would make columns wide; the whole number stands in its value. */
export const shortened = (html: string): string =>
  html.replace(/>≈−?(0\.000\d*|[\d.]+e−\d+)</g, '>≈0<');

/** A score: what it is called, its value, a note. */
export const score = (label: string, value: string, note = ''): string =>
  `<p><span class="w-label">${label}</span> <span class="w-covered">${value}${note && ` <small>${note}</small>`}</span></p>`;
