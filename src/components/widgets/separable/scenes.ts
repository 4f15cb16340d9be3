import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  separable: {
    query: '',
    title: { zh: '可分离：64 → 128 通道', en: 'Separable: 64 → 128 channels' },
  },
  standard: {
    query: 'form=standard',
    title: { zh: '合成一个标准卷积', en: 'Merged into a standard convolution' },
  },
  mobilenet: {
    query: 'net=mobilenet',
    title: { zh: 'MobileNet 逐层', en: 'MobileNet, layer by layer' },
  },
  wide: {
    query: 'outputs=1143',
    title: { zh: '同样多的权重，1,143 个通道', en: 'As many weights, 1,143 channels' },
  },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
