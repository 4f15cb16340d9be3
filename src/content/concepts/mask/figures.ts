/** Figures of the page: one index map and its three one-hot planes. */
import { matrixGrid } from '../../../components/figures/matrix.ts';
import { arrow, svgDoc } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { INDEX, toOneHot } from './mask.ts';

const GROUNDS = [undefined, 'f-soft-a', 'f-soft-b'];

function encodings(lang: Lang): string {
  const words = {
    zh: {
      title: '类别图与它的三张独热掩膜',
      desc: '4×4 的类别图里有 0、1、2 三种数；下面三张 0 和 1 的图分别标出数值为 0、1、2 的位置，共 6、5、5 格',
      index: '类别图（1 张）',
      plane: ['类别 0', '类别 1', '类别 2'],
    },
    en: {
      title: 'An index map and its three one-hot planes',
      desc: 'A 4 by 4 map holds the numbers 0, 1 and 2; below it three planes of zeros and ones mark where each number stands, in 6, 5 and 5 cells',
      index: 'index map (1 plane)',
      plane: ['class 0', 'class 1', 'class 2'],
    },
  }[lang];
  const [cell, small] = [30, 26];
  const left = (i: number) => 8 + i * 120;
  const planes = toOneHot(INDEX, 3).map((plane, i) =>
    matrixGrid(plane, {
      x: left(i),
      y: 216,
      cell: small,
      label: words.plane[i],
      highlight: (r, c) => (plane[r][c] ? (GROUNDS[i] ?? 'f-soft-accent') : undefined),
      ink: (r, c) => (plane[r][c] ? undefined : 'f-muted'),
    }),
  );
  return svgDoc(
    { width: 360, height: 330, title: words.title, desc: words.desc },
    matrixGrid(INDEX, {
      x: 120,
      y: 26,
      cell,
      label: words.index,
      highlight: (r, c) => GROUNDS[INDEX[r][c]],
    }),
    ...[0, 1, 2].map((i) => arrow(150 + i * 30, 154, left(i) + 52, 190)),
    ...planes,
  );
}

export const figures: Record<string, (lang: Lang) => string> = { encodings };
