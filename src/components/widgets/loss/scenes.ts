import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  'cross-entropy': { query: '', title: { zh: '交叉熵', en: 'Cross-entropy' } },
  'confident-wrong': {
    query: 'logits=8,1,-3&labels=2',
    title: { zh: '很自信，但错了', en: 'Confident and wrong' },
  },
  'mse-softmax': {
    query: 'logits=9,0,-9&labels=2',
    title: { zh: '饱和处：MSE 对交叉熵', en: 'Saturated: MSE against cross-entropy' },
  },
  'label-smoothing': {
    query: 'logits=6,0,-1&smoothing=0.1',
    title: { zh: '标签平滑', en: 'Label smoothing' },
  },
  focal: {
    query: 'logits=3,0;0.2,0&labels=0,0&gamma=2',
    title: { zh: 'focal：容易的少算', en: 'Focal: easy ones count less' },
  },
  imbalance: {
    query: 'logits=2,0;1.5,-0.5;2.5,0;1,0;0.5,0.2&labels=0,0,0,0,1&weights=1,4',
    title: { zh: '类别不平衡与权重', en: 'Imbalance and class weights' },
  },
  large: {
    query: 'logits=10000,9999,-10000',
    title: { zh: 'logit 大到 ±10,000', en: 'Logits of ±10,000' },
  },
  binary: {
    query: 'mode=binary',
    title: { zh: '二分类：BCE 与 hinge', en: 'Binary: BCE and hinge' },
  },
  regression: {
    query: 'mode=regression',
    title: { zh: '回归：一个离群点', en: 'Regression with an outlier' },
  },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
