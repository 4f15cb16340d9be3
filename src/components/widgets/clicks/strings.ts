/** Words of the clicks widget. */
import { joinWords, type OwnWords } from '../toolkit/strings.ts';

interface Own {
  typed: string;
  uploadHint: string;
  back: string;
  step: string;
  labels: Record<'size' | 'gray' | 'soft' | 'noise' | 'seed' | 'lambda' | 'sigma' | 'rounds', string>; // prettier-ignore
  hints: Record<'size' | 'gray' | 'soft' | 'noise' | 'seed' | 'lambda' | 'sigma' | 'rounds', string>; // prettier-ignore
  /** Names of the maps for those who walk on them. */
  maps: Record<'picture' | 'data' | 'border', string>;
  alts: Record<'data' | 'border', string>;
  titles: Record<'data' | 'border', string>;
  pictureAlt2: string;
  rightKey: string;
  extraKey: string;
  missedKey: string;
  takenKey: string;
  afterSome: string;
  signs: string;
  plus: string;
  minus: string;
  undo: string;
  clear: string;
  simulate: string;
  hint: string;
  full: string;
  needPlus: string;
  needMinus: string;
  noClick: string;
  after: string;
  noCut: string;
  noColor: string;
  isObject: string;
  isBackground: string;
  pays: string;
  flipped: string;
  never: string;
  moved: string;
  dataCost: string;
  borderCost: string;
  flow: string;
  flowIs: string;
  noc: string;
  noNoc: string;
  roundsTitle: string;
  roundHeads: string[];
  roundsHint: string;
  historyTitle: string;
  historyHeads: string[];
  historyHint: string;
  simulated: string;
  /** Between a place and what is said of it, between parts, at the end of a sentence. */
  colon: string;
  semi: string;
  stop: string;
  edgesTitle: string;
  sides: Record<'up' | 'right' | 'down' | 'left', string>;
  isCut: string;
  severed: string;
  arithmetic: string;
  clicksTitle: string;
  yCaption: string;
  costsCaption: string;
  predictLabel: string;
  askNeighbor: string;
  askTaken: string;
  notNumber: string;
  right: string;
  wrong: string;
  predict: string;
  predictAsk: string;
}
export type Words = OwnWords<Own>;

