/** Curves on a pair of axes. */
import {
  circle,
  formatNumber,
  line,
  path,
  polyline,
  svgDoc,
  text,
  textWidth,
  type SvgDocOptions,
} from './svg.ts';

export type Point = readonly [x: number, y: number];

export interface Series {
  /** A point that is not finite breaks the curve. */
  points: readonly Point[];
  /** Stroke class, such as `s-a`. */
  class: string;
  /** Name in the legend; an empty one is left out. */
  label: string;
  /** Dash pattern; by default each curve gets its own, so that colour is not the only difference. */
  dash?: string;
  /** Draw the points as dots instead of joining them. */
  dots?: boolean;
}

export interface Axis {
  domain: readonly [number, number];
  ticks: readonly number[];
  label: string;
  /** How a tick is written. */
  format?: (value: number) => string;
}

export interface LinePlotOptions extends Partial<Omit<SvgDocOptions, 'width' | 'height'>> {
  series: readonly Series[];
  x: Axis;
  y: Axis;
  width: number;
  height: number;
  /** Markup below the grid, such as a tinted range. */
  under?: (frame: Frame) => string;
  /** Markup on top of the curves, such as a point that is being looked at. */
  over?: (frame: Frame) => string;
}

/** Where a plot draws: the edges of its area and the place of a value on each axis. */
export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: (value: number) => number;
  y: (value: number) => number;
}

const FONT = 13;
const DASHES = [undefined, '7 4', '2 3', '9 3 2 3'];

/**
 * A line plot as a complete picture; without `title` and `desc` the labels stand in.
 *
 * @throws RangeError when a domain is empty, a tick lies outside or the picture is too small.
 */
export function linePlot(options: LinePlotOptions): string {
  const { series, x, y, width, height, id } = options;
  const names = series.map((s) => s.label).filter(Boolean);
  const title = options.title ?? `${y.label} – ${x.label}`;
  const desc = options.desc ?? names.join('; ');
  return svgDoc({ width, height, title, desc, id, class: options.class }, plotArea(options));
}

/**
 * The frame in which `linePlot` draws the same options.
 *
 * @throws RangeError when a domain is empty, a tick lies outside or the picture is too small.
 */
export function plotFrame({ series, x, y, width, height }: LinePlotOptions): Frame {
  checkAxis('x', x);
  checkAxis('y', y);
  const legend = layOutLegend(series, width);
  const widest = Math.max(0, ...y.ticks.map((tick) => textWidth(written(y, tick), FONT)));
  const left = widest + 10;
  const right = width - 12;
  const top = legend.height + (y.label ? FONT + 12 : 8);
  const bottom = height - FONT - 10 - (x.label ? FONT + 6 : 0);
  if (right - left < 40 || bottom - top < 40) {
    throw new RangeError(`a plot of ${width}×${height} leaves no room for its curves`);
  }
  const px = (v: number) =>
    left + ((v - x.domain[0]) / (x.domain[1] - x.domain[0])) * (right - left);
  const py = (v: number) =>
    bottom - ((v - y.domain[0]) / (y.domain[1] - y.domain[0])) * (bottom - top);
  return { left, right, top, bottom, x: px, y: py };
}

const written = (axis: Axis, value: number) => (axis.format ?? formatNumber)(value);

/** The same plot as a fragment with its corner at (0, 0), to be placed with `group`. */
export function plotArea(options: LinePlotOptions): string {
  const { series, x, y, width, height, under, over } = options;
  const frame = plotFrame(options);
  const { left, right, top, bottom, x: px, y: py } = frame;
  const small = { class: 'f-muted', 'font-size': FONT };
  const parts = [layOutLegend(series, width).markup];
  if (under) parts.push(under(frame));

  for (const tick of x.ticks) {
    parts.push(line(px(tick), top, px(tick), bottom, { class: 's-line' }));
    parts.push(text(px(tick), bottom + FONT + 4, written(x, tick), small));
  }
  for (const tick of y.ticks) {
    parts.push(line(left, py(tick), right, py(tick), { class: 's-line' }));
    parts.push(
      text(left - 6, py(tick) + FONT * 0.35, written(y, tick), { ...small, 'text-anchor': 'end' }),
    );
  }
  // The axes through zero, where zero is in sight.
  const axis = { class: 's-muted', 'stroke-width': 1.25 };
  if (x.domain[0] <= 0 && x.domain[1] >= 0) parts.push(line(px(0), top, px(0), bottom, axis));
  if (y.domain[0] <= 0 && y.domain[1] >= 0) parts.push(line(left, py(0), right, py(0), axis));
  if (y.label) parts.push(text(0, top - 10, y.label, { ...small, 'text-anchor': 'start' }));
  if (x.label) parts.push(text(right, height - 4, x.label, { ...small, 'text-anchor': 'end' }));

  series.forEach((s, index) => {
    if (s.dots) {
      const fill = s.class.replace(/(^|\s)s-/g, '$1f-');
      for (const [u, v] of s.points) {
        if (inside(u, x.domain) && inside(v, y.domain)) {
          parts.push(circle(px(u), py(v), 3, { class: fill }));
        }
      }
      return;
    }
    const pieces = clip(s.points, x.domain, y.domain);
    const d = pieces.map((piece) => polyline(piece.map(([u, v]) => [px(u), py(v)]))).join('');
    if (d) parts.push(path(d, strokeOf(s, index)));
  });
  if (over) parts.push(over(frame));
  return parts.join('');
}

