/** The plane on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import { EXAGGERATED } from '../../../lib/spaces.ts';
import { list, program } from '../toolkit/code.ts';
import { randomLines } from '../toolkit/random-code.ts';
import type { Language } from '../toolkit/kind.ts';
import { digitsOf, LDA_IN, type State } from './state.ts';

export function codeTwin(state: State, language: Language): string {
  return language === 'tfjs' ? tfjs(state) : python(state, language === 'pytorch');
}

/** The points [n, d], their labels, and every other one, from which axes are learned. */
function python(state: State, torch: boolean): string {
  const { method, space, count, perplexity, steps, seed } = state;
  const lib = torch ? 'torch' : 'np';
  const put = torch ? 'torch.tensor' : 'np.asarray';
  return program([
    'import math',
    'import numpy as np',
    torch ? 'import torch' : undefined,
    torch ? 'torch.set_default_dtype(torch.float64)' : undefined,
    'from PIL import Image',
    '',
    `digits = [${list(digitsOf(state))}]`,
    `labels = np.repeat(np.arange(10), ${count})`,
    ...(space === 'pixels'
      ? [
          '# test.png of the digits of this site: 28×28 tiles, 50 in a row.',
          'sprite = np.asarray(Image.open("test.png").convert("L"), float) / 255',
          'points = np.array([sprite[i // 50 * 28:][:28, i % 50 * 28:][:, :28].ravel() for i in digits])',
        ]
      : [
          '# The last hidden layer of the classifier for these digits, [n, 64]: what the program in',
          '# TensorFlow.js calls x.',
          'points = np.load("features.npy")',
        ]),
    `X = ${put}(points)`,
    'n = len(X)',
    '',
    ...(method === 'tsne'
      ? [
          '# Joint probabilities: for each point the width that gives it the perplexity.',
          'squares = ((points[:, None] - points[None]) ** 2).sum(2)',
          'P = np.zeros((n, n))',
          'for i in range(n):',
          '    off = squares[i] - np.delete(squares[i], i).min()',
          '    low, high, beta = 0.0, math.inf, 1.0',
          '    for _ in range(60):',
          '        e = np.exp(-off * beta)',
          '        e[i] = 0',
          '        p = e / e.sum()',
          '        entropy = math.log(e.sum()) + beta * (p * off).sum()',
          `        if entropy > ${Math.log(perplexity)}:`,
          '            low = beta',
          '        else:',
          '            high = beta',
          '        beta = 2 * beta if high == math.inf else (low + high) / 2',
          '    P[i] = p',
          `P = ${put}((P + P.T) / (2 * n))`,
          '',
          '# The same random numbers as on the page: mulberry32 and the polar method.',
          ...randomLines(`${seed + 1} * 0x9E3779B1 & 0xFFFFFFFF`, false),
          'def normal():',
          '    while True:',
          '        a, b = 2 * random() - 1, 2 * random() - 1',
          '        r = a * a + b * b',
          '        if 0 < r < 1:',
          '            return a * math.sqrt(-2 * math.log(r) / r)',
          `y = ${put}([[1e-4 * normal(), 1e-4 * normal()] for _ in range(n)])`,
          `velocity, gains = ${lib}.zeros_like(y), ${lib}.ones_like(y)`,
          '',
          'def gradient(exaggeration):',
          '    apart = y[:, None] - y[None]',
          '    w = 1 / (1 + (apart**2).sum(2))',
          torch ? '    w.fill_diagonal_(0)' : '    np.fill_diagonal(w, 0)',
          '    pull = 4 * (exaggeration * P - w / w.sum()) * w',
          '    return (pull[:, :, None] * apart).sum(1)',
          '',
          `for step in range(${steps}):`,
          `    early = step < ${EXAGGERATED.steps}`,
          `    g = gradient(${EXAGGERATED.by} if early else 1)`,
          `    gains = ${lib}.where(g * velocity < 0, gains + 0.2, gains * 0.8).clip(0.01${torch ? '' : ', None'})`,
          `    velocity = (0.5 if early else 0.8) * velocity - n / ${4 * EXAGGERATED.by} * gains * g`,
          '    y = y + velocity',
          '    y = y - y.mean(0)',
        ]
      : [
          'fit = X[::2]  # every other digit: the rest are only asked about',
          `mean = fit.mean(0)`,
          `_, spread, axes = ${lib}.linalg.svd(fit - mean, full_matrices=False)`,
          ...(method === 'lda'
            ? [
                `inner = (fit - mean) @ axes[:${LDA_IN}].T`,
                'own = labels[::2]',
                `means = ${lib}.stack([inner[own == c].mean(0) for c in range(10)])`,
                'within = sum((inner[own == c] - means[c]).T @ (inner[own == c] - means[c]) for c in range(10))',
                'between = sum((own == c).sum().item() * (means[c] - inner.mean(0))[:, None] * (means[c] - inner.mean(0))[None] for c in range(10))',
                `values, vectors = ${lib}.linalg.eigh(within)`,
                'root = vectors / values**0.5  # root.T @ within @ root = 1',
                `ratio, best = ${lib}.linalg.eigh(root.T @ between @ root)`,
                `axes = (root @ best[:, [-1, -2]] * (len(fit) - 10) ** 0.5).T @ axes[:${LDA_IN}]`,
              ]
            : ['explained = spread**2 / (spread**2).sum()']),
          'axes = axes[:2]',
          `largest = abs(axes).argmax(1)`,
          `axes = axes * ${lib}.sign(axes[[0, 1], largest])[:, None]  # an axis has no sign of its own`,
          'y = (X - mean) @ axes.T',
        ]),
    'print(y)',
  ]);
}

