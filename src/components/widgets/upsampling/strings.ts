import type { L10n } from '../../../i18n/langs.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { Op } from './state.ts';

interface Own {
  input: string;
  kernel: string;
  output: string;
  overlap: string;
  overlapHint: string;
  op: string;
  ops: Record<Op, string>;
  stride: string;
  factor: string;
  factorHint: string;
  padding: string;
  cutHint: string;
  outputPadding: string;
  outputPaddingHint: string;
  dilation: string;
  alignCorners: string;
  alignHint: string;
  nearestHint: string;
  ones: string;
  linear: string;
  size: string;
  height: string;
  width: string;
  even: string;
  uneven: string;
  sharedFactor: string;
  flatTimes: string;
  notFlat: string;
  resizeFlat: string;
  where: string;
  from: string;
  nothing: string;
  ofProducts: string;
  stamps: string;
  covers: string;
  cut: string;
  cutAll: string;
  copies: string;
  unused: string;
  tap: string;
  rowsSpan: string;
  conventionSame: string;
  conventionFlags: string;
  conventionCorners: string;
  noOther: string;
  agree: string;
  differ: string;
  why: Record<'same' | 'flags' | 'corners', string>;
  outputPicture: string;
  overlapPicture: string;
  table: string;
  most: string;
  predict: string;
  predictAsk: string;
  right: string;
  wrong: string;
  list: string;
  comma: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '上采样演示',
  lead: '指向一格输入，看它在输出上盖下的印；指向一格输出，看哪些乘积落到这里。盖得不匀，就会出现棋盘格。',
  names: {
    op: '运算',
    outputPadding: '输出填充',
    alignCorners: '角点对齐',
  },
  problems: {
    'one-channel': '{name}只能有一个通道：这里不能写“|”和“/”。',
    'output-padding': '输出填充 {op} 要小于步幅与膨胀率中较大的那个（{most}）。',
    'same-decides': '填充为 same 时，输出填充由它自己决定，只能填 0。',
    'nothing-left': '填充一共裁掉 {cut} 格，可输出总共只有 {whole} 格。',
    'output-too-large': '输出会有 {h}×{w} 格，一边最多 {max} 格。',
  },
  input: '输入',
  kernel: '卷积核（印章）',
  output: '输出',
  overlap: '重叠次数',
  overlapHint: '每格有几个乘积相加；边上是行、列各自的次数，相乘就是格中的数。',
  op: '运算',
  ops: { transposed: '转置卷积', nearest: '最近邻插值', bilinear: '双线性插值' },
  stride: '步幅',
  factor: '放大倍数',
  factorHint: '一个数，或“行,列”',
  padding: '填充（裁掉的边）',
  cutHint: 'same、一个数，或“上,下,左,右”',
  outputPadding: '输出填充',
  outputPaddingHint: '加在末尾，小于步幅或膨胀率',
  dilation: '膨胀率',
  alignCorners: '角点对齐（align_corners）',
  alignHint:
    '不勾是半像素对齐：PyTorch 的默认值，TF.js 要写 halfPixelCenters=true。勾上等于 PyTorch 的 align_corners=True、TF.js 的 alignCorners=true。',
  nearestHint: '最近邻的角点对齐只有 TF.js 和 TensorFlow 1 有，PyTorch 会报错。',
  ones: '全 1',
  linear: '双线性权重',
  size: '输出尺寸',
  height: '高',
  width: '宽',
  even: '{rule}：除了边缘，每格都落下 {n} 个乘积，重叠均匀。',
  uneven: '{rule}：除了边缘，各格落下 {n} 个乘积，重叠不均匀。',
  sharedFactor: '（步幅与膨胀率有公因数 {g}）',
  flatTimes: '处处是 1 的输入，中间处处变成 {v}：仍然平坦。',
  notFlat: '处处是 1 的输入，中间会变成 {v} 相间：这就是棋盘格。',
  resizeFlat: '每格的权重之和都是 1，平坦的输入放大后仍然平坦：插值不会造出棋盘格。',
  where: '第 {r} 行第 {c} 列',
  from: '（输入坐标：行 {r}、列 {c}）',
  nothing: '没有乘积落到这里',
  ofProducts: '{n} 个乘积之和',
  stamps: '输入{where}（值 {value}）盖一次印：{value} × {kernel} = {stamp}，',
  covers: '落在输出第 {r} 行、第 {c} 列',
  cut: '；{n} 个乘积落在外面，被裁掉',
  cutAll: '全部落在外面，被裁掉',
  copies: '输入{where}（值 {value}）进入 {n} 格输出，权重一共是 {w}',
  unused: '输入{where}（值 {value}）没有进入任何一格输出',
  tap: '卷积核{where}的权重 {value} 落在 {n} 格输出上：每格输入一次，裁掉的不算',
  rowsSpan: '{a}–{b}',
  conventionSame: '标出与 PyTorch（padding={p}，output_padding={op}）结果不同的格子',
  conventionFlags: '标出与 TF.js 两个标志都不写时结果不同的格子',
  conventionCorners: '标出与 align_corners=False（PyTorch 默认）结果不同的格子',
  noOther: 'PyTorch 没有等价的设置：输出填充必须小于步幅或膨胀率。',
  agree: '{n} 格全都相同。',
  differ: '{n} 格中有 {d} 格不同（已标出）：{why}。',
  why: {
    same: 'same 多裁的一行（列）在末尾，PyTorch 两边裁得一样多，再在末尾补回来',
    flags: '不写标志时坐标是 o·n/N，不是 (o+½)·n/N − ½，整张图向左上偏了 (倍数 − 1)/2 格',
    corners: '角点对齐把最外面的格心对在一起，缩放比变成 (n−1)/(N−1)',
  },
  outputPicture: '{what}放大后的结果，{h}×{w}，数值从 {min} 到 {max}',
  overlapPicture: '每格的重叠次数，从 {min} 到 {max}，颜色越深次数越多',
  table: '输出的数值表',
  most: '最多重叠',
  predict: '先猜：输出有多大？最多几个乘积落在同一格？',
  predictAsk: '输出与重叠次数已遮住。填你算出的行数、列数和最多的次数，再核对。',
  right: '全对：{h}×{w}，最多 {m} 个。',
  wrong: '还不对：你填了 {gh}×{gw}、{gm} 个，应为 {h}×{w}、{m} 个。',
  list: '、',
  comma: '，',
};

