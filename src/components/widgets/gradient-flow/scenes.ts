import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  'sigmoid-deep': {
    query: '',
    title: { zh: '深层 sigmoid：梯度消失', en: 'Deep sigmoid: gradients vanish' },
  },
  'xavier-tanh': {
    query: 'fn=tanh',
    title: { zh: 'Xavier 配 tanh', en: 'Xavier with tanh' },
  },
  'he-relu': {
    query: 'fn=relu&init=he-normal',
    title: { zh: 'He 配 ReLU', en: 'He with ReLU' },
  },
  'xavier-relu': {
    query: 'fn=relu',
    title: { zh: 'Xavier 配 ReLU：每层减半', en: 'Xavier with ReLU: half a layer' },
  },
  exploding: {
    query: 'fn=relu&init=normal&std=0.4',
    title: { zh: '权重太大：爆炸', en: 'Too large: it explodes' },
  },
  skip: {
    query: 'skip=1',
    title: { zh: '加上跳跃连接', en: 'With skip connections' },
  },
  zeros: {
    query: 'depth=3&width=16&init=zeros&steps=10&layer=1',
    title: { zh: '全零初始化：神经元永远一样', en: 'All zeros: neurons stay equal' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
