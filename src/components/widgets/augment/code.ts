/** The chosen draw as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import * as augment from '../../../lib/ops/augment.ts';
import { gaussianRadius } from '../../../lib/ops/edges.ts';
import { labelOf } from '../toolkit/digits.ts';
import { list, pictureFile, program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import { drawsOf, partnerLabel, type Draw } from './draws.ts';
import { sideOf, SIDE, type State } from './state.ts';

export function codeTwin(state: State, language: Language): string {
  return { tfjs, pytorch, numpy }[language](state);
}

const drawn = (state: State): Draw => drawsOf(state)[state.draw];
/** Digits are named by their place among those held out: test-17.png. */
const fileOf = ({ source }: State) =>
  source.kind === 'digit' ? `test-${source.index}.png` : pictureFile(source.id);
const isColour = ({ source }: State) => source.kind === 'picture' && source.channels === 3;
const factorOf = ({ source }: State) =>
  source.kind === 'digit' ? 1 : Math.ceil(Math.min(source.height, source.width) / SIDE);
const matrixOf = (matrix: augment.Matrix) => {
  const [a, b, c, d, e, f] = matrix.map((v) => +v.toFixed(12) + 0);
  return `[[${a}, ${b}, ${c}], [${d}, ${e}, ${f}]]`;
};
const labels = (state: State, draw: Draw) => {
  const first = state.source.kind === 'digit' ? labelOf(state.source.index) : 0;
  return [first, partnerLabel(draw)] as const;
};

function reading(state: State): string[] {
  const f = factorOf(state);
  return [
    'import numpy as np',
    'from PIL import Image',
    '',
    'def read(path):',
    `    x = np.asarray(Image.open(path).convert("${isColour(state) ? 'RGB' : 'L'}"), float) / 255`,
    '    x = x.reshape(*x.shape[:2], -1)',
    ...(state.source.kind === 'digit'
      ? []
      : [
          `    side = min(x.shape[:2]) // ${f} * ${f}  # the square in the middle`,
          '    top, left = (x.shape[0] - side) // 2, (x.shape[1] - side) // 2',
          '    x = x[top:top + side, left:left + side]',
          ...(f > 1
            ? [
                `    x = x.reshape(side // ${f}, ${f}, side // ${f}, ${f}, -1).mean((1, 3))  # means of blocks`,
              ]
            : []),
        ]),
    '    return x  # [n, n, channels], 0 to 1',
    '',
    `x = read("${fileOf(state)}")`,
    'n = len(x)',
    '',
  ];
}

