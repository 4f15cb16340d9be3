import type { L10n } from '../../../i18n/langs.ts';
import type { NormKind } from '../../../lib/ops/norm.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { Size } from './state.ts';

interface Own {
  kinds: Record<NormKind, string>;
  /** Who shares one mean, by kind. */
  shares: Record<NormKind, string>;
  modes: Record<'train' | 'inference', string>;
  input: string;
  output: string;
  sample: string;
  channelShort: string;
  group: string;
  place: string;
  pixel: string;
  spoken: string;
  /** Between sentences. */
  gap: string;
  sizes: Record<Size, string>;
  groups: string;
  gamma: string;
  beta: string;
  eps: string;
  momentum: string;
  convention: string;
  conventions: Record<'keras' | 'pytorch', string>;
  momentumHint: Record<'keras' | 'pytorch', string>;
  movingMean: string;
  movingVariance: string;
  steps: string;
  stepsHint: string;
  perChannel: string;
  norm: string;
  mode: string;
  fromMoving: string;
  statistics: string;
  mean: string;
  variance: string;
  unbiased: string;
  before: string;
  after: string;
  histogram: string;
  histogramHint: string;
  moving: string;
  start: string;
  afterSteps: string;
  refuses: string;
  translate: string;
  movingNone: string;
  movingFrozen: string;
  verdict: string;
  curve: string;
  curveOf: string;
  goal: string;
  stepAxis: string;
  noteOne: string;
  noteRefuses: string;
  noteTrain: string;
  noteInference: string;
  noteAlone: string;
  fold: string;
  foldText: string;
  foldRows: [string, string, string];
  foldKernel: string;
  foldBias: string;
  foldError: string;
  grad: string;
  gradText: string;
  gradZero: string;
  gradNot: string;
  numbers: string;
  predict: string;
  predictAsk: string;
  guessMean: string;
  guessCell: string;
  right: string;
  wrong: string;
  wrongVariance: string;
  wrongUnbiased: string;
  nothing: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '归一化演示：谁和谁共用一个均值',
  lead: '点一格，看哪些格和它共用一个均值、一个方差，这一格又是怎么算出来的。表里的数都可以改。',
  names: {
    norm: '归一化',
    mode: '模式',
    gamma: '缩放（γ）',
    beta: '平移（β）',
    eps: 'ε 的值',
    momentum: 'momentum 的值',
    convention: '约定',
    movingMean: '移动均值',
    movingVariance: '移动方差',
    steps: '步数',
  },
  problems: {
    'instance-needs-images': '实例归一化要对每张图的各个位置求均值，所以输入得是图（N×H×W×C）。',
    'groups-do-not-divide': '{channels} 个通道分不成 {groups} 个同样大的组。',
    'zero-under-root':
      '有一组数完全相同，方差是 0；再让 ε = 0，就要除以 0 了。ε 就是为此准备的：填一个小的正数。',
  },
  kinds: { batch: '批量', layer: '层', instance: '实例', group: '组' },
  shares: {
    batch: '<b>批量归一化</b>：同一<b>通道</b>的 {n} 个数共用一个 μ 和 σ²，不分样本。',
    layer: '<b>层归一化</b>：同一<b>样本</b>的 {n} 个数共用一个 μ 和 σ²，不分通道。',
    instance: '<b>实例归一化</b>：同一样本、同一通道的 {n} 个数（一张特征图）共用一个 μ 和 σ²。',
    group: '<b>组归一化</b>：同一样本里相邻 {k} 个通道的 {n} 个数共用一个 μ 和 σ²。',
  },
  modes: { train: '训练', inference: '推理' },
  input: '一批数据 x',
  output: '归一化之后 y',
  sample: '样本 {n}',
  channelShort: '通道 {n}',
  group: '组 {n}',
  place: '样本 {n}、通道 {c}',
  pixel: '样本 {n}、通道 {c}、第 {h} 行第 {w} 列',
  spoken: '{place}：{text}',
  gap: '',
  sizes: { samples: '样本 N', channels: '通道 C', height: '高 H', width: '宽 W' },
  groups: '组数',
  gamma: '缩放 γ',
  beta: '平移 β',
  eps: 'ε（加在根号里）',
  momentum: 'momentum',
  convention: '移动统计量的约定',
  conventions: { keras: 'Keras', pytorch: 'PyTorch' },
  momentumHint: {
    keras: 'Keras：旧值保留的比例',
    pytorch: 'PyTorch：新值占的比例',
  },
  movingMean: '移动均值（起点）',
  movingVariance: '移动方差（起点）',
  steps: '这一批训练多少步',
  stepsHint: '同一批反复出现，每步更新一次移动统计量',
  perChannel: '一个数，或每个通道一个',
  norm: '归一化',
  mode: '模式',
  fromMoving: '移动统计量（不看这一批）：',
  statistics: '这一批的统计量',
  mean: '均值 μ',
  variance: '方差 σ²（有偏，÷ n）',
  unbiased: '无偏，÷ (n − 1)',
  before: '归一化之前',
  after: '归一化之后',
  histogramHint: '实色：标出的 {k} 个数；横条：μ ± σ',
  histogram: '{n} 个数的直方图，深色是共用统计量的 {k} 个：均值 {mean}，标准差 {std}',
  moving: '移动统计量：推理要用的 μ 和 σ²',
  start: '起点',
  afterSteps: '{name}，{k} 步之后（行名里是 momentum）',
  refuses: '报错：每个通道只有一个值',
  translate: '换成 {lib} 的写法：momentum = {m2}',
  movingNone: '{kind}归一化没有移动统计量：训练和推理算的是同一个式子。',
  movingFrozen: '推理只读移动统计量，不更新它们。',
  verdict:
    '斜线：与 {here} 不同的格。两家的 momentum 意思正好相反，{m} 要换成 {m2}；换了之后移动均值一致，移动方差仍不同：Keras 记有偏方差，PyTorch 记无偏方差。',
  curve: '{name}随步数的变化：从 {from} 走向 {to}，第 {k} 步是 {now}',
  curveOf: '通道 {c}，一步一步',
  goal: '这一批的值',
  stepAxis: '步数',
  noteOne: '这一组只有一个数：μ 就是它自己，σ² = 0，所以不管输入什么，y 都等于 β = {beta}。',
  noteRefuses:
    'PyTorch 遇到这种情况直接报错：“Expected more than 1 value per channel when training”。',
  noteTrain: '训练时，改动标出的任何一格，这一格的 y 都会跟着变：样本之间有了牵连。',
  noteInference:
    '推理时每个样本只管自己：换掉别的样本，这一格的 y 不变。这一批自己的均值是 {mean}，没有用上。',
  noteAlone: '别的样本怎么变都不影响这一格，批量大小为 1 也照常计算。',
  fold: '并入前面的卷积：两层变一层',
  foldText:
    '推理时 BN 只是乘一个数、加一个数，前面的卷积可以替它做。这里是通道 {c}：4×4 图像经 Sobel 卷积得到 1、3、3、9，再做 BN；统计量用上面的移动均值 {mean} 和移动方差 {variance}。缩放系数 γ / √(σ² + ε) {s}。',
  foldRows: ['卷积', '卷积，再 BN', '合并后的卷积'],
  foldKernel: '合并后的卷积核 K′',
  foldBias: '合并后的偏置 b′ = β − 缩放系数 × μ {b}',
  foldError: '两种算法最多相差 {e}。',
  grad: '反向传播：∂L/∂x 加起来是零',
  gradText: '把当前这一格的 y 当作损失 L。训练时它依赖整组输入，所以标出的每一格都分到梯度：',
  gradZero: '{n} 个梯度之和 {sum}：给整组加同一个数，y 不变，所以这个方向上没有梯度。',
  gradNot: '推理时 μ 和 σ² 是常数，梯度只落在自己身上，和是 {sum}，不是零。',
  numbers: 'y 的全部数字',
  predict: '先猜再看',
  predictAsk:
    '先算当前这一格（{place}，x = {x}）：它那一组的均值是多少？归一化之后又是多少？保留两位小数，可以只填一个。',
  guessMean: '均值 μ',
  guessCell: '这一格的 y',
  right: '对：μ {mean}，y {y}。',
  wrong: '不对：μ {mean}，y {y}（你填的是 {gm} 和 {gy}）。',
  wrongVariance: '你除以的是方差；要除以标准差 √(σ² + ε)。',
  wrongUnbiased: '你用的是无偏方差；归一化用有偏方差，除以 n。',
  nothing: '先填一个数。',
};

