import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  ring: {
    query: '',
    title: { zh: '八个峰的环', en: 'A ring of eight modes' },
  },
  start: {
    query: 'steps=0',
    title: { zh: '第 0 步：还没训练', en: 'Step 0: untrained' },
  },
  collapse: {
    query: 'loss=minimax&lrG=0.01&lrD=0.002&steps=575&seed=4',
    title: { zh: '模式坍塌', en: 'Mode collapse' },
  },
  'best-d': {
    query: 'steps=400&then=D400',
    title: { zh: '只训练 D，逼近 D*', en: 'Train D alone: towards D*' },
  },
  saturated: {
    query: 'loss=minimax&steps=0&then=D200',
    title: { zh: 'D 太强：minimax 的梯度消失', en: 'D too strong: minimax gradients vanish' },
  },
  'wgan-gp': {
    query: 'loss=wgan-gp&lrG=0.0005&lrD=0.01&steps=600',
    title: { zh: 'WGAN-GP', en: 'WGAN-GP' },
  },
  spiral: {
    query: 'data=spiral&steps=600',
    title: { zh: '螺线', en: 'A spiral' },
  },
  custom: {
    query: 'data=custom&steps=600',
    title: { zh: '自己点数据', en: 'Data of your own' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
