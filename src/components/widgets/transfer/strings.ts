import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { State, Way } from './state.ts';

interface Own {
  settings: string;
  arithmetic: string;
  decided: string;
  decidedOwn: string;
  takePicture: string;
  labels: Record<'task' | 'shots' | 'draw' | 'steps' | 'dx' | 'dy' | 'way', string>;
  hints: Partial<Record<'draw' | 'steps', string>>;
  tasks: Record<State['task'], string>;
  ways: Record<Way, string>;
  pixelsAway: string;
  waysTitle: string;
  ofHundred: string;
  stripHint: string;
  stripMoved: string;
  spread: string;
  tableTitle: string;
  tableName: string;
  wayHeads: readonly string[];
  drawnTitle: string;
  drawnAlt: string;
  testsTitle: string;
  testsAlt: string;
  testsLabel: string;
  marks: string;
  digitIs: string;
  readAs: string;
  movedTitle: string;
  movedHint: string;
  movedText: string;
  frozen: string;
  tunedMoved: string;
  ownFrozen: string;
  change: string;
  head: string;
  shotsPlot: string;
  shotsAxis: string;
  shiftPlot: string;
  shiftTitle: string;
  shiftAxis: string;
  plotHint: string;
  losses: string;
  scores: string;
  read: string;
  ownLoss: string;
  shapes: Record<'o' | 'x' | 'z', string>;
  kept: string;
  pad: string;
  asked: string;
  askedAlt: string;
  add: string;
  addGroup: string;
  goOn: string;
  clear: string;
  drop: string;
  none: string;
  probs: string;
  ownVerdict: string;
  noExamples: string;
  classesTitle: string;
  className: string;
  exampleAlt: string;
  moreClasses: string;
  lessClasses: string;
  startOver: string;
  ownHint: string;
  colon: string;
  comma: string;
  between: string;
  ask: string;
  askOwn: string;
  right: string;
  wrong: string;
  rightOwn: string;
  wrongOwn: string;
  predict: string;
  predictAsk: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '迁移实验台：四种做法',
  lead: '一个在衣物上训练好的网络，每类几个手写数字：看像素、冻结特征、接着训练、从头训练，各能认对多少？也可以教它认你自己画的类别。',
  names: {
    task: '任务',
    shots: '每类的样本数',
    draw: '抽样的编号',
    steps: '微调的步数',
    dx: '右移的像素数',
    dy: '下移的像素数',
    way: '做法',
    examples: '例子',
    input: '画的图',
  },
  problems: {
    classes: '类别要有 {min} 到 {max} 个，却有 {got} 个。',
    sample: '{name}里的“{value}”不是形状、图画或图片。',
  },
  settings: '设置',
  arithmetic: '这一格的算式',
  decided:
    '你的设备从零训练两个线性头，并让两个网络走最后一步，再核对 10 个数字的得分和权重的变化；网络之前的各步、损失和认对的个数只由 float64 决定。',
  decidedOwn:
    '你的设备把例子和要分类的图送进网络，从零训练新头，再与 float64 核对概率、损失和权重的变化。',
  takePicture: '用摄像头拍一张…',
  labels: {
    task: '教它认什么',
    shots: '每类几个样本',
    draw: '第几次抽样',
    steps: '微调几步',
    dx: '测试的数字右移几个像素',
    dy: '下移几个像素',
    way: '标出哪种做法的错',
  },
  hints: {
    draw: '1 到 8；每次另抽一批数字，新网络的初始权重也另抽。',
    steps: '先训练头，再连 conv4 一起；0 步就是冻结。',
  },
  tasks: { digits: '数字', own: '自己的类别' },
  ways: { pixels: '像素', frozen: '冻结特征', tuned: '接着训练（微调）', scratch: '从头训练' },
  pixelsAway: '{n} 个像素',
  waysTitle: '认对多少',
  ofHundred: ' / 100',
  stripHint:
    '粗竖线：这次抽样在下面 100 个数字上。圆点：事先量的 8 次抽样，各用 1,100 个数字；空心的是这次抽样，细竖线是平均。事先量的微调都是 20 步。',
  stripMoved: '圆点是数字没有挪动时量的。',
  spread:
    '每类 {n} 个样本，8 次抽样：平均最高的是{a}（{pa}），最低的是{b}（{pb}），相差 {d} 个百分点。同一种做法，抽样不同，最多差 {s} 个百分点（{w}）。六对做法里，有 {o} 对的范围互相重叠。每次抽样里四种做法用的是同一批数字，所以范围重叠不等于分不出高下，要一次一次地比。',
  tableTitle: '每类 {n} 个样本，第 {i} 次抽样，与 8 次抽样的平均和范围',
  tableName: '四种做法的数值',
  wayHeads: ['认对 / 100', '8 次平均', '最低', '最高', '训练的参数', '冻结的参数'],
  drawnTitle: '抽到的 {n} 个样本',
  drawnAlt: '抽到的训练数字，每列一类，0 到 9',
  testsTitle: '100 个测试数字',
  testsAlt: '100 个测试数字，每行一类，右移 {x}、下移 {y} 个像素',
  testsLabel: '测试数字，用方向键走动',
  marks: '角上的数是认成了什么：认错 {n} 个。',
  digitIs: '留出的数字 {n}，是 {d}：',
  readAs: '{way}认成 {d}（p {p}）',
  movedTitle: '权重变了多少（均方根）',
  movedHint:
    '头从 0 开始训练。从头训练的是另一个更小的网络（两层卷积，8 和 16 个滤波器，60 步），与源网络无关，不在表里。',
  movedText: '{n} 个权重，变化的均方根 {r}',
  frozen:
    '冻结的权重：源网络四层卷积共 {n} 个数，与训练之前逐个比较，变了 {c} 个；新头的 {h} 个数是学出来的。',
  tunedMoved: '微调改的是 conv4 的副本：{n} 个数里变了 {c} 个。',
  ownFrozen:
    '冻结的权重：源网络四层卷积共 {n} 个数，与训练之前逐个比较，变了 {c} 个；学出来的只有新头的 {h} 个数。',
  change: '变化',
  head: '新头',
  shotsPlot: '每类的样本数与准确率（8 次平均）',
  shotsAxis: '每类样本数',
  shiftPlot: '测试数字的位置与准确率（8 次平均）',
  shiftTitle: '测试数字的位置与准确率（每类 {n} 个，8 次平均）',
  shiftAxis: '右移的像素数',
  plotHint: '曲线是事先用 1,100 个数字量的；圆点是这次抽样，只用上面 100 个数字。',
  losses: '训练之后，抽到的样本上的平均损失：像素、冻结特征、微调、从头训练',
  scores: '其中 10 个数字的得分（softmax 之前）：四种做法依次排列',
  read: '每个数字认成什么：四种做法依次排列，每行一类',
  ownLoss: '训练之后，例子上的平均损失：',
  shapes: { o: '圈', x: '叉', z: '折线' },
  kept: '留下的图',
  pad: '画板',
  asked: '网络看到的',
  askedAlt: '要分类的图，28×28',
  add: '加到 {k} 类',
  addGroup: '把这张图加为例子',
  goOn: '在上面接着画',
  clear: '擦掉',
  drop: '拿掉 {k} 类的第 {i} 个例子',
  none: '还没有例子',
  probs: '这张图是哪一类',
  ownVerdict: '最像 {k} 类。',
  noExamples: '还没有例子，各类一样可能。',
  classesTitle: '每一类的例子',
  className: '{k} 类',
  exampleAlt: '{k} 类的第 {i} 个例子',
  moreClasses: '加一类',
  lessClasses: '去掉最后一类',
  startOver: '清空例子',
  ownHint:
    '2 到 4 类，每类至多 5 个。画的图像训练用的数字那样居中、缩放；图片取中间的方块，缩成 28×28 灰度，白底的会反相。图片不会离开这个页面，也不在链接里。',
  colon: '：',
  comma: '，',
  between: '；',
  ask: '{way}，100 个数字认对几个',
  askOwn: '这张图会被归到哪一类（A、B……）',
  right: '差不多：认对 {a} 个',
  wrong: '差得多：认对 {a} 个',
  rightOwn: '对，是 {a} 类',
  wrongOwn: '不，是 {a} 类',
  predict: '先猜一猜',
  predictAsk: '结果先盖住。数目差不超过 5 就算对。',
};

