/** Small pictures, feature maps and matrices as SVG. Pure. */
import { escapeHtml } from '../toolkit/text.ts';

/** The degrees of ink that are told apart. */
const DEGREES = 16;

/** Values from 0 to `max` as one path for each degree of ink; runs of a row are one rectangle. */
export function inkPaths(
  values: ArrayLike<number>,
  cols: number,
  max: number,
  name: string,
): string {
  const d = Array.from({ length: DEGREES + 1 }, () => '');
  const degree = (i: number) => Math.min(DEGREES, Math.max(0, Math.round((DEGREES * values[i]) / max))); // prettier-ignore
  for (let i = 0; i < values.length; i++) {
    const level = degree(i);
    const from = i % cols;
    let to = from + 1;
    while (to < cols && degree(i + 1) === level) {
      i++;
      to++;
    }
    if (level > 0) d[level] += `M${from} ${Math.floor(i / cols)}h${to - from}v1h${from - to}z`;
  }
  return d.map((path, level) => path && `<path class="${name}" fill-opacity="${+(level / DEGREES).toFixed(3)}" d="${path}"/>`).join(''); // prettier-ignore
}

/** Values of both signs: two colors, the deeper the larger. */
export function signedPaths(values: ArrayLike<number>, cols: number, max: number): string {
  const of = (sign: 1 | -1) => Float64Array.from(values, (v) => (max > 0 ? Math.max(0, (sign * v) / max) ** 0.75 : 0)); // prettier-ignore
  return inkPaths(of(1), cols, 1, 'y-pos') + inkPaths(of(-1), cols, 1, 'y-neg');
}

export interface MapDraw {
  /** What the cursor's `on` is on this map; undefined for a picture that cannot be pointed at. */
  on?: string;
  layer?: number;
  rows: number;
  cols: number;
  inside: string;
  alt: string;
  label?: string;
  caption?: string;
  /** The cell that is marked. */
  at?: readonly number[];
  /** More attributes of the map (`data-press`, `data-sweep`). */
  more?: string;
  /** More classes of the figure. */
  name?: string;
}

/** A picture in its frame. */
export function mapFigure(options: MapDraw): string {
  const { on, layer = 0, rows, cols, inside, alt, label = alt, caption, at, more = '', name = '' } = options; // prettier-ignore
  const mark = at
    ? `<path class="y-at" d="M${at[1]} ${at[0]}h1v1h-1z" vector-effect="non-scaling-stroke"/>`
    : '';
  const svg = `<svg viewBox="0 0 ${cols} ${rows}" shape-rendering="crispEdges" role="img" aria-label="${escapeHtml(alt)}">${inside}${mark}</svg>`;
  const map = on
    ? `<div class="w-map" data-map="${on}" data-layer="${layer}" data-rows="${rows}" data-cols="${cols}"${more} tabindex="0" role="application" aria-label="${escapeHtml(label)}" style="aspect-ratio:${cols}/${rows}">${svg}</div>`
    : `<div class="y-still" style="aspect-ratio:${cols}/${rows}">${svg}</div>`;
  return `<figure class="y-figure${name && ` ${name}`}">${map}${caption ? `<figcaption>${caption}</figcaption>` : ''}</figure>`;
}
