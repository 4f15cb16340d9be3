import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { State } from './state.ts';

interface Own {
  settings: string;
  arithmetic: string;
  labels: Record<
    'method' | 'bits' | 'scales' | 'outlier' | 'share' | 'order' | 'retrain' | 'layer' | 'count',
    string
  >;
  hints: Partial<Record<'outlier' | 'retrain' | 'count', string>>;
  methods: Record<State['method'], string>;
  scaleNames: Record<State['scales'], string>;
  orders: Record<State['order'], string>;
  scores: Record<State['order'], string>;
  readRightly: string;
  now: string;
  bytes: string;
  ways: string;
  retrained: string;
  plot: string;
  plotDesc: string;
  plotHint: string;
  kilobytes: string;
  series: Record<'tensor' | 'channel' | 'prune', string>;
  histogram: string;
  histogramDesc: string;
  histogramHint: string;
  weightsTitle: string;
  weightHeads: readonly string[];
  weightName: string;
  layersTitle: string;
  layerHeads: readonly string[];
  layerText: string;
  readTitle: string;
  digitName: string;
  readRight: string;
  readWrong: string;
  logits: string;
  float64: string;
  colon: string;
  error: string;
  cut: string;
  stays: string;
  nothingCut: string;
  moved: string;
  ask: string;
  right: string;
  wrong: string;
  predict: string;
  predictAsk: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '压缩实验台：量化与剪枝',
  lead: '本站的数字分类网络，权重用更少的位，或者剪掉一部分：省下多少字节，还认得对多少个数字。',
  names: {
    method: '办法',
    bits: '位数',
    scales: '尺度',
    outlier: '大权重的倍数',
    share: '剪掉的百分比',
    order: '剪的次序',
    retrain: '再训练',
    layer: '看哪一层',
    count: '数字的个数',
  },
  settings: '设置',
  arithmetic: '这个权重的算式',
  labels: {
    method: '办法',
    bits: '每个权重几位',
    scales: '尺度 S 和零点 Z',
    outlier: '把一个权重改得很大：最大者的几倍',
    share: '剪掉百分之几',
    order: '先剪哪些',
    retrain: '剪完再训练最后一层',
    layer: '看哪一层的权重',
    count: '认多少个数字',
  },
  hints: {
    outlier: '0 是不改。这个权重在 dense1，它的输入对每个数字都是 0，所以改它本身不影响任何答案。',
    retrain: '只训练 dense2：用另外 300 个数字，Adam 走 150 步；剪掉的权重一直是 0。',
  },
  methods: { quantize: '量化：每个权重用更少的位', prune: '剪枝：小的权重置零' },
  scaleNames: { tensor: '每层共用一个', channel: '每个通道各用一个' },
  orders: {
    global: '全网最小的先剪',
    layer: '各层按自己的平均值比，小的先剪',
    random: '随机',
  },
  scores: { global: '|w|', layer: '|w| / 本层平均', random: '抽到的随机数' },
  readRightly: '个数字认对了',
  now: '现在',
  bytes: '权重的字节：',
  ways: '值用 8 位：全存 {d}，带位置的列表 {l}，位掩码 {m} 字节；取最小的。',
  retrained: '再训练时，那 300 个数字上的损失从 {a} 降到 {b}。',
  plot: '字节与准确率',
  plotDesc: '现在用 {b} 字节，认对 {p}',
  plotHint:
    '曲线是事先在全部 1,500 个留出的数字上量的，没有再训练；圆点是现在，只认了上面那些数字。',
  kilobytes: '千字节',
  series: { tensor: '量化，每层一个尺度（2 到 8 位）', channel: '量化，每通道一个', prune: '剪枝' },
  histogram: '这一层的权重：上面是原来的，下面是现在的',
  histogramDesc: '{l} 的 {n} 个权重，现在只有 {v} 种不同的值',
  histogramHint: '现在有 {v} 种不同的值，{z} 个是 0。竖线的高度按个数的平方根画。',
  weightsTitle: '{l} 的八个权重',
  weightHeads: ['原来', '现在'],
  weightName: '{l} 的第 {n} 个权重：',
  layersTitle: '各层',
  layerHeads: ['权重', '非零', '不同的值', '均方根误差'],
  layerText: '{n} 个权重，非零 {left} 个（{p}），{v} 种不同的值，均方根误差 {e}',
  readTitle: '每个数字被认成什么：一行一类，认错的划斜线',
  digitName: '留出的数字 {n}：',
  readRight: '是 {l}，认对了',
  readWrong: '是 {l}，认成了 {d}',
  logits: '其中 20 个数字的得分（softmax 之前）',
  float64: '你的设备核对 20 个数字的得分；等级、剪哪些、再训练和其余的数字只由 float64 决定。',
  colon: '：',
  error: '误差',
  cut: '剪掉，变成 0',
  stays: '留下',
  nothingCut: '什么也没剪',
  moved: '再训练后是 {v}',
  ask: '{n} 个数字，能认对几个',
  right: '差不多：{n} 个里认对 {a} 个',
  wrong: '差得多：{n} 个里认对 {a} 个',
  predict: '先猜一猜',
  predictAsk: '结果先盖住。猜一个数，差不超过百分之三就算对。',
};