const en: OwnWords<Own> = {
  name: 'Normalization: which numbers share a mean',
  lead: 'Point at a cell to see which cells share its mean and variance, and how it is computed. Every number can be changed.',
  names: {
    norm: 'normalization',
    mode: 'mode',
    gamma: 'scale γ',
    beta: 'shift β',
    eps: 'ε',
    momentum: 'momentum',
    convention: 'convention',
    movingMean: 'moving mean',
    movingVariance: 'moving variance',
    steps: 'number of steps',
  },
  problems: {
    'instance-needs-images':
      'Instance normalization averages over the positions of one map, so the input must be images (N×H×W×C).',
    'groups-do-not-divide': '{channels} channels cannot be divided into {groups} equal groups.',
    'zero-under-root':
      'Some numbers that share a variance are all equal, so that variance is 0; with ε = 0 you would divide by 0. That is what ε is for: make it a small positive number.',
  },
  kinds: { batch: 'Batch', layer: 'Layer', instance: 'Instance', group: 'Group' },
  shares: {
    batch:
      '<b>Batch</b> norm: the {n} numbers of one <b>channel</b> share one μ and σ², whatever their sample.',
    layer:
      '<b>Layer</b> norm: the {n} numbers of one <b>sample</b> share one μ and σ², whatever their channel.',
    instance:
      '<b>Instance</b> norm: the {n} numbers of one channel of one sample, a single map, share one μ and σ².',
    group:
      '<b>Group</b> norm: the {n} numbers of {k} neighboring channels of one sample share one μ and σ².',
  },
  modes: { train: 'Training', inference: 'Inference' },
  input: 'A batch x',
  output: 'Normalized y',
  sample: 'sample {n}',
  channelShort: 'ch. {n}',
  group: 'group {n}',
  place: 'sample {n}, channel {c}',
  pixel: 'sample {n}, channel {c}, row {h}, column {w}',
  spoken: '{place}: {text}',
  gap: ' ',
  sizes: { samples: 'samples N', channels: 'channels C', height: 'height H', width: 'width W' },
  groups: 'Groups',
  gamma: 'Scale γ',
  beta: 'Shift β',
  eps: 'ε (under the root)',
  momentum: 'Momentum',
  convention: 'Moving averages as in',
  conventions: { keras: 'Keras', pytorch: 'PyTorch' },
  momentumHint: {
    keras: 'Keras: the share of the old value that is kept',
    pytorch: 'PyTorch: the share of the new value',
  },
  movingMean: 'Moving mean at the start',
  movingVariance: 'Moving variance at the start',
  steps: 'Training steps on this batch',
  stepsHint: 'the same batch again and again, one update per step',
  perChannel: 'one number, or one per channel',
  norm: 'Normalization',
  mode: 'Mode',
  fromMoving: 'moving statistics, not those of this batch: ',
  statistics: 'Statistics of this batch',
  mean: 'Mean μ',
  variance: 'Variance σ² (biased, ÷ n)',
  unbiased: 'unbiased, ÷ (n − 1)',
  before: 'Before',
  after: 'After',
  histogramHint: 'solid: the {k} marked numbers; bar: μ ± σ',
  histogram:
    'Histogram of {n} numbers; the {k} in color share their statistics: mean {mean}, standard deviation {std}',
  moving: 'Moving statistics: the μ and σ² of inference',
  start: 'start',
  afterSteps: '{name}, steps: {k} (rows: momentum)',
  refuses: 'an error: only one value per channel',
  translate: 'Write it as {lib} does: momentum = {m2}',
  movingNone:
    '{kind} normalization has no moving statistics: training and inference compute the same.',
  movingFrozen: 'Inference reads the moving statistics and does not update them.',
  verdict:
    'Hatched cells differ from {here}. Momentum means the opposite in the other library, so {m} becomes {m2}; then the moving means agree, but the moving variances still do not: Keras averages the biased variance, PyTorch the unbiased one.',
  curve: 'The {name} over the steps: from {from} toward {to}; at step {k} it is {now}',
  curveOf: 'channel {c}, step by step',
  goal: 'of this batch',
  stepAxis: 'steps',
  noteOne:
    'This group is a single number: μ is the number itself and σ² = 0, so y = β = {beta} whatever the input is.',
  noteRefuses: 'PyTorch refuses it: “Expected more than 1 value per channel when training”.',
  noteTrain:
    'In training, a change in any marked cell changes this y as well: the samples depend on each other.',
  noteInference:
    'At inference each sample stands alone: replace the others, and this y stays the same. The mean of this batch, {mean}, is not used.',
  noteAlone:
    'Whatever happens in other samples, this cell stays the same; a batch of one is no problem.',
  fold: 'Folding it into the preceding convolution: two layers become one',
  foldText:
    'At inference, BN multiplies by one number and adds another, which the convolution before it can do as well. Here it is for channel {c}: a Sobel kernel on a 4×4 image gives 1, 3, 3, 9, and BN follows, with the moving mean {mean} and the moving variance {variance} from above. The scale γ / √(σ² + ε) {s}.',
  foldRows: ['convolution', 'convolution, then BN', 'folded convolution'],
  foldKernel: 'Folded kernel K′',
  foldBias: 'Folded bias b′ = β − scale × μ {b}',
  foldError: 'The two ways differ by at most {e}.',
  grad: 'Backward: ∂L/∂x sums to zero',
  gradText:
    'Take the y of this cell as the loss L. In training it depends on all inputs that share its statistics, so each marked cell gets a gradient:',
  gradZero:
    'The {n} gradients sum to {sum}: adding the same number to all of them leaves y alone, so there is no gradient in that direction.',
  gradNot:
    'At inference μ and σ² are constants, so the gradient stays with its own cell and sums to {sum}, not to zero.',
  numbers: 'Every number of y',
  predict: 'Predict first',
  predictAsk:
    'Work out the current cell ({place}, x = {x}): what is the mean that it shares, and what does the cell become? Two decimals; one answer will do.',
  guessMean: 'mean μ',
  guessCell: 'y of this cell',
  right: 'Right: μ {mean}, y {y}.',
  wrong: 'Not quite: μ {mean}, y {y} (you said {gm} and {gy}).',
  wrongVariance: 'You divided by the variance; divide by the standard deviation √(σ² + ε).',
  wrongUnbiased: 'You took the unbiased variance; normalizing takes the biased one, ÷ n.',
  nothing: 'Type a number first.',
};

export const STRINGS: L10n<Words> = joinWords<Own>({ zh, en });
