import type { L10n } from '../../../i18n/langs.ts';
import { DIGIT_PROBLEMS } from '../toolkit/digits.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { Method, SpaceName } from './state.ts';

interface Own {
  play: string;
  plane: string;
  planeAlt: string;
  caption: Record<Method, string>;
  marks: string;
  misread: string;
  digit: string;
  rebuilt: string;
  near: string;
  nearAll: string;
  nearAlt: string;
  digitAlt: string;
  rebuiltAlt: string;
  axes: string;
  axesAlt: Record<'pca' | 'lda', string>;
  noPictures: string;
  aDigit: string;
  stop: string;
  colon: string;
  reads: string;
  inPlane: string;
  inAll: string;
  error: string;
  errorLearned: string;
  pair: string;
  accuracy: string;
  accuracyAll: string;
  accuracyNote: string;
  dims: Record<SpaceName, string>;
  keptLabel: string;
  keptNote: string;
  explained: string;
  between: string;
  klLabel: string;
  klNote: string;
  exaggerated: string;
  notExaggerated: string;
  labels: Record<'method' | 'space' | 'count' | 'components' | 'neighbors' | 'perplexity' | 'steps' | 'seed', string>; // prettier-ignore
  methods: Record<Method, string>;
  spaces: Record<SpaceName, string>;
  what: Record<Method, string>;
  caution: string;
  method: string;
  tables: Record<'y' | 'explained' | 'gradient' | 'reconstruction' | 'features', string>;
  predict: string;
  predictAsk: string;
  predictLabel: string;
  choose: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '特征空间',
  lead: '每个字符是一个手写数字，原本是 784 个像素，这里只剩平面上的一个点。换一种投影，或把像素换成分类器最后一个隐藏层的 64 个数，看同类是否聚到一起；指着一点看它的图和邻居。',
  names: {
    method: '方法',
    space: '空间',
    count: '每类个数',
    components: '主成分个数',
    neighbors: '邻居数',
    perplexity: '困惑度',
    steps: '步数',
    seed: '种子',
    point: '数字',
  },
  problems: {
    ...DIGIT_PROBLEMS.zh,
    'not-shown': '{value} 不在图上：每类只画前 {count} 个。',
    'too-wide': '困惑度最多 {max}（约为点数的三分之一），{value} 太大。',
  },
  play: '播放',
  plane: '平面',
  planeAlt: '{n} 个手写数字在平面上的位置，方法 {method}；{k} 个近邻读错 {wrong} 个',
  caption: { pca: '前两个主成分', lda: '前两个判别方向', tsne: '第 {step} 步' },
  marks: '淡的用来定方向，浓的只用来考；',
  misread: '圈出的被邻居读错',
  digit: '这个数字',
  rebuilt: '用 {k} 个主成分重建',
  near: '平面上的近邻',
  nearAll: '原空间的近邻',
  nearAlt: '第一行是平面上的近邻：{a}；第二行是原空间的近邻：{b}',
  digitAlt: '手写数字 {label}，编号 {n}',
  rebuiltAlt: '编号 {n} 的数字，由前 {k} 个主成分重建',
  axes: '均值，然后是方向画成的图（橙为正，蓝为负）',
  axesAlt: {
    pca: '训练一半数字的均值图，和前 {n} 个主成分',
    lda: '训练一半数字的均值图，和 {n} 个判别方向',
  },
  noPictures: '学到的特征是 64 个数，方向不再是图。',
  stop: '。',
  colon: '：',
  aDigit: '编号 {n}，是 {label}',
  reads: '读作',
  inPlane: '平面上',
  inAll: '原空间里',
  error: '重建的均方误差',
  errorLearned: '64 个特征重建的均方误差',
  pair: '到最近的点',
  accuracy: '平面上 {k} 近邻读对',
  accuracyAll: '在{dims}里读对',
  accuracyNote: '{n} 个没参与定方向的数字',
  dims: { pixels: '全部 784 个像素', learned: '全部 64 个特征' },
  keptLabel: '前 {k} 个主成分留下的方差',
  keptNote: '两个：{v}',
  explained: '解释的方差',
  between: '类间/类内之比的份额',
  klLabel: 'KL(P‖Q)',
  klNote: '奈特',
  exaggerated: '前 100 步把 P 放大 4 倍（早期夸大），让同类先聚拢。',
  notExaggerated: '第 100 步起不再夸大。',
  labels: {
    method: '方法',
    space: '从哪里投影',
    count: '每类画几个',
    components: '重建用几个主成分',
    neighbors: '几个近邻投票',
    perplexity: '困惑度',
    steps: '步数',
    seed: '种子',
  },
  methods: { pca: 'PCA', lda: 'LDA', tsne: 't-SNE' },
  spaces: { pixels: '784 个像素', learned: '分类器的 64 个特征' },
  what: {
    pca: 'PCA 不看标签，找方差最大的方向；方向由一半的数字算出。',
    lda: 'LDA 看标签：找类间散布与类内散布之比最大的方向，在前 30 个主成分里找，由一半的数字算出。定方向的那一半自然分得开，所以只考另一半。',
    tsne: 't-SNE 不看标签，也没有方向：它只想让邻居仍是邻居。',
  },
  caution: '簇与簇之间的距离、簇的大小都没有意义；换个种子或困惑度再看。',
  method:
    '数字取自留出的 1,500 个，每类的前几个。方向、邻居和 t-SNE 的位置由 float64 决定；你的设备重算投影、方差、重建、KL 与梯度，以及所选数字的 64 个特征。',
  tables: {
    y: '每个数字的两个坐标（0 到 9，每类依次）',
    explained: '每个方向的份额',
    gradient: 'KL 的梯度，逐点',
    reconstruction: '重建出的数',
    features: '所选数字的 64 个特征',
  },
  predict: '先猜再看',
  predictAsk: '没参与定方向的数字里，平面上的近邻能读对百分之几？（差 8 以内算对）',
  predictLabel: '百分之几',
  choose: '先填一个数。',
  right: '对，是 {n}%。',
  wrong: '不对，是 {n}%。',
};

