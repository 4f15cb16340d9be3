import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  circle: {
    query: '',
    title: { zh: '圆：两层隐藏层', en: 'A circle: two hidden layers' },
  },
  xor: {
    query: 'data=xor&hidden=4&steps=600',
    title: { zh: '异或', en: 'XOR' },
  },
  spiral: {
    query: 'data=spiral&noise=0.1&hidden=8,8&seed=4&steps=2000',
    title: { zh: '螺线', en: 'A spiral' },
  },
  linear: {
    query: 'hidden=&steps=400',
    title: { zh: '没有隐藏层：只有一条直线', en: 'No hidden layer: one straight line' },
  },
  'linear-activation': {
    query: 'hidden=8,8&activation=linear&steps=400',
    title: { zh: '线性激活：层再多也是直线', en: 'Linear activation: still a straight line' },
  },
  'no-bias': {
    query: 'hidden=8&activation=relu&bias=0&steps=600',
    title: { zh: '没有偏置：只认方向', en: 'No biases: directions alone' },
  },
  deep: {
    query: 'data=moons&noise=0.4&hidden=8,8,8,8&activation=relu&rate=0.01&steps=600',
    title: { zh: '四层隐藏层', en: 'Four hidden layers' },
  },
  features: {
    query: 'features=x2,y2&hidden=&steps=400',
    title: { zh: '换特征：x²、y² 不用隐藏层', en: 'Features: x² and y² need no hidden layer' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
