import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  relu: { query: '', title: { zh: 'ReLU', en: 'ReLU' } },
  'leaky-relu': {
    query: 'fn=leaky-relu&x=-2',
    title: { zh: 'leaky ReLU', en: 'Leaky ReLU' },
  },
  sigmoid: { query: 'fn=sigmoid&x=2', title: { zh: 'sigmoid', en: 'Sigmoid' } },
  tanh: { query: 'fn=tanh&x=-1', title: { zh: 'tanh', en: 'Tanh' } },
  gelu: { query: 'fn=gelu&x=-1', title: { zh: 'GELU', en: 'GELU' } },
  swish: { query: 'fn=swish&x=-1.25', title: { zh: 'swish（SiLU）', en: 'Swish (SiLU)' } },
  selu: { query: 'fn=selu&x=-1', title: { zh: 'SELU', en: 'SELU' } },
  'sigmoid-chain': {
    query: 'fn=sigmoid&x=0',
    title: { zh: '十层 sigmoid：梯度消失', en: 'Ten sigmoids: the gradient vanishes' },
  },
  'relu-chain': {
    query: 'depth=20',
    title: { zh: '二十层 ReLU：梯度不变', en: 'Twenty ReLUs: the gradient stays' },
  },
  'skip-chain': {
    query: 'fn=sigmoid&x=0&skip=1',
    title: { zh: '十层 sigmoid 加跳跃连接', en: 'Ten sigmoids with skip connections' },
  },
  'hard-sigmoid': {
    query: 'fn=hard-sigmoid&x=2',
    title: { zh: 'hard sigmoid 的两种约定', en: 'Hard sigmoid, two conventions' },
  },
  softmax: { query: 'fn=softmax', title: { zh: 'softmax', en: 'Softmax' } },
  'softmax-temperature': {
    query: 'fn=softmax&temperature=4',
    title: { zh: 'softmax 的温度', en: 'Softmax, temperature' },
  },
  'softmax-large': {
    query: 'fn=softmax&logits=10000,9999,-10000',
    title: { zh: 'softmax：logit 大到 ±10,000', en: 'Softmax of ±10,000' },
  },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
