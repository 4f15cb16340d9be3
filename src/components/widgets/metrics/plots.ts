/** The strip of scores and the curves of the metrics bench. Pure. */
import { mixture, type SweepPoint } from '../../../lib/metric-bench.ts';
import type { Counts } from '../../../lib/metrics.ts';
import { linePlot, type Axis, type Frame, type Point, type Series } from '../../figures/plot.ts';
import { circle, coordinate, line, path } from '../../figures/svg.ts';
import { fill, minus, plain, show } from '../toolkit/text.ts';
import { rounded, scoresOf, type State } from './state.ts';
import type { Words } from './strings.ts';

const [WIDTH, HEIGHT] = [400, 300];

/** The scale of the scores: `cells` places for the threshold, `step` apart, from `low` on. */
export interface Scale {
  low: number;
  step: number;
  cells: number;
}

/** 1, 2 or 5 times a power of ten: the smallest that cuts a span into at most `most` pieces. */
function niceStep(span: number, most: number): number {
  const power = 10 ** Math.floor(Math.log10(span / most));
  return [1, 2, 5, 10].map((n) => Number((n * power).toPrecision(3))).find((s) => span / s <= most + 1e-9)!; // prettier-ignore
}

/** Room for every score; drawn scores keep theirs while they are pulled apart. */
export function scaleOf(state: State): Scale {
  const { positives, negatives } = scoresOf(state);
  const all = [...positives, ...negatives];
  const drawn = state.data === 'drawn';
  const low = Math.min(Math.floor(Math.min(...all)) - (drawn ? 0 : 1), drawn ? -4 : Infinity);
  const high = Math.max(Math.ceil(Math.max(...all)) + (drawn ? 0 : 1), drawn ? 7 : -Infinity);
  const halves = all.every((s) => Number.isInteger(2 * s)) && high - low <= 60;
  const step = halves ? 0.5 : niceStep(high - low, 120);
  return { low, step, cells: Math.round((high - low) / step) + 1 };
}

/** The place of a threshold on the scale; beyond an end, the end. */
export const cellOf = ({ low, step, cells }: Scale, threshold: number) =>
  Math.max(0, Math.min(cells - 1, Math.round((threshold - low) / step)));

export const thresholdAt = ({ low, step }: Scale, cell: number) => rounded(low + cell * step);

/** Values on an axis from `low` to `high`, at most six steps. */
function ticksOf(low: number, high: number): number[] {
  const step = niceStep(high - low, 7);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => rounded((first + i) * step));
}

/** Dots on a line that never overlap: the level of each, as low as possible. */
function levelsOf(xs: readonly number[], apart: number): number[] {
  const last: number[] = [];
  const levels = new Array<number>(xs.length);
  for (const i of xs.map((_, k) => k).sort((a, b) => xs[a] - xs[b])) {
    let level = last.findIndex((x) => xs[i] - x >= apart);
    if (level < 0) level = last.length;
    last[level] = xs[i];
    levels[i] = level;
  }
  return levels;
}

/** Positives above the line, negatives below it, and the threshold across: markup and height. */
export function stripSvg(state: State, words: Words, alt: string): { svg: string; height: number } {
  const { positives, negatives } = scoresOf(state);
  const { threshold } = state;
  const scale = scaleOf(state);
  const { low, step, cells } = scale;
  const at = (score: number) => (((score - low) / step + 0.5) / cells) * WIDTH;
  const most = Math.max(positives.length, negatives.length);
  const r = most <= 12 ? 7 : most <= 40 ? 4.5 : 3;
  const room = 2 * r + 1;
  const draw = (scores: readonly number[], positive: boolean) => {
    const xs = scores.map(at);
    const levels = levelsOf(xs, room);
    const dots = xs.map((x, i) => {
      const right = scores[i] >= threshold === positive;
      const y = (levels[i] + 0.5) * room + 3;
      return { x, y, name: `${positive ? 'p' : 'n'}${right ? '' : ' x'}` };
    });
    return { dots, high: (Math.max(...levels) + 1) * room + 6 };
  };
  const [up, down] = [draw(positives, true), draw(negatives, false)];
  const line0 = 26 + Math.max(up.high, 30);
  const bottom = line0 + Math.max(down.high, 30);
  const height = Math.ceil(bottom + 20);
  const dot = (x: number, y: number, name: string) => `<circle class="${name}" cx="${coordinate(x)}" cy="${coordinate(y)}" r="${r}"/>`; // prettier-ignore
  // Scores of exactly the threshold lie right of the line.
  const x = Math.max(7, Math.min(WIDTH - 7, at(threshold - step / 2)));
  const ticks = ticksOf(low, low + (cells - 1) * step);
  const svg =
    `<rect class="said" x="${coordinate(x)}" y="20" width="${coordinate(WIDTH - x)}" height="${coordinate(bottom - 20)}"/>` +
    `<path class="base" d="M0 ${coordinate(line0)}H${WIDTH}"/>` +
    up.dots.map((d) => dot(d.x, line0 - d.y, d.name)).join('') +
    down.dots.map((d) => dot(d.x, line0 + d.y, d.name)).join('') +
    ticks.filter((t) => at(t) > 10 && at(t) < WIDTH - 10).map((t) => `<text x="${coordinate(at(t))}" y="${height - 5}">${minus(plain(t))}</text>`).join('') + // prettier-ignore
    `<path class="cut" d="M${coordinate(x)} 20V${coordinate(bottom)}"/><circle class="grip" cx="${coordinate(x)}" cy="20" r="6"/>` +
    (x > 130 ? `<text class="end" x="${coordinate(x - 7)}" y="14">${words.saidNo}</text>` : '') +
    (x < WIDTH - 130 ? `<text class="start" x="${coordinate(x + 7)}" y="14">${words.saidYes}</text>` : ''); // prettier-ignore
  return { svg: `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${alt}">${svg}</svg>`, height }; // prettier-ignore
}