const en: OwnWords<Own> = {
  name: 'Transfer bench: four ways',
  lead: 'A network trained on clothes, and a few handwritten digits of each class: how many are read correctly from pixels, from frozen features, by training it further, from scratch? Or teach it classes that you draw.',
  names: {
    task: 'task',
    shots: 'number of examples per class',
    draw: 'number of the draw',
    steps: 'number of fine-tuning steps',
    dx: 'shift to the right',
    dy: 'shift down',
    way: 'way',
    examples: 'examples',
    input: 'drawing',
  },
  problems: {
    classes: 'There must be {min} to {max} classes, not {got}.',
    sample: '“{value}” in the {name} is no shape, drawing or picture.',
  },
  settings: 'Settings',
  arithmetic: 'Arithmetic of this cell',
  decided:
    'Your device trains both linear heads from zero, takes the last step of both networks, and checks the scores of 10 digits and how far weights moved. The earlier steps of the networks, the losses and the counts are decided in float64 alone.',
  decidedOwn:
    'Your device runs the examples and the picture through the network, trains the new head from zero, and checks probabilities, loss and how far weights moved.',
  takePicture: 'Take a picture…',
  labels: {
    task: 'Teach it',
    shots: 'Examples per class',
    draw: 'Draw number',
    steps: 'Steps of fine-tuning',
    dx: 'Move the test digits right, in pixels',
    dy: 'Move them down, in pixels',
    way: 'Mark the mistakes of',
  },
  hints: {
    draw: '1 to 8: each draws other digits, and other initial weights for the new network.',
    steps: 'The head first, then conv4 with it; 0 steps is the frozen way.',
  },
  tasks: { digits: 'digits', own: 'classes of your own' },
  ways: { pixels: 'pixels', frozen: 'frozen features', tuned: 'trained further (fine-tuned)', scratch: 'from scratch' }, // prettier-ignore
  pixelsAway: '{n} px',
  waysTitle: 'How many are read correctly',
  ofHundred: ' / 100',
  stripHint:
    'Thick bar: this draw, on the 100 digits below. Dots: eight draws measured beforehand on 1,100 digits each; the hollow one is this draw, the thin line their mean. Fine-tuning was measured with 20 steps.',
  stripMoved: ' The dots were measured without moving the digits.',
  spread:
    '{n} per class, eight draws: the highest mean is {a} ({pa}), the lowest {b} ({pb}), {d} points apart. Within one way, different draws lie up to {s} points apart ({w}). Of the six pairs of ways, {o} have overlapping ranges. In each draw all four get the same digits, so overlapping ranges alone make no tie: compare draw by draw.',
  tableTitle: '{n} per class, draw {i}, beside mean and range of eight draws',
  tableName: 'Numbers of the four ways',
  wayHeads: [
    'right of 100',
    'mean of 8',
    'lowest',
    'highest',
    'parameters trained',
    'parameters frozen',
  ],
  drawnTitle: 'The {n} examples drawn',
  drawnAlt: 'The training digits drawn, a column for each class from 0 to 9',
  testsTitle: '100 test digits',
  testsAlt: '100 test digits, a row for each class, moved right by {x} and down by {y} (pixels)',
  testsLabel: 'Test digits, walk with the arrow keys',
  marks: 'The number in a corner is what was read instead. Mistakes: {n}.',
  digitIs: 'Held-out digit {n}, a {d}:',
  readAs: '{way}: {d} (p {p})',
  movedTitle: 'How far weights moved (root mean square)',
  movedHint: 'The head starts from 0. The network from scratch is another, smaller one (two convolutions with 8 and 16 filters, 60 steps); it has nothing of the source network and is not in the table.', // prettier-ignore
  movedText: '{n} weights, root mean square change {r}',
  frozen:
    'Frozen weights: of the {n} numbers in the four convolutions of the source network, each compared with what it was before training, {c} changed; the {h} numbers of the new head were learned.',
  tunedMoved: 'Fine-tuning changes a copy of conv4: {c} of its {n} numbers.',
  ownFrozen:
    'Frozen weights: of the {n} numbers in the four convolutions of the source network, each compared with what it was before training, {c} changed; only the {h} numbers of the new head were learned.',
  change: 'change',
  head: 'new head',
  shotsPlot: 'Examples per class and accuracy (means of 8)',
  shotsAxis: 'examples per class',
  shiftPlot: 'Place of the test digits and accuracy (means of 8)',
  shiftTitle: 'Place of the test digits and accuracy ({n} per class, means of 8)',
  shiftAxis: 'pixels to the right',
  plotHint:
    'The curves were measured beforehand on 1,100 digits; the dots are this draw, on the 100 digits above only.',
  losses: 'Mean loss on the examples drawn, after training: pixels, frozen features, fine-tuned, from scratch', // prettier-ignore
  scores: 'Scores of 10 of the digits (before the softmax), way after way',
  read: 'What each digit is read as, way after way, a row for each class',
  ownLoss: 'Mean loss on the examples after training:',
  shapes: { o: 'ring', x: 'cross', z: 'zigzag' },
  kept: 'kept picture',
  pad: 'Drawing pad',
  asked: 'What the network sees',
  askedAlt: 'The picture to classify, 28×28',
  add: 'Add to {k}',
  addGroup: 'Add this picture as an example',
  goOn: 'Draw on it',
  clear: 'Clear',
  drop: 'Remove example {i} of class {k}',
  none: 'no example yet',
  probs: 'Which class this picture is',
  ownVerdict: 'Most like class {k}.',
  noExamples: 'No examples yet: all classes are equally likely.',
  classesTitle: 'Examples of each class',
  className: 'class {k}',
  exampleAlt: 'example {i} of class {k}',
  moreClasses: 'Add a class',
  lessClasses: 'Remove the last class',
  startOver: 'Remove all examples',
  ownHint:
    'Two to four classes, at most five examples each. Drawings are centered and scaled as the digits are; of a picture the middle square becomes 28×28 gray pixels, inverted if its border is brighter. Pictures never leave this page and are not part of the link.',
  colon: ': ',
  comma: ', ',
  between: '; ',
  ask: '{way}: how many of 100 digits are read correctly',
  askOwn: 'Which class will this picture go to (A, B, …)',
  right: 'Close: {a} are read correctly',
  wrong: 'Far off: {a} are read correctly',
  rightOwn: 'Yes, class {a}',
  wrongOwn: 'No, class {a}',
  predict: 'Predict first',
  predictAsk: 'The results are covered. A number within five counts as right.',
};

export const STRINGS = joinWords({ zh, en });
