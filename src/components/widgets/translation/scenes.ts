import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  'shift-one': {
    query: '',
    title: { zh: '移 1 像素：池化打破了等变', en: 'Shift by 1: pooling breaks it' },
  },
  'shift-stride': {
    query: 'shift=2',
    title: { zh: '移 2 像素，等于步幅：误差为 0', en: 'Shift by 2, the stride: error 0' },
  },
  conv: {
    query: 'shift=3&stack=conv',
    title: { zh: '只有卷积：怎么移都是 0', en: 'Convolution alone: always 0' },
  },
  'rotate-90': {
    query: 'shift=0&rotate=90&stack=conv',
    title: { zh: '转 90°：卷积不等变', en: 'Turn by 90°: not equivariant' },
  },
  'rotate-symmetric': {
    query: 'shift=0&rotate=90&stack=symmetric',
    title: { zh: '转 90°，核对称：误差为 0', en: 'Turn by 90°, symmetric kernel: 0' },
  },
  scale: {
    query: 'shift=0&scale=1.5&stack=conv',
    title: { zh: '放大到 1.5 倍', en: 'Enlarge 1.5 times' },
  },
  blurpool: {
    query: 'stack=conv-blurpool',
    title: { zh: '先模糊再下采样', en: 'Blur before subsampling' },
  },
  deep: {
    query: 'image=cat&shift=2&stack=conv-pool-conv-pool',
    title: { zh: '两层池化，总步幅 4', en: 'Two pooling layers, stride 4' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