function numpy(state: State): string {
  const draw = drawn(state);
  const { corners, method } = state;
  const body: string[] = [];
  if (draw.matrix) {
    body.push(
      '# From a place of the result back to the original, in pixels from the center: x right, y down.',
      `M = np.array(${matrixOf(draw.matrix)})`,
      'rows, cols = np.mgrid[:n, :n] - (n - 1) / 2',
      'px = M[0, 0] * cols + M[0, 1] * rows + M[0, 2] + (n - 1) / 2',
      'py = M[1, 0] * cols + M[1, 1] * rows + M[1, 2] + (n - 1) / 2',
      'px, py = px.round(9), py.round(9)',
      'left, top = np.floor(px).astype(int), np.floor(py).astype(int)',
      'y = 0',
      'for dr in (0, 1):',
      '    for dc in (0, 1):',
      '        r, c = top + dr, left + dc',
      '        weight = (1 - abs(py - r)) * (1 - abs(px - c))',
      '        inside = (r >= 0) & (r < n) & (c >= 0) & (c < n)  # 0 outside',
      '        y = y + (weight * inside)[..., None] * x[r.clip(0, n - 1), c.clip(0, n - 1)]',
    );
  } else if (state.op === 'resize') {
    const size = draw.values[0];
    const place = {
      'half-pixel': `(o + 0.5) * n / ${size} - 0.5`,
      'align-corners': size > 1 ? `o * (n - 1) / ${size - 1}` : 'o * 0.0',
      asymmetric: `o * n / ${size}`,
    }[corners];
    body.push(
      `o = np.arange(${size})`,
      `place = (${place}).round(9)  # ${corners}`,
      ...(method === 'nearest'
        ? [
            `at = np.floor(place${corners === 'asymmetric' ? '' : ' + 0.5'}).astype(int).clip(0, n - 1)`,
            'y = x[at][:, at]',
          ]
        : [
            'place = place.clip(0, n - 1)',
            'at = np.floor(place).astype(int)',
            'share = place - at',
            'W = np.zeros((len(o), n))',
            'W[o, at] += 1 - share',
            'W[o, (at + 1).clip(0, n - 1)] += share',
            'y = np.einsum("ai,bj,ijc->abc", W, W, x)',
          ]),
    );
  } else if (state.op === 'blur') {
    const sigma = draw.values[0];
    const radius = sigma > 0 ? gaussianRadius(sigma) : 0;
    body.push(
      ...(radius === 0
        ? ['y = x  # sigma is 0']
        : [
            `k = np.exp(-np.arange(-${radius}, ${radius + 1}) ** 2 / (2 * ${sigma} ** 2))`,
            'k = k / k.sum()',
            `padded = np.pad(x, ((${radius}, ${radius}), (${radius}, ${radius}), (0, 0)), "symmetric")`,
            'padded = sum(w * padded[i:i + n] for i, w in enumerate(k))',
            'y = sum(w * padded[:, i:i + n] for i, w in enumerate(k))',
          ]),
    );
  } else if (draw.noise) {
    body.push(
      `noise = ${draw.values[0]} * np.random.default_rng(${state.seed}).normal(size=x.shape)  # other random numbers than on the page`,
      'y = (x + noise).clip(0, 1)',
    );
  } else if (draw.scaling) {
    const scaling = {
      range: ['off, by = 0.5, 0.5'],
      minmax: ['off, by = x.min(), x.max() - x.min() or 1'],
      picture: ['off, by = x.mean(), max(x.std(), 1 / np.sqrt(x.size))'],
      channel: ['off = x.mean((0, 1))', 'by = np.maximum(x.std((0, 1)), 1 / n)'],
      imagenet: isColour(state)
        ? [`off = np.array([${list(augment.IMAGENET.mean)}])`, `by = np.array([${list(augment.IMAGENET.std)}])`] // prettier-ignore
        : [`off, by = ${augment.IMAGENET.mean[1]}, ${augment.IMAGENET.std[1]}`],
    }[draw.scaling];
    body.push(...scaling, 'y = (x - off) / by');
  } else if (draw.partner !== undefined) {
    const [a, b] = labels(state, draw);
    body.push(
      `other = read("test-${draw.partner}.png")`,
      ...(draw.hole
        ? [
            'y = x.copy()',
            `y[${holeText(draw)}] = other[${holeText(draw)}]`,
            `share = ${draw.lambda}  # of the pixels that stay`,
          ]
        : [`share = ${draw.lambda}  # from Beta`, 'y = share * x + (1 - share) * other']),
      'label = np.zeros(10)',
      `label[${a}] += share`,
      `label[${b}] += 1 - share`,
    );
  } else if (draw.hole) {
    body.push('y = x.copy()', `y[${holeText(draw)}] = 0`);
  } else {
    const [b, c, s] = draw.factors!;
    const grey = isColour(state) ? ` @ np.array([${list(augment.GREY)}])` : '[..., 0]';
    body.push(
      `y = (${b} * x).clip(0, 1)  # brightness`,
      `m = (y${grey}).mean()`,
      `y = (m + ${c} * (y - m)).clip(0, 1)  # contrast`,
      `g = (y${grey})[..., None]`,
      `y = (g + ${s} * (y - g)).clip(0, 1)  # saturation`,
    );
  }
  return program([...reading(state), ...body, 'print(y.shape, y.mean(), y.std())']);
}

const holeText = ({ hole }: Draw) => `${hole!.top}:${hole!.bottom}, ${hole!.left}:${hole!.right}`;

