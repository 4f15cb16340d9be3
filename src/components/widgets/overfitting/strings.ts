import type { L10n } from '../../../i18n/langs.ts';
import type { Optimizer } from '../../../lib/overfit.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { Key } from './state.ts';

interface Own {
  play: string;
  back: string;
  step: string;
  start: string;
  best: string;
  end: string;
  pinThis: string;
  unpin: string;
  fit: string;
  losses: string;
  histogram: string;
  train: string;
  held: string;
  wrongLabel: string;
  truth: string;
  fitted: string;
  pinned: string;
  fitAlt: string;
  lossAlt: string;
  histogramAlt: string;
  stepLabel: string;
  ofSteps: string;
  trainLoss: string;
  valLoss: string;
  gap: string;
  bestLabel: string;
  zeros: string;
  ofKernels: string;
  stoppedAt: string;
  restored: string;
  lost: string;
  pinLine: string;
  plain: string;
  otherWeights: string;
  here: string;
  lossesAt: string;
  objective: string;
  noPenalty: string;
  proximal: string;
  sameDecay: string;
  otherDecay: string;
  method: string;
  labels: Record<Exclude<Key, 'pin'>, string>;
  optimizerNames: Record<Optimizer, string>;
  decayNames: Record<'loss' | 'decoupled', string>;
  hints: Record<'l2' | 'l1' | 'patience' | 'wrong' | 'jitter' | 'dropout', string>;
  tables: Record<'curve' | 'history' | 'weights' | 'gradient' | 'next' | 'pinCurve', string>;
  never: string;
  predict: string;
  predictAsk: string;
  predictLabel: string;
  choose: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '过拟合实验台',
  lead: '小网络用 12 个带噪声的点学 sin x。按“训练”：训练损失一路降，验证损失先降后升，曲线开始追着噪声跑。加一种正则化，从同一组初始权重再跑一遍，和虚线（固定的那次）比一比。',
  names: {
    samples: '训练样本数',
    noise: '噪声',
    wrong: '错标签的比例',
    width: '隐藏层宽度',
    optimizer: '优化器',
    rate: '学习率',
    l2: 'L2 的 λ',
    decay: 'λ 的用法',
    l1: 'L1 的 λ₁',
    dropout: 'Dropout 的比例',
    jitter: '抖动',
    patience: '耐心值',
    steps: '训练步数',
    at: '显示的步',
    seed: '种子',
    pin: '固定的那次',
  },
  problems: {
    'too-long': '这样的网络和数据最多训练 {max} 步（{value} 步要等太久）。',
    pin: '固定的那次写成 default，或 l2:0.01,dropout:0.2 这样；“{value}”不行。',
  },
  play: '训练',
  back: '往回一帧',
  step: '往前一帧',
  start: '回到初始权重',
  best: '回到验证最好的一步',
  end: '到最后',
  pinThis: '固定这一次',
  unpin: '取消固定',
  fit: '拟合的函数',
  losses: '损失（对数刻度），点一下就跳到那一步',
  histogram: '权重的分布（偏置不算）',
  train: '训练点',
  held: '验证点',
  wrongLabel: '错标签',
  truth: '真实的 sin x',
  fitted: '网络 f(x)',
  pinned: '固定的那次',
  fitAlt: '第 {step} 步的函数 f(x)，{n} 个训练点，{m} 个验证点，以及真实的 sin x',
  lossAlt: '训练损失与验证损失随步数的变化，最低的验证损失在第 {best} 步',
  histogramAlt: '{n} 个权重的直方图，其中 {zeros} 个恰好为 0',
  stepLabel: '步',
  ofSteps: '共 {n} 步',
  trainLoss: '训练损失',
  valLoss: '验证损失',
  gap: '泛化差距',
  bestLabel: '验证最低',
  zeros: '恰好为 0 的权重',
  ofKernels: '共 {n} 个',
  stoppedAt: '第 {n} 步早停',
  restored: '，已换回第 {best} 步的权重',
  lost: '第 {n} 步发散，训练中止',
  pinLine: '固定的那次（{what}）：训练 {t}，验证 {v}',
  plain: '默认设置',
  otherWeights: '宽度不同，所以初始权重也不同',
  here: '曲线在这里偏离真值',
  lossesAt: '第 {n} 步',
  objective: '目标 = 均方误差 + (λ/2)·Σw² + λ₁·Σ|w|',
  noPenalty: '（λ 不进损失）',
  proximal:
    'L1 用近端步：每步之后，权重向 0 靠近 ηλ₁，不足 ηλ₁ 的恰好变成 0；普通的次梯度步只会在 0 附近来回跳。',
  sameDecay:
    '把 λ 写进损失，或每步直接缩小权重：从这里走一步，两者最多相差 {v}，SGD 下是同一回事。',
  otherDecay:
    '把 λ 写进损失，或每步直接缩小权重（AdamW）：从这里走一步，两者最多相差 {v}，Adam 下不是一回事。',
  method:
    '网络 1 → 宽度 → 宽度 → 1，隐藏层用 tanh，每步用全部训练点，损失是均方误差；验证点 60 个，和训练点的噪声一样大。λ 只管权重，不管偏置。Dropout 是反向缩放的：留下的乘 1/(1−p)，只在训练时用。抖动：每步给每个 x 加新的高斯数。Adam 的 β 为 0.9 和 0.999。损失每 10 步量一次，不带 Dropout 和抖动。训练本身、最好的一步和直方图只由 float64 决定；你的设备重算这一步的函数、损失、梯度和下一步的权重。',
  labels: {
    samples: '训练样本数',
    noise: '噪声 σ',
    wrong: '错标签的比例',
    width: '隐藏层宽度（两层）',
    optimizer: '优化器',
    rate: '学习率 η',
    l2: 'L2：λ',
    decay: 'λ 放在哪里',
    l1: 'L1：λ₁',
    dropout: 'Dropout：p',
    jitter: '数据增强：x 的抖动 σ',
    patience: '早停的耐心值（步）',
    steps: '训练步数',
    at: '显示第几步（拖回去就是倒带）',
    seed: '种子（数据与初始权重）',
  },
  optimizerNames: { adam: 'Adam', sgd: 'SGD' },
  decayNames: { loss: '写进损失', decoupled: '每步缩小权重' },
  hints: {
    l2: '例如 0.01',
    l1: '例如 0.1',
    patience: '0 表示不早停',
    wrong: '换成 ±1.5 之间的随机数',
    jitter: '每步重新加',
    dropout: '每步随机关掉',
  },
  tables: {
    curve: 'f(x)，x 从 −3 到 3，共 121 处',
    history: '每 10 步：步数、训练损失、验证损失',
    weights: '全部权重与偏置，逐层',
    gradient: '目标的梯度（下一步看到的数据）',
    next: '下一步之后的权重',
    pinCurve: '固定的那次的 f(x)',
  },
  never: '没有',
  predict: '先猜再看',
  predictAsk: '按上面的设置训练，验证损失在第几步最低？（差 30 步以内算对）',
  predictLabel: '第几步',
  choose: '先填一个数。',
  right: '对，在第 {n} 步；训练损失之后还一直在降。',
  wrong: '不对，在第 {n} 步。',
};

