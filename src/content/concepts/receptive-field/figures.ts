/** Figures of the receptive-field page, computed by its own listings. */
import { linePlot } from '../../../components/figures/plot.ts';
import { rect, svgDoc, text, textWidth } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { dilated, early, gridded, receptiveField, three, type Layer } from './field.ts';
import { influence, profile, stack } from './influence.ts';

/** Cells of one axis on both sides of the middle one. */
const HALF = 6;

/** The rows of a stack from the top unit down to the pixels, with what the top unit reads. */
function cone(layers: Layer[], left: number, top: number, names: string[]): string {
  const unit = 20;
  const height = 20;
  const gap = 12;
  const fields = receptiveField(layers);
  const depth = layers.length;
  let parts = '';
  for (let level = depth; level >= 0; level--) {
    const step = level ? fields[level - 1].step : 1;
    const read = influence(layers.slice(level));
    const y = top + (depth - level) * (height + gap);
    parts += text(left - 10, y + 15, names[level], {
      class: 'f-muted',
      'font-size': 13,
      'text-anchor': 'end',
    });
    for (let i = -Math.floor(HALF / step); i * step <= HALF; i++) {
      const x = left + (i * step + HALF) * unit;
      const ground = read.has(i) ? (level ? 'f-soft-accent' : 'f-accent') : 'f-surface';
      const edge = read.has(i) ? 's-accent' : 's-line';
      parts += rect(x + 1, y, unit - 2, height, { class: `${ground} ${edge}` });
    }
    parts += text(left + (2 * HALF + 1) * unit + 8, y + 15, String(read.size), {
      'font-size': 14,
      'text-anchor': 'start',
    });
  }
  return parts;
}

function growth(lang: Lang): string {
  const words = {
    zh: {
      title: '最上面的一个单元往下看',
      desc: '三层 3×3、步幅都是 1：一个单元看到 3、5、7 格；第一层步幅改为 2：看到 3、5、11 格',
      heads: ['步幅 1、1、1', '步幅 2、1、1'],
      names: ['像素', '第 1 层', '第 2 层', '第 3 层'],
    },
    en: {
      title: 'What one unit at the top reads below',
      desc: 'Three 3×3 layers with stride 1: one unit reads 3, 5 and 7 cells; with stride 2 in the first layer, 3, 5 and 11',
      heads: ['strides 1, 1, 1', 'strides 2, 1, 1'],
      names: ['pixels', 'layer 1', 'layer 2', 'layer 3'],
    },
  }[lang];
  const left = Math.ceil(Math.max(...words.names.map((name) => textWidth(name, 13)))) + 12;
  const middle = left + (HALF + 0.5) * 20;
  return svgDoc(
    { width: 354, height: 322, title: words.title, desc: words.desc },
    ...[three, early].flatMap((layers, i) => [
      text(middle, 16 + i * 164, words.heads[i], { class: 'f-muted', 'font-size': 13 }),
      cone(layers, left, 26 + i * 164, words.names),
    ]),
  );
}

function coverage(lang: Lang): string {
  const words = {
    zh: {
      title: '每个像素有几条路通向输出',
      desc: '膨胀率 1、1、1 读到 7 个像素，2、2、2 在 13 个像素里隔一个读一个，1、2、4 的 15 个全读到',
      head: (d: string) => `膨胀率 ${d}`,
    },
    en: {
      title: 'How many paths lead from each pixel to the output',
      desc: 'Dilations 1, 1, 1 read 7 pixels; 2, 2, 2 read every other one of 13; 1, 2, 4 read all 15',
      head: (d: string) => `dilations ${d}`,
    },
  }[lang];
  const unit = 23;
  const rows = [
    { layers: three, d: '1, 1, 1' },
    { layers: gridded, d: '2, 2, 2' },
    { layers: dilated, d: '1, 2, 4' },
  ].map(({ layers, d }, row) => {
    const paths = profile(layers).map((g) => Math.round(27 * g));
    const x = 180 - (paths.length * unit) / 2;
    const y = 24 + row * 66;
    const cells = paths.map(
      (n, i) =>
        rect(x + i * unit, y, unit, 28, { class: `${n ? 'f-soft-accent' : 'f-surface'} s-line` }) +
        text(x + (i + 0.5) * unit, y + 19, n, { class: n ? 'f-ink' : 'f-muted' }),
    );
    const head = text(180, y - 8, words.head(lang === 'zh' ? d.replaceAll(', ', '、') : d), {
      class: 'f-muted',
      'font-size': 13,
    });
    return head + cells.join('');
  });
  return svgDoc({ width: 360, height: 186, title: words.title, desc: words.desc }, ...rows);
}

function bell(lang: Lang): string {
  const words = {
    zh: {
      title: '感受野里每个像素的影响',
      desc: '横轴从感受野的一端到另一端，纵轴是相对于中心的影响；层数越多，钟形曲线越窄',
      x: '在感受野中的位置',
      y: '影响（中心为 1）',
      of: (n: number, size: number) => `${n} 层，${size} 像素`,
    },
    en: {
      title: 'Influence of each pixel of the field',
      desc: 'From one end of the field to the other, relative to the center; the more layers, the narrower the bell',
      x: 'position in the field',
      y: 'influence (center = 1)',
      of: (n: number, size: number) => `${n} layers, ${size} pixels`,
    },
  }[lang];
  const series = [5, 20, 80].map((n, i) => {
    const g = profile(stack(n));
    const half = (g.length - 1) / 2;
    return {
      points: g.map((v, at) => [(at - half) / half, v / g[half]] as const),
      class: ['s-a', 's-b', 's-c'][i],
      label: words.of(n, g.length),
    };
  });
  return linePlot({
    series,
    width: 360,
    height: 260,
    title: words.title,
    desc: words.desc,
    x: { domain: [-1, 1], ticks: [-1, -0.5, 0, 0.5, 1], label: words.x },
    y: { domain: [0, 1], ticks: [0, 0.5, 1], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { growth, coverage, bell };
