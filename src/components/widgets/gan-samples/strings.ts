import type { L10n } from '../../../i18n/langs.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';

interface Own {
  models: Record<'digits-gan' | 'fashion-gan', string>;
  clothes: string[];
  every: string;
  grid: string;
  gridTitle: string;
  separator: string;
  tileAlt: string;
  sampleName: string;
  large: string;
  asked: string;
  opinion: string;
  opinionOf: string;
  agreed: string;
  counts: string;
  missing: string;
  allThere: string;
  zTitle: string;
  zAlt: string;
  zNorm: string;
  scaled: string;
  onWay: string;
  stripTitle: string;
  strip: string;
  labels: Record<'model' | 'class' | 'seed' | 'n' | 'truncation' | 'walk' | 'to' | 't', string>;
  hints: Record<'seed' | 'truncation', string>;
  walks: Record<'' | 'lerp' | 'slerp', string>;
  nearestAsk: string;
  nearestHide: string;
  nearestNote: string;
  nearestTitle: string;
  nearestAlt: string;
  nearestSays: string;
  nearestFar: string;
  nearestClose: string;
  judged: string;
  judgedCaption: string;
  imageCaption: string;
  predict: string;
  predictAsk: string;
  ask: string;
  notNumber: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: 'GAN 采样演示',
  lead: '生成器把随机数 z 和类别变成图，分类器逐张说它看到什么。换种子、类别，缩小 z，或从一个 z 走到另一个；还可以查最近的训练图，看它是不是照抄。',
  names: {
    model: '模型',
    class: '类别',
    seed: '种子',
    n: '张数',
    truncation: '截断 ψ',
    walk: '插值',
    to: '终点的种子',
    t: 't',
    sample: '样本',
    nearest: '最近的训练图',
  },
  problems: {},
  models: { 'digits-gan': '手写数字', 'fashion-gan': '衣物' },
  clothes: ['T 恤', '裤子', '套衫', '连衣裙', '外套', '凉鞋', '衬衫', '运动鞋', '包', '短靴'],
  every: '各类轮流',
  grid: '生成的样本',
  gridTitle: '{n} 张样本；角上是分类器读出的类别，与所求不同的标红。点一张细看。',
  separator: '、',
  tileAlt: '{n} 张生成的图，28×28',
  sampleName: '第 {i} 张',
  large: '选中的样本',
  asked: '所求',
  opinion: '分类器的看法',
  opinionOf: '所求“{asked}”，读作“{read}”，得分 {p}',
  agreed: '{n} 张里有 {k} 张读作所求的类别（{share}%）',
  counts: '读出的类别：',
  missing: '一次也没有出现：{list}',
  allThere: '十类都有',
  zTitle: 'z 的 {n} 个数',
  zAlt: 'z 的 {n} 个数画成柱：向上为正，向下为负',
  zNorm: '|z| = √(Σ zᵢ²)',
  scaled: 'zᵢ = ψ·εᵢ',
  onWay: 'zᵢ = ψ·(p·aᵢ + q·bᵢ)',
  stripTitle: 't 从 0 到 1，每隔 1/8 一张；点一张就走到那里',
  strip: '沿途 9 张',
  labels: {
    model: '模型',
    class: '类别',
    seed: '种子',
    n: '张数',
    truncation: '截断 ψ',
    walk: '走向另一个 z',
    to: '终点的种子',
    t: '路程 t',
  },
  hints: {
    seed: '同一种子，同一批图',
    truncation: 'z 乘以 ψ：小于 1 更典型、更雷同。BigGAN 的做法略有不同，是把超出阈值的分量重抽。',
  },
  walks: { '': '不走', lerp: '直线（lerp）', slerp: '弧线（slerp）' },
  nearestAsk: '找最近的训练图',
  nearestHide: '收起最近的训练图',
  nearestNote: '会下载这一类的训练图和留出图；距离是 784 个像素的欧氏距离。',
  nearestTitle: '最近的训练图',
  nearestAlt: '{n} 张训练图中最近的一张',
  nearestSays: '相距 {d}；真实的留出图离各自最近的训练图，中位数是 {m}。',
  nearestFar: '它不比没参加训练的真图更靠近训练图：不是照抄。',
  nearestClose:
    '它比大多数没参加训练的真图更靠近训练图：接近平均样子的图都会这样；近到几乎重合才是照抄。',
  judged: '分类器对每张样本的十个得分',
  judgedCaption: '每行一张样本，每列一类，得分之和为 1',
  imageCaption: '第 {i} 张样本的像素，0 到 1',
  predict: '先猜：分类器会同意几张？',
  predictAsk: '评判已遮住。看图，数一数有几张会读作所求的类别。',
  ask: '{n} 张里会有几张？所求：{asked}',
  notNumber: '先填一个数。',
  right: '对了：{k} 张。',
  wrong: '还不对：是 {k} 张。',
};

