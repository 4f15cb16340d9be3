import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  'two-layer': { query: '', title: { zh: '两层网络', en: 'Two layers' } },
  neuron: { query: 'net=neuron&step=6', title: { zh: '一个神经元', en: 'One neuron' } },
  accumulate: {
    query: 'net=neuron&x=1,2;-1,1&t=1;0&pass=2&zero=0',
    title: { zh: '忘了清零：梯度累加', en: 'Nobody zeroed: gradients add up' },
  },
  'dead-relu': {
    query: 'activation=relu&b=-3,-2',
    title: { zh: 'ReLU 死了', en: 'Dead ReLU' },
  },
  'sigmoid-saturated': {
    query: 'net=neuron&w=-4,-3&b=0.25',
    title: { zh: 'sigmoid 饱和', en: 'Saturated sigmoid' },
  },
  'cross-entropy': {
    query: 'net=neuron&w=-4,-3&b=0.25&loss=bce',
    title: { zh: '同一点换成交叉熵', en: 'The same with cross-entropy' },
  },
  softmax: {
    query: 'net=softmax',
    title: { zh: 'softmax + 交叉熵', en: 'Softmax, cross-entropy' },
  },
  conv: {
    query: 'net=conv&rate=0.01',
    title: { zh: '卷积：共享的核', en: 'Convolution: a shared kernel' },
  },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
