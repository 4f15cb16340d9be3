import type { L10n } from '../../../i18n/langs.ts';
import { DIGIT_PROBLEMS, DIGIT_WORDS, type DigitWords } from '../toolkit/digits.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { State } from './state.ts';

interface Own extends DigitWords {
  leftSide: string;
  rightSide: string;
  arithmetic: string;
  labels: Record<'task' | 'cell' | 'k' | 'row' | 'keep' | 'reset' | 'u' | 'count', string>;
  hints: Record<'k' | 'keep' | 'reset' | 'u', string>;
  tasks: Record<State['task'], string>;
  cells: Record<State['cell'], string>;
  resets: Record<State['reset'], string>;
  learned: string;
  inputs: string;
  inputsHint: string;
  statesPlot: string;
  sizesPlot: string;
  stepAxis: string;
  fromStep: string;
  full: string;
  withoutK: string;
  leftK: string;
  memory: string;
  sizesHint: string;
  tables: Record<'h' | 'gates' | 'sums' | 'c' | 'other' | 'left' | 'swapped' | 'sizes', string>;
  weights: Record<'w' | 'u' | 'b' | 'br', string>;
  weightsTitle: string;
  block: string;
  unit: string;
  forced: string;
  otherText: string;
  leftText: string;
  leftBefore: string;
  swappedText: string;
  same: string;
  lastState: string;
  convention: string;
  conventionHint: string;
  conventions: readonly string[];
  moved: string;
  digit: string;
  digitAlt: string;
  states: string;
  statesAlt: string;
  says: string;
  saysAlt: string;
  stop: string;
  saysNow: string;
  truth: string;
  measured: string;
  reads: string;
  numbers: string;
  clear: string;
  asks: Record<State['task'], string>;
  predict: string;
  predictAsk: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  ...DIGIT_WORDS.zh,
  name: '循环单元一步步走',
  lead: '一个单元每次读一个数，把状态带到下一步。改一个输入，或动一动门：看哪些状态变了，最早写下的东西还剩多少。',
  names: {
    task: '任务',
    cell: '单元',
    x: '输入序列',
    k: '第 k 步',
    keep: '保留门',
    reset: '重置门的位置',
    w: '输入权重',
    u: '状态权重',
    b: '偏置',
    br: '候选值的第二个偏置',
    image: '数字',
    input: '画的数字',
  },
  problems: { ...DIGIT_PROBLEMS.zh },
  leftSide: '状态',
  rightSide: '梯度与设置',
  arithmetic: '这一格的算式',
  labels: {
    task: '读什么',
    cell: '单元',
    k: '盯住第 k 步',
    row: '读到第几行',
    keep: '保留门',
    reset: '重置门',
    u: '状态到状态的权重',
    count: '步数',
  },
  hints: {
    k: '虚线：把第 k 步的输入换成 0',
    keep: 'LSTM 的遗忘门 f、GRU 的更新门 z：按学到的权重算，或者强行固定',
    reset: '与矩阵乘法的先后',
    u: '改成 0，记忆就没有了',
  },
  tasks: { steps: '一串数', rows: '一个数字，逐行读' },
  cells: { rnn: '普通 RNN', lstm: 'LSTM', gru: 'GRU' },
  resets: { after: '乘矩阵之后（PyTorch）', before: '乘矩阵之前（论文）' },
  learned: '按权重算',
  inputs: '输入 x，每步一个数',
  inputsHint: '改中间的一个数：这一步和后面各步的状态跟着变，前面的不变。',
  statesPlot: '各步的状态',
  sizesPlot: '梯度往回传到第 t 步，还有多大（对数轴）',
  stepAxis: '第几步',
  fromStep: '往回看到第 t 步',
  full: '状态 h',
  withoutK: '若 xₖ = 0',
  leftK: '第 k 步写下的，还剩',
  memory: '细胞状态 c',
  sizesHint:
    '最后的状态对第 t 步状态的导数有多大（各元素平方和的平方根）。落到 10⁻¹² 以下画在底线上。',
  tables: {
    h: '状态 h',
    gates: '门与候选值',
    sums: 'tanh 之前的和 z',
    c: '细胞状态 c',
    other: '若第 k 步输入为 0，状态 h',
    left: '第 k 步写进记忆的，还剩多少',
    swapped: '重置门换个位置，状态 h',
    sizes: '最后状态对第 t 步的梯度大小',
  },
  weights: { w: '输入权重 w', u: '状态权重 u', b: '偏置 b', br: '候选值的第二个偏置 b_r' },
  weightsTitle: '权重（可改）',
  block: '{k} 的',
  unit: '单元 {j}',
  forced: '强行固定',
  otherText: '有第 {k} 步的输入是 {h}，没有是 {o}',
  leftText: '第 {k} 步写下 {v}，以后每步乘一次保留门：',
  leftBefore: '第 {k} 步之前还没写',
  swappedText: '另一种算法得 {o}，这里是 {h}',
  same: '相同',
  lastState: '最后的 h',
  convention: '两种写法',
  conventionHint: '斜纹：与当前写法得数不同的格子。同一组权重，换一个框架就可能换一个结果。',
  conventions: [
    'PyTorch；Keras 默认（reset_after=True）',
    '原论文；Keras reset_after=False；TensorFlow.js',
  ],
  moved: '把第 {k} 步的输入换成 0，{n} 步里有 {m} 步的状态变了。',
  digit: '读到第 {k} 行',
  digitAlt: '{what}；已读到第 {k} 行',
  states: '12 个状态',
  statesAlt: '每读一行之后 12 个单元的状态，自上而下',
  says: '答案 0–9',
  saysAlt: '每读一行之后十个类别的概率，自上而下',
  stop: '。',
  saysNow: '读完第 {k} 行，它说是 {a}（{p}%），其次是 {b}（{q}%）',
  truth: '。标签是 {n}。',
  measured:
    '12 个单元，{n} 个训练数字，训练脚本固定种子；在 {m} 个没参加训练的数字上测得：{list}。',
  reads: '{cell} {p}%',
  numbers: '全部数字',
  clear: '擦掉重画',
  asks: { steps: '有几步的状态会变？', rows: '读完这一行，它说是几？' },
  predict: '先猜再看',
  predictAsk: '图和算式盖住了。先写下你的答案，再让同一段代码来判。',
  right: '对：{v}。',
  wrong: '还不对：你填的是 {g}，实际是 {v}。',
};

