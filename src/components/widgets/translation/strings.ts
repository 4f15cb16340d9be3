import type { L10n } from '../../../i18n/langs.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { StackId } from './stacks.ts';

type MapName = 'x' | 'fx' | 'tfx' | 'tx' | 'y' | 'difference';

interface Own {
  input: string;
  maps: Record<MapName, string>;
  maps2: Record<MapName, string>;
  alts: Record<MapName, string>;
  mapAlt: string;
  labels: Record<'shift' | 'rotate' | 'scale' | 'stack', string>;
  stacks: Record<StackId, string>;
  layers: Record<'conv' | 'max' | 'blur', string>;
  shiftHint: string;
  rotateHint: string;
  equivariance: string;
  equivarianceFormula: string;
  invariance: string;
  invarianceFormula: string;
  counted: string;
  strideFact: string;
  strideOne: string;
  notCounted: string;
  verdicts: Record<
    'none' | 'still' | 'multiple' | 'between' | 'symmetric' | 'moved' | 'agree',
    string
  >;
  curve: string;
  curveTable: string;
  predict: string;
  predictAsk: string;
  predictLabel: string;
  zero: string;
  notZero: string;
  choose: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '平移等变性演示',
  lead: '两条路：先提取特征再移动特征，或先移动图片再提取特征。结果相同，叫等变；特征完全不动，才叫不变。改平移、旋转、缩放和层，看两条路在哪里分开。',
  names: { shift: '平移', rotate: '旋转', scale: '缩放', stack: '层' },
  problems: { 'too-small': '{name}至少要有 {min}×{min}，却是 {h}×{w}。' },
  input: '输入',
  maps: { x: 'x', fx: 'F(x)', tfx: 'T′F(x)', tx: 'Tx', y: 'F(Tx)', difference: 'F(Tx) − T′F(x)' },
  maps2: {
    x: '输入',
    fx: '特征',
    tfx: '先提取再移动',
    tx: '移动后的输入',
    y: '先移动再提取',
    difference: '两条路之差',
  },
  alts: {
    x: '输入 x',
    fx: '输入的特征 F(x)',
    tfx: '移动过的特征 T′F(x)',
    tx: '移动过的输入 Tx',
    y: '移动过的输入的特征 F(Tx)',
    difference: '差 F(Tx) − T′F(x)',
  },
  mapAlt: '{title}，{n}×{n}：{what}',
  labels: {
    shift: '平移（像素）',
    rotate: '旋转（度）',
    scale: '缩放',
    stack: '层 F',
  },
  stacks: {
    conv: '卷积',
    'conv-pool': '卷积、最大池化',
    'conv-blurpool': '卷积、模糊池化',
    'conv-pool-conv-pool': '（卷积、池化）×2',
    symmetric: '对称核卷积',
    'symmetric-pool': '对称核卷积、池化',
  },
  layers: {
    conv: '3×3 卷积（补零）、ReLU',
    max: '2×2 最大池化，步幅 2',
    blur: '每格先取 2×2 最大值，再以步幅 2 模糊（核除以 16）',
  },
  shiftHint: '向右几格，或“向下,向右”',
  rotateHint: '逆时针为正；不是 90° 的倍数就双线性插值',
  equivariance: '等变误差',
  equivarianceFormula: '‖F(Tx) − T′F(x)‖ / ‖T′F(x)‖',
  invariance: '不变误差',
  invarianceFormula: '‖F(Tx) − F(x)‖ / ‖F(x)‖',
  counted: '只算离边界够远的 {cells} 格（共 {n} 格）：感受野全在图内，也没读到移进来的空白。',
  strideFact: '总步幅 {stride}，所以 T′ 把特征移动平移量的 1/{stride}，不足一格时双线性插值。',
  strideOne: '总步幅 1，所以 T′ 就是 T。',
  notCounted: '（离边界太近，不计入误差）',
  verdicts: {
    none: '没有一格离边界够远：移得太多，或图太小。',
    still: '什么都没做，两条路当然一样。',
    multiple: '平移量是总步幅 {stride} 的倍数：特征整格移动，误差正好是 0。等变，但不是不变。',
    between: '平移量不是总步幅 {stride} 的倍数：池化窗口框住了别的像素，两条路不再一样。',
    symmetric: '核转 90° 还是它自己，所以对这个旋转正好等变。',
    agree: '这张图上两条路碰巧一样。',
    moved: '卷积只对平移等变：核没有跟着转、也没有跟着放大，两条路不一样。',
  },
  curve: '向右移 0 到 8 像素时的等变误差：在步幅 {stride} 的倍数处正好是 0',
  curveTable: '向右移 0、1、…、8 像素时的等变误差',
  predict: '先猜：等变误差是不是 0？',
  predictAsk:
    '先移动再提取特征的那条路已遮住。根据步幅和核猜一猜：在离边界够远的地方，两条路是否一模一样？',
  predictLabel: '等变误差',
  zero: '正好是 0',
  notZero: '不是 0',
  choose: '先选一个。',
  right: '对了：误差是 {v}。',
  wrong: '还不对：误差是 {v}。',
};

