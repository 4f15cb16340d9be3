import type { L10n } from '../../../i18n/langs.ts';
import type { Convention, Method, ScheduleName } from '../../../lib/optimizers.ts';
import type { SurfaceName } from '../../../lib/surfaces.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { Key } from './state.ts';

interface Own {
  play: string;
  first: string;
  back: string;
  step: string;
  map: string;
  mapAlt: string;
  mapHint: string;
  startHere: string;
  minimum: string;
  raceTable: string;
  on: string;
  above: string;
  off: string;
  chart: string;
  chartAlt: string;
  rateCurve: string;
  stepsAxis: string;
  formulaOf: string;
  ofStep: string;
  atStart: string;
  closed: string;
  decayed: string;
  tooFar: string;
  overflow: string;
  bounded: string;
  outside: string;
  differs: string;
  same: string;
  limits: string;
  limitsNear: string;
  below: string;
  exactly: string;
  beyond: string;
  rateNow: string;
  adaptiveNow: string;
  further: string;
  method: string;
  labels: Record<Key, string>;
  methods: Record<Method, string>;
  surfaces: Record<SurfaceName, string>;
  conventions: Record<Convention, string>;
  schedules: Record<ScheduleName, string>;
  hints: Partial<Record<Key, string>>;
  tables: Record<'step' | 'losses' | 'path', string>;
  columns: string;
  predict: string;
  predictAsk: string;
  predictLabel: string;
  choose: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const METHODS = {
  sgd: 'SGD',
  nesterov: 'Nesterov',
  adagrad: 'AdaGrad',
  rmsprop: 'RMSProp',
  adam: 'Adam',
  adamw: 'AdamW',
};

const zh: OwnWords<Own> = {
  name: '优化器赛跑',
  lead: '几个优化器从同一点出发，沿损失曲面往下走。拖动起点，改学习率，再按“运行”，看谁先到最低点、谁会发散。下面逐步写出光标所在那一步的算式。',
  names: {
    surface: '曲面',
    curvatures: '曲率',
    rotate: '旋转角',
    start: '起点',
    optimizers: '优化器',
    rate: '学习率',
    adaptiveRate: '自适应方法的学习率',
    beta: '动量系数 β',
    rho: 'ρ',
    beta1: 'β₁',
    beta2: 'β₂',
    eps: 'ε',
    decay: '权重衰减',
    convention: '约定',
    schedule: '学习率调度',
    every: '衰减间隔',
    factor: '衰减倍数',
    warmup: '预热步数',
    noise: '梯度噪声',
    seed: '种子',
    steps: '总步数',
    at: '当前步',
  },
  play: '运行',
  first: '回到起点',
  back: '退一步',
  step: '走一步',
  map: '损失曲面',
  mapAlt: '{surface}的等高线，越靠近最低点颜色越深；从 {start} 出发的路径：{who}',
  mapHint: '点或拖地图（或用方向键）来移动起点。',
  startHere: '起点',
  minimum: '最低点',
  raceTable: '第 {t} 步时各优化器的位置与损失',
  on: '参加',
  above: 'f − 最小值',
  off: '没参加',
  chart: '损失（比最小值高多少，对数轴）',
  rateCurve: 'η（从 0 到最大）',
  chartAlt: '每一步之后的损失，对数轴；第 {t} 步：{who}',
  stepsAxis: '步',
  formulaOf: '光标所在那一步的算式',
  ofStep: '{method}，第 {t} 步',
  atStart: '还在起点，一步都没走。',
  closed: '闭式解：',
  decayed: '先衰减',
  tooFar: '{method}：第 {t} 步发散，损失超过起点的 1000 倍，这里不再往下画。',
  overflow: '照这样走下去，第 {t} 步会超出 float32 的范围，之后就是 Infinity 和 NaN。',
  bounded: '直到第 5000 步都没有超出 float32 的范围。',
  outside: '{method}：走到画面外了。',
  differs: '有斜纹的格子：换成 {other} 的约定，得到的数不一样（{list}）。',
  same: '换成 {other} 的约定，位置相差不到 0.0005。',
  limits: '最大曲率 λ {l}（条件数 {k}）。能收敛的学习率：',
  limitsNear: '最低点附近的最大曲率 λ {l}（条件数 {k}）。在那里能收敛的学习率：',
  below: '在上限之内',
  exactly: '恰在上限',
  beyond: '超过上限',
  rateNow: '这一步的学习率 η',
  adaptiveNow: '自适应方法的 η',
  further: '更多设置',
  method:
    '轨迹由 float64 从起点一步步算出。你的设备核对的是当前这一步（梯度、m、v、更新量、新位置）和沿途每一点的损失；路径本身、等高线和“发散”的判断只由 float64 给出。噪声：每步给梯度的两个分量各加一个 σ·N(0, 1)，所有优化器用同一串随机数。',
  labels: {
    surface: '曲面',
    curvatures: '曲率 λ₁,λ₂',
    rotate: '旋转（度）',
    start: '起点 x,y',
    optimizers: '优化器',
    rate: '学习率 η',
    adaptiveRate: '自适应方法的 η',
    beta: '动量系数 β',
    rho: 'RMSProp 的 ρ',
    beta1: 'Adam 的 β₁',
    beta2: 'Adam 的 β₂',
    eps: 'ε',
    decay: '权重衰减 λ',
    convention: '约定',
    schedule: '学习率调度',
    every: '每隔几步',
    factor: '乘以',
    warmup: '预热步数',
    noise: '梯度噪声 σ',
    seed: '噪声的种子',
    steps: '总步数',
    at: '看第几步（拖回去就是倒带）',
  },
  methods: { ...METHODS, momentum: '动量' },
  surfaces: {
    quadratic: '二次碗',
    saddle: '鞍点',
    rosenbrock: 'Rosenbrock 弯谷',
    plateau: '平坦区里的坑',
  },
  conventions: { pytorch: 'PyTorch', keras: 'Keras' },
  schedules: { constant: '恒定', step: '分段下降', cosine: '余弦退火' },
  hints: {
    curvatures: '各在 0.01 到 1000 之间',
    rate: 'SGD、动量、Nesterov',
    adaptiveRate: '其余四种',
    convention: '动量里乘不乘 η，ε 在根号里还是外，衰减加在哪里',
    decay: 'PyTorch 加进梯度（AdamW 除外），Keras 直接缩小参数',
    warmup: '从 0 线性升到 η',
    noise: '0 就是全批量梯度',
    start: '也可以拖地图上的起点',
  },
  tables: {
    step: '这一步的 g、m、v、m̂、v̂、更新量、新值：每个优化器先 x 后 y',
    losses: '每一步之后比最小值高多少；发散之后不再变',
    path: '每一步之后的 x、y',
  },
  columns: 'g,m,v,m̂,v̂,Δ,θ',
  predict: '先猜再看',
  predictAsk: '跑完全程，参加的优化器里，有几个能把损失降到起点的 1% 以下？',
  predictLabel: '个数',
  choose: '先填一个数。',
  right: '对，是 {n} 个。',
  wrong: '不对，是 {n} 个。',
};

const en: OwnWords<Own> = {
  name: 'Optimizer race',
  lead: 'Optimizers set out from one point and walk down a loss surface. Drag the start, change the learning rate, press “Run”, and see who arrives and who diverges. Below, the step under the cursor with all its numbers.',
  names: {
    surface: 'surface',
    curvatures: 'curvatures',
    rotate: 'rotation',
    start: 'start',
    optimizers: 'optimizer',
    rate: 'learning rate',
    adaptiveRate: 'adaptive learning rate',
    beta: 'momentum β',
    rho: 'ρ',
    beta1: 'β₁',
    beta2: 'β₂',
    eps: 'ε',
    decay: 'weight decay',
    convention: 'convention',
    schedule: 'schedule',
    every: 'interval',
    factor: 'factor',
    warmup: 'warm-up',
    noise: 'noise',
    seed: 'seed',
    steps: 'number of steps',
    at: 'step on show',
  },
  play: 'Run',
  first: 'Back to the start',
  back: 'One step back',
  step: 'One step on',
  map: 'Loss surface',
  mapAlt:
    'Contour lines of the surface “{surface}”, darker towards the minimum; ways from {start}: {who}',
  mapHint: 'Press or drag on the map (or use the arrow keys) to move the start.',
  startHere: 'start',
  minimum: 'minimum',
  raceTable: 'Where each optimizer is at step {t}, and its loss',
  on: 'take part',
  above: 'f − least',
  off: 'not in the race',
  chart: 'Loss above the minimum, log axis',
  rateCurve: 'η, from 0 to its largest',
  chartAlt: 'Loss after each step, log axis; at step {t}: {who}',
  stepsAxis: 'steps',
  formulaOf: 'The step under the cursor',
  ofStep: '{method}, step {t}',
  atStart: 'At the start; no step has been made.',
  closed: 'In closed form:',
  decayed: 'decay first',
  tooFar:
    '{method} diverges at step {t}: the loss is more than 1,000 times that of the start, and it is not drawn any further.',
  overflow: 'Going on like this, step {t} leaves the range of float32; Infinity and NaN follow.',
  bounded: 'It stays within the range of float32 up to step 5,000.',
  outside: '{method} has left the picture.',
  differs: 'Striped cells: by the convention of {other} the numbers differ ({list}).',
  same: 'By the convention of {other} no position differs by more than 0.0005.',
  limits: 'Largest curvature λ {l} (condition number {k}). Rates that converge:',
  limitsNear:
    'Near the minimum the largest curvature is λ {l} (condition number {k}). Rates that converge there:',
  below: 'met',
  exactly: 'exactly at it',
  beyond: 'exceeded',
  rateNow: 'Rate of this step: η',
  adaptiveNow: 'of adaptive methods: η',
  further: 'More settings',
  method:
    'The ways are computed in float64, step by step from the start. Your device checks the step on show (gradient, m, v, update, new position) and the loss at every point of every way; the ways themselves, the contour lines and what counts as diverging are decided in float64 alone. Noise adds σ·N(0, 1) to both components of each gradient, the same draws for all optimizers.',
  labels: {
    surface: 'Surface',
    curvatures: 'Curvatures λ₁,λ₂',
    rotate: 'Rotation (degrees)',
    start: 'Start x,y',
    optimizers: 'Optimizers',
    rate: 'Learning rate η',
    adaptiveRate: 'Adaptive rate η',
    beta: 'Momentum β',
    rho: 'ρ of RMSProp',
    beta1: 'β₁ of Adam',
    beta2: 'β₂ of Adam',
    eps: 'ε',
    decay: 'Weight decay λ',
    convention: 'Convention',
    schedule: 'Schedule',
    every: 'Every so many steps',
    factor: 'times',
    warmup: 'Warm-up steps',
    noise: 'Gradient noise σ',
    seed: 'Seed of the noise',
    steps: 'Steps',
    at: 'Step on show (drag back to rewind)',
  },
  methods: { ...METHODS, momentum: 'Momentum' },
  surfaces: {
    quadratic: 'quadratic bowl',
    saddle: 'saddle',
    rosenbrock: 'Rosenbrock’s valley',
    plateau: 'hole in a plateau',
  },
  conventions: { pytorch: 'PyTorch', keras: 'Keras' },
  schedules: { constant: 'constant', step: 'steps down', cosine: 'cosine' },
  hints: {
    curvatures: 'each from 0.01 to 1000',
    rate: 'SGD, momentum, Nesterov',
    adaptiveRate: 'the other four',
    convention: 'η inside momentum or not, where ε stands, where decay goes',
    decay: 'PyTorch adds it to the gradient (not in AdamW), Keras shrinks the parameter',
    warmup: 'rises in a line to η',
    noise: '0 is the full-batch gradient',
    start: 'or drag the start on the map',
  },
  tables: {
    step: 'g, m, v, m̂, v̂, update and new value of this step: x, then y, of each optimizer',
    losses: 'Loss above the minimum after each step; unchanged once it has diverged',
    path: 'x and y after each step',
  },
  columns: 'g,m,v,m̂,v̂,Δ,θ',
  predict: 'Predict first',
  predictAsk:
    'After all steps, how many of the optimizers in the race have a loss below 1% of that at the start?',
  predictLabel: 'How many',
  choose: 'Give a number first.',
  right: 'Right: {n}.',
  wrong: 'No: {n}.',
};

export const STRINGS: L10n<Words> = joinWords({ zh, en });
