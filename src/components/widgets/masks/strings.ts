import type { L10n } from '../../../i18n/langs.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { MapKey, State } from './state.ts';

interface Own {
  leftSide: string;
  rightSide: string;
  arithmetic: string;
  numbersTitle: string;
  colon: string;
  /** What divides the items of a list. */
  comma: string;
  labels: Record<'mode' | 'neighbors' | 'post', string>;
  hints: Record<'neighbors', string>;
  modes: Record<State['mode'], string>;
  neighborNames: Record<State['neighbors'], string>;
  maps: Record<MapKey, string>;
  mapLabel: string;
  shapeLabel: string;
  paintHint: string;
  backTo0: string;
  abTitle: string;
  moveHint: string;
  brush: string;
  /** Background and the numbered classes. */
  background: string;
  classN: string;
  /** Sky, road, car: as words and as letters in a cell. */
  kinds: readonly string[];
  signs: readonly string[];
  none: string;
  /** Both, in B alone, in A alone, in neither. */
  fates: readonly string[];
  counts: string;
  measures: string;
  accuracy: string;
  bothEmpty: string;
  plot: string;
  plotNote: string;
  confusion: string;
  confusionHint: string;
  calledAs: string;
  scores: string;
  means: string;
  meansHint: string;
  semantic: string;
  instances: string;
  region1: string;
  regionN: string;
  instanceN: string;
  moves: string;
  shapeN: string;
  slide: string;
  joined: string;
  pixelShape: string;
  shape: string;
  and: string;
  mergedNote: string;
  totals: string;
  totalHeads: readonly string[];
  regions: string;
  presets: string;
  merge: string;
  same: string;
  swap: string;
  pixelStreet: string;
  pairs: string;
  isMatch: string;
  noMatch: string;
  otherClass: string;
  quality: string;
  ofClass: string;
  streetNote: string;
  result: string;
  all: string;
  none1: string;
  invert: string;
  sums: string;
  sumHeads: readonly string[];
  runs: string;
  cutNote: string;
  asks: Record<State['mode'], string>;
  predict: string;
  predictAsk: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '掩膜的实验台',
  lead: '在格子上涂改掩膜，或挪动图形：重叠、区域数、各种得分都跟着变，算式写在下面。',
  names: {
    mode: '任务',
    a: '真实的掩膜 A',
    b: '预测的掩膜 B',
    truth: '真实的类别',
    guess: '预测的类别',
    one: '图形 1 的位置',
    two: '图形 2 的位置',
    neighbors: '相邻的规则',
    post: '柱子',
    move: '要移动的图形',
    street: '真实的街景',
    said: '预测的街景',
    mask: '掩膜',
    picture: '图片',
    ground: '背景',
    slide: '图形 2 的列',
  },
  problems: { sizes: '{name}是 {got}，要和另一张图一样是 {expected}。' },
  leftSide: '可以改的图',
  rightSide: '由此得到的',
  arithmetic: '这一格的算式',
  numbersTitle: '各张图的全部数字（可以直接填）',
  colon: '：',
  comma: '，',
  labels: { mode: '任务', neighbors: '什么算相连', post: '前面立一根柱子' },
  hints: { neighbors: '只碰到一个角的两格，4 邻域不算相连，8 邻域算。' },
  modes: {
    dice: '两张掩膜：IoU 与 Dice',
    miou: '多个类别：mIoU',
    merged: '挨在一起的图形：语义与实例',
    panoptic: '街景：语义、实例、全景',
    cut: '抠图',
  },
  neighborNames: { 4: '4 邻域（共用一条边）', 8: '8 邻域（碰到角也算）' },
  maps: {
    a: '真实的掩膜 A',
    b: '预测的掩膜 B',
    truth: '真实',
    guess: '预测',
    street: '真实（全景）',
    said: '预测（全景）',
    mask: '掩膜 m',
    picture: '图片 a',
    ground: '背景 b',
  },
  mapLabel: '{name}：方向键走格，空格键涂这一格',
  shapeLabel: '{name}：方向键或指针移动图形 {k}',
  paintHint: '点一格就涂上，按住拖动连着涂；用键盘时方向键走格，空格键涂。',
  backTo0: '再点一次已涂的格子，变回 0。',
  abTitle: '真实 A 与预测 B',
  moveHint: '按住拖动，或点一下图再用方向键。',
  brush: '涂上',
  background: '背景',
  classN: '类别 {k}',
  kinds: ['天空', '路', '车'],
  signs: ['天', '路', '车'],
  none: '无',
  fates: ['TP：两张都有', 'FP：只有预测有', 'FN：只有真实有', 'TN：两张都没有'],
  counts: '数格子',
  measures: '得分',
  accuracy: '准确率',
  bothEmpty: '两张都是空的，0/0；按惯例算一致，取 1',
  plot: 'Dice 随 IoU 的变化',
  plotNote: '怎么涂都在这条曲线上：Dice = 2·IoU / (1 + IoU)。',
  confusion: '混淆矩阵（行：真实，列：预测）',
  confusionHint: '对角线上是对的格子。只列出现过的类别。',
  calledAs: '真实是{t}、预测成{p}的格子',
  scores: '各类的得分',
  means: '平均',
  meansHint: 'mIoU 里每一类一样重，准确率里每一格一样重：把小类别涂没了，看两个数各掉多少。',
  semantic: '语义',
  instances: '实例',
  region1: '{n} 片区域',
  regionN: '{n} 片区域',
  instanceN: '{n} 个实例',
  moves: '移动',
  shapeN: '图形 {k}',
  slide: '横向移动图形 2（列）',
  joined: '语义图：{s} 格，连成 <b>{n}</b> 片。实例：{a} 格与 {b} 格，<b>2</b> 个',
  pixelShape: '语义：{s}；区域：{r}；实例：{i}',
  shape: '图形',
  and: '和',
  mergedNote:
    '语义图里两个图形同色，一挨上就数不出来；实例各有一张掩膜，重叠的格子（写着 12）同时属于两个。立一根柱子，一个图形又会断成两片：区域数不是物体数。',
  totals: '数一数',
  totalHeads: ['区域', '实例', '同属两个的格子'],
  regions: '区域编号',
  presets: '改预测',
  merge: '把车并成一块',
  same: '和真实一样',
  swap: '车的编号对调',
  pixelStreet: '语义：{s}；实例：{i}；全景：{p}。真实：{t}',
  pairs: '预测的段（行）与真实的段（列）的 IoU',
  isMatch: '大于 1/2，匹配',
  noMatch: '不大于 1/2，不匹配',
  otherClass: '类别不同，不比',
  quality: '各类的全景质量',
  ofClass: '{k}，{name}',
  streetNote:
    '描边的一对匹配上了。mIoU 只看类别，两辆车并不并、编号对不对调都一样；PQ 按段匹配，并成一块就掉下来，只换编号则不变。',
  result: '结果 y',
  all: '全部为 1',
  none1: '全部为 0',
  invert: '反过来',
  sums: '掩膜下的和',
  sumHeads: ['Σm', 'Σm·a / Σm'],
  runs: '按列数连续的段（从 0 开始，0 和非 0 交替）',
  cutNote: '图片自己没有变；m 在 0 和 1 之间时，两者按比例混合。Σm 为 0 时没有均值，这里写 0。',
  asks: {
    dice: 'Dice',
    miou: 'mIoU',
    merged: '语义图有几片区域',
    panoptic: 'PQ',
    cut: '选中那格的 y',
  },
  predict: '先猜：结果是多少？',
  predictAsk: '结果已遮住。小数或 2/3 这样的分数都行，误差不超过 0.02 算对；区域数要正好。',
  right: '对：{v}。',
  wrong: '还不对：你填了 {g}，应为 {v}。',
};