const en: OwnWords<Own> = {
  name: 'Overfitting lab',
  lead: 'A small network learns sin x from 12 noisy points. Press “Train”: the training loss keeps falling, the validation loss falls and then rises as the curve starts to chase the noise. Add a regularizer, run again from the same initial weights, and compare with the pinned run (dashed).',
  names: {
    samples: 'number of training points',
    noise: 'noise',
    wrong: 'share of wrong labels',
    width: 'width of the hidden layers',
    optimizer: 'optimizer',
    rate: 'learning rate',
    l2: 'λ of L2',
    decay: 'use of λ',
    l1: 'λ₁ of L1',
    dropout: 'dropout rate',
    jitter: 'jitter',
    patience: 'patience',
    steps: 'number of training steps',
    at: 'step on show',
    seed: 'seed',
    pin: 'pinned run',
  },
  problems: {
    'too-long': 'With this network and data at most {max} steps; {value} would take too long.',
    pin: 'A pinned run is default, or looks like l2:0.01,dropout:0.2; “{value}” does not.',
  },
  play: 'Train',
  back: 'One frame back',
  step: 'One frame on',
  start: 'Rewind to the initial weights',
  best: 'To the best validation step',
  end: 'To the end',
  pinThis: 'Pin this run',
  unpin: 'Unpin',
  fit: 'The fitted function',
  losses: 'Losses (log scale): press to go to a step',
  histogram: 'The weights (without biases)',
  train: 'training points',
  held: 'validation points',
  wrongLabel: 'wrong label',
  truth: 'the true sin x',
  fitted: 'network f(x)',
  pinned: 'pinned run',
  fitAlt:
    'The function f(x) at step {step}, {n} training points, {m} validation points, and the true sin x',
  lossAlt: 'Training and validation loss over the steps; validation is lowest at step {best}',
  histogramAlt: 'Histogram of {n} weights, {zeros} of them exactly 0',
  stepLabel: 'Step',
  ofSteps: 'of {n}',
  trainLoss: 'Training loss',
  valLoss: 'Validation loss',
  gap: 'Generalization gap',
  bestLabel: 'Lowest validation loss',
  zeros: 'Weights exactly 0',
  ofKernels: 'of {n}',
  stoppedAt: 'stopped early at step {n}',
  restored: ', weights of step {best} restored',
  lost: 'diverged at step {n}; training was stopped',
  pinLine: 'Pinned run ({what}): training {t}, validation {v}',
  plain: 'default settings',
  otherWeights: 'another width, so other initial weights',
  here: 'here the curve misses the truth by',
  lossesAt: 'Step {n}',
  objective: 'Objective = mean squared error + (λ/2)·Σw² + λ₁·Σ|w|',
  noPenalty: '(λ is not in the loss)',
  proximal:
    'L1 takes a proximal step: after each update every weight moves toward 0 by ηλ₁, and those within ηλ₁ become exactly 0. A plain subgradient step would only hop around 0.',
  sameDecay:
    'λ in the loss or weights shrunk at each step: one step from here, the two differ by at most {v}. For SGD they are the same thing.',
  otherDecay:
    'λ in the loss or weights shrunk at each step (AdamW): one step from here, the two differ by up to {v}. For Adam they are not the same thing.',
  method:
    'Network 1 → width → width → 1, tanh in the hidden layers, all training points in every step, mean squared error; 60 validation points with the same noise. λ acts on weights, not on biases. Dropout is inverted: what is kept is multiplied by 1/(1 − p), in training only. Jitter adds new Gaussian numbers to every x in every step. Adam has β 0.9 and 0.999. Losses are taken every 10 steps, without dropout and jitter. The training itself, the best step and the histogram are decided in float64 alone; your device computes the function, losses, gradient and next weights of the step on show again.',
  labels: {
    samples: 'Training points',
    noise: 'Noise σ',
    wrong: 'Share of wrong labels',
    width: 'Width of both hidden layers',
    optimizer: 'Optimizer',
    rate: 'Learning rate η',
    l2: 'L2: λ',
    decay: 'Where λ acts',
    l1: 'L1: λ₁',
    dropout: 'Dropout: p',
    jitter: 'Augmentation: jitter σ of x',
    patience: 'Patience of early stopping (steps)',
    steps: 'Training steps',
    at: 'Step on show (drag back to rewind)',
    seed: 'Seed (data and initial weights)',
  },
  optimizerNames: { adam: 'Adam', sgd: 'SGD' },
  decayNames: { loss: 'in the loss', decoupled: 'shrinks the weights' },
  hints: {
    l2: 'such as 0.01',
    l1: 'such as 0.1',
    patience: '0: no early stopping',
    wrong: 'replaced by random numbers within ±1.5',
    jitter: 'drawn anew in each step',
    dropout: 'units switched off in each step',
  },
  tables: {
    curve: 'f(x) at 121 places from −3 to 3',
    history: 'Every 10 steps: step, training loss, validation loss',
    weights: 'All weights and biases, layer by layer',
    gradient: 'Gradient of the objective (on what the next step sees)',
    next: 'Weights after the next step',
    pinCurve: 'f(x) of the pinned run',
  },
  never: 'none',
  predict: 'Predict first',
  predictAsk:
    'Trained as set above, at which step is the validation loss lowest? (within 30 steps counts)',
  predictLabel: 'Step',
  choose: 'Give a number first.',
  right: 'Right: step {n}. The training loss went on falling after that.',
  wrong: 'No: step {n}.',
};

export const STRINGS: L10n<Words> = joinWords({ zh, en });
