/** Figures of the page: the worked example on squared paper, and the plateau of IoU. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { line, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { A, area, B, giou, iou, shared, type Box } from './overlap.ts';

const UNIT = 40;
const [LEFT, TOP] = [20, 34];

/** A box of the example in the units of the picture. */
function drawn([l, t, r, b]: Box, attributes: Record<string, string | number>): string {
  return rect(LEFT + l * UNIT, TOP + t * UNIT, (r - l) * UNIT, (b - t) * UNIT, attributes);
}

function overlapFigure(lang: Lang): string {
  const words = {
    zh: {
      title: '两个框的交集、并集和外接框',
      desc: 'A 与 B 各占 24 格，重叠 12 格，一共盖住 36 格；虚线画的外接框有 40 格，其中 4 格不属于任何一个框',
      around: '虚线：外接框 C，40 格',
      count: '交 12 格，并 36 格',
    },
    en: {
      title: 'Intersection, union and enclosing box of two boxes',
      desc: 'A and B have 24 squares each, share 12 and cover 36 together; the dashed enclosing box has 40, of which 4 belong to neither',
      around: 'dashed: enclosing box C, 40 squares',
      count: '12 shared, 36 covered',
    },
  }[lang];
  const around: Box = [0, 0, 8, 5];
  const grid = [
    ...Array.from({ length: 9 }, (_, i) => [i * UNIT, 0, i * UNIT, 5 * UNIT]),
    ...Array.from({ length: 6 }, (_, i) => [0, i * UNIT, 8 * UNIT, i * UNIT]),
  ].map(([x1, y1, x2, y2]) => line(LEFT + x1, TOP + y1, LEFT + x2, TOP + y2));
  const name = (x: number, y: number, label: string, color: string) =>
    text(LEFT + x * UNIT, TOP + y * UNIT + 5, label, { class: color, 'font-size': 16 });
  return svgDoc(
    { width: 360, height: 290, title: words.title, desc: words.desc },
    drawn(A, { class: 'f-soft-a' }),
    drawn(B, { class: 'f-soft-b' }),
    drawn(shared(A, B), { class: 'f-soft-accent' }),
    ...grid,
    drawn(around, { class: 's-muted', 'stroke-width': 2, 'stroke-dasharray': '6 4' }),
    drawn(A, { class: 's-a', 'stroke-width': 2.5 }),
    drawn(B, { class: 's-b', 'stroke-width': 2.5 }),
    name(1, 2, 'A', 'f-a'),
    name(7, 3, 'B', 'f-b'),
    name(4, 2.5, 'A ∩ B', 'f-ink'),
    text(LEFT, 24, words.count, { 'text-anchor': 'start' }),
    text(LEFT, TOP + 5 * UNIT + 26, words.around, { class: 'f-muted', 'text-anchor': 'start' }),
  );
}

/** The second of two equal squares, `d` to the right of the first. */
export const moved = (d: number): Box => [d, 0, d + 10, 10];
const still: Box = [0, 0, 10, 10];
const curve = (f: (a: Box, b: Box) => number): Point[] =>
  Array.from({ length: 126 }, (_, i): Point => [i / 5, f(still, moved(i / 5))]);

function plateau(lang: Lang): string {
  const words = {
    zh: {
      title: '把一个框慢慢移开：IoU 与 GIoU',
      desc: '两个边长为 10 的方框。移开 10 之前 IoU 与 GIoU 相同，从 1 降到 0；此后 IoU 一直是 0，GIoU 继续下降，移开 20 时是负的三分之一',
      x: '移开的距离',
    },
    en: {
      title: 'One box moves away: IoU and GIoU',
      desc: 'Two squares of side 10. Up to a shift of 10, IoU and GIoU agree and fall from 1 to 0; from there on IoU stays at 0, while GIoU goes on falling, to minus one third at a shift of 20',
      x: 'shift',
    },
  }[lang];
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 250,
    series: [
      { points: curve(giou), class: 's-b', label: 'GIoU', dash: '7 4' },
      { points: curve(iou), class: 's-accent', label: 'IoU', dash: 'none' },
    ],
    x: { domain: [0, 25], ticks: [0, 5, 10, 15, 20, 25], label: words.x },
    y: { domain: [-0.5, 1], ticks: [-0.5, 0, 0.5, 1], label: '' },
  });
}

/** Squares of the figure, for its words. */
export const SQUARES = { a: area(A), b: area(B), shared: area(shared(A, B)) };

export const figures: Record<string, (lang: Lang) => string> = {
  overlap: overlapFigure,
  plateau,
};