const en: OwnWords<Own> = {
  name: 'Mask bench',
  lead: 'Paint masks on a grid, or move shapes: overlaps, regions and scores follow, each with its arithmetic.',
  names: {
    mode: 'task',
    a: 'true mask A',
    b: 'predicted mask B',
    truth: 'map of true classes',
    guess: 'map of predicted classes',
    one: 'place of shape 1',
    two: 'place of shape 2',
    neighbors: 'rule for neighbors',
    post: 'post',
    move: 'shape to move',
    street: 'true street',
    said: 'predicted street',
    mask: 'mask',
    picture: 'picture',
    ground: 'background',
    slide: 'column of shape 2',
  },
  problems: { sizes: 'The {name} is {got}; it must be {expected}, like the map it belongs to.' },
  leftSide: 'Maps that can be changed',
  rightSide: 'What follows from them',
  arithmetic: 'The arithmetic of this cell',
  numbersTitle: 'Every number of the maps (type here)',
  colon: ':',
  comma: ', ',
  labels: { mode: 'Task', neighbors: 'What counts as connected', post: 'Put a post in front' },
  hints: {
    neighbors: 'Cells that share a corner alone are connected with 8 neighbors, not with 4.',
  },
  modes: {
    dice: 'Two masks: IoU and Dice',
    miou: 'Several classes: mIoU',
    merged: 'Touching shapes: semantic and instance',
    panoptic: 'A street: semantic, instance, panoptic',
    cut: 'Cutting out',
  },
  neighborNames: { 4: '4 neighbors (a shared side)', 8: '8 neighbors (a corner will do)' },
  maps: {
    a: 'true mask A',
    b: 'predicted mask B',
    truth: 'truth',
    guess: 'prediction',
    street: 'truth (panoptic)',
    said: 'prediction (panoptic)',
    mask: 'mask m',
    picture: 'picture a',
    ground: 'background b',
  },
  mapLabel: '{name}: arrow keys walk, space paints the cell',
  shapeLabel: '{name}: arrow keys or pointer move shape {k}',
  paintHint:
    'Press a cell to paint it, drag to paint more; by keyboard, arrow keys walk and space paints.',
  backTo0: ' A cell that is painted already goes back to 0.',
  abTitle: 'truth A and prediction B',
  moveHint: 'Press and drag, or click a map and use the arrow keys.',
  brush: 'Paint',
  background: 'background',
  classN: 'class {k}',
  kinds: ['sky', 'road', 'car'],
  signs: ['s', 'r', 'c'],
  none: 'none',
  fates: ['TP: in both', 'FP: in the prediction alone', 'FN: in the truth alone', 'TN: in neither'],
  counts: 'Cells counted',
  measures: 'Scores',
  accuracy: 'accuracy',
  bothEmpty: 'both are empty, 0/0; by convention they agree: 1',
  plot: 'Dice against IoU',
  plotNote: 'However you paint, you stay on this curve: Dice = 2·IoU / (1 + IoU).',
  confusion: 'Confusion matrix (row: truth, column: prediction)',
  confusionHint: 'Right cells lie on the diagonal. Classes that occur are listed.',
  calledAs: 'Cells of {t} that were called {p}',
  scores: 'Scores of the classes',
  means: 'Means',
  meansHint:
    'In mIoU every class counts the same, in accuracy every cell: wipe out a small class and see how far each falls.',
  semantic: 'semantic',
  instances: 'instances',
  region1: '{n} region',
  regionN: '{n} regions',
  instanceN: '{n} instances',
  moves: 'Move',
  shapeN: 'shape {k}',
  slide: 'Move shape 2 sideways (column)',
  joined:
    'Semantic map: {s} cells, connected regions: <b>{n}</b>. Instances: {a} and {b} cells, <b>2</b> masks',
  pixelShape: 'semantic: {s}; region: {r}; instance: {i}',
  shape: 'shape',
  and: ' and ',
  mergedNote:
    'In the semantic map both shapes look the same, so they cannot be counted once they touch. Each instance has a mask of its own, and a cell may belong to both (it says 12). Put a post in front, and one shape falls into two pieces: regions are not objects.',
  totals: 'Counted',
  totalHeads: ['regions', 'instances', 'cells in both'],
  regions: 'numbers of the regions',
  presets: 'Prediction',
  merge: 'merge the cars',
  same: 'same as the truth',
  swap: 'swap the numbers of the cars',
  pixelStreet: 'semantic: {s}; instance: {i}; panoptic: {p}. Truth: {t}',
  pairs: 'IoU of predicted segments (rows) with true ones (columns)',
  isMatch: 'more than 1/2, a match',
  noMatch: 'not more than 1/2, no match',
  otherClass: 'another class, not compared',
  quality: 'Panoptic quality of the classes',
  ofClass: '{k}, {name}',
  streetNote:
    'Framed pairs match. mIoU looks at classes alone and does not care whether the cars are merged or swap their numbers. PQ matches segments: it falls when they are merged, and stays when numbers are swapped.',
  result: 'result y',
  all: 'all 1',
  none1: 'all 0',
  invert: 'invert',
  sums: 'Sums under the mask',
  sumHeads: ['Σm', 'Σm·a / Σm'],
  runs: 'Runs down the columns (beginning with 0, zero and not zero in turn)',
  cutNote:
    'The picture itself has not changed; between 0 and 1 the mask blends both. Where Σm is 0 there is no mean, and 0 is written.',
  asks: {
    dice: 'Dice',
    miou: 'mIoU',
    merged: 'regions of the semantic map',
    panoptic: 'PQ',
    cut: 'y of the framed cell',
  },
  predict: 'Predict first: what comes out?',
  predictAsk:
    'The result is covered. A decimal or a fraction like 2/3 will do, within 0.02; regions must be exact.',
  right: 'Right: {v}.',
  wrong: 'Not yet: you typed {g}, it is {v}.',
};

export const STRINGS: L10n<Words> = joinWords({ zh, en });
