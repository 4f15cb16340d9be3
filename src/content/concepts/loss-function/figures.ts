import { linePlot, sample } from '../../../components/figures/plot.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { LOSSES, slopes } from './losses.ts';

function shapes(lang: Lang): string {
  const words = {
    zh: {
      title: '三种回归损失',
      desc: '平方误差是抛物线，误差为 3 时是 9；绝对误差是尖角；Huber 在正负 1 之内像抛物线，之外像直线。',
      names: ['平方误差', '绝对误差', 'Huber（δ = 1）'],
      x: '误差：预测 − 目标',
      y: '损失',
    },
    en: {
      title: 'Three losses for regression',
      desc: 'Squared error is a parabola, 9 at an error of 3; absolute error has a corner; Huber is a parabola between −1 and 1 and straight outside.',
      names: ['squared', 'absolute', 'Huber (δ = 1)'],
      x: 'error: prediction − target',
      y: 'loss',
    },
  }[lang];
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 250,
    series: (['squared', 'absolute', 'huber'] as const).map((name, i) => ({
      points: sample(LOSSES[name].f, [-3, 3]),
      class: ['s-b', 's-a', 's-accent'][i],
      label: words.names[i],
    })),
    x: { domain: [-3, 3], ticks: [-3, -2, -1, 0, 1, 2, 3], label: words.x },
    y: { domain: [0, 5], ticks: [0, 1, 2, 3, 4, 5], label: words.y },
  });
}

function saturation(lang: Lang): string {
  const words = {
    zh: {
      title: '目标为 1 时两种损失的斜率',
      desc: '交叉熵的斜率随 z 变小趋于 −1；平方误差的斜率在 z 约为 −0.7 处最陡，两边都趋于 0。',
      names: ['交叉熵', '平方误差'],
      x: 'logit z（目标为 1）',
      y: '损失对 z 的斜率',
    },
    en: {
      title: 'Slopes of two losses for target 1',
      desc: 'The slope of cross-entropy tends to −1 as z falls; that of the squared error is steepest near z = −0.7 and tends to 0 on both sides.',
      names: ['cross-entropy', 'squared error'],
      x: 'logit z (the target is 1)',
      y: 'slope of the loss in z',
    },
  }[lang];
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 240,
    series: [
      { points: sample((z) => slopes(z).crossEntropy, [-8, 8]), class: 's-accent', label: words.names[0] }, // prettier-ignore
      { points: sample((z) => slopes(z).squared, [-8, 8]), class: 's-b', label: words.names[1] },
    ],
    x: { domain: [-8, 8], ticks: [-8, -6, -4, -2, 0, 2, 4, 6, 8], label: words.x },
    y: { domain: [-1, 0], ticks: [-1, -0.75, -0.5, -0.25, 0], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { shapes, saturation };
