/** Figures of the page, computed by its listings. */
import { matrixGrid } from '../../../components/figures/matrix.ts';
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { formatNumber, rect, svgDoc, text, textWidth } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { changes, KINDS, type Kind } from './network.ts';
import { conv, KERNEL, shift, X, type Signal } from './shift.ts';

function strip(values: Signal, x: number, y: number, width: number, ground: string): string {
  return values
    .map(
      (v, i) =>
        rect(x + i * width, y, width, 26, { class: `${v ? ground : 'f-surface'} s-line` }) +
        text(x + (i + 0.5) * width, y + 18, formatNumber(v), {
          class: v ? 'f-ink' : 'f-muted',
          'font-size': 14,
        }),
    )
    .join('');
}

function commute(lang: Lang): string {
  const words = {
    zh: {
      title: '先平移再卷积：步幅 1 与步幅 2',
      desc: '输入 0 0 1 3 0 0 0 0。步幅 1 的输出 0 −1 −2 3 0 0 0 随输入右移一格；步幅 2 的输出 0 −2 0 0 变成 0 −1 3 0，并不是原来的平移。',
      x: ['x', 'x 右移 1', 'x 右移 2'],
      one: '步幅 1',
      two: '步幅 2',
    },
    en: {
      title: 'Shift, then convolve, with stride 1 and stride 2',
      desc: 'The input 0 0 1 3 0 0 0 0. With stride 1 the output 0 −1 −2 3 0 0 0 moves along by one cell; with stride 2 the output 0 −2 0 0 becomes 0 −1 3 0, which is no shift of it.',
      x: ['x', 'x, shift 1', 'x, shift 2'],
      one: 'stride 1',
      two: 'stride 2',
    },
  }[lang];
  const names = [...words.x, words.one, words.two];
  const left = Math.ceil(Math.max(...names.map((name) => textWidth(name, 13)))) + 10;
  const cell = Math.floor((358 - left) / 8);
  let y = 2;
  const parts: string[] = [];
  const row = (name: string, values: Signal, width: number, ground: string) => {
    parts.push(
      text(left - 8, y + 18, name, { class: 'f-muted', 'font-size': 13, 'text-anchor': 'end' }),
      strip(values, left, y, width, ground),
    );
    y += 30;
  };
  words.x.forEach((name, t) => {
    const x = shift(X, t);
    row(name, x, cell, 'f-soft-accent');
    row(words.one, conv(x, KERNEL), cell, 'f-soft-a');
    row(words.two, conv(x, KERNEL, 2), 2 * cell, 'f-soft-b');
    y += 14;
  });
  return svgDoc({ width: 360, height: y - 12, title: words.title, desc: words.desc }, ...parts);
}

/** Shifts drawn in the figure. */
export const SHIFTS = Array.from({ length: 17 }, (_, t) => t);

let kept: Record<Kind, number[]> | undefined; // both languages draw the same run
export const drifts = (): Record<Kind, number[]> =>
  (kept ??= Object.fromEntries(KINDS.map((kind) => [kind, changes(kind, SHIFTS)])) as Record<
    Kind,
    number[]
  >);

function drift(lang: Lang): string {
  const words = {
    zh: {
      title: '图片平移之后特征变了多少',
      desc: '三级步幅 2 的网络：变化在平移 0、8、16 时为零，其余大约是 5% 到 11%。先模糊再下采样，变化不到 1%，平移 4 的倍数时为零。不设步幅时始终为零。',
      names: { 'no stride': '无步幅', stride: '三级步幅 2', 'blur, then stride': '先模糊' },
      x: '平移的像素数',
      y: '特征的相对变化（%）',
    },
    en: {
      title: 'How far the features move when the picture shifts',
      desc: 'A network with three strides of 2: the change is zero at shifts 0, 8 and 16 and about 5% to 11% between. With a blur before each stride it stays below 1% and is zero at multiples of 4. Without strides it is always zero.',
      names: {
        'no stride': 'no stride',
        stride: 'three strides of 2',
        'blur, then stride': 'blurred',
      },
      x: 'shift in pixels',
      y: 'relative change of the features (%)',
    },
  }[lang];
  const found = drifts();
  const classes = { 'no stride': 's-muted', stride: 's-b', 'blur, then stride': 's-a' };
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 270,
    series: KINDS.map((kind) => ({
      points: found[kind].map((share, t): Point => [t, 100 * share]),
      class: classes[kind],
      label: words.names[kind],
    })),
    x: { domain: [0, 16], ticks: [0, 4, 8, 12, 16], label: words.x },
    y: { domain: [0, 12], ticks: [0, 4, 8, 12], label: words.y },
  });
}

/** Sums over 3×3 windows with zeros around: what a box kernel makes of a plane. */
export function boxSum(x: number[][]): number[][] {
  const near = [-1, 0, 1];
  return x.map((row, r) =>
    row.map((_, c) =>
      near.reduce((sum, i) => sum + near.reduce((s, j) => s + (x[r + i]?.[c + j] ?? 0), 0), 0),
    ),
  );
}

export const ONES = Array.from({ length: 7 }, (): number[] => Array(7).fill(1));

function leak(lang: Lang): string {
  const words = {
    zh: {
      title: '补零之后，常数图片也有了位置',
      desc: '7×7 的全 1 图片，3×3 求和、补零。一层之后：角上 4，边上 6，内部 9。两层之后：离边缘两格以内的数都与内部不同。',
      layers: ['一层之后', '两层之后'],
    },
    en: {
      title: 'With zero padding even a constant picture has positions',
      desc: 'A 7×7 picture of ones, sums over 3×3 windows, zeros around. After one layer: 4 in the corners, 6 along the sides, 9 inside. After two layers the numbers up to two cells from the border differ from those inside.',
      layers: ['after one layer', 'after two layers'],
    },
  }[lang];
  const once = boxSum(ONES);
  const grids = [once, boxSum(once)].map((values, i) => {
    const inner = values[3][3];
    return matrixGrid(values, {
      x: 2 + i * 184,
      y: 24,
      cell: 25,
      label: words.layers[i],
      fontSize: 13,
      highlight: (r, c) => (values[r][c] < inner ? 'f-soft-b' : undefined),
    });
  });
  return svgDoc({ width: 363, height: 204, title: words.title, desc: words.desc }, ...grids);
}

export const figures: Record<string, (lang: Lang) => string> = { commute, drift, leak };
