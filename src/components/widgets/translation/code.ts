/** The computation on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import { flatList, greyPicture, nestedList, pictureFile, program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import { BINOMIAL, layersOf, strideOf, UNIT, type Layer } from './stacks.ts';
import { sideOf, type State } from './state.ts';

export function codeTwin(state: State, language: Language): string {
  return program({ tfjs, pytorch, numpy }[language](state));
}

type Lines = (string | undefined)[];

const size = ({ source }: State): [number, number] =>
  source.kind === 'matrix'
    ? [source.rows.length, source.rows[0].length]
    : [source.height, source.width];

/** Top, left and side of the square in the middle; undefined when it is everything. */
function cut(state: State): [top: number, left: number, n: number] | undefined {
  const [H, W] = size(state);
  const n = sideOf(state);
  if (H === n && W === n && state.source.kind === 'matrix') return undefined;
  return [Math.floor((H - n) / 2), Math.floor((W - n) / 2), n];
}

// ---- TensorFlow.js --------------------------------------------------------------------------

function tfjs(state: State): Lines {
  const { source, shift, rotate, scale, stack } = state;
  const n = sideOf(state);
  const stride = strideOf(stack);
  const [H, W] = size(state);
  const square = cut(state);
  const layer = ({ kind, ...rest }: Layer): string[] => {
    if (kind === 'conv') {
      const { kernel } = rest as { kernel: readonly (readonly number[])[] };
      return [`  x = tf.relu(tf.conv2d(x, k([${kernel.flat().join(', ')}]), 1, 'same'));`];
    }
    if (kind === 'max') return [`  x = tf.maxPool(x, 2, 2, 'valid');`];
    return [
      `  x = tf.pad(tf.maxPool(x, 2, 1, 'same'), [[0, 0], [1, 0], [1, 0], [0, 0]]); // blur pooling`,
      `  x = tf.conv2d(x, k([${BINOMIAL.flat().join(', ')}]).div(16), 2, 'valid');`,
    ];
  };
  // The same layers on masks: a cell counts when its whole field counts.
  const mask = ({ kind }: Layer): string[] => {
    if (kind === 'conv') return [`  m = full(tf.pad(m, [[0, 0], [1, 1], [1, 1], [0, 0]]), 3, 1);`];
    if (kind === 'max') return [`  m = full(m, 2, 2);`];
    return [
      `  m = full(tf.pad(m, [[0, 0], [0, 1], [0, 1], [0, 0]]), 2, 1);`,
      `  m = full(tf.pad(m, [[0, 0], [1, 0], [1, 0], [0, 0]]), 3, 2);`,
    ];
  };
  const layers = layersOf(stack);
  return [
    `import * as tf from '@tensorflow/tfjs';`,
    ``,
    ...(source.kind === 'matrix'
      ? [`let x = tf.tensor4d(${flatList(source.rows.flat(), W)}, [1, ${H}, ${W}, 1]); // NHWC`]
      : greyPicture(source.id)),
    square
      ? `x = tf.slice(x, [0, ${square[0]}, ${square[1]}, 0], [1, ${square[2]}, ${square[2]}, 1]); // a square`
      : undefined,
    ``,
    `// scale, turn counter-clockwise about the centre, shift; bilinear, zero outside`,
    `function move(image, [down, right]) {`,
    `  const n = image.shape[1];`,
    `  const x = image.dataSync();`,
    `  const [sin, cos] = ${exactTurn(rotate, 'Math.sin', 'Math.cos', 'Math.PI')};`,
    `  const mid = (n - 1) / 2;`,
    `  const y = new Float32Array(n * n);`,
    `  const settle = (v) => (Math.abs(v - Math.round(v)) < 1e-9 ? Math.round(v) : v);`,
    `  for (let at = 0; at < n * n; at++) {`,
    `    const [d, e] = [Math.floor(at / n) - mid - down, (at % n) - mid - right];`,
    `    const r = settle((cos * d + sin * e) / ${scale} + mid);`,
    `    const c = settle((cos * e - sin * d) / ${scale} + mid);`,
    `    for (const i of [0, 1]) for (const j of [0, 1]) {`,
    `      const [row, col] = [Math.floor(r) + i, Math.floor(c) + j];`,
    `      const weight = (1 - Math.abs(r - row)) * (1 - Math.abs(c - col));`,
    `      if (row >= 0 && col >= 0 && row < n && col < n) y[at] += weight * x[row * n + col];`,
    `    }`,
    `  }`,
    `  return tf.tensor4d(y, [1, n, n, 1]);`,
    `}`,
    ``,
    `const k = (w) => tf.tensor4d(w, [3, 3, 1, 1]);`,
    `function features(x) {`,
    ...layers.flatMap(layer),
    `  return x;`,
    `}`,
    `const full = (m, size, stride) =>`,
    `  tf.conv2d(m, tf.ones([size, size, 1, 1]), stride, 'valid').greaterEqual(size * size - 1e-4).cast('float32');`,
    `function counts(m) { // cells whose field holds nothing but ones`,
    ...layers.flatMap(mask),
    `  return m;`,
    `}`,
    ``,
    `const shift = [${shift.join(', ')}];`,
    `const shiftOfFeatures = [${shift.map((s) => s / stride).join(', ')}]; // ${stride} pixels apart`,
    `const fx = features(x);`,
    `const y = features(move(x, shift)); // move, then features`,
    `const other = move(fx, shiftOfFeatures); // features, then move`,
    `const ones = tf.ones([1, ${n}, ${n}, 1]);`,
    `const still = counts(move(ones, shift).greaterEqual(1 - 1e-6).cast('float32')).mul(counts(ones));`,
    `const trusted = counts(move(ones, shift).greaterEqual(1 - 1e-6).cast('float32'))`,
    `  .mul(move(counts(ones), shiftOfFeatures).greaterEqual(1 - 1e-6).cast('float32'));`,
    `const relative = (a, b, m) => a.sub(b).mul(m).norm().div(b.mul(m).norm());`,
    `const errors = tf.stack([relative(y, other, trusted), relative(y, fx, still)]);`,
    `y.squeeze([0]).print();`,
    `errors.print(); // equivariance, invariance`,
  ];
}

