import type { L10n } from '../../../i18n/langs.ts';
import type { Activation, DataSet } from '../../../lib/playground.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { Key } from './state.ts';

interface Own {
  play: string;
  back: string;
  step: string;
  one: string;
  start: string;
  stepLabel: string;
  dots: string;
  newSeed: string;
  deeper: string;
  flatter: string;
  netAlt: string;
  netHint: string;
  look: string;
  output: string;
  plane: string;
  planeAlt: string;
  fieldTitle: string;
  neuronTitle: string;
  class: string;
  drawPoints: string;
  epochs: string;
  loss: string;
  lossTest: string;
  accuracy: string;
  accuracyTest: string;
  penalty: string;
  parameters: string;
  diverged: string;
  chart: string;
  chance: string;
  cellFormula: string;
  where: string;
  wherePoint: string;
  pointLoss: string;
  bias: string;
  weightOf: string;
  weightsOf: string;
  isFeature: string;
  after: string;
  batchNote: string;
  sgdRule: string;
  adamRule: string;
  editNote: string;
  labels: Record<Exclude<Key, 'weights' | 'neuron'>, string>;
  dataNames: Record<DataSet, string>;
  activationNames: Record<Activation, string>;
  hiddenHint: string;
  noiseHint: string;
  pointsHint: string;
  rateHint: string;
  l2Hint: string;
  seedHint: string;
  method: string;
  tables: Record<'weights' | 'start' | 'gradient' | 'next' | 'history' | 'data' | 'field', string>;
  predict: string;
  predictAsk: string;
  predictLabel: string;
  choose: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '多层感知机',
  lead: '左边每个小方块是一个神经元：平面上哪里让它亮，哪里让它暗。右边是分类结果。按“训练”，看弯曲的边界怎样由几条直线拼出来；点任何一个神经元，看它的权重、偏置和算式。',
  names: {
    data: '数据',
    points: '数据点',
    noise: '噪声',
    dataSeed: '数据种子',
    features: '特征',
    hidden: '隐藏层',
    activation: '激活函数',
    bias: '偏置开关',
    optimizer: '优化器',
    rate: '学习率',
    l2: 'L2 系数',
    batch: '批大小',
    seed: '种子',
    weights: '权重',
    steps: '步数',
    neuron: '神经元',
  },
  problems: {
    'not-custom': '只有 data=custom 才能给出数据点。',
  },
  play: '训练',
  back: '退到上一个关键帧',
  step: '训练到下一个关键帧',
  one: '一步',
  start: '回到第 0 步（同一组初值）',
  stepLabel: '步数',
  dots: '点是训练数据',
  newSeed: '换一组初值',
  deeper: '加一层',
  flatter: '减一层',
  netAlt: '{sizes} 的网络：每个神经元在平面上的取值，连线的粗细是权重的大小，颜色是正负',
  netHint: '连线：橙色权重为正，蓝色为负，越粗越大。',
  look: '看神经元“{neuron}”',
  output: '输出',
  plane: '平面',
  planeAlt: '神经元“{neuron}”在平面上的取值，以及 {n} 个训练点',
  fieldTitle: '输出 p(类 1)',
  neuronTitle: '神经元 {neuron}',
  class: '类',
  drawPoints: '点一下平面（或按空格键）放下一个点，再点一下拿走。放的是：',
  epochs: '{n} 轮',
  loss: '训练损失',
  lossTest: '测试损失',
  accuracy: '训练准确率',
  accuracyTest: '测试准确率',
  penalty: 'L2 惩罚',
  parameters: '参数',
  diverged: '第 {n} 步有权重超过了 1000：训练发散，停在这里。把学习率调小。',
  chart: '训练损失和测试损失随步数的变化',
  chance: '（全猜 0.5）',
  cellFormula: '所选神经元在光标处的算式',
  where: '{neuron}，在 {at}：',
  wherePoint: '{neuron}，在训练点 {at}（类 {label}）：',
  pointLoss: '这一点的损失',
  bias: '偏置 b',
  weightOf: '从“{from}”到“{neuron}”的权重',
  weightsOf: '进入“{neuron}”的权重和偏置',
  isFeature: '“{neuron}”是输入特征，没有权重：点一个隐藏层或输出的神经元。',
  after: '下一步后',
  batchNote: '下一个小批量的平均损失：{loss} nat。{rule}',
  sgdRule: '下一步：w − 学习率·∂L/∂w。',
  adamRule: '下一步由 Adam 定（β 为 0.9 和 0.999），不只看这一次的梯度。',
  editNote: '改任何一个权重，就从现在的权重（留 6 位有效数字）在第 0 步重新开始。',
  labels: {
    data: '数据',
    points: '数据点（x,y,类;…）',
    noise: '噪声的标准差',
    dataSeed: '数据的种子',
    features: '输入特征',
    hidden: '隐藏层',
    activation: '激活函数',
    bias: '用偏置',
    optimizer: '优化器',
    rate: '学习率',
    l2: 'L2 系数 λ',
    batch: '批大小',
    seed: '种子',
    steps: '步数（拖回去就是倒带）',
  },
  dataNames: { circle: '圆', xor: '异或', gauss: '两团高斯', spiral: '螺线', moons: '两弯月牙', custom: '自己放点' }, // prettier-ignore
  activationNames: { linear: '线性（没有激活）', relu: 'ReLU', tanh: 'tanh', sigmoid: 'sigmoid' },
  hiddenHint: '零到四层，每层 1 到 8 个，如 4,2；空着就是没有',
  noiseHint: '0 到 2',
  pointsHint: '最多 64 个，坐标在 ±6 以内，类是 0 或 1',
  rateHint: '0.00001 到 1',
  l2Hint: '0 到 1；只罚权重，不罚偏置',
  seedHint: '决定初值和每轮的顺序',
  method:
    '训练点和测试点各 100 个（自己放的点全部用来训练）。损失是 −ln p(真实的类) 的平均，单位 nat，不含 L2 惩罚。初值：±1/√(输入个数) 之间均匀分布，权重和偏置都是。你的设备重算：每个神经元的场、两个损失、下一个小批量的损失和梯度（SGD 还有走一步之后的权重）。训练本身、准确率和 Adam 的那一步由 float64 决定。',
  tables: {
    weights: '现在的权重：逐层，先核 [输入, 输出]，后偏置',
    start: '第 0 步的权重',
    gradient: '下一个小批量的梯度 ∂L/∂w（含 L2）',
    next: '走一步之后的权重',
    history: '关键帧：步数、训练损失、测试损失',
    data: '训练点：x、y、类',
    field: 'p(类 1) 在 32×32 格上的值，从上到下',
  },
  predict: '先猜再看',
  predictAsk: '上面这个网络一共有多少个要学的数（权重加偏置）？',
  predictLabel: '参数个数',
  choose: '先填一个数。',
  right: '对，是 {n} 个。',
  wrong: '不对，是 {n} 个：每层（输入 + 1）× 输出，再相加；没有偏置就不加 1。',
};

