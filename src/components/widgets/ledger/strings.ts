import type { NetworkName } from '../../../lib/network-list.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';

interface Own {
  fieldTitle: string;
  fieldAlt: string;
  legendField: string;
  stripRows: string;
  stripColumns: string;
  pathsTable: string;
  cellTitle: string;
  cellLabel: string;
  layer: string;
  layerN: string;
  layersLabel: string;
  output: string;
  parameters: string;
  macs: string;
  bytes: string;
  receptive: string;
  stride: string;
  sees: string;
  seesRows: string;
  seesColumns: string;
  outside: string;
  paths: string;
  pathsRule: string;
  unchanged: string;
  noStride: string;
  branches: string;
  statistics: string;
  lastNote: string;
  chosen: string;
  net: string;
  nets: Record<NetworkName, string>;
  ownNet: string;
  size: string;
  behind: string;
  noPicture: string;
  keras: string;
  own: string;
  ownFold: string;
  ownLabel: string;
  ownHint: string;
  read: string;
  add: Record<string, string>;
  ops: Record<string, string>;
  spoken: string;
  back: string;
  step: string;
  play: string;
  code: string;
  codeNote: string;
  predict: string;
  predictAsk: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '网络账本',
  lead: '选一层，看它的一格能看到输入的哪一块；在图上拖动，换一格。再往后接一层，看框怎样变大。',
  names: {
    net: '网络',
    layers: '层列表',
    size: '输入大小',
    layer: '层号',
    cell: '格子',
  },
  problems: {
    'line-layer': '第 {line} 行：不认识“{layer}”这一层。',
    'line-argument': '第 {line} 行“{layer}”：读不懂“{argument}”。',
    'line-range': '第 {line} 行“{layer}”：“{argument}”要在 {min} 到 {max} 之间。',
    'line-missing': '第 {line} 行“{layer}”没写全，例如 {example}。',
    'line-brackets': '第 {line} 行：括号没有配对。',
    'line-deep': '第 {line} 行：括号最多套 {max} 层。',
    'line-long': '第 {line} 行：太长了（上限 {max}）。',
    'line-input': '第 {line} 行：input 只能写一次，而且要在最前面。',
    'line-empty': '层列表是空的。',
    'fit-window': '第 {line} 行“{layer}”：窗口要 {needs} 格，送来的连填充在内只有 {got} 格。',
    'fit-image': '第 {line} 行“{layer}”：这里要一张特征图，送来的却是 {got} 个数的向量。',
    'fit-vector': '第 {line} 行“{layer}”：送来的是 {shape} 的特征图，前面先写 flatten 或 gap。',
    'fit-channels': '第 {line} 行“{layer}”：写的是读 {expected} 个，送来的却有 {got} 个。',
    'fit-groups':
      '第 {line} 行“{layer}”：{channels} 个通道、{filters} 个滤波器不能分成 {groups} 组。',
    'fit-branches': '第 {line} 行：各支路的形状合不到一起（{a} 与 {b}）。',
    'fit-steps': '第 {line} 行：各支路的有效步幅不同（{a} 与 {b}），格子对不上。',
    'fit-too-many-rows': '层数太多：最多 {max} 层。',
    'too-large': '这个网络太大，这里算不动。',
    code: '第 {line} 行：读不懂“{value}”。这里只认一层接一层的列表。',
    'code-layer': '第 {line} 行：没有“{value}”这一层。',
    'code-argument': '第 {line} 行：{value} 不接受参数“{argument}”。',
    'code-value': '第 {line} 行：{value} 的“{argument}”不能是这个值。',
    'code-missing': '第 {line} 行：{value} 缺少“{argument}”。',
    'code-branch':
      '第 {line} 行：它接在“{value}”后面，而不是接在上一层后面；有分支的网络要用 add(…|…) 写。',
    'code-input': '第 {line} 行：输入只能在最前面写一次。',
    'code-adaptive': '第 {line} 行：{value} 不能平均分成 {argument}。',
    'code-long': '第 {line} 行：层数太多，最多 {value} 层。',
    'code-empty': '这段代码里一层也没有。',
  },
  fieldTitle: '输入，以及这一格看到的',
  fieldAlt:
    '{what}，缩放到 {h}×{w} 的输入；第 {layer} 层选中的格子看到 {size} 的方框：第 {top} 到 {bottom} 行、第 {left} 到 {right} 列，越亮的像素路径越多',
  legendField: '实线：理论感受野 {size}。虚线：中间 {core}，至少包含 95% 的路径。斜纹：填充。',
  stripRows: '各行像素的路径占比',
  stripColumns: '各列像素的路径占比',
  pathsTable: '每个像素的路径占比',
  cellTitle: '第 {n} 层的输出',
  cellLabel: '选输出的一格',
  layer: '层',
  layerN: '第 {n} 层',
  layersLabel: '各层的账',
  output: '输出',
  parameters: '参数',
  macs: '乘加',
  bytes: '激活值（字节）',
  receptive: '感受野',
  stride: '有效步幅',
  sees: '看到',
  seesRows: '行 {start} 到 {last}（从 0 数）',
  seesColumns: '列 {start} 到 {last}',
  outside: '其中 {n}/{of} 格落在填充里',
  paths: '路径',
  pathsRule: '{n} 条，{share}% 到达输入，这些路径至少有 95% 落在中间 {core}，占感受野的 {part}%',
  unchanged: '与上一层相同',
  noStride: '只有一格，无步幅',
  branches: '各支路 {ends}，合起来',
  statistics: '（另有 {n} 个移动统计量，不参与训练）',
  lastNote: '感受野和步幅取全局池化或展平之前的最后一层：第 {n} 层（{name}）。',
  chosen: '现在看的是第 {n} 层。',
  net: '网络',
  nets: {
    lenet5: 'LeNet-5（C3 连接全部通道）',
    alexnet: 'AlexNet 2012（两组）',
    'alexnet-ungrouped': 'AlexNet 2012（不分组）',
    'alexnet-torchvision': 'AlexNet（torchvision）',
    vgg16: 'VGG-16',
    resnet50: 'ResNet-50',
    mobilenet: 'MobileNet v1',
  },
  ownNet: '自己的列表',
  size: '输入高、宽',
  behind: '垫在下面的图片',
  noPicture: '不垫图片',
  keras: '像 Keras 的 summary 那样，把移动统计量也算进参数',
  own: '你的图片',
  ownFold: '改写，或粘贴 Keras、TF.js、PyTorch 的层列表',
  ownLabel: '一行一层',
  ownHint:
    '可以直接粘贴代码，例如 layers.Conv2D(64, 3, strides=2, padding="same")、nn.Conv2d(3, 64, 3, stride=2, padding=1)；它会变成下面这种写法：conv:核,个数；s 步幅、p 填充、d 膨胀率、g 分组、nobias 无偏置。',
  read: '读取',
  add: {
    conv: '+ 3×3',
    stride: '+ 3×3 步幅 2',
    dilated: '+ 3×3 膨胀率 2',
    depthwise: '+ 逐通道 3×3',
    pool: '+ 最大池化 2',
    remove: '− 去掉这一层',
  },
  ops: {
    input: '输入',
    conv: '卷积',
    depthwise: '逐通道卷积',
    maxpool: '最大池化',
    avgpool: '平均池化',
    pad: '补零',
    dense: '全连接',
    bn: '批量归一化',
    dropout: 'Dropout',
    gap: '全局平均池化',
    gmp: '全局最大池化',
    flatten: '展平',
    add: '相加',
    concat: '拼接',
    relu: 'ReLU',
    relu6: 'ReLU6',
    'leaky-relu': 'leaky ReLU',
    elu: 'ELU',
    selu: 'SELU',
    gelu: 'GELU',
    lrn: 'LRN',
  },
  spoken:
    '第 {n} 层，{name}：输出 {output}，参数 {parameters}，感受野 {field}，有效步幅 {stride}。第 {r} 行第 {c} 列这一格看到输入的第 {top} 到 {bottom} 行、第 {left} 到 {right} 列。',
  code: '同一个网络的代码',
  codeNote: '复制出去可以直接运行：建好网络，打印参数个数和输出形状。',
  back: '上一层',
  step: '下一层',
  play: '逐层播放',
  predict: '先猜再看',
  predictAsk: '选中的这一层，感受野是多少？有多少参数？只猜一个也行。',
  right: '对：感受野 {field}，参数 {parameters}。',
  wrong: '不对：感受野 {field}，参数 {parameters}。算式就在上面。',
};

