/** Figures of the page: the shipped U-Net, and what coarse maps make of a thin pole. */
import { arrow, group, line, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { coarse, POLE } from './dense.ts';

/** Side and channels of the maps of scenes-segmenter: going down, and coming up again. */
export const DOWN = [
  { side: 64, channels: 3 },
  { side: 32, channels: 24 },
  { side: 16, channels: 48 },
  { side: 8, channels: 96 },
];
export const UP = [
  { side: 64, channels: 24 },
  { side: 32, channels: 24 },
  { side: 16, channels: 48 },
];
export const CLASSES = 11;

function uShape(lang: Lang): string {
  const words = {
    zh: {
      title: '本站 U-Net 的形状',
      desc: '左边向下：64×64 的 3 个通道，32×32 的 24 个，16×16 的 48 个，8×8 的 96 个。右边向上：16×16 的 48 个，32×32 的 24 个，64×64 的 24 个。同一行之间有一条横向的连线。最上面得到 64×64 的 11 类。',
      down: '缩小',
      up: '放大',
      skip: '拼接',
      out: `每像素 ${CLASSES} 类`,
    },
    en: {
      title: 'The shape of our U-Net',
      desc: 'On the left, going down: 3 channels of 64×64, 24 of 32×32, 48 of 16×16, 96 of 8×8. On the right, coming up: 48 of 16×16, 24 of 32×32, 24 of 64×64. A line across joins each row. At the top 11 classes of 64×64.',
      down: 'smaller',
      up: 'larger',
      skip: 'concatenate',
      out: `${CLASSES} classes a pixel`,
    },
  }[lang];
  const [WIDTH, HEIGHT, STEP, FIRST] = [92, 34, 62, 34];
  const [leftX, rightX] = [20, 248];
  const y = (row: number) => FIRST + row * STEP;
  const box = (x: number, row: number, map: { side: number; channels: number }, ground: string) =>
    rect(x, y(row), WIDTH, HEIGHT, { class: `${ground} s-line` }) +
    text(x + WIDTH / 2, y(row) + 22, `${map.side}×${map.side}×${map.channels}`, { 'font-size': 13 });
  const middle = (leftX + rightX + WIDTH) / 2;
  const small = { class: 'f-muted', 'font-size': 13 };
  const last = DOWN.length - 1;
  return svgDoc(
    { width: 360, height: y(last) + HEIGHT + 8, ...words },
    text(rightX + WIDTH / 2, 16, words.out, small),
    arrow(rightX + WIDTH / 2, y(0), rightX + WIDTH / 2, 22),
    ...DOWN.slice(0, last).map((map, row) => box(leftX, row, map, 'f-soft-b')),
    box(middle - WIDTH / 2, last, DOWN[last], 'f-soft-accent'),
    ...UP.map((map, row) => box(rightX, row, map, 'f-soft-a')),
    ...UP.map(
      (_, row) =>
        arrow(leftX + WIDTH, y(row) + HEIGHT / 2, rightX, y(row) + HEIGHT / 2, 'accent') +
        text(middle, y(row) + HEIGHT / 2 - 6, words.skip, small),
    ),
    ...[0, 1].map(
      (row) =>
        arrow(leftX + WIDTH / 2, y(row) + HEIGHT, leftX + WIDTH / 2, y(row + 1)) +
        arrow(rightX + WIDTH / 2, y(row + 1), rightX + WIDTH / 2, y(row) + HEIGHT),
    ),
    text(leftX + WIDTH / 2 + 8, y(0) + HEIGHT + 19, words.down, { ...small, 'text-anchor': 'start' }),
    text(rightX + WIDTH / 2 - 8, y(0) + HEIGHT + 19, words.up, { ...small, 'text-anchor': 'end' }),
    line(leftX + WIDTH / 2, y(2) + HEIGHT, leftX + WIDTH / 2, y(3) + HEIGHT / 2, { class: 's-muted', 'stroke-width': 1.5 }), // prettier-ignore
    arrow(leftX + WIDTH / 2, y(3) + HEIGHT / 2, middle - WIDTH / 2, y(3) + HEIGHT / 2),
    line(middle + WIDTH / 2, y(3) + HEIGHT / 2, rightX + WIDTH / 2, y(3) + HEIGHT / 2, { class: 's-muted', 'stroke-width': 1.5 }), // prettier-ignore
    arrow(rightX + WIDTH / 2, y(3) + HEIGHT / 2, rightX + WIDTH / 2, y(2) + HEIGHT),
  );
}

function blocks(lang: Lang): string {
  const words = {
    zh: {
      title: '粗糙的图画不出细杆',
      desc: '真值里有一根一像素宽的杆。2×2 的块把它画成两像素宽；4×4 的块里它不到一半，于是消失。',
      names: ['真值', '2×2 的块', '4×4 的块'],
    },
    en: {
      title: 'A coarse map cannot draw a thin pole',
      desc: 'In the truth a pole is one pixel wide. Blocks of 2×2 make it two pixels wide; in blocks of 4×4 it fills less than half, and is gone.',
      names: ['truth', 'blocks of 2×2', 'blocks of 4×4'],
    },
  }[lang];
  const [cell, gap, side] = [13, 16, POLE.length];
  const panel = (labels: number[][], s: number) =>
    rect(0, 0, side * cell, side * cell, { class: 'f-surface s-line' }) +
    labels
      .flatMap((row, r) =>
        row.map((own, c) =>
          own === 1 ? rect(c * cell, r * cell, cell, cell, { class: 'f-soft-a' }) : '',
        ),
      )
      .join('') +
    Array.from({ length: side / s - 1 }, (_, i) => {
      const at = (i + 1) * s * cell;
      return line(at, 0, at, side * cell) + line(0, at, side * cell, at);
    }).join('');
  return svgDoc(
    { width: 3 * side * cell + 2 * gap + 8, height: side * cell + 32, ...words },
    ...[1, 2, 4].map((s, i) =>
      group(
        4 + i * (side * cell + gap),
        26,
        panel(coarse(POLE, s), s),
        text((side * cell) / 2, -9, words.names[i], { class: 'f-muted', 'font-size': 13 }),
      ),
    ),
  );
}

export const figures: Record<string, (lang: Lang) => string> = { 'u-shape': uShape, blocks };
