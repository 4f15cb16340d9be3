import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  flip: { query: '', title: { zh: '翻转', en: 'Flip' } },
  crop: { query: 'op=crop', title: { zh: '补边再裁剪', en: 'Pad and crop' } },
  rotate: { query: 'op=rotate&strength=0.15', title: { zh: '旋转', en: 'Rotate' } },
  color: { query: 'op=color', title: { zh: '颜色', en: 'Color' } },
  cutout: { query: 'op=cutout&strength=0.4', title: { zh: 'Cutout', en: 'Cutout' } },
  mixup: { query: 'image=test-180&op=mixup&strength=1', title: { zh: 'Mixup', en: 'Mixup' } },
  'wrong-label': {
    query: 'image=test-912&op=rotate&strength=1&spread=even&draw=8',
    title: { zh: '转成 9 的 6', en: 'A 6 turned into a 9' },
  },
  standardize: { query: 'op=standardize&draw=2', title: { zh: '标准化', en: 'Standardize' } },
  resize: {
    query: 'image=test-335&op=resize&strength=1&spread=even&draw=4',
    title: { zh: '缩放的约定', en: 'Resize conventions' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
