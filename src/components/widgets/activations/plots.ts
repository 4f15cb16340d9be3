/** The pictures of the activations widget as SVG. Pure. */
import {
  linePlot,
  plotFrame,
  type Frame,
  type LinePlotOptions,
  type Point,
} from '../../figures/plot.ts';
import {
  circle,
  formatNumber,
  line,
  path,
  polyline,
  rect,
  svgDoc,
  text,
} from '../../figures/svg.ts';
import { ACTIVATIONS, type ActivationId } from '../../../lib/ops/activation.ts';
import { sigmoidBound } from '../../../lib/ops/chain.ts';
import type { View as ViewOf } from '../toolkit/kind.ts';
import { minus, plain, show } from '../toolkit/text.ts';
import { layersOf } from './reference.ts';
import { otherSlope, POINTS, REACH, SATURATED, type State } from './state.ts';
import type { Words } from './strings.ts';

type View = ViewOf<State, Words>;
interface About {
  title: string;
  desc: string;
}

const WIDTH = 360;

/**
 * Where the saturated sides begin, [left, right]; at the ends of the curve when there is none. A
 * side counts when its slope also goes on to 0: the 0.01 of a leaky ReLU is small, but it stays.
 */
export function saturation(
  df: (x: number, alpha?: number) => number,
  alpha: number | undefined,
): [number, number] {
  const flat = (x: number) => Math.abs(df(x, alpha)) < SATURATED;
  const dies = (x: number) => Math.abs(df(x, alpha)) < 1e-3;
  const last = POINTS.length - 1;
  let [i, j] = [0, last];
  if (dies(-1000)) while (i < last && flat(POINTS[i + 1])) i++;
  if (dies(1000)) while (j > 0 && flat(POINTS[j - 1])) j--;
  return [POINTS[i], POINTS[j]];
}

/** The curve of the derivative, torn where it jumps. */
function slopePoints(df: (x: number) => number, corners: readonly number[]): Point[] {
  const tiny = 1e-9;
  const points: Point[] = POINTS.map((x): Point => [x, df(x)]).filter(
    ([x]) => !corners.includes(x),
  );
  for (const c of corners)
    points.push([c - tiny, df(c - tiny)], [c, NaN], [c + tiny, df(c + tiny)]);
  return points.sort(([a], [b]) => a - b);
}

/** 1, 2 or 5 times a power of ten that divides a length into at most `most` steps. */
function niceStep(length: number, most: number): number {
  const power = 10 ** Math.floor(Math.log10(length / most));
  return [1, 2, 5, 10].map((n) => n * power).find((step) => length / step <= most)!;
}

function ticks([low, high]: readonly [number, number], most: number): number[] {
  const step = niceStep(high - low, most);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** What the plot of the function draws. */
function curveOptions({ state, words }: View): LinePlotOptions & { other?: Point[] } {
  const { alpha } = state;
  const fn = state.fn as ActivationId;
  const { f, df } = ACTIVATIONS[fn];
  const curve = POINTS.map((x): Point => [x, f(x, alpha)]);
  const slope = slopePoints((x) => df(x, alpha), cornersOf(fn, alpha));
  const other =
    fn === 'hard-sigmoid' ? POINTS.map((x): Point => [x, f(x, otherSlope(alpha!))]) : undefined;
  const heights = [...curve, ...slope].map(([, v]) => v).filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...heights), Math.max(1, ...heights)];
  const pad = (high - low) * 0.07;
  const y = [low - pad, high + pad] as const;
  return {
    width: WIDTH,
    height: 270,
    x: { domain: [-REACH, REACH], ticks: [-6, -4, -2, 0, 2, 4, 6], label: '' },
    y: { domain: y, ticks: ticks(y, 6), label: '' },
    series: [
      { points: curve, class: 's-a', label: words.fns[fn] },
      { points: slope, class: 's-b', label: words.derivative, dash: '5 3' },
      ...(other ? [{ points: other, class: 's-d', label: words.other, dash: '2 3' }] : []),
    ],
    other,
  };
}

function cornersOf(fn: ActivationId, alpha: number | undefined): readonly number[] {
  if (fn === 'elu' && alpha === 1) return [];
  return fn === 'hard-sigmoid' ? [-0.5 / alpha!, 0.5 / alpha!] : ACTIVATIONS[fn].corners;
}