/** `count` evenly spaced points of a function, both ends included. */
export function sample(
  f: (x: number) => number,
  domain: readonly [number, number],
  count = 121,
): Point[] {
  return Array.from({ length: count }, (_, i) => {
    const x = domain[0] + ((domain[1] - domain[0]) * i) / (count - 1);
    return [x, f(x)];
  });
}

function strokeOf(s: Series, index: number) {
  return {
    class: s.class,
    'stroke-width': 2.25,
    'stroke-linejoin': 'round',
    'stroke-dasharray': s.dash ?? DASHES[index % DASHES.length],
  };
}

function inside(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}

function checkAxis(name: string, { domain, ticks }: Axis): void {
  if (!(domain[0] < domain[1])) {
    throw new RangeError(`the ${name} domain must grow, but is ${domain[0]} … ${domain[1]}`);
  }
  for (const tick of ticks) {
    if (!inside(tick, domain)) {
      throw new RangeError(`${name} tick ${tick} lies outside ${domain[0]} … ${domain[1]}`);
    }
  }
}

/** Names of the curves in lines above the plot, each with a piece of its stroke. */
function layOutLegend(
  series: readonly Series[],
  width: number,
): { markup: string; height: number } {
  const SAMPLE = 24;
  const ROW = FONT + 9;
  let [x, row] = [0, 0];
  let markup = '';
  series.forEach((s, index) => {
    if (!s.label) return;
    const wide = SAMPLE + 6 + textWidth(s.label, FONT);
    if (x > 0 && x + wide > width) [x, row] = [0, row + 1];
    const baseline = row * ROW + FONT;
    const middle = baseline - FONT * 0.35;
    markup += s.dots
      ? circle(x + SAMPLE / 2, middle, 3, { class: s.class.replace(/(^|\s)s-/g, '$1f-') })
      : line(x, middle, x + SAMPLE, middle, strokeOf(s, index));
    markup += text(x + SAMPLE + 6, baseline, s.label, {
      'font-size': FONT,
      'text-anchor': 'start',
    });
    x += wide + 16;
  });
  return { markup, height: markup ? (row + 1) * ROW : 0 };
}

/** The pieces of a curve inside the two domains (each segment cut as Liang and Barsky do). */
function clip(
  points: readonly Point[],
  xDomain: readonly [number, number],
  yDomain: readonly [number, number],
): Point[][] {
  const pieces: Point[][] = [];
  for (let i = 1; i < points.length; i++) {
    const [x0, y0] = points[i - 1];
    const [x1, y1] = points[i];
    if (![x0, y0, x1, y1].every(Number.isFinite)) continue;
    const [dx, dy] = [x1 - x0, y1 - y0];
    let [enter, leave] = [0, 1];
    for (const [step, room] of [
      [-dx, x0 - xDomain[0]],
      [dx, xDomain[1] - x0],
      [-dy, y0 - yDomain[0]],
      [dy, yDomain[1] - y0],
    ]) {
      if (step === 0 && room < 0) leave = -1;
      else if (step < 0) enter = Math.max(enter, room / step);
      else if (step > 0) leave = Math.min(leave, room / step);
    }
    if (enter > leave) continue;
    const from: Point = enter === 0 ? [x0, y0] : [x0 + enter * dx, y0 + enter * dy];
    const to: Point = leave === 1 ? [x1, y1] : [x0 + leave * dx, y0 + leave * dy];
    const last = pieces.at(-1);
    if (last && enter === 0 && last.at(-1)![0] === x0 && last.at(-1)![1] === y0) last.push(to);
    else pieces.push([from, to]);
  }
  return pieces;
}
