import type { L10n } from '../../../i18n/langs.ts';
import type { Join } from '../../../lib/residual.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { Key, KernelKey, State } from './state.ts';

interface Own {
  play: string;
  comma: string;
  colon: string;
  stop: string;
  end: string;
  modes: Record<State['mode'], string>;
  joins: Record<Join, string>;
  weightNames: Record<State['weights'], string>;
  labels: Record<Exclude<Key, KernelKey | 'input'>, string>;
  hints: Partial<Record<Key, string>>;
  arithmetic: string;
  hidden: string;
  channelsAre: string;
  ways: Record<Join | 'projection', string>;
  said: Record<'same' | 'nothing' | 'concatenate' | 'projection' | 'cut' | 'add' | 'none', string>;
  place: string;
  shortcutName: string;
  projected: string;
  fromX: string;
  fromF: string;
  byShortcut: string;
  byBranch: string;
  byShortcutTitle: string;
  byBranchTitle: string;
  backBranch: string;
  backShortcut: Record<Join, string>;
  backward: string;
  backwardHint: string;
  parameters: string;
  parameterHint: [plain: string, projection: string];
  kernels: string;
  filter: string;
  into: string;
  kernelNotes: Record<KernelKey, string>;
  newSeed: string;
  give: string;
  nets: [shallow: string, deep: string, joined: string];
  lossTitle: string;
  chance: string;
  gradientTitle: string;
  gradientNote: string;
  stepNames: [first: string, last: string];
  layerNames: [first: string, last: string];
  lossIs: string;
  lossJoined: string;
  after: string;
  ratio: string;
  ratioJoined: string;
  diverged: string;
  start: string;
  heads: [parameters: string, loss: string, accuracy: string];
  method: string;
  netHint: string;
  netWeights: string;
  tables: Record<'y' | 'hidden' | 'branch' | 'shortcut' | 'gradient' | 'gradientBranch' | 'gradientShortcut' | 'loss' | 'gradients' | 'signals' | 'accuracy' | 'parameters' | 'step' | 'history', string>; // prettier-ignore
  predict: string;
  predictAsk: string;
  askValue: string;
  askChannels: string;
  askNet: string;
  right: string;
  wrong: string;
  rightNet: string;
  wrongNet: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '残差块',
  lead: '下面一路穿过两层卷积，上面一条捷径把输入送到末尾。把捷径换成没有、相加或拼接，把权重全设成 0，看输出怎么变。点任何一格，看它是怎么算出来的。“整个网络”训练一浅一深两个网络。',
  names: {
    mode: '任务',
    input: '输入 x',
    filters: '分支的通道数',
    join: '捷径',
    weights: '权重',
    kernel1: 'W₁',
    kernel2: 'W₂',
    projection: 'Wₛ',
    relu: '末尾的 ReLU',
    shallow: '浅网络的层数',
    depth: '深网络的层数',
    shortcuts: '捷径开关',
    norm: '归一化开关',
    rate: '学习率',
    seed: '种子',
    steps: '步数',
  },
  problems: {
    even: '{name}要是偶数（首尾各一层，中间两层一块），不能是 {value}。',
    filters: '{name}要有 {expected} 个卷积核（用 / 分开），这里是 {got} 个。',
    channels: '{name}的每个卷积核要有 {expected} 个通道（用 | 分开），这里是 {got} 个。',
    sides: '{name}的边长要是 {expected}，这里是 {got}。',
  },
  comma: '，',
  colon: '：',
  stop: '；',
  end: '。',
  play: '播放',
  modes: { block: '一个块', nets: '整个网络：训练' },
  joins: { none: '没有捷径', add: '相加', concatenate: '拼接' },
  weightNames: { random: '随机', zero: '全 0', identity: '中心是 1' },
  labels: {
    mode: '看什么',
    filters: '分支的通道数',
    join: '捷径',
    weights: '两层卷积的权重',
    relu: '末尾过 ReLU',
    shallow: '浅网络的层数',
    depth: '深网络的层数',
    shortcuts: '捷径',
    norm: '批量归一化',
    rate: '学习率',
    seed: '种子',
    steps: '训练步数（拖回去就是倒带）',
  },
  hints: {
    filters: '1 到 3；与 x 不同时，相加要用投影',
    relu: '原版的块有它，预激活的块没有',
    norm: '没有 γ 和 β',
    rate: '0.001 到 0.5',
    seed: '决定随机权重',
  },
  arithmetic: '所选格子的算式',
  hidden: '第一层之后',
  channelsAre: '{n} 通道',
  ways: {
    none: '没有捷径',
    add: '捷径：x 原样',
    concatenate: '捷径：x 原样，排在前面',
    projection: '捷径：1×1 投影，{c} → {d} 通道',
  },
  said: {
    same: 'y 就是 x，一个数也没变。',
    nothing: 'y 全是 0：输入丢光了。',
    concatenate: '什么也没有相加：{c} 个通道后面接上 {d} 个，成了 {n} 个通道。',
    projection:
      '{c} 个通道与 {d} 个通道不能相加，所以捷径上先做 1×1 卷积：每一格各算各的，{n} 个权重。',
    cut: '分支给出 0，所以 y 是 x 中的非负部分：末尾的 ReLU 截掉了负数。',
    add: '相加不改变通道数：分支只需学 x 与目标之差。',
    none: '没有捷径，y 只由卷积决定：要输出 x，先得把权重学对。',
  },
  place: '第 {r} 行第 {c} 列，通道 {k}',
  shortcutName: '捷径',
  projected: '捷径送来的 Wₛx',
  fromX: '是 x 的通道 {k}',
  fromF: '是 F(x) 的通道 {k}',
  byShortcut: '（捷径）',
  byBranch: '（分支）',
  byShortcutTitle: '经捷径',
  byBranchTitle: '经分支',
  backBranch: '从 y 往回穿过两层卷积，被 ReLU 关掉的格不传',
  backShortcut: {
    none: '没有捷径，这条路什么也不送',
    add: '捷径把 y 那里的梯度送回来，末尾的 ReLU 关着的格（输出是 0）除外',
    concatenate: 'y 的前几个通道就是 x，梯度原样回来，末尾的 ReLU 关着的格除外',
  },
  backward: '反过来走',
  backwardHint: '设 y 的每一格收到的梯度是 1；输出被 ReLU 截成 0 的格不传',
  parameters: '权重个数',
  parameterHint: [
    '9·{c}·{d} + 9·{d}·{d}，没有偏置；捷径没有权重',
    '9·{c}·{d} + 9·{d}·{d} + 投影的 {c}·{d}，没有偏置',
  ],
  kernels: '权重：逐个看，逐个改',
  filter: '卷积核 {n}',
  into: '核 {f}，读通道 {c}',
  kernelNotes: {
    kernel1: '3×3，x → 第一层',
    kernel2: '3×3，第一层 → F(x)',
    projection: '1×1，捷径上',
  },
  newSeed: '换一组随机权重',
  give: '给深的加上捷径',
  nets: ['普通 {n} 层', '普通 {n} 层（深）', '{n} 层，有捷径'],
  lossTitle: '训练图片上的损失',
  chance: '虚线：十类同样可能，ln 10 ≈ 2.3',
  gradientTitle: '各层权重的梯度有多大',
  gradientNote: '均方根，对数刻度',
  stepNames: ['第 0 步', '第 {n} 步'],
  layerNames: ['第 1 层', '第 {n} 层'],
  lossIs: '普通 {n} 层的损失是',
  lossJoined: '{n} 层有捷径的是',
  after: '{n} 步之后：',
  ratio: '没有捷径的深网络，第一层的梯度是最后一层的 {r} 倍',
  ratioJoined: '有捷径的是 {r} 倍',
  diverged: '发散：再走一步损失就超过 1000，停在（步数）{names}',
  start: '回到第 0 步',
  heads: ['权重', '训练损失', '训练准确率'],
  method:
    '200 张数字，每类 20 张，缩成 7×7，每一步都用全部图片；每层 16 个单元，没有偏置。每两层一块，块的末尾过 ReLU。SGD，动量 0.9。同一深度的两个网络从同样的权重开始。',
  netHint:
    '你的设备从 float64 给出的每层输入出发，逐层重算信号与梯度的大小，以及损失；训练本身、准确率和损失曲线由 float64 决定。曲线图里超过 3 的损失画在 3 上。',
  netWeights:
    '网络的权重由种子决定：正态分布，方差 2/输入个数，最后一层是 1/输入个数。代码里有全部图片和随机数的生成办法。深的普通网络会把最小的舍入误差越放越大，所以别的框架算出的损失后几位不同。',
  tables: {
    y: 'y',
    hidden: '第一层之后，ReLU(W₁ ∗ x)',
    branch: 'F(x)',
    shortcut: '捷径送来的',
    gradient: '∂L/∂x',
    gradientBranch: '经分支的 ∂L/∂x',
    gradientShortcut: '经捷径的 ∂L/∂x',
    loss: '训练损失：浅、深、深且有捷径',
    gradients: '各层（行）权重梯度的均方根：普通、有捷径',
    signals: '各层（行）输出的均方根：普通、有捷径',
    accuracy: '训练准确率',
    parameters: '权重个数',
    step: '走了多少步',
    history: '每一步（行）之后的训练损失',
  },
  predict: '先猜再看',
  predictAsk: '遮住结果，先说说会得到什么。',
  askValue: 'y 第 2 行第 2 列，通道 1',
  askChannels: 'y 的通道数',
  askNet: '哪个网络在训练图片上的损失最低？',
  right: '对：{v}，{n} 个通道。',
  wrong: '不全对：是 {v}，{n} 个通道。',
  rightNet: '对：{name}。',
  wrongNet: '不对，是{name}。',
};

