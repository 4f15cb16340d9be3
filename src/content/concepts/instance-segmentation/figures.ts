/** Figures of the page: what two ways of reading a region do when its box moves, and two crossing bars. */
import { group, line, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { diagonals, RAMP, roiAlign, roiPool, STRIDE } from './roi.ts';

/** Left edges of the box, in pixels of the picture, in steps of a tenth. */
const EDGES = Array.from({ length: 81 }, (_, i) => 4 + i / 10);

/** The first bin for each left edge of a box eight pixels wide. */
export const firstBin = (read: typeof roiAlign): Point[] =>
  EDGES.map((from) => [from, read(RAMP, from, from + 8, STRIDE)[0]] as const);

function moving(lang: Lang): string {
  const words = {
    zh: {
      title: '框移动时两种读法',
      desc: '框的左边从第 4 个像素移到第 12 个：RoIAlign 读到的值沿直线上升，RoIPool 的值不动，然后跳一整格。',
      x: '框的左边（像素）',
      y: '第一格读到的值',
    },
    en: {
      title: 'Two ways of reading while the box moves',
      desc: 'As the left edge of the box goes from pixel 4 to pixel 12, the value of RoIAlign rises on a straight line; that of RoIPool stands still and then jumps by a whole cell.',
      x: 'left edge of the box (pixels)',
      y: 'value of the first bin',
    },
  }[lang];
  return linePlot({
    width: 360,
    height: 240,
    title: words.title,
    desc: words.desc,
    series: [
      { points: firstBin(roiAlign), class: 's-a', label: 'RoIAlign' },
      { points: firstBin(roiPool), class: 's-b', label: 'RoIPool' },
    ],
    x: { domain: [4, 12], ticks: [4, 6, 8, 10, 12], label: words.x },
    y: { domain: [0, 35], ticks: [0, 10, 20, 30], label: words.y },
  });
}

function crossing(lang: Lang): string {
  const words = {
    zh: {
      title: '两根交叉的细条',
      desc: '一个 5×5 的方块里画着两条对角线，各五个像素，只共有中间一个。两条的框是同一个方块。',
      names: ['第一根', '第二根', '合在一起'],
    },
    en: {
      title: 'Two thin bars that cross',
      desc: 'The two diagonals of a square of 5×5, five pixels each, share the pixel in the middle. Both have the same box, the square.',
      names: ['first', 'second', 'together'],
    },
  }[lang];
  const [n, cell, gap] = [5, 18, 24];
  const [a, b] = diagonals(n);
  const panel = (i: number) =>
    rect(0, 0, n * cell, n * cell, { class: 'f-surface' }) +
    a
      .flatMap((row, r) =>
        row.map((_, c) => {
          const [first, second] = [a[r][c] && i !== 1, b[r][c] && i !== 0];
          const ground = first && second ? 'f-soft-accent' : first ? 'f-soft-a' : 'f-soft-b';
          return first || second ? rect(c * cell, r * cell, cell, cell, { class: ground }) : '';
        }),
      )
      .join('') +
    Array.from({ length: n - 1 }, (_, k) => {
      const at = (k + 1) * cell;
      return line(at, 0, at, n * cell) + line(0, at, n * cell, at);
    }).join('') +
    rect(0, 0, n * cell, n * cell, { class: 's-accent', 'stroke-width': 2.5 }) +
    text((n * cell) / 2, -10, words.names[i], { class: 'f-muted', 'font-size': 13 });
  return svgDoc(
    { width: 3 * n * cell + 2 * gap + 12, height: n * cell + 36, title: words.title, desc: words.desc },
    ...[0, 1, 2].map((i) => group(6 + i * (n * cell + gap), 28, panel(i))),
  );
}

export const figures: Record<string, (lang: Lang) => string> = { moving, crossing };
