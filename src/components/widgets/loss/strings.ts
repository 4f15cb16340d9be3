import type { L10n } from '../../../i18n/langs.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { Mode } from './state.ts';

interface Own {
  leftSide: string;
  rightSide: string;
  arithmetic: string;
  labels: Record<
    | 'mode'
    | 'smoothing'
    | 'temperature'
    | 'gamma'
    | 'weights'
    | 'reduction'
    | 'convention'
    | 'positive'
    | 'delta',
    string
  >;
  modes: Record<Mode, string>;
  reductions: Record<'mean' | 'sum', string>;
  conventionNames: Record<'pytorch' | 'keras', string>;
  weighted: Record<'pytorch' | 'keras', string>;
  lists: Record<'z' | 'predictions' | 'targets', string>;
  logits: string;
  sample: string;
  classN: string;
  isRight: string;
  rightClass: string;
  rightIs: string;
  more1: string;
  less1: string;
  wider: string;
  narrower: string;
  terms: Record<'plain' | 'focal', string>;
  gradient: string;
  mseGradient: string;
  crossEntropy: string;
  bce: string;
  mseP: string;
  mseSigma: string;
  averaged: string;
  summed: string;
  divisor: string;
  weightedGradient: string;
  mseChain: string;
  byChain: string;
  largest: string;
  residual: string;
  plotLoss: string;
  plotSlope: string;
  plotHints: Record<Mode, string>;
  move: string;
  conventions: string;
  call: string;
  result: string;
  gives: Record<'logits' | 'probabilities', string>;
  conventionHint: string;
  naiveBroken: string;
  naiveFine: string;
  best: string;
  mean: string;
  median: string;
  bestHint: string;
  smoothingHint: string;
  temperatureHint: string;
  gammaHint: string;
  weightsHint: string;
  positiveHint: string;
  deltaHint: string;
  predict: string;
  predictAsk: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '损失函数台',
  lead: '改 logit、标签和权重：每一类给损失添了多少、梯度往哪边推，都跟着变；右边拖动一个数看整条曲线。',
  names: {
    mode: '任务',
    logits: 'logit',
    labels: '标签',
    weights: '类别权重',
    smoothing: '标签平滑',
    temperature: '温度',
    gamma: 'focal 的 γ',
    reduction: '归并',
    convention: '约定',
    z: 'logit z',
    y: '标签 y',
    positive: '正类权重',
    predictions: '预测',
    targets: '目标',
    delta: 'Huber 的 δ',
    moved: '拖动的数',
  },
  problems: {
    'one-class': '至少要有两个类别。',
    'no-weight': '至少有一个样本的类别权重要大于 0。',
  },
  leftSide: '数与损失',
  rightSide: '损失曲线与梯度曲线',
  arithmetic: '这一格的算式',
  labels: {
    mode: '任务',
    smoothing: '标签平滑 ε',
    temperature: '温度 T',
    gamma: 'focal 的 γ',
    weights: '类别权重',
    reduction: '归并',
    convention: '权重的约定',
    positive: '正类权重',
    delta: 'Huber 的 δ',
  },
  modes: { classes: '多分类：softmax + 交叉熵', binary: '二分类：一个 logit', regression: '回归' },
  reductions: { mean: 'mean：取平均', sum: 'sum：求和' },
  conventionNames: {
    pytorch: 'PyTorch：除以标签权重之和',
    keras: 'Keras：除以样本数',
  },
  weighted: { pytorch: 'PyTorch，带权重', keras: 'Keras，带权重' },
  lists: { z: 'logit z（一个样本一个）', predictions: '预测', targets: '目标' },
  logits: 'logit z',
  sample: '样本 {n}',
  classN: '第 {k} 类',
  isRight: '（正确类）',
  rightClass: '正确类',
  rightIs: '样本 {n} 的正确类改为 {k}',
  more1: '加一个样本',
  less1: '减一个样本',
  wider: '加一类',
  narrower: '减一类',
  terms: { plain: '每类给损失添的：w·q·(−ln p)', focal: '每类给损失添的：w·q·(1 − p)^γ·(−ln p)' },
  gradient: '交叉熵的梯度 ∂L/∂z',
  mseGradient: '若改用概率的 MSE：∂MSE/∂z',
  crossEntropy: '交叉熵',
  bce: '二元交叉熵',
  mseP: '概率的 MSE',
  mseSigma: '(σ(z) − y)²',
  averaged: '平均：',
  summed: '合计：',
  divisor: '(T·除数)',
  weightedGradient: '带 γ 的项按链式法则合起来',
  mseChain: '2(p − y)/C 再乘 softmax 的雅可比矩阵',
  byChain: '按链式法则',
  largest: '最大 z',
  residual: 'r = 预测 − 目标',
  plotLoss: '损失',
  plotSlope: '梯度',
  plotHints: {
    classes:
      '只看这一个样本，只动这一个 logit。错得越远，交叉熵的梯度越接近 ±1；MSE 的梯度却回到 0。',
    binary: '只看这一个样本。hinge 过了间隔 1 就不再推；(σ(z) − y)² 错得很远时也不推。',
    regression: 'MSE 的梯度随残差一直变大，MAE 恒为 ±1，Huber 在 ±δ 处封顶。',
  },
  move: '拖动 {name}',
  conventions: '同一组 logit，两家的约定',
  call: '调用',
  result: '得到',
  gives: { logits: '，给 logit', probabilities: '，给概率' },
  conventionHint:
    '打斜线的和对的那个数不同。前四行是同一组 logit 的普通交叉熵，不带权重、平滑和 γ：PyTorch 的 CrossEntropyLoss 自己做 softmax，给概率就做了两遍；Keras 默认 from_logits=False，把 logit 当概率，归一化后截到 [1e−7, 1 − 1e−7]。后两行用下面的参数：PyTorch 的平均除以各标签权重之和，Keras 除以样本数。',
  naiveBroken:
    '照公式硬算 −ln(eᶻ/Σeᶻ) 得到 {v}。这里用 −ln p = ln(1 + eᵘ)，u = ln Σ(其他类) − z，不溢出也不丢位。',
  naiveFine: '数不大，照公式硬算也对；把 logit 改到 10000 再看。',
  best: '只准猜一个常数，各损失会猜什么',
  mean: 'MSE：平均数',
  median: 'MAE：中位数',
  bestHint: '改动最远的那个目标：平均数跟着走，中位数几乎不动。这三个数只由 float64 算出。',
  smoothingHint: '0 到 0.9；目标变成 1 − ε + ε/C 和 ε/C',
  temperatureHint: '先除 logit，0.05 到 20',
  gammaHint: '0 是普通交叉熵，常用 2',
  weightsHint: '一个数，或每类一个',
  positiveHint: '乘在 y = 1 的样本上',
  deltaHint: '0.01 到 100',
  predict: '先猜：损失是多少？',
  predictAsk: '结果已遮住。按填好的数算一算，误差不超过 0.02（大的不超过 2%）就算对。',
  right: '对：{v}。',
  wrong: '还不对：你填了 {g}，应为 {v}。',
};

