import type { L10n } from '../../../i18n/langs.ts';
import { DIGIT_PROBLEMS, DIGIT_WORDS, type DigitWords } from '../toolkit/digits.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { Attack } from './state.ts';

type Picture = 'x' | 'gradient' | 'change' | 'attacked' | 'signs' | 'noise' | 'noisy';

interface Own extends DigitWords {
  clean: string;
  drawHere: string;
  goOn: string;
  clear: string;
  attackRow: Record<Attack, string>;
  noiseRow: string;
  titles: Record<Picture, string>;
  alts: Record<Picture, string>;
  reads: string;
  scores: string;
  scoresHint: string;
  columnsOf: readonly [string, string, string];
  classColumn: string;
  drawsTitle: string;
  drawsAre: string;
  drawCell: string;
  curve: string;
  curveNote: string;
  curveAt: string;
  fgsm: string;
  noise: string;
  classIs: string;
  pathTitle: string;
  stepsAxis: string;
  loss: string;
  sizes: string;
  sizeRows: readonly [string, string];
  fooled: string;
  notFooled: string;
  reached: string;
  notReached: string;
  wrongBefore: string;
  same: string;
  already: string;
  /** Between two sentences. */
  between: string;
  both: string;
  noneMoved: string;
  decided: string;
  labels: Record<'attack' | 'target' | 'eps' | 'steps' | 'seed' | 'draws', string>;
  hints: Record<'target' | 'eps' | 'steps' | 'seed' | 'draws', string>;
  attacks: Record<Attack, string>;
  gradientOf: string;
  signIs: string;
  randomIs: string;
  steps: string;
  clipped: string;
  tables: Record<'losses' | 'path' | 'draws' | 'attacked' | 'noisy' | 'gradient' | 'direction', string>; // prettier-ignore
  inputTable: string;
  formulaLabel: string;
  predict: string;
  predictAsk: string;
  afterAttack: string;
  afterNoise: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  ...DIGIT_WORDS.zh,
  name: '对抗样本',
  lead: '每个像素最多改动 ε：沿梯度的符号改，网络可能读错；换成同样大小的随机噪声，还读得对吗？点任意一个像素看它怎样变。',
  names: {
    image: '图片',
    input: '手绘',
    attack: '攻击',
    target: '目标类别',
    eps: 'ε',
    steps: '步数',
    seed: '种子',
    draws: '噪声次数',
  },
  problems: DIGIT_PROBLEMS.zh,
  clean: '原图',
  drawHere: '在这里写',
  goOn: '接着写',
  clear: '擦干净',
  attackRow: { away: '攻击：让损失升高', toward: '攻击：走向类别 {n}' },
  noiseRow: '对照：随机符号，每个像素同样改 ε',
  titles: {
    x: '原图 x',
    gradient: '梯度 ∂L/∂x',
    change: '改动 x′ − x',
    attacked: '攻击之后 x′',
    signs: '随机符号',
    noise: '改动 x″ − x',
    noisy: '加噪之后 x″',
  },
  alts: {
    x: '攻击之前的数字',
    gradient: '损失对每个像素的梯度，橙色为正，蓝色为负',
    change: '攻击对每个像素的改动，橙色变亮，蓝色变暗',
    attacked: '攻击之后的数字',
    signs: '随机的正负号，橙色为正，蓝色为负',
    noise: '随机噪声对每个像素的改动，橙色变亮，蓝色变暗',
    noisy: '加了随机噪声的数字',
  },
  reads: '读作 {n}，p {p}',
  scores: '十个概率',
  scoresHint: '每一列加起来是 1',
  columnsOf: ['原图', '攻击后', '加噪后'],
  classColumn: '类别',
  drawsTitle: '{n} 次随机噪声',
  drawsAre: '{right} 次仍读作 {label}，{wrong} 次读成别的',
  drawCell: '第 {i} 次：读作 {n}，{label} 的概率 {p}',
  curve: '1,500 个留出的数字里还有多少读对',
  curveNote:
    '一步，事先用 PyTorch 算好。ε 大到随机噪声也能骗过网络时，攻击成功就说明不了什么。这个网络训练时没见过背景发亮的数字。',
  curveAt: 'ε = {eps}：攻击后读对 {attack}%，加噪后读对 {noise}%',
  fgsm: '攻击',
  noise: '噪声',
  classIs: '类别 {n}',
  pathTitle: '每一步之后的概率',
  stepsAxis: '步',
  loss: '损失 −ln p（类别 {n}）：{before} → {after}',
  sizes: '实际改动有多大',
  sizeRows: ['攻击', '噪声'],
  fooled: '攻击成功：{label} 读成了 {read}。',
  notFooled: '攻击没有成功：仍读作 {label}。',
  reached: '到了目标：读作 {target}。',
  notReached: '没有到目标 {target}：读作 {read}。',
  wrongBefore: '这个 {label} 攻击之前就读成了 {read}。',
  same: '目标就是它自己的类别：没有什么可骗的。',
  already: '攻击之前就读作 {target}。',
  between: '',
  both: '可是随机噪声 {n} 次里也骗过它 {wrong} 次：ε 这么大，攻击成功不能全归功于梯度的方向。',
  noneMoved: '同样大小的随机噪声一次也没有骗过它：起作用的是方向，不是大小。',
  decided:
    '在设备上与 float64 比对的是概率、损失、梯度、最后一步和改动的大小。哪个 ReLU 导通、池化窗里谁最大、梯度取什么符号，只由 float64 决定：两数几乎相等时，单精度可能判成另一个。',
  labels: {
    attack: '攻击',
    target: '目标类别',
    eps: 'ε',
    steps: '步数',
    seed: '噪声的种子',
    draws: '噪声次数',
  },
  hints: {
    target: '让损失 −ln p 降低的类别',
    eps: '每个像素最多改多少；像素从 0 到 1',
    steps: '1 步是 FGSM，多步是 PGD',
    seed: '换一批随机符号',
    draws: '种子依次加 1',
  },
  attacks: { away: '离开原来的类别', toward: '走向指定的类别' },
  gradientOf: '∂L/∂x',
  signIs: '符号',
  randomIs: '随机符号',
  steps: '每步 ±{step}：',
  clipped: '（截到 0 至 1）',
  tables: {
    losses: '每一步之后的损失',
    path: '每一步之后的十个概率：行是步，列是类别',
    draws: '每次噪声之后的十个概率：行是次，列是类别',
    attacked: '攻击之后的像素',
    noisy: '第一次加噪之后的像素',
    gradient: '损失对像素的梯度',
    direction: '梯度除以其中绝对值最大的一个',
  },
  inputTable: '原图的像素：行、列',
  formulaLabel: '一个像素怎样变',
  predict: '先猜：攻击和噪声之后，网络各读作几？',
  predictAsk: '结果已遮住。两次改动里，每个像素都至多改 ε，只是方向不同。',
  afterAttack: '攻击后',
  afterNoise: '加噪后',
  right: '对了：攻击后读作 {a}，加噪后读作 {b}。',
  wrong: '还不对：你填了 {ga} 和 {gb}，网络读作 {a} 和 {b}。',
};

