import type { L10n } from '../../../i18n/langs.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { Border } from '../../../lib/ops/edges.ts';
import type { Name, Op } from './state.ts';

interface Own {
  input: string;
  window: string;
  windowSmoothed: string;
  kernelLaplacian: string;
  profile: string;
  arrow: string;
  arrowFlat: string;
  labels: Record<'op' | 'sigma' | 'low' | 'high' | 'border', string>;
  ops: Record<Op, string>;
  results: Record<Name, string>;
  borders: Record<Border, string>;
  sigmaHint: string;
  lowHint: string;
  highHint: string;
  borderHint: string;
  convention: string;
  same: string;
  differ: string;
  differZero: string;
  edge: string;
  noEdge: string;
  strong: string;
  weak: string;
  wheel: string;
  notSmoothed: string;
  columnPass: string;
  logAcross: string;
  logDown: string;
  ahead: string;
  behind: string;
  kept: string;
  suppressedHere: string;
  onFrame: string;
  flat: string;
  below: string;
  isWeak: string;
  isStrong: string;
  joined: string;
  alone: string;
  taps: string;
  counts: string;
  notCounted: string;
  scale: string;
  outputPicture: string;
  table: string;
  predict: string;
  predictAsk: string;
  predictLabel: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '边缘检测演示',
  lead: '把指针放到任一像素上：箭头是梯度，指向变亮的一侧，边缘与它垂直。换算子，调 σ 和阈值，看边缘怎样变。',
  names: {
    op: '算子',
    stage: '步骤',
    sigma: 'σ 的值',
    low: '低阈值',
    high: '高阈值',
    border: '边界',
  },
  problems: { order: '低阈值（{low}）不能大于高阈值（{high}）。' },
  input: '输入（灰度）',
  window: '光标处的 3×3 窗口',
  windowSmoothed: '光标处的 3×3 窗口（平滑之后）',
  kernelLaplacian: '拉普拉斯核',
  profile: 'LoG 核的中间一行，共 {n} 个权重',
  arrow: '梯度指向更亮处，边缘（线）与它垂直',
  arrowFlat: '这里是平的：梯度为 0',
  labels: { op: '算子', sigma: '高斯平滑 σ', low: '低阈值', high: '高阈值', border: '图像之外' },
  ops: {
    sobel: 'Sobel',
    prewitt: 'Prewitt',
    scharr: 'Scharr',
    laplacian: '拉普拉斯',
    log: 'LoG（高斯拉普拉斯）',
    canny: 'Canny',
  },
  results: {
    smoothed: '平滑',
    gx: '横向梯度',
    gy: '纵向梯度',
    magnitude: '梯度幅值',
    direction: '梯度方向',
    suppressed: '非极大值抑制',
    threshold: '双阈值',
    edges: '滞后连接',
    response: '二阶导数',
  },
  borders: {
    reflect: '镜像',
    nearest: '重复边缘',
    zero: '补零',
  },
  sigmaHint: '单位是像素，0 为不平滑',
  lowHint: '低于它的一律去掉',
  highHint: '不低于它的一定保留',
  borderHint: '镜像含边缘像素，即 SciPy 的 reflect；卷积层补零',
  convention: '标出边界换一种填法（补零或镜像）后不同的像素',
  same: '换成另一种边界，{n} 个像素全都一样。',
  differ: '如果像卷积层那样补零，{n} 个像素中有 {d} 个不同（已标出）：图像的边框自己成了边缘。',
  differZero: '如果边界用镜像，{n} 个像素中有 {d} 个不同（已标出）：补零使边框自己成了边缘。',
  edge: '是边缘',
  noEdge: '不是边缘',
  strong: '强',
  weak: '弱',
  wheel: '颜色是方向：红向右，黄绿向下，青向左，紫向上；越亮，梯度越大',
  notSmoothed: 'σ = 0，不平滑：',
  columnPass: '先沿行、再沿列平滑；沿列这一遍：',
  logAcross: '横向二阶导数：',
  logDown: '纵向二阶导数：',
  ahead: '顺着梯度',
  behind: '逆着梯度',
  kept: '是极大值，保留',
  suppressedHere: '不是极大值，去掉',
  onFrame: '最外一圈不参与，去掉',
  flat: '梯度为 0，去掉',
  below: '{m} < {low}：去掉',
  isWeak: '{low} ≤ {m} < {high}：弱',
  isStrong: '{m} ≥ {high}：强',
  joined: '它所在的 {n} 个相连像素里有 {s} 个强的',
  alone: '它所在的 {n} 个相连像素里没有强的',
  taps: '高斯核 {n}×{n}，可分离：每个像素 2×{n} 次乘法，而不是 {square} 次',
  counts: '强像素 {strong} 个，弱像素 {weak} 个，其中 {joined} 个连着强的；共 {edges} 个边缘像素',
  notCounted:
    '抑制、阈值与连接由 float64 判定，不计入下面的比对；比对的是它们所依据的平滑、梯度与幅值。',
  scale:
    'SciPy 的核是整数，这里也是；scikit-image 的 filters.{op} 还要除以 {d} 和 √2：这里的 {y} 在那里是 {v}',
  outputPicture: '{what}的{name}',
  table: '结果的数值表：行、列',
  predict: '先猜：光标处的结果是几？',
  predictAsk:
    '结果已遮住，窗口和核还在。算出光标处的数（整数精度即可；Canny 的结果是 1 或 0），再核对。',
  predictLabel: '结果在',
  right: '对了：{where}是 {v}。',
  wrong: '还不对：你填了 {g}，{where}应为 {v}。',
};