const en: OwnWords<Own> = {
  name: 'Translation equivariance demo',
  lead: 'Two routes: compute features and then move them, or move the picture first. If both give the same result, the layers are equivariant; if the features do not change at all, invariant. Change the motion and the layers.',
  names: { shift: 'shift', rotate: 'rotation', scale: 'scale', stack: 'stack of layers' },
  problems: { 'too-small': 'The {name} must have at least {min}×{min} cells, but has {h}×{w}.' },
  input: 'Input',
  maps: { x: 'x', fx: 'F(x)', tfx: 'T′F(x)', tx: 'Tx', y: 'F(Tx)', difference: 'F(Tx) − T′F(x)' },
  maps2: {
    x: 'input',
    fx: 'features',
    tfx: 'features, moved',
    tx: 'input, moved',
    y: 'its features',
    difference: 'difference',
  },
  alts: {
    x: 'the input x',
    fx: 'the features of the input, F(x)',
    tfx: 'the moved features, T′F(x)',
    tx: 'the moved input, Tx',
    y: 'the features of the moved input, F(Tx)',
    difference: 'the difference F(Tx) − T′F(x)',
  },
  mapAlt: '{title}, {n}×{n}: {what}',
  labels: {
    shift: 'Shift (pixels)',
    rotate: 'Rotation (degrees)',
    scale: 'Scale',
    stack: 'Layers F',
  },
  stacks: {
    conv: 'conv',
    'conv-pool': 'conv, max pool',
    'conv-blurpool': 'conv, blur pool',
    'conv-pool-conv-pool': 'conv, pool, conv, pool',
    symmetric: 'symmetric conv',
    'symmetric-pool': 'symmetric conv, pool',
  },
  layers: {
    conv: '3×3 convolution (zero padding), ReLU',
    max: '2×2 max pooling, stride 2',
    blur: '2×2 maximum at every position, then a blur with stride 2 (kernel divided by 16)',
  },
  shiftHint: 'to the right, or down,right',
  rotateHint: 'counterclockwise; bilinear unless a multiple of 90',
  equivariance: 'Equivariance error',
  equivarianceFormula: '‖F(Tx) − T′F(x)‖ / ‖T′F(x)‖',
  invariance: 'Invariance error',
  invarianceFormula: '‖F(Tx) − F(x)‖ / ‖F(x)‖',
  counted:
    'Only {cells} of the {n} cells are far enough from the border to count: their receptive fields lie inside the picture and read none of the blank that moved in.',
  strideFact:
    'The total stride is {stride}, so T′ moves features by 1/{stride} of the shift, with bilinear interpolation between cells.',
  strideOne: 'The total stride is 1, so T′ is T.',
  notCounted: '(too near the border to count)',
  verdicts: {
    none: 'No cell is far enough from the border: the motion is too large, or the picture too small.',
    still: 'Nothing was done, so both routes agree.',
    multiple:
      'The shift is a multiple of the total stride {stride}: features move by whole cells, and the error is exactly 0. Equivariant, yet not invariant.',
    between:
      'The shift is not a multiple of the total stride {stride}: pooling windows frame other pixels, and the routes part.',
    symmetric:
      'The kernel looks the same after a turn by 90°, so equivariance to this turn is exact.',
    agree: 'On this picture, both routes happen to agree.',
    moved:
      'Convolution is equivariant to shifts alone: the kernel neither turns nor grows with the picture, and the routes part.',
  },
  curve:
    'Equivariance error for shifts of 0 to 8 pixels: exactly 0 at multiples of the stride {stride}',
  curveTable: 'Equivariance error for shifts of 0, 1, …, 8 pixels to the right',
  predict: 'Predict first: is the equivariance error 0?',
  predictAsk:
    'The route through the moved input is covered. Look at the stride and the kernels: do both routes agree exactly, away from the border?',
  predictLabel: 'Equivariance error',
  zero: 'exactly 0',
  notZero: 'not 0',
  choose: 'Choose one first.',
  right: 'Right: the error is {v}.',
  wrong: 'Not so: the error is {v}.',
};

export const STRINGS: L10n<Words> = joinWords<Own>({ zh, en });
