import type { L10n } from '../../../i18n/langs.ts';
import { SCENE_NAMES, SCENE_WORDS, type SceneWords } from '../toolkit/composed.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';

interface Own {
  back: string;
  step: string;
  play: string;
  separator: string;
  sceneMap: string;
  sceneAlt: string;
  foundTitle: string;
  truthTitle: string;
  truthAlt: string;
  none: string;
  order: string;
  keeps: string;
  nobodyLeft: string;
  nobodyNear: string;
  against: string;
  over: string;
  under: string;
  otherClass: string;
  againstTruth: string;
  noTruth: string;
  isWrong: string;
  wrongClass: string;
  tooLittle: string;
  isRight: string;
  taken: string;
  gridCell: string;
  boxName: string;
  stepName: string;
  candidates: string;
  heads: string[];
  isKept: string;
  isGone: string;
  counts: Record<'tp' | 'fp' | 'fn' | 'precision' | 'recall', string>;
  keptOf: string;
  eleven: string;
  apHint: string;
  labels: Record<'threshold' | 'iou' | 'perClass' | 'step', string>;
  hints: Record<'threshold' | 'iou' | 'perClass', string>;
  boxesCaption: string;
  headsCaption: string;
  predict: string;
  predictAsk: string;
  predictLabel: string;
  notNumber: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own & SceneWords> & ToolWords;

const zh: OwnWords<Own & SceneWords> = {
  ...SCENE_WORDS.zh,
  name: '目标检测演示',
  lead: '检测器给 8×8 个单元格各出一个框。先按得分筛，再做非极大值抑制：留下最好的，去掉和它重叠太多的。一步步看，再对照真值数对错。',
  names: {
    ...SCENE_NAMES.zh,
    threshold: '得分阈值',
    iou: 'IoU 阈值',
    perClass: '按类抑制',
    step: '步数',
    box: '框',
  },
  problems: { cell: '{name}要写成“行,列”，各从 0 到 7，“{value}”不行。' },
  back: '上一步',
  step: '下一步',
  play: '逐步播放',
  separator: '、',
  sceneMap: '场景与检测框',
  sceneAlt: '合成的场景，{n} 个数字：{list}',
  foundTitle: '第 {i} 步之后，{n} 个框：[kept]留下 [gone]去掉 [open]未定。#1 得分最高；点图选框',
  truthTitle: '全部步骤之后，读作几，对不对：[right]TP [wrong]FP [truth]真值 [missed]漏检（FN）',
  truthAlt: '留下的框与真值：{tp} 个对，{fp} 个错，漏掉 {fn} 个',
  none: '没有框的得分高于 {t}。',
  order: '{n} 个框的得分高于 {t}，从高到低排队，还没有抑制。',
  keeps: '留下得分最高的 #{k}（类别 {label}，得分 {score}）。',
  nobodyLeft: '没有别的框了。',
  nobodyNear: '其余 {n} 个框与它都不相交。',
  against: 'A = #{a}，B = #{b}：',
  over: '> {iou}：去掉 #{k}。',
  under: '≤ {iou}：#{k} 还在。',
  otherClass: '> {iou}，但类别不同：#{k} 还在。',
  againstTruth: 'A = #{a}，B = 真值 {label}：',
  noTruth: '与哪个真值都不相交。',
  isWrong: '所以是 FP。',
  wrongClass: '读作 {label}，真值是 {truth}：FP。',
  tooLittle: '< {iou}：FP。',
  isRight: '≥ {iou} 且类别相同：TP。',
  taken: '≥ {iou}，但这个真值已归得分更高的框：FP。',
  gridCell: '第 {r} 行第 {c} 列的单元格',
  boxName: '框 #{k}',
  stepName: '第 {i} 步，共 {n} 步',
  candidates: '得分高于阈值的框',
  heads: ['#', '类别', '得分', '抑制', '对错', '左', '上', '右', '下'],
  isKept: '留下',
  isGone: '被 #{k} 去掉，IoU {iou}',
  counts: { tp: 'TP', fp: 'FP', fn: 'FN', precision: '精确率', recall: '召回率' },
  keptOf: '{n} 个框留下 {k} 个；真值 {t} 个',
  eleven: '11 点 AP',
  apHint:
    '每个真值按找到它时的精确率记分（取此后的最高值），漏掉的记 0，再求平均。这里把各类排在一起，只算这一个场景；数据集上的 AP 每类分开算，再取平均。',
  labels: {
    threshold: '得分阈值',
    iou: 'NMS 的 IoU 阈值',
    perClass: '只抑制同类的框',
    step: '已做的抑制步数',
  },
  hints: {
    threshold: '得分 = 有物体的概率 × 类别的概率',
    iou: '与留下的框 IoU 超过它就去掉',
    perClass: '同一个数字读成两类时，两个框都会留下',
  },
  boxesCaption: '64 个单元格的框：左、上、右、下（像素），得分',
  headsCaption: '检测头的原始输出：每格 o、dx、dy、tw、th 和 10 个类别得分',
  predict: '先猜：抑制之后留下几个框？',
  predictAsk: '抑制的结果已遮住。看图上的虚线框，想想哪些指着同一个数字。',
  predictLabel: '留下的框',
  notNumber: '先填一个数。',
  right: '对了：留下 {k} 个。',
  wrong: '还不对：留下 {k} 个。',
};

const en: OwnWords<Own & SceneWords> = {
  ...SCENE_WORDS.en,
  name: 'Object detector',
  lead: 'The detector gives one box for each of 8×8 cells. A score threshold sorts out most; non-maximum suppression keeps the best and drops what overlaps it too much. Go step by step, then count right and wrong against the truth.',
  names: {
    ...SCENE_NAMES.en,
    threshold: 'score threshold',
    iou: 'IoU threshold',
    perClass: 'suppression by class',
    step: 'number of steps',
    box: 'box',
  },
  problems: { cell: 'The {name} is written as “row,column”, each from 0 to 7; “{value}” is not.' },
  back: 'Step back',
  step: 'Next step',
  play: 'Play the steps',
  separator: ', ',
  sceneMap: 'The scene and the boxes found',
  sceneAlt: 'a composed scene with {n} digits: {list}',
  foundTitle:
    'after step {i}, {n} boxes: [kept]kept [gone]suppressed [open]open. #1 scores most; press to choose a box',
  truthTitle:
    'after all steps, read as what and rightly? [right]TP [wrong]FP [truth]truth [missed]missed (FN)',
  truthAlt: 'kept boxes and truth: {tp} right, {fp} wrong, {fn} missed',
  none: 'No box scores more than {t}.',
  order: '{n} boxes score more than {t}; they queue by score, and none is suppressed yet.',
  keeps: 'The best box left, #{k}, is kept (class {label}, score {score}). ',
  nobodyLeft: 'No other box is left.',
  nobodyNear: 'None of the other {n} touches it.',
  against: 'A = #{a}, B = #{b}: ',
  over: '> {iou}: #{k} goes.',
  under: '≤ {iou}: #{k} stays in play.',
  otherClass: '> {iou}, but of another class: #{k} stays in play.',
  againstTruth: 'A = #{a}, B = the true {label}: ',
  noTruth: 'It touches no true box.',
  isWrong: 'So it is an FP.',
  wrongClass: 'Read as {label}, but it is a {truth}: FP.',
  tooLittle: '< {iou}: FP.',
  isRight: '≥ {iou} and the same class: TP.',
  taken: '≥ {iou}, but a box with a higher score has this object already: FP.',
  gridCell: 'cell in row {r}, column {c}',
  boxName: 'box #{k}',
  stepName: 'step {i} of {n}',
  candidates: 'Boxes above the threshold',
  heads: ['#', 'class', 'score', 'suppression', 'verdict', 'left', 'top', 'right', 'bottom'],
  isKept: 'kept',
  isGone: 'by #{k}, IoU {iou}',
  counts: { tp: 'TP', fp: 'FP', fn: 'FN', precision: 'precision', recall: 'recall' },
  keptOf: '{k} of {n} boxes are kept; {t} true objects',
  eleven: '11-point AP',
  apHint:
    'Each true object counts with the precision at which it was found (the highest from there on), a missed one with 0; AP is their mean. Here all classes share one ranking of one scene; over a data set AP is computed for each class, then averaged.',
  labels: {
    threshold: 'Score threshold',
    iou: 'IoU threshold of NMS',
    perClass: 'suppress within a class only',
    step: 'Steps of suppression done',
  },
  hints: {
    threshold: 'score = probability of an object × probability of its class',
    iou: 'a box goes when its IoU with a kept one is greater',
    perClass: 'a digit read as two classes then keeps two boxes',
  },
  boxesCaption: 'The boxes of 64 cells: left, top, right, bottom (pixels), score',
  headsCaption: 'What the heads give for each cell: o, dx, dy, tw, th and ten class scores',
  predict: 'Predict first: how many boxes are kept?',
  predictAsk:
    'What suppression does is covered. Look at the dashed boxes: which of them mean the same digit?',
  predictLabel: 'Boxes kept',
  notNumber: 'Enter a number first.',
  right: 'Right: {k} are kept.',
  wrong: 'Not so: {k} are kept.',
};

export const STRINGS: L10n<Words> = joinWords<Own & SceneWords>({ zh, en });