const en: OwnWords<Own> = {
  ...DIGIT_WORDS.en,
  name: 'Recurrent cells step by step',
  lead: 'A cell reads one number at a time and carries its state along. Change an input, or move a gate: see which states follow, and what is left of the first thing written.',
  names: {
    task: 'task',
    cell: 'cell',
    x: 'input sequence',
    k: 'step k',
    keep: 'gate that keeps',
    reset: 'place of the reset gate',
    w: 'input weights',
    u: 'state weights',
    b: 'biases',
    br: 'second bias of the candidate',
    image: 'digit',
    input: 'drawn digit',
  },
  problems: { ...DIGIT_PROBLEMS.en },
  leftSide: 'States',
  rightSide: 'Gradient and settings',
  arithmetic: 'The arithmetic of this cell',
  labels: {
    task: 'What it reads',
    cell: 'Cell',
    k: 'Step k to watch',
    row: 'Rows read so far',
    keep: 'Gate that keeps',
    reset: 'Reset gate',
    u: 'Weight from state to state',
    count: 'Steps',
  },
  hints: {
    k: 'dashed: the input of step k set to 0',
    keep: 'forget gate f of the LSTM, update gate z of the GRU: from the weights, or fixed by force',
    reset: 'before or after the matrix product',
    u: 'at 0 the memory is gone',
  },
  tasks: { steps: 'a sequence of numbers', rows: 'a digit, row by row' },
  cells: { rnn: 'plain RNN', lstm: 'LSTM', gru: 'GRU' },
  resets: { after: 'after the product (PyTorch)', before: 'before the product (paper)' },
  learned: 'from weights',
  inputs: 'inputs x, one a step',
  inputsHint:
    'Change one in the middle: its own state and all later ones move, the earlier ones stay.',
  statesPlot: 'The states, step by step',
  sizesPlot: 'How large the gradient still is, back at step t (logarithmic)',
  stepAxis: 'step',
  fromStep: 'back to step t',
  full: 'state h',
  withoutK: 'if xₖ = 0',
  leftK: 'left of what step k wrote',
  memory: 'cell state c',
  sizesHint:
    'How large the derivative of the last state with respect to the state of step t is (root of the sum of squares). Below 10⁻¹² it is drawn on the bottom line.',
  tables: {
    h: 'state h',
    gates: 'gates and candidate',
    sums: 'sum z before tanh',
    c: 'cell state c',
    other: 'state h if input k were 0',
    left: 'what step k wrote into the memory and is left',
    swapped: 'state h with the reset gate on the other side',
    sizes: 'size of the gradient of the last state at step t',
  },
  weights: { w: 'input weights w', u: 'state weights u', b: 'biases b', br: 'second bias of the candidate b_r' }, // prettier-ignore
  weightsTitle: 'Weights (yours to change)',
  block: 'of {k}',
  unit: 'unit {j}',
  forced: 'fixed by force',
  otherText: 'with the input of step {k} it is {h}, without it {o}',
  leftText: 'step {k} wrote {v}, then the gate that keeps multiplies at every step:',
  leftBefore: 'before step {k} there is nothing of it',
  swappedText: 'the other convention gives {o}, this one {h}',
  same: 'the same',
  lastState: 'last h',
  convention: 'Two conventions',
  conventionHint:
    'Striped: cells that differ from the convention in use. The same weights can give another result in another framework.',
  conventions: ['PyTorch; Keras by default (reset_after=True)', 'the paper; Keras with reset_after=False; TensorFlow.js'], // prettier-ignore
  moved: 'With the input of step {k} set to 0, {m} of {n} states change.',
  digit: 'Read up to row {k}',
  digitAlt: '{what}; read up to row {k}',
  states: '12 states',
  statesAlt: 'the states of 12 units after each row, downward',
  says: 'Answer, 0–9',
  saysAlt: 'the probabilities of the ten classes after each row, downward',
  stop: '.',
  saysNow: 'After row {k} it says {a} ({p}%), then {b} ({q}%)',
  truth: '. The label is {n}.',
  measured:
    '12 units, {n} training digits, a training script with a fixed seed; measured on {m} digits held out from training: {list}.',
  reads: '{cell} {p}%',
  numbers: 'All numbers',
  clear: 'Clear the drawing',
  asks: { steps: 'How many states change?', rows: 'What does it say after this row?' },
  predict: 'Predict first',
  predictAsk:
    'The plot and the arithmetic are covered. Write down your answer; the same code will judge it.',
  right: 'Right: {v}.',
  wrong: 'Not yet: you typed {g}, it is {v}.',
};

const own: L10n<OwnWords<Own>> = { zh, en };

export const STRINGS = joinWords(own);
