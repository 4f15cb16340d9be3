/** Figure of the page: training loss of plain and residual networks, as the PyTorch listing printed it. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import type { Lang } from '../../../i18n/langs.ts';

/** Mean loss on the 1,000 training digits in each of ten passes; compared with the output in the tests. */
export const CURVES = {
  'plain 20': [2.29, 2.05, 1.77, 1.45, 1.21, 0.9, 0.76, 0.64, 0.47, 0.39],
  'plain 50': [2.31, 2.27, 2.21, 2.14, 2.03, 1.85, 1.73, 1.83, 2.53, 2.21],
  'residual 20': [2.07, 1.18, 0.43, 0.21, 0.15, 0.09, 0.04, 0.05, 0.05, 0.05],
  'residual 50': [2.37, 0.93, 0.44, 0.23, 0.15, 0.07, 0.03, 0.02, 0.02, 0.01],
} as const;

function curves(lang: Lang): string {
  const words = {
    zh: {
      title: '普通网络与残差网络的训练损失',
      desc: '普通 50 层始终在 2 上下，普通 20 层十轮之后还有 0.39；两个残差网络四轮之内就降到 0.25 以下。',
      x: '轮数',
      y: '训练损失',
      names: ['普通 20 层', '普通 50 层', '残差 20 层', '残差 50 层'],
    },
    en: {
      title: 'Training loss of plain and residual networks',
      desc: 'Plain 50 stays around 2, plain 20 is still at 0.39 after ten passes; both residual networks are below 0.25 after four.',
      x: 'passes over the training images',
      y: 'training loss',
      names: ['plain 20', 'plain 50', 'residual 20', 'residual 50'],
    },
  }[lang];
  const colours = ['s-a', 's-b', 's-c', 's-d'];
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 380,
    height: 270,
    series: Object.values(CURVES).map((values, i) => ({
      points: values.map((v, pass): Point => [pass + 1, v]),
      class: colours[i],
      label: words.names[i],
    })),
    x: { domain: [1, 10], ticks: [1, 4, 7, 10], label: words.x },
    y: { domain: [0, 3], ticks: [0, 1, 2, 3], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { curves };
