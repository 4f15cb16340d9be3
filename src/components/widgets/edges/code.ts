/** The computation on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import { gaussianRadius, LAPLACIAN, operatorKernel, type Border } from '../../../lib/ops/edges.ts';
import { flatList, greyPicture, nestedList, pictureFile, program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import { inputShape, operatorOf, shown, type Name, type State } from './state.ts';

export function codeTwin(state: State, language: Language): string {
  return program({ tfjs, pytorch, numpy }[language](state));
}

type Lines = (string | undefined)[];

/** Which steps a program has to take. */
function needs(state: State) {
  const name = shown(state);
  const late: Name[] = ['suppressed', 'threshold', 'edges'];
  const log = state.op === 'log';
  return {
    name,
    log,
    smooth: state.sigma > 0 && !log,
    gradient: operatorOf(state.op) && name !== 'smoothed',
    laplacian: state.op === 'laplacian' && name !== 'smoothed',
    suppress: late.includes(name),
    threshold: name === 'threshold' || name === 'edges',
    edges: name === 'edges',
  };
}

// ---- TensorFlow.js --------------------------------------------------------------------------

function jsWiden(border: Border): Lines {
  if (border === 'zero') {
    return [`const widen = (x, r) => tf.pad(x, [[0, 0], [r, r], [r, r], [0, 0]]); // zeros`];
  }
  const index =
    border === 'reflect'
      ? `const m = ((i % (2 * n)) + 2 * n) % (2 * n); return m < n ? m : 2 * n - 1 - m; // mirrored`
      : `return Math.min(n - 1, Math.max(0, i)); // nearest`;
  return [
    `const beyond = (i, n) => {`,
    `  ${index}`,
    `};`,
    `const widen = (x, r) => [1, 2].reduce((t, axis) => {`,
    `  const n = x.shape[axis];`,
    `  const from = Array.from({ length: n + 2 * r }, (_, i) => beyond(i - r, n));`,
    `  return tf.gather(t, tf.tensor1d(from, 'int32'), axis);`,
    `}, x);`,
  ];
}

const jsKernel = (rows: readonly (readonly number[])[]) =>
  `tf.tensor4d([${rows.map((row) => row.join(', ')).join(', ')}], [${rows.length}, ${rows[0].length}, 1, 1])`;

const transpose = (rows: readonly (readonly number[])[]) =>
  rows[0].map((_, j) => rows.map((row) => row[j]));