const en: OwnWords<Own> = {
  name: 'GAN samples',
  lead: 'The generator turns random numbers z and a class into a picture; a classifier says what it sees in each. Change seed or class, shrink z, walk from one z to another, and look up the nearest training image to see whether it copies.',
  names: {
    model: 'model',
    class: 'class',
    seed: 'seed',
    n: 'number of samples',
    truncation: 'truncation ψ',
    walk: 'interpolation',
    to: 'seed of the end',
    t: 't',
    sample: 'sample',
    nearest: 'nearest training image',
  },
  problems: {},
  models: { 'digits-gan': 'handwritten digits', 'fashion-gan': 'clothes' },
  clothes: [
    'T-shirt',
    'trousers',
    'pullover',
    'dress',
    'coat',
    'sandal',
    'shirt',
    'sneaker',
    'bag',
    'ankle boot',
  ],
  every: 'each in turn',
  grid: 'Generated samples',
  gridTitle:
    '{n} samples; in the corner what the classifier reads, red where it is not what was asked. Press one to look closer.',
  separator: ', ',
  tileAlt: '{n} generated pictures of 28×28',
  sampleName: 'sample {i}',
  large: 'The chosen sample',
  asked: 'asked',
  opinion: 'What the classifier thinks',
  opinionOf: 'asked for “{asked}”, read as “{read}” with a score of {p}',
  agreed: '{k} of {n} are read as the class that was asked ({share}%)',
  counts: 'Read as: ',
  missing: 'never: {list}',
  allThere: 'all ten classes are there',
  zTitle: 'The {n} numbers of z',
  zAlt: 'the {n} numbers of z as bars: upwards positive, downwards negative',
  zNorm: '|z| = √(Σ zᵢ²)',
  scaled: 'zᵢ = ψ·εᵢ',
  onWay: 'zᵢ = ψ·(p·aᵢ + q·bᵢ)',
  stripTitle: 't from 0 to 1 in steps of 1/8; press a picture to go there',
  strip: 'Nine stops on the way',
  labels: {
    model: 'Model',
    class: 'Class',
    seed: 'Seed',
    n: 'Samples',
    truncation: 'Truncation ψ',
    walk: 'Walk to another z',
    to: 'Seed of the end',
    t: 'Way t',
  },
  hints: {
    seed: 'same seed, same pictures',
    truncation:
      'z times ψ: below 1 more typical and more alike. BigGAN does it a little differently: it draws again what lies beyond a threshold.',
  },
  walks: { '': 'no walk', lerp: 'line (lerp)', slerp: 'arc (slerp)' },
  nearestAsk: 'Find the nearest training image',
  nearestHide: 'Hide the nearest training image',
  nearestNote:
    'Downloads the training and held-out images of this class; the distance is Euclidean, over 784 pixels.',
  nearestTitle: 'Nearest training image',
  nearestAlt: 'the nearest of {n} training images',
  nearestSays: 'It is {d} away; for real held-out images the median distance to theirs is {m}.',
  nearestFar: 'It is no nearer to a training image than real images that were held out: no copy.',
  nearestClose:
    'It is nearer to a training image than most real images that were held out. Pictures close to the average are; a copy would all but coincide.',
  judged: 'The ten scores of the classifier for each sample',
  judgedCaption: 'a row for each sample, a column for each class; the scores add up to 1',
  imageCaption: 'pixels of sample {i}, from 0 to 1',
  predict: 'Predict first: on how many will the classifier agree?',
  predictAsk: 'The verdicts are covered. Look, and count how many will be read as the class asked.',
  ask: 'How many of {n}? Asked: {asked}',
  notNumber: 'Enter a number first.',
  right: 'Right: {k}.',
  wrong: 'Not yet: it is {k}.',
};

export const STRINGS: L10n<Words> = joinWords<Own>({ zh, en });
