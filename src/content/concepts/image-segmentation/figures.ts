/** Figure of the page: one panoptic map and the three poorer outputs that follow from it. */
import { matrixGrid, type Cell, type Frame } from '../../../components/figures/matrix.ts';
import { group, svgDoc } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { boxes, panoptic, TRUTH, WIDTH, type Label, type Pixel } from './tasks.ts';

const CELL = 26;
const GAP = 22;
const LEFT = 4;
const TOP = 26;

const MAP = panoptic(TRUTH);
const rowsOf = <T>(cells: T[]): T[][] =>
  TRUTH.map((_, r) => cells.slice(r * WIDTH, (r + 1) * WIDTH));

/** The ground of a pixel: one for each class, and for each car its own where they are told apart. */
const ground = (pixel: Pixel, apart: boolean): string | undefined => {
  if (pixel.label !== 'car') return pixel.label === 'road' ? 'f-soft-b' : undefined;
  return apart && pixel.number === 2 ? 'f-soft-accent' : 'f-soft-a';
};

/** The frames of the boxes. */
export const frames: Frame[] = boxes(MAP).map(([left, top, right, bottom], i) => ({
  row: top,
  col: left,
  rows: bottom - top + 1,
  cols: right - left + 1,
  class: i === 0 ? 's-a' : 's-accent',
}));

function fourOutputs(lang: Lang): string {
  const words = {
    zh: {
      title: '同一个场景，四种输出',
      desc: '语义图里八个像素都写“车”；实例图里四个写 1、四个写 2，其余为空；全景图里每个像素都有类别，车还带编号；检测只有两个框。',
      names: ['语义', '实例', '全景', '检测框'],
      short: { sky: '天', road: '路', car: '车' } satisfies Record<Label, string>,
    },
    en: {
      title: 'One scene, four outputs',
      desc: 'In the semantic map eight pixels say c for car; in the instance map four say 1 and four say 2, the others are empty; in the panoptic map every pixel has a class and cars have a number; detection gives two boxes.',
      names: ['semantic', 'instance', 'panoptic', 'boxes'],
      short: { sky: 's', road: 'r', car: 'c' } satisfies Record<Label, string>,
    },
  }[lang];
  const semantic = (pixel: Pixel): Cell => words.short[pixel.label];
  const instance = ({ number }: Pixel): Cell => (number === 0 ? null : String(number));
  const both = (pixel: Pixel): Cell => `${semantic(pixel)}${instance(pixel) ?? ''}`;
  const panels = [
    { cells: MAP.map(semantic), grounds: MAP.map((p) => ground(p, false)) },
    {
      cells: MAP.map(instance),
      grounds: MAP.map((p) => (p.number === 0 ? undefined : ground(p, true))),
    },
    { cells: MAP.map(both), grounds: MAP.map((p) => ground(p, true)) },
    { cells: MAP.map((): Cell => null), grounds: [], frames },
  ];
  const [across, down] = [WIDTH * CELL + GAP, TRUTH.length * CELL + 36];
  return svgDoc(
    { width: 2 * across - GAP + 2 * LEFT, height: TOP + 2 * down - 28, ...words },
    ...panels.map(({ cells, grounds, frames }, i) =>
      group(
        LEFT + (i % 2) * across,
        TOP + Math.floor(i / 2) * down,
        matrixGrid(rowsOf(cells), {
          x: 0,
          y: 0,
          cell: CELL,
          fontSize: 13,
          label: words.names[i],
          highlight: (r, c) => grounds[r * WIDTH + c],
          frames,
        }),
      ),
    ),
  );
}

export const figures: Record<string, (lang: Lang) => string> = { 'four-outputs': fourOutputs };
