/** Charts as SVG with the same numbers in a table. */
import type { Chart, Series } from '../protocol.ts';
import type { NotebookWords } from '../../i18n/notebook.ts';
import { niceTicks, shortNumber } from './numbers.ts';
import { tableBlock } from './table.ts';
import { h, type Tree, type TreeElement } from './tree.ts';

const WIDTH = 420;
const HEIGHT = 240;
const COLOURS = ['a', 'b', 'c', 'd'];
const DASHES = [undefined, '7 4', '2 3', '9 3 2 3'];
/** A curve is drawn with at most so many points: two for each pixel of its width. */
const DRAWN = 800;
/** Rows of the table: every point while they are few, else some that stand evenly apart. */
const ROWS = 100;

type Point = readonly [number, number];

const finite = (value: number) => Number.isFinite(value);

/** About `most` points of a curve: of each stretch the lowest and the highest, so that spikes stay. */
export function thin(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  const stretch = Math.ceil((2 * points.length) / most);
  const kept: Point[] = [];
  for (let from = 0; from < points.length; from += stretch) {
    const part = points.slice(from, from + stretch);
    const low = part.reduce((a, b) => (b[1] < a[1] ? b : a));
    const high = part.reduce((a, b) => (b[1] > a[1] ? b : a));
    kept.push(...(low === high ? [low] : low[0] <= high[0] ? [low, high] : [high, low]));
  }
  return kept;
}

interface Axis {
  at(value: number): number;
  ticks: number[];
}

function linear(low: number, high: number, from: number, to: number, count: number): Axis {
  if (low === high)
    [low, high] = [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2];
  return {
    at: (value) => from + ((value - low) / (high - low)) * (to - from),
    ticks: niceTicks(low, high, count),
  };
}

function logarithmic(low: number, high: number, from: number, to: number): Axis {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const end = last === first ? first + 1 : last;
  const step = Math.max(1, Math.ceil((end - first) / 6));
  const ticks: number[] = [];
  for (let power = first; power <= end; power += step) ticks.push(10 ** power);
  return {
    at: (value) => from + ((Math.log10(value) - first) / (end - first)) * (to - from),
    ticks,
  };
}

/** Bars stand on zero, which a logarithmic axis does not have. */
const isLog = ({ log, type }: Chart) => Boolean(log) && type !== 'bar';

const round = (value: number) => Math.round(value * 10) / 10;

/** The bounds of what can be drawn, or undefined when nothing can. */
function bounds(chart: Chart) {
  const points = chart.series
    .flatMap((series) => series.points as readonly Point[])
    .filter(([x, y]) => finite(x) && finite(y) && (!isLog(chart) || y > 0));
  if (!points.length) return undefined;
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  if (chart.type === 'bar') [low, high] = [Math.min(0, low), Math.max(0, high)];
  return { left, right, low, high };
}

function legend(chart: Chart): { rows: Tree[]; height: number } {
  const rows: Tree[] = [];
  let [x, y] = [0, 12];
  chart.series.forEach(({ name }, index) => {
    const width = 30 + [...name].reduce((sum, c) => sum + (c > '\u2E7F' ? 12 : 7), 0) + 14;
    if (x > 0 && x + width > WIDTH) [x, y] = [0, y + 18];
    rows.push(
      mark(chart.type, index, x, y - 4),
      h('text', { class: 'nb-tick', x: x + 28, y }, name),
    );
    x += width;
  });
  return chart.series.length > 1 || chart.series[0]?.name
    ? { rows, height: y + 8 }
    : { rows: [], height: 4 };
}

const colour = (index: number) => COLOURS[index % COLOURS.length];

function mark(type: Chart['type'], index: number, x: number, y: number): TreeElement {
  if (type === 'scatter') return dot(index, x + 12, y);
  if (type === 'bar')
    return h('rect', { class: `f-${colour(index)}`, x: x + 6, y: y - 5, width: 12, height: 10 });
  return h('line', {
    class: `s-${colour(index)} nb-curve`,
    x1: x,
    x2: x + 24,
    y1: y,
    y2: y,
    'stroke-dasharray': dash(index),
  });
}

/** After four colours the dashes change, so that no two of eight series look alike. */
const dash = (index: number) => DASHES[(index + Math.floor(index / 4)) % DASHES.length];

function dot(index: number, x: number, y: number): TreeElement {
  const at = { class: `f-${colour(index)}` };
  return index % 2
    ? h('rect', { ...at, x: round(x - 2.5), y: round(y - 2.5), width: 5, height: 5 })
    : h('circle', { ...at, cx: round(x), cy: round(y), r: 2.7 });
}

function curve({ points }: Series, index: number, x: Axis, y: Axis, log?: boolean): Tree[] {
  let d = '';
  let pen = false;
  const lone: Tree[] = [];
  for (const [u, v] of thin(points, DRAWN)) {
    if (!finite(u) || !finite(v) || (log && v <= 0)) {
      pen = false;
      continue;
    }
    d += `${pen ? 'L' : 'M'}${round(x.at(u))} ${round(y.at(v))}`;
    pen = true;
  }
  if (points.length === 1 && d) lone.push(dot(0, x.at(points[0][0]), y.at(points[0][1])));
  return [
    ...lone,
    h('path', {
      class: `s-${colour(index)} nb-curve`,
      d: d || 'M0 0',
      'stroke-dasharray': dash(index),
    }),
  ];
}

