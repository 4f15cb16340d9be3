/** Figures of the page: the worked example at three temperatures, and a reliability diagram. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { line, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { repaired } from './calibration.ts';
import { LOGITS, softmax } from './softmax.ts';

/** The exact shares of the worked example, as [above, below] the fraction line. */
export const SHARES: [temperature: number, numerators: number[], denominator: number][] = [
  [0.5, [81, 16, 1], 98],
  [1, [9, 4, 1], 14],
  [2, [3, 2, 1], 6],
];

function temperature(lang: Lang): string {
  const words = {
    zh: {
      title: '同一组 logit 在三种温度下的概率',
      desc: '三组柱子。温度 1/2 时概率是 81/98、16/98、1/98；温度 1 时是 9/14、4/14、1/14；温度 2 时是 3/6、2/6、1/6。',
    },
    en: {
      title: 'Probabilities of the same logits at three temperatures',
      desc: 'Three groups of bars. At temperature 1/2 the probabilities are 81/98, 16/98, 1/98; at 1 they are 9/14, 4/14, 1/14; at 2 they are 3/6, 2/6, 1/6.',
    },
  }[lang];
  const [floor, tall, wide] = [168, 140, 30];
  const parts = [line(0, floor, 360, floor, { class: 's-muted' })];
  SHARES.forEach(([T, numerators, denominator], group) => {
    const left = 8 + group * 120;
    softmax(LOGITS, T).forEach((p, i) => {
      const x = left + i * (wide + 5);
      parts.push(
        rect(x, floor - p * tall, wide, p * tall, { class: ['f-a', 'f-b', 'f-c'][i] }),
        text(x + wide / 2, floor - p * tall - 6, `${numerators[i]}/${denominator}`, {
          class: 'f-muted',
          'font-size': 13,
        }),
      );
    });
    parts.push(text(left + 50, floor + 22, `T = ${T === 0.5 ? '1/2' : T}`));
  });
  return svgDoc({ width: 360, height: 200, ...words }, ...parts);
}

/** Confidence and accuracy of each bin that holds at least 100 samples. */
export function reliabilityPoints(): Record<'before' | 'after', Point[]> {
  const { before, after } = repaired();
  const points = ({ bins }: typeof before) =>
    bins
      .filter(({ n }) => n >= 100)
      .map(({ n, confidence, right }): Point => [confidence / n, right / n]);
  return { before: points(before), after: points(after) };
}

let kept: ReturnType<typeof reliabilityPoints> | undefined; // both languages draw the same run

function reliability(lang: Lang): string {
  const words = {
    zh: {
      title: '可靠性图：温度缩放之前和之后',
      desc: '横轴是把握，纵轴是实际准确率。缩放之前的曲线远在对角线下方，缩放之后基本贴着对角线。',
      ideal: '完全校准',
      before: 'T = 1',
      after: '温度缩放之后',
      x: '把握',
      y: '准确率',
    },
    en: {
      title: 'Reliability diagram before and after temperature scaling',
      desc: 'Confidence on the horizontal axis, accuracy on the vertical. The curve before scaling runs far below the diagonal, the one after close to it.',
      ideal: 'calibrated',
      before: 'T = 1',
      after: 'after scaling',
      x: 'confidence',
      y: 'accuracy',
    },
  }[lang];
  const { before, after } = (kept ??= reliabilityPoints());
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const diagonal: Point[] = [
    [0, 0],
    [1, 1],
  ];
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 310,
    series: [
      { points: diagonal, class: 's-muted', label: words.ideal, dash: '2 3' },
      { points: before, class: 's-b', label: words.before, dash: '7 4' },
      { points: after, class: 's-a', label: words.after, dash: 'none' },
    ],
    x: { domain: [0, 1], ticks, label: words.x },
    y: { domain: [0, 1], ticks, label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { temperature, reliability };
