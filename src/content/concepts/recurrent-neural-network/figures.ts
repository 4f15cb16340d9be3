/** Figures of the page: the worked example unrolled, and how much each input can move the last state. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { arrow, formatNumber, path, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { mulberry32 } from '../../../lib/random.ts';
import { example, trainRecall } from '../../../lib/recall.ts';
import { bptt, forward, HALVING, INPUTS, recallRnn, STEPS, type Cell } from './rnn.ts';

/** The run of the listing whose gradients are drawn. */
export const RUN = { seed: 2, length: 40 };

/** ‖∂h[T]/∂x[s]‖ (Frobenius) for s = 1 … T, on one sequence of the recall task. */
export function influence(cell: Cell, length: number): number[] {
  const xs = example(length, mulberry32(7)).x.map((value) => [value]);
  const squares = Array<number>(length).fill(0);
  cell.b.forEach((_, i) => {
    const one = cell.b.map((__, j) => (i === j ? 1 : 0));
    bptt(cell, xs, () => one).dx.forEach(([g], s) => (squares[s] += g * g));
  });
  return squares.map(Math.sqrt);
}

/** The same network before and after it has learned to remember the first input. */
export function beforeAndAfter() {
  if (!run) {
    const model = recallRnn(RUN.seed);
    const before = influence(model.cell(), RUN.length);
    const right = trainRecall(model, RUN.length, STEPS, 100 + RUN.seed);
    run = { before, right, after: influence(model.cell(), RUN.length), model };
  }
  return run;
}
type Run = { before: number[]; right: number; after: number[]; model: ReturnType<typeof recallRnn> };
let run: Run | undefined;

function unrolled(lang: Lang): string {
  const words = {
    zh: {
      title: '循环与展开',
      desc: '左边是带自环的单元；右边是同一个单元展开成四步：输入 8、0、0、4，状态 8、4、2、5，梯度 1/4、1/2、1、2，每步用同一组权重。',
      loop: '循环',
      steps: '展开成四步',
      gradient: '梯度',
    },
    en: {
      title: 'Loop and unrolled loop',
      desc: 'Left, a cell with an arrow to itself; right, the same cell unrolled into four steps: inputs 8, 0, 0, 4, states 8, 4, 2, 5, gradients 1/4, 1/2, 1, 2, the same weights at every step.',
      loop: 'loop',
      steps: 'unrolled',
      gradient: 'gradient',
    },
  }[lang];
  const hs = forward(HALVING, INPUTS).map(([h]) => h);
  const { dx } = bptt(HALVING, INPUTS, ([h]) => [h - 3]);
  const parts: string[] = [];
  const small = { class: 'f-muted', 'font-size': 13 };
  const cell = (x: number, label: string) =>
    rect(x - 19, 66, 38, 38, { class: 'f-soft-accent s-accent', rx: 6 }) +
    text(x, 90, label, { 'font-size': 16 });
  // The loop.
  parts.push(text(38, 16, words.loop, small), cell(38, 'h'));
  parts.push(path('M57 76 C92 52 92 118 57 94', { class: 's-a', 'stroke-width': 1.5 }));
  parts.push(arrow(63, 98, 57, 94, 'a'), text(92, 90, 'W', { ...small, class: 'f-a' }));
  parts.push(text(104, 94, 'h', { class: 'f-a', 'font-size': 13 }));
  parts.push(arrow(38, 142, 38, 106), text(38, 158, 'x', { 'font-size': 16 }));
  // The same, step by step.
  parts.push(text(240, 16, words.steps, small));
  const at = (t: number) => 144 + t * 64;
  for (let t = 0; t < 4; t++) {
    const x = at(t);
    parts.push(cell(x, formatNumber(hs[t + 1])));
    parts.push(text(x, 54, `h${'₁₂₃₄'[t]}`, small));
    parts.push(arrow(x, 142, x, 106), text(x, 158, formatNumber(INPUTS[t][0]), { 'font-size': 16 }));
    if (t > 0) {
      parts.push(arrow(at(t - 1) + 20, 78, x - 20, 78, 'a'));
      parts.push(arrow(x - 20, 94, at(t - 1) + 20, 94, 'c'));
      parts.push(text(x - 32, 72, '×½', { class: 'f-a', 'font-size': 13 }));
    }
    parts.push(text(x, 200, fraction(dx[t][0]), { class: 'f-c', 'font-size': 15 }));
  }
  parts.push(text(38, 200, words.gradient, { class: 'f-c', 'font-size': 13 }));
  return svgDoc({ width: 360, height: 212, title: words.title, desc: words.desc }, ...parts);
}

const fraction = (value: number) => (value < 1 ? `1/${formatNumber(1 / value)}` : String(value));

const power = (exponent: number) =>
  `10${[...String(exponent)].map((c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)])).join('')}`;

function reach(lang: Lang): string {
  const words = {
    zh: {
      title: '每个输入对最后状态的影响',
      desc: '纵轴为对数。训练前，从第 40 步往回，梯度沿近似直线降到约 10⁻⁷；学会之后，降到 10⁻⁵⁶ 以下。',
      before: '训练前',
      after: '学会之后',
      x: '输入的位置 s（共 40 步）',
      y: '最后状态对它的梯度',
    },
    en: {
      title: 'Influence of each input on the last state',
      desc: 'Logarithmic. Before training the gradient falls along nearly a straight line to about 10⁻⁷ from step 40 back to step 1; after learning it falls below 10⁻⁵⁶.',
      before: 'before training',
      after: 'after learning',
      x: 'position s of the input (of 40)',
      y: 'gradient of the last state',
    },
  }[lang];
  const { before, after } = beforeAndAfter();
  const points = (values: number[]): Point[] => values.map((v, i) => [i + 1, Math.log10(v)]);
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 260,
    series: [
      { points: points(before), class: 's-a', label: words.before, dash: '7 4' },
      { points: points(after), class: 's-accent', label: words.after, dash: 'none' },
    ],
    x: { domain: [1, 40], ticks: [1, 10, 20, 30, 40], label: words.x },
    y: { domain: [-60, 0], ticks: [-60, -40, -20, 0], label: words.y, format: power },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { unrolled, reach };
