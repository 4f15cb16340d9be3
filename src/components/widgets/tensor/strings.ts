import type { L10n } from '../../../i18n/langs.ts';
import type { Binary, Reduction } from '../../../lib/tensor.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { Key, Op, Source } from './state.ts';

interface Own {
  labels: Record<Key, string>;
  sources: Record<Source, string>;
  ops: Record<Op, string>;
  fns: Record<Binary, string>;
  reductions: Record<Reduction, string>;
  tensorNames: Record<'x' | 'b' | 'y' | 'other', string>;
  rivalName: string;
  rivalTranspose: string;
  rivalReshape: string;
  rivalNote: string;
  rivalSame: string;
  shape: string;
  rank: string;
  size: string;
  strides: string;
  numbers: string;
  memory: string;
  mapAlt: string;
  moreSlices: string;
  cellFormula: string;
  flat: string;
  goesTo: string;
  nowhere: string;
  wrapped: string;
  ofMany: string;
  castSame: string;
  castRound: string;
  castCut: string;
  castWrap: string;
  placeIn: string;
  samePlace: string;
  opNotes: Record<Op, string>;
  viewStrides: string;
  inexact: string;
  equal: string;
  repeat: string;
  axisFromRight: string;
  rule: string;
  shapeHint: string;
  valuesHint: string;
  toHint: string;
  permHint: string;
  sliceHint: string;
  axesHint: string;
  bShapeHint: string;
  predict: string;
  predictAsk: string;
  predictLabel: string;
  choose: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '张量查看器',
  lead: '左边是一个张量，右边是对它做的操作。指着任何一格，看它从哪几格来、在内存里排第几。先看“reshape 不是转置”：同一个形状，同一批数，位置却不同。',
  names: {
    source: '来源',
    shape: '形状',
    values: '数',
    dtype: '类型',
    op: '操作',
    to: '新形状',
    perm: '轴的顺序',
    slice: '切片',
    fn: '运算',
    bShape: 'b 的形状',
    bValues: 'b 的数',
    axes: '轴',
    reduce: '归约',
    keepdims: 'keepdims',
    axis: '轴',
    as: '新类型',
  },
  problems: {
    'not-numbers': '只有 source=numbers 才能给出形状和数。',
    'too-many-axes': '{name}最多 {max} 个轴，却有 {got} 个。',
    'does-not-fit': '{name}里的 {value} 放不进 {dtype}。',
    slice: '切片写成 1、1:3 或 ::2 这样，各轴用逗号隔开；“{value}”不行。',
    'sizes-differ': '一共有 {size} 个数，新形状却要 {known} 个。',
    'two-unknown': '新形状里只能有一个 −1，两个就定不下来了。',
    'unknown-not-whole': '−1 算不出来：{size} 个数不能按 {known} 个一组分完。',
    permutation: '轴的顺序要把 0 到 {last} 每个恰好写一次（这个张量有 {rank} 个轴）。',
    'too-many-slices': '切片写了 {got} 个轴，张量只有 {rank} 个。',
    index: '下标 {index} 超出了轴 {axis}：它的长度是 {n}。',
    'empty-slice': '轴 {axis}（长度 {n}）上一格也没有切到；空张量这里画不出来。',
    axis: '没有轴 {axis}：张量有 {rank} 个轴。',
    'axis-twice': '同一个轴写了两次。',
    mismatch:
      '{x} 和 {other} 不能广播：从右数第 {k} 个轴，一个是 {a}，另一个是 {b}，既不相等，也没有一个是 1。',
    'needs-matrices': '矩阵乘法要两个至少 2 维的张量，这里是 {x} 维和 {other} 维。',
    inner: '{x} 和 {other} 不能相乘：左边最后一个轴是 {k}，右边倒数第二个轴是 {inner}，要相等。',
    fronts: '{x} 和 {other} 不能相乘：右边要么是一个矩阵，要么前面的轴和左边一样。',
    concat: '{x} 和 {other} 不能沿轴 {axis} 拼接：其他的轴要一样长，轴数也要一样。',
    stack: 'stack 要两个形状一样的张量，这里是 {x} 和 {other}。',
    'undefined-cast':
      '{value} 超出了 {to}：小数转成放不下的整数，C 语言没有规定结果，各平台不一样。',
  },
  labels: {
    source: '来源',
    shape: '形状',
    values: '数（逗号隔开）',
    dtype: '类型',
    op: '操作',
    to: '新形状',
    perm: '轴的顺序',
    slice: '切片',
    fn: '运算',
    bShape: 'b 的形状',
    bValues: 'b 的数',
    axes: '归约的轴',
    reduce: '归约',
    keepdims: '保留长度为 1 的轴（keepdims）',
    axis: '轴',
    as: '新类型',
  },
  sources: {
    digit: '手写数字 28×28',
    color: '彩色图 32×32×3',
    batch: '一批图 4×16×16×3',
    numbers: '自己的数',
  },
  ops: {
    reshape: 'reshape（改形状）',
    transpose: 'transpose（换轴）',
    slice: '切片',
    broadcast: '广播运算',
    reduce: '归约',
    matmul: '矩阵乘法',
    concat: 'concat（拼接）',
    stack: 'stack（叠放）',
    cast: '转换类型',
  },
  fns: { add: 'x + b', sub: 'x − b', mul: 'x · b' },
  reductions: { sum: '求和', mean: '平均', max: '最大' },
  tensorNames: { x: '张量 x', b: '张量 b', y: '结果 y', other: '对照' },
  rivalName: 'z',
  rivalTranspose: '对照：transpose({perm}) 得到的 z，形状一样',
  rivalReshape: '对照：reshape{shape} 得到的 z，形状一样',
  rivalNote: '{all} 格里有 {n} 格的数不同。',
  rivalSame: '{all} 格恰好全都一样：这里挪动的轴只有长度 1 的，或者值碰巧相同。',
  shape: '形状',
  rank: '阶',
  size: '个数',
  strides: '步幅',
  numbers: '个数',
  memory: '内存里的顺序（行优先）',
  mapAlt: '{what}：{h}×{w} 的图',
  moreSlices: '还有 {n} 层没有画出来；全部数字在下面的表里。',
  cellFormula: '光标所在那一格的来历',
  flat: '平坦下标 {sum}',
  goesTo: '去了 {cells}',
  nowhere: '没有进入结果',
  wrapped: '{dtype} 绕回',
  ofMany: '{n} 格，从 {first} 到 {last}',
  castSame: '不变',
  castRound: '取最近的 float32',
  castCut: '小数部分舍去，朝 0 取整',
  castWrap: '绕回：除以 {range} 的余数',
  placeIn: '{name} 里的平坦下标',
  samePlace: '同一个平坦下标',
  opNotes: {
    reshape: 'reshape 不动内存里的顺序，只把同一串数按新形状重新数一遍：平坦下标不变，多维下标变。',
    transpose: 'transpose 换轴：y 的第 k 个轴是 x 的第 perm[k] 个轴，数跟着轴走，平坦下标变了。',
    slice:
      '写一个整数，那个轴就消失；写 a:b:c，从 a 起每隔 c 取一个，到 b 之前为止；没写的轴整个保留。',
    broadcast:
      '两个形状从右边对齐。每个轴要么一样长，要么其中一个是 1（或者没有），那一个就沿这个轴重复。',
    reduce: '沿所选的轴把数合成一个，那些轴就消失；keepdims 让它们以长度 1 留下，好再广播回去。',
    matmul: 'x 的最后一个轴和 b 的倒数第二个轴要一样长，沿着它逐对相乘再相加；前面的轴是一叠矩阵。',
    concat: 'concat 沿一个已有的轴接上去：阶不变，那个轴变长。',
    stack: 'stack 先添一个新的轴，再沿它叠放：阶加 1，新轴长 2。',
    cast: '整数放不下就绕回（uint8 对 256，int32 对 2³²），小数转整数朝 0 舍去，float32 只有 24 位有效位：2²⁴ 以上的整数不全能表示。',
  },
  viewStrides: 'NumPy 和 PyTorch 并不搬数，只换步幅：{view}；搬成连续的才是 {copy}。',
  inexact:
    '这里有数超过 2²⁴，设备用的 float32 不能精确表示，所以这一步只由 float64 计算，不参加比对。',
  equal: '相等',
  repeat: '{who} 沿它重复 {n} 次',
  axisFromRight: '轴（从右）',
  rule: '规则',
  shapeHint: '如 2,3,4；空着是标量；最多 4 个轴、120 个数',
  valuesHint: '空着就用默认的；格子里也能改',
  toHint: '如 3,2；可以有一个 −1',
  permHint: '如 1,0',
  sliceHint: '如 0, 1:3, ::2',
  axesHint: '如 0,2；空着就是全部',
  bShapeHint: '如 3 或 2,1',
  predict: '先猜再看',
  predictAsk: '结果 y 的形状是什么？',
  predictLabel: '形状，如 3,2',
  choose: '先填一个形状；标量填 ()。',
  right: '对，是 {shape}。',
  wrong: '不对，是 {shape}。',
};

