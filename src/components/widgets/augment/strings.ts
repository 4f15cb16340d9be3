import type { L10n } from '../../../i18n/langs.ts';
import type { Scaling } from '../../../lib/ops/augment.ts';
import { DIGIT_PROBLEMS, DIGIT_WORDS, type DigitWords } from '../toolkit/digits.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { Op } from './state.ts';

interface Own {
  play: string;
  again: string;
  original: string;
  chosen: string;
  mosaic: string;
  conventions: string;
  partner: string;
  pictureAltOf: string;
  drawAlt: string;
  mosaicAlt: string;
  drawName: string;
  opLabel: string;
  ops: Record<Op, string>;
  groups: Record<'moving' | 'color' | 'erasing' | 'mixing' | 'preparing', string>;
  strengthHint: Record<Op, string>;
  labels: Record<'strength' | 'spread' | 'seed' | 'method' | 'corners', string>;
  spreads: Record<'random' | 'even', string>;
  methods: Record<'bilinear' | 'nearest', string>;
  cornerNames: Record<'half-pixel' | 'align-corners' | 'asymmetric', string>;
  flipped: string;
  kept: string;
  scalings: Record<Scaling, string>;
  aDigit: string;
  readAt: string;
  outside: string;
  center: string;
  others: string;
  clipped: string;
  untouched: string;
  erased: string;
  fromPartner: string;
  pixel: string;
  verdict: string;
  verdictOriginal: string;
  noJudge: string;
  changedHere: string;
  stays: string;
  mixLabel: string;
  matrix: string;
  matrixNote: string;
  inPixels: string;
  thetaNote: string;
  resizeNote: string;
  colorNote: string;
  scaleNote: string;
  testNote: string;
  noiseNote: string;
  method: string;
  meanColumn: string;
  stdColumn: string;
  tables: Record<'draws' | 'scores' | 'draw', string>;
  predict: string;
  predictAsk: string;
  predictLabel: string;
  choose: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own & DigitWords> & ToolWords;

const zh: OwnWords<Own & DigitWords> = {
  ...DIGIT_WORDS.zh,
  name: '数据增强台',
  lead: '同一张图随机变九次：这就是训练时网络看到的东西。选一种变换，调强度，再看标签还对不对。图是数字时，旁边有分类器的读法；点一格放大，指着像素看它是怎么算出来的。',
  names: {
    image: '图片',
    op: '变换',
    strength: '强度',
    spread: '取法',
    seed: '种子',
    draw: '第几次',
    method: '插值',
    corners: '角的约定',
  },
  problems: {
    ...DIGIT_PROBLEMS.zh,
    'needs-digit': 'Mixup 和 CutMix 在这里只混两个数字：图片要写成 test-编号。',
    'too-small': '图片至少要 8×8 像素，这张是 {h}×{w}。',
  },
  play: '逐次播放',
  again: '再抽九次',
  original: '原图',
  chosen: '放大的一次',
  mosaic: '九次抽样',
  conventions: '五种约定',
  partner: '混进来的数字',
  pictureAltOf: '{what}，{n}×{n} 像素',
  drawAlt: '第 {i} 次的结果：{note}',
  mosaicAlt: '{n} 次抽样的结果，三格一行：{notes}',
  drawName: '第 {i} 次',
  opLabel: '变换',
  ops: {
    flip: '左右翻转',
    crop: '补边再裁剪',
    rotate: '旋转',
    translate: '平移',
    scale: '放缩',
    shear: '错切',
    brightness: '亮度',
    contrast: '对比度',
    saturation: '饱和度',
    color: '颜色抖动',
    noise: '高斯噪声',
    blur: '高斯模糊',
    cutout: 'Cutout',
    mixup: 'Mixup',
    cutmix: 'CutMix',
    resize: '改变尺寸',
    standardize: '标准化',
  },
  groups: {
    moving: '动位置',
    color: '动颜色',
    erasing: '抹掉',
    mixing: '混合',
    preparing: '预处理（不随机）',
  },
  strengthHint: {
    flip: '翻转的概率',
    crop: '每边补边长的 {v} 像素的 0',
    rotate: '最多 ±{v}°',
    translate: '最多 ±{v} 像素',
    scale: '最多 2 的 ±{v} 次方倍',
    shear: '最多 ±{v}',
    brightness: '乘 1 ± {v}',
    contrast: '乘 1 ± {v}',
    saturation: '乘 1 ± {v}',
    color: '三样各乘 1 ± {v}',
    noise: '标准差最多 {v}',
    blur: '标准差最多 {v} 像素',
    cutout: '边长 {v} 像素',
    mixup: 'λ 服从 Beta(α, α)，α = {v}',
    cutmix: 'λ 服从 Beta(α, α)，α = {v}',
    resize: '最多 2 的 ±{v} 次方倍',
    standardize: '不用强度',
  },
  labels: {
    strength: '强度',
    spread: '九次怎么取',
    seed: '种子',
    method: '插值',
    corners: '角的约定',
  },
  spreads: { random: '随机', even: '从 0 到最强，等间隔' },
  methods: { bilinear: '双线性', nearest: '最近邻' },
  cornerNames: {
    'half-pixel': '半像素（align_corners=False）',
    'align-corners': '角对角（align_corners=True）',
    asymmetric: '左上角（o·n/m）',
  },
  flipped: '翻转',
  kept: '不翻',
  scalings: {
    range: '到 −1…1',
    minmax: '最小到最大',
    picture: '整张图',
    channel: '每个通道',
    imagenet: 'ImageNet',
  },
  aDigit: '手写数字 {label}（编号 {n}）',
  readAt: '读原图第 {r} 行第 {c} 列：',
  outside: '（图外是 0）',
  center: '中心的权重',
  others: '其余',
  clipped: '，截到 0…1',
  untouched: '没动',
  erased: '在方块里，抹成 0',
  fromPartner: '来自另一个数字',
  pixel: '原图的值',
  verdict: '分类器把 {all} 次中的 {n} 次仍读作 {label}。',
  verdictOriginal: '原图它读作 {label}（{p}）。',
  noJudge: '这里没有认照片的分类器：标签还对不对，由你看。换成数字，就有分类器的读法。',
  changedHere: '放大的这一次它读作 {top}（{p}），标签却还写着 {label}：拿它去训练，就是在教错。',
  stays: '放大的这一次它读作 {top}（{p}）。',
  mixLabel: '这一次的标签：{a}×“{la}” + {b}×“{lb}”；损失也按这两份混。',
  matrix: '从结果回到原图的矩阵（像素，从中心数起，x 向右，y 向下）',
  inPixels: '像素',
  matrixNote: '结果的 (x, y) 去读原图的 (a·x + b·y + c, d·x + e·y + f)。',
  thetaNote:
    'PyTorch 的 affine_grid 用 −1…1 的坐标：两种约定下同一个变换只有平移一列不同，画面一样；把一种约定的 theta 用在另一种里，就会错位。',
  resizeNote:
    '半像素把像素看成小方块；角对角让最外面的像素中心重合；左上角的约定会挪动整张图：缩小时往右下，放大时往左上。缩小时双线性只看两个邻居，会漏掉像素（没有抗锯齿）。',
  colorNote:
    '先乘亮度 b·x，再绕平均灰度 m 拉开对比度 m + c·(x − m)，再绕每个像素自己的灰度 g 改饱和度 g + s·(x − g)，每一步都截到 0…1（灰度 = 0.299R + 0.587G + 0.114B）。',
  scaleNote: '减去、再除以：',
  testNote: '标准化不改变画面，只改变数：训练用什么，测试就要用什么。',
  noiseNote: '每个像素、每个通道各加一个高斯数，再截到 0…1。',
  method:
    '照片取中间的正方形，缩到不超过 64×64；数值从 0 到 1。九次的随机数都由种子决定。读哪些像素、权重多少由 float64 决定；你的设备照着读、加权、算颜色，并跑分类器。',
  meanColumn: '平均',
  stdColumn: '标准差',
  tables: {
    draws: '每一次的平均值与标准差',
    scores: '分类器的分数：第 1 行是原图，其后是各次抽样，列为 0 到 9',
    draw: '放大的那一次，每个像素',
  },
  predict: '先猜再看',
  predictAsk: '按上面的设置，九次里有几次和原图一模一样？',
  predictLabel: '几次',
  choose: '先填一个数。',
  right: '对，是 {n} 次。',
  wrong: '不对，是 {n} 次。',
};

const en: OwnWords<Own & DigitWords> = {
  ...DIGIT_WORDS.en,
  name: 'Augmentation bench',
  lead: 'One picture, changed at random nine times: this is what a network sees in training. Choose a change, set its strength, and ask whether the label still holds. Beside digits stands what a classifier reads. Press a draw to enlarge it; point at a pixel to see where it comes from.',
  names: {
    image: 'picture',
    op: 'change',
    strength: 'strength',
    spread: 'spread',
    seed: 'seed',
    draw: 'draw',
    method: 'interpolation',
    corners: 'convention of corners',
  },
  problems: {
    ...DIGIT_PROBLEMS.en,
    'needs-digit': 'Mixup and CutMix mix two digits here: the picture must be one of test-NUMBER.',
    'too-small': 'A picture needs at least 8×8 pixels; this one has {h}×{w}.',
  },
  play: 'Play',
  again: 'Draw nine more',
  original: 'Original',
  chosen: 'The chosen draw',
  mosaic: 'Nine draws',
  conventions: 'Five conventions',
  partner: 'The digit mixed in',
  pictureAltOf: '{what}, {n}×{n} pixels',
  drawAlt: 'Result of draw {i}: {note}',
  mosaicAlt: 'Results of {n} draws, three in a row: {notes}',
  drawName: 'draw {i}',
  opLabel: 'Change',
  ops: {
    flip: 'Flip left–right',
    crop: 'Pad and crop',
    rotate: 'Rotate',
    translate: 'Translate',
    scale: 'Scale',
    shear: 'Shear',
    brightness: 'Brightness',
    contrast: 'Contrast',
    saturation: 'Saturation',
    color: 'Color jitter',
    noise: 'Gaussian noise',
    blur: 'Gaussian blur',
    cutout: 'Cutout',
    mixup: 'Mixup',
    cutmix: 'CutMix',
    resize: 'Resize',
    standardize: 'Standardize',
  },
  groups: {
    moving: 'moves pixels',
    color: 'changes values',
    erasing: 'erases',
    mixing: 'mixes',
    preparing: 'preparation (not random)',
  },
  strengthHint: {
    flip: 'probability of a flip',
    crop: 'padded by {v} pixels of 0 on each side',
    rotate: 'up to ±{v}°',
    translate: 'up to ±{v} pixels',
    scale: 'up to 2 to the ±{v}',
    shear: 'up to ±{v}',
    brightness: 'times 1 ± {v}',
    contrast: 'times 1 ± {v}',
    saturation: 'times 1 ± {v}',
    color: 'each times 1 ± {v}',
    noise: 'standard deviation up to {v}',
    blur: 'standard deviation up to {v} pixels',
    cutout: 'side of {v} pixels',
    mixup: 'λ from Beta(α, α), α = {v}',
    cutmix: 'λ from Beta(α, α), α = {v}',
    resize: 'up to 2 to the ±{v}',
    standardize: 'has no strength',
  },
  labels: {
    strength: 'Strength',
    spread: 'How the nine are drawn',
    seed: 'Seed',
    method: 'Interpolation',
    corners: 'Convention of corners',
  },
  spreads: { random: 'at random', even: 'evenly from 0 to the strength' },
  methods: { bilinear: 'bilinear', nearest: 'nearest' },
  cornerNames: {
    'half-pixel': 'half-pixel (align_corners=False)',
    'align-corners': 'corners aligned (align_corners=True)',
    asymmetric: 'top left (o·n/m)',
  },
  flipped: 'flipped',
  kept: 'as it is',
  scalings: {
    range: 'to −1…1',
    minmax: 'min to max',
    picture: 'whole picture',
    channel: 'each channel',
    imagenet: 'ImageNet',
  },
  aDigit: 'a handwritten {label} (number {n})',
  readAt: 'reads the original at row {r}, column {c}:',
  outside: '(0 outside)',
  center: 'weight of the center',
  others: 'the rest',
  clipped: ', clipped to 0…1',
  untouched: 'untouched',
  erased: 'inside the square: set to 0',
  fromPartner: 'from the other digit',
  pixel: 'value of the original',
  verdict: 'The classifier still reads {n} of {all} draws as {label}.',
  verdictOriginal: 'The original it reads as {label} ({p}).',
  noJudge:
    'There is no classifier for photographs here: whether the label still holds is for you to say. Choose a digit and a classifier reads each draw.',
  changedHere:
    'The chosen draw it reads as {top} ({p}), while the label still says {label}: training on it teaches an error.',
  stays: 'The chosen draw it reads as {top} ({p}).',
  mixLabel: 'The label of this draw: {a} × “{la}” + {b} × “{lb}”; the loss is mixed the same way.',
  matrix:
    'The matrix from the result back to the original (pixels from the center, x to the right, y down)',
  inPixels: 'in pixels',
  matrixNote: 'The result at (x, y) is read from the original at (a·x + b·y + c, d·x + e·y + f).',
  thetaNote:
    'PyTorch’s affine_grid counts from −1 to 1. Under both conventions the same change differs only in the column of the shift and gives the same picture; a theta made for one and used with the other lands elsewhere.',
  resizeNote:
    'Half-pixel treats pixels as little squares; aligned corners puts the centers of the outermost pixels on each other; the top-left convention moves the picture, down and to the right when it shrinks, up and to the left when it grows. When shrinking, bilinear looks at two neighbors only and skips pixels (no antialiasing).',
  colorNote:
    'First brightness, b·x; then contrast about the mean grey m, m + c·(x − m); then saturation about the grey g of each pixel, g + s·(x − g); each clipped to 0…1 (grey = 0.299R + 0.587G + 0.114B).',
  scaleNote: 'Taken off, then divided by:',
  testNote:
    'Standardizing changes the numbers, not what is seen: what is done in training must be done in testing too.',
  noiseNote: 'Each pixel of each channel gets a Gaussian number of its own, and is clipped to 0…1.',
  method:
    'Photographs are cut to the square in the middle and shrunk to at most 64×64; values go from 0 to 1. The seed decides all nine draws. Which pixels are read with which weights is decided in float64; your device reads and weighs them, computes the colors and runs the classifier.',
  meanColumn: 'mean',
  stdColumn: 'std. dev.',
  tables: {
    draws: 'Mean and standard deviation of each draw',
    scores: 'Scores of the classifier: row 1 is the original, then the draws; columns 0 to 9',
    draw: 'The chosen draw, every pixel',
  },
  predict: 'Predict first',
  predictAsk: 'As set above, how many of the nine draws are exactly the original?',
  predictLabel: 'How many',
  choose: 'Give a number first.',
  right: 'Right: {n}.',
  wrong: 'No: {n}.',
};

export const STRINGS: L10n<Words> = joinWords({ zh, en });