const en: OwnWords<Own> = {
  name: 'Feature space',
  lead: 'Each character is a handwritten digit: 784 pixels, of which only a point in the plane is left. Change the projection, or take the 64 numbers of a classifier’s last hidden layer in place of the pixels, and see whether like comes to like. Point at a digit to see it and its neighbors.',
  names: {
    method: 'method',
    space: 'space',
    count: 'number of digits of each class',
    components: 'number of components',
    neighbors: 'number of neighbors',
    perplexity: 'perplexity',
    steps: 'number of steps',
    seed: 'seed',
    point: 'digit',
  },
  problems: {
    ...DIGIT_PROBLEMS.en,
    'not-shown': '{value} is not in the picture: only the first {count} of each class are.',
    'too-wide': 'The perplexity can be at most {max}, a third of the points; {value} is too large.',
  },
  play: 'Play',
  plane: 'The plane',
  planeAlt:
    '{n} handwritten digits placed in the plane by {method}; {k} neighbors misread {wrong} of them',
  caption: { pca: 'the first two principal components', lda: 'the first two discriminants', tsne: 'step {step}' }, // prettier-ignore
  marks: 'pale ones set the axes, the others are only asked about; ',
  misread: 'circled: misread by its neighbors',
  digit: 'This digit',
  rebuilt: 'Rebuilt from {k} components',
  near: 'Neighbors in the plane',
  nearAll: 'Neighbors in the whole space',
  nearAlt: 'First row, neighbors in the plane: {a}; second row, in the whole space: {b}',
  digitAlt: 'A handwritten {label}, number {n}',
  rebuiltAlt: 'Digit number {n} rebuilt from the first {k} principal components',
  axes: 'The mean, then the axes as pictures (orange positive, blue negative)',
  axesAlt: {
    pca: 'The mean of half the digits and the first {n} principal components as pictures',
    lda: 'The mean of half the digits and {n} discriminants as pictures',
  },
  noPictures: 'Learned features are 64 numbers: an axis is no picture any more.',
  stop: '. ',
  colon: ': ',
  aDigit: 'Number {n}, a {label}',
  reads: 'read as',
  inPlane: 'In the plane',
  inAll: 'in the whole space',
  error: 'Mean squared error of the rebuilt digit',
  errorLearned: 'Mean squared error of the 64 rebuilt features',
  pair: 'To the nearest point',
  accuracy: '{k} neighbors in the plane read right',
  accuracyAll: 'In {dims}',
  accuracyNote: '{n} digits that did not set the axes',
  dims: { pixels: 'all 784 pixels', learned: 'all 64 features' },
  keptLabel: 'Variance kept by {k} components',
  keptNote: 'by two: {v}',
  explained: 'Explained variance',
  between: 'Share of the ratio between/within',
  klLabel: 'KL(P‖Q)',
  klNote: 'nats',
  exaggerated:
    'In the first 100 steps P counts 4 times (early exaggeration), so that like first comes to like.',
  notExaggerated: 'From step 100 on nothing is exaggerated.',
  labels: {
    method: 'Method',
    space: 'Projected from',
    count: 'Digits of each class',
    components: 'Components to rebuild from',
    neighbors: 'Neighbors that vote',
    perplexity: 'Perplexity',
    steps: 'Steps',
    seed: 'Seed',
  },
  methods: { pca: 'PCA', lda: 'LDA', tsne: 't-SNE' },
  spaces: { pixels: '784 pixels', learned: '64 features of the classifier' },
  what: {
    pca: 'PCA does not look at labels: it finds the directions of largest variance, here from half of the digits.',
    lda: 'LDA looks at labels: it finds the directions with the largest scatter between classes against that within, here in the first 30 principal components and from half of the digits. That half comes apart of course, so only the other half is asked about.',
    tsne: 't-SNE looks at no labels and has no axes: it only wants neighbors to stay neighbors.',
  },
  caution:
    'Distances between clusters and the sizes of clusters mean nothing; try another seed or perplexity.',
  method:
    'The digits are the first ones of each class among the 1,500 held out. Axes, neighbors and the places of t-SNE are decided in float64; your device computes the projection, the variance, the rebuilt digit, KL and its gradient, and the 64 features of the chosen digit again.',
  tables: {
    y: 'Both coordinates of each digit (0 to 9, class by class)',
    explained: 'Share of each axis',
    gradient: 'Gradient of KL, point by point',
    reconstruction: 'The rebuilt numbers',
    features: 'The 64 features of the chosen digit',
  },
  predict: 'Predict first',
  predictAsk:
    'Of the digits that did not set the axes, how many percent do their neighbors in the plane read right? (within 8 counts)',
  predictLabel: 'Percent',
  choose: 'Give a number first.',
  right: 'Right: {n}%.',
  wrong: 'No: {n}%.',
};

export const STRINGS: L10n<Words> = joinWords({ zh, en });
