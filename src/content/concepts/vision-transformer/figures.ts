/** Figures of the page: a picture becomes tokens, and what grows with the number of tokens. */
import { matrixGrid } from '../../../components/figures/matrix.ts';
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { BASE, E, embed, IMAGE, multiplyAdds, patches, POSITIONS } from './vit.ts';

const PATCH = 2;

function tokens(lang: Lang): string {
  const words = {
    zh: {
      title: '一张 4×4 的图变成四个 token',
      desc: '图切成四个 2×2 的图块 A、B、C、D。嵌入是 (1, 0)、(6, 2)、(2, 4)、(2, 0)，加上位置嵌入 (0, 0)、(0, 1)、(1, 0)、(1, 1)，得 (1, 0)、(6, 3)、(3, 4)、(3, 1)。',
      image: '图片',
      embedding: '嵌入',
      position: '位置',
      sum: 'token',
    },
    en: {
      title: 'A 4×4 picture becomes four tokens',
      desc: 'The picture is cut into the 2×2 patches A, B, C and D. The embeddings (1, 0), (6, 2), (2, 4), (2, 0) plus the position embeddings (0, 0), (0, 1), (1, 0), (1, 1) are (1, 0), (6, 3), (3, 4), (3, 1).',
      image: 'picture',
      embedding: 'embedding',
      position: 'position',
      sum: 'token',
    },
  }[lang];
  const [cell, top] = [30, 30];
  const left = { image: 4, names: 140, embedding: 152, position: 226, sum: 300 };
  const lines = patches(IMAGE, PATCH);
  const frames = [0, 2].flatMap((row) =>
    [0, 2].map((col) => ({ row, col, rows: PATCH, cols: PATCH, class: 's-ink' })),
  );
  const ground = (row: number, col: number) =>
    (Math.floor(row / 2) + Math.floor(col / 2)) % 2 ? 'f-soft-a' : 'f-soft-b';
  const middle = (i: number) => top + i * cell + cell / 2 + 5;
  const sign = { 'font-size': 14, class: 'f-muted' };
  const grid = (values: number[][], x: number, label: string, highlight?: string) =>
    matrixGrid(values, { x, y: top, cell, label, highlight: () => highlight });
  return svgDoc(
    { width: 364, height: top + 4 * cell + 6, ...words },
    matrixGrid(IMAGE, { x: left.image, y: top, cell, label: words.image, highlight: ground, frames }),
    ...lines.map((_, i) => text(left.names, middle(i), 'ABCD'[i], sign)),
    grid(embed(lines, E), left.embedding, words.embedding),
    ...lines.map((_, i) => text(left.position - 7, middle(i), '+', sign)),
    grid(POSITIONS, left.position, words.position),
    ...lines.map((_, i) => text(left.sum - 7, middle(i), '=', sign)),
    grid(embed(lines, E, POSITIONS), left.sum, words.sum, 'f-soft-accent'),
  );
}

const SIDES = Array.from({ length: 41 }, (_, i) => 256 + 32 * i); // to 1536, multiples of 16

/** Billions of multiply-adds of ViT-B/16 against the side of the picture. */
export function costPoints() {
  const points = (part: 'linear' | 'quadratic') =>
    SIDES.map((side): Point => [side, multiplyAdds({ ...BASE, side })[part] / 1e9]);
  return { linear: points('linear'), quadratic: points('quadratic') };
}

function cost(lang: Lang): string {
  const words = {
    zh: {
      title: 'ViT-B/16 的运算量',
      desc: '横轴是图片边长，256 到 1536 像素；纵轴是乘加次数，单位十亿。线性层的部分与 token 数成正比，注意力矩阵的部分与它的平方成正比，起初小得多，到约 1086 像素处追上，之后超过。',
      linear: '线性层（与 n 成正比）',
      quadratic: '注意力矩阵（与 n² 成正比）',
      x: '图片边长（像素）',
      y: '乘加次数（十亿）',
    },
    en: {
      title: 'Multiply-adds of ViT-B/16',
      desc: 'The side of the picture, 256 to 1536 pixels, against billions of multiply-adds. The part of the linear layers grows with the number of tokens, that of the attention matrices with its square; this is much smaller at first, draws level at about 1086 pixels and then overtakes.',
      linear: 'linear layers (grows with n)',
      quadratic: 'attention matrices (grows with n²)',
      x: 'side of the picture (pixels)',
      y: 'billions of multiply-adds',
    },
  }[lang];
  const { linear, quadratic } = costPoints();
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 280,
    series: [
      { points: linear, class: 's-a', label: words.linear, dash: 'none' },
      { points: quadratic, class: 's-b', label: words.quadratic, dash: '7 4' },
    ],
    x: { domain: [256, 1536], ticks: [256, 512, 768, 1024, 1280], label: words.x },
    y: { domain: [0, 1600], ticks: [0, 400, 800, 1200, 1600], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { tokens, cost };
