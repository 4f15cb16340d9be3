import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { State } from './state.ts';

interface Own {
  layerSide: string;
  exampleSide: string;
  arithmetic: string;
  labels: Record<'net' | 'kernel' | 'inputs' | 'outputs' | 'side' | 'alpha' | 'form', string>;
  hints: Partial<Record<'side' | 'alpha', string>>;
  nets: Record<State['net'], string>;
  forms: Record<State['form'], string>;
  kinds: Record<'standard' | 'depthwise' | 'pointwise' | 'both', string>;
  colon: string;
  weights: string;
  twoSteps: string;
  left: string;
  times: string;
  sameSeparable: string;
  sameStandard: string;
  none: string;
  useSame: string;
  curve: string;
  curveDesc: string;
  countsTitle: string;
  countsLabel: string;
  countsHint: string;
  columns: readonly string[];
  fullNet: string;
  ownNet: string;
  shares: string;
  totals: string;
  netHint: string;
  blocks: string;
  blockHeads: readonly string[];
  blockNames: Record<'first' | 'block' | 'last', string>;
  staysWhole: string;
  example: string;
  exampleLead: string;
  input: string;
  columns2: string;
  depthwise: string;
  pointwise: string;
  kernels: string;
  resultNames: Record<'y' | 'z' | 'merged', string>;
  where: Record<'y' | 'z' | 'merged', string>;
  twoNote: string;
  mergedNote: string;
  ask: string;
  askNet: string;
  right: string;
  wrong: string;
  predict: string;
  predictAsk: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '深度可分离卷积的实验台',
  lead: '改通道数和核的大小：一个标准卷积要多少权重，拆成逐通道、逐点两步之后还剩多少。下面用一个能心算的小例子，把两步真的算一遍。',
  names: {
    net: '计数的对象',
    kernel: '核的边长',
    inputs: '输入通道数',
    outputs: '输出通道数',
    side: '特征图边长',
    alpha: '宽度系数 α',
    form: '小例子的算法',
    x: '小例子的输入',
    depthwise: '逐通道的核',
    pointwise: '逐点的权重',
  },
  problems: {
    square: '{name}要是正方形，现在却是 {h}×{w}。',
    kernels: '{name}要一个通道一个：输入有 {expected} 个通道，却有 {got} 个核。',
    'kernel-large': '{name}是 {k}×{k}，比 {h}×{w} 的输入还大。',
    'one-matrix': '{name}只是一个矩阵：一行一个输出，用“;”隔开。',
    mixes: '{name}每行要有 {expected} 个数，一个输入通道一个，却有 {got} 个。',
  },
  layerSide: '一层要多少权重和乘加',
  exampleSide: '小例子：两步算一遍',
  arithmetic: '这一格的算式',
  labels: {
    net: '数哪里',
    kernel: '核的边长 k',
    inputs: '输入通道 C',
    outputs: '输出通道 F',
    side: '特征图边长',
    alpha: '宽度系数 α',
    form: '小例子怎么算',
  },
  hints: {
    side: '只影响乘加，不影响权重',
    alpha: '每层的通道数都乘以它',
  },
  nets: { layer: '一层', mobilenet: '整个 MobileNet' },
  forms: {
    separable: '两步：先逐通道，再逐点',
    standard: '一步：合成的标准卷积',
  },
  kinds: { standard: '标准', depthwise: '逐通道', pointwise: '逐点', both: '两步合计' },
  colon: '：',
  weights: '权重',
  twoSteps: '两步',
  left: '只剩',
  times: '（标准卷积是它的 {n} 倍）',
  sameSeparable:
    '标准层 {from} → {to} 有 {w} 个权重；可分离的层用同样多的权重，能有 {sum} 个输出通道。',
  sameStandard: '反过来，只有 {w} 个权重的标准层，只能有 {sum} 个输出通道。',
  none: '0',
  useSame: '设成 {n}',
  curve: '输出通道越多，剩下的份额越接近 1/k²',
  curveDesc: '{n} 个输出通道时剩 {p}；再多也不会低于 {l}',
  countsTitle: '{s}×{s} 的特征图上',
  countsLabel: '标准卷积与两步的权重和乘加',
  countsHint:
    '最后一列是每读写一个数（输入、输出、权重）做多少次乘加：它越小，越是在等内存。假设步幅 1、四周补零、每个数只搬一次；不算偏置。',
  columns: ['权重', '乘加', '每搬一个数的乘加'],
  fullNet: '全用标准卷积',
  ownNet: 'MobileNet',
  shares: '其中 {p} 在 1×1 卷积里，{d} 在逐通道卷积里',
  totals: '两种网络的权重和乘加',
  netHint:
    '输入 224×224，1,000 类。第一层和最后的全连接层在两种网络里都一样。不算偏置和批量归一化的参数。',
  blocks: 'MobileNet 各层的乘加',
  blockHeads: ['边长', '输入', '输出', '标准', 'MobileNet', '逐通道', '逐点'],
  blockNames: { first: '第一层', block: '块 {n}', last: '全连接' },
  staysWhole: '（不拆）',
  example: '小例子',
  exampleLead: '输入、核和权重都可以改；指到一个结果，看它怎么来。两种算法得到同样的输出。',
  input: '输入 x',
  columns2: '列',
  depthwise: '逐通道的核 D：一个通道一个',
  pointwise: '逐点的权重 P：一行一个输出',
  kernels: '合成的核 K = P·D：一行一个输出',
  resultNames: {
    z: '第一步之后：z，通道还没有相混',
    y: '第二步之后：y，每个输出是各通道的加权和',
    merged: '标准卷积的输出 y：一步到位',
  },
  where: {
    z: 'z 的通道 {n}，第 {r} 行第 {c} 列：',
    y: 'y 的通道 {n}，第 {r} 行第 {c} 列：',
    merged: 'y 的通道 {n}，第 {r} 行第 {c} 列：',
  },
  twoNote: '两步的权重：{two}；标准卷积：{one}。',
  mergedNote:
    '标准卷积有 {one} 个权重，两步只有 {two} 个。代价就在上面这张表里：同一列的核，个个都是同一个核的倍数；真正的标准卷积，每个核可以随便取。',
  ask: '{k}×{k}，{inputs} → {outputs} 通道，两步共有多少权重',
  askNet: 'MobileNet 的乘加是全用标准卷积的百分之几',
  right: '对了：{a}',
  wrong: '不对：{a}',
  predict: '先猜一猜',
  predictAsk: '结果先盖住。猜一个数，再核对。',
};