function tfjs(state: State): Lines {
  const { source, sigma, border, low, high, op } = state;
  const [H, W] = inputShape(state);
  const todo = needs(state);
  const lines: Lines = [
    `import * as tf from '@tensorflow/tfjs';`,
    ``,
    ...(source.kind === 'matrix'
      ? [`let x = tf.tensor4d(${flatList(source.rows.flat(), W)}, [1, ${H}, ${W}, 1]); // NHWC`]
      : greyPicture(source.id)),
    ...jsWiden(border),
    `const correlate = (x, k) => tf.conv2d(widen(x, (Math.max(...k.shape) - 1) / 2), k, 1, 'valid');`,
  ];
  if (todo.smooth || todo.log) {
    const radius = gaussianRadius(sigma);
    lines.push(
      `const r = ${radius}; // 4 sigma`,
      `const g = Array.from({ length: 2 * r + 1 }, (_, i) => Math.exp(-0.5 * ((i - r) / ${sigma}) ** 2));`,
      `const sum = g.reduce((a, b) => a + b);`,
      `g.forEach((v, i) => (g[i] = v / sum));`,
      `const size = 2 * r + 1;`,
      `const outer = (a, b) => tf.outerProduct(tf.tensor1d(a), tf.tensor1d(b)).reshape([size, size, 1, 1]);`,
    );
  }
  if (todo.smooth) lines.push(`x = correlate(x, outer(g, g)); // sigma = ${sigma}`);
  if (todo.log) {
    lines.push(
      `const raw = g.map((v, i) => v * ((i - r) ** 2 / ${sigma ** 4} - 1 / ${sigma ** 2}));`,
      `const excess = raw.reduce((a, b) => a + b);`,
      `const g2 = raw.map((v, i) => v - excess * g[i]); // sums to 0`,
      `const y = correlate(x, outer(g, g2).add(outer(g2, g)));`,
    );
  }
  if (todo.laplacian) lines.push(`const y = correlate(x, ${jsKernel(LAPLACIAN)});`);
  if (todo.gradient) {
    const kernel = operatorKernel(operatorOf(op)!);
    lines.push(
      `const gx = correlate(x, ${jsKernel(kernel)}); // to the right`,
      `const gy = correlate(x, ${jsKernel(transpose(kernel))}); // downwards`,
    );
  }
  if (todo.name === 'magnitude' || todo.suppress) {
    lines.push(`const ${todo.suppress ? 'length' : 'y'} = tf.sqrt(gx.square().add(gy.square()));`);
  }
  if (todo.name === 'smoothed') lines.push(`const y = x;`);
  if (todo.name === 'gx' || todo.name === 'gy') lines.push(`const y = ${todo.name};`);
  if (todo.name === 'direction')
    lines.push(`const y = tf.atan2(gy, gx).mul(180 / Math.PI); // degrees`);
  if (!todo.suppress) return [...lines, `y.squeeze([0]).print(); // [${H}, ${W}, 1]`];
  lines.push(
    ``,
    `// a maximum across the edge? neighbours along the gradient are interpolated`,
    `const [m, u, v] = [length, gx, gy].map((t) => t.dataSync());`,
    `let out = new Float32Array(m.length);`,
    `for (let r = 1; r < ${H - 1}; r++) for (let c = 1; c < ${W - 1}; c++) {`,
    `  const at = r * ${W} + c;`,
    `  if (!(m[at] > 0)) continue;`,
    `  const steep = Math.abs(v[at]) >= Math.abs(u[at]);`,
    `  const t = steep ? Math.abs(u[at] / v[at]) : Math.abs(v[at] / u[at]);`,
    `  const [sy, sx] = [Math.sign(v[at]), Math.sign(u[at])];`,
    `  const near = (steep ? sy : 0) * ${W} + (steep ? 0 : sx);`,
    `  const far = sy * ${W} + sx;`,
    `  const later = near > 0 ? 1 : -1; // of two equal ones the first stays`,
    `  const side = (k) => (1 - t) * m[at + k * near] + t * m[at + k * far];`,
    `  const slack = 1e-5 * m[at];`,
    `  if (m[at] - side(-later) > slack && m[at] - side(later) >= -slack) out[at] = m[at];`,
    `}`,
  );
  if (todo.threshold)
    lines.push(`out = out.map((m) => (m <= 0 ? 0 : m >= ${high} ? 2 : m >= ${low} ? 1 : 0));`);
  if (todo.edges) {
    lines.push(
      `const open = [...out.keys()].filter((i) => out[i] === 2); // weak ones joined to strong ones`,
      `const edges = new Float32Array(out.length);`,
      `open.forEach((i) => (edges[i] = 1));`,
      `for (const i of open) {`,
      `  for (const dr of [-1, 0, 1]) for (const dc of [-1, 0, 1]) {`,
      `    const [r, c] = [Math.floor(i / ${W}) + dr, (i % ${W}) + dc];`,
      `    const j = r * ${W} + c;`,
      `    if (r < 0 || c < 0 || r >= ${H} || c >= ${W} || out[j] === 0 || edges[j]) continue;`,
      `    edges[j] = 1;`,
      `    open.push(j);`,
      `  }`,
      `}`,
    );
  }
  return [
    ...lines,
    `const y = tf.tensor3d(${todo.edges ? 'edges' : 'out'}, [${H}, ${W}, 1]);`,
    `y.print(); // [${H}, ${W}, 1]`,
  ];
}

