import type { L10n } from '../../../i18n/langs.ts';
import { DIGIT_PROBLEMS, DIGIT_WORDS, type DigitWords } from '../toolkit/digits.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';

interface Own {
  models: Record<'digits-vae2' | 'digits-vae', string>;
  point: string;
  plane: string;
  planeAlt: string;
  planeHint: string;
  x: string;
  xTitle: string;
  input: string;
  image: string;
  imageTitle: string;
  imageAlt: string;
  drawsTitle: string;
  strip: string;
  stripTitle: string;
  dims: string;
  dimension: string;
  start: string;
  end: string;
  reconstruction: string;
  reconstructionHow: string;
  kl: string;
  klHow: string;
  elbo: string;
  elboHow: string;
  nats: string;
  sampled: string;
  noLoss: string;
  prior: string;
  pixel: string;
  pixelLoss: string;
  labels: Record<'model' | 'seed' | 'epsilon' | 'draws' | 'samples' | 'to' | 't' | 'walk', string>;
  hints: Record<'seed' | 'epsilon' | 'draws' | 'to', string>;
  walks: Record<'lerp' | 'slerp', string>;
  walkTo: string;
  stay: string;
  encodeDigit: string;
  predict: string;
  predictAsk: string;
  askZ: string;
  askPrior: string;
  notNumber: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own & DigitWords> & ToolWords;

const zh: OwnWords<Own & DigitWords> = {
  ...DIGIT_WORDS.zh,
  name: 'VAE 演示',
  lead: '平面上每一点 z 都能解码成一张图：点一下或拖动试试。也可以编码一个数字，看 μ、σ、ε 怎样合成 z，损失的两项各是多少。',
  names: {
    model: '模型',
    z: 'z',
    seed: '种子',
    image: '图片',
    epsilon: 'ε 的种子',
    draws: '份数',
    samples: '样本数',
    to: '终点',
    t: 't',
    walk: '插值',
  },
  problems: DIGIT_PROBLEMS.zh,
  models: { 'digits-vae2': '2 维潜变量', 'digits-vae': '16 维潜变量' },
  point: '直接给 z',
  plane: '潜在平面：z₁ 向右、z₂ 向上，各从 −3 到 3',
  planeAlt: '11×11 张解码图铺成的平面，相邻的图相近',
  planeHint: '。底图在构建时解码；你指的那一点由你的设备当场解码。',
  x: '输入的数字 x',
  xTitle: '<b>x</b> 输入',
  input: '你的手绘',
  image: '解码出的图',
  imageTitle: '<b>x̂</b> 解码器(z)',
  imageAlt: '解码器由 z = ({z}) 画出的图，28×28',
  drawsTitle: '种子 {from} 到 {to}，各解码一张',
  strip: '沿途 9 张',
  stripTitle: 't 从 0 到 1，每隔 1/8 一张；点一张就走到那里',
  dims: '潜变量各维',
  dimension: '维',
  start: '起点',
  end: '终点',
  reconstruction: '重建损失',
  reconstructionHow: '−Σ [x ln x̂ + (1 − x) ln(1 − x̂)]，784 个像素',
  kl: 'KL 项',
  klHow: '½ Σ (μ² + σ² − 1 − ln σ²)，{n} 维',
  elbo: 'ELBO',
  elboHow: '−({r} + {k})',
  nats: '奈特',
  sampled: '用 {n} 个样本估计 KL（种子 {seed}）：{mean} ± {error}，与闭式解相差 {off} 个标准误差。',
  noLoss: '这里没有输入，也就没有损失；',
  prior: 'ln p(z) = −½ |z|² − {half} ln 2π',
  pixel: '像素',
  pixelLoss: '这一像素的重建损失',
  labels: {
    model: '模型',
    seed: '随机取 z：种子',
    epsilon: 'ε 的种子',
    draws: '并排几份',
    samples: '估计 KL 的样本数',
    to: '走到',
    t: '路程 t',
    walk: '插值',
  },
  hints: {
    seed: '同一种子，同一张图',
    epsilon: '0 表示 ε = 0，即 z = μ',
    draws: '种子依次加 1',
    to: 'test-217 这样的数字，或用逗号隔开的 z',
  },
  walks: { lerp: '直线（lerp）', slerp: '弧线（slerp）' },
  walkTo: '走向数字 {d}',
  stay: '不走',
  encodeDigit: '编码一个数字',
  predict: '先算：自己求一个数',
  predictAsk: '算式已遮住。按现在的数算到两位小数。',
  askZ: 'μ₁ = {m}，σ₁ = {s}，ε₁ = {e}；z₁ =',
  askPrior: 'z = ({z})；标准正态先验下 ln p(z) =',
  notNumber: '先填一个数。',
  right: '对了：{v}。',
  wrong: '还不对：是 {v}。',
};

const en: OwnWords<Own & DigitWords> = {
  ...DIGIT_WORDS.en,
  name: 'VAE demo',
  lead: 'Every point z of the plane decodes to a picture: point or drag. Or encode a digit, and see how μ, σ and ε make z and how large both terms of the loss are.',
  names: {
    model: 'model',
    z: 'z',
    seed: 'seed',
    image: 'picture',
    epsilon: 'seed of ε',
    draws: 'number of draws',
    samples: 'number of samples',
    to: 'end of the walk',
    t: 't',
    walk: 'interpolation',
  },
  problems: DIGIT_PROBLEMS.en,
  models: { 'digits-vae2': '2-dimensional code', 'digits-vae': '16-dimensional code' },
  point: 'z itself',
  plane: 'The latent plane: z₁ to the right, z₂ upwards, each from −3 to 3',
  planeAlt: 'a plane tiled with 11×11 decoded pictures, neighbors alike',
  planeHint: '. The tiles were decoded at build time; the point you touch is decoded here and now.',
  x: 'The input digit x',
  xTitle: '<b>x</b> input',
  input: 'Your drawing',
  image: 'The decoded picture',
  imageTitle: '<b>x̂</b> decoder(z)',
  imageAlt: 'what the decoder makes of z = ({z}), 28×28',
  drawsTitle: 'Seeds {from} to {to}, one decode each',
  strip: 'Nine stops on the way',
  stripTitle: 't from 0 to 1 in steps of 1/8; press a picture to go there',
  dims: 'The dimensions of the code',
  dimension: 'dim.',
  start: 'start',
  end: 'end',
  reconstruction: 'Reconstruction',
  reconstructionHow: '−Σ [x ln x̂ + (1 − x) ln(1 − x̂)] over 784 pixels',
  kl: 'KL term',
  klHow: '½ Σ (μ² + σ² − 1 − ln σ²) over {n} dimensions',
  elbo: 'ELBO',
  elboHow: '−({r} + {k})',
  nats: 'nats',
  sampled:
    'KL from {n} samples (seed {seed}): {mean} ± {error}, which is {off} standard errors from the closed form.',
  noLoss: 'Nothing was encoded, so there is no loss;',
  prior: 'ln p(z) = −½ |z|² − {half} ln 2π',
  pixel: 'Pixel',
  pixelLoss: 'reconstruction loss of this pixel',
  labels: {
    model: 'Model',
    seed: 'Draw z: seed',
    epsilon: 'Seed of ε',
    draws: 'Draws side by side',
    samples: 'Samples for the KL estimate',
    to: 'Walk to',
    t: 'Way t',
    walk: 'Interpolation',
  },
  hints: {
    seed: 'same seed, same picture',
    epsilon: '0 stands for ε = 0, so z = μ',
    draws: 'each with the next seed',
    to: 'a digit such as test-217, or z separated by commas',
  },
  walks: { lerp: 'line (lerp)', slerp: 'arc (slerp)' },
  walkTo: 'walk to a {d}',
  stay: 'no walk',
  encodeDigit: 'encode a digit',
  predict: 'Predict first: work out one number',
  predictAsk: 'The arithmetic is covered. Two decimals will do.',
  askZ: 'μ₁ = {m}, σ₁ = {s}, ε₁ = {e}; z₁ =',
  askPrior: 'z = ({z}); under the standard normal prior, ln p(z) =',
  notNumber: 'Enter a number first.',
  right: 'Right: {v}.',
  wrong: 'Not yet: it is {v}.',
};

export const STRINGS: L10n<Words> = joinWords<Own & DigitWords>({ zh, en });
