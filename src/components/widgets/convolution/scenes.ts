import type { L10n } from '../../../i18n/langs.ts';

/** A named state of the widget: a query as in the address, and what it shows in one phrase. */
export interface Scene {
  query: string;
  title: L10n;
}

/** The numbers of V. Dumoulin's conv_arithmetic, issue 17, whose published figure is wrong. */
const ARITHMETIC =
  'input=2,2,3,3,3;0,1,3,0,3;2,3,0,1,3;3,3,2,1,2;3,3,0,2,3&kernel=2,0,1;1,0,0;0,1,1';

const SEVEN =
  'input=1,0,2,1,0,3,1;0,2,1,0,1,1,2;3,1,0,2,2,0,1;1,0,1,3,0,1,0;0,1,2,0,1,2,3;2,0,1,1,0,1,0;1,2,0,3,1,0,2';

/** Three channels of 4×4 numbers and two filters that read all of them. */
const COLOURS = [
  'input=1,2,0,1;0,1,3,1;2,1,0,0;1,0,2,1|0,1,1,2;1,0,2,0;0,3,1,1;2,0,1,0|2,0,1,0;1,1,0,2;0,2,1,3;1,0,0,1',
  'kernel=1,0;0,1|0,1;1,0|1,-1;-1,1/0,1;-1,0|1,0;0,-1|0,1;1,0',
].join('&');

export const SCENES = {
  'worked-example': {
    query: '',
    title: { zh: '手算例子：5×5 与 3×3', en: 'Worked example: 5×5 and 3×3' },
  },
  'sobel-x': {
    query: 'image=cat&preset=sobel-x',
    title: { zh: '竖直边缘（Sobel）', en: 'Vertical edges (Sobel)' },
  },
  'same-padding': {
    query: 'padding=same',
    title: { zh: 'same 填充：输出一样大', en: 'Same padding keeps the size' },
  },
  'stride-2': {
    query: 'stride=2',
    title: { zh: '步幅 2', en: 'Stride 2' },
  },
  'stride-remainder': {
    query: `${SEVEN}&stride=3`,
    title: {
      zh: '步幅除不尽：最后一列没人看',
      en: 'A stride that leaves a column unread',
    },
  },
  'dilation-2': {
    query: `${SEVEN}&dilation=2`,
    title: { zh: '空洞卷积：膨胀率 2', en: 'Dilation 2' },
  },
  depthwise: {
    query: 'image=astronaut&preset=sobel-y&groups=depthwise',
    title: {
      zh: '逐通道卷积：每个通道各算各的',
      en: 'Depthwise: each channel by itself',
    },
  },
  rgb: {
    query: COLOURS,
    title: { zh: '3 个通道，2 个滤波器', en: '3 channels, 2 filters' },
  },
  'true-convolution': {
    query: 'flip=1',
    title: {
      zh: '真正的卷积：核转 180°',
      en: 'True convolution: kernel turned by 180°',
    },
  },
  blur: {
    query: 'image=astronaut&preset=box',
    title: { zh: '模糊（均值）', en: 'Blur (box)' },
  },
  identity: {
    query: 'image=cat&preset=identity&padding=same',
    title: { zh: '恒等核：什么也不变', en: 'Identity: nothing changes' },
  },
  'box-stride-2': {
    query: 'input=1,3,2,4;5,7,6,8;2,0,1,3;4,6,5,7&kernel=0.25,0.25;0.25,0.25&stride=2',
    title: {
      zh: '2×2 均值核、步幅 2 就是平均池化',
      en: '2×2 box with stride 2 is average pooling',
    },
  },
  relu: {
    query: 'image=coins&preset=sobel-x&activation=relu',
    title: { zh: '边缘之后接 ReLU', en: 'Edges, then ReLU' },
  },
  'conv-arithmetic': {
    query: `${ARITHMETIC}&stride=2&padding=1`,
    title: {
      zh: '改正过的 conv_arithmetic 图',
      en: 'The conv_arithmetic figure, corrected',
    },
  },
  sharpen: {
    query: 'image=cat&preset=sharpen&padding=same',
    title: { zh: '锐化', en: 'Sharpen' },
  },
  digit: {
    query: 'image=digit-3&preset=laplacian&padding=same',
    title: { zh: '手写数字的轮廓', en: 'The outline of a digit' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
export const SCENE_NAMES = Object.keys(SCENES) as SceneName[];
