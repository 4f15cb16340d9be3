import { linePlot, sample, type Point } from '../../../components/figures/plot.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { crossEntropy, target } from './cross_entropy.ts';

/** Loss of ten classes when the right logit is ahead of the nine others by a gap. */
export const lossAtGap = (gap: number, epsilon: number) =>
  crossEntropy(target(0, 10, epsilon), [gap, ...Array<number>(9).fill(0)]);

function curve(lang: Lang): string {
  const words = {
    zh: {
      title: '损失随正确类别的概率变化',
      desc: '负对数在概率趋于 0 时冲向无穷，概率为 1 时等于 0；平方误差在概率为 0 时只到 1。',
      names: ['交叉熵 −ln p', '平方误差 (1 − p)²'],
      x: '给正确类别的概率 p',
      y: '损失',
    },
    en: {
      title: 'Loss against the probability of the right class',
      desc: 'The negative logarithm goes to infinity as the probability goes to 0 and is 0 at probability 1; the squared error ends at 1.',
      names: ['cross-entropy −ln p', 'squared error (1 − p)²'],
      x: 'probability p given to the right class',
      y: 'loss',
    },
  }[lang];
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 240,
    series: [
      {
        points: sample((p) => -Math.log(p), [0.003, 1], 241),
        class: 's-accent',
        label: words.names[0],
      },
      { points: sample((p) => (1 - p) ** 2, [0, 1]), class: 's-b', label: words.names[1] },
    ],
    x: { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], label: words.x },
    y: { domain: [0, 5], ticks: [0, 1, 2, 3, 4, 5], label: words.y },
  });
}

function smoothing(lang: Lang): string {
  const words = {
    zh: {
      title: '标签平滑让最佳差距变成有限',
      desc: '不平滑时，损失随差距一路降向 0；ε = 0.1 时，损失在差距约 4.5 处到底，约 0.5，之后重新上升。',
      names: ['ε = 0', 'ε = 0.1'],
      x: '正确类别的 logit 领先多少',
      y: '十类的损失',
    },
    en: {
      title: 'Label smoothing makes the best gap finite',
      desc: 'Without smoothing the loss falls toward 0 as the gap grows; with ε = 0.1 it is lowest, about 0.5, at a gap of about 4.5 and then rises.',
      names: ['ε = 0', 'ε = 0.1'],
      x: 'lead of the right logit',
      y: 'loss, ten classes',
    },
  }[lang];
  const along = (epsilon: number): Point[] => sample((gap) => lossAtGap(gap, epsilon), [-1, 10]);
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 240,
    series: [
      { points: along(0), class: 's-a', label: words.names[0] },
      { points: along(0.1), class: 's-accent', label: words.names[1] },
    ],
    x: { domain: [-1, 10], ticks: [0, 2, 4, 6, 8, 10], label: words.x },
    y: { domain: [0, 3], ticks: [0, 1, 2, 3], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { curve, smoothing };
