import type { Scene } from '../toolkit/build.ts';

const FOUR_ONES = 'kernel=1,1,1,1;1,1,1,1;1,1,1,1;1,1,1,1';

/** The weights 1/4, 3/4, 3/4, 1/4 along each axis. */
const FOUR_LINEAR =
  'kernel=0.0625,0.1875,0.1875,0.0625;0.1875,0.5625,0.5625,0.1875;0.1875,0.5625,0.5625,0.1875;0.0625,0.1875,0.1875,0.0625';

/** Numbers that stay whole whichever way corners are aligned. */
const CORNERS = 'input=0,12;24,36';

export const SCENES = {
  transposed: {
    query: '',
    title: { zh: '3×3、步幅 2：重叠不均', en: '3×3, stride 2: uneven overlap' },
  },
  'transposed-even': {
    query: `${FOUR_ONES}&padding=1`,
    title: { zh: '4×4、步幅 2：重叠均匀', en: '4×4, stride 2: even overlap' },
  },
  checkerboard: {
    query: 'image=digit-3',
    title: { zh: '图片上的棋盘格', en: 'Checkerboard on a picture' },
  },
  'bilinear-kernel': {
    query: `${CORNERS}&${FOUR_LINEAR}&padding=1`,
    title: { zh: '双线性权重的转置卷积', en: 'Transposed, with bilinear weights' },
  },
  nearest: {
    query: `${CORNERS}&op=nearest`,
    title: { zh: '最近邻', en: 'Nearest' },
  },
  bilinear: {
    query: `${CORNERS}&op=bilinear`,
    title: { zh: '双线性（半像素对齐）', en: 'Bilinear (half-pixel centers)' },
  },
  'align-corners': {
    query: `${CORNERS}&op=bilinear&alignCorners=1`,
    title: { zh: '双线性（角点对齐）', en: 'Bilinear (corners aligned)' },
  },
  'output-padding': {
    query: 'padding=1&outputPadding=1',
    title: { zh: '输出填充：补回丢掉的一行', en: 'Output padding: the row that was lost' },
  },
  'same-padding': {
    query: 'input=1,2,3;4,5,6;7,8,9&padding=same',
    title: { zh: 'same：两个框架裁掉不同的边', en: 'Same: the frameworks cut different sides' },
  },
  stretched: {
    query: 'dilation=2&stride=3&input=3,3;3,7',
    title: { zh: '带膨胀的转置卷积', en: 'Transposed with dilation' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