function tfjs(state: State): string {
  const { method, space, count, perplexity, steps, seed } = state;
  return program([
    "import * as tf from '@tensorflow/tfjs';",
    '',
    `const digits = [${list(digitsOf(state))}];`,
    `const labels = digits.map((_, i) => Math.floor(i / ${count}));`,
    '// test.png of the digits of this site: 28×28 tiles, 50 in a row.',
    'const image = new Image();',
    "image.src = 'test.png';",
    'await image.decode();',
    'const sprite = tf.browser.fromPixels(image, 1).toFloat().div(255);',
    'const tile = (i) => sprite.slice([Math.floor(i / 50) * 28, (i % 50) * 28, 0], [28, 28, 1]);',
    'let x = tf.stack(digits.map(tile)); // [n, 28, 28, 1]',
    ...(space === 'pixels'
      ? ['x = x.reshape([-1, 784]);']
      : [
          '// The last hidden layer of the classifier of this site: [n, 64].',
          "const whole = await tf.loadLayersModel('models/digits-classifier/model.json');",
          "const model = tf.model({ inputs: whole.inputs, outputs: whole.getLayer('dense1').output });",
          'x = model.predict(x);',
        ]),
    'const n = digits.length;',
    '',
    ...(method === 'tsne'
      ? [
          '// Joint probabilities: for each point the width that gives it the perplexity.',
          'const rows = x.arraySync();',
          'const squares = rows.map((a) => rows.map((b) => a.reduce((sum, v, k) => sum + (v - b[k]) ** 2, 0)));',
          'const p = squares.map((row, i) => {',
          '  const least = Math.min(...row.filter((_, j) => j !== i));',
          '  let [low, high, beta, e, sum] = [0, Infinity, 1, [], 0];',
          '  for (let round = 0; round < 60; round++) {',
          '    e = row.map((v, j) => (j === i ? 0 : Math.exp(-(v - least) * beta)));',
          '    sum = e.reduce((a, b) => a + b);',
          '    const entropy = Math.log(sum) + (beta * e.reduce((a, b, j) => a + b * (row[j] - least), 0)) / sum;',
          `    if (entropy > ${Math.log(perplexity)}) low = beta;`,
          '    else high = beta;',
          '    beta = high === Infinity ? 2 * beta : (low + high) / 2;',
          '  }',
          '  return e.map((v) => v / sum);',
          '});',
          'const P = tf.tidy(() => { const t = tf.tensor2d(p); return t.add(t.transpose()).div(2 * n); });',
          '',
          '// The same random numbers as on the page: mulberry32 and the polar method.',
          ...randomLines(`Math.imul(${seed + 1}, 0x9e3779b1) >>> 0`, true),
          'function normal() {',
          '  for (;;) {',
          '    const [a, b] = [2 * random() - 1, 2 * random() - 1];',
          '    const r = a * a + b * b;',
          '    if (r > 0 && r < 1) return a * Math.sqrt((-2 * Math.log(r)) / r);',
          '  }',
          '}',
          'let y = tf.tensor2d(rows.map(() => [1e-4 * normal(), 1e-4 * normal()]));',
          'let velocity = tf.zerosLike(y);',
          'let gains = tf.onesLike(y);',
          'const others = tf.sub(1, tf.eye(n));',
          `for (let step = 0; step < ${steps}; step++) {`,
          `  const early = step < ${EXAGGERATED.steps};`,
          '  [y, velocity, gains] = tf.tidy(() => {',
          '    const apart = y.expandDims(1).sub(y.expandDims(0));',
          '    const w = tf.div(others, apart.square().sum(2).add(1));',
          `    const pull = P.mul(early ? ${EXAGGERATED.by} : 1).sub(w.div(w.sum())).mul(w).mul(4);`,
          '    const g = pull.expandDims(2).mul(apart).sum(1);',
          '    const against = g.mul(velocity).less(0);',
          '    const gain = tf.where(against, gains.add(0.2), gains.mul(0.8)).maximum(0.01);',
          `    const move = velocity.mul(early ? 0.5 : 0.8).sub(gain.mul(g).mul(n / ${4 * EXAGGERATED.by}));`,
          '    const next = y.add(move);',
          '    return [next.sub(next.mean(0)), move, gain];',
          '  });',
          '}',
        ]
      : [
          '// Every other digit sets the axes: the rest are only asked about.',
          'const fit = tf.stack(x.unstack().filter((_, i) => i % 2 === 0));',
          'const mean = fit.mean(0);',
          'const centered = fit.sub(mean);',
          ...axesLines(method === 'lda'),
          'axes = tf.tidy(() => {',
          '  // An axis has no sign of its own: its largest entry is positive.',
          '  const largest = axes.abs().argMax(1).expandDims(1);',
          '  const at = tf.range(0, axes.shape[1], 1, "int32").expandDims(0).equal(largest.toInt());',
          '  return axes.mul(axes.mul(at.toFloat()).sum(1, true).sign());',
          '});',
          'const y = tf.matMul(x.sub(mean), axes, false, true);',
        ]),
    'y.print();',
  ]);
}

