import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  'four-way': { query: '', title: { zh: '四种做法', en: 'Four ways' } },
  shots: { query: 'shots=1', title: { zh: '每类一个样本', en: 'One example per class' } },
  own: { query: 'task=own', title: { zh: '自己的类别', en: 'Classes of your own' } },
  shifted: { query: 'dx=4', title: { zh: '测试的数字挪了位置', en: 'Test digits moved' } },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
