/** Figures of the page, computed by the listing beside this file. */
import { circle, group, line, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { mulberry32 } from '../../../lib/random.ts';
import { grid, RANGE, randomTrials } from './search.ts';

/** Seed of the random trials that are drawn. */
export const SEED = 12;
export const shown = () => ({
  grid: grid(...RANGE),
  random: randomTrials(9, ...RANGE, mulberry32(SEED)),
});

function trials(lang: Lang): string {
  const SIDE = 150;
  const words = {
    zh: {
      grid: '网格：每轴 3 个值',
      random: '随机：每轴 9 个值',
      x: '要紧的超参数',
      y: '不太要紧的超参数',
      title: '九次试验的两种取法',
      desc: '左边的网格投影到横轴只有三个值，右边的随机点投影到横轴有九个值。',
    },
    en: {
      grid: 'grid: 3 values per axis',
      random: 'random: 9 per axis',
      x: 'the one that matters',
      y: 'the one that hardly does',
      title: 'Two ways to spend nine trials',
      desc: 'Projected to the horizontal axis, the grid on the left has three values, the random points on the right have nine.',
    },
  }[lang];
  const place = (v: number) => (Math.log(v / RANGE[0]) / Math.log(RANGE[1] / RANGE[0])) * SIDE;
  const panel = (points: number[][], name: string, left: number) =>
    group(
      left,
      30,
      text(SIDE / 2, -12, name, { 'font-size': 13, 'font-weight': 600 }),
      rect(0, 0, SIDE, SIDE, { class: 's-line' }),
      ...points.flatMap(([a, b]) => [
        line(place(a), SIDE - place(b), place(a), SIDE, {
          class: 's-muted',
          'stroke-dasharray': '2 3',
        }),
        circle(place(a), SIDE - place(b), 5, { class: 'f-accent' }),
        line(place(a), SIDE, place(a), SIDE + 10, { class: 's-b', 'stroke-width': 3 }),
      ]),
      text(SIDE / 2, SIDE + 28, words.x, { class: 'f-muted', 'font-size': 13 }),
    );
  const points = shown();
  return svgDoc(
    { width: 2 * SIDE + 60, height: SIDE + 84, title: words.title, desc: words.desc },
    panel(points.grid, words.grid, 14),
    panel(points.random, words.random, SIDE + 46),
    text(14, SIDE + 78, `↑ ${words.y}`, {
      class: 'f-muted',
      'font-size': 13,
      'text-anchor': 'start',
    }),
  );
}

export const figures: Record<string, (lang: Lang) => string> = { trials };
