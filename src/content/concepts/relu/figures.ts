/** Figures of the page: the corner of ReLU, and units falling silent in the training of its listing. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { freshNet, silent, step, surface } from './dying.ts';
import { relu } from './relu.ts';

/** Silent units after each of `steps` steps, every tenth one kept. */
export function silentOverTime(rate: number, seed = 1, steps = 500): Point[] {
  const { x, t } = surface(seed);
  const net = freshNet(seed);
  const points: Point[] = [[0, silent(net, x)]];
  for (let k = 1; k <= steps; k++) {
    step(net, x, t, rate, 0);
    if (k % 10 === 0 || k < 10) points.push([k, silent(net, x)]);
  }
  return points;
}

const RATES = [0.05, 0.1, 0.2, 0.5];
let kept: Point[][] | undefined; // both languages draw the same runs

function corner(lang: Lang): string {
  const words = {
    zh: {
      title: 'ReLU 的折角和几条次梯度直线',
      desc: '折线 max(0, z) 在原点转折。斜率为 0、1/2 和 1 的三条直线都经过原点，并且都不高于折线。',
      half: '斜率 1/2',
      zero: '斜率 0',
      one: '斜率 1',
    },
    en: {
      title: 'The corner of ReLU and some subgradient lines',
      desc: 'The broken line max(0, z) turns at the origin. Lines of slope 0, 1/2 and 1 through the origin all stay on or below it.',
      half: 'slope 1/2',
      zero: 'slope 0',
      one: 'slope 1',
    },
  }[lang];
  const along = (slope: number, from: number, to: number): Point[] => [
    [from, from * slope],
    [to, to * slope],
  ];
  // Slopes 0 and 1 are drawn only where they leave the curve.
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 250,
    series: [
      { points: along(0, 0, 2), class: 's-a', label: words.zero, dash: '7 4' },
      { points: along(1 / 2, -2, 2), class: 's-b', label: words.half, dash: '2 3' },
      { points: along(1, -2, 0), class: 's-c', label: words.one, dash: '9 3 2 3' },
      {
        points: [-2, 0, 2].map((z): Point => [z, relu(z)]),
        class: 's-accent',
        label: 'ReLU',
        dash: 'none',
      },
    ],
    x: { domain: [-2, 2], ticks: [-2, -1, 0, 1, 2], label: 'z' },
    y: { domain: [-2, 2], ticks: [-2, -1, 0, 1, 2], label: '' },
  });
}

function dying(lang: Lang): string {
  const words = {
    zh: {
      title: '训练中沉默的单元数',
      desc: '学习率 0.05 和 0.1 时始终是 0；0.2 时升到 54；0.5 时三步就升到全部 64 个。',
      rate: '学习率',
      steps: '步数',
      silent: '沉默的单元（共 64 个）',
    },
    en: {
      title: 'Silent units in the course of training',
      desc: 'At rates 0.05 and 0.1 the count stays at 0, at 0.2 it climbs to 54, at 0.5 it reaches all 64 in three steps.',
      rate: 'rate',
      steps: 'steps',
      silent: 'silent units (of 64)',
    },
  }[lang];
  const classes = ['s-a', 's-b', 's-c', 's-d'];
  const courses = (kept ??= RATES.map((rate) => silentOverTime(rate)));
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 270,
    series: RATES.map((rate, i) => ({
      points: courses[i],
      class: classes[i],
      label: `${words.rate} ${rate}`,
    })),
    x: { domain: [0, 500], ticks: [0, 100, 200, 300, 400, 500], label: words.steps },
    y: { domain: [0, 66], ticks: [0, 16, 32, 48, 64], label: words.silent },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { corner, dying };
