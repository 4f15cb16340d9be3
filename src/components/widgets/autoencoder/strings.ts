import type { L10n } from '../../../i18n/langs.ts';
import { DIGIT_PROBLEMS, DIGIT_WORDS, type DigitWords } from '../toolkit/digits.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';

export type MapName = 'x' | 'noisy' | 'code' | 'image' | 'error';

interface Own {
  maps: Record<MapName, string>;
  titles: Record<MapName, string>;
  mapAlt: string;
  input: string;
  labels: Record<'sigma' | 'seed', string>;
  hints: Record<'sigma' | 'seed', string>;
  before: string;
  after: string;
  gain: string;
  formula: string;
  untrained: string;
  noiseless: string;
  codeCell: string;
  also: string;
  predict: string;
  predictAsk: string;
  predictLabel: string;
  notNumber: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own & DigitWords> & ToolWords;

const zh: OwnWords<Own & DigitWords> = {
  ...DIGIT_WORDS.zh,
  name: '去噪自编码器演示',
  lead: '给数字加噪声，让网络还原：784 个像素挤进一段短短的编码，再展开成图。拖动 σ，看还原好了多少分贝、错在哪里。',
  names: { image: '图片', sigma: 'σ', seed: '种子' },
  problems: DIGIT_PROBLEMS.zh,
  maps: {
    x: '干净的数字 x',
    noisy: '加噪声后的数字',
    code: '瓶颈里的编码',
    image: '网络的输出',
    error: '误差：输出减 x',
  },
  titles: {
    x: '<b>x</b> 干净',
    noisy: '<b>x + σ·n</b> 加噪声',
    code: '<b>编码</b> {n} 个数',
    image: '<b>x̂</b> 输出',
    error: '<b>x̂ − x</b> 误差',
  },
  mapAlt: '{what}，{title}，{h}×{w}',
  input: '你的手绘',
  labels: { sigma: '噪声的标准差 σ', seed: '噪声的种子' },
  hints: {
    sigma: '像素从 0 到 1；加噪声后不截断',
    seed: '同一种子，同样的噪声',
  },
  before: '加噪声后',
  after: '输出',
  gain: '提高',
  formula: 'PSNR = 10 log₁₀(1 / MSE)，MSE 是 784 个像素的平均平方误差。',
  untrained: '训练时的 σ 不超过 {max}：这里已在训练范围之外。',
  noiseless: '没有噪声可去：网络只能照抄，而瓶颈抄不全。',
  codeCell: '编码的第 {i} 个数',
  also: '还要看哪张图的数字',
  predict: '先猜：提高多少分贝？',
  predictAsk: '输出、误差和它们的 PSNR 已遮住。看着噪声猜一猜，差 1 dB 以内算对。',
  predictLabel: 'PSNR 提高（dB）',
  notNumber: '先填一个数。',
  right: '对了：提高 {v} dB。',
  wrong: '还不对：提高 {v} dB。',
};

const en: OwnWords<Own & DigitWords> = {
  ...DIGIT_WORDS.en,
  name: 'Denoising autoencoder demo',
  lead: 'Add noise to a digit and let the network restore it: 784 pixels squeeze through a short code and unfold again. Drag σ, and see how many decibels are gained and where it errs.',
  names: { image: 'picture', sigma: 'σ', seed: 'seed' },
  problems: DIGIT_PROBLEMS.en,
  maps: {
    x: 'The clean digit x',
    noisy: 'The digit with noise',
    code: 'The code in the bottleneck',
    image: 'The output of the network',
    error: 'The error: output minus x',
  },
  titles: {
    x: '<b>x</b> clean',
    noisy: '<b>x + σ·n</b> noisy',
    code: '<b>code</b> {n} numbers',
    image: '<b>x̂</b> output',
    error: '<b>x̂ − x</b> error',
  },
  mapAlt: '{what}, {title}, {h}×{w}',
  input: 'Your drawing',
  labels: { sigma: 'Noise: standard deviation σ', seed: 'Seed of the noise' },
  hints: {
    sigma: 'pixels lie between 0 and 1; noisy ones are not clipped',
    seed: 'same seed, same noise',
  },
  before: 'noisy',
  after: 'output',
  gain: 'gained',
  formula: 'PSNR = 10 log₁₀(1 / MSE), where MSE is the mean squared error of 784 pixels.',
  untrained: 'In training σ was at most {max}: this is outside.',
  noiseless:
    'There is no noise to remove: the network can only copy, and the bottleneck loses some.',
  codeCell: 'number {i} of the code',
  also: 'Also the numbers of',
  predict: 'Predict first: how many decibels are gained?',
  predictAsk:
    'The output, its error and their PSNR are covered. Look at the noise and guess, to within 1 dB.',
  predictLabel: 'PSNR gained (dB)',
  notNumber: 'Enter a number first.',
  right: 'Right: {v} dB.',
  wrong: 'Not so: {v} dB.',
};

export const STRINGS: L10n<Words> = joinWords<Own & DigitWords>({ zh, en });
