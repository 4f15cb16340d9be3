import type { L10n } from '../../../i18n/langs.ts';
import type { FunctionName, Init, Norm } from '../../../lib/gradient-flow.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { Key } from './state.ts';

interface Own {
  play: string;
  back: string;
  step: string;
  forwardTitle: string;
  backwardTitle: string;
  forwardAlt: string;
  backwardAlt: string;
  measured: string;
  theory: string;
  noTheory: string;
  layer: string;
  input: string;
  hint: string;
  histogram: string;
  histogramAlt: string;
  activations: string;
  gradients: string;
  allZero: string;
  formulaOf: string;
  measuredAs: string;
  inputText: string;
  asLecun: string;
  notRandom: string;
  normalized: string;
  backNormalized: string;
  forwardSum: string;
  backwardSum: string;
  perLayer: string;
  fades: string;
  grows: string;
  keeps: string;
  dies: string;
  equal: string;
  equalStill: string;
  tooLarge: string;
  tooSmall: string;
  method: string;
  labels: Record<Key, string>;
  functions: Record<FunctionName, string>;
  inits: Record<Init, string>;
  norms: Record<Norm, string>;
  hints: Partial<Record<Key, string>>;
  tables: Record<'layers' | 'theory' | 'gains' | 'distinct' | 'units', string>;
  predict: string;
  predictAsk: string;
  predictLabel: string;
  choose: string;
  right: string;
  wrong: string;
  nothing: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '信号穿过深层网络',
  lead: '一批输入从左往右穿过每一层，梯度再从右往左传回来。看两条线：激活和梯度的均方在哪里缩没了，在哪里炸开，换一种初始化或加上跳跃连接又会怎样。',
  names: {
    depth: '层数',
    width: '宽度',
    fn: '激活函数',
    init: '初始化',
    std: '标准差',
    skip: '跳跃连接',
    norm: '归一化',
    steps: '训练步数',
    seed: '种子',
    layer: '当前层',
  },
  problems: {
    'equal-units': '权重全相等时，一层里的值也全相等，层归一化没有意义。请换一种初始化或归一化。',
  },
  play: '逐层播放',
  back: '上一层',
  step: '下一层',
  forwardTitle: '前向：激活的均方 E[a²] →',
  backwardTitle: '反向：梯度的均方 E[δ²] ←',
  forwardAlt: '从输入到第 {n} 层，激活的均方（对数轴）从 {a} 变到 {b}',
  backwardAlt: '从第 {n} 层回到输入，梯度的均方（对数轴）从 {a} 变到 {b}',
  measured: '实测',
  theory: '理论',
  noTheory: '这种设置没有简单的理论值',
  layer: '第 {l} 层',
  input: '输入',
  hint: '点或拖图（或用方向键）选一层。',
  histogram: '{where}的分布',
  histogramAlt: '{what}的直方图，{n} 个值，从 {low} 到 {high}',
  activations: '激活 a',
  gradients: '梯度 δ',
  allZero: '全是 0',
  formulaOf: '光标所在那一层的算式',
  measuredAs: '实测 {v}',
  inputText: '输入：来自 N(0, 1) 的 {n} 个数，E[a²] {a}；传到这里的梯度 E[δ²] {d}。',
  asLecun: '，各层一样宽时同 LeCun',
  notRandom: '权重不是随机的，公式不适用；实测',
  normalized: '归一化之后方差是 1',
  backNormalized: '经过归一化的梯度没有这么简单的公式；实测',
  forwardSum: '前向 {n} 层，E[a²] 变成 {r} 倍{each}：{word}。',
  backwardSum: '反向 {n} 层，E[δ²] 变成 {r} 倍{each}：{word}。',
  perLayer: '（平均每层 ×{v}）',
  fades: '消失',
  grows: '爆炸',
  keeps: '基本守住',
  dies: '一点不剩',
  equal: '隐藏层里的 {n} 个神经元一模一样（权重相同，输出也相同）。',
  equalStill: '训练 {t} 步之后仍是如此：它们的梯度相同，永远分不开。',
  tooLarge: '{what} 从{where}起超出 float16 的最大值 65504。',
  tooSmall: '{what} 从{where}起小到 float16 会舍成 0（不到 3e−8）。',
  method:
    '每层 n 个单元，没有偏置：z = a·W，需要时归一化，a′ = f(z)，有跳跃连接时 a′ = a + f(z)。输入和顶层的梯度都来自 N(0, 1)，批大小 32；损失是 Σ c·a 对批取平均，训练的学习率是 0.1，每层的梯度裁剪到长度不超过 1。你的设备核对每一层的前向与反向（均方变为几倍，以及当前层前 4 个样本的激活）；逐层累积的均方和理论值由 float64 给出。',
  labels: {
    depth: '层数',
    width: '宽度 n',
    fn: '激活函数 f',
    init: '权重初始化',
    std: '标准差（或常数）',
    skip: '跳跃连接',
    norm: '激活之前归一化',
    steps: '先训练几步',
    seed: '种子',
    layer: '看哪一层',
  },
  functions: { linear: '没有（线性）', sigmoid: 'sigmoid', tanh: 'tanh', relu: 'ReLU', 'leaky-relu': 'leaky ReLU' }, // prettier-ignore
  inits: {
    zeros: '全零',
    constant: '常数',
    normal: '正态，标准差自定',
    lecun: 'LeCun',
    'xavier-normal': 'Xavier 正态',
    'xavier-uniform': 'Xavier 均匀',
    'he-normal': 'He 正态',
    'he-uniform': 'He 均匀',
  },
  norms: { none: '不归一化', batch: '批归一化', layer: '层归一化' },
  hints: {
    width: '8 到 128，各层一样宽',
    steps: '0 到 20 步梯度下降',
  },
  tables: {
    layers: '每层的 E[a²]、E[δ²]，从输入开始',
    theory: '理论上的 E[a²]、E[δ²]',
    gains: '每层把 E[a²]、E[δ²] 变成几倍',
    distinct: '每层有几个不同的神经元',
    units: '当前层前 4 个样本的激活，除以全层的均方根',
  },
  predict: '先猜再看',
  predictAsk: '梯度传回输入时，E[δ²] 大约剩下 10 的几次方？（差 1 以内算对）',
  predictLabel: '10 的几次方',
  choose: '先填一个整数。',
  right: '对，是 {v}。',
  wrong: '不对，是 {v}。',
  nothing: '0（什么也没剩下）',
};