const en: OwnWords<Own> = {
  name: 'Loss bench',
  lead: 'Change logits, labels and weights: what each class adds to the loss and where the gradient pushes follows. On the right, move one number along the whole curve.',
  names: {
    mode: 'task',
    logits: 'logits',
    labels: 'labels',
    weights: 'class weights',
    smoothing: 'label smoothing',
    temperature: 'temperature',
    gamma: 'focal γ',
    reduction: 'reduction',
    convention: 'convention',
    z: 'logits z',
    y: 'labels y',
    positive: 'weight of positives',
    predictions: 'predictions',
    targets: 'targets',
    delta: 'Huber δ',
    moved: 'number moved',
  },
  problems: {
    'one-class': 'There must be two classes at least.',
    'no-weight': 'At least one sample needs a class weight above 0.',
  },
  leftSide: 'Numbers and losses',
  rightSide: 'Curves of loss and gradient',
  arithmetic: 'The arithmetic of this cell',
  labels: {
    mode: 'Task',
    smoothing: 'Label smoothing ε',
    temperature: 'Temperature T',
    gamma: 'Focal γ',
    weights: 'Class weights',
    reduction: 'Reduction',
    convention: 'Convention for weights',
    positive: 'Weight of positives',
    delta: 'Huber δ',
  },
  modes: {
    classes: 'classes: softmax + cross-entropy',
    binary: 'binary: one logit',
    regression: 'regression',
  },
  reductions: { mean: 'mean', sum: 'sum' },
  conventionNames: {
    pytorch: 'PyTorch: divide by the weights of the labels',
    keras: 'Keras: divide by the number of samples',
  },
  weighted: { pytorch: 'PyTorch, weighted', keras: 'Keras, weighted' },
  lists: { z: 'Logits z, one per sample', predictions: 'Predictions', targets: 'Targets' },
  logits: 'Logits z',
  sample: 'sample {n}',
  classN: 'class {k}',
  isRight: ' (the right one)',
  rightClass: 'Right class',
  rightIs: 'Make {k} the right class of sample {n}',
  more1: 'add a sample',
  less1: 'remove a sample',
  wider: 'add a class',
  narrower: 'remove a class',
  terms: {
    plain: 'What each class adds: w·q·(−ln p)',
    focal: 'What each class adds: w·q·(1 − p)^γ·(−ln p)',
  },
  gradient: 'Gradient of cross-entropy, ∂L/∂z',
  mseGradient: 'With MSE of the probabilities instead: ∂MSE/∂z',
  crossEntropy: 'cross-entropy',
  bce: 'binary cross-entropy',
  mseP: 'MSE of p',
  mseSigma: '(σ(z) − y)²',
  averaged: 'Mean:',
  summed: 'Sum:',
  divisor: '(T·divisor)',
  weightedGradient: 'with γ, by the chain rule over all classes',
  mseChain: '2(p − y)/C times the Jacobian of softmax',
  byChain: 'by the chain rule',
  largest: 'largest z',
  residual: 'r = prediction − target',
  plotLoss: 'loss',
  plotSlope: 'gradient',
  plotHints: {
    classes:
      'This sample alone, this logit alone. The more wrong, the closer the gradient of cross-entropy is to ±1, while that of MSE returns to 0.',
    binary:
      'This sample alone. Hinge stops pushing beyond a margin of 1; (σ(z) − y)² hardly pushes where it is very wrong.',
    regression:
      'The gradient of MSE grows with the residual, that of MAE is ±1, and Huber’s stops growing at ±δ.',
  },
  move: 'Move {name}',
  conventions: 'The same logits in two libraries',
  call: 'Call',
  result: 'Result',
  gives: { logits: ', given logits', probabilities: ', given probabilities' },
  conventionHint:
    'Hatched results differ from the right one. The first four rows are plain cross-entropy of these logits, without weights, smoothing and γ: PyTorch’s CrossEntropyLoss takes softmax itself, so probabilities get it twice; Keras defaults to from_logits=False, where logits are taken as probabilities, normalized and clipped to [1e−7, 1 − 1e−7]. The last two use the parameters below: PyTorch’s mean divides by the sum of the weights of the labels, Keras’s by the number of samples.',
  naiveBroken:
    'The formula as written, −ln(eᶻ/Σeᶻ), gives {v}. Here −ln p = ln(1 + eᵘ) with u = ln Σ(other classes) − z, which neither overflows nor loses digits.',
  naiveFine: 'These numbers are small, and the formula as written works; try a logit of 10000.',
  best: 'If only one constant may be predicted: the choice of each loss',
  mean: 'MSE: the mean',
  median: 'MAE: the median',
  bestHint:
    'Move the farthest target: the mean follows, the median hardly does. These three are computed in float64 alone.',
  smoothingHint: '0 to 0.9; targets become 1 − ε + ε/C and ε/C',
  temperatureHint: 'divides the logits first, 0.05 to 20',
  gammaHint: '0 is plain cross-entropy; 2 is usual',
  weightsHint: 'one number, or one per class',
  positiveHint: 'multiplies samples with y = 1',
  deltaHint: '0.01 to 100',
  predict: 'Predict first: what is the loss?',
  predictAsk:
    'The results are covered. Work it out from the numbers in the fields; within 0.02 (2% of a large one) counts as right.',
  right: 'Right: {v}.',
  wrong: 'Not yet: you typed {g}, it is {v}.',
};

export const STRINGS: L10n<Words> = joinWords({ zh, en });