const en: OwnWords<Own> = {
  name: 'Compression bench: quantize and prune',
  lead: 'The digit classifier of this site with fewer bits a weight, or without some of its weights: how many bytes are saved, and how many digits does it still read?',
  names: {
    method: 'method',
    bits: 'number of bits',
    scales: 'scales',
    outlier: 'size of the large weight',
    share: 'percentage that is cut',
    order: 'order of cutting',
    retrain: 'retraining',
    layer: 'layer looked at',
    count: 'number of digits',
  },
  settings: 'Settings',
  arithmetic: 'Arithmetic of this weight',
  labels: {
    method: 'Method',
    bits: 'Bits of a weight',
    scales: 'Scale S and zero point Z',
    outlier: 'Make one weight very large: times the largest',
    share: 'Percent that is cut',
    order: 'Cut first',
    retrain: 'Retrain the last layer afterward',
    layer: 'Look at the weights of',
    count: 'Digits to read',
  },
  hints: {
    outlier:
      '0 leaves it. This weight is in dense1, and its input is 0 for every digit, so changing it alone changes no answer.',
    retrain: 'Only dense2: 150 steps of Adam on 300 other digits; what is cut stays 0.',
  },
  methods: { quantize: 'quantize: fewer bits a weight', prune: 'prune: small weights become 0' },
  scaleNames: { tensor: 'one for each layer', channel: 'one for each channel' },
  orders: {
    global: 'the smallest of all',
    layer: 'the smallest against the mean of their layer',
    random: 'at random',
  },
  scores: { global: '|w|', layer: '|w| / mean of the layer', random: 'number drawn' },
  readRightly: 'digits read correctly',
  now: 'now',
  bytes: 'Bytes of the weights:',
  ways: 'With 8-bit values: all {d}, a list with places {l}, a bit mask {m} bytes; the smallest counts.',
  retrained: 'Retraining lowered the loss on those 300 digits from {a} to {b}.',
  plot: 'Bytes and accuracy',
  plotDesc: 'now {b} bytes, {p} read correctly',
  plotHint:
    'The curves were measured beforehand on all 1,500 held-out digits, without retraining; the dot is now, on the digits above only.',
  kilobytes: 'kilobytes',
  series: { tensor: 'quantized, one scale a layer (2 to 8 bits)', channel: 'one scale a channel', prune: 'pruned' }, // prettier-ignore
  histogram: 'Weights of this layer: upward before, downward now',
  histogramDesc: 'the {n} weights of {l} now have {v} different values',
  histogramHint:
    '{v} different values now, {z} of the weights are 0. Heights follow the square root of the number.',
  weightsTitle: 'Eight weights of {l}',
  weightHeads: ['before', 'now'],
  weightName: 'weight {n} of {l}:',
  layersTitle: 'Layers',
  layerHeads: ['weights', 'not 0', 'different values', 'RMS error'],
  layerText: '{n} weights, {left} not 0 ({p}), {v} different values, root mean square error {e}',
  readTitle: 'What each digit is read as, a row for each class; wrong ones are hatched',
  digitName: 'held-out digit {n}:',
  readRight: 'a {l}, read correctly',
  readWrong: 'a {l}, read as {d}',
  logits: 'Scores of 20 of the digits (before the softmax)',
  float64:
    'Your device checks the scores of 20 digits. Levels, what is cut, the retraining and the other digits are decided in float64 alone.',
  colon: ': ',
  error: 'error',
  cut: 'cut to 0',
  stays: 'stays',
  nothingCut: 'nothing is cut',
  moved: 'retraining made it {v}',
  ask: 'Of {n} digits, how many are read correctly',
  right: 'Close: {a} of {n} are read correctly',
  wrong: 'Far off: {a} of {n} are read correctly',
  predict: 'Predict first',
  predictAsk: 'The results are covered. Guess a number; within three in a hundred counts as right.',
};

export const STRINGS = joinWords({ zh, en });