const en: OwnWords<Own> = {
  name: 'A signal through a deep network',
  lead: 'A batch goes through every layer from left to right, and a gradient comes back from right to left. Watch both lines: where activations and gradients fade away, where they explode, and what another initialization or skip connections change.',
  names: {
    depth: 'depth',
    width: 'width',
    fn: 'activation',
    init: 'initialization',
    std: 'standard deviation',
    skip: 'skip connections',
    norm: 'normalization',
    steps: 'number of training steps',
    seed: 'seed',
    layer: 'layer on show',
  },
  problems: {
    'equal-units':
      'With equal weights all values of a layer are equal, and layer normalization has nothing to work on. Choose another initialization or normalization.',
  },
  play: 'Layer by layer',
  back: 'Previous layer',
  step: 'Next layer',
  forwardTitle: 'Forward: mean square of activations, E[a²] →',
  backwardTitle: 'Backward: mean square of gradients, E[δ²] ←',
  forwardAlt:
    'Mean square of the activations from the input to layer {n}, log axis: from {a} to {b}',
  backwardAlt:
    'Mean square of the gradient from layer {n} back to the input, log axis: from {a} to {b}',
  measured: 'measured',
  theory: 'theory',
  noTheory: 'no simple theory for these settings',
  layer: 'Layer {l}',
  input: 'Input',
  hint: 'Press or drag on the plots (or use the arrow keys) to choose a layer.',
  histogram: '{where}: how the values spread',
  histogramAlt: 'Histogram of {what}: {n} values from {low} to {high}',
  activations: 'activations a',
  gradients: 'gradients δ',
  allZero: 'all are 0',
  formulaOf: 'The layer under the cursor',
  measuredAs: 'measured {v}',
  inputText:
    'The input: {n} numbers from N(0, 1), E[a²] {a}; the gradient that gets here has E[δ²] {d}.',
  asLecun: ', that of LeCun when widths are equal',
  notRandom: 'the weights are not random, so no formula applies; measured',
  normalized: 'after normalization the variance is 1',
  backNormalized: 'gradients through a normalization follow no formula this short; measured',
  forwardSum: 'Forward through {n} layers, E[a²] is multiplied by {r}{each}: {word}.',
  backwardSum: 'Backward through {n} layers, E[δ²] is multiplied by {r}{each}: {word}.',
  perLayer: ' (×{v} a layer on average)',
  fades: 'it vanishes',
  grows: 'it explodes',
  keeps: 'it is kept',
  dies: 'nothing is left',
  equal: 'All {n} neurons of a hidden layer are the same: equal weights, equal outputs.',
  equalStill:
    'After {t} training steps they still are: their gradients are equal, so nothing ever tells them apart.',
  tooLarge: '{what} exceed 65504, the largest float16, from {where} on.',
  tooSmall: '{what} are so small from {where} on that float16 rounds them to 0 (below 3e−8).',
  method:
    'Every layer has n units and no bias: z = a·W, normalized if asked for, a′ = f(z), with skip connections a′ = a + f(z). Input and top gradient are drawn from N(0, 1), in a batch of 32; the loss is Σ c·a, a mean over the batch, the rate of training is 0.1, with the gradient of each layer clipped to a length of 1. Your device checks each layer forwards and backwards (by what the mean square is multiplied, and the activations of the first 4 examples of the layer on show); what accumulates over layers, and theory, come from float64.',
  labels: {
    depth: 'Depth',
    width: 'Width n',
    fn: 'Activation f',
    init: 'Initialization',
    std: 'Standard deviation (or constant)',
    skip: 'Skip connections',
    norm: 'Normalize before f',
    steps: 'Training steps first',
    seed: 'Seed',
    layer: 'Layer on show',
  },
  functions: { linear: 'none (linear)', sigmoid: 'sigmoid', tanh: 'tanh', relu: 'ReLU', 'leaky-relu': 'leaky ReLU' }, // prettier-ignore
  inits: {
    zeros: 'zeros',
    constant: 'constant',
    normal: 'normal, own deviation',
    lecun: 'LeCun',
    'xavier-normal': 'Xavier normal',
    'xavier-uniform': 'Xavier uniform',
    'he-normal': 'He normal',
    'he-uniform': 'He uniform',
  },
  norms: { none: 'no', batch: 'batch normalization', layer: 'layer normalization' },
  hints: {
    width: '8 to 128, the same in every layer',
    steps: '0 to 20 of gradient descent',
  },
  tables: {
    layers: 'E[a²] and E[δ²] of each layer, the input first',
    theory: 'E[a²] and E[δ²] by theory',
    gains: 'By what each layer multiplies E[a²] and E[δ²]',
    distinct: 'Different neurons in each layer',
    units:
      'Activations of the layer on show for the first 4 examples, divided by the root mean square of the layer',
  },
  predict: 'Predict first',
  predictAsk:
    'What power of ten is left of E[δ²] when the gradient reaches the input? (Within 1 counts as right.)',
  predictLabel: 'Power of ten',
  choose: 'Give a whole number first.',
  right: 'Right: {v}.',
  wrong: 'No: {v}.',
  nothing: '0, nothing is left',
};

export const STRINGS: L10n<Words> = joinWords({ zh, en });
