import type { L10n } from '../../../i18n/langs.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { Fn } from './state.ts';

interface Own {
  leftSide: string;
  rightSide: string;
  fn: string;
  fns: Record<Fn, string>;
  groups: Record<'function' | 'vector', string>;
  x: string;
  alpha: string;
  derivative: string;
  plot: string;
  plotDesc: string;
  saturatedTint: string;
  saturated: string;
  live: string;
  atCorner: string;
  outside: string;
  learned: string;
  hardHint: string;
  hardPytorch: string;
  hardTfjs: string;
  hardHere: string;
  leakyHint: string;
  chain: string;
  chainPlot: string;
  chainDesc: string;
  layersBack: string;
  noSkip: string;
  withSkip: string;
  bound: string;
  left: string;
  zero: string;
  depth: string;
  weight: string;
  skip: string;
  layer: string;
  layers: string;
  cellOf: Record<'z' | 'a' | 'slope' | 'factor' | 'gradient', string>;
  logits: string;
  logit: string;
  count: string;
  temperature: string;
  probabilities: string;
  bars: string;
  atOne: string;
  shift: string;
  shiftHint: string;
  stable: string;
  naive: string;
  naiveBroken: string;
  naiveSame: string;
  jacobian: string;
  other: string;
  predict: string;
  predictAsk: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const FNS: Record<Exclude<Fn, 'gelu-tanh'>, string> = {
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  relu: 'ReLU',
  'leaky-relu': 'leaky ReLU',
  prelu: 'PReLU',
  elu: 'ELU',
  selu: 'SELU',
  softplus: 'softplus',
  swish: 'swish / SiLU',
  gelu: 'GELU',
  mish: 'Mish',
  'hard-sigmoid': 'hard sigmoid',
  'hard-swish': 'hard swish',
  softmax: 'softmax',
};

const zh: OwnWords<Own> = {
  name: '激活函数演示',
  lead: '在图上左右拖动 x：左边看函数值和斜率，右边看梯度往回穿过多层后还剩多少。',
  names: {
    fn: '函数',
    x: 'x 的值',
    alpha: 'α 的值',
    depth: '层数',
    weight: '权重',
    skip: '跳跃连接',
    logits: 'logit 的值',
    temperature: '温度',
  },
  leftSide: '函数与导数',
  rightSide: '梯度或两种算法',
  fn: '函数',
  fns: { ...FNS, 'gelu-tanh': 'GELU（tanh 近似）' },
  groups: { function: '逐元素', vector: '整个向量' },
  x: '输入 x',
  alpha: 'α',
  derivative: '导数',
  plot: '{fn} 和它的导数',
  plotDesc: '实线是 {fn}，虚线是导数。x = {x} 处函数值 {y}，导数 {dy}。{tint}',
  saturatedTint: '底色：饱和，往外 |f′| 一直小于 0.05，趋于 0',
  saturated: 'x = {x} 在饱和区：|f′| < 0.05，梯度几乎过不去。',
  live: 'x = {x} 不在饱和区。',
  atCorner:
    'x = {x} 是折点，导数本来不存在：左导数是 {left}，右导数是 {right}。按约定取 {dy}（PyTorch 和 TensorFlow 对 ReLU 都取 ReLU′(0) = 0）。',
  outside: 'x = {x} 在图外。',
  learned: 'α 是学出来的：∂f/∂α = min(x, 0) = {v}',
  hardHint: '两套约定，图上和数字表里都标出差别',
  hardPytorch: 'x/6 + 0.5（PyTorch、Keras 3）',
  hardTfjs: '0.2x + 0.5（TF.js、Keras 2）',
  hardHere: '另一套约定在 x = {x} 处得 {v}，差 {d}；差得最多的地方是 |x| = {at}，差 {most}。',
  leakyHint: '各家默认的 α 不同',
  chain: '梯度往回穿过 {n} 层',
  chainPlot: '梯度往回穿过每层后的大小',
  chainDesc:
    '横轴是往回穿过的层数，纵轴是 |梯度|，对数刻度。穿过 {n} 层后：不加跳跃连接 {plain}，加跳跃连接 {skip}。',
  layersBack: '往回穿过的层数',
  noSkip: '不加跳跃连接',
  withSkip: '加跳跃连接',
  bound: '上界 (0.25·w)ⁿ',
  left: '出发时是 1，到输入处是',
  zero: '有一层斜率恰为 0：再往前一点梯度也没有。',
  depth: '层数 n',
  weight: '每层的权重 w',
  skip: '加跳跃连接：a = a + f(w·a)',
  layer: '第 {k} 层',
  layers: '逐层的数',
  cellOf: {
    z: '加权',
    a: '激活',
    slope: '斜率',
    factor: '这一层给梯度乘上',
    gradient: '传到这一层输入处的梯度',
  },
  logits: 'logit',
  logit: 'logit',
  count: '个数',
  temperature: '温度 T',
  probabilities: '概率 p',
  bars: 'softmax 的概率：{list}',
  atOne: '空心框：T = 1 时',
  shift: '全部 logit 加上',
  shiftHint: '每个 logit 加同一个数，概率一个都不变：要减的最大值也跟着变了。',
  stable: '先减最大值',
  naive: '照公式硬算',
  naiveBroken: '照公式硬算会溢出：e 的幂成了 Infinity 或全是 0，相除得 NaN。先减去最大值就没事。',
  naiveSame: '数不大时两种算法得到一样的概率；把 logit 都加 1000 再看。',
  jacobian: '雅可比矩阵 ∂p/∂z',
  other: '另一套约定',
  predict: '先猜：f(x) 和 f′(x) 各是多少？（softmax 猜 p₁）',
  predictAsk:
    '图和数都已遮住。按上面的 x（softmax 按 logit）算一算再填，误差不超过 0.01 就算对；可以只填一个。',
  right: '对：{v}。',
  wrong: '还不对：你填了 {g}，应为 {v}。',
};

const en: OwnWords<Own> = {
  name: 'Activation function demo',
  lead: 'Drag x across the plot: on the left the value and its slope, on the right what is left of a gradient after many layers.',
  names: {
    fn: 'function',
    x: 'x',
    alpha: 'α',
    depth: 'depth',
    weight: 'weight',
    skip: 'skip connection',
    logits: 'list of logits',
    temperature: 'temperature',
  },
  leftSide: 'Function and derivative',
  rightSide: 'Gradient, or two ways to compute',
  fn: 'Function',
  fns: { ...FNS, 'gelu-tanh': 'GELU (tanh form)' },
  groups: { function: 'Element by element', vector: 'Whole vector' },
  x: 'Input x',
  alpha: 'α',
  derivative: 'derivative',
  plot: '{fn} and its derivative',
  plotDesc:
    'Solid: {fn}; dashed: its derivative. At x = {x} the value is {y} and the derivative {dy}. {tint}',
  saturatedTint: 'Tint: saturated, |f′| stays below 0.05 and goes to 0',
  saturated: 'x = {x} is saturated: |f′| < 0.05, and hardly any gradient gets through.',
  live: 'x = {x} is not saturated.',
  atCorner:
    'x = {x} is a corner, where there is no derivative: the slope is {left} on the left and {right} on the right. By convention {dy} is used (for ReLU both PyTorch and TensorFlow take ReLU′(0) = 0).',
  outside: 'x = {x} lies outside the plot.',
  learned: 'α is learned: ∂f/∂α = min(x, 0) = {v}',
  hardHint: 'Two conventions; plot and table mark where they differ',
  hardPytorch: 'x/6 + 0.5 (PyTorch, Keras 3)',
  hardTfjs: '0.2x + 0.5 (TF.js, Keras 2)',
  hardHere:
    'At x = {x} the other convention gives {v}, {d} away; they differ most at |x| = {at}, by {most}.',
  leakyHint: 'Each library has its own default α',
  chain: 'The gradient, back through {n} layers',
  chainPlot: 'Size of the gradient after each layer on the way back',
  chainDesc:
    'Across: layers passed on the way back; up: |gradient| on a logarithmic scale. After {n} layers: {plain} without skip connections, {skip} with them.',
  layersBack: 'layers passed on the way back',
  noSkip: 'no skip connection',
  withSkip: 'skip connection',
  bound: 'bound (0.25·w)ⁿ',
  left: 'Starts as 1; at the input',
  zero: 'One layer has a slope of exactly 0: no gradient gets past it.',
  depth: 'Layers n',
  weight: 'Weight w of each layer',
  skip: 'Skip connection: a = a + f(w·a)',
  layer: 'Layer {k}',
  layers: 'Layer by layer',
  cellOf: {
    z: 'weighted',
    a: 'activation',
    slope: 'slope',
    factor: 'this layer multiplies the gradient by',
    gradient: 'gradient that reaches the input of this layer',
  },
  logits: 'Logits',
  logit: 'logit',
  count: 'How many',
  temperature: 'Temperature T',
  probabilities: 'Probabilities p',
  bars: 'Softmax probabilities: {list}',
  atOne: 'Outline: at T = 1',
  shift: 'Add to every logit',
  shiftHint:
    'Add the same number to every logit, and no probability changes: the maximum to be subtracted grows by the same number.',
  stable: 'Maximum subtracted first',
  naive: 'The formula as written',
  naiveBroken:
    'The formula as written breaks: its powers become Infinity or all 0, and their quotient is NaN. Subtracting the maximum first avoids this.',
  naiveSame:
    'While the numbers are small, both ways agree; add 1000 to every logit and look again.',
  jacobian: 'Jacobian ∂p/∂z',
  other: 'the other convention',
  predict: 'Predict first: what are f(x) and f′(x)? (for softmax, p₁)',
  predictAsk:
    'The plot and the numbers are covered. Work out the answer for the x (or the logits) shown and type it in; within 0.01 counts as right, and one of the two is enough.',
  right: 'Right: {v}.',
  wrong: 'Not yet: you typed {g}, it is {v}.',
};

export const STRINGS: L10n<Words> = joinWords({ zh, en });
