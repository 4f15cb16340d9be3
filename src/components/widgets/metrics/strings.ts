import type { L10n } from '../../../i18n/langs.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { State } from './state.ts';

interface Own {
  leftSide: string;
  rightSide: string;
  arithmetic: string;
  labels: Record<Exclude<keyof State, 'counts' | 'matrix'>, string>;
  hints: Partial<Record<keyof State, string>>;
  modes: Record<State['mode'], string>;
  plots: Record<State['plot'], string>;
  dataNames: Record<State['data'], string>;
  /** Accuracy, precision, recall, F1, specificity, FPR, balanced accuracy, Matthews. */
  metrics: readonly string[];
  /** TP, FN, FP, TN. */
  countNames: readonly string[];
  colon: string;
  /** Between a name and what is said of it. */
  space: string;
  /** Called positive, called negative. */
  side: readonly string[];
  aucIs: string;
  apIs: string;
  mixed: string;
  mixtureHeads: readonly string[];
  undefined: string;
  notDefined: string;
  cellRight: string;
  cellWrong: string;
  classes: readonly string[];
  /** Precision, recall, F1. */
  shares: readonly string[];
  /** Macro, micro, weighted. */
  averages: readonly string[];
  keys: Record<string, string>;
  stripAlt: string;
  stripHint: string;
  stripLabel: string;
  thresholdIs: string;
  eachIs: string;
  matrixTitle: string;
  says: readonly string[];
  isTruly: readonly string[];
  shareIs: string;
  makeRight: string;
  makeRightHint: string;
  perfect: string;
  forgets: string;
  rightIs: string;
  sourceIs: string;
  metricsTitle: string;
  /** More than “always negative”, the same, less. */
  lazy: readonly string[];
  mixtures: string;
  areasTitle: string;
  apCoin: string;
  proofHint: string;
  numbersTitle: string;
  curveCaption: string;
  curveHeads: readonly string[];
  typeThem: string;
  rowsTruth: string;
  errors: string;
  moreClasses: string;
  lessClasses: string;
  macroShort: string;
  microShort: string;
  barsTitle: string;
  barsHint: string;
  accuracyIs: string;
  perClass: string;
  averagesTitle: string;
  twoF1: string;
  coin: string;
  coinAt: string;
  once: string;
  pr: string;
  fprAxis: string;
  tprAxis: string;
  alwaysNo: string;
  shareAxis: string;
  saidNo: string;
  saidYes: string;
  predict: string;
  predictAsk: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '指标实验台',
  lead: '给分数定一个阈值，或者填一张混淆矩阵：计数、指标和曲线都跟着变，每个数都写出算式。',
  names: {
    mode: '任务',
    data: '分数的来源',
    pos: '正类的分数',
    neg: '负类的分数',
    positives: '正类个数',
    negatives: '负类个数',
    seed: '种子',
    apart: '两类的距离',
    times: '负类的倍数',
    threshold: '阈值',
    plot: '曲线',
    counts: '混淆矩阵',
    matrix: '混淆矩阵',
    errors: '错误个数',
  },
  problems: {
    square: '{name}要是方阵：每行应有 {expected} 个数，却有 {got} 个。',
    nothing: '{name}里一个样本也没有。',
  },
  leftSide: '分数或混淆矩阵',
  rightSide: '曲线或比较',
  arithmetic: '所选数字的算式',
  labels: {
    mode: '任务',
    data: '分数从哪里来',
    pos: '正类的分数',
    neg: '负类的分数',
    positives: '正类个数',
    negatives: '负类个数',
    seed: '种子',
    apart: '把两类拉开或靠拢',
    times: '让正类更少：负类变多几倍',
    threshold: '阈值',
    plot: '曲线',
  },
  hints: {
    pos: '用逗号隔开，最多 100 个',
    neg: '用逗号隔开，最多 100 个',
    apart: '正类的每个分数都加上它',
    threshold: '分数不小于它就判为正类',
    seed: '两类各从 N(0, 1) 抽取，正类再加上距离',
  },
  modes: {
    scores: '二分类：分数与阈值',
    counts: '二分类：只填四个计数',
    classes: '多个类别',
  },
  plots: {
    threshold: '指标随阈值的变化',
    share: '指标随正类比例的变化',
    roc: 'ROC 曲线',
    pr: '精确率–召回率曲线',
  },
  dataNames: { own: '自己填', drawn: '随机抽取' },
  metrics: ['准确率', '精确率', '召回率', 'F1', '特异度', '假阳性率', '平衡准确率', 'MCC'],
  countNames: ['真正例', '漏报（假负例）', '误报（假正例）', '真负例'],
  colon: '：',
  space: '的',
  side: ['分数不小于 {t}。', '分数小于 {t}。'],
  aucIs: '{p} 个正类与 {n} 个负类配成 {all} 对，{w} 对里正类分数高，{t} 对相等、各算一半：',
  apIs: '每找到一个正类，记下那时的精确率，再取平均：',
  mixed: '负类 ×{m}，',
  mixtureHeads: ['正类比例', '精确率', '召回率', '准确率', '一律答“负”'],
  undefined: '没有定义。表中照 scikit-learn 的默认写 0',
  notDefined: '没有定义',
  cellRight: '{a}被判成{b}，答对：{n} 个。',
  cellWrong: '{a}被判成{b}，答错：{n} 个。',
  classes: ['猫', '狗', '狐狸', '熊', '鹿', '兔'],
  shares: ['精确率', '召回率', 'F1'],
  averages: ['宏平均', '微平均', '加权平均'],
  keys: { p: '正类', n: '负类', x: '判错' },
  stripAlt: '{p} 个正类的分数在线的上方，{n} 个负类的分数在下方；阈值 {t}。',
  stripHint: '每个点是一个样本，越靠右分数越高。拖动竖线：线右边的都判为正类。',
  stripLabel: '分数与阈值：左右方向键或指针移动阈值。',
  thresholdIs: '阈值 {t}',
  eachIs: '（每个负类按 {m} 个计）',
  matrixTitle: '混淆矩阵',
  says: ['判为正', '判为负'],
  isTruly: ['真是正', '真是负'],
  shareIs: '正类 {p} 个，负类 {n} 个：正类占 {s}%',
  makeRight: '让所有回答都对',
  makeRightHint: '验算任何“准确率”的办法：全部答对时必须等于 1。',
  perfect: '全部答对，错误公式却只有 {v}：它等于正类的比例。',
  forgets: '错误公式忘了 {tn} 个真负例，它们也是答对的。',
  rightIs: '准确率',
  sourceIs: '流传的错误公式：答对的正类 ÷ 全部',
  metricsTitle: '由四个计数算出的指标',
  lazy: [
    '准确率 {a}（{v}），高于一律答“负类”的 {b}（{w}）。',
    '准确率 {a}（{v}），与一律答“负类”相同：{b}（{w}）。',
    '准确率 {a}（{v}），还不如一律答“负类”的 {b}（{w}）。',
  ],
  mixtures: '同一个模型，正类越来越少',
  areasTitle: '曲线下的面积',
  apCoin: '抛硬币的 AUC 是 1/2，AP 是正类的比例 {p}。AP 要和它比。',
  proofHint:
    '四个计数、指标、每个阈值上的点、AUC 和 AP 都由你的设备核对。哪些分数相同只由 float64 决定。',
  numbersTitle: '每个阈值上的数字',
  curveCaption: '{n} 个不同的分数，从高到低轮流当阈值',
  curveHeads: ['阈值', 'TP', 'FP', '精确率', '召回率', '假阳性率'],
  typeThem: '改成自己填，从这些分数开始',
  rowsTruth: '行是真实类别，列是回答',
  errors: '最小的一类（{k}，{n} 个）答错几个',
  moreClasses: '加一类',
  lessClasses: '减一类',
  macroShort: '宏平均',
  microShort: '准确率',
  barsTitle: '各类的召回率、宏平均召回率和准确率',
  barsHint: '微平均就是准确率。把滑块拉到头：最小的一类全错，看哪根条变短。',
  accuracyIs: '准确率 {v}：精确率、召回率、F1 的微平均都等于它，加权召回率也是。',
  perClass: '每一类（个数）',
  averagesTitle: '三种平均',
  twoF1: '“宏平均 F1”有两种：F1 的平均 {a}；先平均精确率和召回率再求 F1，{b}。',
  coin: '抛硬币',
  coinAt: '抛硬币 {p}%',
  once: '负类不加倍时',
  pr: '现在',
  fprAxis: '假阳性率',
  tprAxis: '真阳性率（召回率）',
  alwaysNo: '一律答“负”',
  shareAxis: '正类 : 负类',
  saidNo: '← 判为负类',
  saidYes: '判为正类 →',
  predict: '先猜：结果是多少？',
  predictAsk: '结果已遮住。小数或 2/3 这样的分数都行，误差不超过 0.02 算对。',
  right: '对：{v}。',
  wrong: '还不对：你填了 {g}，应为 {v}。',
};

