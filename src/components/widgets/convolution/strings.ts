import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { L10n } from '../../../i18n/langs.ts';
import type { ActivationId, Preset } from './state.ts';

interface Own {
  filters: string;
  filterShown: string;
  preset: string;
  custom: string;
  presets: Record<Preset, string>;
  activations: Record<ActivationId, string>;
  stride: string;
  padding: string;
  dilation: string;
  groups: string;
  depthwise: string;
  biasLabel: string;
  flip: string;
  flipHint: string;
  activation: string;
  biasHint: string;
  everyParameter: string;
  inputTitle: string;
  kernelTitle: string;
  windowTitle: string;
  outputTitle: string;
  applied: string;
  size: string;
  predict: string;
  predictAsk: string;
  convention: string;
  conventionNote: string;
  editNumbers: string;
  inputTable: string;
  window: string;
  filter: string;
  padded: string;
  input: string;
  kernel: string;
  output: string;
  bias: string;
  sumOf: string;
  spoken: string;
  feeds: string;
  feedsNone: string;
  height: string;
  width: string;
  parameters: string;
  macs: string;
  outputPicture: string;
  right: string;
  wrong: string;
  same: string;
  differ: string;
  differShape: string;
  table: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '卷积演示',
  lead: '改任何一个数，结果立刻重算；把指针或光标放到任意一格，看它由哪些乘积相加而来。',
  filters: '滤波器',
  filterShown: '显示滤波器',
  preset: '预设',
  custom: '自定义',
  presets: {
    identity: '恒等',
    box: '均值',
    gaussian: '高斯',
    'sobel-x': 'Sobel x',
    'sobel-y': 'Sobel y',
    laplacian: '拉普拉斯',
    sharpen: '锐化',
    emboss: '浮雕',
    random: '随机',
  },
  activations: {
    none: '无',
    relu: 'ReLU',
    'leaky-relu': 'leaky ReLU（0.01）',
    prelu: 'PReLU（0.25）',
    elu: 'ELU',
    selu: 'SELU',
    sigmoid: 'sigmoid',
    tanh: 'tanh',
    softplus: 'softplus',
    swish: 'swish / SiLU',
    gelu: 'GELU',
    'gelu-tanh': 'GELU（tanh 近似）',
    mish: 'mish',
    'hard-sigmoid': 'hard sigmoid',
    'hard-swish': 'hard swish',
  },
  stride: '步幅',
  padding: '填充',
  dilation: '膨胀率',
  groups: '分组',
  depthwise: '逐通道卷积',
  biasLabel: '偏置',
  flip: '翻转核',
  flipHint: '转 180°：数学意义上的卷积',
  activation: '激活函数',
  biasHint: '一个数，或每个滤波器一个',
  everyParameter: '全部参数与数字',
  inputTitle: '输入',
  kernelTitle: '卷积核',
  windowTitle: '窗口',
  outputTitle: '输出',
  applied: '实际相乘的核（已转 180°）',
  size: '输出尺寸',
  predict: '先猜：输出有多大？',
  predictAsk: '输出已遮住。先填你算出的行数和列数，再核对。',
  convention: '标出与 PyTorch 结果不同的格子',
  conventionNote:
    'TensorFlow 的 same 把多出来的一个零补在末尾，并且随步幅改变；PyTorch 的 padding=p 两边一样多。',
  editNumbers: '逐个修改输入的数',
  problems: {
    channels:
      '每个滤波器应读 {expected} 个通道（输入 {channels} 个通道，分 {groups} 组），这个核却有 {got} 个。',
    'divide-channels': '{channels} 个输入通道不能平分成 {groups} 组。',
    'divide-filters': '{filters} 个滤波器不能平分成 {groups} 组。',
    'kernel-too-large': '卷积核盖住 {covered} 格，比填充后的输入（{padded} 格）还大。',
  },
  inputTable: '输入的数值表：行、列、通道',
  window: '窗口',
  filter: '滤波器 {n}',
  padded: '填充的零',
  input: '输入',
  kernel: '卷积核',
  output: '输出',
  bias: '偏置',
  sumOf: '{n} 个乘积之和',
  spoken: '{where}：{text}',
  feeds: '输入{where}（值 {value}）参与 {n} 个输出格的计算',
  feedsNone: '输入{where}（值 {value}）没有被任何窗口读到',
  height: '高',
  width: '宽',
  parameters: '参数（权重 + 偏置）{weights} + {biases}',
  macs: '乘加',
  outputPicture: '特征图 {n}：{what}经过卷积的结果，{h}×{w}，最小 {min}，最大 {max}',
  right: '对，就是 {h}×{w}。',
  wrong: '还不对：你填了 {gh}×{gw}，应为 {h}×{w}。对照下面的公式，看差在哪一步。',
  same: '这一组参数下，PyTorch 的 padding={p} 给出同样的 {n} 格。',
  differ: 'PyTorch 的 padding={p} 在 {n} 格中有 {d} 格不同（已标出）。',
  differShape:
    'PyTorch 的 padding={p} 给出 {h}×{w}，连尺寸都不同；重合的部分有 {d} 格不同（已标出）。',
  table: '输出的数值表：行、列、滤波器',
  names: {
    preset: '预设',
    bias: '偏置',
    flip: '翻转',
    activation: '激活函数',
  },
};

