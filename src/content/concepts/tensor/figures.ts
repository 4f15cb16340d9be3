/** Figures of the tensor page: orders 0 to 4, and one picture in two memory layouts. */
import { matrixGrid, type Cell } from '../../../components/figures/matrix.ts';
import { svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { channelsFirst, PICTURE, wrongChannelsFirst, type Tensor } from './tensor.ts';

const GROUNDS = ['f-soft-a', 'f-soft-b', 'f-soft-accent'];
const small = { class: 'f-muted', 'font-size': 13 };

/** Which channel a value of the picture belongs to: 1 to 4, 5 to 8, 9 to 12. */
const ground = (value: number) => GROUNDS[Math.floor((value - 1) / 4)];

/** Planes [C, H, W] behind each other, the first one in front. */
function stack(planes: number, x: number, y: number, cell: number): string {
  const empty: Cell[][] = [
    [null, null],
    [null, null],
  ];
  return Array.from({ length: planes }, (_, i) => planes - 1 - i)
    .map((c) =>
      matrixGrid(empty, { x: x + 10 * c, y: y - 9 * c, cell, highlight: () => GROUNDS[c] }),
    )
    .join('');
}

function orders(lang: Lang): string {
  const words = {
    zh: {
      title: '0 到 4 阶张量',
      desc: '标量是一格；长度 3 的向量是三格一排；2×3 矩阵是两行三列；一张 2×2 彩色图是三层叠放的 2×2 网格；两张图组成的批次是两叠。',
      names: ['标量', '向量', '矩阵', '彩色图', '一批两张图'],
      order: (n: number) => `${n} 阶 `,
    },
    en: {
      title: 'Tensors of order 0 to 4',
      desc: 'A scalar is one cell, a vector of length 3 a row of three cells, a 2×3 matrix two rows of three; a 2×2 color picture is three layers of 2×2 cells, a batch of two pictures two such stacks.',
      names: ['scalar', 'vector', 'matrix', 'color picture', 'batch of two pictures'],
      order: (n: number) => `order ${n}, `,
    },
  }[lang];
  const cell = 30;
  const shapes = ['[ ]', '[3]', '[2, 3]', '[2, 2, 3]', '[2, 2, 2, 3]'];
  const centers = [50, 160, 290, 90, 260];
  const captions = shapes.flatMap((shape, n) => {
    const y = n < 3 ? 92 : 226;
    return [
      text(centers[n], y, words.names[n]),
      text(centers[n], y + 19, words.order(n) + shape, small),
    ];
  });
  return svgDoc(
    { width: 360, height: 252, title: words.title, desc: words.desc },
    matrixGrid([[7]], { x: 35, y: 25, cell }),
    matrixGrid([[4, 7, 9]], { x: 115, y: 25, cell }),
    matrixGrid(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      { x: 245, y: 10, cell },
    ),
    stack(3, 50, 144, cell),
    stack(3, 180, 144, cell),
    stack(3, 270, 144, cell),
    ...captions,
  );
}

/** The three 2×2 planes of a tensor [3, 2, 2], side by side. */
function planes({ data }: Tensor, y: number): string {
  return [0, 1, 2]
    .map((c) => {
      const rows = [0, 2].map((r) => data.slice(4 * c + r, 4 * c + r + 2));
      return matrixGrid(rows, {
        x: 36 + 112 * c,
        y,
        cell: 32,
        highlight: (r, k) => ground(rows[r][k]),
      });
    })
    .join('');
}

function memory(lang: Lang): string {
  const words = {
    zh: {
      title: '同一张图的两种排列',
      desc: '一张 2×2 的三通道图：红 1 到 4，绿 5 到 8，蓝 9 到 12。NHWC 的内存依次是 1 5 9 2 6 10 3 7 11 4 8 12，NCHW 是 1 到 12。把 NHWC 直接 reshape 成三个平面，每个平面里三种颜色混在一起。',
      hwc: 'NHWC：逐像素存放',
      chw: 'NCHW：逐通道存放',
      right: '正确的三个通道',
      wrong: '把 NHWC 直接 reshape 成 [3, 2, 2]',
    },
    en: {
      title: 'One picture in two layouts',
      desc: 'A 2×2 picture with three channels: red 1 to 4, green 5 to 8, blue 9 to 12. In NHWC the memory holds 1 5 9 2 6 10 3 7 11 4 8 12, in NCHW 1 to 12. Reshaping NHWC into three planes mixes the three colors in every plane.',
      hwc: 'NHWC: pixel by pixel',
      chw: 'NCHW: channel by channel',
      right: 'the three channels',
      wrong: 'NHWC after reshape to [3, 2, 2]',
    },
  }[lang];
  const row = ({ data }: Tensor, y: number) =>
    matrixGrid([data], { x: 6, y, cell: 29, fontSize: 13, highlight: (_, k) => ground(data[k]) });
  const label = (y: number, words: string) =>
    text(6, y, words, { ...small, 'text-anchor': 'start' });
  return svgDoc(
    { width: 360, height: 338, title: words.title, desc: words.desc },
    label(15, words.right),
    planes(channelsFirst(PICTURE), 24),
    label(114, words.hwc),
    row(PICTURE, 122),
    label(176, words.chw),
    row(channelsFirst(PICTURE), 184),
    label(240, words.wrong),
    planes(wrongChannelsFirst(PICTURE), 250),
  );
}

export const figures: Record<string, (lang: Lang) => string> = { orders, memory };