const zh: Words = {
  name: '点几下，割出来',
  lead: '在物体上点“+”，在背景上点“−”：程序求费用最小的割，点过的像素一定听你的。',
  names: {
    size: '边长',
    gray: '邻居的亮度',
    soft: '边缘的宽度',
    noise: '噪声',
    seed: '种子',
    lambda: 'λ',
    sigma: 'σ',
    rounds: '重新学习的次数',
    clicks: '点击',
  },
  problems: {
    sign: '每次{name}都要以 + 或 - 开头，“{value}”不是。',
    'clicks-many': '{name}最多 {max} 次，却有 {got} 次。',
    'click-twice': '{name}里，像素“{value}”出现了两次。',
  },
  typed: '合成的图',
  uploadHint: '也可以拖进来或粘贴，会缩小；图片只留在这个页面里。',
  back: '前一次点击',
  step: '后一次点击',
  labels: {
    size: '缩小到（像素）',
    gray: '灰邻居的亮度',
    soft: '边缘的宽度（像素）',
    noise: '噪声',
    seed: '噪声的种子',
    lambda: '边界费用的权重 λ',
    sigma: '差多少还算像：σ',
    rounds: '从掩膜重新学颜色（次）',
  },
  hints: {
    size: '较长的一边',
    gray: '亮的是 9，背景是 1',
    soft: '亮的经过几个像素变灰',
    noise: '亮度的标准差',
    seed: '同一种子，同一噪声',
    lambda: '0：分开不要钱',
    sigma: '亮度从 0 到 10',
    rounds: '像 GrabCut；0：只用点击处 3×3 像素的平均颜色',
  },
  maps: {
    picture: '图片：方向键移动，空格或 +、− 点击，退格撤销',
    data: '像素费用之差',
    border: '边界费用',
  },
  alts: {
    data: '当背景的费用减去当物体的费用：橙色更像物体，蓝色更像背景',
    border: '分开相邻像素的费用：边缘处便宜，是暗的',
  },
  titles: { data: 'D(0) − D(1)：只看颜色，橙色更像物体', border: 'λw：暗处分开便宜' },
  pictureAlt2: '图片上的掩膜：{of} 个像素里取了 {n} 个；{k} 次点击',
  rightKey: '取对',
  extraKey: '多取',
  missedKey: '漏取',
  takenKey: '取出',
  afterSome: '这是第 {k} 次点击之后的掩膜。',
  signs: '点击的含义',
  plus: '＋ 物体',
  minus: '− 背景',
  undo: '撤销',
  clear: '全部清除',
  simulate: '让程序点',
  hint: '同一符号再点一次就取消，换符号再点就改过来。键盘：方向键移动，+ 和 − 点击，退格撤销。',
  full: '已经点了 {n} 次，不能再点了。',
  needPlus: '先在物体上点一下“＋”。',
  needMinus: '再在背景上点一下“−”：两边都有颜色，才能求割。',
  noClick: '还没有点击',
  after: '第 {k} 次点击之后（{s}，{where}）',
  noCut: '两种点击都有了，才有割。',
  noColor: '还没有点过，没有颜色',
  isObject: '你说它是物体',
  isBackground: '你说它是背景',
  pays: '{x}，自己加上被割断的边：{sum}；只把它改成 {other}：{sum2}。',
  flipped: '只改它一个：ΔE {d}。',
  never: '点击不许改。',
  moved: '取出的像素从 {a} 个变成 {b} 个。',
  dataCost: '像素费用',
  borderCost: '边界费用',
  flow: '最大流的值',
  flowIs: '（正是割的费用：任何别的标法都不会更便宜）',
  noc: '点 {k} 次达到 IoU ≥ 0.9',
  noNoc: 'IoU 还没有到 0.9',
  roundsTitle: '重新学颜色：费用只降不升',
  roundHeads: ['E', '取出'],
  roundsHint:
    '第 0 行用点击处 3×3 像素的平均颜色；然后每种颜色变成同侧最接近它的像素的均值，再求割，直到掩膜不变或次数用完。',
  historyTitle: '每次点击之后',
  historyHeads: ['取出', '像素费用', '边界费用', 'E', '最大流', 'IoU'],
  historyHint: '第一列：第几次，符号，行、列。',
  colon: '：',
  semi: '；',
  stop: '。',
  simulated: '“让程序点”先两边各点一下，之后总点在最大一块错误的正中。',
  edgesTitle: '这个像素的边',
  sides: { up: '上', right: '右', down: '下', left: '左' },
  isCut: '割断',
  severed: '是',
  arithmetic: '这个像素的费用',
  clicksTitle: '点击',
  yCaption: '掩膜：1 是物体',
  costsCaption:
    '每个像素四个数：当物体的费用、当背景的费用（不计点击）、与右边分开、与下边分开的费用 λw',
  predictLabel: '百分之几',
  askNeighbor: '灰邻居有百分之几被取走？',
  askTaken: '整张图有百分之几被取走？',
  notNumber: '先填一个数。',
  right: '猜对了：{v}%',
  wrong: '不对：是 {v}%',
  predict: '先猜一猜',
  predictAsk: '掩膜已经遮住。相差不超过 10 个百分点就算对。',
};

