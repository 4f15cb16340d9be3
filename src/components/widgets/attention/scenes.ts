import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  patches: { query: '', title: { zh: '图块看图块', en: 'Patches look at patches' } },
  temperature: {
    query: 'temperature=0.25',
    title: { zh: '低温：权重集中', en: 'Cold: one takes nearly all' },
  },
  'no-scale': {
    query: 'scale=0&dims=16&seed=244',
    title: { zh: '不除以 √d', en: 'Without ÷ √d' },
  },
  positions: { query: 'order=1', title: { zh: '打乱图块', en: 'Shuffled patches' } },
  'positions-added': {
    query: 'order=1&positions=sine',
    title: { zh: '加上位置再打乱', en: 'Shuffled, with positions' },
  },
  heads: {
    query: 'dims=8&heads=4&seed=7&head=3',
    title: { zh: '四个头', en: 'Four heads' },
  },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
