import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  detect: {
    query: '',
    title: { zh: '找出四个数字', en: 'Find four digits' },
  },
  nms: {
    query: 'seed=10&threshold=0.05&step=2',
    title: { zh: '非极大值抑制：第二步', en: 'Non-maximum suppression: step two' },
  },
  crowded: {
    query: 'seed=12&count=8&overlap=0.6',
    title: { zh: '拥挤的场景', en: 'A crowded scene' },
  },
  'low-threshold': {
    query: 'seed=30&threshold=0.05',
    title: { zh: '阈值低：找得更全，误检也多', en: 'Low threshold: more found, more of it false' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
