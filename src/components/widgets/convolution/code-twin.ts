/**
 * The computation on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all
 * three. Comments are short English on both pages, as in every listing.
 */
import {
  decimal,
  flatList as flat,
  list,
  nestedList as nested,
  pictureFile as file,
  program,
} from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import {
  derive,
  groupCount,
  kernelGrid,
  matrixGrid,
  type ActivationId,
  type State,
} from './state.ts';

export function codeTwin(state: State, language: Language): string {
  return program({ tfjs, pytorch, numpy }[language](state));
}

type Lines = (string | undefined)[];

// ---- TensorFlow.js --------------------------------------------------------------------------

const TFJS_ACTIVATIONS: Record<ActivationId, string | undefined> = {
  none: undefined,
  relu: 'y.relu()',
  'leaky-relu': 'y.leakyRelu(0.01)',
  prelu: 'y.leakyRelu(0.25)',
  elu: 'y.elu()',
  selu: 'y.selu()',
  sigmoid: 'y.sigmoid()',
  tanh: 'y.tanh()',
  softplus: 'y.softplus()',
  swish: 'y.mul(y.sigmoid())',
  gelu: 'y.mul(0.5).mul(y.mul(Math.SQRT1_2).erf().add(1))',
  'gelu-tanh':
    'y.mul(0.5).mul(y.pow(3).mul(0.044715).add(y).mul(Math.sqrt(2 / Math.PI)).tanh().add(1))',
  mish: 'y.mul(y.softplus().tanh())',
  'hard-sigmoid': 'y.div(6).add(0.5).clipByValue(0, 1)',
  'hard-swish': 'y.mul(y.div(6).add(0.5).clipByValue(0, 1))',
};

function tfjs(state: State): Lines {
  const { input, kernel, sides, output } = derive(state);
  const [kh, kw, each, filters] = kernel;
  const [top, bottom, left, right] = sides;
  const { source, stride, dilation } = state;
  const groups = groupCount(state);
  const padded = sides.some((n) => n > 0);
  const strided = stride[0] > 1 || stride[1] > 1;
  const dilated = dilation[0] > 1 || dilation[1] > 1;
  const both = strided && dilated;
  // SAME depends on the stride, so it can be left to TensorFlow.js only where it sees the stride.
  const same = state.padding === 'same' && !both;
  const shape = `[${[1, ...input].join(', ')}]`;
  const image: Lines =
    source.kind === 'matrix'
      ? [
          `let x = tf.tensor4d(${flat(matrixGrid(source.channels).data, input[1] * input[2])}, ${shape}); // NHWC`,
        ]
      : [
          `const image = new Image();`,
          `image.src = '${file(source.id)}';`,
          `await image.decode();`,
          source.channels === 3
            ? `let x = tf.browser.fromPixels(image).toFloat().expandDims(0); // NHWC, 0…255`
            : `// grey as in PIL: (19595 R + 38470 G + 7471 B + 32768) >> 16`,
          source.channels === 3
            ? undefined
            : `let x = tf.browser.fromPixels(image).mul([19595, 38470, 7471]).sum(2, true).add(32768)`,
          source.channels === 3 ? undefined : `  .div(65536).floor().expandDims(0); // NHWC, 0…255`,
        ];
  const args = both
    ? `1, 'valid', 'NHWC', [${dilation.join(', ')}]`
    : `[${stride.join(', ')}], '${same ? 'same' : 'valid'}', 'NHWC', [${dilation.join(', ')}]`;
  const convolution: Lines =
    groups === 1
      ? [`let y = tf.conv2d(x, w, ${args});`]
      : each === 1
        ? [
            `let y = tf.depthwiseConv2d(x, w.reshape([${kh}, ${kw}, ${input[2]}, ${filters / input[2]}]), ${args});`,
          ]
        : [
            `// tf.conv2d knows no groups: split the channels, convolve, join`,
            `const parts = tf.split(x, ${groups}, 3);`,
            `const kernels = tf.split(w, ${groups}, 3);`,
            `let y = tf.concat(parts.map((part, g) => tf.conv2d(part, kernels[g], ${args})), 3);`,
          ];
  const activation = TFJS_ACTIVATIONS[state.activation];
  return [
    `import * as tf from '@tensorflow/tfjs';`,
    ``,
    ...image,
    `let w = tf.tensor4d(${flat(kernelGrid(state).data, kw * each * filters)}, [${kernel.join(', ')}]); // [kh, kw, C/groups, F]`,
    state.flip ? `w = tf.reverse(w, [0, 1]); // turned by 180°: true convolution` : undefined,
    padded && !same
      ? `x = tf.pad(x, [[0, 0], [${top}, ${bottom}], [${left}, ${right}], [0, 0]]);`
      : undefined,
    ...convolution,
    both
      ? `y = tf.stridedSlice(y, [0, 0, 0, 0], y.shape, [1, ${stride.join(', ')}, 1]); // tf.conv2d refuses stride with dilation`
      : undefined,
    `y = y.add(tf.tensor1d([${list(state.bias)}]));`,
    activation ? `y = ${activation};` : undefined,
    `y.squeeze([0]).print(); // [${output.join(', ')}]`,
  ];
}

