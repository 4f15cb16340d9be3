import type { L10n } from '../../../i18n/langs.ts';
import { DIGIT_PROBLEMS, DIGIT_WORDS, type DigitWords } from '../toolkit/digits.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { State } from './state.ts';

interface Own {
  colon: string;
  pictureSide: string;
  otherSide: string;
  arithmetic: string;
  labels: Record<'patch' | 'temperature' | 'scale' | 'positions' | 'order' | 'dims' | 'heads' | 'weights' | 'seed', string>; // prettier-ignore
  hints: Partial<Record<'patch' | 'temperature' | 'scale' | 'positions' | 'order' | 'dims' | 'heads' | 'weights' | 'seed', string>>; // prettier-ignore
  positionNames: Record<State['positions'], string>;
  weightNames: Record<State['weights'], string>;
  patch: string;
  patchHead: string;
  patchSize: string;
  others: string;
  pictureIs: string;
  shuffledAlt: string;
  pictureLabel: string;
  pictureHint: string;
  unshuffled: string;
  shuffle: string;
  restore: string;
  inOrder: string;
  difference: string;
  onlyMoved: string;
  changed: string;
  headsTitle: string;
  headName: string;
  headAlt: string;
  smallest: string;
  largestScaled: string;
  largestRaw: string;
  askerTitle: string;
  blendTitle: string;
  receives: string;
  titles: Record<'q' | 'k' | 'steps' | 'v' | 'z' | 'out' | 'outOne', string>;
  sum: string;
  asks: string;
  projected: string;
  scored: string;
  scaled: string;
  unscaled: string;
  softmaxed: string;
  summed: string;
  outOne: string;
  outMany: string;
  drawHere: string;
  clear: string;
  layerHint: string;
  tokenHint: string;
  results: Record<'tokens' | 'weights' | 'y' | 'before' | 'blend', string>;
  predict: string;
  predictAsk: string;
  predictLabel: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own & DigitWords> & ToolWords;

const zh: OwnWords<Own & DigitWords> = {
  ...DIGIT_WORDS.zh,
  name: '注意力演示',
  lead: '点一块，让它发问：颜色越深的图块，分到的权重越大；它得到的，就是所有图块按这些权重的平均。',
  names: {
    image: '图片',
    input: '手绘',
    patch: '图块的边长',
    query: '发问的图块',
    temperature: '温度',
    scale: '除以 √d',
    positions: '位置嵌入',
    order: '次序的种子',
    dims: 'D',
    heads: '头数',
    head: '显示的头',
    weights: '权重矩阵',
    seed: '种子',
  },
  problems: DIGIT_PROBLEMS.zh,
  colon: '：',
  pictureSide: '图片与权重',
  otherSide: '得到什么，怎样改',
  arithmetic: '光标所在的计算',
  labels: {
    patch: '图块的边长（像素）',
    temperature: '温度 T',
    scale: '分数除以 √d',
    positions: '位置嵌入',
    order: '次序的种子（0：不打乱）',
    dims: 'D：每个 token 几个数',
    heads: '头数 h，每头 d = D / h',
    weights: '权重矩阵',
    seed: '矩阵的种子',
  },
  hints: {
    temperature: '分数除以 T 再做 softmax：越低越集中',
    weights: '没有训练过，由种子抽出',
  },
  positionNames: { none: '没有', sine: '加上行、列的正弦和余弦' },
  weightNames: { alike: 'W_K 等于 W_Q：相像的互相匹配', free: 'W_K 另抽一个' },
  patch: '第 {i} 块',
  patchHead: '图块',
  patchSize: '{p}×{p}，共 {n} 块',
  others: '其余 {n} 项',
  pictureIs: '{what}，切成 {n}×{n} 块',
  shuffledAlt: '{what}，切成 {n}×{n} 块，已打乱',
  pictureLabel: '第 {i} 块发问，权重最大的是第 {j} 块，{p}。按一下或用方向键换一块',
  pictureHint:
    '实线框：发问的图块；虚线框：下面正在算的图块。百分数已舍入。这是数字中间的 24×24 像素。',
  unshuffled: '没打乱时',
  shuffle: '打乱图块',
  restore: '复原次序',
  inOrder: '图块按原来的次序。打乱之后，这里会比较每一块的输出。',
  difference: '每一块的输出与打乱前相比，最多相差',
  onlyMoved: '这只是舍入误差：每一块得到的和原来一样，变的只是次序。',
  changed: '输出变了：同样的图块放在别处，结果就不同。',
  headsTitle: '每个头各看各的',
  headName: '头 {h}',
  headAlt: '头 {h}：权重最大的是第 {j} 块，{p}',
  smallest: '最小的权重',
  largestScaled: '最大的，除以 √d 时',
  largestRaw: '不除以 √d 时',
  askerTitle: '第 {i} 块发问',
  blendTitle: '得到：加权平均',
  receives: '全部 {n} 块像素的加权平均',
  titles: {
    q: '① 第 {i} 块的查询 q = x W<sub>Q</sub>',
    k: '① 键 k = x W<sub>K</sub>',
    steps: '② 点积 → ③ 缩放 → ④ softmax',
    v: '① 值 v = x W<sub>V</sub>',
    z: '⑤ 加权和 z = Σ 权重·v',
    out: '⑥ {n} 个头的 z 接起来，乘 W<sub>O</sub>',
    outOne: '⑥ 输出 y = z W<sub>O</sub>',
  },
  sum: '权重之和',
  asks: '第 {i} 块发问，{n} 个权重',
  projected: '第 {p} 块的 {v}{c} = x 与 W_{w} 第 {col} 列的点积',
  scored: '第 {i} 块的 q 与第 {j} 块的 k 的点积',
  scaled: '第 {j} 块的分数 / √{d} / T',
  unscaled: '第 {j} 块的分数 / T（没有除以 √{d}）',
  softmaxed: '第 {j} 块的权重：e 的幂 / {n} 个幂之和（先减去最大的分数）',
  summed: 'z{c} = Σ 权重 × v{c}',
  outOne: 'y{c} = z 与 W_O 第 {c} 列的点积',
  outMany: 'y{c} = {n} 个头的 z 接起来，与 W_O 第 {c} 列的点积',
  drawHere: '在这里画',
  clear: '清空',
  layerHint:
    '这一层的四个矩阵，种子 {seed}，标准差 1.2/√D，取两位小数；没有偏置。它们没有训练过：种子是挑出来的，让相像的图块分得较多。',
  tokenHint:
    'token：像素从 0 到 1，变成 2p − 1，再与 D 个余弦图案（频率由低到高，第 (u, v) 个乘 2 + 3u + 3v，再除以像素数）求点积；有位置嵌入时再加上。哪一块放在哪里由种子定，其余的数你的设备都算一遍。图上的颜色和算式按 float64。',
  results: {
    tokens: 'token x，每行一个位置',
    weights: '全部注意力权重（每行一个查询；各头并排）',
    y: '输出 y，每行一个位置',
    before: '没打乱时的输出，按打乱后的次序排列',
    blend: '像素的加权平均',
  },
  predict: '先猜一猜：哪一块的权重最大？',
  predictAsk: '权重已遮住。看看发问的图块像谁，填它的编号。',
  predictLabel: '图块的编号',
  right: '对，第 {j} 块，{p}。',
  wrong: '还不对：你填的是 {g}，应是 {j}，{p}。',
};

const en: OwnWords<Own & DigitWords> = {
  ...DIGIT_WORDS.en,
  name: 'Attention stepper',
  lead: 'Press a patch, and it asks. The deeper the color, the larger the weight of a patch; what comes back is the mean of all patches with these weights.',
  names: {
    image: 'picture',
    input: 'drawing',
    patch: 'side of a patch',
    query: 'asking patch',
    temperature: 'temperature',
    scale: 'division by √d',
    positions: 'position embedding',
    order: 'seed of the order',
    dims: 'number D',
    heads: 'number of heads',
    head: 'head on show',
    weights: 'kind of matrices',
    seed: 'seed',
  },
  problems: DIGIT_PROBLEMS.en,
  colon: ':',
  pictureSide: 'Picture and weights',
  otherSide: 'What comes back, and how to change it',
  arithmetic: 'The arithmetic under the cursor',
  labels: {
    patch: 'Side of a patch (pixels)',
    temperature: 'Temperature T',
    scale: 'Divide scores by √d',
    positions: 'Position embedding',
    order: 'Seed of the order (0: not shuffled)',
    dims: 'D: numbers in a token',
    heads: 'Heads h, each of d = D / h',
    weights: 'Weight matrices',
    seed: 'Seed of the matrices',
  },
  hints: {
    temperature: 'Scores are divided by T before softmax; low means concentrated',
    weights: 'Not trained, drawn from the seed',
  },
  positionNames: { none: 'none', sine: 'sines and cosines of row and column' },
  weightNames: { alike: 'W_K equals W_Q: like matches like', free: 'W_K drawn separately' },
  patch: 'patch {i}',
  patchHead: 'patch',
  patchSize: '{p}×{p}, {n} patches',
  others: '{n} others',
  pictureIs: '{what}, cut into {n}×{n} patches',
  shuffledAlt: '{what}, cut into {n}×{n} patches and shuffled',
  pictureLabel:
    'Patch {i} asks; patch {j} has the largest weight, {p}. Press another patch or use the arrow keys',
  pictureHint:
    'Solid frame: the patch that asks. Dashed frame: the patch of the arithmetic below. Percentages are rounded. These are the middle 24×24 pixels of the digit.',
  unshuffled: 'unshuffled',
  shuffle: 'Shuffle the patches',
  restore: 'Restore the order',
  inOrder: 'The patches are in order. Once they are shuffled, the outputs are compared here.',
  difference: 'Compared with the output of each patch before shuffling, the largest difference is',
  onlyMoved: 'That is rounding: every patch receives what it received before, only the order has changed.', // prettier-ignore
  changed: 'The outputs have changed: the same patch in another place gives another result.',
  headsTitle: 'Each head looks in its own way',
  headName: 'Head {h}',
  headAlt: 'Head {h}: patch {j} has the largest weight, {p}',
  smallest: 'smallest weight',
  largestScaled: 'largest with ÷ √d',
  largestRaw: 'without',
  askerTitle: 'patch {i} asks',
  blendTitle: 'and receives: the weighted mean',
  receives: 'the weighted mean of the pixels of all {n} patches',
  titles: {
    q: '① Query of patch {i}: q = x W<sub>Q</sub>',
    k: '① Keys k = x W<sub>K</sub>',
    steps: '② Product → ③ scale → ④ softmax',
    v: '① Values v = x W<sub>V</sub>',
    z: '⑤ Weighted sum z = Σ weight·v',
    out: '⑥ z of {n} heads joined, times W<sub>O</sub>',
    outOne: '⑥ Output y = z W<sub>O</sub>',
  },
  sum: 'Sum of the weights',
  asks: 'Patch {i} asks, {n} weights',
  projected: 'Patch {p}, {v}{c} = product of x with column {col} of W_{w}',
  scored: 'q of patch {i} times k of patch {j}',
  scaled: 'Score of patch {j} / √{d} / T',
  unscaled: 'Score of patch {j} / T (not divided by √{d})',
  softmaxed: 'Weight of patch {j}: power of e / sum of {n} powers (less the largest score)',
  summed: 'z{c} = Σ weight × v{c}',
  outOne: 'y{c} = product of z with column {c} of W_O',
  outMany: 'y{c} = z of {n} heads joined, times column {c} of W_O',
  drawHere: 'Draw here',
  clear: 'Clear',
  layerHint:
    'The four matrices of this layer, seed {seed}, deviation 1.2/√D, rounded to two decimals; there is no bias. They are not trained: the seed was picked so that similar patches get more.',
  tokenHint:
    'Token: pixels from 0 to 1 become 2p − 1, then products with D cosine patterns (slow ones first; pattern (u, v) times 2 + 3u + 3v, divided by the number of pixels); position embeddings, if any, are added. Which patch stands where is decided by the seed; every other number is computed on your device as well. Colors in the picture and arithmetic are in float64.',
  results: {
    tokens: 'Tokens x, a place in each row',
    weights: 'All attention weights (a query in each row; heads side by side)',
    y: 'Outputs y, a place in each row',
    before: 'Outputs without shuffling, in the shuffled order',
    blend: 'Weighted mean of the pixels',
  },
  predict: 'Predict first: which patch has the largest weight?',
  predictAsk:
    'The weights are covered. See which patch the asking one resembles, and type its number.',
  predictLabel: 'Number of the patch',
  right: 'Right: patch {j}, {p}.',
  wrong: 'Not yet: you typed {g}, it is {j}, {p}.',
};

export const STRINGS: L10n<Words> = joinWords({ zh, en });
