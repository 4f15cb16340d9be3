import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  overfit: { query: '', title: { zh: '过拟合', en: 'Overfitting' } },
  l2: { query: 'l2=0.01&pin=default', title: { zh: 'L2 正则化', en: 'L2' } },
  l1: { query: 'l1=0.1&pin=default', title: { zh: 'L1：权重变成 0', en: 'L1: weights become 0' } },
  dropout: { query: 'dropout=0.2&pin=default', title: { zh: 'Dropout', en: 'Dropout' } },
  'early-stopping': {
    query: 'patience=100&pin=default',
    title: { zh: '早停', en: 'Early stopping' },
  },
  'label-noise': {
    query: 'wrong=0.25&samples=40&pin=samples:40',
    title: { zh: '错标签', en: 'Wrong labels' },
  },
  'more-data': { query: 'samples=60&pin=default', title: { zh: '更多数据', en: 'More data' } },
  augmentation: {
    query: 'jitter=0.3&pin=default',
    title: { zh: '数据增强', en: 'Augmentation' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