const en: OwnWords<Own> = {
  name: 'Convolution demo',
  lead: 'Change any number and the result follows; point at any cell to see the products that make it.',
  filters: 'filters',
  filterShown: 'Filter shown',
  preset: 'Preset',
  custom: 'custom',
  presets: {
    identity: 'identity',
    box: 'box blur',
    gaussian: 'Gaussian',
    'sobel-x': 'Sobel x',
    'sobel-y': 'Sobel y',
    laplacian: 'Laplacian',
    sharpen: 'sharpen',
    emboss: 'emboss',
    random: 'random',
  },
  activations: {
    none: 'none',
    relu: 'ReLU',
    'leaky-relu': 'leaky ReLU (0.01)',
    prelu: 'PReLU (0.25)',
    elu: 'ELU',
    selu: 'SELU',
    sigmoid: 'sigmoid',
    tanh: 'tanh',
    softplus: 'softplus',
    swish: 'swish / SiLU',
    gelu: 'GELU',
    'gelu-tanh': 'GELU (tanh form)',
    mish: 'mish',
    'hard-sigmoid': 'hard sigmoid',
    'hard-swish': 'hard swish',
  },
  stride: 'Stride',
  padding: 'Padding',
  dilation: 'Dilation',
  groups: 'Groups',
  depthwise: 'depthwise',
  biasLabel: 'Bias',
  flip: 'Flip the kernel',
  flipHint: 'turned by 180°, as in mathematical convolution',
  activation: 'Activation',
  biasHint: 'one number, or one per filter',
  everyParameter: 'All parameters and numbers',
  inputTitle: 'Input',
  kernelTitle: 'Kernel',
  windowTitle: 'Window',
  outputTitle: 'Output',
  applied: 'The kernel as it is multiplied (turned by 180°)',
  size: 'Output size',
  predict: 'Predict first: how large is the output?',
  predictAsk: 'The output is covered. Type the rows and columns you expect, then check.',
  convention: 'Mark the cells that PyTorch computes differently',
  conventionNote:
    'TensorFlow’s same puts the extra zero at the end and depends on the stride; PyTorch’s padding=p adds the same number on both sides.',
  editNumbers: 'Edit the input number by number',
  problems: {
    channels:
      'Each filter must read {expected} channels ({channels} input channels in {groups} groups), but this kernel has {got}.',
    'divide-channels': '{channels} input channels cannot be divided into {groups} groups.',
    'divide-filters': '{filters} filters cannot be divided into {groups} groups.',
    'kernel-too-large':
      'The kernel covers {covered} cells, more than the padded input has ({padded}).',
  },
  inputTable: 'The numbers of the input by row, column and channel',
  window: 'window',
  filter: 'filter {n}',
  padded: 'padded zero',
  input: 'input',
  kernel: 'kernel',
  output: 'output',
  bias: 'bias',
  sumOf: 'sum of {n} products',
  spoken: '{where}: {text}',
  feeds: 'Input {where} (value {value}) contributes to {n} output cells',
  feedsNone: 'Input {where} (value {value}) is read by no window',
  height: 'height',
  width: 'width',
  parameters: 'parameters (weights + biases) {weights} + {biases}',
  macs: 'multiply-adds',
  outputPicture:
    'Feature map {n}: the convolution of {what}, {h}×{w}, smallest value {min}, largest {max}',
  right: 'Right: {h}×{w}.',
  wrong: 'Not yet: you typed {gh}×{gw}, it is {h}×{w}. Compare with the formula below.',
  same: 'With these parameters PyTorch’s padding={p} gives the same {n} cells.',
  differ: 'PyTorch’s padding={p} differs in {d} of {n} cells (marked).',
  differShape:
    'PyTorch’s padding={p} gives {h}×{w}, a different size; {d} of the cells in common differ (marked).',
  table: 'The numbers of the output by row, column and filter',
  names: {
    preset: 'preset',
    bias: 'bias',
    flip: 'flip',
    activation: 'activation',
  },
};

export const STRINGS: L10n<Words> = joinWords<Own>({ zh, en });
