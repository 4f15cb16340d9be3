import { DIGIT_PROBLEMS, DIGIT_WORDS, type DigitWords } from '../toolkit/digits.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { State } from './state.ts';

type Show = State['show'];

interface Own extends DigitWords {
  settings: string;
  arithmetic: string;
  stepBack: string;
  stepOn: string;
  toStart: string;
  toEnd: string;
  /** The texts: the words of the digits. */
  digits: readonly string[];
  labels: Record<'pairs' | 'shots' | 'rate' | 'tau' | 'seed' | 'at' | 'look' | 'task' | 'use' | 'way' | 'noise' | 'when' | 'size', string>; // prettier-ignore
  hints: Partial<Record<string, string>>;
  colon: string;
  comma: string;
  // The space.
  picture: string;
  text: string;
  pair: string;
  swappedPair: string;
  arrow: string;
  pictureOf: string;
  placeAlt: string;
  lossPlot: string;
  lossKey: string;
  countKey: string;
  swapKey: string;
  lossAlt: string;
  stepLabel: string;
  lossLabel: string;
  lnNote: string;
  foundLabel: string;
  foundGiven: string;
  ownLabel: string;
  trainLossLabel: string;
  stepText: string;
  play: string;
  swapAsk: string;
  swapDo: string;
  unswap: string;
  swapped: string;
  swapLabels: Record<'one' | 'two', string>;
  besideLabel: string;
  tableHint: string;
  tables: Record<string, string> & Record<'cosines' | 'rows' | 'columns' | 'slopes', string>;
  where: string;
  overRow: string;
  overColumn: string;
  short: Record<'rows' | 'columns', string>;
  pulled: string;
  pushed: string;
  // Temperature.
  rowOf: string;
  tauPlot: string;
  tauKey: string;
  tauAlt: string;
  tauText: string;
  pushLabel: string;
  pushNote: string;
  slopeSize: string;
  slopeNote: string;
  // Retrieval.
  asks: Record<State['ask'], string>;
  askLabel: string;
  wordLabel: string;
  galleryHint: string;
  queriesHint: string;
  galleryKey: string;
  queryKey: string;
  heldPicture: string;
  noWord: string;
  trainedOn: string;
  notTrainedOn: string;
  retrievalAlt: string;
  listTitle: string;
  listHeads: readonly string[];
  rankLabel: string;
  rankIs: string;
  recallPictures: string;
  recallTexts: string;
  oneOf: string;
  // Fusion.
  modalities: Record<State['task'], readonly [string, string]>;
  classes: Record<State['task'], readonly [string, string]>;
  tasks: Record<State['task'], string>;
  whens: Record<State['when'], string>;
  both: string;
  alone: string;
  ways: Record<State['way'], string>;
  waysTitle: string;
  wayHeads: readonly string[];
  curveTitle: string;
  curvePlot: string;
  curveAlt: string;
  noiseText: string;
  isClean: string;
  better: string;
  worse: string;
  same: string;
  examplesTitle: string;
  examplesHint: string;
  exampleAt: string;
  about: Record<Show, string>;
  guesses: Record<Show, string>;
  right: string;
  wrong: string;
  predict: string;
  predictAsk: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  ...DIGIT_WORDS.zh,
  name: '图与文的共同空间',
  lead: '两个小编码器把数字的图片和名称变成同一个圆上的向量，训练过程一步步都看得见；“融合”则把同一样本的两种模态合起来判断。',
  names: {
    show: '显示的内容',
    pairs: '图文对数',
    shots: '每个数字的训练图片数',
    rate: '学习率',
    tau: '训练的温度',
    seed: '种子',
    swap: '对调的文字',
    from: '对调的那一步',
    at: '步数',
    look: '温度',
    ask: '查询的方式',
    word: '查询的文字',
    image: '图片',
    input: '手绘',
    task: '任务',
    use: '使用的模态',
    way: '合并的方式',
    noise: '噪声',
    when: '加噪声的时候',
    size: '每类的训练样本数',
  },
  problems: { ...DIGIT_PROBLEMS.zh, 'same-text': '{name}必须是两段不同的，“{value}”不行。' },
  settings: '设置',
  arithmetic: '选中的格子的算式',
  stepBack: '退一步',
  stepOn: '进一步',
  toStart: '回到开头',
  toEnd: '到末尾',
  digits: ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
  labels: {
    pairs: '图文对数',
    shots: '每个数字用几张图训练',
    rate: '学习率（Adam）',
    tau: '训练的温度 τ',
    seed: '种子',
    at: '训练步数',
    look: '温度 τ（向量不变）',
    task: '任务',
    use: '打开哪些模态',
    way: '怎样合并',
    noise: '给第二种模态加的噪声（标准差）',
    when: '何时加噪声',
    size: '每类训练样本数',
  },
  hints: { shots: '表和圆上是第一张；损失对各组取平均' },
  colon: '：',
  comma: '；',
  picture: '图片',
  text: '文字',
  pair: '一对',
  swappedPair: '被对调的一对',
  arrow: '下一步把图片推向哪边',
  pictureOf: '{d} 的图片',
  placeAlt: '{d} 的图片在 {a}°，它的文字“{t}”在 {b}°',
  lossPlot: '损失随步数的变化；左右键选择步数',
  lossKey: '损失（0 到 {m}）',
  countKey: '找到自己文字的图片（0 到 {n}）',
  swapKey: '对调的那一步',
  lossAlt: '损失从 {a} 变为第 {n} 步的 {b}',
  stepLabel: '步数',
  lossLabel: '这张表的损失（τ = {t}）',
  lnNote: '什么都分不清时：ln {n} {v}',
  foundLabel: '图片找到自己的文字',
  foundGiven: '图片找到人给它的文字',
  ownLabel: '图片找到真正属于它的文字',
  trainLossLabel: '训练的损失（τ = {t}，{s} 组图片）',
  stepText: '{s} 步之后：损失 {v}，{n} 张图里有 {f} 张找到自己的文字',
  play: '播放',
  swapAsk: '对调两段文字：',
  swapDo: '对调',
  unswap: '换回来',
  swapped: '“{a}”和“{b}”在第 {s} 步对调。按“播放”接着训练。',
  swapLabels: { one: '第一段文字', two: '第二段文字' },
  besideLabel: '旁边的表',
  tableHint: '一行一张图，一列一段文字；带框的是人配成的对。点任意一格看算式。',
  tables: {
    cosines: '余弦',
    rows: '每行的 softmax（图找文）',
    columns: '每列的 softmax（文找图）',
    slopes: '损失对 z 的导数',
    pictures: '图片的向量',
    texts: '文字的向量',
    turns: '损失对图片角度的导数',
    gradient: '训练损失对全部权重的梯度',
    history: '步数、损失、找到文字的图片数',
    scores: '查询与每个候选的余弦',
    ranks: '候选的编号，从最像的排起',
    query: '查询的向量',
    held: '每张留出的图片与每段文字的余弦',
    gallery: '留出的图片的向量',
    right: '每种办法答对的个数',
    entropy: '每种办法的平均交叉熵',
    labels: '八个样本的类别',
    trainLosses: '四个模型的训练损失',
    gradients: '四个模型训练损失的梯度',
    curve: '噪声与每种办法的准确率',
  },
  where: '{d} 的图片与“{t}”',
  overRow: '在这一行里',
  overColumn: '在这一列里',
  short: { rows: '行', columns: '列' },
  pulled: '是负数：梯度下降把两者拉近',
  pushed: '是正数：梯度下降把两者推开',
  rowOf: '{d} 的图片在各段文字上的 softmax',
  tauPlot: '同一批向量在各个温度下的损失；左右键选择温度',
  tauKey: '损失，横轴是 τ（对数刻度）',
  tauAlt: 'τ = 0.02 时损失 {a}，τ = 2 时 {b}',
  tauText: 'τ = {t}：损失 {v}',
  pushLabel: '推力中最像的错误文字所占的份额',
  pushNote: '{d} 的图片那一行；平均分的话是 {e}',
  slopeSize: '∂L/∂z 的范数',
  slopeNote: '传到向量上还要乘 1/τ ≈ {t}',
  asks: { picture: '用图片找文字', word: '用文字找图片' },
  askLabel: '查询',
  wordLabel: '查询的文字',
  queriesHint: '播放：一个接一个地查询',
  galleryHint: '在 {n} 张没参加训练的图片里找，每个数字 10 张。',
  galleryKey: '数字：留出的图片，同角度的错开画',
  queryKey: '查询',
  heldPicture: '留出的 {d}，第 {k} 张',
  noWord: '文字“{t}”不在这个空间里：找到的一定是错的。可以增加图文对数。',
  trainedOn: '这张图参加过训练。',
  notTrainedOn: '这张图没参加训练。',
  retrievalAlt: '单位圆，查询是{q}；余弦最大的是{t}',
  listTitle: '与“{q}”最像的（候选 {n} 个）',
  listHeads: ['名次', '候选', '余弦', '对'],
  rankLabel: '按余弦排的名次',
  rankIs: '排第 {r}',
  recallPictures: '图找文，recall@1',
  recallTexts: '文找图，recall@1',
  oneOf: '候选 {n} 个',
  modalities: { evidence: ['图像', '声音'], sarcasm: ['话语', '表情'] },
  classes: { evidence: ['狗', '猫'], sarcasm: ['直说', '讽刺'] },
  tasks: { evidence: '猫还是狗：两种证据相加', sarcasm: '讽刺：话语和表情不一致' },
  whens: { both: '训练和测试都加', test: '只在测试时加' },
  both: '两种都用',
  alone: '只用{m}',
  ways: { early: '早期：特征拼接', average: '晚期：概率平均', odds: '晚期：几率相乘', product: '乘积：特征两两相乘' }, // prettier-ignore
  waysTitle: '{n} 个留出的样本，各答对多少',
  wayHeads: ['办法', '', '准确率', '交叉熵'],
  curveTitle: '准确率随噪声的变化',
  curvePlot: '准确率随噪声的变化；左右键选择噪声',
  curveAlt: '{w}：噪声 0 时 {a}，噪声 6 时 {b}；{m} {c}',
  noiseText: '噪声 {s}：{w} {p}，{m} {q}',
  isClean: '这就是只用干净模态的基准。',
  better: '{w}比{m}多对 {d} 个（共 {n} 个）。',
  worse: '{w}比{m}少对 {d} 个（共 {n} 个）。',
  same: '{w}和{m}对得一样多。',
  examplesTitle: '八个留出的样本：是“{c}”的概率',
  examplesHint: '划斜线的答错了。点一格看算式。',
  exampleAt: '样本 {n}，{w}：',
  about: {
    space:
      '图片编码器：4×4 像素的平均值共 49 个，经 8 个 tanh 单元变成 2 个数；文字编码器：每个名称 2 个数。两边都缩放到长度 1。每次从同一种子开始。',
    temperature: '滑块只改变表和损失里的 τ，向量还是用“训练的温度”训练出来的。',
    retrieval: '训练用每个数字的前几张图；供查找的图片都没参加过训练。名次只在另一种模态里排。',
    fusion:
      '每种模态 4 个数，均值 ±0.6，标准差 1。每个模型都是逻辑回归，用 Adam 走 150 步；换四次随机抽样，每次 400 个留出的样本。两类一样多时，概率平均和几率相乘总是判成同一类，差别在概率。',
  },
  guesses: {
    space: '{n} 张图里，几张找到自己的文字',
    temperature: '{n} 张图里，几张找到自己的文字',
    retrieval: '{n} 张留出的图里，几张找到自己的文字（相差不超过 4 算对）',
    fusion: '“{w}”的准确率是百分之几（相差不超过 3 算对）',
  },
  right: '对：{v}',
  wrong: '不对：{v}',
  predict: '先猜',
  predictAsk: '结果遮住了，猜一个数。',
};

