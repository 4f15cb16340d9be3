import type { Scene } from '../toolkit/build.ts';

/** Three samples with four 2×2 maps; every channel has a size of its own. */
const IMAGES =
  'input=1,3;3,5|10,14;18,22|0,0;4,4|-9,-7;-5,-3/2,4;0,6|30,26;22,18|8,8;4,4|-1,-3;-5,-7/5,1;3,3|14,22;18,26|2,6;2,6|-2,-6;-6,-6';

export const SCENES = {
  'worked-example': {
    query: '',
    title: { zh: '手算例子：4 个样本、4 个通道', en: 'Worked example: 4 samples, 4 channels' },
  },
  images: {
    query: IMAGES,
    title: { zh: '一批特征图（N×H×W×C）', en: 'A batch of maps (N×H×W×C)' },
  },
  layer: {
    query: `${IMAGES}&norm=layer`,
    title: { zh: '层归一化', en: 'Layer norm' },
  },
  instance: {
    query: `${IMAGES}&norm=instance`,
    title: { zh: '实例归一化', en: 'Instance norm' },
  },
  group: {
    query: `${IMAGES}&norm=group`,
    title: { zh: '组归一化：两组', en: 'Group norm: two groups' },
  },
  inference: {
    query: 'mode=inference&movingMean=5,90,-4,4&movingVariance=4,1600,1,4',
    title: { zh: '推理：用移动统计量', en: 'Inference: moving statistics' },
  },
  'batch-of-one': {
    query: 'input=1,30,-5,2&beta=0,1,2,3',
    title: { zh: '批量大小为 1：只剩 β', en: 'A batch of one: only β is left' },
  },
  'gamma-beta': {
    query: 'input=1;3;3;9&gamma=6&beta=2&eps=0',
    title: { zh: 'γ = 6、β = 2：再缩放、平移', en: 'γ = 6, β = 2: scale and shift again' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
