/** Figures of the neural-network page: one neuron as a line, and the two passes of the example. */
import { linePlot, sample } from '../../../components/figures/plot.ts';
import { arrow, circle, path, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { backward, EXAMPLE, forward, TARGET, X } from './network.ts';

const minus = (value: number) => String(value).replace('-', '−');

function neuron(lang: Lang): string {
  const words = {
    zh: {
      title: '一个神经元把平面分成两半',
      desc: '直线 x1 + x2 − 1 = 0 把平面分成两半，右上方的一半加权和为正，着了色；权重向量 (1, 1) 从直线指向右上方，与直线垂直；偏置为 0 时，直线平移到过原点的虚线。点 (2, 1) 在正的一侧。',
      solid: 'b = −1',
      dashed: 'b = 0',
    },
    en: {
      title: 'A neuron splits the plane in two',
      desc: 'The line x1 + x2 − 1 = 0 splits the plane. The half to the upper right, where the weighted sum is positive, is tinted. The weight vector (1, 1) points there at a right angle to the line. With bias 0 the line moves to the dashed one through the origin. The point (2, 1) is on the positive side.',
      solid: 'b = −1',
      dashed: 'b = 0',
    },
  }[lang];
  const [w, b] = [EXAMPLE.W[0], EXAMPLE.b[0]];
  const boundary = (bias: number) =>
    sample((x) => (-bias - w[0] * x) / w[1], [-3, 3], 2);
  const domain: [number, number] = [-3, 3];
  const ticks = [-3, -2, -1, 0, 1, 2, 3];
  return linePlot({
    width: 300,
    height: 351, // the same scale on both axes: w stands at a right angle to the line
    title: words.title,
    desc: words.desc,
    x: { domain, ticks, label: 'x₁', format: minus },
    y: { domain, ticks, label: 'x₂', format: minus },
    series: [
      { points: boundary(b), class: 's-a', label: words.solid },
      { points: boundary(0), class: 's-muted', label: words.dashed },
    ],
    under: ({ x, y }) =>
      path(`M${x(3).toFixed(1)} ${y(-2).toFixed(1)}V${y(3).toFixed(1)}H${x(-2).toFixed(1)}Z`, {
        class: 'f-soft-a',
      }),
    over: ({ x, y }) =>
      arrow(x(0.5), y(0.5), x(1.5), y(1.5), 'accent') +
      text(x(1.35), y(1.72), 'w = (1, 1)', { class: 'f-accent', 'font-size': 13 }) +
      circle(x(X[0]), y(X[1]), 5, { class: 'f-ink' }) +
      text(x(X[0]), y(X[1]) + 20, '(2, 1)', { 'font-size': 13 }),
  });
}

function passes(lang: Lang): string {
  const words = {
    zh: {
      title: '同一个网络的两趟计算',
      desc: '上：前向，数值从左到右，输入 2 和 1，隐藏单元 2 和 0，输出 3，连线上是权重。下：反向，梯度从右到左，输出处是 2，隐藏单元处是 4 和 0，连线上是各权重的梯度 8、4、0、0 和 4、0。',
      forward: '前向：数据，权重写在连线上',
      backward: '反向：梯度，权重的梯度写在连线上',
    },
    en: {
      title: 'The two passes through one network',
      desc: 'Above, forward: values from left to right, inputs 2 and 1, hidden units 2 and 0, output 3, weights on the edges. Below, backward: gradients from right to left, 2 at the output, 4 and 0 at the hidden units; on the edges the gradients of the weights, 8, 4, 0, 0 and 4, 0.',
      forward: 'forward: data; weights on the edges',
      backward: 'backward: gradients, on the edges those of the weights',
    },
  }[lang];
  const { h, y } = forward(EXAMPLE, X);
  const gradient = backward(EXAMPLE, X, y - TARGET);
  const [inputs, hidden, output] = [46, 180, 314];
  const rows = [66, 142];
  const middle = 104;
  const panel = (top: number, title: string, back: boolean) => {
    const parts = [text(0, top + 16, title, { 'text-anchor': 'start', class: 'f-muted', 'font-size': 13 })];
    const color = back ? 'accent' : 'a';
    const edge = (x1: number, y1: number, x2: number, y2: number, at: number, label: number) => {
      const length = Math.hypot(x2 - x1, y2 - y1);
      const [ux, uy] = [((x2 - x1) / length) * 22, ((y2 - y1) / length) * 22];
      const [from, to] = [
        [x1 + ux, y1 + uy],
        [x2 - ux, y2 - uy],
      ];
      const [p, q] = back ? [to, from] : [from, to];
      parts.push(arrow(p[0], p[1], q[0], q[1], color));
      parts.push(
        text(x1 + (x2 - x1) * at, y1 + (y2 - y1) * at - 5, minus(label), {
          class: back ? 'f-accent' : 'f-a',
          'font-size': 14,
        }),
      );
    };
    rows.forEach((from, j) =>
      rows.forEach((to, i) => {
        const label = back ? gradient.W[i][j] : EXAMPLE.W[i][j];
        edge(inputs, top + from, hidden, top + to, i === j ? 0.5 : 0.27, label);
      }),
    );
    rows.forEach((from, i) => {
      const label = back ? gradient.v[i] : EXAMPLE.v[i];
      edge(hidden, top + from, output, top + middle, 0.5, label);
    });
    const node = (x: number, y: number, value: number | string) =>
      parts.push(
        circle(x, top + y, 20, { class: 'f-surface s-muted' }),
        text(x, top + y + 5, typeof value === 'number' ? minus(value) : value, { 'font-size': 15 }),
      );
    rows.forEach((y, j) => node(inputs, y, back ? '' : X[j]));
    rows.forEach((y, i) => node(hidden, y, back ? gradient.b[i] : h[i]));
    node(output, middle, back ? gradient.c : y);
    return parts.join('');
  };
  return svgDoc(
    { width: 360, height: 372, title: words.title, desc: words.desc },
    panel(0, words.forward, false),
    panel(190, words.backward, true),
  );
}

export const figures: Record<string, (lang: Lang) => string> = { neuron, passes };
