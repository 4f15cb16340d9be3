import type { L10n } from '../../../i18n/langs.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { Op } from './state.ts';

interface Own {
  input: string;
  output: string;
  moved: string;
  op: string;
  ops: Record<Op, string>;
  window: string;
  stride: string;
  strideHint: string;
  padding: string;
  ceil: string;
  ceilHint: string;
  includePad: string;
  includePadHint: string;
  shift: string;
  shiftHint: string;
  size: string;
  sizeGlobal: string;
  height: string;
  width: string;
  dropped: string;
  noParameters: string;
  kept: string;
  gradient: string;
  gradientHint: string;
  convention: string;
  same: string;
  differ: string;
  differShape: string;
  reasons: Record<'l2' | 'pad' | 'same', string>;
  changed: string;
  won: string;
  where: string;
  ofCells: string;
  inputCell: string;
  inputWins: string;
  inputShare: string;
  inputUnread: string;
  outputPicture: string;
  table: string;
  argmaxTable: string;
  predict: string;
  predictAsk: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '池化演示',
  lead: '改任何一个数，或把指针放到一格上：看窗口里谁赢了、怎么平均，再看梯度回到哪里。',
  names: {
    op: '运算',
    window: '窗口',
    ceil: 'ceil 模式',
    includePad: '填充是否计数',
    shift: '平移',
  },
  problems: {
    'window-too-large': '窗口长 {k} 格，比填充后的输入（{padded} 格）还长。',
    'padding-too-wide': '填充 {p} 要小于窗口 {k}，否则会有窗口整个落在填充里。',
  },
  input: '输入',
  output: '输出',
  moved: '平移后的输入（移出的一边从另一边回来）',
  op: '运算',
  ops: {
    max: '最大池化',
    avg: '平均池化',
    l2: 'L2 池化（均方根）',
    globalmax: '全局最大池化',
    globalavg: '全局平均池化',
  },
  window: '窗口',
  stride: '步幅',
  strideHint: '不填就等于窗口',
  padding: '填充',
  ceil: 'ceil 模式',
  ceilHint: '窗口个数向上取整',
  includePad: '填充的零也计数',
  includePadHint: '只影响平均与 L2',
  shift: '平移输入',
  shiftHint: '向右几格，或“向下,向右”',
  size: '输出尺寸',
  sizeGlobal: '每个通道一个数',
  height: '高',
  width: '宽',
  dropped: '减 1：最后一个窗口的起点已在末尾的填充里，不算',
  noParameters: '参数 0 个：没有要学的东西',
  kept: '激活值 {from} → {to}',
  gradient: '显示梯度 ∂Σy/∂x',
  gradientHint: '每个输出的梯度取 1，看它们怎样分给输入。',
  convention: '标出与 PyTorch 默认结果不同的格子',
  same: '按 PyTorch 的默认做法，{n} 格完全相同。',
  differ: '按 PyTorch 的默认做法，{n} 格中有 {d} 格不同（已标出）：{why}。',
  differShape:
    '按 PyTorch 的默认做法，输出是 {h}×{w}，连尺寸都不同；重合的部分有 {d} 格不同（已标出）：{why}。',
  reasons: {
    l2: 'LPPool2d 开方的是平方和，不是平方的平均',
    pad: 'count_include_pad=True，填充的零也算一格',
    same: 'PyTorch 两边各补 ⌊k/2⌋，TensorFlow 只补缺的部分，多出的一个补在末尾',
  },
  changed: '输入移动之后，{n} 个输出中有 {d} 个变了（已标出）：池化容忍小的平移，但并非不变。',
  won: '赢',
  where: '第 {r} 行第 {c} 列',
  ofCells: '{n} 格',
  inputCell: '输入{where}（值 {value}）被 {n} 个窗口读到',
  inputWins: '，在其中 {w} 个里最大，梯度为 {g}',
  inputShare: '，梯度为 {g}',
  inputUnread: '输入{where}（值 {value}）没有被任何窗口读到',
  outputPicture: '{what}经过池化的结果，{h}×{w}',
  table: '输出的数值表：行、列、通道',
  argmaxTable: '每个窗口的最大值在输入里的位置（展平后的下标）',
  predict: '先猜：输出有多大？左上角是几？',
  predictAsk: '输出已遮住。填你算出的行数、列数和左上角那一格，再核对。',
  right: '全对：{h}×{w}，左上角是 {v}。',
  wrong: '还不对：你填了 {gh}×{gw}、{gv}，应为 {h}×{w}、{v}。',
};