/** Eigenvectors by Jacobi's rotations in plain JavaScript; products on the device. */
function axesLines(lda: boolean): string[] {
  return [
    'function eigen(matrix) { // Jacobi: values and, row by row, vectors, the largest first',
    '  const a = matrix.arraySync();',
    '  const m = a.length;',
    '  const v = a.map((_, i) => a.map((_, j) => Number(i === j)));',
    '  for (let sweep = 0; sweep < 12; sweep++) {',
    '    for (let p = 0; p < m; p++) {',
    '      for (let q = p + 1; q < m; q++) {',
    '        if (a[p][q] === 0) continue;',
    '        const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);',
    '        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));',
    '        const c = 1 / Math.sqrt(t * t + 1);',
    '        const s = t * c;',
    '        for (const row of a) [row[p], row[q]] = [c * row[p] - s * row[q], s * row[p] + c * row[q]];',
    '        for (const rows of [a, v]) {',
    '          for (let k = 0; k < m; k++) {',
    '            [rows[p][k], rows[q][k]] = [c * rows[p][k] - s * rows[q][k], s * rows[p][k] + c * rows[q][k]];',
    '          }',
    '        }',
    '      }',
    '    }',
    '  }',
    '  const order = a.map((_, i) => i).sort((i, j) => a[j][j] - a[i][i]);',
    '  return { values: order.map((i) => a[i][i]), vectors: tf.tensor2d(order.map((i) => v[i])) };',
    '}',
    '// There are fewer digits than pixels: the products of digits instead of those of pixels.',
    'const { vectors } = eigen(tf.matMul(centered, centered, false, true));',
    `let axes = vectors.slice([0, 0], [${lda ? LDA_IN : 2}, -1]).matMul(centered);`,
    'axes = axes.div(axes.norm(2, 1, true));',
    ...(lda
      ? [
          'const inner = tf.matMul(centered, axes, false, true);',
          'const own = labels.filter((_, i) => i % 2 === 0);',
          'const hot = tf.oneHot(tf.tensor1d(own, "int32"), 10).toFloat();',
          'const counts = hot.sum(0).expandDims(1);',
          'const means = tf.matMul(hot, inner, true).div(counts);',
          'const off = inner.sub(hot.matMul(means));',
          'const within = tf.matMul(off, off, true);',
          'const between = tf.matMul(means.mul(counts), means, true); // the mean of all is 0',
          'const spread = eigen(within);',
          'const root = spread.vectors.div(tf.tensor1d(spread.values).sqrt().expandDims(1)); // root · S_w · rootᵀ = 1',
          'const best = eigen(root.matMul(between).matMul(root, false, true)).vectors.slice([0, 0], [2, -1]);',
          'axes = best.matMul(root).mul(Math.sqrt(fit.shape[0] - 10)).matMul(axes);',
        ]
      : []),
  ];
}
