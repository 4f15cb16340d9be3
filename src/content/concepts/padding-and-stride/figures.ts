/** Figures of the page on padding, stride and dilation, computed by its listing. */
import type { Lang } from '../../../i18n/langs.ts';
import { matrixGrid } from '../../../components/figures/matrix.ts';
import { line, svgDoc, text } from '../../../components/figures/svg.ts';
import { dilated, field, fit, reads, same } from './sizes.ts';

const CELL = 30;
const BAR = 15;

interface Strip {
  label: string;
  values: number[];
  k: number;
  s: number;
  before: number;
  after: number;
  /** Columns left free, so that the same input stands below itself. */
  indent: number;
  /** Written below a window. */
  sums?: boolean;
}

/** One row of cells with its zeros, a bar below each window, and what no window reads. */
function strip(y: number, options: Strip): { markup: string; height: number } {
  const { label, values, k, s, before, after, indent, sums } = options;
  const cells = [...Array<number>(before).fill(0), ...values, ...Array<number>(after).fill(0)];
  const { o, left } = fit(values.length, k, s, 1, before, after);
  const x = (indent - before) * CELL + 1;
  const top = y + 24;
  const padded = (c: number) => c < before || c >= before + values.length;
  const unread = (c: number) => c >= cells.length - left;
  const parts = [
    text(1, y + 14, label, { class: 'f-muted', 'font-size': 14, 'text-anchor': 'start' }),
    matrixGrid([cells], {
      ...{ x, y: top, cell: CELL },
      highlight: (_, c) => (unread(c) ? 'f-soft-b' : padded(c) ? undefined : 'f-soft-a'),
      ink: (_, c) => (padded(c) ? 'f-muted' : undefined),
    }),
  ];
  const rows = k > s ? 2 : 1; // windows that overlap take turns
  for (let i = 0; i < o; i++) {
    const from = x + i * s * CELL;
    const level = top + CELL + 9 + (i % rows) * BAR;
    const bar = { class: 's-accent', 'stroke-width': 3 };
    parts.push(line(from + 4, level, from + k * CELL - 4, level, bar));
    if (sums) {
      const sum = cells.slice(i * s, i * s + k).reduce((a, b) => a + b, 0);
      const middle = from + (k * CELL) / 2;
      parts.push(text(middle, top + CELL + 16 + rows * BAR, sum, { 'font-size': 16 }));
    }
  }
  return { markup: parts.join(''), height: 24 + CELL + 9 + rows * BAR + (sums ? 16 : 0) };
}

function stack(title: string, desc: string, strips: Strip[]): string {
  let y = 0;
  const parts = strips.map((options) => {
    const { markup, height } = strip(y, options);
    y += height + 14;
    return markup;
  });
  const width = Math.max(
    ...strips.map(({ values, indent, after }) => (indent + values.length + after) * CELL + 2),
    290,
  );
  return svgDoc({ width, height: y - 14, title, desc }, ...parts);
}

/** The first row of the scene `stride-remainder`. */
export const ROW = [1, 0, 2, 1, 0, 3, 1];

function unread(lang: Lang): string {
  const words = {
    zh: {
      title: '七格输入，三个权重',
      desc: '步幅 3、不填充：两个窗口，第七格没有窗口读到。步幅 3、两侧各补一个零：三个窗口，全部读到。步幅 2、不填充：三个窗口，全部读到。',
      three: '步幅 3：最后一格没人读',
      padded: '步幅 3，两侧各补一个 0：都读到',
      two: '步幅 2：都读到',
    },
    en: {
      title: 'Seven cells, three weights',
      desc: 'Stride 3 without padding: two windows, and none of them reads the seventh cell. Stride 3 with a zero on each side: three windows, every cell read. Stride 2 without padding: three windows, every cell read.',
      three: 'stride 3: the last cell is not read',
      padded: 'stride 3, a zero on each side: all read',
      two: 'stride 2: all read',
    },
  }[lang];
  const base = { values: ROW, k: 3, before: 0, after: 0, indent: 1 };
  return stack(words.title, words.desc, [
    { ...base, label: words.three, s: 3 },
    { ...base, label: words.padded, s: 3, before: 1, after: 1 },
    { ...base, label: words.two, s: 2 },
  ]);
}

function twoSames(lang: Lang): string {
  const words = {
    zh: {
      title: '同一个输入，两种补法',
      desc: 'TensorFlow 的 SAME 把唯一的零补在末尾，两个窗口的和是 6 和 7。PyTorch 的 padding=1 两侧各补一个，窗口从前面的零开始，和是 3 和 9，末尾的零没有窗口读到。',
      tf: 'TensorFlow：SAME',
      torch: 'PyTorch：padding=1',
    },
    en: {
      title: 'One input, two ways to pad',
      desc: 'SAME of TensorFlow puts its only zero at the end; the two windows sum to 6 and 7. padding=1 of PyTorch puts one on each side; the windows start at the first zero and sum to 3 and 9, and no window reads the zero at the end.',
      tf: 'TensorFlow: SAME',
      torch: 'PyTorch: padding=1',
    },
  }[lang];
  const base = { values: [1, 2, 3, 4], k: 3, s: 2, indent: 1, sums: true };
  const [before, after] = same(4, 3, 2);
  return stack(words.title, words.desc, [
    { ...base, label: words.tf, before, after },
    { ...base, label: words.torch, before: 1, after: 1 },
  ]);
}

/** The cells that one output of three dilated layers reads. */
function gridding(lang: Lang): string {
  const words = {
    zh: {
      title: '同样的感受野，读到的格子不同',
      desc: '两块 13×13 的板。膨胀率 2、2、2 只读 49 格，成一张网；膨胀率 1、2、3 读全部 169 格。',
      label: (rates: string, read: number) => `${rates}：读 ${read} 格`,
    },
    en: {
      title: 'The same receptive field, different cells read',
      desc: 'Two boards of 13×13 cells. Dilations 2, 2, 2 read only 49 cells, a lattice; dilations 1, 2, 3 read all 169.',
      label: (rates: string, read: number) => `${rates}: ${read} cells`,
    },
  }[lang];
  const cell = 12;
  const gap = 28;
  const boards = [
    [2, 2, 2],
    [1, 2, 3],
  ].map((rates, i) => {
    const layers = dilated(...rates);
    const read = new Set(reads(layers));
    const size = field(layers).r;
    const board = Array.from({ length: size }, () => Array<null>(size).fill(null));
    return matrixGrid(board, {
      ...{ x: i * (13 * cell + gap) + 1, y: 24, cell },
      label: words.label(rates.join(lang === 'zh' ? '、' : ', '), read.size ** 2),
      highlight: (r, c) => (read.has(r) && read.has(c) ? 'f-accent' : undefined),
    });
  });
  return svgDoc(
    { width: 26 * cell + gap + 2, height: 24 + 13 * cell + 1, ...words },
    ...boards,
  );
}

export const figures: Record<string, (lang: Lang) => string> = {
  unread,
  'two-sames': twoSames,
  gridding,
};