const en: OwnWords<Own> = {
  name: 'Depthwise separable bench',
  lead: 'Change channels and kernel: how many weights does a standard convolution have, and how many are left in two steps, depthwise and pointwise? A small example below, easy to check by hand, goes through both steps.',
  names: {
    net: 'thing counted',
    kernel: 'side of the kernel',
    inputs: 'number of input channels',
    outputs: 'number of output channels',
    side: 'side of the maps',
    alpha: 'width multiplier α',
    form: 'way of the example',
    x: 'input of the example',
    depthwise: 'depthwise kernels',
    pointwise: 'pointwise weights',
  },
  problems: {
    square: 'The {name} must be square, not {h}×{w}.',
    kernels: 'The {name} must be one for each channel: the input has {expected}, but there are {got} kernels.', // prettier-ignore
    'kernel-large': 'The {name} are {k}×{k}, larger than the input of {h}×{w}.',
    'one-matrix': 'The {name} are a single matrix: one row for each output, separated by “;”.',
    mixes: 'Each row of the {name} takes {expected} numbers, one for each input channel, but has {got}.', // prettier-ignore
  },
  layerSide: 'Weights and multiply-adds of a layer',
  exampleSide: 'A small example of both steps',
  arithmetic: 'Arithmetic of this cell',
  labels: {
    net: 'Count in',
    kernel: 'Side of the kernel, k',
    inputs: 'Input channels, C',
    outputs: 'Output channels, F',
    side: 'Side of the maps',
    alpha: 'Width multiplier α',
    form: 'Compute the example in',
  },
  hints: {
    side: 'changes the multiply-adds, not the weights',
    alpha: 'multiplies the channels of every layer',
  },
  nets: { layer: 'one layer', mobilenet: 'all of MobileNet' },
  forms: {
    separable: 'two steps: depthwise, then pointwise',
    standard: 'one step: the merged standard convolution',
  },
  kinds: {
    standard: 'standard',
    depthwise: 'depthwise',
    pointwise: 'pointwise',
    both: 'both steps',
  },
  colon: ': ',
  weights: 'Weights',
  twoSteps: 'two steps',
  left: 'What is left',
  times: '({n} times fewer)',
  sameSeparable: 'A standard layer {from} → {to} has {w} weights; with as many, a separable one could have {sum} output channels.', // prettier-ignore
  sameStandard: 'The other way round, a standard layer with only {w} weights could have {sum} output channels.', // prettier-ignore
  none: '0',
  useSame: 'Set {n}',
  curve: 'The more output channels, the closer what is left comes to 1/k²',
  curveDesc: 'with {n} output channels {p} is left; it never falls below {l}',
  countsTitle: 'On maps of {s}×{s}',
  countsLabel: 'Weights and multiply-adds of a standard convolution and of both steps',
  countsHint:
    'The last column is the number of multiply-adds for each number read or written (input, output, weight): where it is small, the device mostly waits for memory. With stride 1 and padding, each number moved once, biases not counted.',
  columns: ['weights', 'multiply-adds', 'multiply-adds per number moved'],
  fullNet: 'standard convolutions only',
  ownNet: 'MobileNet',
  shares: 'of which {p} in 1×1 convolutions and {d} in depthwise ones',
  totals: 'Weights and multiply-adds of both networks',
  netHint:
    'For 224×224 pictures and 1,000 classes. The first layer and the dense one at the end are the same in both networks. Biases and batch normalization are not counted.',
  blocks: 'Multiply-adds of the layers of MobileNet',
  blockHeads: ['side', 'inputs', 'outputs', 'standard', 'MobileNet', 'depthwise', 'pointwise'],
  blockNames: { first: 'first layer', block: 'block {n}', last: 'dense' },
  staysWhole: '(not split)',
  example: 'A small example',
  exampleLead: 'Input, kernels and weights can be changed; point at a result to see where it comes from. Both ways give the same output.', // prettier-ignore
  input: 'Input x',
  columns2: 'columns',
  depthwise: 'Depthwise kernels D, one for each channel',
  pointwise: 'Pointwise weights P, one row for each output',
  kernels: 'Merged kernels K = P·D, one row for each output',
  resultNames: {
    z: 'After the first step: z, no channel has met another',
    y: 'After the second step: y, each output a weighted sum of the channels',
    merged: 'Output y of the standard convolution, in one step',
  },
  where: {
    z: 'z, channel {n}, row {r}, column {c}:',
    y: 'y, channel {n}, row {r}, column {c}:',
    merged: 'y, channel {n}, row {r}, column {c}:',
  },
  twoNote: 'Weights of both steps: {two}; of a standard convolution: {one}.',
  mergedNote:
    'A standard convolution has {one} weights, the two steps only {two}. The table above shows the price: all kernels of a column are multiples of one kernel, where those of a true standard convolution may be anything.',
  ask: '{k}×{k}, {inputs} → {outputs} channels: weights of both steps together',
  askNet: 'Multiply-adds of MobileNet, in percent of those with standard convolutions only',
  right: 'Right: {a}',
  wrong: 'Not quite: {a}',
  predict: 'Predict first',
  predictAsk: 'The results are covered. Guess a number, then check.',
};

export const STRINGS = joinWords({ zh, en });
