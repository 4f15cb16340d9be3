/** Figures of the page: the results of the classification task, year by year. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { circle, line, path, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';

/** Lowest top-5 error in percent with the supplied data only; 2012 and 2013 also with more data. */
export const RESULTS: { year: number; supplied: number; outside?: number }[] = [
  { year: 2010, supplied: 28.191 },
  { year: 2011, supplied: 25.77 },
  { year: 2012, supplied: 16.422, outside: 15.315 },
  { year: 2013, supplied: 11.743, outside: 11.197 },
  { year: 2014, supplied: 6.656 },
  { year: 2015, supplied: 3.567 },
  { year: 2016, supplied: 2.991 },
  { year: 2017, supplied: 2.251 },
];
/** The second of 2012, with the supplied data. */
export const SECOND_2012 = 26.172;
/** Claimed on 11 May 2015, not comparable. */
export const BAIDU = { year: 2015 + 130 / 365, error: 4.58 };
/** One annotator, 1,500 pictures. */
export const HUMAN = 5.1;

const WIDTH = 400;

function results(lang: Lang): string {
  const words = {
    zh: {
      supplied: '只用比赛数据',
      outside: '另加数据',
      x: '年份',
      y: 'top-5 错误率（%）',
      human: '一个练过的人 5.1',
      baidu: '百度，不算数',
      title: '2010 至 2017 年分类任务的最低 top-5 错误率',
      desc: '折线从 2010 年的 28.2% 降到 2017 年的 2.3%，2012 年降得最多。2012 和 2013 年另有两个用了更多数据的点。虚线是一个人的成绩 5.1%，叉号是百度 2015 年的 4.58%。',
    },
    en: {
      supplied: 'supplied data only',
      outside: 'with more data',
      x: 'year',
      y: 'top-5 error (%)',
      human: 'one trained person 5.1',
      baidu: 'Baidu, void',
      title: 'Lowest top-5 error of the classification task, 2010 to 2017',
      desc: 'The line falls from 28.2% in 2010 to 2.3% in 2017, most in 2012. Two more points in 2012 and 2013 used additional data. A dashed line marks one person at 5.1%, a cross the 4.58% of Baidu in 2015.',
    },
  }[lang];
  const supplied = RESULTS.map(({ year, supplied }): Point => [year, supplied]);
  const outside = RESULTS.flatMap(({ year, outside }): Point[] =>
    outside === undefined ? [] : [[year, outside]],
  );
  return linePlot({
    width: WIDTH,
    height: 310,
    title: words.title,
    desc: words.desc,
    series: [
      { points: supplied, class: 's-accent', label: words.supplied },
      { points: outside, class: 's-b', label: words.outside, dots: true },
    ],
    x: {
      domain: [2009.6, 2017.6],
      ticks: RESULTS.map(({ year }) => year),
      label: words.x,
    },
    y: { domain: [0, 31], ticks: [0, 10, 20, 30], label: words.y },
    over: ({ x, y, left, right }) => {
      const [bx, by] = [x(BAIDU.year), y(BAIDU.error)];
      const small = { 'font-size': 13 };
      return [
        ...supplied.map(([year, error]) => circle(x(year), y(error), 3, { class: 'f-accent' })),
        ...supplied.map(([year, error]) =>
          error < HUMAN
            ? text(x(year), y(HUMAN) - 7, error.toFixed(1), small)
            : text(x(year) + 2, y(error) - 9, error.toFixed(1), { ...small, 'text-anchor': 'start' }),
        ),
        line(left, y(HUMAN), right, y(HUMAN), { class: 's-muted', 'stroke-dasharray': '3 4' }),
        text(left + 6, y(HUMAN) - 6, words.human, {
          ...small,
          class: 'f-muted',
          'text-anchor': 'start',
        }),
        path(`M${(bx - 4).toFixed(1)} ${(by - 4).toFixed(1)}l8 8m-8 0l8 -8`, {
          class: 's-ink',
          'stroke-width': 2,
        }),
        line(bx, by - 6, bx, y(11.4), { class: 's-muted' }),
        text(bx, y(12), words.baidu, { ...small, 'text-anchor': 'start' }),
      ].join('');
    },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { results };
