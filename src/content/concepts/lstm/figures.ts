/** Figures of the page: the cell, and how far the gradient reaches for different forget biases. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { arrow, circle, line, path, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { mulberry32 } from '../../../lib/random.ts';
import { example } from '../../../lib/recall.ts';
import { influence } from '../recurrent-neural-network/figures.ts';
import { recallRnn } from '../recurrent-neural-network/rnn.ts';
import { backward, LENGTH, recallLstm } from './lstm.ts';

/** The random start that is drawn. */
export const SEED = 2;

/** ‖∂h[T]/∂x[s]‖ for s = 1 … T before training, on the sequence that the page on RNNs uses. */
export function reach(forgetBias: number): number[] {
  const cell = recallLstm(SEED, forgetBias).cell();
  const xs = example(LENGTH, mulberry32(7)).x.map((value) => [value]);
  const squares = Array<number>(LENGTH).fill(0);
  cell[0].forEach((_, k) => {
    const one = cell[0].map((__, j) => (j === k ? 1 : 0));
    backward(cell, xs, () => one).dx.forEach(([g], s) => (squares[s] += g * g));
  });
  return squares.map(Math.sqrt);
}

export const rnnReach = () => influence(recallRnn(SEED).cell(), LENGTH);

function cell(lang: Lang): string {
  const words = {
    zh: {
      title: 'LSTM 单元',
      desc: '细胞状态沿上方的直线从左到右：先乘遗忘门 f，再加上输入门 i 与候选值 g 的积；往下分出一支，经 tanh 并乘输出门 o，成为隐藏状态 h。f、i、g、o 都由 x 和上一步的 h 算出。',
      road: '细胞状态',
      gates: '由 xₜ 和 hₜ₋₁ 算出',
    },
    en: {
      title: 'The LSTM cell',
      desc: 'The cell state runs along a straight line at the top, from left to right: multiplied by the forget gate f, then the product of input gate i and candidate g is added. A branch goes down through tanh, times the output gate o, and is the hidden state h. All four are computed from x and the previous h.',
      road: 'cell state',
      gates: 'computed from xₜ and hₜ₋₁',
    },
  }[lang];
  const parts: string[] = [];
  const small = { class: 'f-muted', 'font-size': 13 };
  const node = (x: number, y: number, sign: string) =>
    circle(x, y, 13, { class: 'f-surface s-accent', 'stroke-width': 2 }) +
    text(x, y + 6, sign, { 'font-size': 18 });
  const gate = (x: number, name: string) =>
    rect(x - 15, 158, 30, 28, { class: 'f-soft-a s-a', rx: 5 }) +
    text(x, 177, name, { 'font-size': 16 });
  // The road of the cell state.
  const road = { class: 's-accent', 'stroke-width': 3 };
  parts.push(line(42, 50, 85, 50, road), line(111, 50, 165, 50, road), line(191, 50, 308, 50, road));
  parts.push(path('M318 50L306 44L306 56Z', { class: 'f-accent' }));
  parts.push(text(20, 55, 'cₜ₋₁', { 'font-size': 15 }), text(338, 55, 'cₜ', { 'font-size': 15 }));
  parts.push(text(60, 26, words.road, { class: 'f-accent', 'font-size': 13 }));
  parts.push(node(98, 50, '×'), node(178, 50, '+'), node(178, 104, '×'));
  // Gates.
  parts.push(gate(98, 'f'), gate(158, 'i'), gate(198, 'g'), gate(258, 'o'));
  parts.push(arrow(98, 156, 98, 65, 'a'), arrow(161, 156, 171, 117, 'a'));
  parts.push(arrow(195, 156, 185, 117, 'a'), arrow(178, 90, 178, 65, 'accent'));
  // The branch that is shown.
  parts.push(line(258, 50, 258, 70, { class: 's-muted', 'stroke-width': 1.5 }));
  parts.push(rect(236, 70, 44, 22, { class: 'f-surface s-muted', rx: 5 }), text(258, 86, 'tanh', small)); // prettier-ignore
  parts.push(arrow(258, 92, 258, 107), node(258, 121, '×'), arrow(258, 156, 258, 136, 'a'));
  parts.push(arrow(272, 121, 318, 121), text(338, 126, 'hₜ', { 'font-size': 15 }));
  parts.push(text(178, 208, words.gates, small));
  return svgDoc({ width: 360, height: 218, title: words.title, desc: words.desc }, ...parts);
}

const power = (exponent: number) =>
  `10${[...String(exponent)].map((c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)])).join('')}`;

function gradient(lang: Lang): string {
  const words = {
    zh: {
      title: '训练前梯度能到多远',
      desc: '纵轴为对数。从第 40 步往回，偏置为 0 的 LSTM 降得比普通 RNN 还快，到约 10⁻¹⁰；RNN 到约 10⁻⁷；偏置 1 降得慢一些；偏置 3 先降到约 10⁻⁴，此后几乎水平。',
      names: ['LSTM，偏置 3', 'LSTM，偏置 1', 'RNN', 'LSTM，偏置 0'],
      x: '输入的位置 s（共 40 步）',
      y: '最后状态对它的梯度',
    },
    en: {
      title: 'How far the gradient reaches before training',
      desc: 'Logarithmic. Going back from step 40, the LSTM with bias 0 falls even faster than the plain RNN, to about 10⁻¹⁰; the RNN reaches about 10⁻⁷, bias 1 falls more slowly, and bias 3 drops to about 10⁻⁴ at first and then stays nearly level.',
      names: ['LSTM, bias 3', 'LSTM, bias 1', 'RNN', 'LSTM, bias 0'],
      x: 'position s of the input (of 40)',
      y: 'gradient of the last state',
    },
  }[lang];
  const points = (values: number[]): Point[] => values.map((v, i) => [i + 1, Math.log10(v)]);
  const curves = [reach(3), reach(1), rnnReach(), reach(0)];
  const classes = ['s-accent', 's-a', 's-muted', 's-c'];
  const dashes = ['none', '7 4', '2 3', '9 3 2 3'];
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 290,
    series: curves.map((values, i) => ({
      points: points(values),
      class: classes[i],
      label: words.names[i],
      dash: dashes[i],
    })),
    x: { domain: [1, 40], ticks: [1, 10, 20, 30, 40], label: words.x },
    y: { domain: [-12, 0], ticks: [-12, -8, -4, 0], label: words.y, format: power },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { cell, gradient };