const en: OwnWords<Own> = {
  name: 'Architecture ledger',
  lead: 'Choose a layer and see which part of the input one of its cells sees. Drag over the picture to choose another cell; add a layer and watch the box grow.',
  names: {
    net: 'network',
    layers: 'list of layers',
    size: 'input size',
    layer: 'layer number',
    cell: 'cell',
  },
  problems: {
    'line-layer': 'Line {line}: there is no layer “{layer}”.',
    'line-argument': 'Line {line}, “{layer}”: cannot read “{argument}”.',
    'line-range': 'Line {line}, “{layer}”: “{argument}” must lie between {min} and {max}.',
    'line-missing': 'Line {line}, “{layer}”: something is missing; write for example {example}.',
    'line-brackets': 'Line {line}: the brackets do not match.',
    'line-deep': 'Line {line}: brackets may be nested at most {max} deep.',
    'line-long': 'Line {line}: this is too long (at most {max}).',
    'line-input': 'Line {line}: input may appear only once, and must come first.',
    'line-empty': 'The list of layers is empty.',
    'fit-window':
      'Line {line}, “{layer}”: the window needs {needs} cells, but {got} arrive, padding included.',
    'fit-image':
      'Line {line}, “{layer}” needs a feature map, but a vector of {got} numbers arrives.',
    'fit-vector':
      'Line {line}, “{layer}”: a feature map of {shape} arrives; put flatten or gap before it.',
    'fit-channels': 'Line {line}, “{layer}” says that it reads {expected}, but {got} arrive.',
    'fit-groups':
      'Line {line}, “{layer}”: {channels} channels and {filters} filters do not split into {groups} groups.',
    'fit-branches': 'Line {line}: the shapes of the branches do not fit together ({a} and {b}).',
    'fit-steps':
      'Line {line}: the branches have different effective strides ({a} and {b}), so their cells do not line up.',
    'fit-too-many-rows': 'Too many layers: at most {max}.',
    'too-large': 'This network is too large to be worked out here.',
    code: 'Line {line}: cannot read “{value}”. Only lists of layers, one after another, are read here.',
    'code-layer': 'Line {line}: there is no layer “{value}”.',
    'code-argument': 'Line {line}: {value} takes no argument “{argument}”.',
    'code-value': 'Line {line}: {value} cannot have this value of “{argument}”.',
    'code-missing': 'Line {line}: {value} lacks “{argument}”.',
    'code-branch':
      'Line {line}: it follows “{value}”, not the layer before it; write branches as add(…|…).',
    'code-input': 'Line {line}: the input may appear only once, and must come first.',
    'code-adaptive': 'Line {line}: {value} does not split evenly into {argument}.',
    'code-long': 'Line {line}: too many layers, at most {value}.',
    'code-empty': 'There is no layer in this code.',
  },
  fieldTitle: 'The input, and what one cell sees of it',
  fieldAlt:
    '{what} as an input of {h}×{w}; the chosen cell of layer {layer} sees a box of {size}: rows {top} to {bottom}, columns {left} to {right}; the brighter a pixel, the more paths it has',
  legendField:
    'Solid: theoretical field, {size}. Dashed: the middle {core}, which holds at least 95% of the paths. Hatched: padding.',
  stripRows: 'Share of paths per row of pixels',
  stripColumns: 'Share of paths per column of pixels',
  pathsTable: 'Share of paths per pixel',
  cellTitle: 'Output of layer {n}',
  cellLabel: 'Choose a cell of the output:',
  layer: 'Layer',
  layerN: 'Layer {n}:',
  layersLabel: 'The ledger, layer by layer',
  output: 'Output',
  parameters: 'Parameters',
  macs: 'Multiply-adds',
  bytes: 'Activations (bytes)',
  receptive: 'Receptive field',
  stride: 'Effective stride',
  sees: 'Sees',
  seesRows: 'rows {start} to {last} (counted from 0)',
  seesColumns: 'columns {start} to {last}',
  outside: '{n} of these {of} cells lie in the padding',
  paths: 'Paths',
  pathsRule:
    '{n}, of which {share}% reach the input; at least 95% of those end in the middle {core}, {part}% of the field',
  unchanged: 'as in the layer before',
  noStride: 'one cell, no stride',
  branches: 'branches {ends}; together',
  statistics: '(and {n} moving statistics, which are not trained)',
  lastNote:
    'Field and stride are those of the last layer before global pooling or flattening: layer {n} ({name}).',
  chosen: 'You are looking at layer {n}.',
  net: 'Network',
  nets: {
    lenet5: 'LeNet-5 (full C3)',
    alexnet: 'AlexNet 2012 (two groups)',
    'alexnet-ungrouped': 'AlexNet 2012 (no groups)',
    'alexnet-torchvision': 'AlexNet (torchvision)',
    vgg16: 'VGG-16',
    resnet50: 'ResNet-50',
    mobilenet: 'MobileNet v1',
  },
  ownNet: 'your own list',
  size: 'Input height, width',
  behind: 'Picture behind the field',
  noPicture: 'no picture',
  keras: 'Count moving statistics as parameters, as the Keras summary does',
  own: 'your picture',
  ownFold: 'Edit, or paste a list of Keras, TF.js or PyTorch layers',
  ownLabel: 'One layer per line',
  ownHint:
    'You can paste code, such as layers.Conv2D(64, 3, strides=2, padding="same") or nn.Conv2d(3, 64, 3, stride=2, padding=1). It becomes this short form: conv:kernel,filters; s stride, p padding, d dilation, g groups, nobias.',
  read: 'Read',
  add: {
    conv: '+ 3×3',
    stride: '+ 3×3, stride 2',
    dilated: '+ 3×3, dilation 2',
    depthwise: '+ depthwise 3×3',
    pool: '+ max pool 2',
    remove: '− this layer',
  },
  ops: {
    input: 'input',
    conv: 'conv',
    depthwise: 'depthwise',
    maxpool: 'max pool',
    avgpool: 'average pool',
    pad: 'zero pad',
    dense: 'dense',
    bn: 'batch norm',
    dropout: 'dropout',
    gap: 'global average pool',
    gmp: 'global max pool',
    flatten: 'flatten',
    add: 'add',
    concat: 'concat',
    relu: 'ReLU',
    relu6: 'ReLU6',
    'leaky-relu': 'leaky ReLU',
    elu: 'ELU',
    selu: 'SELU',
    gelu: 'GELU',
    lrn: 'LRN',
  },
  spoken:
    'Layer {n}, {name}: output {output}, {parameters} parameters, receptive field {field}, effective stride {stride}. The cell in row {r}, column {c} sees rows {top} to {bottom} and columns {left} to {right} of the input.',
  code: 'The same network as code',
  codeNote:
    'Paste it and it runs: it builds the network and prints its parameters and output shape.',
  back: 'Previous layer',
  step: 'Next layer',
  play: 'Play',
  predict: 'Predict first',
  predictAsk:
    'What is the receptive field of the chosen layer? How many parameters does it have? Guess one, or both.',
  right: 'Right: receptive field {field}, {parameters} parameters.',
  wrong: 'Not yet: receptive field {field}, {parameters} parameters. The arithmetic is above.',
};

export const STRINGS = joinWords({ zh, en });
