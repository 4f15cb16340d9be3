import type { L10n } from '../../../i18n/langs.ts';
import { DIGIT_PROBLEMS, DIGIT_WORDS, type DigitWords } from '../toolkit/digits.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { Fill, Range, ViewName } from './state.ts';

interface Own extends DigitWords {
  seen: string;
  drawHere: string;
  goOn: string;
  clear: string;
  scores: string;
  scoresHint: string;
  notSoft: string;
  scoreColumn: string;
  views: Record<ViewName, string>;
  viewsLabel: string;
  layers: string;
  sheet: string;
  sheetAlt: string;
  sheetHint: string;
  layersHint: string;
  one: string;
  unit: string;
  classUnit: string;
  mapAlt: string;
  before: string;
  beforeAlt: string;
  windowOf: string;
  kernelOf: string;
  shares: string;
  sharesHint: string;
  shareOf: string;
  bias: string;
  zeros: string;
  noFormula: string;
  scoreOf: string;
  occlusionTitle: string;
  occlusionAlt: string;
  coveredTitle: string;
  coveredAlt: string;
  noSquare: string;
  withSquare: string;
  camTitle: string;
  camAlt: string;
  camWeights: string;
  camFlat: string;
  labels: Record<'layer' | 'map' | 'class' | 'square' | 'fill' | 'range', string>;
  hints: Record<'map' | 'class' | 'square' | 'fill' | 'range', string>;
  top: string;
  fills: Record<Fill, string>;
  ranges: Record<Range, string>;
  strongest: string;
  size: string;
  parameters: string;
  noParameters: string;
  sees: string;
  places: string;
  noChange: string;
  mostDrop: string;
  camAbout: string;
  resolution: string;
  mapTable: string;
  heatTable: Record<'occlusion' | 'cam', string>;
  alphaTable: string;
  inputTable: string;
  ownFold: string;
  ownHint: string;
  ownPick: string;
  ownIs: string;
  ownBack: string;
  maps: string;
  predict: string;
  predictAsk: string;
  parametersLabel: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  ...DIGIT_WORDS.zh,
  name: 'CNN 解剖台',
  lead: '写一个数字，看它怎样一层层变成十个得分。按任意一张特征图，再按其中一格，就能看到这一格是怎样算出来的。',
  names: {
    image: '图片',
    input: '手绘',
    model: '模型',
    range: '像素范围',
    view: '视图',
    layer: '层',
    map: '特征图编号',
    cell: '格子',
    class: '类别',
    square: '方块边长',
    fill: '方块颜色',
  },
  problems: {
    ...DIGIT_PROBLEMS.zh,
    odd: '{name}要是奇数，{value} 不是。',
    'own-model': '链接里的模型只存在于打开它的那个页面，这里没有。',
    'no-cam': '这个模型最后一个卷积之后还有别种层，Grad-CAM 的梯度在这里写不出来。',
    own: '{text}',
  },
  seen: '网络看到的',
  drawHere: '在这里写',
  goOn: '接着写',
  clear: '擦干净',
  scores: '十个得分',
  scoresHint: 'softmax 之后，加起来是 1',
  notSoft: '模型最后一层的输出',
  scoreColumn: '得分',
  views: { maps: '特征图', occlusion: '遮挡', 'grad-cam': 'Grad-CAM' },
  viewsLabel: '看什么',
  layers: '每一层',
  sheet: '{layer} 的 {n} 张特征图，每张 {h}×{w}',
  sheetAlt: '{layer} 的 {n} 张特征图，按编号从左到右、从上到下排列，越亮数越大',
  sheetHint: '最大 {max}',
  layersHint: '每层一个色标：黑是 0，白是这一层的最大值',
  one: '{layer} 的 {n} 号特征图',
  unit: '{layer} 的 {n} 号单元',
  classUnit: '类别 {n} 的得分',
  mapAlt: '{what}，{h}×{w}，越亮数越大',
  before: '前一层 {layer}，{n} 号图',
  beforeAlt: '{layer} 的 {n} 号图，框内是读取的窗口',
  windowOf: '窗口',
  kernelOf: '权重',
  shares: '{from} 各图的贡献',
  sharesHint: '每个数是一张图的窗口×权重之和；按一个看它的窗口',
  shareOf: '{n} 号图：',
  bias: '偏置',
  zeros: '（为 0 的乘积略去）',
  noFormula: '这一层不逐格写出算式：',
  scoreOf: 'softmax：',
  occlusionTitle: '遮在哪里，得分下降多少',
  occlusionAlt: '遮挡图：每一格是方块中心的位置，橙色为得分下降，蓝色为上升',
  coveredTitle: '遮住之后网络看到的',
  coveredAlt: '输入图，{side}×{side} 的方块遮住了选中的位置',
  noSquare: '原图',
  withSquare: '遮住后',
  camTitle: '“{label}”的证据在哪里',
  camAlt: 'Grad-CAM 图叠在输入上，越橙，对类别 {label} 的支持越大',
  camWeights: '各图的 α×A 相加：',
  camFlat: '处处为 0：没有哪里的加权和为正。',
  labels: {
    layer: '层',
    map: '特征图',
    class: '类别',
    square: '方块边长',
    fill: '方块颜色',
    range: '像素范围',
  },
  hints: {
    map: '编号从 0 起；max 是反应最强的一张',
    class: '解释哪一类的得分',
    square: '单位是像素，奇数',
    fill: '黑是背景色，等于擦掉笔画；灰还会添上不存在的笔画',
    range: '这个模型训练时像素在哪个范围',
  },
  top: '得分最高的（{n}）',
  fills: { black: '黑', grey: '灰' },
  ranges: { '0..1': '0 到 1', '0..255': '0 到 255', '-1..1': '−1 到 1' },
  strongest: '跳到最大的一格',
  size: '输出形状',
  parameters: '参数',
  noParameters: '没有参数',
  sees: '这一格最多看到输入的 {h}×{w} 像素',
  places: '{n} 个位置，中心相隔 {step} 像素',
  noChange: '其中 {n} 个位置没有改变输入，下降为 0',
  mostDrop: '降得最多：{v}',
  camAbout: 'α 是类别得分（softmax 之前）对 {layer} 每张图的梯度在 {n} 个位置上的平均',
  resolution: '图只有 {h}×{w} 格，每格对应输入的 {p} 像素；ReLU 去掉了反对的证据',
  mapTable: '这张特征图的数值：行、列',
  heatTable: { occlusion: '遮挡图的数值：得分下降', cam: 'Grad-CAM 的数值' },
  alphaTable: '{layer} 各图的权重 α',
  inputTable: '网络的输入：行、列',
  ownFold: '解剖你自己的模型（TF.js）',
  ownHint:
    '选中 model.json 和它的全部 .bin 文件。输入最大 64×64，1 或 3 个通道；文件只留在这个页面里。',
  ownPick: '打开模型…',
  ownIs: '正在解剖 {name}：输入 {input}，{n} 层，{classes} 类',
  ownBack: '回到本站的模型',
  maps: '图数',
  predict: '先猜：这一层的输出是什么形状？',
  predictAsk:
    '形状和参数个数已遮住。前一层的输出是 {from}，这一层是 {what}。写出输出的行、列、图数，再写参数个数（没有就填 0）。',
  parametersLabel: '参数个数',
  right: '对了：{h}×{w}×{c}，{p} 个参数。',
  wrong: '还不对：你填了 {gh}×{gw}×{gc} 和 {gp}，应为 {h}×{w}×{c}，{p} 个参数。',
};