const en: OwnWords<Own> = {
  name: 'Pooling demo',
  lead: 'Change any number or point at a cell: see which value wins a window, how the window is averaged, and where the gradient goes.',
  names: {
    op: 'operation',
    window: 'window',
    ceil: 'ceil mode',
    includePad: 'counting of padding',
    shift: 'shift',
  },
  problems: {
    'window-too-large': 'The window is {k} cells long, more than the padded input has ({padded}).',
    'padding-too-wide':
      'Padding {p} must be smaller than the window ({k}), or a window could lie entirely in the padding.',
  },
  input: 'Input',
  output: 'Output',
  moved: 'The input after the shift (what leaves on one side comes back on the other)',
  op: 'Operation',
  ops: {
    max: 'max',
    avg: 'average',
    l2: 'L2 (root mean square)',
    globalmax: 'global max',
    globalavg: 'global average',
  },
  window: 'Window',
  stride: 'Stride',
  strideHint: 'empty: the same as the window',
  padding: 'Padding',
  ceil: 'Ceil mode',
  ceilHint: 'round the number of windows up',
  includePad: 'Count padded zeros',
  includePadHint: 'for average and L2 only',
  shift: 'Shift the input',
  shiftHint: 'to the right, or down,right',
  size: 'Output size',
  sizeGlobal: 'one number per channel',
  height: 'height',
  width: 'width',
  dropped: '− 1: a last window that would start beyond the input is left out',
  noParameters: '0 parameters: nothing to learn',
  kept: '{from} → {to} activations',
  gradient: 'Show the gradient ∂Σy/∂x',
  gradientHint: 'With a gradient of 1 at each output: how it is shared among the inputs.',
  convention: 'Mark the cells that PyTorch computes differently by default',
  same: 'PyTorch’s defaults give the same numbers (cells compared: {n}).',
  differ: 'PyTorch’s defaults differ in {d} of {n} cells (marked): {why}.',
  differShape:
    'PyTorch’s defaults give {h}×{w}, a different size; {d} of the cells in common differ (marked): {why}.',
  reasons: {
    l2: 'LPPool2d takes the root of the sum of squares, not of their mean',
    pad: 'count_include_pad=True counts padded zeros',
    same: 'PyTorch pads ⌊k/2⌋ on each side, TensorFlow only what is missing, with the odd one at the end',
  },
  changed:
    'After the shift {d} of {n} outputs are different (marked): pooling tolerates small shifts but is not invariant.',
  won: 'wins',
  where: 'row {r}, column {c}',
  ofCells: '{n} cells',
  inputCell: 'Input {where} (value {value}) is read by {n} of the windows',
  inputWins: ', wins {w} of them, and gets the gradient {g}',
  inputShare: ' and gets the gradient {g}',
  inputUnread: 'Input {where} (value {value}) is read by no window',
  outputPicture: 'The result of pooling {what}, {h}×{w}',
  table: 'The numbers of the output by row, column and channel',
  argmaxTable: 'Where in the input the maximum of each window lies (flat index)',
  predict: 'Predict first: how large is the output, and what is its top-left cell?',
  predictAsk:
    'The output is covered. Type the rows, the columns and the top-left cell, then check.',
  right: 'All correct: {h}×{w}, and the top-left cell is {v}.',
  wrong: 'Not yet: you typed {gh}×{gw} and {gv}; it is {h}×{w} and {v}.',
};

export const STRINGS: L10n<Words> = joinWords<Own>({ zh, en });
