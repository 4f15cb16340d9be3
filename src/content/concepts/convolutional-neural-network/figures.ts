/** Figures of the page on convolutional neural networks: its own listing, and the ledger of `src/lib`. */
import { matrixGrid } from '../../../components/figures/matrix.ts';
import { arrow, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { NETWORKS, parseList } from '../../../lib/network-list.ts';
import { ledger } from '../../../lib/network.ts';
import { APART, CORNER, forward } from './tiny_cnn.ts';

function tiny(lang: Lang): string {
  const words = {
    zh: {
      title: '一个完整的小 CNN',
      desc: '两张图各有一条横线和一条竖线。左图的两条线相接，右图的不相接；池化后每张特征图的最大值都是 6，1×1 卷积之后只有左图剩下一个 2',
      image: '图片 6×6',
      lines: '横线、竖线 4×4',
      pooled: '池化 2×2',
      corners: '相加减 8，再 ReLU',
      logit: '“有拐角”的得分',
    },
    en: {
      title: 'A complete small CNN',
      desc: 'Two pictures, each with a horizontal and a vertical line. On the left the lines meet, on the right they do not; after pooling the largest value of every map is 6, and after the 1×1 convolution only the left picture has a 2 left',
      image: 'picture, 6×6',
      lines: 'horizontal, vertical, 4×4',
      pooled: 'pooled, 2×2',
      corners: 'sum − 8, then ReLU',
      logit: 'score for “corner”',
    },
  }[lang];
  const half = 180;
  const label = (x: number, y: number, words: string) =>
    text(x, y, words, { class: 'f-muted', 'font-size': 13 });
  const column = (image: number[][], left: number) => {
    const middle = left + half / 2;
    const { lines, pooled, corners, logits } = forward(image);
    const lit = (map: number[][]) => (r: number, c: number) =>
      map[r][c] > 0 ? 'f-soft-accent' : undefined;
    const pair = (maps: number[][][], top: number, cell: number) => {
      const side = maps[0].length * cell;
      return maps
        .map((map, i) => {
          const x = middle + (i ? 6 : -6 - side);
          return matrixGrid(map, { x, y: top, cell, fontSize: 13, highlight: lit(map) });
        })
        .join('');
    };
    return [
      label(middle, 14, words.image),
      matrixGrid(
        image.map((row) => row.map((v) => (v ? v : null))),
        { x: middle - 54, y: 22, cell: 18, fontSize: 13, highlight: lit(image) },
      ),
      arrow(middle, 134, middle, 148),
      label(middle, 164, words.lines),
      pair(lines, 172, 20),
      arrow(middle, 256, middle, 270),
      label(middle, 286, words.pooled),
      pair(pooled, 294, 24),
      arrow(middle, 346, middle, 360),
      label(middle, 376, words.corners),
      matrixGrid(corners, {
        x: middle - 24,
        y: 384,
        cell: 24,
        fontSize: 13,
        highlight: lit(corners),
      }),
      arrow(middle, 436, middle, 450),
      label(middle, 466, words.logit),
      text(middle, 488, String(logits[0]).replace('-', '−'), { 'font-size': 17 }),
    ].join('');
  };
  return svgDoc(
    { width: 2 * half, height: 496, title: words.title, desc: words.desc },
    column(CORNER, 0),
    column(APART, half),
  );
}

export const CLASSIC = ['lenet5', 'alexnet', 'vgg16', 'resnet50'] as const;

/** Share of the parameters and of the multiply-adds that are in fully connected layers, and counts. */
export function shares(name: (typeof CLASSIC)[number]) {
  const { input, layers } = parseList(NETWORKS[name]);
  const { rows, parameters, macs } = ledger(input!, layers);
  const dense = rows.filter(({ op }) => op === 'dense');
  const sum = (key: 'parameters' | 'macs') => dense.reduce((all, row) => all + row[key], 0);
  const count = (...ops: string[]) => rows.filter(({ op }) => ops.includes(op)).length;
  return {
    parameters,
    macs,
    dense: { parameters: sum('parameters') / parameters, macs: sum('macs') / macs },
    layers: { conv: count('conv'), pool: count('maxpool', 'avgpool'), gap: count('gap') },
    head: rows.filter(({ op }) => ['flatten', 'gap', 'dense'].includes(op)).map((r) => r.output[0]),
  };
}

function where(lang: Lang): string {
  const words = {
    zh: {
      title: '全连接层在参数和乘加次数里占多少',
      desc: '四个网络各有两条横条：上条是参数，下条是乘加次数，深色部分属于全连接层。AlexNet 和 VGG-16 的参数几乎都在全连接层，乘加次数几乎都在卷积层',
      names: ['LeNet-5', 'AlexNet', 'VGG-16', 'ResNet-50'],
      bars: ['参数', '乘加'],
      dense: '全连接层',
      conv: '其余（主要是卷积层）',
    },
    en: {
      title: 'The share of the fully connected layers in parameters and multiply-adds',
      desc: 'Four networks with two bars each: parameters above, multiply-adds below; the dark part is in fully connected layers. In AlexNet and VGG-16 nearly all parameters are there, and nearly all multiply-adds are in the convolutions',
      names: ['LeNet-5', 'AlexNet', 'VGG-16', 'ResNet-50'],
      bars: ['params', 'mult-adds'],
      dense: 'fully connected',
      conv: 'the rest, mostly convolutions',
    },
  }[lang];
  const left = 74;
  const width = 280;
  const group = (name: (typeof CLASSIC)[number], i: number) => {
    const { dense } = shares(name);
    const y = 52 + i * 72;
    return (
      text(0, y, words.names[i], { 'text-anchor': 'start' }) +
      [dense.parameters, dense.macs]
        .map((share, bar) => {
          const top = y + 8 + bar * 22;
          return (
            text(left - 8, top + 14, words.bars[bar], {
              class: 'f-muted',
              'font-size': 13,
              'text-anchor': 'end',
            }) +
            rect(left, top, width, 18, { class: 'f-soft-a s-line' }) +
            rect(left, top, width * share, 18, { class: 'f-a' })
          );
        })
        .join('')
    );
  };
  const key = [words.dense, words.conv].map((name, i) => {
    const x = i ? 136 : 0;
    return (
      rect(x, 8, 14, 14, { class: i ? 'f-soft-a s-line' : 'f-a' }) +
      text(x + 20, 20, name, { 'font-size': 13, 'text-anchor': 'start' })
    );
  });
  return svgDoc(
    { width: 360, height: 330, title: words.title, desc: words.desc },
    ...key,
    ...CLASSIC.map(group),
  );
}

export const figures: Record<string, (lang: Lang) => string> = { tiny, where };
