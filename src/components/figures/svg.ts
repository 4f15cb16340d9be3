/**
 * SVG as strings, for figures that are computed at build time.
 *
 * Colours come from classes alone (`f-…` fills, `s-…` strokes), so that light and dark themes and
 * the content security policy hold: there is no style element, no style attribute, no script.
 */

/** A presentation attribute: everything except colours, styles and event handlers. */
export type Attributes = Record<string, string | number | undefined>;

/** Size and words of a picture. */
export interface SvgDocOptions {
  width: number;
  height: number;
  /** Short name of the picture, read aloud. */
  title: string;
  /** What can be seen, for readers who cannot see it. */
  desc: string;
  /** Start of the ids in the picture; without it they come from a hash of the content. */
  id?: string;
  class?: string;
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe for element content and attribute values. */
export function esc(text: string | number): string {
  return String(text).replace(/[&<>"']/g, (character) => ESCAPES[character]);
}

/** A coordinate with at most one decimal, so that pictures stay small and do not vary. */
export function coordinate(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a coordinate must be finite, but is ${value}`);
  return String(Math.round(value * 10) / 10 + 0);
}

/** Short, stable name of a text (FNV-1a, 32 bits, base 36). */
export function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(36);
}

/**
 * An element with escaped attributes; children are markup already.
 *
 * @throws Error for a colour, style or event-handler attribute: colours are classes.
 */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  let open = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    if (/^(style|color)$|^on/.test(key) || (/^(fill|stroke)$/.test(key) && value !== 'none')) {
      throw new Error(`<${name}> must not have ${key}="${value}": use a class such as f-accent`);
    }
    open += ` ${key}="${typeof value === 'number' ? coordinate(value) : esc(value)}"`;
  }
  return children.length ? `${open}>${children.join('')}</${name}>` : `${open}/>`;
}

/** A shape is hollow unless a class fills it. */
function hollow(attributes: Attributes): Attributes {
  return /(^|\s)f-/.test(String(attributes.class ?? '')) ? {} : { fill: 'none' };
}

/** A complete picture, `role="img"` with title and description. */
export function svgDoc(options: SvgDocOptions, ...children: string[]): string {
  const { width, height, title, desc } = options;
  const body = children.join('');
  const id = options.id ?? `fig-${hash(`${width}×${height} ${title} ${desc} ${body}`)}`;
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${coordinate(width)} ${coordinate(height)}`,
      width,
      height,
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-desc`,
      class: options.class,
    },
    element('title', { id: `${id}-title` }, esc(title)),
    element('desc', { id: `${id}-desc` }, esc(desc)),
    body,
  );
}

/** A line of text; (x, y) is the baseline at the anchor. Ink, 14 units and centred by default. */
export function text(
  x: number,
  y: number,
  content: string | number,
  attributes: Attributes = {},
): string {
  const defaults = { class: 'f-ink', 'font-size': 14, 'text-anchor': 'middle' };
  return element('text', { x, y, ...defaults, ...attributes }, esc(content));
}

/** A rectangle, hollow unless a class fills it. */
export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  attributes: Attributes = {},
): string {
  return element('rect', { x, y, width, height, ...hollow(attributes), ...attributes });
}

/** A straight line in the line colour unless a class says otherwise. */
export function line(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  attributes: Attributes = {},
): string {
  return element('line', { x1, y1, x2, y2, class: 's-line', ...attributes });
}

/** A circle, hollow unless a class fills it. */
export function circle(x: number, y: number, r: number, attributes: Attributes = {}): string {
  return element('circle', { cx: x, cy: y, r, ...hollow(attributes), ...attributes });
}

/** A path from a ready `d`, hollow unless a class fills it. */
export function path(d: string, attributes: Attributes = {}): string {
  return element('path', { d, ...hollow(attributes), ...attributes });
}

/** A point that lies closer than this to the line between its kept neighbours is not seen. */
const UNSEEN = 0.08;

/**
 * The points that a broken line needs to stay within `tolerance` of all of them, by splitting at
 * the farthest point (the Ramer–Douglas–Peucker algorithm).
 */
export function simplify(
  points: readonly (readonly [number, number])[],
  tolerance = UNSEEN,
): readonly (readonly [number, number])[] {
  if (points.length < 3) return points;
  const [ax, ay] = points[0];
  const [bx, by] = points[points.length - 1];
  const length = Math.hypot(bx - ax, by - ay);
  let [farthest, distance] = [0, 0];
  for (let i = 1; i < points.length - 1; i++) {
    const [x, y] = points[i];
    const away =
      length === 0
        ? Math.hypot(x - ax, y - ay)
        : Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length;
    if (away > distance) [farthest, distance] = [i, away];
  }
  if (distance <= tolerance) return [points[0], points[points.length - 1]];
  const before = simplify(points.slice(0, farthest + 1), tolerance);
  return [...before.slice(0, -1), ...simplify(points.slice(farthest), tolerance)];
}

/** The `d` of a broken line through points, without those that would not be seen. */
export function polyline(points: readonly (readonly [number, number])[]): string {
  return simplify(points)
    .map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${coordinate(x)} ${coordinate(y)}`)
    .join('');
}

/** A straight arrow; `class` is the name of a colour without prefix, such as `accent`. */
export function arrow(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  colour = 'muted',
  head = 7,
): string {
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length === 0) throw new RangeError('an arrow needs two different ends');
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const [bx, by] = [x2 - ux * head, y2 - uy * head];
  const half = head * 0.55;
  const tip = polyline([
    [x2, y2],
    [bx - uy * half, by + ux * half],
    [bx + uy * half, by - ux * half],
  ]);
  return (
    line(x1, y1, bx, by, { class: `s-${colour}`, 'stroke-width': 1.5 }) +
    path(`${tip}Z`, { class: `f-${colour}` })
  );
}

/** Children moved by (x, y). */
export function group(x: number, y: number, ...children: string[]): string {
  return element(
    'g',
    { transform: `translate(${coordinate(x)} ${coordinate(y)})` },
    children.join(''),
  );
}

/** A number for readers: a true minus sign and at most `digits` decimals, no trailing zeros. */
export function formatNumber(value: number, digits = 2): string {
  const rounded = Number(value.toFixed(digits)) + 0;
  return String(rounded).replace('-', '−').replace('Infinity', '∞');
}

/** Estimated width of a text: a Han character or full-width mark is one em, others 0.58 em. */
export function textWidth(content: string, fontSize: number): number {
  let ems = 0;
  for (const character of content)
    ems += /[\u2E80-\u9FFF\uF900-\uFFEF%]/.test(character) ? 1 : 0.58;
  return ems * fontSize;
}
