/** Figure of the page: every number comes from a forward and a backward pass of the listing. */
import { circle, formatNumber, line, rect, svgDoc, text, textWidth } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { backward, network, PARAMETERS, type Node } from './autodiff.ts';

/** The worked example after both passes. */
export function passes() {
  const n = network(PARAMETERS);
  backward(n.loss);
  return n;
}

const RADIUS = 19;

function graph(lang: Lang): string {
  const words = {
    zh: {
      title: '一个小网络的前向值与梯度',
      desc: '从左到右：输入 1 和 2，隐藏单元 3 和 2，输出 4，损失 2。从右到左的梯度：损失 1，输出 2，隐藏单元 4 和 −2，输入 6 和 2；每条边标着权重和它的梯度。',
      forward: '黑：前向的值',
      backward: '彩：反向的梯度',
      ends: ['输入', '隐藏', '输出', '损失'],
    },
    en: {
      title: 'Values and gradients of a small network',
      desc: 'From left to right: inputs 1 and 2, hidden units 3 and 2, output 4, loss 2. Gradients from right to left: loss 1, output 2, hidden units 4 and −2, inputs 6 and 2; each edge shows its weight and the gradient of the weight.',
      forward: 'black: value, forward',
      backward: 'color: gradient, backward',
      ends: ['input', 'hidden', 'output', 'loss'],
    },
  }[lang];
  const n = passes();
  const columns = [28, 178, 298, 370];
  const rows = [74, 190];
  const middle = (rows[0] + rows[1]) / 2;
  const places: [Node, number, number][] = [
    [n.x1, columns[0], rows[0]],
    [n.x2, columns[0], rows[1]],
    [n.h1, columns[1], rows[0]],
    [n.h2, columns[1], rows[1]],
    [n.y, columns[2], middle],
    [n.loss, columns[3], middle],
  ];
  const at = (node: Node) => places.find(([one]) => one === node)!;
  // [from, to, weight, where its label stands between the two]
  const edges: [Node, Node, Node | undefined, number][] = [
    [n.x1, n.h1, n.p.w11, 0.5],
    [n.x2, n.h1, n.p.w12, 0.32],
    [n.x1, n.h2, n.p.w21, 0.32],
    [n.x2, n.h2, n.p.w22, 0.5],
    [n.h1, n.y, n.p.v1, 0.5],
    [n.h2, n.y, n.p.v2, 0.5],
    [n.y, n.loss, undefined, 0],
  ];
  const lines = edges.map(([from, to]) => {
    const [[, x1, y1], [, x2, y2]] = [at(from), at(to)];
    return line(x1, y1, x2, y2, { class: 's-muted', 'stroke-width': 1.25 });
  });
  const labels = edges.map(([from, to, weight, share]) => {
    if (!weight) return '';
    const [[, x1, y1], [, x2, y2]] = [at(from), at(to)];
    const [x, y] = [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share];
    const [value, grad] = [formatNumber(weight.value), formatNumber(weight.grad)];
    const wide = textWidth(`${value}${grad}`, 13) + 20;
    return (
      rect(x - wide / 2, y - 10, wide, 20, { class: 'f-surface', rx: 4 }) +
      text(x - wide / 2 + 4, y + 5, value, { 'text-anchor': 'start', 'font-size': 13 }) +
      text(x + wide / 2 - 4, y + 5, grad, {
        'text-anchor': 'end',
        'font-size': 13,
        class: 'f-accent',
      })
    );
  });
  const nodes = places.map(
    ([node, x, y]) =>
      circle(x, y, RADIUS, { class: 'f-surface' }) +
      circle(x, y, RADIUS, { class: 's-ink', 'stroke-width': 1.5 }) +
      text(x, y + 5, formatNumber(node.value), { 'font-size': 15 }) +
      text(x, y + RADIUS + 17, formatNumber(node.grad), { 'font-size': 14, class: 'f-accent' }),
  );
  const heads = words.ends.map((word, i) =>
    text(columns[i], 34, word, { 'font-size': 13, class: 'f-muted' }),
  );
  return svgDoc(
    { width: 400, height: 268, title: words.title, desc: words.desc },
    ...heads,
    ...lines,
    ...labels,
    ...nodes,
    text(8, 262, words.forward, { 'text-anchor': 'start', 'font-size': 13 }),
    text(392, 262, words.backward, { 'text-anchor': 'end', 'font-size': 13, class: 'f-accent' }),
  );
}

export const figures: Record<string, (lang: Lang) => string> = { graph };
