/** Figures of the page on kernels; every number in them is computed. */
import type { Lang } from '../../../i18n/langs.ts';
import { matrixGrid } from '../../../components/figures/matrix.ts';
import { arrow, formatNumber, svgDoc, text } from '../../../components/figures/svg.ts';
import { layers, SPIKE } from './shapes.ts';

type Rows = number[][];

/** The top left window of the scene `rgb`: red, green, blue. */
export const WINDOW: Rows[] = [
  [
    [1, 2],
    [0, 1],
  ],
  [
    [0, 1],
    [1, 0],
  ],
  [
    [2, 0],
    [1, 1],
  ],
];

/** The two filters of that scene, one slice for each channel. */
export const FILTERS: Rows[][] = [
  [
    [
      [1, 0],
      [0, 1],
    ],
    [
      [0, 1],
      [1, 0],
    ],
    [
      [1, -1],
      [-1, 1],
    ],
  ],
  [
    [
      [0, 1],
      [-1, 0],
    ],
    [
      [1, 0],
      [0, -1],
    ],
    [
      [0, 1],
      [1, 0],
    ],
  ],
];

/** Sum of the products of a window and a slice of the same size. */
export const dot = (window: Rows, slice: Rows): number =>
  window.flat().reduce((sum, x, i) => sum + x * slice.flat()[i], 0);

/** One window, two filters: three sums each, added to one output number. */
function oneSum(lang: Lang): string {
  const words = {
    zh: {
      title: '一个窗口，两个卷积核',
      desc: '窗口有红、绿、蓝三片 2×2 的数。核 1 的三片权重分别得 2、2、2，合计 6；核 2 的三片分别得 2、0、1，合计 3。',
      channels: ['红', '绿', '蓝'],
      window: '窗口',
      filter: (n: number) => `核 ${n}`,
      output: '输出',
    },
    en: {
      title: 'One window, two kernels',
      desc: 'The window has three 2×2 slices: red, green and blue. The slices of kernel 1 give 2, 2 and 2, together 6; those of kernel 2 give 2, 0 and 1, together 3.',
      channels: ['red', 'green', 'blue'],
      window: 'window',
      filter: (n: number) => `kernel ${n}`,
      output: 'output',
    },
  }[lang];
  const cell = 27;
  const left = 66;
  const step = 2 * cell + 24;
  const right = left + 3 * step + 8;
  const row = 2 * cell + 48;
  const name = (y: number, content: string) =>
    text(0, y + cell + 5, content, { class: 'f-muted', 'font-size': 14, 'text-anchor': 'start' });
  const parts = [name(24, words.window)];
  WINDOW.forEach((rows, c) =>
    parts.push(
      matrixGrid(rows, {
        ...{ x: left + c * step, y: 24, cell, label: words.channels[c] },
        highlight: () => 'f-soft-a',
      }),
    ),
  );
  FILTERS.forEach((slices, f) => {
    const y = 24 + 2 * cell + 24 + f * row;
    const sums = slices.map((slice, c) => dot(WINDOW[c], slice));
    parts.push(name(y, words.filter(f + 1)));
    slices.forEach((slice, c) => {
      const x = left + c * step;
      parts.push(matrixGrid(slice, { x, y, cell }));
      parts.push(text(x + cell, y + 2 * cell + 21, formatNumber(sums[c]), { 'font-size': 16 }));
      if (c < 2) parts.push(text(x + cell + step / 2, y + 2 * cell + 21, '+'));
    });
    const total = sums.reduce((a, b) => a + b, 0);
    parts.push(arrow(right - 26, y + 2 * cell + 15, right - 4, y + 2 * cell + 15));
    parts.push(
      matrixGrid([[total]], {
        ...{ x: right + 4, y: y + 2 * cell + 2, cell },
        highlight: () => 'f-soft-accent',
      }),
    );
  });
  const height = 24 + 2 * cell + 24 + 2 * row - 14;
  return svgDoc({ width: right + cell + 8, height, title: words.title, desc: words.desc }, ...parts);
}

/** A spike after even and after odd layers: the same numbers at different places. */
function drift(lang: Lang): string {
  const words = {
    zh: {
      title: '偶数核让内容漂移',
      desc: '中间的 1 经过四层 [1 1] 变成 1 4 6 4 1，整体左移两格；经过两层 [1 2 1] 也是 1 4 6 4 1，却留在正中。',
      even: '每层 [1 1]，末尾补一个 0',
      odd: '每层 [1 2 1]，两边各补一个 0',
      after: (n: number) => (n === 0 ? '输入' : `${n} 层`),
    },
    en: {
      title: 'An even kernel lets the content drift',
      desc: 'Four layers of [1 1] turn the 1 in the middle into 1 4 6 4 1, moved left by two cells; two layers of [1 2 1] give 1 4 6 4 1 as well, still in the middle.',
      even: 'layers of [1 1], a zero at the end',
      odd: 'layers of [1 2 1], a zero at each end',
      after: (n: number) => (n === 0 ? 'input' : `${n} ${n === 1 ? 'layer' : 'layers'}`),
    },
  }[lang];
  const cell = 28;
  const left = 62;
  const gap = 6;
  const parts: string[] = [];
  let y = 24;
  for (const [label, rows] of [
    [words.even, layers(SPIKE, [1, 1], 4)],
    [words.odd, layers(SPIKE, [1, 2, 1], 2)],
  ] as const) {
    parts.push(
      text(left, y - 8, label, { class: 'f-muted', 'font-size': 14, 'text-anchor': 'start' }),
    );
    rows.forEach((values, n) => {
      parts.push(
        text(0, y + cell / 2 + 5, words.after(n), {
          ...{ class: 'f-muted', 'font-size': 14, 'text-anchor': 'start' },
        }),
        matrixGrid([values], {
          ...{ x: left, y, cell },
          highlight: (_, c) => (values[c] !== 0 ? 'f-soft-accent' : undefined),
          ink: (_, c) => (values[c] === 0 ? 'f-muted' : undefined),
          frames: [{ row: 0, col: 4, rows: 1, cols: 1, class: 's-a' }],
        }),
      );
      y += cell + gap;
    });
    y += 34;
  }
  return svgDoc(
    { width: left + 9 * cell + 2, height: y - 34 - gap + 2, title: words.title, desc: words.desc },
    ...parts,
  );
}

export const figures: Record<string, (lang: Lang) => string> = {
  'one-sum': oneSum,
  'even-drift': drift,
};
