/** Figures of the page, computed by the listings beside this file. */
import { linePlot, sample, type Point } from '../../../components/figures/plot.ts';
import { circle, rect } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { fit, NEW, predict, TRAIN } from './polynomial.ts';
import { errorsOf, SAMPLES, SIZES } from './random_features.ts';

function lineAndParabola(lang: Lang): string {
  const words = {
    zh: {
      title: '一条直线和一条抛物线穿过四个测量点',
      desc: '直线不穿过任何一点但就是规律本身；抛物线穿过全部四点，在中间偏离规律。',
      line: '直线',
      parabola: '抛物线',
    },
    en: {
      title: 'A line and a parabola through four measurements',
      desc: 'The line misses all four points and is the rule; the parabola meets all four and leaves the rule between them.',
      line: 'line',
      parabola: 'parabola',
    },
  }[lang];
  const curve = (degree: number) => {
    const c = fit(TRAIN.x, TRAIN.y, degree);
    return sample((x) => predict(c, x), [-3.4, 3.4], 60);
  };
  return linePlot({
    width: 380,
    height: 270,
    title: words.title,
    desc: words.desc,
    series: [
      { points: curve(1), class: 's-accent', label: words.line },
      { points: curve(2), class: 's-b', label: words.parabola },
    ],
    x: { domain: [-4, 4], ticks: [-3, -2, -1, 0, 1, 2, 3], label: 'x' },
    y: { domain: [-8, 8], ticks: [-8, -4, 0, 4, 8], label: 'y' },
    over: ({ x, y }) =>
      [
        ...TRAIN.x.map((v, n) => circle(x(v), y(TRAIN.y[n]), 5, { class: 'f-ink' })),
        ...NEW.map((v) => rect(x(v) - 4.5, y(v) - 4.5, 9, 9, { class: 'f-surface s-ink' })),
      ].join(''),
  });
}

/** Curves of the second figure, computed once for both languages. */
let computed: { plain: ReturnType<typeof errorsOf>[]; penalized: number[] } | undefined;
export function descent() {
  computed ??= {
    plain: SIZES.map((size) => errorsOf(size, 1e-8)),
    penalized: SIZES.map((size) => errorsOf(size, 1e-2).test),
  };
  return computed;
}

function doubleDescent(lang: Lang): string {
  const words = {
    zh: {
      test: '新数据',
      training: '训练集',
      penalized: '新数据，加 L2 惩罚',
      x: '随机特征的个数（对数轴）',
      y: '均方误差',
      desc: '新数据上的误差先降后升，在 20 个特征处最高，之后再次下降；加惩罚后没有尖峰。',
    },
    en: {
      test: 'new data',
      training: 'training set',
      penalized: 'new data, with an L2 penalty',
      x: 'random features (logarithmic)',
      y: 'mean squared error',
      desc: 'The error on new data falls, rises to a peak at 20 features and falls again; with a penalty there is no peak.',
    },
  }[lang];
  const { plain, penalized } = descent();
  const log = (values: number[]) =>
    values.map((v, i): Point => [Math.log10(SIZES[i]), Math.log10(Math.max(v, 1e-9))]);
  return linePlot({
    width: 380,
    height: 270,
    title: words.y,
    desc: words.desc,
    series: [
      { points: log(plain.map((e) => e.test)), class: 's-b', label: words.test },
      { points: log(penalized), class: 's-accent', label: words.penalized },
      { points: log(plain.map((e) => e.training)), class: 's-a', label: words.training, dash: '5 4' },
    ],
    x: {
      domain: [0, Math.log10(200)],
      ticks: [1, 2, 5, SAMPLES, 50, 200].map(Math.log10),
      label: words.x,
      format: (v) => String(Math.round(10 ** v)),
    },
    y: {
      domain: [-2, 2],
      ticks: [-2, -1, 0, 1, 2],
      label: words.y,
      format: (v) => String(Number((10 ** v).toPrecision(1))),
    },
  });
}

export const figures: Record<string, (lang: Lang) => string> = {
  'line-and-parabola': lineAndParabola,
  'double-descent': doubleDescent,
};