const en: OwnWords<Own> = {
  name: 'Residual block',
  lead: 'Below, the way through two convolutions; above, a shortcut that carries the input to the end. Take the shortcut away, add it or concatenate it, set all weights to 0, and watch the output. Choose any cell to see how it is computed. “Whole networks” trains a shallow and a deep one.',
  names: {
    mode: 'task',
    input: 'input x',
    filters: 'number of channels of the branch',
    join: 'shortcut',
    weights: 'choice of weights',
    kernel1: 'kernel W₁',
    kernel2: 'kernel W₂',
    projection: 'projection Wₛ',
    relu: 'last ReLU',
    shallow: 'depth of the shallow network',
    depth: 'depth of the deep network',
    shortcuts: 'switch of the shortcuts',
    norm: 'switch of the normalization',
    rate: 'learning rate',
    seed: 'seed',
    steps: 'number of steps',
  },
  problems: {
    even: 'The {name} must be even (a first and a last layer, and pairs between), not {value}.',
    filters: 'The {name} needs {expected} filters separated by /, but has {got}.',
    channels: 'Each filter of the {name} needs {expected} channels separated by |, but has {got}.',
    sides: 'The sides of the {name} must be {expected}, not {got}.',
  },
  comma: ', ',
  colon: ': ',
  stop: '; ',
  end: '.',
  play: 'Play',
  modes: { block: 'one block', nets: 'whole networks: train' },
  joins: { none: 'none', add: 'add', concatenate: 'concatenate' },
  weightNames: { random: 'random', zero: 'all 0', identity: '1 in the center' },
  labels: {
    mode: 'Look at',
    filters: 'Channels of the branch',
    join: 'Shortcut',
    weights: 'Weights of both convolutions',
    relu: 'ReLU at the end',
    shallow: 'Layers of the shallow network',
    depth: 'Layers of the deep network',
    shortcuts: 'Shortcuts',
    norm: 'Batch normalization',
    rate: 'Learning rate',
    seed: 'Seed',
    steps: 'Training steps (drag back to rewind)',
  },
  hints: {
    filters: '1 to 3; if x has another number, adding takes a projection',
    relu: 'the original block has it, a pre-activation block has not',
    norm: 'without γ and β',
    rate: '0.001 to 0.5',
    seed: 'of the random weights',
  },
  arithmetic: 'How the chosen cell is computed',
  hidden: 'after layer 1',
  channelsAre: 'channels: {n}',
  ways: {
    none: 'no shortcut',
    add: 'shortcut: x as it is',
    concatenate: 'shortcut: x as it is, put first',
    projection: 'shortcut: 1×1 projection, {c} → {d} channels',
  },
  said: {
    same: 'y is x: not one number has changed.',
    nothing: 'y is 0 everywhere: the input is lost.',
    concatenate: 'Nothing is added: {d} channels are put behind {c}, which makes {n}.',
    projection:
      '{c} and {d} channels cannot be added, so the shortcut has a 1×1 convolution: every cell by itself, {n} weights.',
    cut: 'The branch returns 0, so y is what of x is not negative: the last ReLU cuts off the rest.',
    add: 'Adding keeps the number of channels; the branch has to learn only the difference from x.',
    none: 'Without a shortcut the convolutions alone decide: to return x, they first have to learn the right weights.',
  },
  place: 'row {r}, column {c}, channel {k}',
  shortcutName: 'shortcut',
  projected: 'What the shortcut brings, Wₛx',
  fromX: 'channel {k} of x',
  fromF: 'channel {k} of F(x)',
  byShortcut: '(shortcut)',
  byBranch: '(branch)',
  byShortcutTitle: 'by the shortcut',
  byBranchTitle: 'through the branch',
  backBranch: 'back from y through both convolutions, but not through cells that a ReLU has closed',
  backShortcut: {
    none: 'there is no shortcut, so nothing comes this way',
    add: 'the shortcut returns what arrives at y, except from cells that the last ReLU has closed (output 0)',
    concatenate:
      'the first channels of y are x, so their gradient comes back as it is, except from cells that the last ReLU has closed',
  },
  backward: 'Backward',
  backwardHint: 'every cell of y gets the gradient 1; cells that the ReLU made 0 pass nothing on',
  parameters: 'Weights',
  parameterHint: [
    '9·{c}·{d} + 9·{d}·{d}, no biases; a shortcut has none',
    '9·{c}·{d} + 9·{d}·{d} + {c}·{d} of the projection, no biases',
  ],
  kernels: 'The weights, to look at and to change',
  filter: 'filter {n}',
  into: 'filter {f}, on channel {c}',
  kernelNotes: {
    kernel1: '3×3, x → layer 1',
    kernel2: '3×3, layer 1 → F(x)',
    projection: '1×1, on the shortcut',
  },
  newSeed: 'Other random weights',
  give: 'Give the deep one shortcuts',
  nets: ['plain, {n} layers', 'plain, {n} layers (deep)', '{n} layers with shortcuts'],
  lossTitle: 'Loss on the training images',
  chance: 'dashed: ten classes equally likely, ln 10 ≈ 2.3',
  gradientTitle: 'Size of the gradient of each layer’s weights',
  gradientNote: 'root mean square, logarithmic',
  stepNames: ['step 0', 'step {n}'],
  layerNames: ['layer 1', 'layer {n}'],
  lossIs: 'plain with {n} layers has a loss of',
  lossJoined: '{n} layers with shortcuts',
  after: 'After {n} steps:',
  ratio:
    'in the deep network without shortcuts, the gradient of the first layer is {r} times that of the last',
  ratioJoined: 'with them {r} times',
  diverged: 'diverged (one more step, and the loss exceeds 1,000), stopped at step: {names}',
  start: 'Back to step 0',
  heads: ['weights', 'training loss', 'training accuracy'],
  method:
    '200 digits, 20 of each class, shrunk to 7×7, all of them in every step; layers of 16 units without biases. Two layers make a block, which ends with a ReLU. SGD with momentum 0.9. Both networks of a depth begin with the same weights.',
  netHint:
    'Your device computes every layer again, from what came into it in float64: sizes of signals and gradients, and the losses. The training itself, accuracies and curves are those of float64. A loss above 3 is drawn at 3.',
  netWeights:
    'The weights come from the seed: normal, variance 2/inputs, for the last layer 1/inputs. The code below has all images, and how the random numbers are made. A deep plain network multiplies the smallest rounding difference, so other frameworks differ in the later digits of the loss.',
  tables: {
    y: 'y',
    hidden: 'After layer 1: ReLU(W₁ ∗ x)',
    branch: 'F(x)',
    shortcut: 'What the shortcut brings',
    gradient: '∂L/∂x',
    gradientBranch: '∂L/∂x through the branch',
    gradientShortcut: '∂L/∂x by the shortcut',
    loss: 'Training loss: shallow, deep, deep with shortcuts',
    gradients: 'Root mean square of each layer’s (row’s) gradient: plain, with shortcuts',
    signals: 'Root mean square of each layer’s (row’s) output: plain, with shortcuts',
    accuracy: 'Training accuracy',
    parameters: 'Weights',
    step: 'Steps taken',
    history: 'Training loss after each step (row)',
  },
  predict: 'Predict first',
  predictAsk: 'The result is covered. What will it be?',
  askValue: 'y in row 2, column 2, channel 1',
  askChannels: 'channels of y',
  askNet: 'Which network has the lowest loss on the training images?',
  right: 'Right: {v}, and the number of channels is {n}.',
  wrong: 'Not quite: it is {v}, and the number of channels is {n}.',
  rightNet: 'Right: {name}.',
  wrongNet: 'No: {name}.',
};

export const STRINGS: L10n<Words> = joinWords({ zh, en });