function bars(chart: Chart, x: Axis, y: Axis, step: number): Tree[] {
  const wide = Math.max(1, (step * 0.8) / chart.series.length);
  return chart.series.flatMap(({ points }, index) =>
    points
      .filter(([u, v]) => finite(u) && finite(v))
      .map(([u, v]) => {
        const [top, base] = [y.at(Math.max(0, v)), y.at(Math.min(0, v))];
        return h('rect', {
          class: `f-${colour(index)}`,
          x: round(x.at(u) - step * 0.4 + index * wide),
          y: round(top),
          width: round(wide * 0.94),
          height: round(Math.max(0.5, base - top)),
        });
      }),
  );
}

/** The SVG of a chart; its words are read to whoever cannot see it. */
export function chartPicture(chart: Chart, words: NotebookWords): TreeElement {
  const range = bounds(chart);
  const names = chart.series
    .map(({ name }) => name)
    .filter(Boolean)
    .join(', ');
  const label = [chart.title ?? words.chart, names].filter(Boolean).join(': ');
  const svg = (...children: (Tree | Tree[])[]) =>
    h(
      'svg',
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label, class: 'nb-plot' },
      ...children.flat(),
    );
  if (!range) return svg(h('text', { class: 'nb-tick', x: 12, y: 24 }, words.noPoints));
  const head = legend(chart);
  const top = head.height + (chart.y ? 18 : 6);
  const bottom = HEIGHT - 22 - (chart.x ? 16 : 0);
  const write = (value: number) => shortNumber(value, 3);
  const y = isLog(chart)
    ? logarithmic(range.low, range.high, bottom, top)
    : linear(range.low, range.high, bottom, top, 4);
  const left = 8 + 7.2 * Math.max(...y.ticks.map((tick) => write(tick).length));
  const right = WIDTH - 12;
  const places = new Set(chart.series.flatMap(({ points }) => points.map(([u]) => u))).size;
  const step = (right - left) / Math.max(1, places);
  const inset = chart.type === 'bar' ? step / 2 : chart.type === 'scatter' ? 5 : 0;
  const x = linear(range.left, range.right, left + inset, right - inset, 5);
  const whole = chart.series.every(({ points }) => points.every(([u]) => Number.isInteger(u)));
  const xTicks = x.ticks.filter((tick) => !whole || Number.isInteger(tick));
  return svg(
    head.rows,
    y.ticks.flatMap((tick) => [
      h('line', {
        class: 's-line',
        x1: left,
        x2: right,
        y1: round(y.at(tick)),
        y2: round(y.at(tick)),
      }),
      h(
        'text',
        { class: 'nb-tick', x: left - 5, y: round(y.at(tick) + 4), 'text-anchor': 'end' },
        write(tick),
      ),
    ]),
    xTicks.map((tick) =>
      h(
        'text',
        { class: 'nb-tick', x: round(x.at(tick)), y: bottom + 16, 'text-anchor': 'middle' },
        write(tick),
      ),
    ),
    chart.y ? h('text', { class: 'nb-tick', x: 0, y: head.height + 10 }, chart.y) : [],
    chart.x
      ? h('text', { class: 'nb-tick', x: right, y: HEIGHT - 4, 'text-anchor': 'end' }, chart.x)
      : [],
    chart.type === 'bar'
      ? bars(chart, x, y, step)
      : chart.series.flatMap((series, index) =>
          chart.type === 'scatter'
            ? series.points
                .filter(([u, v]) => finite(u) && finite(v) && (!isLog(chart) || v > 0))
                .map(([u, v]) => dot(index, x.at(u), y.at(v)))
            : curve(series, index, x, y, isLog(chart)),
        ),
  );
}

/** The numbers of a chart, one row for each x, as a table. */
export function chartTable(chart: Chart, words: NotebookWords): TreeElement {
  const scatter = chart.type === 'scatter';
  const write = (value: number | undefined) => (value === undefined ? '' : shortNumber(value, 5));
  const every = scatter
    ? chart.series.flatMap(({ name, points }) => points.map(([u, v]) => [name, write(u), write(v)]))
    : [...new Set(chart.series.flatMap(({ points }) => points.map(([u]) => u)))]
        .sort((a, b) => a - b)
        .map((u) => [u] as const)
        .map(([u]) => [write(u), ...chart.series.map(({ points }) => write(valueAt(points, u)))]);
  const apart = Math.ceil(every.length / ROWS);
  const rows = every.filter((_, at) => at % apart === 0 || at === every.length - 1);
  const names = chart.series.map(({ name }, at) => name || chart.y || String(at + 1));
  const columns = scatter
    ? [words.series, chart.x || 'x', chart.y || 'y']
    : [chart.x || 'x', ...names];
  return tableBlock({ columns, rows, more: every.length - rows.length }, words);
}

const lookups = new WeakMap<object, { size: number; map: Map<number, number> }>();

/** The value of a series at x; a map is kept for each series, since a live one is asked often. */
function valueAt(points: Series['points'], x: number): number | undefined {
  let known = lookups.get(points);
  if (known?.size !== points.length) {
    known = { size: points.length, map: new Map(points) };
    lookups.set(points, known);
  }
  return known.map.get(x);
}

/** A chart with its title and its numbers. */
export function chartBlock(chart: Chart, words: NotebookWords): TreeElement {
  return h(
    'figure',
    { class: 'nb-chart', 'data-kind': 'chart', 'data-type': chart.type },
    chart.title ? h('figcaption', {}, chart.title) : undefined,
    h('div', { class: 'nb-plot-frame' }, chartPicture(chart, words)),
    h('details', {}, h('summary', {}, words.numbers), chartTable(chart, words)),
  );
}