const en: OwnWords<Own> = {
  ...DIGIT_WORDS.en,
  name: 'CNN dissector',
  lead: 'Write a digit and watch it turn into ten scores, layer by layer. Press any feature map, then any cell of it, to see how that number was computed.',
  names: {
    image: 'picture',
    input: 'drawing',
    model: 'model',
    range: 'pixel range',
    view: 'view',
    layer: 'layer',
    map: 'map number',
    cell: 'cell',
    class: 'class',
    square: 'side of the square',
    fill: 'color of the square',
  },
  problems: {
    ...DIGIT_PROBLEMS.en,
    odd: 'The {name} must be odd; {value} is not.',
    'own-model': 'The model in this link exists only on the page where it was opened.',
    'no-cam':
      'Layers of another kind follow the last convolution of this model; the gradient of Grad-CAM is not written out for them here.',
    own: '{text}',
  },
  seen: 'What the network sees',
  drawHere: 'Draw here',
  goOn: 'Go on drawing',
  clear: 'Clear',
  scores: 'Ten scores',
  scoresHint: 'after the softmax, so they add up to 1',
  notSoft: 'the output of the last layer',
  scoreColumn: 'Score',
  views: { maps: 'Feature maps', occlusion: 'Occlusion', 'grad-cam': 'Grad-CAM' },
  viewsLabel: 'What to look at',
  layers: 'Every layer',
  sheet: '{layer}: {n} maps of {h}×{w}',
  sheetAlt: 'The {n} feature maps of {layer} in order, left to right and down; brighter is larger',
  sheetHint: 'up to {max}',
  layersHint: 'one scale for each layer: black is 0, white its largest value',
  one: '{layer}, map {n}',
  unit: '{layer}, unit {n}',
  classUnit: 'score of class {n}',
  mapAlt: '{what}, {h}×{w}; brighter is larger',
  before: 'The layer before: {layer}, map {n}',
  beforeAlt: '{layer}, map {n}; the box is the window that is read',
  windowOf: 'Window',
  kernelOf: 'Weights',
  shares: 'What each map of {from} adds',
  sharesHint: 'each number is the sum of window × weights of one map; press one to see its window',
  shareOf: 'map {n}:',
  bias: 'bias',
  zeros: '(products of 0 left out)',
  noFormula: 'This layer is not written out cell by cell:',
  scoreOf: 'softmax:',
  occlusionTitle: 'How far the score falls, by where the square is',
  occlusionAlt:
    'Occlusion map: each cell is a place of the square’s center; orange is a fall of the score, blue a rise',
  coveredTitle: 'What the network sees then',
  coveredAlt: 'The input with a square of {side}×{side} on the chosen place',
  noSquare: 'as it is',
  withSquare: 'with the square',
  camTitle: 'Where the evidence for “{label}” lies',
  camAlt: 'Grad-CAM over the input; the more orange, the more it speaks for class {label}',
  camWeights: 'α×A of every map:',
  camFlat: 'Zero everywhere: no place has a positive weighted sum.',
  labels: {
    layer: 'Layer',
    map: 'Feature map',
    class: 'Class',
    square: 'Side of the square',
    fill: 'Color of the square',
    range: 'Pixel range',
  },
  hints: {
    map: 'counted from 0; max is the strongest one',
    class: 'whose score is explained',
    square: 'in pixels, odd',
    fill: 'black is the background: it erases strokes; gray also adds ink that was never there',
    range: 'the range of the pixels this model was trained on',
  },
  top: 'the highest score ({n})',
  fills: { black: 'black', grey: 'gray' },
  ranges: { '0..1': '0 to 1', '0..255': '0 to 255', '-1..1': '−1 to 1' },
  strongest: 'Go to the largest cell',
  size: 'Output shape',
  parameters: 'Parameters',
  noParameters: 'no parameters',
  sees: 'This cell sees at most {h}×{w} pixels of the input',
  places: '{n} places, centers {step} pixels apart',
  noChange: '{n} of them do not change the input, so nothing falls',
  mostDrop: 'largest fall: {v}',
  camAbout:
    'α is the gradient of the class score (before the softmax) with respect to each map of {layer}, averaged over {n} places',
  resolution:
    'The map has {h}×{w} cells of {p} input pixels each; the ReLU drops what speaks against the class',
  mapTable: 'The numbers of this map by row and column',
  heatTable: {
    occlusion: 'The numbers of the occlusion map: fall of the score',
    cam: 'The numbers of Grad-CAM',
  },
  alphaTable: 'The weights α of the maps of {layer}',
  inputTable: 'The input of the network by row and column',
  ownFold: 'Take a model of your own apart (TF.js)',
  ownHint:
    'Choose model.json and all its .bin files. Inputs up to 64×64 with 1 or 3 channels; the files never leave this page.',
  ownPick: 'Open a model…',
  ownIs: 'This is {name}: input {input}, {n} layers, {classes} classes',
  ownBack: 'Back to the model of this site',
  maps: 'maps',
  predict: 'Predict first: what shape does this layer give?',
  predictAsk:
    'Shape and parameters are covered. The layer before gives {from}; this one is {what}. Type rows, columns and maps of the output, then the number of parameters (0 if there are none).',
  parametersLabel: 'parameters',
  right: 'Right: {h}×{w}×{c}, {p} parameters.',
  wrong: 'Not yet: you typed {gh}×{gw}×{gc} and {gp}; it is {h}×{w}×{c} with {p} parameters.',
};

export const STRINGS: L10n<Words> = joinWords<Own>({ zh, en });
