/** Figures of the page, computed by the listing beside this file. */
import { linePlot, sample, type Point } from '../../../components/figures/plot.ts';
import { circle, line, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { earlyStopping, learned, LOSSES, penalized } from './early_stopping.ts';

function curve(lang: Lang): string {
  const words = {
    zh: {
      x: '轮',
      y: '验证损失',
      name: '验证损失',
      first: '第一次上升',
      keep: '保留',
      stop: '停止',
      desc: '损失在第 4 轮第一次上升，第 6 轮最低，耐心值为 3 时在第 9 轮停止，第 11 轮其实更低。',
    },
    en: {
      x: 'epoch',
      y: 'validation loss',
      name: 'validation loss',
      first: 'first rise',
      keep: 'keep',
      stop: 'stop',
      desc: 'The loss first rises at epoch 4 and is lowest so far at 6; with patience 3 training stops at 9; epoch 11 would have been lower.',
    },
  }[lang];
  const { keep, stop } = earlyStopping(LOSSES, 3);
  const points = (from: number, to: number) =>
    LOSSES.flatMap((loss, i): Point[] => (i + 1 >= from && i + 1 <= to ? [[i + 1, loss]] : []));
  return linePlot({
    width: 380,
    height: 250,
    title: words.y,
    desc: words.desc,
    series: [
      { points: points(1, stop), class: 's-accent', label: words.name },
      { points: points(stop, LOSSES.length), class: 's-muted', label: '', dash: '3 4' },
    ],
    x: { domain: [1, 12], ticks: [2, 4, 6, 8, 10, 12], label: words.x },
    y: { domain: [6, 20], ticks: [8, 12, 16, 20], label: words.y },
    over: ({ x, y, bottom, top }) => {
      const label = (epoch: number, at: number, content: string, anchor = 'middle') =>
        text(x(epoch), y(at), content, { 'text-anchor': anchor, 'font-size': 13 });
      return [
        line(x(stop), top, x(stop), bottom, { class: 's-b', 'stroke-dasharray': '4 3' }),
        circle(x(4), y(LOSSES[3]), 4, { class: 'f-b' }),
        circle(x(keep), y(LOSSES[keep - 1]), 5, { class: 'f-a' }),
        label(4.1, 13.4, words.first, 'start'),
        label(keep, 7, words.keep),
        label(stop + 0.15, 18, words.stop, 'start'),
      ].join('');
    },
  });
}

function filter(lang: Lang): string {
  const words = {
    zh: {
      steps: '50 步，不加惩罚',
      penalty: 'L2，训练到底',
      x: '曲率 h（对数轴）',
      y: '学到的份额',
      desc: '两条曲线都从左边的 0 升到右边的 1，形状相近。',
    },
    en: {
      steps: '50 steps, no penalty',
      penalty: 'L2, trained to the end',
      x: 'curvature h (logarithmic)',
      y: 'share learned',
      desc: 'Both curves rise from 0 on the left to 1 on the right and have nearly the same shape.',
    },
  }[lang];
  const domain = [-3, 1] as const;
  return linePlot({
    width: 380,
    height: 240,
    title: words.y,
    desc: words.desc,
    series: [
      {
        points: sample((e) => learned(10 ** e, 0.1, 50), domain, 81),
        class: 's-accent',
        label: words.steps,
      },
      {
        points: sample((e) => penalized(10 ** e, 1 / 5), domain, 81),
        class: 's-b',
        label: words.penalty,
      },
    ],
    x: {
      domain,
      ticks: [-3, -2, -1, 0],
      label: words.x,
      format: (e) => String(Number((10 ** e).toPrecision(1))),
    },
    y: { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { curve, filter };
