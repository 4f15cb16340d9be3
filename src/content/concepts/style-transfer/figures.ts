import { path, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import type { Grid } from '../../../lib/grid.ts';
import { matrixGrid } from '../../../components/figures/matrix.ts';
import { CONTENT, DISC, gram, STRIPES, STYLE, transfer, WAYS } from './style.ts';

const LEVELS = 5;

/** A gray picture as one path for each of five levels of ink. */
function picture({ data, shape: [h, w] }: Grid, x: number, y: number, cell: number): string {
  const d = Array.from({ length: LEVELS }, () => '');
  for (let r = 0; r < h; r++) {
    for (let c = 0; c < w; c++) {
      const level = Math.round(LEVELS * data[r * w + c]);
      if (level) d[level - 1] += `M${x + c * cell} ${y + r * cell}h${cell}v${cell}h${-cell}z`;
    }
  }
  return (
    d.map((each, i) => each && path(each, { class: 'f-ink', 'fill-opacity': String((i + 1) / LEVELS) })).join('') + // prettier-ignore
    rect(x, y, w * cell, h * cell, { class: 's-line' })
  );
}

let results: Grid[] | undefined;
/** The three transfers of the listing, computed once. */
export const transfers = () =>
  (results ??= Object.values(WAYS).map(([alpha, beta]) =>
    transfer({ content: CONTENT, style: STYLE, alpha, beta }),
  ));

function gallery(lang: Lang): string {
  const words = {
    zh: {
      title: '圆盘的内容，条纹的风格',
      desc: '上排是内容图（圆盘）和风格图（斜条纹）。下排是三张从噪声优化出来的图：只管内容得到圆盘，兼顾两者得到由斜条纹组成的圆盘，只管风格得到铺满画面、位置与原图不同的斜条纹。',
      above: ['内容图', '风格图'],
      below: ['只管内容', '兼顾两者', '只管风格'],
    },
    en: {
      title: 'The content of a disc, the style of stripes',
      desc: 'Above: the content picture, a disc, and the style picture, diagonal stripes. Below: three pictures optimized from noise. With the content alone it becomes the disc, with both a disc of diagonal stripes, with the style alone diagonal stripes all over, but in other places.',
      above: ['content', 'style'],
      below: ['content only', 'both', 'style only'],
    },
  }[lang];
  const [side, cell] = [112, 7];
  const parts: string[] = [];
  const put = (image: Grid, label: string, x: number, y: number) =>
    parts.push(picture(image, x, y, cell), text(x + side / 2, y + side + 18, label));
  [DISC, STRIPES].forEach((image, i) => put(image, words.above[i], 64 + i * 124, 2));
  transfers().forEach((image, i) => put(image, words.below[i], 2 + i * 122, 152));
  return svgDoc({ width: 362, height: 290, title: words.title, desc: words.desc }, ...parts);
}

/** Three pairs of feature maps of four positions: a picture, the same shuffled, and another one. */
export const MAPS = {
  first: [[1, 0, 1, 0], [0, 1, 0, 1]], // prettier-ignore
  shuffled: [[1, 1, 0, 0], [0, 0, 1, 1]], // prettier-ignore
  together: [[1, 0, 1, 0], [1, 0, 1, 0]], // prettier-ignore
};

function grams(lang: Lang): string {
  const words = {
    zh: {
      title: '打乱位置，Gram 矩阵不变',
      desc: '三行，每行左边是两张各四个位置的特征图，右边是 Gram 矩阵。前两行的位置不同，矩阵都是 2、0、0、2；第三行两个通道在同样的位置响应，矩阵的四个数都是 2。',
      rows: ['图一', '打乱位置', '同处响应'],
      heads: ['特征图 F', 'F Fᵀ'],
    },
    en: {
      title: 'Shuffled positions leave the Gram matrix as it is',
      desc: 'Three rows, each with two feature maps of four positions on the left and their Gram matrix on the right. The first two differ in positions and have the same matrix 2, 0, 0, 2; in the third both channels answer at the same positions, and all four entries are 2.',
      rows: ['picture', 'shuffled', 'together'],
      heads: ['maps F', 'F Fᵀ'],
    },
  }[lang];
  const parts = words.heads.map((head, i) =>
    text([150, 291][i], 16, head, { class: 'f-muted', 'font-size': 13 }),
  );
  Object.values(MAPS).forEach((F, i) => {
    const y = 28 + i * 74;
    parts.push(text(4, y + 35, words.rows[i], { 'text-anchor': 'start' }));
    parts.push(matrixGrid(F, { x: 90, y, cell: 30, highlight: (r, c) => (F[r][c] ? 'f-soft-a' : undefined) })); // prettier-ignore
    parts.push(matrixGrid(gram(F), { x: 261, y, cell: 30, highlight: (r, c) => (r === c ? undefined : 'f-soft-accent') })); // prettier-ignore
  });
  return svgDoc({ width: 340, height: 246, title: words.title, desc: words.desc }, ...parts);
}

export const figures: Record<string, (lang: Lang) => string> = { gallery, grams };
