/**
 * Over all 1,500 held-out digits: how many are still read right after one step of the sign of the
 * gradient, and after random signs of the same size. Worked out once by PyTorch
 * (tests/golden/make_adversarial.py); a test compares, and computes some of the digits again.
 */
import { linePlot, type Point } from '../../figures/plot.ts';
import { line } from '../../figures/svg.ts';
import { fill, show } from '../toolkit/text.ts';
import { LIMITS } from './state.ts';
import type { Words } from './strings.ts';

export const HELD_OUT = 1500;

/** ε, right after FGSM, right after noise. */
export const CURVE: readonly (readonly [eps: number, attack: number, noise: number])[] = [
  [0, 1486, 1486],
  [0.02, 1461, 1484],
  [0.04, 1394, 1473],
  [0.06, 1227, 1455],
  [0.08, 973, 1407],
  [0.1, 790, 1278],
  [0.12, 662, 1064],
  [0.14, 494, 828],
  [0.16, 337, 541],
  [0.2, 170, 206],
  [0.25, 143, 143],
  [0.3, 142, 142],
];

/** A share of the digits in percent, to a whole number. */
const percent = (count: number) => Math.round((100 * count) / HELD_OUT);

/** The row of the curve whose ε is nearest. */
export const nearest = (eps: number) =>
  CURVE.reduce((best, row) => (Math.abs(row[0] - eps) < Math.abs(best[0] - eps) ? row : best));

/** What the curve says near an ε. */
export function curveText(eps: number, words: Words): string {
  const [at, attack, noise] = nearest(eps);
  return fill(words.curveAt, { eps: at, attack: percent(attack), noise: percent(noise) });
}

/** Both curves, and where ε is. */
export function curveSvg(eps: number, words: Words, id: string): string {
  const points = (column: 1 | 2) =>
    CURVE.map((row): Point => [row[0], (100 * row[column]) / HELD_OUT]);
  return linePlot({
    id: `${id}-curve`,
    title: words.curve,
    desc: curveText(eps, words),
    width: 360,
    height: 210,
    x: { domain: [0, LIMITS.eps], ticks: [0, 0.1, 0.2, 0.3], label: 'ε' },
    y: { domain: [0, 100], ticks: [0, 50, 100], label: '%' },
    series: [
      { label: words.fgsm, class: 's-a', points: points(1) },
      { label: words.noise, class: 's-b', points: points(2) },
    ],
    over: (frame) =>
      line(frame.x(eps), frame.top, frame.x(eps), frame.bottom, { class: 's-accent', 'stroke-dasharray': '2 3' }), // prettier-ignore
  });
}

/** The probability of two classes along the steps. */
export function pathSvg(
  path: ArrayLike<number>,
  steps: number,
  classes: readonly [number, number],
  words: Words,
  id: string,
): string {
  const series = [...new Set(classes)].map((k, i) => ({
    label: fill(words.classIs, { n: k }),
    class: `s-${'ba'[i]}`,
    points: Array.from({ length: steps + 1 }, (_, s): Point => [s, path[10 * s + k]]),
  }));
  const said = series.map(({ label, points }) => `${label}: ${show(points[steps][1], 3)}`);
  const every = Math.ceil(steps / 5);
  return linePlot({
    id: `${id}-path`,
    title: words.pathTitle,
    desc: said.join(', '),
    width: 360,
    height: 210,
    x: {
      domain: [0, steps],
      ticks: Array.from({ length: Math.floor(steps / every) + 1 }, (_, i) => i * every),
      label: words.stepsAxis,
    },
    y: { domain: [0, 1], ticks: [0, 0.5, 1], label: 'p' },
    series,
  });
}
