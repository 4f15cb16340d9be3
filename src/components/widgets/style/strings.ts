import type { L10n } from '../../../i18n/langs.ts';
import type { PictureId } from '../../../lib/style-pictures.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { State } from './state.ts';

interface Own {
  play: string;
  backward: string;
  onward: string;
  begin: string;
  end: string;
  ownHint: string;
  arithmetic: string;
  showGram: string;
  showTransfer: string;
  things: Record<PictureId, string>;
  picture: string;
  contentPicture: string;
  stylePicture: string;
  paintHint: string;
  pressHint: string;
  colon: string;
  stop: string;
  comma: string;
  painted: string;
  inverted: string;
  clear: string;
  maps: string;
  mapsHint: string;
  mapsShuffled: string;
  mapAlt: string;
  shuffle: string;
  again: string;
  unshuffle: string;
  gramTitle: string;
  untouched: string;
  shuffledNow: string;
  noneMoved: string;
  someMoved: string;
  movedMost: string;
  entry: string;
  answering: string;
  further: string;
  pairTitle: string;
  productCaption: string;
  productAlt: string;
  cameFrom: string;
  imageTitle: string;
  imageAlt: string;
  imageLabel: string;
  losses: string;
  lossAlt: string;
  lossesAt: string;
  contentLoss: string;
  styleLoss: string;
  subContent: string;
  subStyle: string;
  totalLabel: string;
  stepLabel: string;
  ofSteps: string;
  atFirst: string;
  styleGramTitle: string;
  imageGramTitle: string;
  pullTitle: string;
  pullAlt: string;
  nextStep: string;
  clipped: string;
  noPull: string;
  ways: string;
  contentOnly: string;
  both: string;
  styleOnly: string;
  mix: string;
  startNames: Record<State['start'], string>;
  labels: Record<'show' | 'alpha' | 'beta' | 'start' | 'seed' | 'steps' | 'at', string>;
  tables: Record<'moved' | 'gram' | 'styleGram' | 'features' | 'image' | 'gradient' | 'next' | 'history', string>; // prettier-ignore
  method: string;
  predict: string;
  predictAsk: string;
  askGram: string;
  askRun: string;
  rightGram: string;
  wrongGram: string;
  rightRun: string;
  wrongRun: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '风格迁移',
  lead: '八个固定的边缘滤波器代替 VGG-19。先看一张小图的 Gram 矩阵：改几个像素，哪些数跟着变；把特征图的位置一起打乱，为什么一个也不变。再从噪声开始，用梯度下降改像素。',
  names: {
    show: '显示的内容',
    content: '内容图',
    paint: '反相的像素',
    style: '风格图',
    alpha: 'α',
    beta: 'β',
    start: '起点',
    seed: '种子',
    steps: '步数',
    at: '显示的步',
    shuffle: '打乱的种子',
  },
  problems: {
    nothing: 'α 和 β 不能都是 0：那样没有损失可以降。',
    paint: '反相的像素写成 64 个十六进制数字，每个像素一位；“{value}”不行。',
  },
  play: '播放',
  backward: '退一步',
  onward: '进一步',
  begin: '回到起点',
  end: '到最后',
  ownHint:
    '打开的图片用作第一张图，在风格图里也能选它：取中间的正方形，缩成 16×16 灰度并拉满对比度，深色当墨；只留在这个页面里。',
  arithmetic: '光标处的算式',
  showGram: 'Gram 矩阵',
  showTransfer: '迁移：优化像素',
  things: {
    disc: '圆盘',
    ring: '圆环',
    heart: '心形',
    house: '房子',
    digit: '数字 3',
    stripes: '斜条纹',
    bars: '横条纹',
    checks: '棋盘格',
    dots: '圆点',
    waves: '波纹',
    bricks: '砖墙',
  },
  picture: '图片',
  contentPicture: '内容图',
  stylePicture: '风格图',
  paintHint: '点一下或拖过去，像素黑白反相；也可以用方向键和空格。',
  colon: '：',
  stop: '。',
  comma: '，',
  pressHint: '点一下，或按空格，让它反相。',
  painted: '{n} 个像素已反相',
  inverted: '（已反相）',
  clear: '还原图片',
  maps: '八张特征图 F',
  mapsHint: '箭头：墨沿这个方向变浓',
  mapsShuffled: '256 个位置已一起打乱',
  mapAlt: '通道 {a} 的特征图',
  shuffle: '打乱位置',
  again: '换一种打乱',
  unshuffle: '放回原位',
  gramTitle: 'Gram 矩阵',
  untouched: '涂几个像素看看：变了的数会加框。现在变了 {n} / 64 个。',
  shuffledNow: '位置已打乱。',
  noneMoved: '64 个数里变了 {n} 个：求和的项只是换了次序。',
  someMoved: '{p} 个像素反相，64 个数里变了 {n} 个（加框）。',
  movedMost: '变化最大的是 G{i}{j}：从 {a} 到 {b}。',
  entry: '通道 {i} 与 {j}',
  answering: '{m} 个位置中有 {n} 个同时响应',
  further: '其余 {n} 项共 {v}',
  pairTitle: '{i} 和 {j} 在哪里一起响应',
  productCaption: '逐位置相乘',
  productAlt: '两张特征图逐位置的乘积',
  cameFrom: '来自第 {r} 行第 {c} 列',
  imageTitle: '第 {n} 步的图',
  imageAlt: '第 {n} 步之后的图，16×16 像素',
  imageLabel: '优化出来的图；指到哪个像素，下面就是它的下一步',
  losses: '两个损失（各占自己最大值的几分之几，对数刻度），点一下就跳到那一步',
  lossAlt: '内容损失与风格损失随步数的变化，标在第 {n} 步',
  lossesAt: '第 {n} 步',
  contentLoss: '内容损失',
  styleLoss: '风格损失',
  subContent: '内容',
  subStyle: '风格',
  totalLabel: 'α·内容 + β·风格',
  stepLabel: '步',
  ofSteps: '共 {n} 步',
  atFirst: '开始时 {v}',
  styleGramTitle: '风格图的 Gram 矩阵 A',
  imageGramTitle: '这一步的 G',
  pullTitle: '−∂L/∂x：像素往哪边走',
  pullAlt: '每个像素的负梯度：一种颜色要更浓，另一种要更淡',
  nextStep: 'Adam 的下一步：',
  clipped: '（截回 0 到 1）',
  noPull: '从没有过梯度，像素不动',
  ways: '两个损失各占多少',
  contentOnly: '只管内容',
  both: '两者混合',
  styleOnly: '只管风格',
  mix: '混合时各占多少（β/α，对数刻度）',
  startNames: { noise: '噪声', content: '内容图' },
  labels: {
    show: '看什么',
    alpha: '内容的权重 α',
    beta: '风格的权重 β',
    start: '从哪里开始',
    seed: '噪声的种子',
    steps: '步数',
    at: '显示第几步',
  },
  tables: {
    moved: 'Gram 矩阵与没有动过的图相差多少（8×8）',
    gram: '这一步的 Gram 矩阵 G（8×8）',
    styleGram: '风格图的 Gram 矩阵 A（8×8）',
    features: '特征图 F（16×16，八个通道并排）',
    image: '像素 x（16×16）',
    gradient: '梯度 ∂L/∂x（16×16）',
    next: '下一步之后的像素（16×16）',
    history: '每一步的内容损失和风格损失',
  },
  method:
    '滤波器是四个 Prewitt 核和它们的反号，各除以 3，图外补 0，后接 ReLU；一个也不训练。像素由 Adam 更新：学习率 0.03，β₁ = 0.9，β₂ = 0.99，每步之后截回 0 到 1，取到 2⁻²⁰ 的整数倍（这样单精度里的和也是准的）。整个优化过程由 float64 决定；显示的那一步的特征、两个 Gram 矩阵、两个损失和梯度由你的设备重算，梯度用自动微分。',
  predict: '先猜一猜',
  predictAsk: '结果先遮住，想好再核对。',
  askGram: '把特征图的 256 个位置一起打乱，Gram 矩阵的 64 个数里会变几个？',
  askRun: '这 {n} 步里，滤波器的 72 个权重会变几个？',
  rightGram: '对：一个也不变。每个数都是对所有位置求和，次序无关。按“打乱位置”看看。',
  wrongGram: '不对：一个也不变。每个数都是对所有位置求和，次序无关。按“打乱位置”看看。',
  rightRun: '对：一个也不变。改的是 256 个像素，网络只用来测量。',
  wrongRun: '不对：一个也不变。改的是 256 个像素，网络只用来测量。',
};

