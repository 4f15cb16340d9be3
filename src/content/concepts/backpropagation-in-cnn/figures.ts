/** Figures of the page: the numbers are computed by its listing. */
import { matrixGrid } from '../../../components/figures/matrix.ts';
import { arrow, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { backward, flip, forward, spread, V, W, X } from './cnn_backward.ts';

const CELL = 28;

function passes(lang: Lang): string {
  const words = {
    zh: {
      title: '一个小 CNN 的前向与反向',
      desc: '上排从左到右：输入 3×3、卷积核、卷积结果、ReLU 之后、全连接权重。下排从右到左：各自的梯度，形状与上排相同。',
      forward: '前向 →',
      backward: '← 反向：各自的梯度',
      names: ['x', 'w', 'z', 'h', 'v'],
      grads: ['∂L/∂x', '∂L/∂w', 'δ', '∂L/∂h', '∂L/∂v'],
    },
    en: {
      title: 'A small CNN, forward and backward',
      desc: 'Top row, left to right: the 3×3 input, the kernel, the result of the convolution, after ReLU, the dense weights. Bottom row, right to left: the gradient of each, of the same shape.',
      forward: 'forward →',
      backward: '← backward: the gradient of each',
      names: ['x', 'w', 'z', 'h', 'v'],
      grads: ['∂L/∂x', '∂L/∂w', 'δ', '∂L/∂h', '∂L/∂v'],
    },
  }[lang];
  const { z, h } = forward(X, W, 0, V, 2);
  const g = backward(X, W, 0, V, 2);
  const left = [6, 108, 182, 256, 330];
  const top = [X, W, z, h, V].map((values, i) =>
    matrixGrid(values, { x: left[i], y: 54, cell: CELL, label: words.names[i], fontSize: 13 }),
  );
  const bottom = [g.dx, g.dw, g.delta, g.dh, g.dv].map((values, i) =>
    matrixGrid(values, {
      x: left[i],
      y: 202,
      cell: CELL,
      label: words.grads[i],
      fontSize: 13,
      highlight: () => 'f-soft-accent',
    }),
  );
  return svgDoc(
    { width: 392, height: 296, title: words.title, desc: words.desc },
    text(6, 20, words.forward, { 'text-anchor': 'start', 'font-size': 13, class: 'f-muted' }),
    ...top,
    text(386, 168, words.backward, { 'text-anchor': 'end', 'font-size': 13, class: 'f-muted' }),
    ...bottom,
  );
}

/** Where the input's gradient comes from: the padded δ under the turned kernel, at the center. */
function inputGradient(lang: Lang): string {
  const words = {
    zh: {
      title: '输入梯度中间一格的来历',
      desc: '4×4 的网格是四周补零的 δ，中间的 2×2 窗口加框；旁边是转了 180° 的卷积核；逐格相乘再相加得到 −8。',
      padded: 'δ 四周补零',
      turned: 'w 转 180°',
      sum: '中间一格',
    },
    en: {
      title: 'Where the center of the input gradient comes from',
      desc: 'The 4×4 grid is δ with a border of zeros, its middle 2×2 window framed; beside it the kernel turned by 180°; multiplied cell by cell and added they give −8.',
      padded: 'δ, padded',
      turned: 'w, turned',
      sum: 'center cell',
    },
  }[lang];
  const { delta, dx } = backward(X, W, 0, V, 2);
  const cell = 36;
  return svgDoc(
    { width: 392, height: 186, title: words.title, desc: words.desc },
    matrixGrid(spread(delta, W.length - 1), {
      x: 6,
      y: 34,
      cell,
      label: words.padded,
      ink: (r, c) => (r % 3 === 0 || c % 3 === 0 ? 'f-muted' : undefined),
      frames: [{ row: 1, col: 1, rows: 2, cols: 2 }],
    }),
    text(176, 110, '·', { 'font-size': 24 }),
    matrixGrid(flip(W), { x: 200, y: 70, cell, label: words.turned }),
    arrow(284, 106, 314, 106),
    matrixGrid([[dx[1][1]]], {
      x: 328,
      y: 88,
      cell,
      label: words.sum,
      highlight: () => 'f-soft-accent',
    }),
  );
}

export const figures: Record<string, (lang: Lang) => string> = {
  passes,
  'input-gradient': inputGradient,
};
