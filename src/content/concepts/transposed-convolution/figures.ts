/** Figures of the page: stamps that add up, and the cells that two frameworks keep of them. */
import { matrixGrid, type Cell } from '../../../components/figures/matrix.ts';
import { svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { size, STRIDE, transposed, W, X } from './transposed.ts';

const CELL = 36;
const LEFT = 116;
const FULL = transposed([X], [W], { stride: STRIDE })[0];

/** The row of stamp number i: the kernel times X[i], STRIDE·i cells from the left. */
export function stampRow(i: number): Cell[] {
  return FULL.map((_, c) => {
    const tap = W[c - i * STRIDE];
    return tap === undefined ? null : tap * X[i];
  });
}

/** First cell and number of cells that TensorFlow's same and PyTorch keep of the whole output. */
export const KEPT = {
  tensorflow: { from: 0, cells: X.length * STRIDE },
  pytorch: {
    from: 1,
    cells: size(X.length, W.length, { stride: STRIDE, padding: 1, outputPadding: 1 }),
  },
};

const label = (row: number, words: string) =>
  text(LEFT - 10, row + CELL / 2 + 5, words, { 'text-anchor': 'end', 'font-size': 13 });

function stamps(lang: Lang): string {
  const words = {
    zh: {
      title: '三个印章相加',
      desc: '印章 1 2 1 分别乘以 1、2、3，依次右移两格；每隔一格有两个印章重叠，相加得 1 2 3 4 5 6 3。',
      stamp: (x: number) => `${x} × (${W.join(' ')})`,
      sum: '相加',
    },
    en: {
      title: 'Three stamps add up',
      desc: 'The stamp 1 2 1, times 1, 2 and 3, each two cells further right; two stamps overlap in every other cell, and the sums are 1 2 3 4 5 6 3.',
      stamp: (x: number) => `${x} × (${W.join(' ')})`,
      sum: 'sum',
    },
  }[lang];
  const rows = X.map((_, i) => stampRow(i));
  const overlap = (c: number) => rows.filter((row) => row[c] !== null).length > 1;
  const below = 8 + rows.length * CELL + 14;
  return svgDoc(
    { width: LEFT + FULL.length * CELL + 8, height: below + CELL + 8, ...words },
    ...X.map((x, i) => label(8 + i * CELL, words.stamp(x))),
    matrixGrid(rows, {
      x: LEFT,
      y: 8,
      cell: CELL,
      highlight: (r, c) => (rows[r][c] === null ? undefined : 'f-soft-a'),
    }),
    label(below, words.sum),
    matrixGrid([FULL], {
      x: LEFT,
      y: below,
      cell: CELL,
      highlight: (_, c) => (overlap(c) ? 'f-soft-accent' : 'f-soft-a'),
    }),
  );
}

function frameworks(lang: Lang): string {
  const words = {
    zh: {
      title: '两个框架裁掉不同的边',
      desc: '完整输出是 1 2 3 4 5 6 3。TensorFlow 的 same 留下前六格，PyTorch 的 padding=1、output_padding=1 留下后六格。',
      full: '完整输出',
    },
    en: {
      title: 'Two frameworks cut different sides',
      desc: 'The whole output is 1 2 3 4 5 6 3. Same in TensorFlow keeps the first six cells; padding=1, output_padding=1 in PyTorch keeps the last six.',
      full: 'whole output',
    },
  }[lang];
  const kept = ({ from, cells }: { from: number; cells: number }) => (c: number) =>
    c >= from && c < from + cells;
  const row = (y: number, name: string, holds: (c: number) => boolean) =>
    label(y, name) +
    matrixGrid([FULL.map((v, c) => (holds(c) ? v : null))], {
      x: LEFT,
      y,
      cell: CELL,
      highlight: (_, c) => (holds(c) ? 'f-soft-accent' : undefined),
    });
  const step = CELL + 12;
  return svgDoc(
    { width: LEFT + FULL.length * CELL + 8, height: 8 + 3 * step, ...words },
    row(8, words.full, () => true),
    row(8 + step, 'TensorFlow', kept(KEPT.tensorflow)),
    row(8 + 2 * step, 'PyTorch', kept(KEPT.pytorch)),
  );
}

export const figures: Record<string, (lang: Lang) => string> = { stamps, frameworks };
