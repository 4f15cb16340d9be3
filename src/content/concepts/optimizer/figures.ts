/** Figures of the page, computed by its listing. */
import { linePlot, plotFrame, type LinePlotOptions, type Point } from '../../../components/figures/plot.ts';
import { circle, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { equation, ravine, RULES, walk } from './optimizers.ts';

/** Curvatures of the ravine: the best fixed settings follow from the two extreme ones. */
const [LOW, HIGH] = [1, 25];
export const BEST_GD = 2 / (LOW + HIGH);
export const BEST_MOMENTUM = {
  rate: (2 / (Math.sqrt(LOW) + Math.sqrt(HIGH))) ** 2,
  mu: ((Math.sqrt(HIGH) - Math.sqrt(LOW)) / (Math.sqrt(HIGH) + Math.sqrt(LOW))) ** 2,
};

/** Distance from the minimum after each step, as a share of the first one. */
export function distances(kind: 'sgd' | 'momentum', steps: number): number[] {
  const rule =
    kind === 'sgd'
      ? RULES.sgd(BEST_GD)
      : RULES.momentum(BEST_MOMENTUM.rate, BEST_MOMENTUM.mu);
  return walk(rule, ravine, [1, 1], steps).map((p) => Math.hypot(...p) / Math.hypot(1, 1));
}

function momentum(lang: Lang): string {
  const words = {
    zh: {
      title: '到最低点的距离：梯度下降与动量法',
      desc: '纵轴取对数。梯度下降要 87 步才到千分之一，动量法 26 步；两者都取各自最好的设置。',
      sgd: '梯度下降，η = 1/13',
      momentum: '动量，η = 1/9，μ = 4/9',
      x: '步',
      y: '距离（对数）',
    },
    en: {
      title: 'Distance from the minimum: gradient descent and momentum',
      desc: 'The vertical axis is logarithmic. Gradient descent takes 87 steps to a thousandth of the distance, momentum 26, each with its best settings.',
      sgd: 'gradient descent, η = 1/13',
      momentum: 'momentum, η = 1/9, μ = 4/9',
      x: 'step',
      y: 'distance (logarithmic)',
    },
  }[lang];
  const curve = (kind: 'sgd' | 'momentum') =>
    distances(kind, 100).map((d, t): Point => [t, Math.log10(d)]);
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 270,
    series: [
      { points: curve('sgd'), class: 's-b', label: words.sgd, dash: '6 3' },
      { points: curve('momentum'), class: 's-a', label: words.momentum, dash: 'none' },
    ],
    x: { domain: [0, 100], ticks: [0, 20, 40, 60, 80], label: words.x },
    y: {
      domain: [-6, 0.3],
      ticks: [0, -1, -2, -3, -4, -5, -6],
      label: words.y,
      format: (v) => (v === 0 ? '1' : `1/${(10 ** -v).toLocaleString('en-US')}`),
    },
  });
}

function solutions(lang: Lang): string {
  const words = {
    zh: {
      title: '同一个方程，两种解',
      desc: '平面上一条直线 w₁ + 3w₂ = 10，线上每一点损失都是 0。梯度下降从原点直走到 (1, 3)，即离原点最近的解；Adam 沿对角线走到 (2.5, 2.5)。',
      line: '损失为 0',
      sgd: '梯度下降',
      adam: 'Adam',
    },
    en: {
      title: 'One equation, two solutions',
      desc: 'A plane with the line w₁ + 3w₂ = 10, on which the loss is 0 everywhere. Gradient descent walks straight from the origin to (1, 3), the solution nearest to the origin; Adam goes along the diagonal to (2.5, 2.5).',
      line: 'loss 0',
      sgd: 'gradient descent',
      adam: 'Adam',
    },
  }[lang];
  const path = (rule: 'sgd' | 'adam') =>
    walk(RULES[rule](0.01), equation, [0, 0], 3000).map(([a, b]): Point => [a, b]);
  const options: LinePlotOptions = {
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 330,
    series: [
      { points: [[0, 10 / 3], [4, 2]], class: 's-muted', label: words.line, dash: '2 3' },
      { points: path('sgd'), class: 's-b', label: words.sgd, dash: '6 3' },
      { points: path('adam'), class: 's-a', label: words.adam, dash: 'none' },
    ],
    x: { domain: [0, 4], ticks: [0, 1, 2, 3], label: 'w₁' },
    y: { domain: [0, 3.5], ticks: [0, 1, 2, 3], label: 'w₂' },
  }; // prettier-ignore
  const { x, y } = plotFrame(options);
  return linePlot({
    ...options,
    over: () =>
      circle(x(1), y(3), 4, { class: 'f-b' }) +
      circle(x(2.5), y(2.5), 4, { class: 'f-a' }) +
      text(x(1) + 8, y(3) - 8, '(1, 3)', { 'text-anchor': 'start', 'font-size': 13 }) +
      text(x(2.5) + 8, y(2.5) - 8, '(2.5, 2.5)', { 'text-anchor': 'start', 'font-size': 13 }),
  });
}

export const figures: Record<string, (lang: Lang) => string> = { momentum, solutions };