function pytorch(state: State): string {
  const draw = drawn(state);
  const n = sideOf(state);
  const body: string[] = [];
  if (draw.matrix) {
    body.push(
      '# From −1 to 1 over whole pixels; with align_corners=True the last column would be another one.',
      `theta = torch.tensor([${matrixOf(augment.thetaOf(draw.matrix, n, n, false))}]).double()`,
      'grid = F.affine_grid(theta, x.shape, align_corners=False)',
      'y = F.grid_sample(x, grid, mode="bilinear", padding_mode="zeros", align_corners=False)',
    );
  } else if (state.op === 'resize') {
    const size = draw.values[0];
    const { corners, method } = state;
    if (corners === 'asymmetric' && method === 'nearest') {
      body.push(`y = F.interpolate(x, size=(${size}, ${size}), mode="nearest")`);
    } else if (corners === 'half-pixel' && method === 'nearest') {
      body.push(`y = F.interpolate(x, size=(${size}, ${size}), mode="nearest-exact")`);
    } else if (corners !== 'asymmetric' && method === 'bilinear') {
      body.push(`y = F.interpolate(x, size=(${size}, ${size}), mode="bilinear", align_corners=${corners === 'align-corners' ? 'True' : 'False'})`); // prettier-ignore
    } else {
      const place =
        corners === 'asymmetric' ? `o * ${n} / ${size}` : `o * ${n - 1} / ${Math.max(size - 1, 1)}`;
      body.push(
        '# PyTorch has no such setting: the weights by hand.',
        `o = torch.arange(${size}).double()`,
        `place = (${place}).clamp(0, ${n - 1})`,
        method === 'nearest' ? 'at = (place + 0.5).floor().long()' : 'at = place.floor().long()',
        `W = torch.zeros(${size}, ${n})`,
        ...(method === 'nearest'
          ? ['W[o.long(), at] = 1']
          : [
              'share = place - at',
              'W[o.long(), at] += 1 - share',
              `W[o.long(), (at + 1).clamp(max=${n - 1})] += share`,
            ]),
        'y = W @ x @ W.T',
      );
    }
  } else if (state.op === 'blur') {
    const sigma = draw.values[0];
    const radius = sigma > 0 ? gaussianRadius(sigma) : 0;
    body.push(
      ...(radius === 0
        ? ['y = x  # sigma is 0']
        : [
            `k = torch.exp(-torch.arange(-${radius}, ${radius + 1}).double() ** 2 / (2 * ${sigma} ** 2))`,
            'k = k / k.sum()',
            `# Mirrored with the edge pixel, which F.pad calls nothing: by the indices.`,
            `at = torch.tensor(np.pad(np.arange(${n}), ${radius}, "symmetric"))`,
            'wide = x[:, :, at][:, :, :, at]',
            'channels = x.shape[1]',
            'y = F.conv2d(wide, k.reshape(1, 1, -1, 1).repeat(channels, 1, 1, 1), groups=channels)',
            'y = F.conv2d(y, k.reshape(1, 1, 1, -1).repeat(channels, 1, 1, 1), groups=channels)',
          ]),
    );
  } else {
    // The same words as in NumPy, on an array [n, n, C].
    const lines = numpy(state).split('\n');
    const from = lines.indexOf('n = len(x)') + 2;
    body.push(
      'x = x[0].permute(1, 2, 0).numpy()',
      ...lines.slice(from, -2),
      'y = torch.tensor(y).permute(2, 0, 1)[None]',
    );
  }
  const [, , ...rest] = reading(state);
  return program([
    'import numpy as np',
    'import torch',
    'import torch.nn.functional as F',
    'from PIL import Image',
    'torch.set_default_dtype(torch.float64)',
    ...rest.slice(0, -1),
    'x = torch.tensor(x).permute(2, 0, 1)[None]  # [1, channels, n, n]',
    ...body,
    'print(y.shape, y.mean(), y.std(unbiased=False))',
  ]);
}