const en: OwnWords<Own> = {
  name: 'Upsampling demo',
  lead: 'Point at an input cell to see what it stamps on the output, or at an output cell to see which products meet there. Uneven stamping makes a checkerboard.',
  names: {
    op: 'operation',
    outputPadding: 'output padding',
    alignCorners: 'alignment of corners',
  },
  problems: {
    'one-channel': 'The {name} has one channel here: “|” and “/” are not accepted.',
    'output-padding':
      'Output padding {op} must be smaller than the larger of stride and dilation ({most}).',
    'same-decides': 'Same padding sets the output padding by itself, so it must be 0 here.',
    'nothing-left': 'The padding cuts {cut} cells, but the output has only {whole}.',
    'output-too-large': 'The output would have {h}×{w} cells; at most {max} a side are shown.',
  },
  input: 'Input',
  kernel: 'Kernel (the stamp)',
  output: 'Output',
  overlap: 'Overlap',
  overlapHint:
    'How many products are added in each cell: the count of its row times the count of its column, both shown at the edges.',
  op: 'Operation',
  ops: { transposed: 'transposed conv.', nearest: 'nearest', bilinear: 'bilinear' },
  stride: 'Stride',
  factor: 'Scale factor',
  factorHint: 'one number, or rows,columns',
  padding: 'Padding (edges cut off)',
  cutHint: 'same, one number, or top,bottom,left,right',
  outputPadding: 'Output padding',
  outputPaddingHint: 'added at the end; less than stride or dilation',
  dilation: 'Dilation',
  alignCorners: 'Align corners',
  alignHint:
    'Unticked: half-pixel centers, PyTorch’s default; in TF.js write halfPixelCenters=true. Ticked: align_corners=True in PyTorch, alignCorners=true in TF.js.',
  nearestHint:
    'Nearest with aligned corners exists in TF.js and TensorFlow 1 only; PyTorch refuses it.',
  ones: 'all ones',
  linear: 'bilinear weights',
  size: 'Output size',
  height: 'height',
  width: 'width',
  even: '{rule}: away from the edges, {n} products meet in every cell. Even.',
  uneven: '{rule}: away from the edges, {n} products meet in a cell. Uneven.',
  sharedFactor: ' (stride and dilation share the factor {g})',
  flatTimes: 'An input of ones becomes {v} everywhere inside: flat input stays flat.',
  notFlat: 'An input of ones becomes a pattern of {v}: that is the checkerboard.',
  resizeFlat:
    'The weights of every cell add up to 1, so a flat input stays flat: interpolation makes no checkerboard.',
  where: 'row {r}, column {c}',
  from: ' (at row {r}, column {c} of the input)',
  nothing: 'no product lands here',
  ofProducts: 'sum of {n} products',
  stamps: 'Input {where} (value {value}) stamps {value} × {kernel} = {stamp} ',
  covers: 'on rows {r}, columns {c} of the output',
  cut: '; {n} products fall outside and are cut off',
  cutAll: 'entirely outside, where it is cut off',
  copies: 'Input {where} (value {value}) enters {n} output cells with weights that add up to {w}',
  unused: 'Input {where} (value {value}) enters no output cell',
  tap: 'The weight {value} at {where} of the kernel lands on {n} output cells: once for each input cell that is not cut off',
  rowsSpan: '{a}–{b}',
  conventionSame:
    'Mark the cells that PyTorch (padding={p}, output_padding={op}) computes differently',
  conventionFlags: 'Mark the cells that TF.js computes differently with neither flag',
  conventionCorners: 'Mark the cells that align_corners=False (PyTorch’s default) changes',
  noOther: 'PyTorch has no such layer: its output padding must be less than stride or dilation.',
  agree: 'All {n} cells are the same.',
  differ: '{d} of {n} cells differ (marked): {why}.',
  why: {
    same: 'same cuts the odd row and column at the end; PyTorch cuts both sides alike and then adds one back at the end',
    flags:
      'without flags a cell looks at o·n/N instead of (o+½)·n/N − ½, which moves everything up and left by (factor − 1)/2 cells',
    corners:
      'aligned corners put the outermost centers on top of each other, and the scale becomes (n−1)/(N−1)',
  },
  outputPicture: '{what}, enlarged to {h}×{w}, values from {min} to {max}',
  overlapPicture: 'How many products meet in each cell, {min} to {max}, darker for more',
  table: 'The numbers of the output',
  most: 'most overlap',
  predict: 'Predict first: how large is the output, and how many products meet in a cell at most?',
  predictAsk:
    'The output and the overlap are covered. Type the rows, the columns and the largest number of products in a cell, then check.',
  right: 'All correct: {h}×{w}, at most {m} products.',
  wrong: 'Not yet: you typed {gh}×{gw} and {gm}; it is {h}×{w} and {m}.',
  list: ', ',
  comma: ', ',
};

export const STRINGS: L10n<Words> = joinWords<Own>({ zh, en });
