import type { Scene } from '../toolkit/build.ts';

const ALL = 'sgd,momentum,nesterov,adagrad,rmsprop,adam';

export const SCENES = {
  sgd: {
    query: '',
    title: { zh: '梯度下降走之字', en: 'Gradient descent zigzags' },
  },
  critical: {
    query: 'rate=0.25',
    title: { zh: '学习率恰好是 2/λ', en: 'The rate is exactly 2/λ' },
  },
  diverging: {
    query: 'rate=0.27',
    title: { zh: '超过 2/λ：发散', en: 'Beyond 2/λ: it diverges' },
  },
  momentum: {
    query: 'curvatures=0.5,20&rotate=30&optimizers=sgd,momentum&rate=0.05&beta=0.8&steps=60',
    title: { zh: '动量', en: 'Momentum' },
  },
  race: {
    query: `surface=rosenbrock&optimizers=${ALL}&rate=0.001&adaptiveRate=0.2&steps=300`,
    title: { zh: '六个优化器赛跑', en: 'A race of six' },
  },
  'adam-first-step': {
    query: 'curvatures=1,100&start=1,1&optimizers=adam&adaptiveRate=0.01&steps=20&at=1',
    title: { zh: 'Adam 的第一步', en: 'The first step of Adam' },
  },
  saddle: {
    query: 'surface=saddle&optimizers=sgd,momentum,adam&rate=0.05&steps=60',
    title: { zh: '鞍点', en: 'A saddle' },
  },
  plateau: {
    query: 'surface=plateau&optimizers=sgd,momentum,rmsprop,adam&steps=80',
    title: { zh: '平坦区', en: 'A plateau' },
  },
  schedule: {
    query: 'noise=3&optimizers=sgd&rate=0.1&schedule=cosine&warmup=5&steps=100&seed=3',
    title: { zh: '预热与余弦退火', en: 'Warm-up and cosine decay' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