const en: Words = {
  name: 'Clicks and the cheapest cut',
  lead: 'Click + on the object and − on the background: the program finds the cheapest cut in which every clicked pixel has the label you gave it.',
  names: {
    size: 'side length',
    gray: 'brightness of the neighbor',
    soft: 'width of the edge',
    noise: 'noise',
    seed: 'seed',
    lambda: 'λ',
    sigma: 'σ',
    rounds: 'number of times to learn again',
    clicks: 'clicks',
  },
  problems: {
    sign: 'Each of the {name} must begin with + or -; “{value}” does not.',
    'clicks-many': 'At most {max} {name} are allowed, {got} given.',
    'click-twice': 'Among the {name} the pixel “{value}” is given twice.',
  },
  typed: 'composed picture',
  uploadHint: 'You can also drop or paste one; it is scaled down and never leaves this page.',
  back: 'Previous click',
  step: 'Next click',
  labels: {
    size: 'Scaled down to (pixels)',
    gray: 'Brightness of the gray neighbor',
    soft: 'Width of the edge (pixels)',
    noise: 'Noise',
    seed: 'Seed of the noise',
    lambda: 'Weight of the border cost, λ',
    sigma: 'Difference that still counts as alike, σ',
    rounds: 'Learn colors again from the mask (times)',
  },
  hints: {
    size: 'the longer side',
    gray: 'the bright shape is 9, the background 1',
    soft: 'pixels from bright to gray',
    noise: 'standard deviation of the brightness',
    seed: 'same seed, same noise',
    lambda: '0: separating is free',
    sigma: 'brightness goes from 0 to 10',
    rounds: 'as in GrabCut; 0: only the mean colors of 3×3 pixels at the clicks',
  },
  maps: {
    picture: 'picture: arrow keys move, space or + and − click, backspace undoes',
    data: 'difference of the data costs',
    border: 'border cost',
  },
  alts: {
    data: 'cost as background minus cost as object: orange resembles the object, blue the background',
    border: 'cost of separating neighbors: cheap, and dark, across edges',
  },
  titles: {
    data: 'D(0) − D(1): by color alone, orange resembles the object',
    border: 'λw: dark where separating is cheap',
  },
  pictureAlt2: 'the mask on the picture: pixels taken {n} of {of}; clicks: {k}',
  rightKey: 'right',
  extraKey: 'too much',
  missedKey: 'missed',
  takenKey: 'taken',
  afterSome: 'This is the mask after click {k}.',
  signs: 'What a click says',
  plus: '+ object',
  minus: '− background',
  undo: 'Undo',
  clear: 'Clear all',
  simulate: 'Let the program click',
  hint: 'The same sign again takes a click back, the other sign changes it. Keys: arrows move, + and − click, backspace undoes.',
  full: 'That is {n} clicks; there can be no more.',
  needPlus: 'First click + on the object.',
  needMinus: 'Now click − on the background: a cut needs a color for both sides.',
  noClick: 'no click yet',
  after: 'after click {k} ({s}, {where})',
  noCut: 'There is a cut once both signs are clicked.',
  noColor: 'no click, no color yet',
  isObject: 'you say it is object',
  isBackground: 'you say it is background',
  pays: '{x}: this pixel and its severed edges cost {sum}; with only this pixel changed to {other}: {sum2}.',
  flipped: 'If only this pixel changed: ΔE {d}.',
  never: 'The click forbids it.',
  moved: 'The pixels taken go from {a} to {b}.',
  dataCost: 'data cost',
  borderCost: 'border cost',
  flow: 'maximum flow',
  flowIs: '(the cost of the cut: no other labeling is cheaper)',
  noc: 'IoU ≥ 0.9 after {k} clicks',
  noNoc: 'IoU has not reached 0.9 yet',
  roundsTitle: 'Colors learned again: the cost never rises',
  roundHeads: ['E', 'taken'],
  roundsHint:
    'Row 0 has the mean colors of 3×3 pixels at the clicks; then each color becomes the mean of the pixels of its side that are nearest to it, and the cut is found again, until the mask stays or the rounds are used up.',
  historyTitle: 'After each click',
  historyHeads: ['taken', 'data cost', 'border cost', 'E', 'max flow', 'IoU'],
  historyHint: 'First column: which click, its sign, row and column. ',
  colon: ': ',
  semi: '; ',
  stop: '. ',
  simulated:
    '“Let the program click” clicks once on each side, then always in the middle of the largest error.',
  edgesTitle: 'The edges of this pixel',
  sides: { up: 'up', right: 'right', down: 'down', left: 'left' },
  isCut: 'cut',
  severed: 'yes',
  arithmetic: 'what this pixel costs',
  clicksTitle: 'clicks',
  yCaption: 'The mask: 1 is object',
  costsCaption:
    'Four numbers a pixel: cost as object, as background (clicks not counted), of separating it from the right, and from below, λw',
  predictLabel: 'percent',
  askNeighbor: 'What percentage of the gray neighbor is taken?',
  askTaken: 'What percentage of the picture is taken?',
  notNumber: 'Please give a number.',
  right: 'Right: {v}%',
  wrong: 'No, it is {v}%',
  predict: 'Predict first',
  predictAsk: 'The mask is covered. Within 10 percentage points counts as right.',
};

export const STRINGS = joinWords({ zh, en });