/** Sine and cosine as code, exact for multiples of 90. */
function exactTurn(degrees: number, sin: string, cos: string, pi: string): string {
  const turns = (((degrees / 90) % 4) + 4) % 4;
  if (Number.isInteger(turns)) return `[${[0, 1, 0, -1][turns]}, ${[1, 0, -1, 0][turns]}]`;
  const angle = `(${degrees} * ${pi}) / 180`;
  return `[${sin}(${angle}), ${cos}(${angle})]`;
}

// ---- Python ---------------------------------------------------------------------------------

function python(state: State, lib: 'numpy' | 'torch'): Lines {
  const { source, shift, rotate, scale, stack } = state;
  const n = sideOf(state);
  const stride = strideOf(stack);
  const square = cut(state);
  const picture = source.kind === 'picture';
  const torch = lib === 'torch';
  const layers = layersOf(stack);
  const rows = (kernel: readonly (readonly number[])[]) => nestedList(kernel.map((r) => [...r]));
  const numpyLayer = (layer: Layer): string[] => {
    if (layer.kind === 'conv')
      return [`    x = np.maximum(correlate(np.pad(x, 1), np.array(${rows(layer.kernel)})), 0)`];
    if (layer.kind === 'max') return [`    x = largest(x, 2)`];
    return [
      `    x = largest(np.pad(x, ((0, 1), (0, 1)), constant_values=-np.inf), 1)  # blur pooling`,
      `    x = correlate(np.pad(x, ((1, 0), (1, 0))), np.array(${rows(BINOMIAL)}) / 16)[::2, ::2]`,
    ];
  };
  const torchLayer = (layer: Layer): string[] => {
    if (layer.kind === 'conv')
      return [`    x = F.relu(F.conv2d(x, k(${rows(layer.kernel)}), padding=1))`];
    if (layer.kind === 'max') return [`    x = F.max_pool2d(x, 2)`];
    return [
      `    x = F.max_pool2d(F.pad(x, (0, 1, 0, 1), value=float('-inf')), 2, stride=1)  # blur pooling`,
      `    x = F.conv2d(F.pad(x, (1, 0, 1, 0)), k(${rows(BINOMIAL)}) / 16, stride=2)`,
    ];
  };
  const mask = ({ kind }: Layer): string[] => {
    if (kind === 'conv') return [`    m = full(np.pad(m, 1), 3, 1)`];
    if (kind === 'max') return [`    m = full(m, 2, 2)`];
    return [`    m = full(np.pad(m, ((0, 1), (0, 1))), 2, 1)`, `    m = full(np.pad(m, ((1, 0), (1, 0))), 3, 2)`]; // prettier-ignore
  };
  return [
    `import numpy as np`,
    ...(torch ? [`import torch`, `import torch.nn.functional as F`] : []),
    picture ? `from PIL import Image` : undefined,
    ``,
    picture
      ? `x = np.array(Image.open('${pictureFile(source.id)}').convert('L'), dtype=float)  # 0..255`
      : `x = np.array(${nestedList(source.rows)}, dtype=float)`,
    square
      ? `x = x[${square[0]}:${square[0] + square[2]}, ${square[1]}:${square[1] + square[2]}]  # a square of a multiple of ${UNIT}`
      : undefined,
    ``,
    `def move(image, down, right):`,
    `    """Scale, turn counter-clockwise about the centre, shift; bilinear, zero outside."""`,
    `    n = len(image)`,
    `    sin, cos = ${exactTurn(rotate, 'np.sin', 'np.cos', 'np.pi')}`,
    `    mid = (n - 1) / 2`,
    `    d = np.arange(n)[:, None] - mid - down`,
    `    e = np.arange(n)[None, :] - mid - right`,
    `    r, c = (cos * d + sin * e) / ${scale} + mid, (cos * e - sin * d) / ${scale} + mid`,
    `    r, c = (np.where(abs(v - np.rint(v)) < 1e-9, np.rint(v), v) for v in (r, c))`,
    `    y = np.zeros((n, n))`,
    `    for i in (0, 1):`,
    `        for j in (0, 1):`,
    `            row, col = np.floor(r).astype(int) + i, np.floor(c).astype(int) + j`,
    `            inside = (row >= 0) & (col >= 0) & (row < n) & (col < n)`,
    `            weight = (1 - abs(r - row)) * (1 - abs(c - col)) * inside`,
    `            y += weight * image[row.clip(0, n - 1), col.clip(0, n - 1)]`,
    `    return y`,
    ``,
    `def windows(x, size):`,
    `    return np.lib.stride_tricks.sliding_window_view(x, (size, size))`,
    ``,
    ...(torch
      ? [
          `def k(rows):`,
          `    return torch.tensor(rows, dtype=torch.float64)[None, None]`,
          ``,
          `def features(x):`,
          `    x = torch.from_numpy(x)[None, None]  # NCHW`,
          ...layers.flatMap(torchLayer),
          `    return x[0, 0].numpy()`,
        ]
      : [
          `def correlate(x, k):`,
          `    return np.einsum('rcij,ij->rc', windows(x, 3), k)`,
          ``,
          `def largest(x, stride):`,
          `    return windows(x, 2).max((2, 3))[::stride, ::stride]`,
          ``,
          `def features(x):`,
          ...layers.flatMap(numpyLayer),
          `    return x`,
        ]),
    ``,
    `def full(m, size, stride):`,
    `    return windows(m, size).min((2, 3))[::stride, ::stride]`,
    ``,
    `def counts(m):`,
    `    """Cells whose field holds nothing but ones."""`,
    ...layers.flatMap(mask),
    `    return m`,
    ``,
    `def relative(a, b, m):`,
    `    return np.linalg.norm((a - b)[m]) / np.linalg.norm(b[m])`,
    ``,
    `shift = ${shift.join(', ')}`,
    `shift_of_features = ${shift.map((s) => s / stride).join(', ')}  # ${stride} pixels apart`,
    `fx = features(x)`,
    `y = features(move(x, *shift))  # move, then features`,
    `other = move(fx, *shift_of_features)  # features, then move`,
    `ones = np.ones((${n}, ${n}))`,
    `moved = counts(move(ones, *shift) > 1 - 1e-9)`,
    `still = moved & counts(ones > 0)`,
    `trusted = moved & (move(counts(ones > 0).astype(float), *shift_of_features) > 1 - 1e-9)`,
    `errors = np.array([relative(y, other, trusted), relative(y, fx, still)])`,
    `print(y)`,
    `print(errors)  # equivariance, invariance`,
  ];
}

const numpy = (state: State) => python(state, 'numpy');
const pytorch = (state: State) => python(state, 'torch');
