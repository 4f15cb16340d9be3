/** Figures of the page: what networks cost, and the error of the winners of ILSVRC. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { count, TABLE } from './networks.ts';

/** Networks for 224×224 (AlexNet 227×227) pictures: parameters and multiply-adds. */
export const POINTS = TABLE.filter(([name]) => !/LeNet-5|VGG-19/.test(name)).map(
  ([name, , , list]) => {
    const { parameters, macs } = count(list);
    return { name, parameters, macs };
  },
);

function cost(lang: Lang): string {
  const words = {
    zh: {
      title: '参数与计算是两回事',
      desc: 'VGG-16 参数最多，计算也最多。AlexNet 的参数是 ResNet-50 的两倍多，计算却不到五分之一。GoogLeNet、DenseNet-121 和 MobileNet 的参数都不到一千万。',
      x: '参数（百万，对数）',
      y: '乘加（百万，对数）',
    },
    en: {
      title: 'Parameters and work are two things',
      desc: 'VGG-16 has most parameters and most work. AlexNet has more than twice the parameters of ResNet-50 but less than a fifth of its work. GoogLeNet, DenseNet-121 and MobileNet stay below ten million parameters.',
      x: 'million parameters (logarithmic)',
      y: 'million multiply-adds (logarithmic)',
    },
  }[lang];
  const log = (v: number) => Math.log10(v / 1e6);
  const format = (v: number) => Math.round(10 ** v).toLocaleString('en-US');
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 390,
    height: 290,
    series: [
      {
        points: POINTS.map(({ parameters, macs }): Point => [log(parameters), log(macs)]),
        class: 's-a',
        label: '',
        dots: true,
      },
    ],
    x: { domain: [0.5, 2.3], ticks: [5, 10, 20, 50, 100].map(Math.log10), label: words.x, format },
    y: {
      domain: [2.5, 4.5],
      ticks: [500, 1000, 2000, 5000, 10000, 20000].map(Math.log10),
      label: words.y,
      format,
    },
    over: (frame) =>
      POINTS.map(({ name, parameters, macs }) => {
        const last = log(parameters) > 2;
        return text(frame.x(log(parameters)) + (last ? -9 : 9), frame.y(log(macs)) + 5, name, {
          'font-size': 13,
          'text-anchor': last ? 'end' : 'start',
        });
      }).join(''),
  });
}

/** Top-5 error in percent on the test set of the classification task; several models each. */
export const WINNERS: readonly [string, number, number][] = [
  ['AlexNet', 2012, 15.3],
  ['Clarifai', 2013, 11.7],
  ['VGG', 2014, 7.32],
  ['GoogLeNet', 2014, 6.67],
  ['ResNet', 2015, 3.57],
];

function winners(lang: Lang): string {
  const words = {
    zh: {
      title: 'ILSVRC 分类任务的 top-5 错误率',
      desc: '2012 年 AlexNet 15.3%，2013 年 Clarifai 11.7%，2014 年 VGG 7.32%、GoogLeNet 6.67%，2015 年 ResNet 3.57%，都是几个模型合在一起。',
    },
    en: {
      title: 'Top-5 error in the classification task of ILSVRC',
      desc: 'AlexNet 15.3% in 2012, Clarifai 11.7% in 2013, VGG 7.32% and GoogLeNet 6.67% in 2014, ResNet 3.57% in 2015, each with several models together.',
    },
  }[lang];
  const [LEFT, ROW, SCALE] = [120, 30, 13];
  return svgDoc(
    { width: 380, height: WINNERS.length * ROW + 12, title: words.title, desc: words.desc },
    ...WINNERS.flatMap(([name, year, error], i) => {
      const y = 6 + i * ROW;
      return [
        text(LEFT - 8, y + 19, `${name} ${year}`, { 'text-anchor': 'end', 'font-size': 13 }),
        rect(LEFT, y + 4, error * SCALE, ROW - 10, { class: 'f-soft-a s-a' }),
        text(LEFT + error * SCALE + 6, y + 19, `${error}%`, {
          'text-anchor': 'start',
          'font-size': 13,
        }),
      ];
    }),
  );
}

export const figures: Record<string, (lang: Lang) => string> = { cost, winners };
