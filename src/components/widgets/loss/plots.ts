/** The curves of the loss bench: every loss, and its slope, against the number that is moved. Pure. */
import { linePlot, type Frame, type Point } from '../../figures/plot.ts';
import { circle, line, text } from '../../figures/svg.ts';
import {
  binaryLoss,
  hinge,
  residualLosses,
  squaredProbabilities,
  squaredSigmoid,
} from '../../../lib/losses.ts';
import { minus, plain, show } from '../toolkit/text.ts';
import { classes } from './reference.ts';
import type { State } from './state.ts';
import type { Words } from './strings.ts';

const [WIDTH, HEIGHT] = [360, 230];

/** What is moved: a logit of a sample and class, a logit, or a residual. */
export interface Moved {
  row: number;
  col: number;
  /** Where it stands now. */
  now: number;
  /** The ends of the plot. */
  from: number;
  to: number;
  /** What it is called. */
  label: string;
}

/** Loss and slope of each curve at x, for one sample alone. */
type Curve = (x: number) => { value: number; slope: number };

function curvesOf(state: State, { row, col }: Moved, words: Words): [string, Curve][] {
  const { mode, y, positive, gamma, delta, logits, labels, temperature } = state;
  if (mode === 'classes') {
    const at = (x: number) => [logits[row].map((v, k) => (k === col ? x : v))];
    const alone = { labels: [labels[row]], reduction: 'sum' as const };
    return [
      [
        gamma > 0 ? 'focal' : words.crossEntropy,
        (x) => {
          const { loss, gradient } = classes(state, { ...alone, logits: at(x) });
          return { value: loss, slope: gradient[0][col] };
        },
      ],
      [
        words.mseP,
        (x) => {
          const { loss, gradient } = squaredProbabilities(at(x), alone.labels, { temperature, reduction: 'sum' }); // prettier-ignore
          return { value: loss, slope: gradient[0][col] };
        },
      ],
    ];
  }
  if (mode === 'binary') {
    return [
      [gamma > 0 ? 'focal' : words.bce, (x) => binaryLoss(x, y[row], positive, gamma)],
      ['hinge', (x) => hinge(x, y[row])],
      [words.mseSigma, (x) => squaredSigmoid(x, y[row])],
    ];
  }
  return [
    ['MSE', (r) => residualLosses(r, delta).mse],
    ['MAE', (r) => residualLosses(r, delta).mae],
    [`Huber δ=${plain(delta)}`, (r) => residualLosses(r, delta).huber],
  ];
}

const CLASSES = ['a', 'b', 'c'];
const COUNT = 100;

/** 1, 2 or 5 times a power of ten that divides a length into at most `most` steps. */
function ticks(low: number, high: number, most: number): number[] {
  const power = 10 ** Math.floor(Math.log10((high - low) / most));
  const step = [1, 2, 5, 10].map((n) => n * power).find((s) => (high - low) / s <= most)!;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** One picture for the losses, one for their slopes. */
export function curvesSvg(state: State, moved: Moved, words: Words, id: string): string {
  const curves = curvesOf(state, moved, words);
  const { from, to, now } = moved;
  const xs = Array.from({ length: COUNT + 1 }, (_, i) => from + ((to - from) * i) / COUNT);
  const drawn = curves.map(([, f]) => xs.map(f));
  const picture = (kind: 'value' | 'slope') => {
    const series = curves.map(([label], i) => ({
      label,
      class: `s-${CLASSES[i]}`,
      points: xs.map((x, j): Point => [x, drawn[i][j][kind]]),
    }));
    // Where squares grow away, the others are still to be seen.
    const all = series.flatMap(({ points }) => points.map(([, v]) => v));
    const near = 4 * Math.max(state.delta, 1);
    const cap = state.mode === 'regression' ? Math.max(near, kind === 'value' ? 1.1 * Math.abs(now) : 0) : Infinity; // prettier-ignore
    const [low, high] = [Math.max(-cap, Math.min(0, ...all)), Math.min(cap, Math.max(...all, 0.1))];
    const pad = (high - low) * 0.06 || 0.1;
    const domain = [low - (low < 0 ? pad : 0), high + pad] as const;
    const over = (frame: Frame) => {
      const x = Math.min(to, Math.max(from, now));
      const left = x < (from + to) / 2;
      const marks = curves.map(([label, f], i) => {
        const v = f(x)[kind];
        // What the frame cuts off is named at its edge.
        if (v > domain[1] || v < domain[0]) {
          const [y, arrow] = v > domain[1] ? [frame.top + 27, '↑'] : [frame.bottom - 6, '↓'];
          return text(frame.x(x) + (left ? 6 : -6), y, `${arrow} ${label} ${show(v)}`, { class: `f-${CLASSES[i]}`, 'text-anchor': left ? 'start' : 'end' }); // prettier-ignore
        }
        return circle(frame.x(x), frame.y(v), i === 0 ? 5 : 4, { class: `f-${CLASSES[i]}` }); // prettier-ignore
      });
      const off = x === now ? '' : text(frame.x(x), frame.top + 13, now > to ? '→' : '←', { class: 'f-accent' }); // prettier-ignore
      return line(frame.x(x), frame.top, frame.x(x), frame.bottom, { class: 's-accent', 'stroke-dasharray': '2 3' }) + marks.join('') + off; // prettier-ignore
    };
    const title = kind === 'value' ? words.plotLoss : words.plotSlope;
    const said = curves.map(([label, f]) => `${label} ${show(f(now)[kind])}`).join(', ');
    return linePlot({
      id: `${id}-${kind}`,
      title,
      desc: `${moved.label} = ${minus(plain(now))}: ${said}`,
      width: WIDTH,
      height: HEIGHT,
      x: { domain: [from, to], ticks: ticks(from, to, 6), label: moved.label },
      y: { domain, ticks: ticks(...domain, 5), label: title },
      series,
      over,
    });
  };
  return `<div class="w-plot">${picture('value')}</div><div class="w-plot">${picture('slope')}</div>`;
}