/** Value and derivative on the same axes, with the point x and its tangent. */
export function curveSvg(view: View, about: About): string {
  const { state, id } = view;
  const { x, alpha } = state;
  const fn = state.fn as ActivationId;
  const { f, df } = ACTIVATIONS[fn];
  const options = curveOptions(view);
  const [left, right] = saturation(df, alpha);
  const under = (frame: Frame) =>
    tint(frame, -REACH, left) +
    tint(frame, right, REACH) +
    (options.other ? between(frame, options.series[0].points, options.other) : '');
  const over = (frame: Frame) => {
    const at = Math.min(REACH, Math.max(-REACH, x));
    const here = frame.x(at);
    let marks = line(here, frame.top, here, frame.bottom, { class: 's-accent', 'stroke-width': 1, 'stroke-dasharray': '2 3' }); // prettier-ignore
    for (const c of cornersOf(fn, alpha)) {
      const [mine, theirs] = [df(c, alpha), c <= 0 ? df(c + 1e-9, alpha) : df(c - 1e-9, alpha)];
      marks += circle(frame.x(c), frame.y(theirs), 3, { class: 's-b f-bg' });
      marks += circle(frame.x(c), frame.y(mine), 3, { class: 'f-b' });
    }
    if (at !== x) {
      const value = minus(plain(x));
      const arrow = x > 0 ? `${value} →` : `← ${value}`;
      return marks + text(frame.x(at * 0.85), frame.top + 14, arrow, { class: 'f-accent' });
    }
    const [y, slope] = [f(x, alpha), df(x, alpha)];
    marks += tangent(frame, x, y, slope, options.y.domain);
    marks += circle(here, frame.y(slope), 4.5, { class: 'f-b' });
    marks += circle(here, frame.y(y), 7, { class: 'f-accent' });
    return marks + circle(here, frame.y(y), 2.5, { class: 'f-bg' });
  };
  const { other: _, ...plot } = options;
  return linePlot({ ...plot, ...about, id: `${id}-curve`, under, over });
}

/** A short piece of the line that touches the curve at (x, y), cut at the edges of the plot. */
function tangent(
  frame: Frame,
  x: number,
  y: number,
  slope: number,
  domain: readonly [number, number],
): string {
  // prettier-ignore
  const [rise, run] = [(frame.y(0) - frame.y(1)) * slope, frame.x(1) - frame.x(0)];
  const half = 52 / Math.hypot(rise, run);
  const ends = [-half, half].map((d): [number, number] => {
    let u = Math.min(REACH, Math.max(-REACH, x + d));
    if (slope !== 0) {
      const edge = Math.min(domain[1], Math.max(domain[0], y + slope * (u - x)));
      u = x + (edge - y) / slope;
    }
    return [frame.x(u), frame.y(y + slope * (u - x))];
  });
  return line(...ends[0], ...ends[1], { class: 's-accent', 'stroke-width': 2 });
}

function tint(frame: Frame, from: number, to: number): string {
  if (to <= from) return '';
  const left = frame.x(from);
  return rect(left, frame.top, frame.x(to) - left, frame.bottom - frame.top, { class: 'f-soft-b' });
}

/** The area between two curves. */
function between(frame: Frame, one: readonly Point[], two: readonly Point[]): string {
  const edge = [...one, ...[...two].reverse()].map(([u, v]): [number, number] => [frame.x(u), frame.y(v)]); // prettier-ignore
  return path(`${polyline(edge)}Z`, { class: 'f-d', 'fill-opacity': '0.45' });
}

/** Where the plot lies in its picture, in percent: there the slider is laid over it. */
export function dragBox(view: View): string {
  const options = curveOptions(view);
  const { left, right, top, bottom } = plotFrame(options);
  const percent = (v: number, of: number) => `${Math.round((v / of) * 1e4) / 100}%`;
  return (
    `left:${percent(left, WIDTH)};width:${percent(right - left, WIDTH)};` +
    `top:${percent(top, options.height)};height:${percent(bottom - top, options.height)}`
  );
}

/** A whole number in other digits, such as raised or lowered ones. */
export const inDigits = (n: number, digits: string) =>
  String(Math.abs(n)).replace(/\d/g, (d) => digits[Number(d)]);
const raised = (n: number) => `${n < 0 ? '⁻' : ''}${inDigits(n, '⁰¹²³⁴⁵⁶⁷⁸⁹')}`;