const en: OwnWords<Own> = {
  name: 'Tensor viewer',
  lead: 'A tensor on the left, an operation on the right. Point at any cell to see which cells it comes from and where it lies in memory. Try “Reshape is not transpose”: the same shape, the same numbers, in other places.',
  names: {
    source: 'source',
    shape: 'shape',
    values: 'list of numbers',
    dtype: 'type',
    op: 'operation',
    to: 'new shape',
    perm: 'order of axes',
    slice: 'slice',
    fn: 'operation',
    bShape: 'shape of b',
    bValues: 'list of numbers of b',
    axes: 'list of axes',
    reduce: 'reduction',
    keepdims: 'keepdims switch',
    axis: 'axis',
    as: 'new type',
  },
  problems: {
    'not-numbers': 'A shape and numbers can be given only with source=numbers.',
    'too-many-axes': 'The {name} may have {max} axes at most, but has {got}.',
    'does-not-fit': '{value} in the {name} does not fit {dtype}.',
    slice:
      'A slice looks like 1, 1:3 or ::2 for each axis, separated by commas; “{value}” does not.',
    'sizes-differ': 'There are {size} numbers, but the new shape takes {known}.',
    'two-unknown': 'Only one axis of the new shape may be −1; two leave it open.',
    'unknown-not-whole':
      '−1 has no solution: {size} numbers cannot be divided into groups of {known}.',
    permutation: 'The order must name each axis from 0 to {last} once (this tensor has {rank}).',
    'too-many-slices': 'The slice names {got} axes, but the tensor has {rank}.',
    index: 'Index {index} lies outside axis {axis}, whose length is {n}.',
    'empty-slice':
      'Nothing of axis {axis} (length {n}) is taken; an empty tensor cannot be drawn here.',
    axis: 'There is no axis {axis}: the tensor has {rank} axes.',
    'axis-twice': 'An axis is named twice.',
    mismatch:
      '{x} and {other} cannot be broadcast: axis {k} from the right is {a} in one and {b} in the other, neither equal nor 1.',
    'needs-matrices':
      'A matrix product takes tensors of at least 2 axes, but these have {x} and {other}.',
    inner:
      '{x} and {other} cannot be multiplied: the last axis on the left is {k}, the second to last on the right {inner}; they must be equal.',
    fronts:
      '{x} and {other} cannot be multiplied: the right one must be a matrix, or have the same axes in front.',
    concat:
      '{x} and {other} cannot be joined along axis {axis}: all other axes must be equal, and as many.',
    stack: 'To stack, both shapes must be the same, but these are {x} and {other}.',
    'undefined-cast':
      '{value} lies outside {to}: C leaves open what a fraction becomes there, and platforms differ.',
  },
  labels: {
    source: 'Source',
    shape: 'Shape',
    values: 'Numbers (with commas)',
    dtype: 'Type',
    op: 'Operation',
    to: 'New shape',
    perm: 'Order of the axes',
    slice: 'Slice',
    fn: 'Operation on pairs',
    bShape: 'Shape of b',
    bValues: 'Numbers of b',
    axes: 'Axes to reduce',
    reduce: 'Reduction',
    keepdims: 'Keep axes of length 1 (keepdims)',
    axis: 'Axis',
    as: 'New type',
  },
  sources: {
    digit: 'handwritten digit, 28×28',
    color: 'color picture, 32×32×3',
    batch: 'batch of pictures, 4×16×16×3',
    numbers: 'your own numbers',
  },
  ops: {
    reshape: 'reshape',
    transpose: 'transpose (permute)',
    slice: 'slice',
    broadcast: 'broadcast',
    reduce: 'reduce',
    matmul: 'matrix product',
    concat: 'concat',
    stack: 'stack',
    cast: 'cast',
  },
  fns: { add: 'x + b', sub: 'x − b', mul: 'x · b' },
  reductions: { sum: 'sum', mean: 'mean', max: 'maximum' },
  tensorNames: { x: 'Tensor x', b: 'Tensor b', y: 'Result y', other: 'For contrast' },
  rivalName: 'z',
  rivalTranspose: 'For contrast: z = transpose({perm}), of the same shape',
  rivalReshape: 'For contrast: z = reshape{shape}, of the same shape',
  rivalNote: '{n} of {all} cells hold another number.',
  rivalSame:
    'All {all} cells happen to be the same: only axes of length 1 moved, or equal values met.',
  shape: 'shape',
  rank: 'rank',
  size: 'size',
  strides: 'strides',
  numbers: 'numbers',
  memory: 'order in memory (row-major)',
  mapAlt: '{what}: a picture of {h}×{w}',
  moreSlices: '{n} more are not drawn; every number stands in the table below.',
  cellFormula: 'Where the cell under the cursor comes from',
  flat: 'flat index {sum}',
  goesTo: 'goes to {cells}',
  nowhere: 'not in the result',
  wrapped: '{dtype} wraps around',
  ofMany: '{n} cells, {first} to {last}',
  castSame: 'unchanged',
  castRound: 'the nearest float32',
  castCut: 'fraction cut off towards 0',
  castWrap: 'wraps around: the remainder of {range}',
  placeIn: 'flat index in {name}',
  samePlace: 'the same flat index',
  opNotes: {
    reshape:
      'Reshape leaves the order in memory alone and counts the same numbers off into another shape: flat indices stay, the others change.',
    transpose:
      'Transpose reorders axes: axis k of y is axis perm[k] of x. The numbers move with their axes, and flat indices change.',
    slice:
      'A whole number takes its axis away. a:b:c takes every c-th from a up to, not including, b. Axes that are not named stay whole.',
    broadcast:
      'Shapes are aligned at the right. Each axis must be equal in both, or 1 (or missing) in one, which is then repeated along it.',
    reduce:
      'The numbers along the chosen axes become one, and those axes go; keepdims leaves them with length 1, ready to be broadcast back.',
    matmul:
      'The last axis of x and the second to last of b must be equally long; along them pairs are multiplied and added. Axes in front make a pile of matrices.',
    concat: 'Concat joins along an axis that is there: the rank stays, that axis grows.',
    stack:
      'Stack adds a new axis and piles up along it: the rank grows by 1, the new axis has length 2.',
    cast: 'Whole numbers that do not fit wrap around (uint8 at 256, int32 at 2³²), fractions are cut off towards 0, and float32 has 24 significant bits: not every whole number above 2²⁴.',
  },
  viewStrides:
    'NumPy and PyTorch move nothing, they only exchange the strides: {view}; a contiguous copy has {copy}.',
  inexact:
    'Some numbers here exceed 2²⁴, which the float32 of the device cannot hold exactly: this step is computed in float64 alone and not compared.',
  equal: 'equal',
  repeat: '{who} is repeated {n} times along it',
  axisFromRight: 'axis (from the right)',
  rule: 'rule',
  shapeHint: 'such as 2,3,4; empty for a scalar; at most 4 axes, 120 numbers',
  valuesHint: 'empty for the usual ones; cells can be typed into as well',
  toHint: 'such as 3,2; one may be −1',
  permHint: 'such as 1,0',
  sliceHint: 'such as 0, 1:3, ::2',
  axesHint: 'such as 0,2; empty for all',
  bShapeHint: 'such as 3 or 2,1',
  predict: 'Predict first',
  predictAsk: 'What is the shape of the result y?',
  predictLabel: 'Shape, such as 3,2',
  choose: 'Give a shape first; () for a scalar.',
  right: 'Right: {shape}.',
  wrong: 'No: {shape}.',
};

export const STRINGS: L10n<Words> = joinWords({ zh, en });
