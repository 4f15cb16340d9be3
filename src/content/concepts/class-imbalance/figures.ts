/** Figure of the page: how many examples of each class have a given score. */
import { linePlot, sample } from '../../../components/figures/plot.ts';
import { line, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';

/** Scores of negatives N(0, 1), of positives N(2, 1); one example in ten is positive. */
export const SHARE = 0.1;
export const SHIFT = 2;
const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
export const positives = (x: number) => SHARE * density(x - SHIFT);
export const negatives = (x: number) => (1 - SHARE) * density(x);
/** Where the odds of “positive” are `odds`. */
export const scoreAt = (odds: number) =>
  SHIFT / 2 + Math.log((odds * (1 - SHARE)) / SHARE) / SHIFT;

function scores(lang: Lang): string {
  const words = {
    zh: {
      negatives: '负类，90%',
      positives: '正类，10%',
      x: '模型给出的分数',
      y: '样本的密度',
      rare: '各占一半时的分界',
      equal: '现在的分界',
      desc: '负类是 0 附近的高峰，正类是 2 附近的矮峰。两条曲线在 2.1 处相交；如果两类一样多，会在 1 处相交。',
    },
    en: {
      negatives: 'negatives, 90%',
      positives: 'positives, 10%',
      x: 'score from the model',
      y: 'density of examples',
      rare: 'if both were equal',
      equal: 'as it is',
      desc: 'The negatives are a high peak around 0, the positives a low one around 2. The curves meet at 2.1; if both classes were equally large they would meet at 1.',
    },
  }[lang];
  const domain = [-3.2, 5] as const;
  return linePlot({
    width: 380,
    height: 290,
    title: words.y,
    desc: words.desc,
    series: [
      { points: sample(negatives, domain), class: 's-a', label: words.negatives },
      { points: sample(positives, domain), class: 's-accent', label: words.positives },
    ],
    x: { domain, ticks: [-2, -1, 0, 1, 2, 3, 4], label: words.x },
    y: { domain: [0, 0.4], ticks: [0, 0.1, 0.2, 0.3], label: words.y },
    over: ({ x, y }) => {
      const mark = (at: number, height: number, word: string) =>
        line(x(at), y(0), x(at), y(height), { class: 's-ink', 'stroke-width': 1.5 }) +
        text(x(at) + 5, y(height) + 10, word, { 'font-size': 13, 'text-anchor': 'start' });
      return mark(scoreAt(SHARE / (1 - SHARE)), 0.38, words.rare) + mark(scoreAt(1), 0.25, words.equal);
    },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { scores };
