import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  semantic: {
    query: '',
    title: { zh: '语义：三个 0 一种颜色', en: 'Semantic: three zeros, one color' },
  },
  instance: {
    query: 'view=instance',
    title: { zh: '实例：三个 0 三种颜色', en: 'Instance: three zeros, three colors' },
  },
  click: {
    query: 'seed=13&overlap=0.5&view=click&clicks=+16,38',
    title: { zh: '点一下，取出一个数字', en: 'One click takes out one digit' },
  },
  corrected: {
    query: 'seed=13&overlap=0.5&view=click&clicks=+16,38;-22,40;-20,42',
    title: { zh: '再用负点击修正', en: 'Negative clicks correct it' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
