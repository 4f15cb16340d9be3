/** Figures of the page: three residual blocks, and the paths that a chain of blocks consists of. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { arrow, circle, line, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';

/** A convolution: kernel size, channels in and out, stride. */
export interface Conv {
  size: number;
  from: number;
  to: number;
  stride?: number;
}

export interface Drawn {
  id: 'basic' | 'bottleneck' | 'projection';
  branch: Conv[];
  shortcut?: Conv;
}

/** The blocks of He et al. 2016: figures 2, 3 and 5, and the shortcut of equation 2. */
export const BLOCKS: Drawn[] = [
  {
    id: 'basic',
    branch: [
      { size: 3, from: 64, to: 64 },
      { size: 3, from: 64, to: 64 },
    ],
  },
  {
    id: 'bottleneck',
    branch: [
      { size: 1, from: 256, to: 64 },
      { size: 3, from: 64, to: 64 },
      { size: 1, from: 64, to: 256 },
    ],
  },
  {
    id: 'projection',
    branch: [
      { size: 3, from: 64, to: 128, stride: 2 },
      { size: 3, from: 128, to: 128 },
    ],
    shortcut: { size: 1, from: 64, to: 128, stride: 2 },
  },
];

export const weightsOf = ({ size, from, to }: Conv) => size * size * from * to;

/** All weights of a block, without biases and normalization. */
export const blockWeights = ({ branch, shortcut }: Drawn) =>
  [...branch, ...(shortcut ? [shortcut] : [])].reduce((sum, conv) => sum + weightsOf(conv), 0);

function blocks(lang: Lang): string {
  const words = {
    zh: {
      title: '三种残差块',
      desc: '基本块：两个 3×3 卷积，捷径什么也不做。瓶颈块：1×1、3×3、1×1。换形状的块：捷径上也有一个 1×1 卷积，步幅为 2。相加之后再过 ReLU。',
      names: { basic: '基本块', bottleneck: '瓶颈块', projection: '换形状' },
      count: (n: string) => `${n} 个权重`,
    },
    en: {
      title: 'Three residual blocks',
      desc: 'Basic: two 3×3 convolutions, the shortcut does nothing. Bottleneck: 1×1, 3×3, 1×1. Where the shape changes, the shortcut has a 1×1 convolution with stride 2. A ReLU follows the addition.',
      names: { basic: 'basic', bottleneck: 'bottleneck', projection: 'new shape' },
      count: (n: string) => `${n} weights`,
    },
  }[lang];
  const [COLUMN, WIDE, HIGH] = [132, 78, 30];
  const sum = 250;
  const draw = (block: Drawn, column: number) => {
    const left = 8 + column * COLUMN;
    const middle = left + WIDE / 2;
    const side = left + WIDE + 22;
    const top = 62;
    const gap = (sum - 22 - top - block.branch.length * HIGH) / (block.branch.length - 1 || 1);
    const name = ({ size, to, stride }: Conv) =>
      `${size}×${size}${stride ? `/${stride}` : ''}, ${to}`;
    const boxes = block.branch.map((conv, i) => {
      const y = top + i * (HIGH + gap);
      const last = i === block.branch.length - 1;
      const below = last ? sum - 10 : y + HIGH + gap;
      return (
        rect(left, y, WIDE, HIGH, { class: 'f-soft-a s-a', rx: 4 }) +
        text(middle, y + HIGH / 2 + 5, name(conv), { 'font-size': 13 }) +
        arrow(middle, y + HIGH, middle, below) +
        (last
          ? ''
          : text(middle - 8, y + HIGH + gap / 2 + 4, 'ReLU', {
              'font-size': 13,
              'text-anchor': 'end',
              class: 'f-muted',
            }))
      );
    });
    const { from } = block.branch[0];
    const boxed = block.shortcut
      ? rect(side - 21, 130, 42, HIGH, { class: 'f-soft-b s-b', rx: 4 }) +
        text(side, 130 + HIGH / 2 + 5, '1×1/2', { 'font-size': 13 })
      : '';
    return [
      text(middle + 10, 18, words.names[block.id], { 'font-size': 14 }),
      text(middle - 8, 44, from, { 'font-size': 13, 'text-anchor': 'end', class: 'f-muted' }),
      arrow(middle, 30, middle, top),
      line(middle, 48, side, 48, { class: 's-b' }),
      line(side, 48, side, block.shortcut ? 130 : sum, { class: 's-b' }),
      block.shortcut ? line(side, 130 + HIGH, side, sum, { class: 's-b' }) : '',
      boxed,
      arrow(side, sum, middle + 11, sum, 'b'),
      ...boxes,
      circle(middle, sum, 10, { class: 'f-surface s-ink' }),
      text(middle, sum + 5, '+', { 'font-size': 15 }),
      arrow(middle, sum + 10, middle, sum + 40),
      text(middle + 8, sum + 28, 'ReLU', {
        'font-size': 13,
        'text-anchor': 'start',
        class: 'f-muted',
      }),
      text(middle - 8, sum + 36, block.branch.at(-1)!.to, {
        'font-size': 13,
        'text-anchor': 'end',
        class: 'f-muted',
      }),
      text(middle + 10, sum + 60, words.count(blockWeights(block).toLocaleString('en-US')), {
        'font-size': 13,
      }),
    ].join('');
  };
  return svgDoc(
    { width: 8 + 3 * COLUMN, height: sum + 70, title: words.title, desc: words.desc },
    ...BLOCKS.map(draw),
  );
}

/** Blocks of ResNet-110 on CIFAR-10, and how much of a gradient a branch passes on in the toy. */
export const PATHS = { blocks: 54, pass: 1 / 4 };

/** Share of paths through k of n branches, and share of the gradient they carry if each passes on a. */
export function shares(n: number, a: number): { paths: number[]; gradient: number[] } {
  const paths: number[] = [];
  const gradient: number[] = [];
  let choose = 1;
  for (let k = 0; k <= n; k++) {
    paths.push(choose / 2 ** n);
    gradient.push((choose * a ** k) / (1 + a) ** n);
    choose = (choose * (n - k)) / (k + 1);
  }
  return { paths, gradient };
}

function paths(lang: Lang): string {
  const { blocks: n, pass } = PATHS;
  const share = shares(n, pass);
  const words = {
    zh: {
      title: '路径的长度与它们带的梯度',
      desc: `${n} 个块有 2 的 ${n} 次方条路径，多数穿过 27 个左右的分支；每个分支只放行四分之一时，梯度多半来自穿过 11 个左右分支的路径。`,
      x: '穿过的分支数',
      y: '占比（%）',
      paths: '路径',
      gradient: '梯度',
    },
    en: {
      title: 'How long the paths are, and which of them carry the gradient',
      desc: `${n} blocks make 2 to the power ${n} paths, most through about 27 branches. If a branch passes on a quarter, most of the gradient comes through about 11 branches.`,
      x: 'branches on the path',
      y: 'share (%)',
      paths: 'of the paths',
      gradient: 'of the gradient',
    },
  }[lang];
  const points = (values: number[]): Point[] => values.map((v, k) => [k, 100 * v]);
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 380,
    height: 230,
    series: [
      { points: points(share.paths), class: 's-a', label: words.paths },
      { points: points(share.gradient), class: 's-b', label: words.gradient },
    ],
    x: { domain: [0, n], ticks: [0, 9, 18, 27, 36, 45, 54], label: words.x },
    y: { domain: [0, 15], ticks: [0, 5, 10, 15], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { blocks, paths };
