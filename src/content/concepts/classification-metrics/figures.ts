/** Figures of the page, computed by the listing beside this file. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { circle, line, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { countsAt, metrics, PARTS, RANKING } from './metrics.ts';

function fourCounts(lang: Lang): string {
  const words = {
    zh: {
      title: '1,000 个零件的混淆矩阵',
      desc: '两行是真实情况，两列是模型的回答。精确率只看“报有缺陷”这一列，召回率只看“真有缺陷”这一行。',
      says: '模型的回答',
      yes: '有缺陷',
      no: '合格',
      bad: '真有缺陷',
      good: '其实合格',
      precision: '精确率：看这一列',
      recall: '召回率：看这一行',
    },
    en: {
      title: 'Confusion matrix of 1,000 parts',
      desc: 'Two rows for the truth, two columns for the answer. Precision looks down the column “defect”, recall along the row of the defective parts.',
      says: 'the model says',
      yes: 'defect',
      no: 'good',
      bad: 'defective',
      good: 'good',
      precision: 'precision: this column',
      recall: 'recall: this row',
    },
  }[lang];
  const [left, top, w, h] = [84, 66, 118, 62];
  const { tp, fp, fn, tn } = PARTS;
  const cell = (r: number, c: number, name: string, value: number, right: boolean) => {
    const [x, y] = [left + c * w, top + r * h];
    return (
      rect(x, y, w, h, { class: `${right ? 'f-soft-accent' : 'f-surface'} s-line` }) +
      text(x + w / 2, y + 28, value, { 'font-size': 20 }) +
      text(x + w / 2, y + 49, name, { class: 'f-muted', 'font-size': 13 })
    );
  };
  const small = { 'font-size': 13 };
  const bottom = top + 2 * h;
  return svgDoc(
    { width: 330, height: 262, title: words.title, desc: words.desc },
    text(left + w, 18, words.says, { ...small, class: 'f-muted' }),
    text(left + w / 2, 42, words.yes, small),
    text(left + 1.5 * w, 42, words.no, small),
    text(left - 12, top + h / 2 + 5, words.bad, { ...small, 'text-anchor': 'end' }),
    text(left - 12, top + 1.5 * h + 5, words.good, { ...small, 'text-anchor': 'end' }),
    cell(0, 0, 'TP', tp, true),
    cell(0, 1, 'FN', fn, false),
    cell(1, 0, 'FP', fp, false),
    cell(1, 1, 'TN', tn, true),
    rect(left + 3, top - 7, w - 6, 2 * h + 14, { class: 's-a', 'stroke-width': 2.5, rx: 6 }),
    rect(left - 7, top + 3, 2 * w + 14, h - 6, {
      class: 's-b',
      'stroke-width': 2.5,
      'stroke-dasharray': '7 4',
      rx: 6,
    }),
    line(20, bottom + 30, 44, bottom + 30, { class: 's-a', 'stroke-width': 2.5 }),
    text(52, bottom + 35, words.precision, { ...small, 'text-anchor': 'start' }),
    line(20, bottom + 54, 44, bottom + 54, {
      class: 's-b',
      'stroke-width': 2.5,
      'stroke-dasharray': '7 4',
    }),
    text(52, bottom + 59, words.recall, { ...small, 'text-anchor': 'start' }),
  );
}

function thresholds(lang: Lang): string {
  const words = {
    zh: {
      precision: '精确率',
      recall: '召回率',
      f1: 'F1',
      x: '阈值：分数不低于它就算正类',
      y: '指标的值',
      desc: '阈值从 1 到 10。召回率一路不升；精确率大体上升，但有三次下降，每次都是因为少算了一个正类。最下面一排圆点是十个样本，实心为正类。',
    },
    en: {
      precision: 'precision',
      recall: 'recall',
      f1: 'F1',
      x: 'threshold: scores from here on are called positive',
      y: 'value of the metric',
      desc: 'Thresholds from 1 to 10. Recall never rises; precision mostly rises, but falls three times, each time because a positive drops out. The dots at the bottom are the ten examples, filled ones positive.',
    },
  }[lang];
  const steps = RANKING.map((_, i) => i + 1);
  const curve = (key: 'precision' | 'recall' | 'f1') =>
    steps.map((t): Point => [t, metrics(countsAt(t))[key]]);
  return linePlot({
    width: 380,
    height: 290,
    title: words.y,
    desc: words.desc,
    series: [
      { points: curve('precision'), class: 's-a', label: words.precision },
      { points: curve('recall'), class: 's-b', label: words.recall },
      { points: curve('f1'), class: 's-accent', label: words.f1 },
    ],
    x: { domain: [0.6, 10.4], ticks: steps, label: words.x },
    y: { domain: [-0.15, 1.05], ticks: [0, 0.5, 1], label: words.y },
    over: ({ x, y }) =>
      RANKING.map((positive, i) =>
        circle(x(RANKING.length - i), y(-0.085), 5, {
          class: positive ? 'f-ink s-ink' : 'f-surface s-ink',
        }),
      ).join(''),
  });
}

export const figures: Record<string, (lang: Lang) => string> = {
  'four-counts': fourCounts,
  thresholds,
};
