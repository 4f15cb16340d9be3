import type { L10n } from '../../../i18n/langs.ts';
import type { DataSet, Loss } from '../../../lib/gan2d.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { Key } from './state.ts';

interface Own {
  play: string;
  back: string;
  step: string;
  one: string;
  oneD: string;
  fiftyD: string;
  oneG: string;
  maps: Record<'plane' | 'manifold' | 'optimum', string>;
  field: string;
  critic: string;
  data: string;
  made: string;
  pull: string;
  isReal: string;
  isFake: string;
  drawPoints: string;
  planeAlt: string;
  manifoldAlt: string;
  manifoldNote: string;
  optimumAlt: string;
  optimumNote: string;
  optimumWgan: string;
  cellFormula: string;
  here: string;
  stepLabel: string;
  modes: string;
  near: string;
  js: string;
  floor: string;
  lossD: string;
  lossG: string;
  equilibrium: string;
  bestD: string;
  wganNote: string;
  meanPull: string;
  method: string;
  labels: Record<Key, string>;
  dataNames: Record<DataSet, string>;
  lossNames: Record<Loss, string>;
  rateHint: string;
  kHint: string;
  sizeHint: string;
  thenHint: string;
  pointsHint: string;
  tables: Record<'samples' | 'field' | 'optimum' | 'manifold' | 'pull', string>;
  predict: string;
  predictAsk: string;
  predictLabel: string;
  choose: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '平面上的 GAN',
  lead: '生成器 G 把方格里的随机点变成样本，判别器 D 给平面上色：哪里像真数据，哪里像假的。按“训练”，看样本被梯度拉向数据；拖步数可以回到任何一步。',
  names: {
    data: '数据',
    points: '数据中心',
    loss: '损失',
    lrG: 'G 的学习率',
    lrD: 'D 的学习率',
    k: '每步更新 D 的次数',
    sizeG: 'G 的隐藏层',
    sizeD: 'D 的隐藏层',
    steps: '步数',
    then: '追加更新',
    seed: '种子',
  },
  problems: {
    'too-long': '按现在的网络，步数最多 {max}（{value} 步要等太久）。',
    'not-custom': '只有 data=custom 才能给出数据中心。',
    then: '追加更新写成 D20G1 这样（字母后面是次数），“{value}”不行。',
  },
  play: '训练',
  back: '退到上一个关键帧',
  step: '训练到下一个关键帧',
  one: '一步',
  oneD: '只更新 D',
  fiftyD: 'D ×50',
  oneG: '只更新 G',
  maps: { plane: '平面', manifold: '流形', optimum: '最优判别器' },
  field: 'D(x)',
  critic: '评判器 f(x)',
  data: '数据',
  made: '样本',
  pull: '梯度的拉力',
  isReal: '真',
  isFake: '假',
  drawPoints: '点一下平面（或按空格键）添上或去掉一个数据中心。',
  planeAlt: '第 {step} 步时的平面：判别器的着色、数据点、{n} 个样本，以及每个样本受到的拉力',
  manifoldAlt: '潜在空间的方格经过 G 之后在平面上的样子，后面是数据点',
  manifoldNote: 'z 的方格经过 G 之后',
  optimumAlt: '对现在的 G 而言最优的判别器：每格的 p/(p + q)',
  optimumNote: '对现在的 G，没有哪个 D 比它更好',
  optimumWgan: '仅供对照：WGAN 的评判器不以它为最优',
  cellFormula: '光标所在那一格的算式',
  here: '这一格里',
  stepLabel: '步数',
  modes: '覆盖的峰',
  near: '{n} / {all} 个样本离某个中心不到 3σ',
  js: 'JS(p, q)',
  floor: '真对真 {v}',
  lossD: 'D 的损失',
  lossG: 'G 的损失',
  equilibrium: '均衡时 2 ln 2 ≈ 1.386',
  bestD: '只凭这些格子的密度，最好的 D 损失是（D 看得比格子细，可以更低）',
  wganNote:
    '损失的相反数（去掉惩罚项）是对 W₁ 的估计；惩罚项在真假样本的连线上把梯度的长度拉向 1。',
  meanPull: '样本受到的平均拉力 ‖∂L_G/∂x‖：{v}',
  method:
    'JS、KL：数据与样本各 512 个，用宽 0.1 的高斯核摊到 32×32 格，再均匀混入千分之一，两边各自总和为 1。W₁：各取前 128 个，按最小费用一一配对，取平均距离（对这两组点是精确值）。覆盖：一个峰 3σ 以内的样本不少于平均份额的四分之一。σ = 0.06，批大小 64，Adam 的 β 为 0.5 和 0.999（WGAN-GP 为 0.5 和 0.9），λ = 10，隐藏层用 0.2 的 leaky ReLU。',
  labels: {
    data: '数据',
    points: '数据中心（x,y;x,y…）',
    loss: '损失',
    lrG: 'G 的学习率',
    lrD: 'D 的学习率',
    k: 'k：每步更新 D 几次',
    sizeG: 'G 的隐藏层',
    sizeD: 'D 的隐藏层',
    steps: '步数（拖回去就是倒带）',
    then: '之后再单独更新',
    seed: '种子',
  },
  dataNames: { ring: '环（8 个峰）', grid: '方阵（9 个峰）', line: '线段', spiral: '螺线', custom: '自己点' }, // prettier-ignore
  lossNames: { minimax: 'minimax（原始）', 'non-saturating': '非饱和', 'wgan-gp': 'WGAN-GP' },
  rateHint: '0.000001 到 0.1',
  kHint: '1 到 20；WGAN-GP 默认 5',
  sizeHint: '一到三层，每层不超过 32',
  thenHint: '例如 D50G1；“训练”会去掉它',
  pointsHint: '最多 64 个，坐标在 ±1.6 以内',
  tables: {
    samples: '前 16 个样本 G(z)：x、y',
    field: 'D（或 f）在 32×32 格上的值，从上到下',
    optimum: 'p/(p + q)，从上到下',
    manifold: '潜在空间方格的交点经过 G：x、y',
    pull: '每个样本受到的拉力 −∂L_G/∂x',
  },
  predict: '先猜再看',
  predictAsk: '按上面的设置训练完，G 的样本会落到几个峰上？',
  predictLabel: '覆盖的峰数',
  choose: '先填一个数。',
  right: '对，是 {n} 个。',
  wrong: '不对，是 {n} 个。',
};

