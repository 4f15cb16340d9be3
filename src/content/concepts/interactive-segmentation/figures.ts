/** Figure of the page: the row of the worked example, before and after a corrective click. */
import { circle, group, line, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { CORRECTED, energy, FIRST, minimumCut, ROW, rowProblem } from './cut.ts';

const STEP = 66;
const RADIUS = 19;
const LEFT = 32;

/** Labels, cost and place of the cut for some clicks. */
export function cutOf(clicks: Record<number, '+' | '-'>) {
  const problem = rowProblem(clicks);
  const labels = minimumCut(problem);
  const weights = problem.pairs.map(([, , weight]) => weight);
  const after = labels.findIndex((inside, i) => inside && !labels[i + 1]);
  return { labels, weights, cost: energy(problem, labels), after };
}

function row(lang: Lang): string {
  const words = {
    zh: {
      title: '一次纠正把切口移了位置',
      desc: '上面：两端各点一次，最便宜的切口在第四个像素之后，费用 15，多算了两个灰像素。下面：在第四个像素再点一次“不属于”，切口移到第二个像素之后，费用 12。',
      names: ['两端各点一次', '再加一个负点击'],
      cost: (value: number) => `费用 ${value}`,
    },
    en: {
      title: 'One correction moves the cut',
      desc: 'Above: with a click at both ends the cheapest cut is after the fourth pixel, at a cost of 15, and takes in two gray pixels. Below: after a negative click on the fourth pixel the cut is after the second, at a cost of 12.',
      names: ['a click at each end', 'one more negative click'],
      cost: (value: number) => `cost ${value}`,
    },
  }[lang];
  const panel = (clicks: Record<number, '+' | '-'>, name: string) => {
    const { labels, weights, cost, after } = cutOf(clicks);
    const x = (i: number) => LEFT + i * STEP;
    const cut = x(after) + STEP / 2;
    return (
      text(4, 0, name, { class: 'f-muted', 'font-size': 13, 'text-anchor': 'start' }) +
      text(x(ROW.length - 1) + RADIUS, 0, words.cost(cost), { 'font-size': 13, 'text-anchor': 'end' }) +
      weights
        .map(
          (weight, i) =>
            line(x(i) + RADIUS, 44, x(i + 1) - RADIUS, 44, { class: 's-muted', 'stroke-width': 1.5 }) +
            text(x(i) + STEP / 2 - (i === after ? 10 : 0), 38, String(weight), { class: 'f-muted', 'font-size': 13 }), // prettier-ignore
        )
        .join('') +
      line(cut, 16, cut, 74, { class: 's-accent', 'stroke-width': 2.5, 'stroke-dasharray': '5 4' }) +
      ROW.map(
        (value, i) =>
          circle(x(i), 44, RADIUS, { class: `${labels[i] ? 'f-soft-a' : 'f-surface'} s-line` }) +
          text(x(i), 49, String(value)) +
          (clicks[i]
            ? text(x(i), 82, clicks[i] === '+' ? '+' : '−', { class: 'f-accent', 'font-size': 18 })
            : ''),
      ).join('')
    );
  };
  return svgDoc(
    { width: 2 * LEFT + (ROW.length - 1) * STEP, height: 222, title: words.title, desc: words.desc },
    group(0, 18, panel(FIRST, words.names[0])),
    group(0, 132, panel(CORRECTED, words.names[1])),
  );
}

export const figures: Record<string, (lang: Lang) => string> = { row };
