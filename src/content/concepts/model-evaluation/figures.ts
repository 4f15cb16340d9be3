/** Figure of the page: the recall of each digit, with intervals. */
import { linePlot } from '../../../components/figures/plot.ts';
import { circle, line, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { DIGITS, wilson } from './evaluation.ts';

/** Recall of each digit with Wilson's interval, and the accuracy. */
export const recalls = DIGITS.count.map((n, digit) => {
  const right = n - DIGITS.errors[digit];
  return { digit, recall: right / n, interval: wilson(right, n) };
});
const total = (values: number[]) => values.reduce((a, b) => a + b);
export const overall = 1 - total(DIGITS.errors) / total(DIGITS.count);

function slices(lang: Lang): string {
  const words = {
    zh: {
      x: '数字',
      y: '召回率，及其 95% 区间',
      all: '准确率',
      desc: '十个数字的召回率，从 2 和 8 的大约 0.97 到 6 和 9 的 1。每个区间都有几个百分点宽，彼此重叠。虚线是准确率 0.99。',
    },
    en: {
      x: 'digit',
      y: 'recall with its 95% interval',
      all: 'accuracy',
      desc: 'The recall of the ten digits, from about 0.97 for 2 and 8 to 1 for 6 and 9. Each interval is some percentage points wide, and they overlap. The dashed line is the accuracy, 0.99.',
    },
  }[lang];
  return linePlot({
    width: 380,
    height: 280,
    title: words.y,
    desc: words.desc,
    series: [
      { points: [[-0.6, overall], [9.6, overall]], class: 's-accent', label: words.all, dash: '6 4' },
    ],
    x: { domain: [-0.6, 9.6], ticks: recalls.map(({ digit }) => digit), label: words.x },
    y: {
      domain: [0.92, 1.004],
      ticks: [0.92, 0.94, 0.96, 0.98, 1],
      label: words.y,
      format: (v) => (v === 1 ? '1' : v.toFixed(2)),
    },
    over: ({ x, y }) =>
      recalls
        .map(({ digit, recall, interval: [low, high] }) => {
          const bold = { class: 's-ink', 'stroke-width': 1.75 };
          const at = x(digit);
          return (
            line(at, y(low), at, y(high), bold) +
            line(at - 5, y(low), at + 5, y(low), bold) +
            line(at - 5, y(high), at + 5, y(high), bold) +
            circle(at, y(recall), 4.5, { class: 'f-a' }) +
            (DIGITS.errors[digit] > 3
              ? text(at + 8, y(recall) + 5, DIGITS.errors[digit], { 'font-size': 13, 'text-anchor': 'start' })
              : '')
          );
        })
        .join(''),
  });
}

export const figures: Record<string, (lang: Lang) => string> = { slices };