// ---- PyTorch --------------------------------------------------------------------------------

const TORCH_ACTIVATIONS: Record<ActivationId, string | undefined> = {
  none: undefined,
  relu: 'F.relu(y)',
  'leaky-relu': 'F.leaky_relu(y, 0.01)',
  prelu: 'F.prelu(y, torch.tensor([0.25]))',
  elu: 'F.elu(y)',
  selu: 'F.selu(y)',
  sigmoid: 'torch.sigmoid(y)',
  tanh: 'torch.tanh(y)',
  softplus: 'F.softplus(y)',
  swish: 'F.silu(y)',
  gelu: 'F.gelu(y)',
  'gelu-tanh': "F.gelu(y, approximate='tanh')",
  mish: 'F.mish(y)',
  'hard-sigmoid': 'F.hardsigmoid(y)',
  'hard-swish': 'F.hardswish(y)',
};

function pytorch(state: State): Lines {
  const { sides, output } = derive(state);
  const [top, bottom, left, right] = sides;
  const { source, stride, dilation } = state;
  const even = top === bottom && left === right;
  const activation = TORCH_ACTIVATIONS[state.activation];
  const picture = source.kind === 'picture';
  const image: Lines = picture
    ? [
        source.channels === 3
          ? `image = np.array(Image.open('${file(source.id)}').convert('RGB'))`
          : `image = np.array(Image.open('${file(source.id)}').convert('L'))[:, :, None]`,
        `x = torch.from_numpy(image).float().permute(2, 0, 1)[None]  # NCHW, 0..255`,
      ]
    : [`x = torch.tensor(${nested(source.channels)}, dtype=torch.float32)[None]  # NCHW`];
  return [
    picture ? `import numpy as np` : undefined,
    `import torch`,
    `import torch.nn.functional as F`,
    picture ? `from PIL import Image` : undefined,
    ``,
    ...image,
    `w = torch.tensor(${nested(state.kernel)}, dtype=torch.float32)  # [F, C/groups, kh, kw]`,
    state.flip ? `w = w.flip(2, 3)  # turned by 180 degrees: true convolution` : undefined,
    even
      ? undefined
      : `x = F.pad(x, (${left}, ${right}, ${top}, ${bottom}))  # left, right, top, bottom: not the same on both sides`,
    `y = F.conv2d(x, w, bias=torch.tensor([${state.bias.map(decimal).join(', ')}]), stride=(${stride.join(', ')}),`,
    `             padding=(${even ? `${top}, ${left}` : '0, 0'}), dilation=(${dilation.join(', ')}), groups=${groupCount(state)})`,
    activation ? `y = ${activation}` : undefined,
    `print(y[0].permute(1, 2, 0))  # [${output.join(', ')}]`,
  ];
}

