/** Figures of the page: the worked example there and back, and one cell of a trained network. */
import { matrixGrid, type Cell } from '../../../components/figures/matrix.ts';
import { arrow, path, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { convolve, pool, relu, transposed, unpool, W, X } from './deconv.ts';
import { DIGIT, FIELD, PROJECTIONS } from './projections.ts';

/** The rows of the figure: down on the left, back up on the right. */
export function thereAndBack() {
  const y = convolve(X, W);
  const { values, switches } = pool(relu(y), 2);
  const first = [values[0], 0];
  const placed = unpool(first, switches, y.length);
  return {
    forward: [X, y, relu(y), values],
    back: [transposed(relu(placed), W), relu(placed), placed, first],
    switches,
  };
}

function example(lang: Lang): string {
  const words = {
    zh: {
      title: '前向一趟，反向一趟',
      desc: '左边从上到下：输入 0 3 1 0 2，卷积得 −3 2 1 −2，ReLU 得 0 2 1 0，池化得 2 1，最大值的位置加了框。右边从下到上：只留第一个值 2 0，反池化得 0 2 0 0，修正后不变，转置卷积得 0 2 −2 0 0。',
      steps: ['卷积', 'ReLU', '池化'],
      returns: ['转置卷积', '修正', '反池化'],
    },
    en: {
      title: 'There and back',
      desc: 'On the left, downward: the input 0 3 1 0 2, convolved −3 2 1 −2, after ReLU 0 2 1 0, pooled 2 1; the places of the maxima are framed. On the right, upward: only the first value is kept, 2 0; unpooled 0 2 0 0, rectified the same, filtered 0 2 −2 0 0.',
      steps: ['convolve', 'ReLU', 'pool'],
      returns: ['filter', 'rectify', 'unpool'],
    },
  }[lang];
  const { forward, back, switches } = thereAndBack();
  const [cell, step, top] = [30, 68, 8];
  const centre = { forward: 82, back: 278 };
  const parts: string[] = [];
  const line = (values: readonly Cell[], middle: number, i: number, ground: string) => {
    const x = middle - (values.length * cell) / 2;
    const framed = i === 2;
    parts.push(
      matrixGrid([values], {
        x,
        y: top + i * step,
        cell,
        highlight: () => ground,
        frames: framed
          ? switches.map((col) => ({ row: 0, col, rows: 1, cols: 1, class: 's-accent' }))
          : [],
      }),
    );
  };
  forward.forEach((values, i) => line(values, centre.forward, i, 'f-soft-a'));
  back.forEach((values, i) => line(values, centre.back, i, 'f-soft-accent'));
  for (let i = 0; i < 3; i++) {
    const [from, to] = [top + i * step + cell + 5, top + (i + 1) * step - 5];
    const label = { 'font-size': 13, class: 'f-muted', 'text-anchor': 'start' };
    parts.push(
      arrow(centre.forward - 30, from, centre.forward - 30, to),
      text(centre.forward - 20, (from + to) / 2 + 5, words.steps[i], label),
      arrow(centre.back - 40, to, centre.back - 40, from),
      text(centre.back - 30, (from + to) / 2 + 5, words.returns[i], label),
    );
  }
  return svgDoc({ width: 360, height: top + 3 * step + cell + 8, ...words }, ...parts);
}

/** Squares of one strength as a single path, so that the picture stays small. */
function pixels(
  values: readonly (readonly number[])[],
  x: number,
  y: number,
  cell: number,
  positive: string,
): string {
  const found = new Map<number, string>();
  values.forEach((row, r) =>
    row.forEach((value, c) => {
      if (value === 0) return;
      const square = `M${Math.round(10 * (x + c * cell)) / 10} ${Math.round(10 * (y + r * cell)) / 10}h${cell}v${cell}h${-cell}Z`;
      found.set(value, (found.get(value) ?? '') + square);
    }),
  );
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([value, d]) =>
      path(d, { class: value > 0 ? positive : 'f-a', 'fill-opacity': Math.abs(value) / 9 }),
    )
    .join('');
}

function projections(lang: Lang): string {
  const words = {
    zh: {
      title: '同一个格子的三种反向投影',
      desc: '一张手写的 7，框出 10×10 像素的感受野。右边和下边把这 100 个像素的三种结果放大：梯度杂乱，反卷积网络稍整齐，引导反向传播最清楚地显出一道斜的笔画边缘。',
      image: '输入和感受野',
      rules: { gradient: '梯度', deconvnet: '反卷积网络', guided: '引导反向传播' },
    },
    en: {
      title: 'Three ways back from the same cell',
      desc: 'A handwritten 7 with a frame around the 10×10 pixels that the cell sees; enlarged, three results for these 100 pixels. The gradient is ragged, the deconvnet a little less, and guided backpropagation shows the edge of a slanted stroke most clearly.',
      image: 'input and field',
      rules: { gradient: 'gradient', deconvnet: 'deconvnet', guided: 'guided backpropagation' },
    },
  }[lang];
  const [side, top, gap] = [140, 24, 34];
  const place = (i: number) => ({
    x: 20 + (i % 2) * (side + 40),
    y: top + Math.floor(i / 2) * (side + gap),
  });
  const parts: string[] = [];
  const panel = (i: number, label: string, inside: (x: number, y: number) => string) => {
    const { x, y } = place(i);
    parts.push(
      text(x + side / 2, y - 8, label, { 'font-size': 13, class: 'f-muted' }),
      rect(x, y, side, side, { class: 'f-surface' }),
      inside(x, y),
      rect(x, y, side, side, { class: 's-line' }),
    );
  };
  const cell = side / DIGIT.length;
  panel(0, words.image, (x, y) => {
    const rows = DIGIT.map((row) => [...row].map(Number));
    const frame = rect(x + FIELD.col * cell, y + FIELD.row * cell, FIELD.side * cell, FIELD.side * cell, { class: 's-accent', 'stroke-width': 2 }); // prettier-ignore
    return pixels(rows, x, y, cell, 'f-ink') + frame;
  });
  (['gradient', 'deconvnet', 'guided'] as const).forEach((rule, i) =>
    panel(i + 1, words.rules[rule], (x, y) =>
      pixels(PROJECTIONS[rule], x, y, side / FIELD.side, 'f-accent'),
    ),
  );
  return svgDoc({ width: 360, height: top + 2 * side + gap + 8, ...words }, ...parts);
}

export const figures: Record<string, (lang: Lang) => string> = { example, projections };
