/** Figures of the page, computed by its listing. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { adam, wrongStep, type Options } from './adam.ts';

/** Steps 1 to about 5,600, evenly spaced on a logarithmic axis. */
const STEPS = Array.from({ length: 76 }, (_, i) => 10 ** (i / 20));

function bias(lang: Lang): string {
  const words = {
    zh: {
      title: '梯度恒定时每一步的长度',
      desc: '横轴是步数，取对数。有修正时步长恒为 1 个学习率；没有修正时，第 1 步是 3.16，第 12 步达到 6.57，到几千步才回到 1。',
      none: '不修正',
      both: '两个都修正',
      x: '第几步',
      y: '步长 ÷ 学习率',
    },
    en: {
      title: 'Length of each step when the gradient never changes',
      desc: 'The number of the step runs on a logarithmic axis. Corrected, a step is always 1 learning rate long; uncorrected, it is 3.16 at step 1, 6.57 at step 12, and needs thousands of steps to come down to 1.',
      none: 'uncorrected',
      both: 'both corrected',
      x: 'step',
      y: 'step ÷ learning rate',
    },
  }[lang];
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 260,
    series: [
      {
        points: STEPS.map((t): Point => [Math.log10(t), wrongStep(t)]),
        class: 's-b',
        label: words.none,
        dash: '6 3',
      },
      {
        points: STEPS.map((t): Point => [Math.log10(t), 1]),
        class: 's-a',
        label: words.both,
        dash: 'none',
      },
    ],
    x: {
      domain: [0, 3.75],
      ticks: [0, 1, 2, 3],
      label: words.x,
      format: (v) => (10 ** v).toLocaleString('en-US'),
    },
    y: { domain: [0, 7], ticks: [0, 1, 2, 3, 4, 5, 6, 7], label: words.y },
  });
}

/** A weight that starts at 1 while its slope alternates between +size and −size. */
export function shrinking(size: number, options: Options, steps = 1000): Point[] {
  const step = adam({ rate: 0.01, ...options });
  let w = [1];
  const points: Point[] = [[0, 1]];
  for (let t = 1; t <= steps; t++) {
    w = step(w, [t % 2 ? size : -size]);
    if (t % 2 === 0) points.push([t, w[0]]); // after each pair of opposite steps
  }
  return points;
}
export const STRENGTH = 0.01;
export const [STEEP, GENTLE] = [10, 0.1];

function decay(lang: Lang): string {
  const words = {
    zh: {
      title: 'L2 惩罚与解耦的权重衰减',
      desc: '两个权重从 1 开始。用 L2 惩罚时，斜率大的几乎不缩小，斜率小的缩到 0.36；用 AdamW 时两个一样，缩到 0.89。',
      steep: 'L2，斜率 ±10',
      gentle: 'L2，斜率 ±0.1',
      both: 'AdamW，两者重合',
      x: '步',
      y: '权重',
    },
    en: {
      title: 'L2 penalty against decoupled weight decay',
      desc: 'Two weights start at 1. With the L2 penalty, the one with steep slopes hardly shrinks and the one with gentle slopes falls to 0.36; with AdamW both shrink alike, to 0.89.',
      steep: 'L2, slopes ±10',
      gentle: 'L2, slopes ±0.1',
      both: 'AdamW, both',
      x: 'step',
      y: 'weight',
    },
  }[lang];
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 260,
    series: [
      { points: shrinking(STEEP, { l2: STRENGTH }), class: 's-b', label: words.steep, dash: '6 3' },
      {
        points: shrinking(GENTLE, { l2: STRENGTH }),
        class: 's-c',
        label: words.gentle,
        dash: '2 3',
      },
      { points: shrinking(STEEP, { decay: STRENGTH }), class: 's-a', label: words.both, dash: 'none' },
    ],
    x: { domain: [0, 1000], ticks: [0, 250, 500, 750], label: words.x },
    y: { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { bias, decay };