const en: OwnWords<Own> = {
  name: 'Style transfer',
  lead: 'Eight fixed edge filters stand in for VGG-19. First the Gram matrix of a small picture: change a few pixels and see which entries move; shuffle the positions of its feature maps, all eight together, and none does. Then start from noise and change the pixels by gradient descent.',
  names: {
    show: 'view',
    content: 'content picture',
    paint: 'list of inverted pixels',
    style: 'style picture',
    alpha: 'α',
    beta: 'β',
    start: 'start',
    seed: 'seed',
    steps: 'number of steps',
    at: 'step on show',
    shuffle: 'seed of the shuffle',
  },
  problems: {
    nothing: 'α and β cannot both be 0: no loss would be left to fall.',
    paint:
      'Inverted pixels are 64 hexadecimal digits, one bit for each pixel; “{value}” is something else.',
  },
  play: 'Play',
  backward: 'One step back',
  onward: 'One step on',
  begin: 'Back to the start',
  end: 'To the end',
  ownHint:
    'Your picture becomes the first one, and can be chosen as the style too: its middle square, 16×16 pixels in gray with full contrast, dark parts counting as ink. It never leaves this page.',
  arithmetic: 'The arithmetic at the cursor',
  showGram: 'Gram matrix',
  showTransfer: 'Transfer: optimize pixels',
  things: {
    disc: 'disc',
    ring: 'ring',
    heart: 'heart',
    house: 'house',
    digit: 'digit 3',
    stripes: 'diagonal stripes',
    bars: 'horizontal stripes',
    checks: 'checks',
    dots: 'dots',
    waves: 'waves',
    bricks: 'bricks',
  },
  picture: 'Picture',
  contentPicture: 'Content picture',
  stylePicture: 'Style picture',
  paintHint: 'Click or drag to invert pixels, or use the arrow keys and space.',
  colon: ': ',
  stop: '. ',
  comma: ', ',
  pressHint: 'Click it, or press space, to invert it.',
  painted: 'pixels inverted: {n}',
  inverted: ' (inverted)',
  clear: 'Restore the picture',
  maps: 'Eight feature maps F',
  mapsHint: 'arrow: the direction in which the ink gets darker',
  mapsShuffled: 'all 256 positions shuffled together',
  mapAlt: 'feature map of channel {a}',
  shuffle: 'Shuffle the positions',
  again: 'Shuffle again',
  unshuffle: 'Put them back',
  gramTitle: 'Gram matrix',
  untouched: 'Paint a few pixels: entries that move are outlined. Moved so far: {n} of 64.',
  shuffledNow: 'The positions are shuffled. ',
  noneMoved: 'Entries that moved: {n} of 64. The terms of each sum only stand in another order.',
  someMoved: 'Pixels inverted: {p}. Entries that moved: {n} of 64 (outlined).',
  movedMost: 'The entry that moved most is G{i}{j}: from {a} to {b}.',
  entry: 'channels {i} and {j}',
  answering: 'both answer at {n} of {m} positions',
  further: '{v} (remaining terms: {n})',
  pairTitle: 'Where {i} and {j} answer together',
  productCaption: 'their product',
  productAlt: 'the product of both feature maps, position by position',
  cameFrom: 'from row {r}, column {c}',
  imageTitle: 'The picture after step {n}',
  imageAlt: 'the picture after step {n}, 16×16 pixels',
  imageLabel: 'The picture that is optimized; point at a pixel to see its next step below',
  losses:
    'Both losses, each as a share of its largest value, on a logarithmic scale; click to go to a step',
  lossAlt: 'content loss and style loss over the steps, step {n} marked',
  lossesAt: 'step {n}',
  contentLoss: 'content loss',
  styleLoss: 'style loss',
  subContent: 'content',
  subStyle: 'style',
  totalLabel: 'α·content + β·style',
  stepLabel: 'step',
  ofSteps: 'of {n}',
  atFirst: 'at the start {v}',
  styleGramTitle: 'Gram matrix A of the style',
  imageGramTitle: 'G at this step',
  pullTitle: '−∂L/∂x: where the pixels go',
  pullAlt: 'the negative gradient of every pixel: one color asks for more ink, the other for less',
  nextStep: 'Adam’s next step:',
  clipped: ' (clipped to 0 … 1)',
  noPull: 'no gradient so far: the pixel stays',
  ways: 'How much each loss counts',
  contentOnly: 'Content only',
  both: 'Both',
  styleOnly: 'Style only',
  mix: 'How much of each in the mixture (β/α, logarithmic)',
  startNames: { noise: 'noise', content: 'content picture' },
  labels: {
    show: 'What is on show',
    alpha: 'Weight of content α',
    beta: 'Weight of style β',
    start: 'Start from',
    seed: 'Seed of the noise',
    steps: 'Steps',
    at: 'Step on show',
  },
  tables: {
    moved: 'How far the Gram matrix is from that of the untouched picture (8×8)',
    gram: 'Gram matrix G at this step (8×8)',
    styleGram: 'Gram matrix A of the style picture (8×8)',
    features: 'Feature maps F (16×16, eight channels side by side)',
    image: 'Pixels x (16×16)',
    gradient: 'Gradient ∂L/∂x (16×16)',
    next: 'Pixels after the next step (16×16)',
    history: 'Content loss and style loss at every step',
  },
  method:
    'The filters are four Prewitt kernels and their negatives, divided by 3, with zeros around the picture, followed by ReLU; none is trained. Adam changes the pixels: learning rate 0.03, β₁ = 0.9, β₂ = 0.99, after each step clipped to 0 … 1 and rounded to multiples of 2⁻²⁰, so that sums are exact in single precision too. The run is decided in float64; for the step on show your device works out features, both Gram matrices, both losses and the gradient again, the gradient by automatic differentiation.',
  predict: 'Predict first',
  predictAsk: 'The results are covered until you check your guess.',
  askGram:
    'The 256 positions of the feature maps are shuffled together. How many of the 64 entries of the Gram matrix change?',
  askRun: 'In these {n} steps, how many of the 72 weights of the filters change?',
  rightGram:
    'Right: none. Every entry is a sum over all positions, in whatever order. Press “Shuffle the positions”.',
  wrongGram:
    'No: none changes. Every entry is a sum over all positions, in whatever order. Press “Shuffle the positions”.',
  rightRun: 'Right: none. The 256 pixels change; the network only measures.',
  wrongRun: 'No: none changes. The 256 pixels do; the network only measures.',
};

export const STRINGS: L10n<Words> = joinWords({ zh, en });
