import type { Scene } from '../toolkit/build.ts';

const SEVEN =
  'input=3,1,0,2,5,1,4;0,6,2,1,0,3,2;1,2,8,4,2,0,1;5,0,3,7,1,2,0;2,1,4,0,9,3,1;0,3,1,2,4,6,2;1,0,2,5,3,1,8';

const SIX = 'input=3,1,0,2,5,1;0,6,2,1,0,3;1,2,8,4,2,0;5,0,3,7,1,2;2,1,4,0,9,3;0,3,1,2,4,6';

export const SCENES = {
  'max-2x2': {
    query: '',
    title: { zh: '最大池化 2×2', en: 'Max, 2×2' },
  },
  average: {
    query: 'op=avg',
    title: { zh: '平均池化', en: 'Average' },
  },
  l2: {
    query: 'op=l2',
    title: { zh: 'L2 池化', en: 'L2' },
  },
  'all-negative': {
    query: 'input=-3,-1,-4,-1;-5,-9,-2,-6;-5,-3,-5,-8;-9,-7,-9,-3&padding=same&window=3&stride=2',
    title: { zh: '全是负数：填充不能赢', en: 'All negative: padding must not win' },
  },
  overlapping: {
    query: `${SEVEN}&window=3&stride=2`,
    title: { zh: '重叠窗口：3×3、步幅 2', en: 'Overlapping: 3×3, stride 2' },
  },
  'shift-one': {
    query: `${SIX}&shift=1`,
    title: { zh: '输入右移一格，输出变了多少', en: 'Shift the input by one: what changes' },
  },
  'global-average': {
    query: 'op=globalavg',
    title: { zh: '全局平均池化', en: 'Global average' },
  },
  'ceil-mode': {
    query: `${SEVEN}&ceil=1`,
    title: { zh: 'ceil 模式：最后一列不丢', en: 'Ceil mode keeps the last column' },
  },
  'count-padding': {
    query: 'op=avg&window=3&stride=2&padding=1&includePad=1',
    title: { zh: '平均时把填充的零也算进去', en: 'Padded zeros count in the mean' },
  },
  picture: {
    query: 'image=cat&window=4',
    title: { zh: '图片：4×4 最大池化', en: 'A picture: max, 4×4' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