const en: OwnWords<Own> = {
  name: 'Edge detection demo',
  lead: 'Point at any pixel: the arrow is the gradient, it points to the brighter side, and the edge lies across it. Change the operator, σ and the thresholds.',
  names: {
    op: 'operator',
    stage: 'step',
    sigma: 'σ',
    low: 'low threshold',
    high: 'high threshold',
    border: 'border',
  },
  problems: { order: 'The low threshold ({low}) must not exceed the high one ({high}).' },
  input: 'Input (gray)',
  window: 'The 3×3 window here',
  windowSmoothed: 'The 3×3 window here, smoothed',
  kernelLaplacian: 'Laplacian kernel',
  profile: 'The middle row of the LoG kernel, {n} weights',
  arrow: 'The gradient points to the brighter side; the edge (line) is perpendicular',
  arrowFlat: 'Flat here: the gradient is 0',
  labels: {
    op: 'Operator',
    sigma: 'Gaussian σ',
    low: 'Low threshold',
    high: 'High threshold',
    border: 'Beyond the border',
  },
  ops: {
    sobel: 'Sobel',
    prewitt: 'Prewitt',
    scharr: 'Scharr',
    laplacian: 'Laplacian',
    log: 'LoG (Laplacian of Gaussian)',
    canny: 'Canny',
  },
  results: {
    smoothed: 'Smoothed',
    gx: 'Change to the right',
    gy: 'Change downward',
    magnitude: 'Gradient magnitude',
    direction: 'Gradient direction',
    suppressed: 'Non-maximum suppression',
    threshold: 'Double threshold',
    edges: 'Hysteresis',
    response: 'Second derivative',
  },
  borders: {
    reflect: 'mirrored',
    nearest: 'edge repeated',
    zero: 'zeros',
  },
  sigmaHint: 'in pixels; 0 does not smooth',
  lowHint: 'pixels below it are dropped',
  highHint: 'pixels that reach it are kept',
  borderHint:
    'mirroring repeats the edge pixel (SciPy’s reflect); a convolutional layer pads with zeros',
  convention: 'Mark the pixels that differ with the other border (zeros or mirrored)',
  same: 'With the other border, all {n} pixels are the same.',
  differ:
    'With zeros beyond the border, as a convolutional layer pads, {d} of {n} pixels differ (marked): the frame itself becomes an edge.',
  differZero:
    'With a mirrored border, {d} of {n} pixels differ (marked): zeros turn the frame itself into an edge.',
  edge: 'an edge',
  noEdge: 'no edge',
  strong: 'strong',
  weak: 'weak',
  wheel:
    'Color is direction: red right, yellow-green down, cyan left, violet up; brighter is larger',
  notSmoothed: 'σ = 0, not smoothed:',
  columnPass: 'Smoothed along rows, then along columns; this is the pass along the column:',
  logAcross: 'second derivative across:',
  logDown: 'second derivative down:',
  ahead: 'along the gradient',
  behind: 'against it',
  kept: 'a maximum, kept',
  suppressedHere: 'not a maximum, suppressed',
  onFrame: 'on the outermost frame, suppressed',
  flat: 'flat, suppressed',
  below: '{m} < {low}: dropped',
  isWeak: '{low} ≤ {m} < {high}: weak',
  isStrong: '{m} ≥ {high}: strong',
  joined: 'its {n} connected pixels include strong ones: {s}',
  alone: 'none of its {n} connected pixels is strong',
  taps: 'Gaussian {n}×{n}, separable: 2×{n} multiplications per pixel instead of {square}',
  counts:
    '{strong} strong pixels; {joined} of {weak} weak ones are joined to them; {edges} edge pixels',
  notCounted:
    'Suppression, thresholds and hysteresis are decided in float64 and not compared below; what they rest on (smoothing, gradient, magnitude) is.',
  scale:
    'SciPy’s kernels are whole numbers, as here; scikit-image’s filters.{op} also divides by {d} and √2: {y} here is {v} there',
  outputPicture: '{name} of {what}',
  table: 'The numbers of the result by row and column',
  predict: 'Predict first: what is the result at the cursor?',
  predictAsk:
    'The result is covered; the window and the kernels remain visible. Work out the number at the cursor (to the nearest whole number; Canny ends in 1 or 0), then check.',
  predictLabel: 'Result at',
  right: 'Right: {where} is {v}.',
  wrong: 'Not yet: you typed {g}; {where} is {v}.',
};

export const STRINGS: L10n<Words> = joinWords<Own>({ zh, en });