const en: OwnWords<Own> = {
  ...DIGIT_WORDS.en,
  name: 'Adversarial example',
  lead: 'Every pixel may change by at most ε. Along the sign of the gradient, the network may misread the digit; does random noise of the same size do that too? Press any pixel to see how it changes.',
  names: {
    image: 'picture',
    input: 'drawing',
    attack: 'attack',
    target: 'target class',
    eps: 'ε',
    steps: 'number of steps',
    seed: 'seed',
    draws: 'number of noises',
  },
  problems: DIGIT_PROBLEMS.en,
  clean: 'As it is',
  drawHere: 'Draw here',
  goOn: 'Go on drawing',
  clear: 'Clear',
  attackRow: { away: 'Attack: raise the loss', toward: 'Attack: toward class {n}' },
  noiseRow: 'Control: random signs, the same ε in every pixel',
  titles: {
    x: 'picture x',
    gradient: 'gradient ∂L/∂x',
    change: 'change x′ − x',
    attacked: 'attacked x′',
    signs: 'random signs',
    noise: 'change x″ − x',
    noisy: 'noisy x″',
  },
  alts: {
    x: 'the digit before the attack',
    gradient: 'gradient of the loss for every pixel, orange positive, blue negative',
    change: 'what the attack changes in every pixel, orange brighter, blue darker',
    attacked: 'the digit after the attack',
    signs: 'random signs, orange plus, blue minus',
    noise: 'what random noise changes in every pixel, orange brighter, blue darker',
    noisy: 'the digit with random noise',
  },
  reads: 'reads {n}, p {p}',
  scores: 'Ten probabilities',
  scoresHint: 'each column adds up to 1',
  columnsOf: ['as it is', 'attacked', 'noisy'],
  classColumn: 'class',
  drawsTitle: 'Random noise, {n} times',
  drawsAre: '{right} still read {label}, {wrong} something else',
  drawCell: 'noise {i}: reads {n}, probability of {label} {p}',
  curve: 'How many of 1,500 held-out digits are still read right',
  curveNote:
    'One step, worked out ahead in PyTorch. Where ε is so large that random noise fools the network too, a successful attack proves nothing. In training this network never saw a digit on a bright background.',
  curveAt: 'ε = {eps}: {attack}% right after the attack, {noise}% after noise',
  fgsm: 'attack',
  noise: 'noise',
  classIs: 'class {n}',
  pathTitle: 'Probability after each step',
  stepsAxis: 'step',
  loss: 'Loss −ln p of class {n}: {before} → {after}',
  sizes: 'How large the changes really are',
  sizeRows: ['attack', 'noise'],
  fooled: 'The attack works: the {label} is read as {read}.',
  notFooled: 'The attack fails: it is still read as {label}.',
  reached: 'The target is reached: it is read as {target}.',
  notReached: 'The target {target} is not reached: it is read as {read}.',
  wrongBefore: 'This {label} was read as {read} before any attack.',
  same: 'The target is its own class: there is nothing to fool.',
  already: 'It was read as {target} before the attack.',
  between: ' ',
  both: 'But random noise fools it too, in {wrong} of {n} draws: with so large an ε, success is not due to the direction of the gradient alone.',
  noneMoved: 'Random noise of the same size never fools it: what matters is direction, not size.',
  decided:
    'Compared on your device with float64: probabilities, losses, the gradient, the last step and the size of the changes. Which ReLU is on, which number of a pooling window is largest and which sign a gradient has is decided in float64 alone: where two numbers nearly tie, single precision may decide otherwise.',
  labels: {
    attack: 'Attack',
    target: 'Target class',
    eps: 'ε',
    steps: 'Steps',
    seed: 'Seed of the noise',
    draws: 'Number of noises',
  },
  hints: {
    target: 'whose loss −ln p is lowered',
    eps: 'largest change of a pixel; pixels run from 0 to 1',
    steps: 'one is FGSM, several are PGD',
    seed: 'other random signs',
    draws: 'each with the next seed',
  },
  attacks: { away: 'away from its class', toward: 'toward a chosen class' },
  gradientOf: '∂L/∂x',
  signIs: 'sign',
  randomIs: 'random sign',
  steps: 'steps of ±{step}:',
  clipped: '(cut to 0…1)',
  tables: {
    losses: 'The loss after each step',
    path: 'Ten probabilities after each step: a row for each step, a column for each class',
    draws: 'Ten probabilities after each noise: a row for each noise, a column for each class',
    attacked: 'The pixels after the attack',
    noisy: 'The pixels after the first noise',
    gradient: 'The gradient of the loss by pixel',
    direction: 'The gradient divided by its largest magnitude',
  },
  inputTable: 'The pixels as they are, by row and column',
  formulaLabel: 'How one pixel changes',
  predict: 'Predict first: what does the network read after the attack, and after the noise?',
  predictAsk:
    'The results are covered. Both times every pixel may change by ε at most; only the direction differs.',
  afterAttack: 'attacked',
  afterNoise: 'noisy',
  right: 'Right: {a} after the attack, {b} after the noise.',
  wrong: 'Not yet: you typed {ga} and {gb}; the network reads {a} and {b}.',
};

export const STRINGS: L10n<Words> = joinWords<Own>({ zh, en });