const en: OwnWords<Own> = {
  ...DIGIT_WORDS.en,
  name: 'One space for pictures and words',
  lead: 'Two small encoders turn pictures of digits and their words into vectors on one circle, trained before your eyes. “Fusion” combines two modalities of the same examples instead.',
  names: {
    show: 'part on show',
    pairs: 'number of pairs',
    shots: 'number of training pictures',
    rate: 'learning rate',
    tau: 'training temperature',
    seed: 'seed',
    swap: 'pair of swapped texts',
    from: 'step of the swap',
    at: 'number of steps',
    look: 'temperature',
    ask: 'kind of query',
    word: 'word asked for',
    image: 'picture',
    input: 'drawing',
    task: 'task',
    use: 'choice of modalities',
    way: 'way of combining',
    noise: 'noise',
    when: 'time of the noise',
    size: 'number of training examples',
  },
  problems: {
    ...DIGIT_PROBLEMS.en,
    'same-text': 'The {name} needs two different texts; “{value}” is not.',
  },
  settings: 'Settings',
  arithmetic: 'Arithmetic of the chosen cell',
  stepBack: 'One step back',
  stepOn: 'One step on',
  toStart: 'To the start',
  toEnd: 'To the end',
  digits: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
  labels: {
    pairs: 'Pairs',
    shots: 'Training pictures of each digit',
    rate: 'Learning rate (Adam)',
    tau: 'Training temperature τ',
    seed: 'Seed',
    at: 'Training steps',
    look: 'Temperature τ (same vectors)',
    task: 'Task',
    use: 'Modalities switched on',
    way: 'How they are combined',
    noise: 'Noise on the second modality (standard deviation)',
    when: 'When noise is added',
    size: 'Training examples per class',
  },
  hints: { shots: 'circle and tables show the first; the loss is the mean over all groups' },
  colon: ':',
  comma: '; ',
  picture: 'picture',
  text: 'text',
  pair: 'a pair',
  swappedPair: 'a swapped pair',
  arrow: 'where the next step pushes a picture',
  pictureOf: 'picture of {d}',
  placeAlt: 'the picture of {d} at {a}°, its text “{t}” at {b}°',
  lossPlot: 'Loss by step; the left and right arrow keys choose the step',
  lossKey: 'loss (0 to {m})',
  countKey: 'pictures that find their text (0 to {n})',
  swapKey: 'step of the swap',
  lossAlt: 'The loss goes from {a} to {b} at step {n}',
  stepLabel: 'Steps',
  lossLabel: 'Loss of this table (τ = {t})',
  lnNote: 'telling nothing apart: ln {n} {v}',
  foundLabel: 'Pictures that find their text',
  foundGiven: 'Pictures that find the text they were given',
  ownLabel: 'Pictures that find the text that is right',
  trainLossLabel: 'Training loss (τ = {t}, groups of pictures: {s})',
  stepText: 'Step {s}: loss {v}; pictures that find their text: {f} of {n}',
  play: 'Play',
  swapAsk: 'Swap two texts:',
  swapDo: 'Swap',
  unswap: 'Swap back',
  swapped: '“{a}” and “{b}” changed places at step {s}. Press play to train on.',
  swapLabels: { one: 'first text', two: 'second text' },
  besideLabel: 'second table',
  tableHint:
    'A row for each picture, a column for each text; framed cells are the pairs that people made. Click a cell to see its arithmetic.',
  tables: {
    cosines: 'Cosines',
    rows: 'Softmax of each row (picture → text)',
    columns: 'Softmax of each column (text → picture)',
    slopes: 'Derivative of the loss with respect to z',
    pictures: 'Vectors of the pictures',
    texts: 'Vectors of the texts',
    turns: 'Derivative of the loss with respect to each picture’s angle',
    gradient: 'Gradient of the training loss with respect to all weights',
    history: 'Step, loss, pictures that find their text',
    scores: 'Cosine of the query with each candidate',
    ranks: 'Numbers of the candidates, most similar first',
    query: 'Vector of the query',
    held: 'Cosine of each held-out picture with each text',
    gallery: 'Vectors of the held-out pictures',
    right: 'How many each way gets right',
    entropy: 'Mean cross-entropy of each way',
    labels: 'Classes of the eight examples',
    trainLosses: 'Training losses of the four models',
    gradients: 'Gradients of the training losses of the four models',
    curve: 'Noise, and the accuracy of each way',
  },
  where: 'picture of {d} and “{t}”',
  overRow: 'in this row',
  overColumn: 'in this column',
  short: { rows: 'row', columns: 'column' },
  pulled: 'negative: gradient descent pulls them together',
  pushed: 'positive: gradient descent pushes them apart',
  rowOf: 'Softmax over the texts for the picture of {d}',
  tauPlot: 'Loss of the same vectors at each temperature; the left and right arrow keys choose',
  tauKey: 'loss; τ on the horizontal axis, logarithmic',
  tauAlt: 'At τ = 0.02 the loss is {a}, at τ = 2 it is {b}',
  tauText: 'τ = {t}: loss {v}',
  pushLabel: 'Share of the push on the most similar wrong text',
  pushNote: 'in the row of the picture of {d}; shared equally it would be {e}',
  slopeSize: 'Norm of ∂L/∂z',
  slopeNote: 'on its way to the vectors it is multiplied by 1/τ ≈ {t}',
  asks: { picture: 'Find words for a picture', word: 'Find pictures for a word' },
  askLabel: 'Query',
  wordLabel: 'Word asked for',
  queriesHint: 'Play asks one query after the other',
  galleryHint: 'Searched among {n} pictures that were not trained on, 10 of each digit.',
  galleryKey: 'numerals: held-out pictures, moved outward so that they do not overlap',
  queryKey: 'query',
  heldPicture: 'held-out {d}, picture {k}',
  noWord: 'The word “{t}” is not in this space: whatever is found is wrong. You can add pairs.',
  trainedOn: 'This picture was trained on.',
  notTrainedOn: 'This picture was not trained on.',
  retrievalAlt: 'Unit circle; the query is {q}, the largest cosine has {t}',
  listTitle: 'Most similar to “{q}” ({n} candidates)',
  listHeads: ['rank', 'candidate', 'cosine', 'right'],
  rankLabel: 'Ranked by cosine',
  rankIs: 'rank {r}',
  recallPictures: 'Picture → text, recall@1',
  recallTexts: 'Text → picture, recall@1',
  oneOf: '{n} candidates',
  modalities: { evidence: ['image', 'sound'], sarcasm: ['words', 'face'] },
  classes: { evidence: ['dog', 'cat'], sarcasm: ['sincere', 'sarcastic'] },
  tasks: {
    evidence: 'cat or dog: evidence that adds up',
    sarcasm: 'sarcasm: words and face disagree',
  },
  whens: { both: 'in training and test', test: 'in the test only' },
  both: 'both',
  alone: '{m} alone',
  ways: {
    early: 'early: features joined',
    average: 'late: probabilities averaged',
    odds: 'late: odds multiplied',
    product: 'product of all feature pairs',
  },
  waysTitle: 'How many of {n} held-out examples each way gets right',
  wayHeads: ['way', '', 'accuracy', 'cross-entropy'],
  curveTitle: 'Accuracy by noise',
  curvePlot: 'Accuracy by noise; the left and right arrow keys choose the noise',
  curveAlt: '{w}: {a} without noise, {b} at noise 6; {m}: {c}',
  noiseText: 'noise {s}: {w} {p}, {m} {q}',
  isClean: 'This is the baseline: the clean modality alone.',
  better: '{w}: {d} more right than {m} (of {n}).',
  worse: '{w}: {d} fewer right than {m} (of {n}).',
  same: '{w}: as many right as {m}.',
  examplesTitle: 'Eight held-out examples: probability of “{c}”',
  examplesHint: 'Hatched cells are wrong. Click a cell to see its arithmetic.',
  exampleAt: 'Example {n}, {w}:',
  about: {
    space:
      'Picture encoder: 49 means of 4×4 pixels, 8 tanh units, 2 numbers. Text encoder: 2 numbers for each word. Both are scaled to length 1. Each run starts from the same seed.',
    temperature:
      'The slider changes τ in the tables and the loss only; the vectors were trained at the training temperature.',
    retrieval:
      'Trained on the first pictures of each digit; the pictures that are searched were not trained on. Ranks are within the other modality only.',
    fusion:
      'Each modality has 4 numbers with means ±0.6 and standard deviation 1. Each model is a logistic regression, trained by 150 steps of Adam; four random draws, 400 held-out examples each. With two equally frequent classes, averaged probabilities and multiplied odds always choose the same class; they differ in the probability.',
  },
  guesses: {
    space: 'How many of {n} pictures find their text',
    temperature: 'How many of {n} pictures find their text',
    retrieval: 'How many of {n} held-out pictures find their text (within 4 counts)',
    fusion: 'Accuracy of “{w}” in percent (within 3 counts)',
  },
  right: 'Right: {v}',
  wrong: 'Not quite: {v}',
  predict: 'Predict first',
  predictAsk: 'The results are covered. Guess a number.',
};

export const STRINGS = joinWords({ zh, en });
