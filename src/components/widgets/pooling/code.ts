/** The computation on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import type { Language } from '../toolkit/kind.ts';
import { flatList, greyPicture, nestedList, pictureFile, program } from '../toolkit/code.ts';
import {
  inputShape,
  isGlobal,
  isMoved,
  optionsOf,
  outputShape,
  ruleOf,
  sidesOf,
  type State,
} from './state.ts';
import { fromChannels } from '../../../lib/grid.ts';

export function codeTwin(state: State, language: Language): string {
  return program({ tfjs, pytorch, numpy }[language](state));
}

type Lines = (string | undefined)[];

/** Rows and columns behind the input that the last window reaches. */
function reach(state: State): [below: number, behind: number] {
  const [H, W] = inputShape(state);
  const { window, stride } = optionsOf(state);
  const [top, , left] = sidesOf(state);
  const [oh, ow] = outputShape(state);
  return [
    Math.max(0, (oh - 1) * stride[0] + window[0] - top - H),
    Math.max(0, (ow - 1) * stride[1] + window[1] - left - W),
  ];
}

function tfjs(state: State): Lines {
  const [H, W, C] = inputShape(state);
  const { source, shift } = state;
  const { window, stride } = optionsOf(state);
  const [top, , left] = sidesOf(state);
  const [below, behind] = reach(state);
  const rule = ruleOf(state.op);
  const shape = outputShape(state);
  const image: Lines =
    source.kind === 'matrix'
      ? [
          `let x = tf.tensor4d(${flatList(fromChannels(source.channels).data, W * C)}, [1, ${H}, ${W}, ${C}]); // NHWC`,
        ]
      : greyPicture(source.id);
  const roll = (n: number, size: number, axis: number) => {
    const cut = ((-n % size) + size) % size;
    return cut === 0
      ? undefined
      : `x = tf.concat([tf.slice(x, [${axis === 1 ? `0, ${cut}` : `0, 0, ${cut}`}]), tf.slice(x, [0, 0, 0, 0], [1, ${axis === 1 ? `${cut}, ${W}` : `${H}, ${cut}`}, ${C}])], ${axis}); // moved around by ${n}`;
  };
  const lines: Lines = [
    `import * as tf from '@tensorflow/tfjs';`,
    ``,
    ...image,
    ...(isMoved(state) ? [roll(shift[0], H, 1), roll(shift[1], W, 2)] : []),
  ];
  if (isGlobal(state.op)) {
    return [
      ...lines,
      `const y = x.${rule === 'max' ? 'max' : 'mean'}([1, 2]); // one number per channel`,
      `y.print();`,
    ];
  }
  const args = `[${window.join(', ')}], [${stride.join(', ')}], 'valid'`;
  const around = [top, below, left, behind];
  const pad = (value: string) =>
    around.some((n) => n > 0)
      ? `x = tf.pad(x, [[0, 0], [${top}, ${below}], [${left}, ${behind}], [0, 0]], ${value});`
      : undefined;
  if (rule === 'max') {
    return [
      ...lines,
      pad('-1e30') && `${pad('-1e30')} // padding never wins`,
      `const y = tf.maxPool(x, ${args});`,
      `y.squeeze([0]).print(); // [${shape.join(', ')}]`,
    ];
  }
  const counts = countLines(state);
  return [
    ...lines,
    rule === 'l2' ? `x = x.square();` : undefined,
    pad('0'),
    `let y = tf.avgPool(x, ${args}); // the mean over all ${window[0] * window[1]} cells of each window`,
    counts === undefined
      ? undefined
      : `y = y.mul(${window[0] * window[1]}).div(tf.tensor4d(${flatList(counts, shape[1])}, [1, ${shape[0]}, ${shape[1]}, 1])); // cells that count`,
    rule === 'l2' ? `y = y.sqrt();` : undefined,
    `y.squeeze([0]).print(); // [${shape.join(', ')}]`,
  ];
}

/** The n of each window, or nothing when it is the full window everywhere. */
function countLines(state: State): number[] | undefined {
  const [H, W] = inputShape(state);
  const { window, stride, includePad } = optionsOf(state);
  const [top, bottom, left, right] = sidesOf(state);
  const [oh, ow] = outputShape(state);
  const along = (at: number, axis: 0 | 1, n: number, before: number, after: number) => {
    const first = at * stride[axis] - before;
    const end = Math.min(first + window[axis], n + after);
    return includePad ? end - first : Math.min(end, n) - Math.max(first, 0);
  };
  const counts: number[] = [];
  for (let r = 0; r < oh; r++) {
    for (let c = 0; c < ow; c++)
      counts.push(along(r, 0, H, top, bottom) * along(c, 1, W, left, right));
  }
  return counts.every((n) => n === window[0] * window[1]) ? undefined : counts;
}

