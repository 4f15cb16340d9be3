/** Figures of the page: how fast the digits are learned with and without pretraining. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import type { Lang } from '../../../i18n/langs.ts';

/** What digits_torch.py printed: accuracy in percent after so many steps. */
export const STEPS = [10, 20, 50, 100, 200, 500];
export const CURVES = {
  all: {
    pretrained: [34.8, 52.5, 78.2, 90.0, 93.8, 97.2],
    scratch: [26.4, 42.7, 74.2, 89.6, 93.2, 96.8],
  },
  few: {
    pretrained: [31.0, 48.4, 75.2, 82.8, 84.6, 85.3],
    scratch: [30.3, 41.8, 71.8, 82.7, 84.6, 84.8],
  },
};

function curves(lang: Lang): string {
  const words = {
    zh: {
      allPre: '预训练，1,297 个标签',
      all: '从头，1,297 个标签',
      fewPre: '预训练，50 个标签',
      few: '从头，50 个标签',
      x: '训练步数',
      y: '测试准确率（%）',
      title: '有没有预训练，学得多快',
      desc: '四条曲线。无论用 1,297 个还是 50 个标签，预训练的那条开头都领先，100 步之后两条几乎重合；标签多的一对最后高出 12 个百分点。',
    },
    en: {
      allPre: 'pretrained, 1,297 labels',
      all: 'from scratch, 1,297 labels',
      fewPre: 'pretrained, 50 labels',
      few: 'from scratch, 50 labels',
      x: 'training steps',
      y: 'test accuracy (%)',
      title: 'How fast the digits are learned with and without pretraining',
      desc: 'Four curves. With 1,297 labels as with 50, the pretrained network is ahead at first and from 100 steps on the two almost coincide. With more labels both end 12 percentage points higher.',
    },
  }[lang];
  const curve = (values: number[]) => values.map((v, i): Point => [Math.log10(STEPS[i]), v]);
  return linePlot({
    width: 400,
    height: 330,
    title: words.title,
    desc: words.desc,
    series: [
      { points: curve(CURVES.all.pretrained), class: 's-accent', label: words.allPre, dash: '' },
      { points: curve(CURVES.all.scratch), class: 's-accent', label: words.all, dash: '6 4' },
      { points: curve(CURVES.few.pretrained), class: 's-a', label: words.fewPre, dash: '' },
      { points: curve(CURVES.few.scratch), class: 's-a', label: words.few, dash: '6 4' },
    ],
    x: {
      domain: [Math.log10(9), Math.log10(560)],
      ticks: STEPS.map(Math.log10),
      label: words.x,
      format: (v) => String(Math.round(10 ** v)),
    },
    y: { domain: [0, 100], ticks: [0, 20, 40, 60, 80, 100], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { curves };