// ---- NumPy ----------------------------------------------------------------------------------

const NUMPY_ACTIVATIONS: Record<ActivationId, string | undefined> = {
  none: undefined,
  relu: 'np.maximum(y, 0)',
  'leaky-relu': 'np.where(y > 0, y, 0.01 * y)',
  prelu: 'np.where(y > 0, y, 0.25 * y)',
  elu: 'np.where(y > 0, y, np.expm1(np.minimum(y, 0)))',
  selu: '1.0507009873554805 * np.where(y > 0, y, 1.6732632423543772 * np.expm1(np.minimum(y, 0)))',
  sigmoid: '(1 + np.tanh(y / 2)) / 2',
  tanh: 'np.tanh(y)',
  softplus: 'np.logaddexp(0, y)',
  swish: 'y * (1 + np.tanh(y / 2)) / 2',
  gelu: 'y * (1 + np.vectorize(math.erf)(y / math.sqrt(2))) / 2',
  'gelu-tanh': 'y / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * (y + 0.044715 * y ** 3)))',
  mish: 'y * np.tanh(np.logaddexp(0, y))',
  'hard-sigmoid': 'np.clip(y / 6 + 0.5, 0, 1)',
  'hard-swish': 'y * np.clip(y / 6 + 0.5, 0, 1)',
};

function numpy(state: State): Lines {
  const { sides, output } = derive(state);
  const [top, bottom, left, right] = sides;
  const { source } = state;
  const activation = NUMPY_ACTIVATIONS[state.activation];
  const picture = source.kind === 'picture';
  const image: Lines = picture
    ? [
        source.channels === 3
          ? `x = np.array(Image.open('${file(source.id)}').convert('RGB'), dtype=float)`
          : `x = np.array(Image.open('${file(source.id)}').convert('L'), dtype=float)[:, :, None]`,
        `x = x.transpose(2, 0, 1)  # [C, H, W], 0..255`,
      ]
    : [`x = np.array(${nested(source.channels)}, dtype=float)  # [C, H, W]`];
  return [
    activation?.includes('math.') ? `import math` : undefined,
    `import numpy as np`,
    picture ? `from PIL import Image` : undefined,
    ``,
    ...image,
    `w = np.array(${nested(state.kernel)}, dtype=float)  # [F, C/groups, kh, kw]`,
    state.flip ? `w = w[:, :, ::-1, ::-1]  # turned by 180 degrees: true convolution` : undefined,
    `b = np.array([${list(state.bias)}], dtype=float)`,
    `(sh, sw), (dh, dw), groups = (${state.stride.join(', ')}), (${state.dilation.join(', ')}), ${groupCount(state)}`,
    ``,
    `x = np.pad(x, ((0, 0), (${top}, ${bottom}), (${left}, ${right})))`,
    `F, Cg, kh, kw = w.shape`,
    `oh = (x.shape[1] - dh * (kh - 1) - 1) // sh + 1`,
    `ow = (x.shape[2] - dw * (kw - 1) - 1) // sw + 1`,
    `y = np.empty((oh, ow, F))`,
    `for r in range(oh):`,
    `    for c in range(ow):`,
    `        for f in range(F):`,
    `            first = f // (F // groups) * Cg  # the channels of this filter's group`,
    `            rows = slice(r * sh, r * sh + dh * (kh - 1) + 1, dh)`,
    `            cols = slice(c * sw, c * sw + dw * (kw - 1) + 1, dw)`,
    `            y[r, c, f] = (x[first:first + Cg, rows, cols] * w[f]).sum() + b[f]`,
    activation ? `y = ${activation}` : undefined,
    `print(y)  # [${output.join(', ')}]`,
  ];
}
