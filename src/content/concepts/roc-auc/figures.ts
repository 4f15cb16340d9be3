/** Figures of the page, computed by the listing beside this file. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { rect } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { precisionAt } from '../../../lib/metrics.ts';
import { erfc } from '../../../lib/ops/activation.ts';
import { roc, SCORES, TRUTH } from './roc.ts';

function staircase(lang: Lang): string {
  const words = {
    zh: {
      curve: '分类器',
      coin: '抛硬币',
      x: '假阳性率（向右一步：一个负类）',
      y: '真阳性率（向上一步：一个正类）',
      desc: '五乘五的方格，每格是一对正类与负类。曲线是一道阶梯，它下方的 21 格涂了底色，是次序正确的对。',
    },
    en: {
      curve: 'classifier',
      coin: 'coin',
      x: 'false positive rate (a step right: a negative)',
      y: 'true positive rate (a step up: a positive)',
      desc: 'Five by five cells, each a pair of a positive and a negative. The curve is a staircase; the 21 cells below it are tinted, they are the pairs in the right order.',
    },
  }[lang];
  const curve = roc(SCORES, TRUTH);
  const fifths = [0, 1, 2, 3, 4, 5].map((n) => n / 5);
  const positives = SCORES.filter((_, i) => TRUTH[i] === 1);
  const negatives = SCORES.filter((_, i) => TRUTH[i] === 0);
  const fifth = (v: number) => (v === 0 || v === 1 ? String(v) : `${Math.round(5 * v)}/5`);
  return linePlot({
    width: 340,
    height: 352,
    title: words.y,
    desc: words.desc,
    series: [
      { points: curve.map(({ fpr, tpr }): Point => [fpr, tpr]), class: 's-accent', label: words.curve },
      { points: [[0, 0], [1, 1]], class: 's-muted', label: words.coin, dash: '5 4' },
    ],
    x: { domain: [0, 1], ticks: fifths, label: words.x, format: fifth },
    y: { domain: [0, 1], ticks: fifths, label: words.y, format: fifth },
    under: ({ x, y }) =>
      negatives
        .flatMap((n, column) =>
          positives.map((p, row) =>
            p > n
              ? rect(x(column / 5), y((row + 1) / 5), x(0.2) - x(0), y(0) - y(0.2), { class: 'f-soft-accent' })
              : '',
          ),
        )
        .join(''),
  });
}

/** Scores of negatives N(0, 1), of positives N(2, 1): rates above a threshold. */
export const SHIFT = 2;
const above = (z: number) => erfc(z / Math.SQRT2) / 2;
export const rates = (threshold: number) => ({ tpr: above(threshold - SHIFT), fpr: above(threshold) });
export const SHARES = [0.5, 0.1, 0.01];

function rare(lang: Lang): string {
  const words = {
    zh: {
      share: (s: number) => `正类占 ${100 * s}%`,
      x: '召回率（真阳性率）',
      y: '精确率',
      desc: '三条精确率对召回率的曲线，ROC 曲线完全相同。正类占一半时曲线贴着上边，占百分之一时迅速跌到接近 0。',
    },
    en: {
      share: (s: number) => `${100 * s}% positive`,
      x: 'recall (true positive rate)',
      y: 'precision',
      desc: 'Three curves of precision against recall, all with the same ROC curve. With half positives the curve stays near the top; with one percent it falls quickly toward 0.',
    },
  }[lang];
  const thresholds = Array.from({ length: 121 }, (_, i) => 6 - (i * 10) / 120);
  return linePlot({
    width: 380,
    height: 280,
    title: words.y,
    desc: words.desc,
    series: SHARES.map((share, i) => ({
      points: thresholds.map((t): Point => {
        const { tpr, fpr } = rates(t);
        return [tpr, precisionAt(share, tpr, fpr)];
      }),
      class: ['s-accent', 's-a', 's-b'][i],
      label: words.share(share),
    })),
    x: { domain: [0, 1], ticks: [0, 0.2, 0.4, 0.6, 0.8, 1], label: words.x },
    y: { domain: [0, 1.02], ticks: [0, 0.5, 1], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { staircase, rare };
