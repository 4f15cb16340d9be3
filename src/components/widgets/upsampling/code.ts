/** The computation on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import {
  decimal,
  flatList,
  greyPicture,
  nestedList,
  pictureFile,
  program,
} from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import { axesOf, inputShape, outputShape, type State } from './state.ts';

export function codeTwin(state: State, language: Language): string {
  return program({ tfjs, pytorch, numpy }[language](state));
}

type Lines = (string | undefined)[];

const pair = (values: readonly number[]) => `(${values.join(', ')})`;

/** Rows of the whole output, before padding cuts: y is `full[top:top + oh, left:left + ow]`. */
function wholeOf(state: State) {
  const [rows, cols] = axesOf(state);
  return {
    rows,
    cols,
    height: rows.size + rows.before + rows.after,
    width: cols.size + cols.before + cols.after,
    cuts: [rows, cols].some(({ before, after }) => before + after > 0),
  };
}

// ---- TensorFlow.js --------------------------------------------------------------------------

function tfjs(state: State): Lines {
  const { source, kernel, stride, op, alignCorners } = state;
  const [H, W] = inputShape(state);
  const [oh, ow] = outputShape(state);
  const print = `y.squeeze([0]).print(); // [${oh}, ${ow}, 1]`;
  const image: Lines =
    source.kind === 'matrix'
      ? [`const x = tf.tensor4d(${flatList(source.rows.flat(), W)}, [1, ${H}, ${W}, 1]); // NHWC`]
      : greyPicture(source.id, 'const');
  const head: Lines = [`import * as tf from '@tensorflow/tfjs';`, ``, ...image];
  if (op === 'nearest') {
    return [
      ...head,
      `const y = tf.image.resizeNearestNeighbor(x, [${oh}, ${ow}], ${alignCorners}); // alignCorners`,
      print,
    ];
  }
  if (op === 'bilinear') {
    return [
      ...head,
      `const y = tf.image.resizeBilinear(x, [${oh}, ${ow}], ${alignCorners}, ${!alignCorners}); // alignCorners, halfPixelCenters`,
      print,
    ];
  }
  const { rows, cols } = wholeOf(state);
  const [kh, kw] = [rows.k, cols.k];
  const weights = `const w = tf.tensor4d(${flatList(kernel.flat(), kw)}, [${kh}, ${kw}, 1, 1]); // [kh, kw, out, in]`;
  if (state.dilation.every((d) => d === 1)) {
    const sides = `[[0, 0], [${rows.before}, ${rows.after}], [${cols.before}, ${cols.after}], [0, 0]]`;
    const padding = state.padding === 'same' ? `'same'` : sides;
    return [
      ...head,
      weights,
      `// the output shape says how much output padding there is`,
      `const y = tf.conv2dTranspose(x, w, [1, ${oh}, ${ow}, 1], [${stride.join(', ')}], ${padding});`,
      print,
    ];
  }
  const [sh, sw] = stride;
  const [reachH, reachW] = [rows.dilation * (kh - 1), cols.dilation * (kw - 1)];
  return [
    ...head,
    weights,
    `// tf.conv2dTranspose has no dilation: put zeros between the inputs and convolve with w turned by 180°`,
    `let z = tf.pad(x.reshape([${H}, 1, ${W}, 1]), [[0, 0], [0, ${sh - 1}], [0, 0], [0, ${sw - 1}]]);`,
    `z = z.reshape([1, ${H * sh}, ${W * sw}, 1]).slice([0, 0, 0, 0], [1, ${(H - 1) * sh + 1}, ${(W - 1) * sw + 1}, 1]);`,
    `z = tf.pad(z, [[0, 0], [${reachH}, ${reachH + rows.outputPadding}], [${reachW}, ${reachW + cols.outputPadding}], [0, 0]]);`,
    `let y = tf.conv2d(z, tf.reverse(w, [0, 1]), 1, 'valid', 'NHWC', [${rows.dilation}, ${cols.dilation}]);`,
    `y = y.slice([0, ${rows.before}, ${cols.before}, 0], [1, ${oh}, ${ow}, 1]); // padding cuts off edges`,
    print,
  ];
}

// ---- PyTorch --------------------------------------------------------------------------------