function pytorch(state: State): Lines {
  const { source, shift, op, ceil, includePad } = state;
  const { window, stride } = optionsOf(state);
  const [top, bottom, left, right] = sidesOf(state);
  const rule = ruleOf(op);
  const shape = outputShape(state);
  const picture = source.kind === 'picture';
  const even = top === bottom && left === right && 2 * top <= window[0] && 2 * left <= window[1];
  const image: Lines = picture
    ? [
        `image = np.array(Image.open('${pictureFile(source.id)}').convert('L'))[:, :, None]`,
        `x = torch.from_numpy(image).float().permute(2, 0, 1)[None]  # NCHW, 0..255`,
      ]
    : [`x = torch.tensor(${nestedList(source.channels)}, dtype=torch.float32)[None]  # NCHW`];
  const lines: Lines = [
    picture ? `import numpy as np` : undefined,
    `import torch`,
    `import torch.nn.functional as F`,
    picture ? `from PIL import Image` : undefined,
    ``,
    ...image,
    isMoved(state) ? `x = torch.roll(x, (${shift.join(', ')}), (2, 3))  # moved around` : undefined,
  ];
  const print = `print(y[0].permute(1, 2, 0))  # [${shape.join(', ')}]`;
  if (isGlobal(op)) {
    return [...lines, `y = F.adaptive_${rule === 'max' ? 'max' : 'avg'}_pool2d(x, 1)`, print];
  }
  const [below, behind] = reach(state);
  const hangs = below > bottom || behind > right;
  const args = `(${window.join(', ')}), stride=(${stride.join(', ')})`;
  if (rule === 'max') {
    return [
      ...lines,
      even
        ? undefined
        : `x = F.pad(x, (${left}, ${right}, ${top}, ${bottom}), value=float('-inf'))  # not the same on both sides`,
      `y = F.max_pool2d(x, ${args}, padding=(${even ? `${top}, ${left}` : '0, 0'}), ceil_mode=${ceil ? 'True' : 'False'})`,
      print,
    ];
  }
  const simple = even && rule === 'avg';
  if (simple) {
    return [
      ...lines,
      `y = F.avg_pool2d(x, ${args}, padding=(${top}, ${left}), ceil_mode=${ceil ? 'True' : 'False'},`,
      `                 count_include_pad=${includePad ? 'True' : 'False'})`,
      print,
    ];
  }
  // Sums over ones count the cells: PyTorch has no uneven padding, and its LPPool takes no mean.
  return [
    ...lines,
    `inside = torch.ones_like(x)`,
    `pad = (${left}, ${right}, ${top}, ${bottom})  # left, right, top, bottom`,
    `x, inside = F.pad(x, pad), F.pad(inside, pad, value=${includePad ? '1.0' : '0.0'})`,
    hangs
      ? `x, inside = (F.pad(t, (0, ${behind - right}, 0, ${below - bottom})) for t in (x, inside))  # ceil mode`
      : undefined,
    `def sums(t):`,
    `    return F.avg_pool2d(t, ${args}, divisor_override=1)`,
    rule === 'l2' ? `y = torch.sqrt(sums(x ** 2) / sums(inside))` : `y = sums(x) / sums(inside)`,
    print,
  ];
}

function numpy(state: State): Lines {
  const { source, shift, op, includePad } = state;
  const { window, stride } = optionsOf(state);
  const [top, bottom, left, right] = sidesOf(state);
  const [below, behind] = reach(state);
  const [oh, ow, C] = outputShape(state);
  const rule = ruleOf(op);
  const picture = source.kind === 'picture';
  const image: Lines = picture
    ? [
        `x = np.array(Image.open('${pictureFile(source.id)}').convert('L'), dtype=float)[:, :, None]`,
        `x = x.transpose(2, 0, 1)  # [C, H, W], 0..255`,
      ]
    : [`x = np.array(${nestedList(source.channels)}, dtype=float)  # [C, H, W]`];
  const [extraDown, extraRight] = [Math.max(0, below - bottom), Math.max(0, behind - right)];
  const ceil = extraDown > 0 || extraRight > 0;
  const rules = {
    max: 'np.nanmax(part)',
    avg: 'np.nanmean(part)',
    l2: 'np.sqrt(np.nanmean(part ** 2))',
  };
  const filler = rule !== 'max' && includePad && !isGlobal(op) ? '0' : 'np.nan';
  return [
    `import numpy as np`,
    picture ? `from PIL import Image` : undefined,
    ``,
    ...image,
    isMoved(state) ? `x = np.roll(x, (${shift.join(', ')}), (1, 2))  # moved around` : undefined,
    `(kh, kw), (sh, sw) = (${window.join(', ')}), (${stride.join(', ')})`,
    `x = np.pad(x, ((0, 0), (${top}, ${bottom}), (${left}, ${right})), constant_values=${filler})${filler === 'np.nan' ? '  # nan: does not count' : ''}`,
    ceil
      ? `x = np.pad(x, ((0, 0), (0, ${extraDown}), (0, ${extraRight})), constant_values=np.nan)  # ceil mode`
      : undefined,
    `y = np.empty((${oh}, ${ow}, ${C}))`,
    `for r in range(${oh}):`,
    `    for c in range(${ow}):`,
    `        for ch in range(${C}):`,
    `            part = x[ch, r * sh:r * sh + kh, c * sw:c * sw + kw]`,
    `            y[r, c, ch] = ${rules[rule]}`,
    `print(y)  # [${oh}, ${ow}, ${C}]`,
  ];
}
