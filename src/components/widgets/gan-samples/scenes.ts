import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  digits: {
    query: 'seed=4',
    title: { zh: '16 个数字，逐个评判', en: 'Sixteen digits, each judged' },
  },
  'one-class': {
    query: 'class=7&seed=3&nearest=1&sample=5',
    title: { zh: '只要 7：像不像训练图？', en: 'Only sevens: copies of training images?' },
  },
  walk: {
    query: 'class=3&walk=slerp&seed=5&to=9&n=4',
    title: { zh: '从一个 z 走到另一个', en: 'Walk from z to z' },
  },
  truncation: {
    query: 'truncation=0.4&seed=4',
    title: { zh: '把 z 缩小：更像，也更雷同', en: 'Shrink z: more typical, less diverse' },
  },
  fashion: {
    query: 'model=fashion-gan&seed=2',
    title: { zh: '换成衣物', en: 'Clothes instead' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
