/** Figures of the page: the gradient layer by layer, and the weight that would save a sigmoid chain. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { chain, sigmoidBound } from '../../../lib/ops/chain.ts';
import { gradientNorms, RUNS } from './mlp.ts';

/** 10³ for 3. */
const power = (exponent: number) =>
  `10${[...String(exponent)].map((c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)])).join('')}`;

/** log₁₀ of the norm at each hidden layer of the run with this name. */
export function byLayer(name: string): Point[] {
  const [, kind] = RUNS.find(([run]) => run === name)!;
  return gradientNorms(kind).map((norm, i): Point => [i + 1, Math.log10(norm)]);
}

/** Gradient after ten sigmoids that start from 0, all with this weight. */
export const afterTen = (weight: number) =>
  chain(0, { fn: 'sigmoid', depth: 10, weight, skip: false })[0].gradient;

function layers(lang: Lang): string {
  const words = {
    zh: {
      title: '十个隐藏层的梯度',
      desc: '纵轴为对数。sigmoid 从第 10 层的约十分之一降到第 1 层的约千万分之二；加跳跃连接后在 0.5 到 2 左右；He 初始化的 ReLU 在百分之几；增益 8 的 ReLU 在十万上下。',
      names: ['ReLU，增益 8', 'sigmoid + 跳跃连接', 'ReLU，增益 2', 'sigmoid'],
      x: '隐藏层（1 靠近输入）',
      y: '权重梯度的范数',
    },
    en: {
      title: 'The gradient at each of ten hidden layers',
      desc: 'Logarithmic. Sigmoid falls from about a tenth at layer 10 to about two ten-millionths at layer 1; with skip connections it stays between about 0.5 and 2, ReLU with He initialization at some hundredths; ReLU with gain 8 is near a hundred thousand.',
      names: ['ReLU, gain 8', 'sigmoid + skips', 'ReLU, gain 2', 'sigmoid'],
      x: 'hidden layer (1 is next to the input)',
      y: 'norm of the weight gradient',
    },
  }[lang];
  const runs = ['ReLU, gain 8', 'sigmoid with skips, clipped', 'ReLU, gain 2 (He)', 'sigmoid, 12 layers']; // prettier-ignore
  const classes = ['s-c', 's-b', 's-a', 's-accent'];
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 300,
    series: runs.map((run, i) => ({
      points: byLayer(run),
      class: classes[i],
      label: words.names[i],
    })),
    x: { domain: [1, 10], ticks: [1, 4, 7, 10], label: words.x },
    y: { domain: [-8, 6], ticks: [-8, -6, -4, -2, 0, 2, 4, 6], label: words.y, format: power },
  });
}

function weight(lang: Lang): string {
  const words = {
    zh: {
      title: '加大权重救不了十层 sigmoid',
      desc: '上界 (w/4)¹⁰ 随 w 一路上升，到 w = 4 时为 1；实际的梯度在 w 约为 1.8 处到顶，不到十万分之一，随后下降。',
      bound: '上界 (w/4)¹⁰',
      real: '实际的梯度',
      x: '每层的权重 w',
      y: '十层之后的梯度',
    },
    en: {
      title: 'Larger weights do not save ten sigmoids',
      desc: 'The bound (w/4)¹⁰ climbs with w and reaches 1 at w = 4; the gradient itself peaks near w = 1.8, below a hundred-thousandth, and then falls.',
      bound: 'bound (w/4)¹⁰',
      real: 'the gradient itself',
      x: 'weight w of each layer',
      y: 'gradient after ten layers',
    },
  }[lang];
  const along = (f: (w: number) => number): Point[] =>
    Array.from({ length: 111 }, (_, i) => 0.5 + i * 0.05).map((w): Point => [w, Math.log10(f(w))]);
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 270,
    series: [
      { points: along((w) => sigmoidBound(10, w)), class: 's-a', label: words.bound, dash: '7 4' },
      { points: along(afterTen), class: 's-accent', label: words.real, dash: 'none' },
    ],
    x: { domain: [0, 6], ticks: [0, 1, 2, 3, 4, 5, 6], label: words.x },
    y: { domain: [-16, 2], ticks: [-16, -12, -8, -4, 0], label: words.y, format: power },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { layers, weight };