// ---- Python ---------------------------------------------------------------------------------

/** From magnitudes and gradients as NumPy arrays to edges; both Python programs end with it. */
function pythonCanny(state: State): Lines {
  const { low, high } = state;
  const todo = needs(state);
  return [
    ``,
    `y = np.zeros_like(m)  # a maximum across the edge? neighbours along the gradient are interpolated`,
    `H, W = m.shape`,
    `for r in range(1, H - 1):`,
    `    for c in range(1, W - 1):`,
    `        if not m[r, c] > 0:`,
    `            continue`,
    `        u, v = gx[r, c], gy[r, c]`,
    `        sx, sy = int(np.sign(u)), int(np.sign(v))`,
    `        steep = abs(v) >= abs(u)`,
    `        t = abs(u / v) if steep else abs(v / u)`,
    `        nr, nc = (sy, 0) if steep else (0, sx)`,
    `        def side(k):`,
    `            return (1 - t) * m[r + k * nr, c + k * nc] + t * m[r + k * sy, c + k * sx]`,
    `        later = 1 if (nr, nc) > (0, 0) else -1  # of two equal ones the first stays`,
    `        slack = 1e-9 * m[r, c]`,
    `        if m[r, c] - side(-later) > slack and m[r, c] - side(later) >= -slack:`,
    `            y[r, c] = m[r, c]`,
    ...(todo.threshold
      ? [
          `levels = np.where(y <= 0, 0, np.where(y >= ${high}, 2, np.where(y >= ${low}, 1, 0)))`,
          todo.edges ? undefined : `y = levels`,
        ]
      : []),
    ...(todo.edges
      ? [
          `y = (levels == 2).astype(int)  # and weak ones joined to strong ones`,
          `todo = list(zip(*np.nonzero(y)))`,
          `while todo:`,
          `    r, c = todo.pop()`,
          `    for i in range(max(0, r - 1), min(H, r + 2)):`,
          `        for j in range(max(0, c - 1), min(W, c + 2)):`,
          `            if levels[i, j] and not y[i, j]:`,
          `                y[i, j] = 1`,
          `                todo.append((i, j))`,
        ]
      : []),
  ];
}

function pythonGaussian(state: State, lib: 'np' | 'torch'): Lines {
  const { sigma } = state;
  const todo = needs(state);
  if (!todo.smooth && !todo.log) return [];
  const radius = gaussianRadius(sigma);
  const range =
    lib === 'np'
      ? `np.arange(-${radius}, ${radius + 1}.0)`
      : `torch.arange(-${radius}, ${radius + 1}, dtype=torch.float64)`;
  return [
    `t = ${range}  # 4 sigma`,
    `g = ${lib}.exp(-0.5 * (t / ${sigma}) ** 2)`,
    `g /= g.sum()`,
    ...(todo.log
      ? [`g2 = g * (t ** 2 / ${sigma ** 4} - 1 / ${sigma ** 2})`, `g2 -= g2.sum() * g  # sums to 0`]
      : []),
  ];
}

const PAD_MODE: Record<Border, string> = {
  reflect: 'symmetric',
  nearest: 'edge',
  zero: 'constant',
};

/** The lines between input and magnitudes, the same in both Python programs. */
function pythonMiddle(state: State, sqrt: string, atan2: string, degrees: string): Lines {
  const { op, sigma } = state;
  const todo = needs(state);
  const kernel = operatorOf(op) && operatorKernel(operatorOf(op)!);
  return [
    todo.smooth
      ? `x = correlate(correlate(x, g[None, :]), g[:, None])  # sigma = ${sigma}`
      : undefined,
    todo.log
      ? `y = correlate(correlate(x, g2[None, :]), g[:, None]) + correlate(correlate(x, g[None, :]), g2[:, None])`
      : undefined,
    todo.name === 'smoothed' ? `y = x` : undefined,
    todo.gradient ? `k = array(${nestedList(kernel)})` : undefined,
    todo.gradient
      ? `gx, gy = correlate(x, k), correlate(x, k.T)  # to the right, downwards`
      : undefined,
    todo.laplacian
      ? `y = correlate(x, array(${nestedList(LAPLACIAN.map((row) => [...row]))}))`
      : undefined,
    todo.name === 'gx' || todo.name === 'gy' ? `y = ${todo.name}` : undefined,
    todo.name === 'magnitude' ? `y = ${sqrt}(gx ** 2 + gy ** 2)` : undefined,
    todo.name === 'direction' ? `y = ${degrees}(${atan2}(gy, gx))` : undefined,
  ];
}