function pytorch(state: State): Lines {
  const { source, kernel, stride, op, alignCorners } = state;
  const [H, W] = inputShape(state);
  const [oh, ow] = outputShape(state);
  const picture = source.kind === 'picture';
  const print = `print(y[0].permute(1, 2, 0))  # [${oh}, ${ow}, 1]`;
  const head: Lines = [
    picture ? `import numpy as np` : undefined,
    `import torch`,
    `import torch.nn.functional as F`,
    picture ? `from PIL import Image` : undefined,
    ``,
    picture
      ? `image = np.array(Image.open('${pictureFile(source.id)}').convert('L'))`
      : `x = torch.tensor(${nestedList([source.rows])}, dtype=torch.float32)[None]  # NCHW`,
    picture ? `x = torch.from_numpy(image).float()[None, None]  # NCHW, 0..255` : undefined,
  ];
  const scale = `scale_factor=${pair(stride.map(decimal) as unknown as number[])}`;
  if (op === 'nearest' && !alignCorners) {
    return [...head, `y = F.interpolate(x, ${scale}, mode='nearest')`, print];
  }
  if (op === 'nearest') {
    return [
      ...head,
      `# F.interpolate refuses align_corners here: TensorFlow's rounding, by hand`,
      `rows = (torch.arange(${oh}) * ${H - 1} / ${Math.max(oh - 1, 1)} + 0.5).floor().long()`,
      `cols = (torch.arange(${ow}) * ${W - 1} / ${Math.max(ow - 1, 1)} + 0.5).floor().long()`,
      `y = x[:, :, rows][:, :, :, cols]`,
      print,
    ];
  }
  if (op === 'bilinear') {
    const flag = alignCorners ? 'True' : 'False';
    return [
      ...head,
      `y = F.interpolate(x, ${scale}, mode='bilinear', align_corners=${flag})`,
      print,
    ];
  }
  const { rows, cols } = wholeOf(state);
  const symmetric = [rows, cols].every(({ before, after }) => before === after);
  const outputPadding = pair([rows.outputPadding, cols.outputPadding]);
  const padding = symmetric ? pair([rows.before, cols.before]) : '0';
  const cut = `y = y[:, :, ${rows.before}:${rows.before + oh}, ${cols.before}:${cols.before + ow}]`;
  return [
    ...head,
    `w = torch.tensor(${nestedList([[kernel]])}, dtype=torch.float32)  # [in, out, kh, kw]`,
    `y = F.conv_transpose2d(x, w, stride=${pair(stride)}, padding=${padding},`,
    `                       output_padding=${outputPadding}, dilation=${pair(state.dilation)})`,
    symmetric ? undefined : `${cut}  # not the same on both sides`,
    print,
  ];
}

// ---- NumPy ----------------------------------------------------------------------------------

function numpy(state: State): Lines {
  const { source, kernel, stride, op, alignCorners } = state;
  const [H, W] = inputShape(state);
  const [oh, ow] = outputShape(state);
  const [sh, sw] = stride;
  const picture = source.kind === 'picture';
  const print = `print(y)  # [${oh}, ${ow}]`;
  const head: Lines = [
    `import numpy as np`,
    picture ? `from PIL import Image` : undefined,
    ``,
    picture
      ? `x = np.array(Image.open('${pictureFile(source.id)}').convert('L'), dtype=float)  # [H, W], 0..255`
      : `x = np.array(${nestedList(source.rows)}, dtype=float)  # [H, W]`,
  ];
  if (op === 'nearest') {
    const index = (n: number, size: number, s: number) =>
      alignCorners
        ? `np.arange(${size}) * ${n - 1} / ${Math.max(size - 1, 1)} + 0.5`
        : `np.arange(${size}) / ${s}`;
    return [
      ...head,
      `rows = np.floor(${index(H, oh, sh)}).astype(int)`,
      `cols = np.floor(${index(W, ow, sw)}).astype(int)`,
      `y = x[np.ix_(rows, cols)]`,
      print,
    ];
  }
  if (op === 'bilinear') {
    const place = alignCorners
      ? `np.arange(n * s) * (n - 1) / max(n * s - 1, 1)`
      : `(np.arange(n * s) + 0.5) / s - 0.5`;
    return [
      ...head,
      `def weights(n, s):`,
      `    """A matrix [n*s, n]: each new cell as a mixture of its two neighbors."""`,
      `    place = np.clip(${place}, 0, n - 1)`,
      `    return np.maximum(0, 1 - np.abs(place[:, None] - np.arange(n)))`,
      `y = weights(${H}, ${sh}) @ x @ weights(${W}, ${sw}).T`,
      print,
    ];
  }
  const { rows, cols, height, width, cuts } = wholeOf(state);
  const [dh, dw] = state.dilation;
  return [
    ...head,
    `w = np.array(${nestedList(kernel)}, dtype=float)  # [kh, kw]`,
    `(sh, sw), (dh, dw) = ${pair(stride)}, ${pair([dh, dw])}`,
    `y = np.zeros(${pair([height, width])})`,
    `for r in range(${H}):`,
    `    for c in range(${W}):  # each input cell stamps the kernel`,
    `        top, left = r * sh, c * sw`,
    `        y[top:top + ${dh * (rows.k - 1) + 1}:dh, left:left + ${dw * (cols.k - 1) + 1}:dw] += x[r, c] * w`,
    cuts
      ? `y = y[${rows.before}:${rows.before + oh}, ${cols.before}:${cols.before + ow}]  # padding cuts off edges`
      : undefined,
    print,
  ];
}