const en: OwnWords<Own> = {
  name: 'Metrics bench',
  lead: 'Set a threshold for scores, or fill in a confusion matrix: counts, metrics and curves follow, each number with its arithmetic.',
  names: {
    mode: 'task',
    data: 'source of the scores',
    pos: 'scores of the positives',
    neg: 'scores of the negatives',
    positives: 'number of positives',
    negatives: 'number of negatives',
    seed: 'seed',
    apart: 'distance of the classes',
    times: 'factor of the negatives',
    threshold: 'threshold',
    plot: 'curve',
    counts: 'confusion matrix',
    matrix: 'confusion matrix',
    errors: 'number of errors',
  },
  problems: {
    square: 'The {name} must be square: {expected} numbers in each row, not {got}.',
    nothing: 'There is no example in the {name}.',
  },
  leftSide: 'Scores or confusion matrix',
  rightSide: 'Curve or comparison',
  arithmetic: 'The arithmetic of the chosen number',
  labels: {
    mode: 'Task',
    data: 'Where the scores come from',
    pos: 'Scores of the positives',
    neg: 'Scores of the negatives',
    positives: 'Positives',
    negatives: 'Negatives',
    seed: 'Seed',
    apart: 'Pull the classes apart or together',
    times: 'Make positives rarer: negatives times',
    threshold: 'Threshold',
    plot: 'Curve',
  },
  hints: {
    pos: 'separated by commas, at most 100',
    neg: 'separated by commas, at most 100',
    apart: 'added to every score of the positives',
    threshold: 'from this score on, the answer is “positive”',
    seed: 'both classes from N(0, 1), the positives plus the distance',
  },
  modes: {
    scores: 'two classes: scores and a threshold',
    counts: 'two classes: four counts alone',
    classes: 'several classes',
  },
  plots: {
    threshold: 'metrics by threshold',
    share: 'metrics by share of positives',
    roc: 'ROC curve',
    pr: 'precision–recall curve',
  },
  dataNames: { own: 'typed', drawn: 'drawn at random' },
  metrics: [
    'accuracy',
    'precision',
    'recall',
    'F1',
    'specificity',
    'false positive rate',
    'balanced accuracy',
    'MCC',
  ],
  countNames: ['True positives', 'Misses', 'False alarms', 'True negatives'],
  colon: ':',
  space: ': ',
  side: ['with a score of {t} or more.', 'with a score below {t}.'],
  aucIs:
    '{p} positives and {n} negatives make {all} pairs; in {w} the positive scores higher, {t} are ties and count half:',
  apIs: 'The precision at the moment each positive is found, averaged:',
  mixed: 'Negatives ×{m}:',
  mixtureHeads: ['positives', 'precision', 'recall', 'accuracy', 'always “no”'],
  undefined: 'not defined; the table says 0, as scikit-learn does by default',
  notDefined: 'not defined',
  cellRight: '{a} called {b}, right: {n}.',
  cellWrong: '{a} called {b}, wrong: {n}.',
  classes: ['cat', 'dog', 'fox', 'bear', 'deer', 'hare'],
  shares: ['precision', 'recall', 'F1'],
  averages: ['macro', 'micro', 'weighted'],
  keys: { p: 'positive', n: 'negative', x: 'wrong answer' },
  stripAlt:
    'The scores of {p} positives above a line, of {n} negatives below it; the threshold is {t}.',
  stripHint:
    'Each dot is an example, with higher scores further right. Drag the line: what lies right of it is called positive.',
  stripLabel: 'Scores and threshold: left and right arrow or pointer move the threshold.',
  thresholdIs: 'threshold {t}',
  eachIs: '(each negative counts {m} times)',
  matrixTitle: 'Confusion matrix',
  says: ['says positive', 'says negative'],
  isTruly: ['positive', 'negative'],
  shareIs: '{p} positives, {n} negatives: {s}% are positive',
  makeRight: 'Make every answer right',
  makeRightHint: 'A check for anything called accuracy: with every answer right it must be 1.',
  perfect:
    'Every answer is right, and the wrong formula gives {v}: no more than the share of positives.',
  forgets: 'The wrong formula forgets {tn} true negatives, which are right answers too.',
  rightIs: 'Accuracy',
  sourceIs: 'A wrong formula in circulation: correct positives ÷ all',
  metricsTitle: 'Metrics from the four counts',
  lazy: [
    'Accuracy {a} ({v}) is higher than that of a rule that always says “negative”: {b} ({w}).',
    'Accuracy {a} ({v}) is the same as that of a rule that always says “negative”: {b} ({w}).',
    'Accuracy {a} ({v}) is lower than that of a rule that always says “negative”: {b} ({w}).',
  ],
  mixtures: 'One model, rarer and rarer positives',
  areasTitle: 'Areas under the curves',
  apCoin:
    'A coin has an AUC of 1/2, and an AP of {p}, the share of positives. Compare AP with that.',
  proofHint:
    'The four counts, the metrics, the points at all thresholds, AUC and AP are checked on your device. Which scores are equal is decided in float64 alone.',
  numbersTitle: 'The numbers at every threshold',
  curveCaption: '{n} distinct scores, each in turn the threshold, highest first',
  curveHeads: ['threshold', 'TP', 'FP', 'precision', 'recall', 'false positive rate'],
  typeThem: 'Type scores, beginning with these',
  rowsTruth: 'rows are the truth, columns the answers',
  errors: 'Errors in the smallest class ({k}, {n} examples)',
  moreClasses: 'add a class',
  lessClasses: 'remove a class',
  macroShort: 'macro',
  microShort: 'accuracy',
  barsTitle: 'Recall of each class, macro recall and accuracy',
  barsHint:
    'The micro average is the accuracy. Take the slider to its end, so that the smallest class is always wrong: which bars get shorter?',
  accuracyIs:
    'Accuracy {v}: the micro averages of precision, recall and F1 are the same number, and so is weighted recall.',
  perClass: 'Each class (examples)',
  averagesTitle: 'Three averages',
  twoF1:
    'There are two “macro F1”: the mean of the F1 is {a}; the F1 of mean precision and mean recall is {b}.',
  coin: 'a coin',
  coinAt: 'a coin: {p}%',
  once: 'negatives once',
  pr: 'now',
  fprAxis: 'false positive rate',
  tprAxis: 'true positive rate (recall)',
  alwaysNo: 'always “negative”',
  shareAxis: 'positives : negatives',
  saidNo: '← says negative',
  saidYes: 'says positive →',
  predict: 'Predict first: what comes out?',
  predictAsk: 'The result is covered. A decimal or a fraction like 2/3 will do, within 0.02.',
  right: 'Right: {v}.',
  wrong: 'Not yet: you typed {g}, it is {v}.',
};

export const STRINGS: L10n<Words> = joinWords({ zh, en });
