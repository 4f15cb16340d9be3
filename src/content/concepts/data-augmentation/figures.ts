/** Figures of the page, computed by the listing beside this file. */
import { group, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { cutmix, cutout, flip, halfTurn, mixup, ONE, shift, SIX, type Picture } from './augment.ts';

/** The pictures of the figure in reading order. */
export const panels = (): Picture[] => [
  SIX,
  shift(SIX, -1, 1),
  flip(SIX),
  halfTurn(SIX),
  cutout(SIX, 1, 3, 2),
  mixup(SIX, ONE, 0.75),
  cutmix(SIX, ONE, 0, 0, 4, 7).x,
];

/** Classes of a gray value: nothing, soft, full. */
const shade = (v: number) => (v === 0 ? 'f-surface' : v < 0.5 ? 'f-soft-a' : v < 1 ? 'f-soft-accent' : 'f-accent');

function kinds(lang: Lang): string {
  const CELL = 11;
  const side = 7 * CELL;
  const words = {
    zh: {
      names: ['原图', '平移', '翻转', '转半圈', 'Cutout', 'mixup', 'CutMix'],
      labels: ['6', '6', '不是 6', '是 9', '6', '¾·6 + ¼·1', '3/7·6 + 4/7·1'],
      title: '数字 6 的六种增强',
      desc: '平移和擦除后仍是 6；翻转后不是数字；转半圈成了 9；mixup 和 CutMix 的标签按比例混合。',
    },
    en: {
      names: ['original', 'shifted', 'mirrored', 'half turn', 'Cutout', 'mixup', 'CutMix'],
      labels: ['6', '6', 'no 6', 'a 9', '6', '¾·6 + ¼·1', '3/7·6 + 4/7·1'],
      title: 'Six augmentations of a 6',
      desc: 'Shifted or erased it is still a 6; mirrored it is no digit; turned it is a 9; mixup and CutMix mix the labels.',
    },
  }[lang];
  const drawn = panels().map((picture, i) =>
    group(
      2 + (i % 4) * (side + 18),
      Math.floor(i / 4) * (side + 56),
      text(side / 2, 14, words.names[i], { 'font-size': 13 }),
      group(
        0,
        20,
        ...picture.flatMap((row, r) =>
          row.map((v, c) =>
            rect(c * CELL, r * CELL, CELL, CELL, { class: `${shade(v)} s-line` }),
          ),
        ),
      ),
      text(side / 2, side + 36, words.labels[i], { 'font-size': 13, 'font-weight': 600 }),
    ),
  );
  return svgDoc(
    { width: 4 * side + 3 * 18 + 4, height: 2 * (side + 56) - 8, title: words.title, desc: words.desc },
    ...drawn,
  );
}

export const figures: Record<string, (lang: Lang) => string> = { kinds };
