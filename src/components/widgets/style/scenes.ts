import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  gram: { query: '', title: { zh: 'Gram 矩阵', en: 'Gram matrix' } },
  content: { query: 'show=transfer&beta=0', title: { zh: '只管内容', en: 'Content only' } },
  style: { query: 'show=transfer&alpha=0', title: { zh: '只管风格', en: 'Style only' } },
  mixed: { query: 'show=transfer', title: { zh: '两者混合', en: 'Both' } },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