const unit = [0, 0.25, 0.5, 0.75, 1];
const rates = (label: string): Axis => ({ domain: [0, 1.03], ticks: unit, label });

interface Drawn {
  series: Series[];
  x: Axis;
  y: Axis;
  desc: string;
  under?: (frame: Frame) => string;
  over: (frame: Frame) => string;
}

/** The chosen curve with the threshold on it. */
export function curveSvg(
  state: State,
  points: readonly SweepPoint[],
  counts: Counts,
  [auc, ap]: readonly [number, number],
  words: Words,
  id: string,
): string {
  const { tp, fp, fn, tn } = counts;
  const rate = { recall: tp / (tp + fn), fpr: fp / (fp + tn), precision: tp / (tp + fp) };
  const put = (name: string, value: number) => (Number.isNaN(value) ? `${name} 0/0` : `${name} ${show(value, 3)}`); // prettier-ignore
  const here = `${words.names.threshold} ${show(state.threshold)}: `;
  const [P, R] = [words.metrics[1], words.metrics[2]];
  const drop = (frame: Frame, tops: readonly Point[]) =>
    tops.map(([x, y]) => circle(frame.x(x), frame.y(y), 5, { class: 'f-accent' })).join('');
  const area = (line: readonly Point[]) => (frame: Frame) =>
    path(`M${line.map(([x, y]) => `${coordinate(frame.x(x))} ${coordinate(frame.y(y))}`).join('L')}V${coordinate(frame.y(0))}H${coordinate(frame.x(0))}z`, { class: 'm-area' }); // prettier-ignore

  const draw = {
    roc: (): Drawn => {
      const line0: Point[] = [[0, 0], ...points.map(({ fpr, recall }): Point => [fpr, recall])];
      return {
        series: [
          { label: words.coin, class: 's-muted', points: [[0, 0], [1, 1]], dash: '3 4' }, // prettier-ignore
          { label: 'ROC', class: 's-a', points: line0, dash: '' },
        ],
        x: rates(words.fprAxis),
        y: rates(words.tprAxis),
        desc: `AUC ${show(auc, 3)}; ${here}${put('FPR', rate.fpr)}, ${put('TPR', rate.recall)}`,
        under: area(line0),
        over: (frame) => drop(frame, [[rate.fpr, rate.recall]]),
      };
    },
    pr: (): Drawn => {
      const stairs = (m: number): Point[] =>
        points.flatMap(({ tp: t, fp: f, recall }, i): Point[] => {
          const height = t / (t + f * m);
          return [[points[i - 1]?.recall ?? 0, height], [recall, height]]; // prettier-ignore
        });
      const base = (tp + fn) / (tp + fp + fn + tn);
      const once = state.times === 1 ? [] : [{ label: words.once, class: 's-b', points: stairs(1 / state.times), dash: '7 4' }]; // prettier-ignore
      const line0 = stairs(1);
      return {
        series: [
          { label: fill(words.coinAt, { p: show(100 * base, 3) }), class: 's-muted', points: [[0, base], [1, base]], dash: '3 4' }, // prettier-ignore
          ...once,
          { label: words.pr, class: 's-a', points: line0, dash: '' },
        ],
        x: rates(R),
        y: rates(P),
        desc: `AP ${show(ap, 3)}; ${here}${put(P, rate.precision)}, ${put(R, rate.recall)}`,
        under: area(line0),
        over: (frame) => (tp + fp === 0 ? '' : drop(frame, [[rate.recall, rate.precision]])),
      };
    },
    share: (): Drawn => {
      const { times } = state;
      const end = times > 100 ? 3 : 2;
      const xs = Array.from({ length: 61 }, (_, i) => (end * i) / 60);
      const rows = xs.map((x) => mixAt({ tp, fn, fp: fp / times, tn: tn / times }, 10 ** x));
      const now = mixAt({ tp, fn, fp: fp / times, tn: tn / times }, times);
      const names = [P, R, words.metrics[0], words.alwaysNo];
      const series = names.map((label, k): Series => {
        const values = rows.map((row, i): Point => [xs[i], row[k + 1]]);
        return { label, class: `s-${['a', 'b', 'c', 'muted'][k]}`, points: values };
      });
      const odds = (fp + tn) / times / (tp + fn);
      const ratio = (x: number) => `1:${plain(odds * 10 ** x, 3)}`;
      const seen = now.slice(1).map((y): Point => [Math.log10(times), y]).filter(([, y]) => !Number.isNaN(y)); // prettier-ignore
      return {
        series,
        x: { domain: [0, 1.06 * end], ticks: Array.from({ length: end + 1 }, (_, i) => i), label: words.shareAxis, format: ratio }, // prettier-ignore
        y: rates(''),
        desc: `${words.shareAxis} ${ratio(Math.log10(times))}; ${names.map((name, k) => put(name, now[k + 1])).join(', ')}`, // prettier-ignore
        over: (frame) => cutLine(frame, Math.log10(times)) + drop(frame, seen),
      };
    },
    threshold: (): Drawn => {
      const { low, step, cells } = scaleOf(state);
      const high = low + (cells - 1) * step;
      const inside = points.filter(({ threshold: t }) => t >= low);
      const of = (value: (p: SweepPoint) => number): Point[] =>
        inside.flatMap((p, i): Point[] => [[p.threshold, value(p)], [inside[i + 1]?.threshold ?? low, value(p)]]); // prettier-ignore
      const f1 = (p: SweepPoint) => (2 * p.tp) / (p.tp + p.fp + tp + fn);
      const before = (line0: Point[]): Point[] => [[high, 0], [inside[0].threshold, 0], ...line0]; // prettier-ignore
      const x = Math.max(low, Math.min(high, state.threshold));
      const values = [rate.precision, rate.recall, (2 * tp) / (2 * tp + fp + fn)];
      return {
        series: [
          { label: P, class: 's-a', points: of((p) => p.precision) },
          { label: R, class: 's-b', points: before(of((p) => p.recall)) },
          { label: 'F1', class: 's-c', points: before(of(f1)) },
        ],
        x: { domain: [low, high], ticks: ticksOf(low, high), label: words.names.threshold },
        y: rates(''),
        desc: here + [P, R, 'F1'].map((name, k) => put(name, values[k])).join(', '),
        over: (frame) =>
          cutLine(frame, x) +
          drop(
            frame,
            values.filter((y) => !Number.isNaN(y)).map((y): Point => [x, y]),
          ),
      };
    },
  }[state.plot]();
  return linePlot({ id: `${id}-curve`, title: words.plots[state.plot], width: WIDTH, height: HEIGHT, ...draw }); // prettier-ignore
}

