/** Figures of the page, computed by the listing beside this file. */
import { linePlot, sample, type Point } from '../../../components/figures/plot.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { DECAY, path, ridge, soft } from './penalties.ts';

function shrinkage(lang: Lang): string {
  const words = {
    zh: {
      none: '不加惩罚',
      l2: 'L2',
      l1: 'L1',
      x: '不加惩罚时的权重 a',
      y: '加惩罚后的权重',
      desc: 'L2 是一条更平的直线；L1 在 -2 到 2 之间恰好为 0，之外与不加惩罚平行。',
    },
    en: {
      none: 'no penalty',
      l2: 'L2',
      l1: 'L1',
      x: 'weight a without a penalty',
      y: 'weight with the penalty',
      desc: 'L2 is a flatter line; L1 is exactly zero between −2 and 2 and parallel to no penalty outside.',
    },
  }[lang];
  const domain = [-6, 6] as const;
  const curve = (f: (a: number) => number) => sample(f, domain, 121);
  return linePlot({
    width: 380,
    height: 270,
    title: words.y,
    desc: words.desc,
    series: [
      { points: curve((a) => a), class: 's-muted', label: words.none, dash: '2 3' },
      { points: curve((a) => ridge(a, 2)), class: 's-accent', label: words.l2, dash: '7 4' },
      { points: curve((a) => soft(a, 2)), class: 's-b', label: words.l1, dash: '0' },
    ],
    x: { domain, ticks: [-6, -4, -2, 0, 2, 4, 6], label: words.x },
    y: { domain, ticks: [-6, -4, -2, 0, 2, 4, 6], label: words.y },
  });
}

function decay(lang: Lang): string {
  const words = {
    zh: {
      large: 'Adam + L2，梯度 ±100',
      small: 'Adam + L2，梯度 ±1',
      w: 'AdamW，两者皆然',
      x: '更新次数',
      y: '权重',
      desc: 'AdamW 使两个权重同样衰减；Adam 加 L2 时，梯度大的权重几乎不动。',
    },
    en: {
      large: 'Adam + L2, gradients ±100',
      small: 'Adam + L2, gradients ±1',
      w: 'AdamW, for both',
      x: 'updates',
      y: 'weight',
      desc: 'AdamW lets both weights decay alike; with Adam and L2, the one with large gradients hardly moves.',
    },
  }[lang];
  const points = (size: number, kind: 'l2' | 'decoupled') =>
    [1, ...path(size, kind)].flatMap((w, t): Point[] => (t % 20 ? [] : [[t, w]]));
  return linePlot({
    width: 380,
    height: 260,
    title: words.y,
    desc: words.desc,
    series: [
      { points: points(100, 'l2'), class: 's-b', label: words.large },
      { points: points(1, 'l2'), class: 's-a', label: words.small },
      { points: points(100, 'decoupled'), class: 's-accent', label: words.w },
    ],
    x: { domain: [0, DECAY.steps], ticks: [0, 200, 400, 600, 800], label: words.x },
    y: { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { shrinkage, decay };
