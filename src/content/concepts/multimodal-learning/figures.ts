/** Figure of the page: one informative modality, alone and together with a noisy one. */
import { linePlot } from '../../../components/figures/plot.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { compare, SIZES } from './fusion.ts';

function noisy(lang: Lang): string {
  const words = {
    zh: {
      title: '多一个模态，少一截准确率',
      desc: '只用图像特征，准确率在 0.86 到 0.89 之间；拼上 200 个噪声特征，每类 5 个样本时只有 0.60，80 个时回升到 0.81，始终较低。',
      image: '只用图像',
      joint: '图像 + 噪声模态',
      x: '每类训练样本数（对数刻度）',
      y: '测试准确率',
    },
    en: {
      title: 'One modality more, accuracy lost',
      desc: 'With the image features alone accuracy is between 0.86 and 0.89. With 200 noisy features concatenated it is 0.60 for 5 examples of each class and rises to 0.81 for 80, always lower.',
      image: 'image alone',
      joint: 'image + noisy modality',
      x: 'training examples of each class (log scale)',
      y: 'test accuracy',
    },
  }[lang];
  const results = SIZES.map(compare);
  const at = (size: number) => Math.log2(size / 5);
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 240,
    series: [
      {
        points: SIZES.map((size, i) => [at(size), results[i].image] as const),
        class: 's-a',
        label: words.image,
        dash: '7 4',
      },
      {
        points: SIZES.map((size, i) => [at(size), results[i].joint] as const),
        class: 's-accent',
        label: words.joint,
        dash: 'none',
      },
    ],
    x: { domain: [0, 4], ticks: [0, 1, 2, 3, 4], label: words.x, format: (v) => String(5 * 2 ** v) },
    y: { domain: [0.5, 1], ticks: [0.5, 0.6, 0.7, 0.8, 0.9, 1], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { noisy };