const cutLine = (frame: Frame, x: number) =>
  line(frame.x(x), frame.top, frame.x(x), frame.bottom, { class: 's-accent', 'stroke-dasharray': '2 3' }); // prettier-ignore

/** NaN for the precision of no alarm. */
function mixAt(once: Counts, times: number): number[] {
  const row = mixture(once, times);
  return once.tp + once.fp === 0 ? row.map((v, k) => (k === 1 ? NaN : v)) : row;
}

/** Recall of every class, and the two averages, as bars. */
export function barsSvg(
  bars: readonly (readonly [name: string, value: number, kind: string])[],
  title: string,
  id: string,
): string {
  const high = bars.length * 30 + 8;
  const left = 104;
  const wide = WIDTH - left - 62;
  const body = bars.map(([name, value, kind], i) => {
    const y = i * 30 + 6;
    return (
      `<text class="end" x="${left - 8}" y="${y + 16}">${name}</text><rect class="rail" x="${left}" y="${y}" width="${wide}" height="22"/>` +
      `<rect class="${kind}" x="${left}" y="${y}" width="${coordinate(value * wide)}" height="22"/><text class="start" x="${left + wide + 6}" y="${y + 16}">${show(value, 3)}</text>`
    );
  });
  const alt = bars.map(([name, value]) => `${name} ${show(value, 3)}`).join(', ');
  return `<svg viewBox="0 0 ${WIDTH} ${high}" role="img" aria-labelledby="${id}-bars"><title id="${id}-bars">${title}: ${alt}</title>${body.join('')}</svg>`;
}
