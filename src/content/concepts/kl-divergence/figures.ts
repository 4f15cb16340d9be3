/** Figures of the page: what is averaged, the two directions, and KL against Jensen–Shannon. */
import { linePlot, type Frame, type Point } from '../../../components/figures/plot.ts';
import { path, polyline } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { divergence, fit, logGaussian, logHills, losses } from './directions.ts';

const curve = (from: number, to: number, f: (x: number) => number, steps = 240): Point[] =>
  Array.from({ length: steps + 1 }, (_, i) => {
    const x = from + ((to - from) * i) / steps;
    return [x, f(x)];
  });

/** p = N(1, ¼), q = N(0, 1), and the integrand p ln(p/q). */
const p = (x: number) => Math.exp(logGaussian(x, 1, 1 / 2));
const q = (x: number) => Math.exp(logGaussian(x, 0, 1));
export const integrand = (x: number) =>
  p(x) * (logGaussian(x, 1, 1 / 2) - logGaussian(x, 0, 1));

/** The area between the integrand and the axis, on one side of it. */
function area(frame: Frame, side: 1 | -1, className: string): string {
  const edge = curve(-2, 3, (x) => side * Math.max(0, side * integrand(x))).map(
    ([x, y]): Point => [frame.x(x), frame.y(y)],
  );
  return path(`${polyline(edge)}Z`, { class: className });
}

function averaged(lang: Lang): string {
  const words = {
    zh: {
      title: 'KL 散度的被积函数',
      desc: 'p 是窄峰，q 是宽峰。p ln(p/q) 在 p 高于 q 处为正，在 p 低于 q 处为负；正的面积远大于负的面积。',
      x: 'x',
    },
    en: {
      title: 'The integrand of the KL divergence',
      desc: 'p is a narrow hill, q a broad one. The curve p ln(p/q) is positive where p lies above q and negative where it lies below; the positive area is much larger.',
      x: 'x',
    },
  }[lang];
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 270,
    series: [
      { points: curve(-2, 3, p), class: 's-a', label: 'p', dash: 'none' },
      { points: curve(-2, 3, q), class: 's-b', label: 'q', dash: '7 4' },
      { points: curve(-2, 3, integrand), class: 's-accent', label: 'p ln(p/q)', dash: 'none' },
    ],
    x: { domain: [-2, 3], ticks: [-2, -1, 0, 1, 2, 3], label: words.x },
    y: { domain: [-0.2, 1.2], ticks: [0, 0.5, 1], label: '' },
    under: (frame) => area(frame, 1, 'f-soft-a') + area(frame, -1, 'f-soft-b'),
  });
}

/** The two hills of the figure, and both fits. */
export const HILLS = { d: 24, w: 7 };
let kept: Record<'forward' | 'reverse', { m: number; s: number }> | undefined;
export function bothFits() {
  const { forward, reverse } = losses(HILLS.d, HILLS.w);
  return (kept ??= { forward: fit(forward), reverse: fit(reverse) });
}

function directions(lang: Lang): string {
  const words = {
    zh: {
      title: '用一个高斯逼近两座山峰',
      desc: '目标有两座山峰。KL(p‖q) 最小的高斯很宽，盖住两座，最高处在两峰之间的低谷；KL(q‖p) 最小的高斯几乎与右边那座重合，另一座完全没有盖住。',
      p: '目标 p',
      forward: 'KL(p‖q) 最小',
      reverse: 'KL(q‖p) 最小',
    },
    en: {
      title: 'One Gaussian for two hills',
      desc: 'The target has two hills. The Gaussian with the smallest KL(p‖q) is broad, covers both and is highest in the valley between them; the one with the smallest KL(q‖p) lies on the right hill and misses the other.',
      p: 'target p',
      forward: 'smallest KL(p‖q)',
      reverse: 'smallest KL(q‖p)',
    },
  }[lang];
  const { forward, reverse } = bothFits();
  const density = (f: (x: number) => number) => curve(-60, 60, (x) => 100 * Math.exp(f(x)));
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 290,
    series: [
      {
        points: density((x) => logHills(x, HILLS.d, HILLS.w)),
        class: 's-muted',
        label: words.p,
        dash: 'none',
      },
      {
        points: density((x) => logGaussian(x, forward.m, forward.s)),
        class: 's-a',
        label: words.forward,
        dash: '7 4',
      },
      {
        points: density((x) => logGaussian(x, reverse.m, reverse.s)),
        class: 's-b',
        label: words.reverse,
        dash: '2 3',
      },
    ],
    x: { domain: [-60, 60], ticks: [-48, -24, 0, 24, 48], label: 'x' },
    y: { domain: [0, 6], ticks: [], label: '' },
  });
}

/** Jensen–Shannon divergence of N(0, 1) and N(d, 1), in nats. */
export function jsApart(d: number): number {
  const a = (x: number) => logGaussian(x / 5, 0, 1) - Math.log(5);
  const b = (x: number) => logGaussian(x / 5, d, 1) - Math.log(5);
  const middle = (x: number) => {
    const top = Math.max(a(x), b(x));
    return top + Math.log((Math.exp(a(x) - top) + Math.exp(b(x) - top)) / 2);
  };
  return (divergence(a, middle) + divergence(b, middle)) / 2;
}

function bounded(lang: Lang): string {
  const words = {
    zh: {
      title: '两个单位高斯拉开距离时的 KL 与 JS',
      desc: '横轴是两个均值的距离。KL 按距离的平方上升，很快超出图外；JS 趋于 ln 2，之后几乎不变。',
      x: '均值之间的距离',
      y: '奈特',
    },
    en: {
      title: 'KL and JS of two unit Gaussians pulled apart',
      desc: 'Against the distance of the means, KL rises with its square and soon leaves the plot; JS approaches ln 2 and then hardly changes.',
      x: 'distance of the means',
      y: 'nats',
    },
  }[lang];
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 250,
    series: [
      { points: curve(0, 2.2, (d) => (d * d) / 2, 60), class: 's-b', label: 'KL', dash: '7 4' },
      { points: curve(0, 6, jsApart, 60), class: 's-a', label: 'JS', dash: 'none' },
      { points: curve(0, 6, () => Math.LN2, 2), class: 's-muted', label: 'ln 2', dash: '2 3' },
    ],
    x: { domain: [0, 6], ticks: [0, 1, 2, 3, 4, 5, 6], label: words.x },
    y: { domain: [0, 2.5], ticks: [0, 1, 2], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { averaged, directions, bounded };
