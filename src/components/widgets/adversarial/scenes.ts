import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  fgsm: { query: '', title: { zh: '一步：梯度的符号', en: 'One step: the sign of the gradient' } },
  'random-noise': {
    query: 'draws=24',
    title: { zh: '对照：同样大小的随机噪声', en: 'Control: random noise of the same size' },
  },
  targeted: {
    query: 'image=test-1092&attack=toward&target=3&steps=10',
    title: { zh: '指定类别，走十步', en: 'Toward a chosen class, ten steps' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