const en: OwnWords<Own> = {
  name: 'Multilayer perceptron',
  lead: 'Each small square is a neuron: where in the plane it is on and where off. The large one is the answer. Press “Train” and watch straight lines join into a curved boundary. Choose any neuron to see its weights, its bias and its sum.',
  names: {
    data: 'data',
    points: 'list of points',
    noise: 'noise',
    dataSeed: 'seed of the data',
    features: 'list of features',
    hidden: 'list of hidden layers',
    activation: 'activation',
    bias: 'switch of the biases',
    optimizer: 'optimizer',
    rate: 'learning rate',
    l2: 'L2 coefficient',
    batch: 'batch size',
    seed: 'seed',
    weights: 'list of weights',
    steps: 'number of steps',
    neuron: 'neuron',
  },
  problems: {
    'not-custom': 'Points can be given only with data=custom.',
  },
  play: 'Train',
  back: 'Back to the key frame before',
  step: 'Train to the next key frame',
  one: 'One step',
  start: 'Back to step 0 (same weights)',
  stepLabel: 'Step',
  dots: 'dots are training data',
  newSeed: 'Other starting weights',
  deeper: 'Add a layer',
  flatter: 'Remove a layer',
  netAlt:
    'A {sizes} network: the values of every neuron over the plane; lines as thick as the weights, colored by their sign',
  netHint: 'Lines: orange weights are positive, blue ones negative; thicker is larger.',
  look: 'Look at neuron {neuron}',
  output: 'output',
  plane: 'Plane',
  planeAlt: 'The values of neuron “{neuron}” over the plane, and {n} training points',
  fieldTitle: 'Output p(class 1)',
  neuronTitle: 'Neuron {neuron}',
  class: 'class',
  drawPoints:
    'Press the plane (or the space key) to put a point down, again to take it away. Points of:',
  epochs: '{n} epochs',
  loss: 'Training loss',
  lossTest: 'Test loss',
  accuracy: 'Training accuracy',
  accuracyTest: 'Test accuracy',
  penalty: 'L2 penalty',
  parameters: 'Parameters',
  diverged:
    'At step {n} a weight went beyond 1000: training diverged and stops there. Lower the learning rate.',
  chart: 'Training and test loss over the steps',
  chance: '(always 0.5)',
  cellFormula: 'The chosen neuron at the point under the cursor',
  where: '{neuron} at {at}:',
  wherePoint: '{neuron} at the training point {at} of class {label}:',
  pointLoss: 'loss of this point',
  bias: 'bias b',
  weightOf: 'weight from {from} to {neuron}',
  weightsOf: 'Weights and bias into {neuron}',
  isFeature:
    '{neuron} is an input feature and has no weights: choose a hidden neuron or the output.',
  after: 'after a step',
  batchNote: 'Mean loss of the next minibatch: {loss} nat. {rule}',
  sgdRule: 'Next: w − rate·∂L/∂w.',
  adamRule: 'Next: by Adam (β 0.9 and 0.999), which looks at past gradients too.',
  editNote:
    'Change any weight, and a new run starts at step 0 from the present weights (to 6 digits).',
  labels: {
    data: 'Data',
    points: 'Points (x,y,class;…)',
    noise: 'Standard deviation of the noise',
    dataSeed: 'Seed of the data',
    features: 'Input features',
    hidden: 'Hidden layers',
    activation: 'Activation',
    bias: 'Use biases',
    optimizer: 'Optimizer',
    rate: 'Learning rate',
    l2: 'L2 coefficient λ',
    batch: 'Batch size',
    seed: 'Seed',
    steps: 'Steps (drag back to rewind)',
  },
  dataNames: { circle: 'circle', xor: 'XOR', gauss: 'two Gaussians', spiral: 'spiral', moons: 'two moons', custom: 'your own points' }, // prettier-ignore
  activationNames: { linear: 'linear (none)', relu: 'ReLU', tanh: 'tanh', sigmoid: 'sigmoid' },
  hiddenHint: 'up to four of 1 to 8 neurons, such as 4,2; empty for none',
  noiseHint: '0 to 2',
  pointsHint: 'at most 64, within ±6, of class 0 or 1',
  rateHint: '0.00001 to 1',
  l2Hint: '0 to 1; on weights, not on biases',
  seedHint: 'of the start and the order of every epoch',
  method:
    'There are 100 points to train on and 100 to test with (points of your own all train). The loss is the mean of −ln p(true class) in nats, without the L2 penalty. Weights and biases start uniform within ±1/√(inputs). Your device computes again: the field of every neuron, both losses, loss and gradient of the next minibatch (with SGD the weights after it too). The training itself, accuracy and the step of Adam are those of float64.',
  tables: {
    weights: 'The present weights: layer by layer, the kernel [in, out], then the biases',
    start: 'The weights at step 0',
    gradient: 'Gradient ∂L/∂w of the next minibatch, L2 included',
    next: 'The weights after one step',
    history: 'Key frames: step, training loss, test loss',
    data: 'Training points: x, y, class',
    field: 'p(class 1) on 32×32 cells, from the top',
  },
  predict: 'Predict first',
  predictAsk: 'How many numbers, weights and biases together, does the network above learn?',
  predictLabel: 'Parameters',
  choose: 'Give a number first.',
  right: 'Right: {n}.',
  wrong: 'No: {n}. For every layer (inputs + 1) × outputs, added up; without biases, no + 1.',
};

export const STRINGS: L10n<Words> = joinWords({ zh, en });
