/** Figures of the page: the worked example step by step, and how softmax saturates without the scale. */
import { matrixGrid } from '../../../components/figures/matrix.ts';
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { attention, KEYS, QUERY, VALUES } from './attention.ts';
import { largestWeight } from './scale.ts';

/** The worked example: what each key scores, its share in tenths, its value and the output. */
export function example() {
  const { scores, weights, output } = attention([QUERY], KEYS, VALUES);
  return {
    scores: scores[0].map((score) => Math.round(Math.exp(score))), // e^score: 6, 3, 1
    tenths: weights[0].map((weight) => Math.round(10 * weight)),
    output: output[0].map((value) => Math.round(value)),
  };
}

function weights(lang: Lang): string {
  const words = {
    zh: {
      title: '一个查询、三个键、三个值',
      desc: '三行各是一个键：缩放后的点积是 ln 6、ln 3、0，权重是 6/10、3/10、1/10，值是 (10, 0)、(0, 10)、(10, 10)。加权平均是 (7, 4)。',
      key: '键',
      score: 'q·k / √d',
      weight: '权重',
      value: '值',
      output: '加权平均',
    },
    en: {
      title: 'One query, three keys, three values',
      desc: 'Each row is a key: the scaled products are ln 6, ln 3 and 0, the weights 6/10, 3/10 and 1/10, the values (10, 0), (0, 10) and (10, 10). Their weighted mean is (7, 4).',
      key: 'key',
      score: 'q·k / √d',
      weight: 'weight',
      value: 'value',
      output: 'weighted mean',
    },
  }[lang];
  const { scores, tenths, output } = example();
  const [cell, top] = [44, 30];
  const row = (i: number) => top + i * cell;
  const small = { 'font-size': 13, class: 'f-muted' };
  const left = { keys: 8, scores: 52, weights: 142, values: 246 };
  const parts = [
    text(left.scores + 36, 18, words.score, small),
    text(left.weights + 36, 18, words.weight, small),
    text(left.values + cell, 18, words.value, small),
  ];
  tenths.forEach((share, i) => {
    const middle = row(i) + cell / 2 + 5;
    parts.push(
      text(left.keys, middle, `${words.key} ${i + 1}`, { 'text-anchor': 'start' }),
      text(left.scores + 36, middle, scores[i] === 1 ? '0' : `ln ${scores[i]}`),
      text(left.weights + 36, middle, `${share}/10`),
      text(left.values - 20, middle, '×', small),
    );
  });
  const below = row(VALUES.length) + 16;
  return svgDoc(
    { width: 350, height: below + cell + 8, ...words },
    ...parts,
    matrixGrid(VALUES, { x: left.values, y: top, cell, highlight: () => 'f-soft-a' }),
    text(left.values - 12, below + cell / 2 + 5, words.output, {
      ...small,
      'text-anchor': 'end',
    }),
    matrixGrid([output], { x: left.values, y: below, cell, highlight: () => 'f-soft-accent' }),
  );
}

const SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256];

let kept: Record<'plain' | 'scaled', Point[]> | undefined; // both languages draw the same run

/** The mean of the largest weight against log₂ d. */
export function saturationPoints() {
  const points = (scaled: boolean) =>
    SIZES.map((d): Point => [Math.log2(d), largestWeight(d, scaled, 200)]);
  return (kept ??= { plain: points(false), scaled: points(true) });
}

function saturation(lang: Lang): string {
  const words = {
    zh: {
      title: '不缩放，softmax 就饱和',
      desc: '横轴是维数 d，从 1 到 256；纵轴是 16 个权重中最大的一个的平均值。除以 √d 时一直在四分之一上下，不除时逐渐接近 1。',
      plain: '不缩放',
      scaled: '除以 √d',
      x: '维数 d',
      y: '最大的权重',
    },
    en: {
      title: 'Without the scale, softmax saturates',
      desc: 'The dimension d from 1 to 256, against the mean of the largest of 16 weights. Divided by √d it stays near one quarter; undivided it approaches 1.',
      plain: 'no scale',
      scaled: 'divided by √d',
      x: 'dimension d',
      y: 'largest weight',
    },
  }[lang];
  const { plain, scaled } = saturationPoints();
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 240,
    series: [
      { points: plain, class: 's-b', label: words.plain, dash: '7 4' },
      { points: scaled, class: 's-a', label: words.scaled, dash: 'none' },
    ],
    x: { domain: [0, 8], ticks: [0, 2, 4, 6, 8], label: words.x, format: (v) => String(2 ** v) },
    y: { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { weights, saturation };
