import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  threshold: { query: '', title: { zh: '移动阈值', en: 'Move the threshold' } },
  imbalance: {
    query: 'data=drawn&apart=2&threshold=1.2&plot=share',
    title: { zh: '正类越来越少', en: 'Rarer and rarer positives' },
  },
  roc: {
    query: 'data=drawn&apart=1.5&threshold=1&plot=roc',
    title: { zh: 'ROC 曲线与 AUC', en: 'ROC curve and AUC' },
  },
  pr: {
    query: 'data=drawn&apart=2&times=20&threshold=1.2&plot=pr',
    title: { zh: '正类稀少：精确率–召回率', en: 'Rare positives: precision–recall' },
  },
  multiclass: {
    query: 'mode=classes&matrix=480,15,5;12,285,3;1,1,18',
    title: { zh: '多类：宏平均与微平均', en: 'Several classes: macro and micro' },
  },
  'source-accuracy': {
    query: 'mode=counts',
    title: { zh: '一个错误的准确率公式', en: 'A wrong formula for accuracy' },
  },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
