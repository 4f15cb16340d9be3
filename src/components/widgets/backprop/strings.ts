import type { L10n } from '../../../i18n/langs.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { LeafKey, Loss, Net } from './graphs.ts';

interface Own {
  back: string;
  step: string;
  play: string;
  graphSide: string;
  stepSide: string;
  fieldSide: string;
  labels: Record<'net' | 'activation' | 'loss' | 'step' | 'rate', string>;
  hidden: string;
  linear: string;
  nets: Record<Net, string>;
  titles: Record<Net, string>;
  losses: Record<Loss, string>;
  softmaxLoss: string;
  heads: Record<'x' | 'w' | 'z' | 'a' | 'v', string>;
  leafNames: Record<LeafKey | 'k', string>;
  keyValue: string;
  keyGradient: string;
  keySum: string;
  lookAt: string;
  begin: string;
  beginNote: string;
  stepForward: string;
  stepBack: string;
  soFar: string;
  done: string;
  dead: string;
  flat: string;
  cancels: string;
  softmaxMinus: string;
  shared: string;
  editHint: string;
  sample: string;
  pass1: string;
  pass2: string;
  zero: string;
  twoSamples: string;
  oneSample: string;
  update: string;
  columns: Record<'value' | 'own' | 'next', string>;
  lossBefore: string;
  lossAfter: string;
  hadZeroed: string;
  hadForgotten: string;
  falls: string;
  rises: string;
  zeroed: string;
  forgotten: string;
  firstPass: string;
  convKernel: string;
  convInput: string;
  padded: string;
  turned: string;
  checkHint: string;
  difference: string;
  predict: string;
  predictAsk: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '反向传播步进器',
  lead: '一步一步走：先往前算出每个节点的值，再往回把梯度乘上局部导数，一个节点一个节点地传。每个数都能改。',
  names: {
    net: '网络',
    activation: '激活函数',
    loss: '损失',
    x: '输入 x',
    t: '目标 t',
    w: '权重 w',
    b: '偏置 b',
    w2: '下一层权重 v',
    b2: '下一层偏置 c',
    rate: '学习率',
    pass: '第几个样本',
    zero: '清零',
    step: '步数',
  },
  problems: {
    'no-bce': '这个网络不能选二元交叉熵。',
    'needs-sigmoid': '二元交叉熵要配 sigmoid。',
    'not-here': '这个网络没有{name}。',
  },
  back: '上一步',
  step: '下一步',
  play: '播放',
  graphSide: '计算图',
  stepSide: '这一步的算式',
  fieldSide: '输入、权重、目标',
  labels: {
    net: '网络',
    activation: '激活函数',
    loss: '损失',
    step: '走到第几步',
    rate: '学习率 η',
  },
  hidden: '隐藏层激活',
  linear: '没有（线性）',
  nets: {
    'two-layer': '两层：2-2-1',
    neuron: '一个神经元',
    softmax: '两层：2-2-2，softmax',
    conv: '卷积 → 激活 → 全连接',
  },
  titles: {
    'two-layer': '从上往下是前向，从下往上是反向',
    neuron: '从上往下是前向，从下往上是反向',
    softmax: '从上往下是前向，从下往上是反向',
    conv: '同一个 2×2 核用在四个位置上',
  },
  losses: { mse: '平方误差 (y − t)²', bce: '二元交叉熵（吃 logit）' },
  softmaxLoss: 'softmax + 交叉熵',
  heads: { x: '输入 x', w: '核 k、偏置 b', z: 'z = k ⋆ x + b', a: 'a', v: '权重 v' },
  leafNames: {
    x: '输入 x',
    t: '目标 t',
    w: '权重 w（一行一个单元）',
    k: '卷积核 k',
    b: '偏置 b',
    w2: '下一层权重 v',
    b2: '下一层偏置 c',
  },
  keyValue: '值',
  keyGradient: '∂：损失对它的梯度 ∂L/∂',
  keySum: 'Σ2：两路梯度相加；…：还没到齐',
  lookAt: '看 {name}',
  begin: '还没开始',
  beginNote: '输入、权重和目标是给定的。按 › 走第一步。',
  stepForward: '前向第 {k}/{n} 步：算 {name}',
  stepBack: '反向第 {k}/{n} 步：{name} 把梯度分给它的输入（传来的 × 局部导数 = 送出的）',
  soFar: '{name} 处目前累加到 {v}（{n} 路到了 {k} 路）。',
  done: '走完了：每个参数都有了梯度，下面是更新。',
  dead: '{name} 死了：输入是 {z}，不大于 0，局部导数为 0，从这里往回什么也传不过去。',
  flat: '{name} 饱和了：局部导数只有 {d}，梯度到这里几乎断掉。',
  cancels: 'sigmoid 和交叉熵合成一个节点：σ′ 正好约掉，局部导数就是 p − t，猜得越错越大。',
  softmaxMinus: 'softmax 和交叉熵合成一个节点：局部导数就是 p 减去独热标签。',
  shared: '{name} 被用了 {n} 次，各路送回的梯度要相加。',
  editHint: '改哪个数都行，整张图跟着重算。',
  sample: '样本 {n}',
  pass1: '样本 1',
  pass2: '更新后，样本 2',
  zero: '第二步前清零（zero_grad）',
  twoSamples: '加第二个样本',
  oneSample: '只留一个样本',
  update: '更新：参数 ← 参数 − η·grad',
  columns: { value: '值', own: '这次的梯度', next: '更新后' },
  lossBefore: '这个样本的损失',
  lossAfter: '更新后',
  hadZeroed: '要是清零了',
  hadForgotten: '要是忘了清零',
  falls: '↓',
  rises: '↑',
  zeroed: '.grad 里只有样本 2 的梯度：样本 1 的已经清掉。',
  forgotten: '.grad 里是两个样本的梯度之和：样本 1 的没人清零，更新时又用了一遍。',
  firstPass: '样本 1 用的是最初的参数；看样本 2 时，参数已经更新过一次。',
  convKernel: '核的梯度：x 与 ∂L/∂z 做互相关，四个位置相加',
  convInput: '输入的梯度：核转 180°，与补零的 ∂L/∂z 做完全互相关',
  padded: '∂L/∂z 补一圈 0',
  turned: '转过的核',
  checkHint: '梯度检查：反向传播对中心差分（h = 10⁻⁵，float64）。ReLU 恰在 0 处时两者可以不同。',
  difference: '相差',
  predict: '先猜：这个梯度是多少？',
  predictAsk: '图和算式已遮住。按上面填的数自己往回推，误差不超过 2% 就算对。',
  right: '对：{v}。',
  wrong: '还不对：你填了 {g}，应为 {v}。',
};

