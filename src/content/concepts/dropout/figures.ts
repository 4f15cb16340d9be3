/** Figures of the page, computed by the listing beside this file. */
import { group, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { mulberry32 } from '../../../lib/random.ts';
import { mapMasks } from './dropout.ts';

export const MAPS = { channels: 4, size: 6, rate: 0.5 };
export const SEEDS = { pixels: 4, channels: 8 };

/** The masks that the figure shows. */
export const shown = (kind: 'pixels' | 'channels') =>
  mapMasks(kind, MAPS.channels, MAPS.size, MAPS.rate, mulberry32(SEEDS[kind]));

function masks(lang: Lang): string {
  const CELL = 13;
  const side = MAPS.size * CELL;
  const words = {
    zh: {
      pixels: '逐个丢：相邻像素泄露了被丢的值',
      channels: '整张丢：空间 Dropout',
      title: '四张特征图上的两种掩码',
      desc: '上排每个像素单独抽样，下排每个通道一起保留或丢弃。',
    },
    en: {
      pixels: 'single values: neighbors tell what was dropped',
      channels: 'whole maps: spatial dropout',
      title: 'Two kinds of mask on four feature maps',
      desc: 'Above, every pixel is drawn on its own; below, each channel is kept or dropped as a whole.',
    },
  }[lang];
  const rows = (['pixels', 'channels'] as const).map((kind, row) => {
    const maps = shown(kind).map((mask, c) =>
      group(
        c * (side + 14),
        24,
        ...mask.map((kept, i) =>
          rect((i % MAPS.size) * CELL, Math.floor(i / MAPS.size) * CELL, CELL, CELL, {
            class: `${kept ? 'f-accent' : 'f-surface'} s-line`,
          }),
        ),
      ),
    );
    return group(
      2,
      row * (side + 52),
      text(0, 14, words[kind], { 'text-anchor': 'start' }),
      ...maps,
    );
  });
  return svgDoc(
    {
      width: 4 * side + 3 * 14 + 4,
      height: 2 * (side + 52) - 24,
      title: words.title,
      desc: words.desc,
    },
    ...rows,
  );
}

export const figures: Record<string, (lang: Lang) => string> = { masks };