const en: OwnWords<Own> = {
  name: 'A GAN in the plane',
  lead: 'The generator G turns random points of a square into samples; the discriminator D colors the plane by what looks real. Press “Train” and watch the gradient pull the samples to the data. Drag the steps to rewind.',
  names: {
    data: 'data',
    points: 'centers',
    loss: 'loss',
    lrG: 'learning rate of G',
    lrD: 'learning rate of D',
    k: 'number of updates of D',
    sizeG: 'hidden layers of G',
    sizeD: 'hidden layers of D',
    steps: 'number of steps',
    then: 'list of extra updates',
    seed: 'seed',
  },
  problems: {
    'too-long': 'These networks take at most {max} steps; {value} would take too long.',
    'not-custom': 'Centers can be given only with data=custom.',
    then: 'Extra updates look like D20G1, a letter and how often; “{value}” does not.',
  },
  play: 'Train',
  back: 'Back to the key frame before',
  step: 'Train to the next key frame',
  one: 'One step',
  oneD: 'Step D',
  fiftyD: 'D ×50',
  oneG: 'Step G',
  maps: { plane: 'Plane', manifold: 'Manifold', optimum: 'Best discriminator' },
  field: 'D(x)',
  critic: 'Critic f(x)',
  data: 'data',
  made: 'samples',
  pull: 'pull of the gradient',
  isReal: 'real',
  isFake: 'fake',
  drawPoints: 'Press the plane (or the space key) to add or remove a center of the data.',
  planeAlt:
    'The plane at step {step}: the field of the discriminator, the data, {n} samples, and the pull on each of them',
  manifoldAlt: 'The square grid of the latent space after G, over the data',
  manifoldNote: 'the grid of z after G',
  optimumAlt: 'The best discriminator against this generator: p/(p + q) in each cell',
  optimumNote: 'no D does better against this G',
  optimumWgan: 'for comparison only: a WGAN critic does not aim at it',
  cellFormula: 'The cell under the cursor',
  here: 'in this cell',
  stepLabel: 'Step',
  modes: 'Modes covered',
  near: '{n} of {all} samples within 3σ of a center',
  js: 'JS(p, q)',
  floor: 'real against real {v}',
  lossD: 'Loss of D',
  lossG: 'Loss of G',
  equilibrium: 'at equilibrium 2 ln 2 ≈ 1.386',
  bestD:
    'Knowing only the densities of the cells, the best D has (D sees finer than cells and can get below):',
  wganNote:
    'The loss without its penalty, with the sign turned, estimates W₁; the penalty pulls the length of the gradient to 1 on the lines between data and samples.',
  meanPull: 'Mean pull on a sample, ‖∂L_G/∂x‖: {v}',
  method:
    'JS and KL: 512 points of each, spread by Gaussian kernels of width 0.1 over 32×32 cells, with a thousandth mixed in evenly; each side adds up to 1. W₁: the first 128 of each, paired at least total cost, mean distance (exact for these points). A mode is covered by a quarter of its fair share of samples within 3σ. σ = 0.06, batches of 64, Adam with β 0.5 and 0.999 (WGAN-GP 0.5 and 0.9), λ = 10, leaky ReLU of slope 0.2 in the hidden layers.',
  labels: {
    data: 'Data',
    points: 'Centers (x,y;x,y…)',
    loss: 'Loss',
    lrG: 'Learning rate of G',
    lrD: 'Learning rate of D',
    k: 'k: updates of D a step',
    sizeG: 'Hidden layers of G',
    sizeD: 'Hidden layers of D',
    steps: 'Steps (drag back to rewind)',
    then: 'Then update alone',
    seed: 'Seed',
  },
  dataNames: { ring: 'ring (8 modes)', grid: 'grid (9 modes)', line: 'line', spiral: 'spiral', custom: 'your own points' }, // prettier-ignore
  lossNames: { minimax: 'minimax (original)', 'non-saturating': 'non-saturating', 'wgan-gp': 'WGAN-GP' }, // prettier-ignore
  rateHint: '0.000001 to 0.1',
  kHint: '1 to 20; WGAN-GP starts with 5',
  sizeHint: 'one to three layers of at most 32',
  thenHint: 'such as D50G1; “Train” drops it',
  pointsHint: 'at most 64, within ±1.6',
  tables: {
    samples: 'The first 16 samples G(z): x, y',
    field: 'D (or f) on 32×32 cells, from the top',
    optimum: 'p/(p + q), from the top',
    manifold: 'Crossings of the latent grid after G: x, y',
    pull: 'Pull on each sample, −∂L_G/∂x',
  },
  predict: 'Predict first',
  predictAsk: 'After training as set above, on how many modes will the samples of G lie?',
  predictLabel: 'Modes covered',
  choose: 'Give a number first.',
  right: 'Right: {n}.',
  wrong: 'No: {n}.',
};

export const STRINGS: L10n<Words> = joinWords({ zh, en });
