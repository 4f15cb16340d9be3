/** Figures of the page: the curve of the worked example, raised and sampled. */
import { linePlot, type Point as Spot } from '../../../components/figures/plot.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { curve, OBJECTS, raised, RANKED } from './ap.ts';

const points = curve(RANKED, OBJECTS);

/** The raised curve as steps, from recall 0 to 1. */
export function steps(): Spot[] {
  const recalls = [0, ...new Set(points.map((p) => p.recall))];
  const drawn = recalls.slice(1).flatMap((to, i): Spot[] => {
    const height = raised(points, to);
    return [
      [recalls[i], height],
      [to, height],
    ];
  });
  const last = recalls[recalls.length - 1];
  return [...drawn, [last, 0], [1, 0]];
}

/** The eleven samples of VOC 2007. */
export const samples: Spot[] = Array.from({ length: 11 }, (_, i) => [
  i / 10,
  raised(points, i / 10),
]);

function rankedFigure(lang: Lang): string {
  const words = {
    zh: {
      title: '精确率—召回率曲线，以及抬平之后',
      desc: '五个检测的点：召回率 0.25 处精确率 1 和 0.5，0.5 处 0.67，0.75 处 0.75 和 0.6。抬平后的曲线在召回率 0.25 以前是 1，到 0.75 是 0.75，之后是 0；十一个取样点落在上面',
      raw: '测得的点',
      raised: '抬平后',
      samples: '11 个取样',
      x: '召回率',
      y: '精确率',
    },
    en: {
      title: 'The precision–recall curve and the raised one',
      desc: 'Five detections: precision 1 and 0.5 at recall 0.25, 0.67 at 0.5, 0.75 and 0.6 at 0.75. The raised curve is 1 up to recall 0.25, 0.75 up to 0.75 and 0 beyond; eleven samples lie on it',
      raw: 'measured',
      raised: 'raised',
      samples: '11 samples',
      x: 'recall',
      y: 'precision',
    },
  }[lang];
  const measured = points.map(({ recall, precision }): Spot => [recall, precision]);
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 270,
    series: [
      { points: steps(), class: 's-accent', label: words.raised, dash: 'none' },
      { points: measured, class: 's-a', label: words.raw, dash: '3 3' },
      { points: samples, class: 's-b', label: words.samples, dots: true },
    ],
    x: { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], label: words.x },
    y: { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { ranked: rankedFigure };
