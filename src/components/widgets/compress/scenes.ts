import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  int8: { query: '', title: { zh: '8 位', en: '8 bits' } },
  int4: { query: 'bits=4', title: { zh: '4 位', en: '4 bits' } },
  'per-channel': {
    query: 'bits=4&scales=channel',
    title: { zh: '每个通道一个尺度', en: 'A scale for each channel' },
  },
  outlier: {
    query: 'bits=4&outlier=20',
    title: { zh: '一个很大的权重', en: 'One very large weight' },
  },
  prune: { query: 'method=prune&share=80', title: { zh: '剪掉八成', en: 'Prune four fifths' } },
  'prune-retrain': {
    query: 'method=prune&share=80&retrain=1',
    title: { zh: '剪掉八成，再训练', en: 'Prune four fifths, retrain' },
  },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
