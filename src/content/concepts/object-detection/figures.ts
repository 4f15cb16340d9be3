/** Figures of the page: one cell of the grid and the box it says. */
import { circle, line, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { CELL, decode } from './detect.ts';

const SCALE = 5;
const [LEFT, TOP] = [20, 30];

function cell(lang: Lang): string {
  const words = {
    zh: {
      title: '一个单元格说出一个框',
      desc: '64×64 的图片分成 8×8 个单元格；第 3 行第 5 列的单元格（从 0 数起）涂了底色，其中的圆点是它给出的中心 (42, 28)，框从 (38, 16) 到 (46, 40)',
      grid: '64×64 像素，8×8 个单元格',
      box: '框',
    },
    en: {
      title: 'One cell says one box',
      desc: 'A picture of 64 by 64 in 8 by 8 cells; the cell in row 3, column 5 (from 0) is tinted, a dot marks the center (42, 28) that it gives, and the box goes from (38, 16) to (46, 40)',
      grid: '64×64 pixels, 8×8 cells',
      box: 'box',
    },
  }[lang];
  const at = (v: number) => v * SCALE;
  const { box } = decode(CELL);
  const [l, t, r, b] = box;
  const lines = Array.from({ length: 9 }, (_, i) => [
    line(LEFT + at(8 * i), TOP, LEFT + at(8 * i), TOP + at(64)),
    line(LEFT, TOP + at(8 * i), LEFT + at(64), TOP + at(8 * i)),
  ]).flat();
  const [x, y] = [(l + r) / 2, (t + b) / 2];
  return svgDoc(
    { width: 360, height: 362, title: words.title, desc: words.desc },
    text(LEFT, 20, words.grid, { class: 'f-muted', 'text-anchor': 'start' }),
    rect(LEFT, TOP, at(64), at(64), { class: 'f-surface' }),
    rect(LEFT + at(8 * CELL.col), TOP + at(8 * CELL.row), at(8), at(8), { class: 'f-soft-accent' }),
    ...lines,
    rect(LEFT + at(l), TOP + at(t), at(r - l), at(b - t), { class: 's-a', 'stroke-width': 3 }),
    circle(LEFT + at(x), TOP + at(y), 4.5, { class: 'f-accent' }),
    text(LEFT + at(r) + 8, TOP + at(t) + 6, words.box, { class: 'f-a', 'text-anchor': 'start' }),
    text(LEFT + at(r) + 8, TOP + at(y) + 5, `(${x.toFixed(0)}, ${y.toFixed(0)})`, {
      class: 'f-ink',
      'text-anchor': 'start',
    }),
  );
}

export const figures: Record<string, (lang: Lang) => string> = { cell };