/** A number that may be very small or large: `≈9.54×10⁻⁷`. */
export function sci(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e6)) return show(value, 4);
  const [digits, power] = value.toExponential(2).split('e');
  return `≈${minus(digits)}×10${raised(Number(power))}`;
}

/** |gradient| after each layer on the way back, on a logarithmic scale, without and with skips. */
export function chainSvg({ state, words, id, cursor }: View, about: About): string {
  const { depth, weight, fn, skip } = state;
  const back = (withSkip: boolean) => [
    1,
    ...layersOf(state, withSkip)
      .map(({ gradient }) => Math.abs(gradient))
      .reverse(),
  ];
  const [without, through] = [back(false), back(true)];
  const bound = fn === 'sigmoid' ? without.map((_, j) => sigmoidBound(j, weight)) : [];
  const finite = [...without, ...through, ...bound].filter((v) => v > 0).map(Math.log10);
  // Zero lies below every power of ten: its curve runs into the floor.
  const floor = without.includes(0) || through.includes(0) ? -2 : -1;
  const low = Math.min(floor, Math.floor(Math.min(...finite)));
  const high = Math.max(1, Math.ceil(Math.max(...finite) + 0.01));
  const points = (values: readonly number[]) =>
    values.map((v, j): Point => [j, v > 0 ? Math.log10(v) : low]);
  const every = Math.ceil(depth / 10);
  const series = [
    { points: points(without), class: 's-b', label: words.noSkip, dash: '5 3' },
    { points: points(through), class: 's-a', label: words.withSkip, dash: '' },
    ...(bound.length ? [{ points: points(bound), class: 's-muted', label: words.bound, dash: '1 3' }] : []), // prettier-ignore
  ];
  const over = (frame: Frame) => {
    const chosen = skip ? through : without;
    const step = cursor.on === 'chain' ? depth - cursor.at[1] : 0;
    const dots = chosen.map((v, j) =>
      circle(frame.x(j), frame.y(v > 0 ? Math.log10(v) : low), j === step ? 6 : 3.5, {
        class: j === step ? 'f-accent' : skip ? 'f-a' : 'f-b',
      }),
    );
    const dead = chosen.indexOf(0);
    const zero = dead < 0 ? '' : text(frame.x(dead), frame.y(low) - 10, '0', { class: 'f-b', 'font-size': 13 }); // prettier-ignore
    return dots.join('') + zero;
  };
  return linePlot({
    ...about,
    id: `${id}-chain`,
    width: WIDTH,
    height: 270,
    x: {
      domain: [0, depth],
      ticks: Array.from({ length: Math.floor(depth / every) + 1 }, (_, j) => j * every),
      label: words.layersBack,
    },
    y: {
      domain: [low, high],
      ticks: ticks([low, high], 6).filter(Number.isInteger),
      label: '',
      format: (v) => (v === 0 ? '1' : v === 1 ? '10' : `10${raised(v)}`),
    },
    series,
    over,
  });
}

/** Probabilities as bars, with the outline of what they are at temperature 1. */
export function barsSvg(
  p: ArrayLike<number>,
  plainP: readonly number[],
  about: About & { id: string },
): string {
  const [height, base, top] = [150, 128, 22];
  const slot = WIDTH / p.length;
  const wide = Math.min(56, slot * 0.7);
  const bars = Array.from(p, (v, i) => {
    const middle = slot * (i + 0.5);
    const tall = (base - top) * v;
    const outline = (base - top) * plainP[i];
    const moved = Math.abs(v - plainP[i]) > 1e-6;
    return (
      rect(middle - wide / 2, base - tall, wide, tall, { class: 'f-accent' }) +
      (moved
        ? rect(middle - wide / 2, base - outline, wide, outline, {
            class: 's-muted',
            'stroke-dasharray': '3 2',
          })
        : '') + // prettier-ignore
      text(
        middle,
        base - Math.max(tall, moved ? outline : 0) - 6,
        formatNumber(v, p.length > 6 ? 2 : 3),
        { 'font-size': 13 },
      ) + // prettier-ignore
      text(middle, height - 6, i + 1, { class: 'f-muted', 'font-size': 13 })
    );
  });
  return svgDoc(
    { width: WIDTH, height, ...about },
    line(0, base, WIDTH, base, { class: 's-muted' }),
    bars.join(''),
  );
}
