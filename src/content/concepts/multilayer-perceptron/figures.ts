import { linePlot, sample, type Point } from '../../../components/figures/plot.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { kinks, tents } from './approximate.ts';
import { at, fitted, type Layer } from './mlp.ts';

let trained: Layer[] | undefined;
/** 32 tanh units, trained once for both languages. */
export const trainedAt = (x: number) => at((trained ??= fitted(32, 'tanh')), x, 'tanh');

function outside(lang: Lang): string {
  const words = {
    zh: {
      title: '区间之内与区间之外',
      desc: '在 −3 到 3 之间，三条曲线几乎重合；3 之后正弦转弯，训练得到的网络越降越慢，手工放的 ReLU 沿直线一路向下。',
      names: ['sin x', '32 个 tanh 单元，训练', '8 个 ReLU，手工'],
      x: 'x（训练数据到 3 为止）',
      y: '输出',
    },
    en: {
      title: 'Inside the interval and outside',
      desc: 'Between −3 and 3 the three curves nearly coincide; beyond 3 the sine turns, the trained network falls ever more slowly and the ReLUs placed by hand continue straight down.',
      names: ['sin x', '32 tanh units, trained', '8 ReLUs by hand'],
      x: 'x (the data end at 3)',
      y: 'output',
    },
  }[lang];
  const byHand = kinks(Math.sin, -3, 3, 8);
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 270,
    series: [
      { points: sample(Math.sin, [-4, 6]), class: 's-muted', label: words.names[0] },
      { points: sample(trainedAt, [-4, 6]), class: 's-accent', label: words.names[1] },
      { points: sample(byHand, [-4, 6]), class: 's-b', label: words.names[2] },
    ],
    x: { domain: [-4, 6], ticks: [-3, 0, 3, 6], label: words.x },
    y: { domain: [-2.5, 1.5], ticks: [-2, -1, 0, 1], label: words.y },
  });
}

function depth(lang: Lang): string {
  const words = {
    zh: {
      title: '每加一层，折线段翻一倍',
      desc: '1 层是一个帐篷，2 层是两个，4 层是八个。',
      names: ['1 层', '2 层', '4 层'],
      x: 'x',
      y: '输出',
    },
    en: {
      title: 'Every layer doubles the number of straight pieces',
      desc: 'One layer makes one tent, two layers two, four layers eight.',
      names: ['1 layer', '2 layers', '4 layers'],
      x: 'x',
      y: 'output',
    },
  }[lang];
  const zigzag = (k: number): Point[] =>
    Array.from({ length: 2 ** k + 1 }, (_, i): Point => [i / 2 ** k, tents(i / 2 ** k, k)]);
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 200,
    series: [1, 2, 4].map((k, i) => ({
      points: zigzag(k),
      class: ['s-a', 's-b', 's-accent'][i],
      label: words.names[i],
    })),
    x: { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], label: words.x },
    y: { domain: [0, 1], ticks: [0, 0.5, 1], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { outside, depth };