function tfjs(state: State): string {
  const draw = drawn(state);
  const n = sideOf(state);
  const f = factorOf(state);
  const channels = isColour(state) ? 3 : 1;
  const body: string[] = [];
  if (draw.matrix) {
    body.push(
      '// From a place of the result back to the original, in pixels from the center: x right, y down.',
      `const [[a, b, c], [d, e, g]] = ${matrixOf(draw.matrix)};`,
      'const index = [], weight = [];',
      'for (let r = 0; r < n; r++) for (let q = 0; q < n; q++) {',
      '  const [px, py] = [q - (n - 1) / 2, r - (n - 1) / 2];',
      '  const col = +(a * px + b * py + c + (n - 1) / 2).toFixed(9);',
      '  const row = +(d * px + e * py + g + (n - 1) / 2).toFixed(9);',
      '  for (const i of [Math.floor(row), Math.floor(row) + 1]) for (const j of [Math.floor(col), Math.floor(col) + 1]) {',
      '    const inside = i >= 0 && i < n && j >= 0 && j < n; // 0 outside',
      '    index.push(inside ? i * n + j : 0);',
      '    weight.push(inside ? (1 - Math.abs(row - i)) * (1 - Math.abs(col - j)) : 0);',
      '  }',
      '}',
      `const four = tf.gather(x.reshape([n * n, ${channels}]), tf.tensor1d(index, 'int32')).reshape([n * n, 4, ${channels}]);`,
      `const y = four.mul(tf.tensor3d(weight, [n * n, 4, 1])).sum(1).reshape([n, n, ${channels}]);`,
    );
  } else if (draw.weights) {
    const m = draw.weights.length / n;
    const rows = Array.from({ length: m }, (_, r) =>
      list(draw.weights!.subarray(r * n, r * n + n).map((w) => +w.toFixed(9))),
    );
    body.push(
      `// The weights of each ${state.op === 'blur' ? 'blurred' : 'new'} row (and column): [${m}, ${n}].`,
      'const W = tf.tensor2d([',
      ...rows.map((row) => `  [${row}],`),
      ']);',
      'const planes = tf.unstack(x, 2).map((plane) => W.matMul(plane).matMul(W, false, true));',
      'const y = tf.stack(planes, 2);',
    );
  } else if (draw.noise) {
    body.push(
      `const noise = tf.randomNormal(x.shape, 0, ${draw.values[0]}, 'float32', ${state.seed}); // other random numbers than on the page`,
      'const y = x.add(noise).clipByValue(0, 1);',
    );
  } else if (draw.scaling) {
    const moments = (axes: string, count: number) =>
      `const { mean, variance } = tf.moments(x${axes}); const y = x.sub(mean).div(tf.maximum(variance.sqrt(), ${1 / Math.sqrt(count)}));`;
    const { mean, std } = augment.IMAGENET;
    body.push(
      {
        range: 'const y = x.sub(0.5).div(0.5);',
        minmax: 'const y = x.sub(x.min()).div(x.max().sub(x.min()));',
        picture: moments('', n * n * channels),
        channel: moments(', [0, 1]', n * n),
        imagenet: channels === 3 ? `const y = x.sub([${list(mean)}]).div([${list(std)}]);` : `const y = x.sub(${mean[1]}).div(${std[1]});`, // prettier-ignore
      }[draw.scaling],
    );
  } else if (draw.partner !== undefined) {
    const [a, b] = labels(state, draw);
    body.push(
      `const other = await read('test-${draw.partner}.png');`,
      ...(draw.hole ? maskLines(draw, n) : []),
      draw.hole
        ? 'const y = x.mul(mask).add(other.mul(tf.sub(1, mask)));'
        : `const y = x.mul(${draw.lambda}).add(other.mul(${+(1 - draw.lambda!).toFixed(6)}));`,
      `const label = tf.oneHot(${a}, 10).mul(${draw.lambda}).add(tf.oneHot(${b}, 10).mul(${1 - draw.lambda!}));`,
    );
  } else if (draw.hole) {
    body.push(...maskLines(draw, n), 'const y = x.mul(mask);');
  } else {
    const [b, c, s] = draw.factors!;
    const grey = channels === 3 ? `.mul([${list(augment.GREY)}]).sum(2, true)` : '';
    body.push(
      `const bright = x.mul(${b}).clipByValue(0, 1);`,
      `const m = bright${grey}.mean();`,
      `const crisp = m.add(bright.sub(m).mul(${c})).clipByValue(0, 1); // contrast`,
      `const g = crisp${grey};`,
      `const y = g.add(crisp.sub(g).mul(${s})).clipByValue(0, 1); // saturation`,
    );
  }
  return program([
    "import * as tf from '@tensorflow/tfjs';",
    '',
    'async function read(url) {',
    '  const image = new Image();',
    '  image.src = url;',
    '  await image.decode();',
    '  return tf.tidy(() => {',
    '    let x = tf.browser.fromPixels(image).toFloat().div(255);',
    ...(channels === 1 ? ['    x = x.mean(2, true);'] : []),
    ...(state.source.kind === 'digit'
      ? []
      : [
          `    const side = ${n * f};`,
          '    const [top, left] = [(x.shape[0] - side) >> 1, (x.shape[1] - side) >> 1];',
          `    x = x.slice([top, left, 0], [side, side, ${channels}]); // the square in the middle`,
          ...(f > 1 ? [`    x = tf.avgPool(x, ${f}, ${f}, 'valid');`] : []),
        ]),
    '    return x; // [n, n, channels], 0 to 1',
    '  });',
    '}',
    '',
    `const x = await read('${fileOf(state)}');`,
    `const n = ${n};`,
    ...body,
    'y.print();',
  ]);
}

const maskLines = ({ hole }: Draw, n: number) => {
  const { top, left, bottom, right } = hole!;
  return [
    `const hole = tf.ones([${bottom - top}, ${right - left}, 1]);`,
    `const mask = tf.sub(1, hole.pad([[${top}, ${n - bottom}], [${left}, ${n - right}], [0, 0]])); // 0 in the square`,
  ];
};
