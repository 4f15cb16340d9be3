/** Figures of the page on interpretability, computed by its own listings. */
import { matrixGrid } from '../../../components/figures/matrix.ts';
import { linePlot } from '../../../components/figures/plot.ts';
import { arrow, formatNumber, line, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { saturating } from './attribution.ts';
import {
  alphas,
  FLAT_MAP,
  gradCam,
  HEADS,
  hiResCam,
  MAPS,
  pooledGradients,
  USED_LEFT,
} from './gradcam.ts';

const lit = (map: number[][]) => (r: number, c: number) =>
  map[r][c] > 0 ? 'f-soft-accent' : undefined;
const signed = (value: number) => (value < 0 ? '' : '+') + formatNumber(value);

function gradcam(lang: Lang): string {
  const words = {
    zh: {
      title: '两个类别的 Grad-CAM',
      desc: '两张 2×2 特征图，第一张左上亮，第二张右下亮。类别 a 的权重是 0.75 和 −0.25，热力图只剩左上；类别 b 的权重是 −0.25 和 0.5，热力图只剩右下',
      maps: ['特征图 1', '特征图 2'],
      cls: (name: string) => `类别 ${name}`,
      heat: '热力图',
    },
    en: {
      title: 'Grad-CAM of two classes',
      desc: 'Two maps of 2×2, the first bright at the top left, the second at the bottom right. Class a weighs them with 0.75 and −0.25, and only the top left remains; class b with −0.25 and 0.5, and only the bottom right remains',
      maps: ['map 1', 'map 2'],
      cls: (name: string) => `class ${name}`,
      heat: 'heat map',
    },
  }[lang];
  const cell = 32;
  const xs = [62, 178, 290];
  const label = (x: number, y: number, content: string) =>
    text(x, y, content, { class: 'f-muted', 'font-size': 13 });
  const rows = Object.entries(HEADS).flatMap(([name, w], i) => {
    const y = 132 + i * 112;
    const gradients = pooledGradients(w);
    const heat = gradCam(MAPS, gradients);
    return [
      line(0, y - 26, 360, y - 26, { class: 's-line' }),
      text(0, y + cell + 5, words.cls(name), { 'text-anchor': 'start' }),
      ...alphas(gradients).map((alpha, k) =>
        text(xs[k] + cell, y + cell + 5, `${signed(alpha)} ×`, { 'font-size': 16 }),
      ),
      arrow(xs[1] + 2 * cell + 8, y + cell, xs[2] - 10, y + cell),
      matrixGrid(heat, { x: xs[2], y, cell, highlight: lit(heat) }),
    ];
  });
  return svgDoc(
    { width: 360, height: 316, title: words.title, desc: words.desc },
    ...MAPS.map((map, k) =>
      matrixGrid(map, { x: xs[k], y: 26, cell, label: words.maps[k], highlight: lit(map) }),
    ),
    label(xs[2] + cell, 98, words.heat),
    ...rows,
  );
}

function flattened(lang: Lang): string {
  const words = {
    zh: {
      title: '取平均之后，看上去两处都有功',
      desc: '特征图上面一行是 6、6，展平后的权重是 3、−1。Grad-CAM 给两处都是 3，HiResCAM 只给左边一处 18',
      names: ['特征图', '权重', 'Grad-CAM', 'HiResCAM'],
    },
    en: {
      title: 'After averaging, both places look helpful',
      desc: 'The upper row of the map is 6, 6, and the weights after flattening are 3 and −1. Grad-CAM gives 3 to both places, HiResCAM gives 18 to the left one only',
      names: ['map', 'weights', 'Grad-CAM', 'HiResCAM'],
    },
  }[lang];
  const grids = [
    FLAT_MAP[0],
    USED_LEFT[0],
    gradCam(FLAT_MAP, USED_LEFT),
    hiResCam(FLAT_MAP, USED_LEFT),
  ];
  return svgDoc(
    { width: 360, height: 100, title: words.title, desc: words.desc },
    ...grids.map((map, i) =>
      matrixGrid(map, {
        x: 8 + i * 92,
        y: 26,
        cell: 34,
        label: words.names[i],
        highlight: lit(map),
      }),
    ),
  );
}

function saturation(lang: Lang): string {
  const words = {
    zh: {
      title: '沿基线到输入的路上，得分怎样变化',
      desc: '得分从 0 直线升到 1，在路程一半处到顶，之后水平；终点处的斜率是 0',
      x: '从基线（0）到输入（1）的路程',
      y: '得分',
      score: 'min(1, x₁ + x₂)',
    },
    en: {
      title: 'The score on the path from the baseline to the input',
      desc: 'The score rises in a straight line from 0 to 1, reaches it halfway and stays level; at the end its slope is 0',
      x: 'path from the baseline (0) to the input (1)',
      y: 'score',
      score: 'min(1, x₁ + x₂)',
    },
  }[lang];
  const ts = Array.from({ length: 41 }, (_, i) => i / 40);
  return linePlot({
    series: [
      { points: ts.map((t) => [t, saturating([t, t])] as const), class: 's-a', label: words.score },
    ],
    width: 360,
    height: 210,
    title: words.title,
    desc: words.desc,
    x: { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], label: words.x },
    y: { domain: [0, 1.1], ticks: [0, 0.5, 1], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { gradcam, flattened, saturation };