function numpy(state: State): Lines {
  const { source, border } = state;
  const todo = needs(state);
  return [
    `import numpy as np`,
    source.kind === 'picture' ? `from PIL import Image` : undefined,
    ``,
    source.kind === 'picture'
      ? `x = np.array(Image.open('${pictureFile(source.id)}').convert('L'), dtype=float)  # 0..255`
      : `x = np.array(${nestedList(source.rows)}, dtype=float)`,
    ``,
    `def array(rows):`,
    `    return np.array(rows, dtype=float)`,
    ``,
    `def correlate(x, k):`,
    `    p, q = k.shape[0] // 2, k.shape[1] // 2`,
    `    wide = np.pad(x, ((p, p), (q, q)), mode='${PAD_MODE[border]}')`,
    `    windows = np.lib.stride_tricks.sliding_window_view(wide, k.shape)`,
    `    return np.einsum('rcij,ij->rc', windows, k)`,
    ``,
    ...pythonGaussian(state, 'np'),
    ...pythonMiddle(state, 'np.sqrt', 'np.arctan2', 'np.degrees'),
    ...(todo.suppress ? [`m = np.hypot(gx, gy)`, ...pythonCanny(state)] : []),
    `print(y)`,
  ];
}

function pytorch(state: State): Lines {
  const { source, border } = state;
  const todo = needs(state);
  const index = {
    reflect: [`    m = i % (2 * n)`, `    return torch.where(m < n, m, 2 * n - 1 - m)  # mirrored`],
    nearest: [`    return i.clamp(0, n - 1)  # nearest`],
    zero: [],
  }[border];
  const numpyToo = source.kind === 'picture' || todo.suppress;
  return [
    numpyToo ? `import numpy as np` : undefined,
    `import torch`,
    `import torch.nn.functional as F`,
    source.kind === 'picture' ? `from PIL import Image` : undefined,
    ``,
    `def array(rows):`,
    `    return torch.tensor(rows, dtype=torch.float64)`,
    ``,
    source.kind === 'picture'
      ? `x = torch.from_numpy(np.array(Image.open('${pictureFile(source.id)}').convert('L'), dtype=float))  # 0..255`
      : `x = array(${nestedList(source.rows)})`,
    ``,
    ...(border === 'zero'
      ? [`def widen(x, p, q):`, `    return F.pad(x, (q, q, p, p))  # zeros`]
      : [
          `def beyond(n, r):`,
          `    i = torch.arange(-r, n + r)`,
          ...index,
          ``,
          `def widen(x, p, q):  # F.pad has no such mode for any width`,
          `    return x[beyond(x.shape[0], p)][:, beyond(x.shape[1], q)]`,
        ]),
    ``,
    `def correlate(x, k):`,
    `    wide = widen(x, k.shape[0] // 2, k.shape[1] // 2)`,
    `    return F.conv2d(wide[None, None], k[None, None])[0, 0]`,
    ``,
    ...pythonGaussian(state, 'torch'),
    ...pythonMiddle(state, 'torch.sqrt', 'torch.atan2', 'torch.rad2deg'),
    ...(todo.suppress
      ? [`gx, gy = gx.numpy(), gy.numpy()`, `m = np.hypot(gx, gy)`, ...pythonCanny(state)]
      : []),
    `print(y)`,
  ];
}
