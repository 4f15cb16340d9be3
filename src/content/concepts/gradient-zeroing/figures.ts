/** Figures of the page, computed by its listing. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { arrow, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { descend } from './accumulate.ts';

export const STEPS = 60;
export const RATE = 0.1;

function forgotten(lang: Lang): string {
  const words = {
    zh: {
      title: '清零与忘记清零',
      desc: '两条曲线从 8 出发，学习率相同。每步清零的平稳趋于 0；从不清零的在正负 8 之间来回摆动，幅度不减。',
      zeroed: '每步清零',
      never: '从不清零',
      x: '步',
      y: '权重 w',
    },
    en: {
      title: 'Zeroed and never zeroed',
      desc: 'Two curves start at 8 with the same learning rate. The zeroed one falls smoothly to 0; the one that is never zeroed swings between 8 and −8 and does not calm down.',
      zeroed: 'zeroed before each step',
      never: 'never zeroed',
      x: 'step',
      y: 'weight w',
    },
  }[lang];
  const curve = (zeroing: boolean) =>
    descend(zeroing, 8, RATE, STEPS).map((w, t): Point => [t, w]);
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 260,
    series: [
      { points: curve(false), class: 's-b', label: words.never, dash: '6 3' },
      { points: curve(true), class: 's-a', label: words.zeroed, dash: 'none' },
    ],
    x: { domain: [0, STEPS], ticks: [0, 10, 20, 30, 40, 50, 60], label: words.x },
    y: { domain: [-9, 9], ticks: [-8, -4, 0, 4, 8], label: words.y },
  });
}

/** Four backward passes, one step, one zeroing, as a row of boxes. */
function order(lang: Lang): string {
  const words = {
    zh: {
      title: '梯度累积的次序',
      desc: '一行方框：四次前向与反向，梯度由 1/4 加到 4/4；然后更新一次，清零一次，再从头开始。',
      pass: '前向+反向',
      grad: '.grad 中',
      step: '更新',
      zero: '清零',
    },
    en: {
      title: 'The order of gradient accumulation',
      desc: 'A row of boxes: four forward and backward passes fill the gradient from one quarter to all; then one update, one zeroing, and again from the start.',
      pass: 'backward',
      grad: 'in .grad',
      step: 'step',
      zero: 'zero',
    },
  }[lang];
  const [wide, high, gap] = [68, 40, 14];
  const left = (i: number) => 8 + i * (wide + gap);
  const boxes = [0, 1, 2, 3].map((i) => {
    const x = left(i);
    const level = ((i + 1) / 4) * 64;
    return (
      rect(x, 30, wide, high, { class: 'f-soft-a', rx: 6 }) +
      text(x + wide / 2, 55, words.pass, { 'font-size': 13 }) +
      rect(x + 14, 92, 40, 64, { class: 's-muted' }) +
      rect(x + 14, 92 + 64 - level, 40, level, { class: 'f-a' }) +
      text(x + wide / 2, 174, `${i + 1}/4`, { 'font-size': 13 }) +
      (i < 3 ? arrow(x + wide + 2, 50, x + wide + gap - 2, 50, 'muted', 6) : '')
    );
  });
  const end = left(3) + wide;
  return svgDoc(
    { width: 420, height: 196, title: words.title, desc: words.desc },
    ...boxes,
    arrow(end + 2, 50, end + 18, 50, 'muted', 6),
    rect(end + 20, 30, 64, 40, { class: 'f-soft-accent', rx: 6 }),
    text(end + 52, 55, words.step, { 'font-size': 13 }),
    arrow(end + 52, 72, end + 52, 104, 'muted', 6),
    rect(end + 20, 106, 64, 40, { class: 'f-soft-b', rx: 6 }),
    text(end + 52, 131, words.zero, { 'font-size': 13 }),
    text(8, 190, words.grad, { 'text-anchor': 'start', 'font-size': 13, class: 'f-muted' }),
  );
}

export const figures: Record<string, (lang: Lang) => string> = { forgotten, order };