const en: OwnWords<Own> = {
  name: 'Backpropagation stepper',
  lead: 'Go step by step: forward through every node to its value, then back, each node multiplying the gradient by its local derivative. Every number can be changed.',
  names: {
    net: 'network',
    activation: 'activation',
    loss: 'loss',
    x: 'input x',
    t: 'target t',
    w: 'weights w',
    b: 'bias b',
    w2: 'weights v',
    b2: 'bias c',
    rate: 'learning rate',
    pass: 'sample',
    zero: 'zeroing',
    step: 'step',
  },
  problems: {
    'no-bce': 'Binary cross-entropy does not fit this network.',
    'needs-sigmoid': 'Binary cross-entropy needs the sigmoid.',
    'not-here': 'This network has no {name}.',
  },
  back: 'Previous step',
  step: 'Next step',
  play: 'Play',
  graphSide: 'Computational graph',
  stepSide: 'The arithmetic of this step',
  fieldSide: 'Inputs, weights and targets',
  labels: { net: 'Network', activation: 'Activation', loss: 'Loss', step: 'Steps done', rate: 'Learning rate η' }, // prettier-ignore
  hidden: 'Hidden activation',
  linear: 'none (linear)',
  nets: {
    'two-layer': 'two layers, 2-2-1',
    neuron: 'one neuron',
    softmax: 'two layers, 2-2-2, softmax',
    conv: 'convolution → activation → dense',
  },
  titles: {
    'two-layer': 'Downwards is forward, upwards is back',
    neuron: 'Downwards is forward, upwards is back',
    softmax: 'Downwards is forward, upwards is back',
    conv: 'One 2×2 kernel, used at four positions',
  },
  losses: { mse: 'squared error (y − t)²', bce: 'binary cross-entropy of the logit' },
  softmaxLoss: 'softmax + cross-entropy',
  heads: { x: 'input x', w: 'kernel k, bias b', z: 'z = k ⋆ x + b', a: 'a', v: 'weights v' },
  leafNames: {
    x: 'Input x',
    t: 'Target t',
    w: 'Weights w (a row per unit)',
    k: 'Kernel k',
    b: 'Bias b',
    w2: 'Weights v',
    b2: 'Bias c',
  },
  keyValue: 'value',
  keyGradient: '∂: gradient of the loss, ∂L/∂',
  keySum: 'Σ2: two gradients added; …: not all here yet',
  lookAt: '{name}',
  begin: 'Nothing computed yet',
  beginNote: 'Inputs, weights and target are given. Press › for the first step.',
  stepForward: 'Forward {k} of {n}: compute {name}',
  stepBack:
    'Back {k} of {n}: {name} passes its gradient on (incoming × local derivative = outgoing)',
  soFar: 'So far {v} has gathered at {name} ({k} of {n} are here).',
  done: 'Done: every parameter has its gradient; the update stands below.',
  dead: '{name} is dead: its input is {z}, not above 0, so its local derivative is 0 and nothing gets back past it.',
  flat: '{name} is saturated: its local derivative is only {d}, and hardly any gradient gets past it.',
  cancels:
    'Sigmoid and cross-entropy are one node: σ′ cancels, and the local derivative is p − t, the larger the more wrong.',
  softmaxMinus:
    'Softmax and cross-entropy are one node: the local derivative is p minus the one-hot label.',
  shared: '{name} is used {n} times; the gradients that come back are added.',
  editHint: 'Change any number; the whole graph follows.',
  sample: 'sample {n}',
  pass1: 'sample 1',
  pass2: 'after the update, sample 2',
  zero: 'zero before the second step (zero_grad)',
  twoSamples: 'add a second sample',
  oneSample: 'keep one sample',
  update: 'Update: parameter ← parameter − η·grad',
  columns: { value: 'value', own: 'gradient now', next: 'updated' },
  lossBefore: 'Loss of this sample',
  lossAfter: 'after the update',
  hadZeroed: 'had it been zeroed',
  hadForgotten: 'had nobody zeroed',
  falls: '↓',
  rises: '↑',
  zeroed: '.grad holds the gradient of sample 2 alone: that of sample 1 was set to zero.',
  forgotten:
    '.grad holds the sum of both gradients: nobody zeroed that of sample 1, and the update uses it once more.',
  firstPass:
    'Sample 1 sees the first parameters; when it is the turn of sample 2, they have been updated once.',
  convKernel: 'Gradient of the kernel: x cross-correlated with ∂L/∂z; four positions add up',
  convInput:
    'Gradient of the input: full cross-correlation of ∂L/∂z, padded, with the kernel turned by 180°',
  padded: '∂L/∂z with a ring of 0',
  turned: 'turned kernel',
  checkHint:
    'Gradient check: backpropagation against central differences (h = 10⁻⁵, float64). They may differ where a ReLU sits exactly at 0.',
  difference: 'difference',
  predict: 'Predict first: what is this gradient?',
  predictAsk:
    'Graph and arithmetic are covered. Work your way back with the numbers in the fields; within 2% counts as right.',
  right: 'Right: {v}.',
  wrong: 'Not yet: you typed {g}, it is {v}.',
};

export const STRINGS: L10n<Words> = joinWords({ zh, en });
