/** Figures of the page, computed by its listing. */
import { linePlot, plotFrame, type LinePlotOptions } from '../../../components/figures/plot.ts';
import { arrow, circle, line, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { mulberry32 } from '../../../lib/random.ts';
import { bowl, bowlGradient, descend, stochastic } from './gradient_descent.ts';

/** Points of the contour on which the bowl has the height of `level`. */
export function contour(level: number): [number, number][] {
  const [a, b] = [Math.sqrt(2 * level), Math.sqrt(level / 2)];
  return Array.from({ length: 121 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 120;
    return [a * Math.cos(angle), b * Math.sin(angle)];
  });
}

/** Where the figure starts: off the axes, so that the three directions differ. */
export const PLACE = [6, 3];

/** The frame of the figure; one unit is equally long on both axes, so that right angles stay right. */
export function directionOptions(): LinePlotOptions {
  const levels = [2, 8, 18, bowl(PLACE)];
  return {
    width: 360,
    height: 261,
    series: levels.map((level) => ({
      points: contour(level),
      class: level === bowl(PLACE) ? 's-muted' : 's-line',
      label: '',
      dash: 'none',
    })),
    x: { domain: [-10, 10], ticks: [-8, -4, 0, 4, 8], label: 'x' },
    y: { domain: [-6, 6], ticks: [-4, 0, 4], label: 'y' },
  };
}

function direction(lang: Lang): string {
  const words = {
    zh: {
      title: '碗形损失的等高线、梯度与负梯度',
      desc: '等高线是扁椭圆。从点 (6, 3) 出发，梯度指向外侧上方，负梯度指向相反方向，二者都与等高线垂直；虚线指向中心的最低点，方向与负梯度不同。',
      up: '梯度',
      down: '负梯度',
      minimum: '最低点',
    },
    en: {
      title: 'Contours of a bowl, its gradient and the negative gradient',
      desc: 'The contours are flat ellipses. At (6, 3) the gradient points outward and up, the negative gradient the opposite way, both at right angles to the contour; a dashed line to the lowest point in the center runs in another direction.',
      up: 'gradient',
      down: 'negative gradient',
      minimum: 'minimum',
    },
  }[lang];
  const options = { ...directionOptions(), title: words.title, desc: words.desc };
  const { x, y } = plotFrame(options);
  const g = bowlGradient(PLACE);
  const length = Math.hypot(...g);
  const along = (by: number) => [PLACE[0] + (by * g[0]) / length, PLACE[1] + (by * g[1]) / length];
  const [up, down] = [along(2.8), along(-4.2)];
  const [px, py] = [x(PLACE[0]), y(PLACE[1])];
  return linePlot({
    ...options,
    over: () =>
      [
        line(px, py, x(0), y(0), { class: 's-muted', 'stroke-dasharray': '4 4' }),
        circle(x(0), y(0), 3.5, { class: 'f-ink' }),
        text(x(0) - 8, y(0) + 17, words.minimum, { 'text-anchor': 'end', 'font-size': 13 }),
        arrow(px, py, x(up[0]), y(up[1]), 'b', 9),
        arrow(px, py, x(down[0]), y(down[1]), 'accent', 9),
        text(x(up[0]) + 2, y(up[1]) - 6, words.up, { 'font-size': 13 }),
        text(x(down[0]) - 2, y(down[1]) + 16, words.down, { 'font-size': 13 }),
        circle(px, py, 4, { class: 'f-ink' }),
      ].join(''),
  });
}

/** The three runs of the figure: everything, one sample, one sample with a falling rate. */
export const RATE = 0.2;
export const STEPS = 80;
export function runs() {
  const falling = (t: number) => RATE / (1 + t / 10);
  return {
    full: descend(([w]) => [w - 4], [10], RATE, STEPS).map(([w]) => w),
    one: stochastic(mulberry32(5), 1, () => RATE, STEPS),
    decayed: stochastic(mulberry32(5), 1, falling, STEPS),
  };
}

function batches(lang: Lang): string {
  const words = {
    zh: {
      title: '全批量、单样本与学习率递减的单样本',
      desc: '三条曲线都从 10 出发。全批量平滑地到达 4；每步一个样本的曲线一直在 4 附近跳动；同样的样本、学习率递减，跳动越来越小。',
      full: '全部三个样本',
      one: '每步一个样本',
      decayed: '每步一个样本，学习率递减',
      x: '步',
    },
    en: {
      title: 'The full batch, one sample, and one sample with a falling rate',
      desc: 'All three curves start at 10. The full batch reaches 4 smoothly; the curve with one sample in each step keeps jumping around 4; with the same samples and a falling rate the jumps shrink.',
      full: 'all three samples',
      one: 'one sample a step',
      decayed: 'one sample a step, falling rate',
      x: 'step',
    },
  }[lang];
  const { full, one, decayed } = runs();
  const points = (path: number[]) => path.map((w, t): [number, number] => [t, w]);
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 290,
    series: [
      { points: points(one), class: 's-b', label: words.one, dash: 'none' },
      { points: points(decayed), class: 's-c', label: words.decayed, dash: '5 2' },
      { points: points(full), class: 's-a', label: words.full, dash: 'none' },
    ],
    x: { domain: [0, STEPS], ticks: [0, 20, 40, 60, 80], label: words.x },
    y: { domain: [0, 10], ticks: [0, 2, 4, 6, 8, 10], label: 'w' },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { direction, batches };
