/** Figures of the deep-learning page: folding by depth, and faces told apart by distance. */
import { linePlot, plotArea, sample } from '../../../components/figures/plot.ts';
import { circle, group, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { deep } from './depth.ts';
import { ENROLLED, FACES, THRESHOLD } from './faces.ts';

function tents(lang: Lang): string {
  const words = {
    zh: {
      title: '每多一层，折一次',
      desc: '三幅图，横轴纵轴都从 0 到 1。一层：一个尖顶，2 段。两层：两个尖顶，4 段。三层：四个尖顶，8 段。',
      layers: (n: number) => `${n} 层，${2 ** n} 段`,
    },
    en: {
      title: 'Each layer folds once more',
      desc: 'Three plots from 0 to 1. One layer: one peak, 2 pieces. Two layers: two peaks, 4 pieces. Three layers: four peaks, 8 pieces.',
      layers: (n: number) => `${n} ${n === 1 ? 'layer' : 'layers'}, ${2 ** n} pieces`,
    },
  }[lang];
  const axis = { domain: [0, 1] as [number, number], ticks: [0, 1], label: '' };
  const panels = [1, 2, 3].map((layers, i) =>
    group(
      i * 122,
      0,
      text(66, 16, words.layers(layers), { 'font-size': 13 }),
      group(
        0,
        18,
        plotArea({
          width: 118,
          height: 132,
          x: axis,
          y: axis,
          series: [
            { points: sample((x) => deep(x, layers), [0, 1], 65), class: 's-accent', label: '' },
          ],
        }),
      ),
    ),
  );
  return svgDoc({ width: 366, height: 152, title: words.title, desc: words.desc }, ...panels);
}

function faces(lang: Lang): string {
  const words = {
    zh: {
      title: '按距离认人',
      desc: '平面上的点是人脸的嵌入。Ada 登记在 (0, 3)，Grace 在 (4, 0)，各有一个半径 2 的圆。(1, 3) 处的新照片落在 Ada 的圆里；(4, 4) 处的陌生人不在任何圆里。',
      names: { 'Ada again': 'Ada 的新照片', stranger: '陌生人' } as Record<string, string>,
    },
    en: {
      title: 'Recognizing people by distance',
      desc: 'Points in the plane are embeddings of faces. Ada is enrolled at (0, 3), Grace at (4, 0), each with a circle of radius 2. A new photo at (1, 3) lies in the circle of Ada; a stranger at (4, 4) lies in none.',
      names: { 'Ada again': 'new photo of Ada', stranger: 'stranger' } as Record<string, string>,
    },
  }[lang];
  const domain: [number, number] = [-2.5, 6.5];
  const ticks = [-2, 0, 2, 4, 6];
  const format = (v: number) => String(v).replace('-', '−');
  return linePlot({
    width: 320,
    height: 317, // the same scale on both axes: circles stay circles
    title: words.title,
    desc: words.desc,
    x: { domain, ticks, label: '', format },
    y: { domain, ticks, label: '', format },
    series: [],
    over: ({ x, y }) => {
      const radius = x(Math.sqrt(THRESHOLD)) - x(0);
      return (
        Object.entries(ENROLLED)
          .map(
            ([name, [a, b]]) =>
              circle(x(a), y(b), radius, { class: 's-a', 'stroke-width': 1.5 }) +
              circle(x(a), y(b), 5, { class: 'f-a' }) +
              text(x(a), y(b) + 20, name, { class: 'f-a', 'font-size': 14 }),
          )
          .join('') +
        Object.entries(FACES)
          .map(
            ([name, [a, b]]) =>
              rect(x(a) - 4.5, y(b) - 4.5, 9, 9, { class: 'f-accent' }) +
              text(x(a) + (a > 2 ? 0 : 26), y(b) - 12, words.names[name], {
                class: 'f-accent',
                'font-size': 13,
              }),
          )
          .join('')
      );
    },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { tents, faces };
