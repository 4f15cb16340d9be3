import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  contrastive: { query: '', title: { zh: '对比学习', en: 'Contrastive learning' } },
  retrieval: { query: 'show=retrieval&shots=10', title: { zh: '检索', en: 'Retrieval' } },
  temperature: {
    query: 'show=temperature&at=30',
    title: { zh: '温度', en: 'Temperature' },
  },
  fusion: { query: 'show=fusion', title: { zh: '融合', en: 'Fusion' } },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
