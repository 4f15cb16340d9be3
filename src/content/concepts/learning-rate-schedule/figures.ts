/** Figures of the page, computed by its listing. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import type { Lang } from '../../../i18n/langs.ts';
import {
  COMPARED,
  cosine,
  expectedDistance,
  steps,
  T,
  warmup,
  type Schedule,
} from './schedules.ts';

function shapes(lang: Lang): string {
  const words = {
    zh: {
      title: '三种学习率调度',
      desc: '横轴是 100 步。阶梯：每隔 30 步降到十分之一。余弦：从 1 平滑降到 0。预热加余弦：前 10 步升到 1，再沿余弦降到 0。',
      step: '阶梯',
      cosine: '余弦',
      warm: '预热 + 余弦',
      x: '步',
      y: '学习率 ÷ 最大值',
    },
    en: {
      title: 'Three learning-rate schedules',
      desc: 'Over 100 steps. Steps: a tenth every 30 steps. Cosine: smoothly from 1 to 0. Warmup and cosine: up to 1 in the first 10 steps, then down to 0 along a cosine.',
      step: 'steps',
      cosine: 'cosine',
      warm: 'warmup + cosine',
      x: 'step',
      y: 'rate ÷ largest rate',
    },
  }[lang];
  const curve = (schedule: Schedule): Point[] =>
    Array.from({ length: 101 }, (_, t) => [t, schedule(t)]);
  // A step is drawn as a step: two points where it falls.
  const stairs = curve(steps(1, [30, 60, 90])).flatMap(([t, rate]): Point[] =>
    t === 30 || t === 60 || t === 90 ? [[t, rate * 10], [t, rate]] : [[t, rate]],
  ); // prettier-ignore
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 260,
    series: [
      { points: stairs, class: 's-b', label: words.step, dash: '6 3' },
      { points: curve(cosine(1, 100)), class: 's-c', label: words.cosine, dash: '2 3' },
      {
        points: curve(warmup(10, 1, cosine(1, 90))),
        class: 's-a',
        label: words.warm,
        dash: 'none',
      },
    ],
    x: { domain: [0, 100], ticks: [0, 20, 40, 60, 80], label: words.x },
    y: { domain: [0, 1.05], ticks: [0, 0.25, 0.5, 0.75, 1], label: words.y },
  });
}

function distance(lang: Lang): string {
  const words = {
    zh: {
      title: '到最低点距离平方的期望',
      desc: '纵轴取对数，共 40 步。恒定 1/2 很快降到 2.89 就不再下降；恒定 1/20 一直慢慢降，到 0.81；余弦先快后准，到 0.46；1/t 最低，到 0.22。',
      big: '恒定 1/2',
      small: '恒定 1/20',
      cosine: '余弦，从 1/2 到 0',
      inverse: '1/t',
      x: '步',
      y: '距离平方（对数）',
    },
    en: {
      title: 'Expected squared distance from the minimum',
      desc: 'Logarithmic vertical axis, 40 steps. The constant 1/2 falls quickly to 2.89 and no further; the constant 1/20 falls slowly all the way, to 0.81; the cosine is first fast, then exact, and reaches 0.46; 1/t is lowest, at 0.22.',
      big: 'constant 1/2',
      small: 'constant 1/20',
      cosine: 'cosine, 1/2 to 0',
      inverse: '1/t',
      x: 'step',
      y: 'squared distance (logarithmic)',
    },
  }[lang];
  const curve = (name: string): Point[] =>
    expectedDistance(COMPARED[name], T).map((e, t) => [t, Math.log10(e)]);
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 290,
    series: [
      { points: curve('constant 1/2'), class: 's-b', label: words.big, dash: '6 3' },
      { points: curve('constant 1/20'), class: 's-d', label: words.small, dash: '9 3 2 3' },
      { points: curve('cosine'), class: 's-a', label: words.cosine, dash: 'none' },
      { points: curve('1/t'), class: 's-c', label: words.inverse, dash: '2 3' },
    ],
    x: { domain: [0, T], ticks: [0, 10, 20, 30], label: words.x },
    y: {
      domain: [-1, 1.7],
      ticks: [-1, 0, 1],
      label: words.y,
      format: (v) => (v < 0 ? '1/10' : String(10 ** v)),
    },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { shapes, distance };
