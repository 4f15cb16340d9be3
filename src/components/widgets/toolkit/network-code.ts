/**
 * The part of code twins that reads and runs a model of this site: TensorFlow.js has
 * `loadLayersModel`, Python gets the few layers of the digit models written out. Pure.
 */
import type { Grid } from '../../../lib/grid.ts';

/** Where the files of a model are, as a reader of the code has to know. */
export const MODELS_NOTE = 'the folder “models” of this site, downloaded';

/** Python functions `load(folder)` and `run(folder, x)`; the latter gives every layer by name. */
export function pythonNetwork(torch: boolean): string[] {
  const layers = torch
    ? [
        `def pad_same(x, size, s):`,
        `    """As TensorFlow pads: the odd one at the end."""`,
        `    p = [max((-(-n // s) - 1) * s + size - n, 0) for n in x.shape[2:]]`,
        `    return F.pad(x, (p[1] // 2, p[1] - p[1] // 2, p[0] // 2, p[0] - p[0] // 2))`,
        ``,
        `def conv(x, k, s):  # kernel [height, width, in, out]`,
        `    return F.conv2d(pad_same(x, len(k), s), k.permute(3, 2, 0, 1), stride=s)`,
        ``,
        `def deconv(x, k, s):  # kernel [height, width, out, in]; cut to n·s`,
        `    cut = (len(k) - s) // 2`,
        `    y = F.conv_transpose2d(x, k.permute(3, 2, 0, 1), stride=s)`,
        `    return y[:, :, cut:cut + s * x.shape[2], cut:cut + s * x.shape[3]]`,
        ``,
        `ACTIVATIONS = {'linear': lambda v: v, 'relu': torch.relu, 'sigmoid': torch.sigmoid}`,
      ]
    : [
        `def conv(x, k, s):  # kernel [height, width, in, out]; padded as TensorFlow pads`,
        `    p = [max((-(-n // s) - 1) * s + len(k) - n, 0) for n in x.shape[:2]]`,
        `    x = np.pad(x, [(n // 2, n - n // 2) for n in p] + [(0, 0)])`,
        `    windows = np.lib.stride_tricks.sliding_window_view(x, k.shape[:2], (0, 1))[::s, ::s]`,
        `    return np.einsum('rcdij,ijdf->rcf', windows, k)`,
        ``,
        `def deconv(x, k, s):  # kernel [height, width, out, in]: a stamp for each pixel, cut to n·s`,
        `    (h, w), size = x.shape[:2], len(k)`,
        `    y = np.zeros(((h - 1) * s + size, (w - 1) * s + size, k.shape[2]))`,
        `    for i in range(size):`,
        `        for j in range(size):`,
        `            y[i:i + s * h:s, j:j + s * w:s] += x @ k[i, j].T`,
        `    cut = (size - s) // 2`,
        `    return y[cut:cut + s * h, cut:cut + s * w]`,
        ``,
        `ACTIVATIONS = {'linear': lambda v: v, 'relu': lambda v: np.maximum(v, 0),`,
        `               'sigmoid': lambda v: 1 / (1 + np.exp(-v))}`,
      ];
  // PyTorch has [N, C, H, W]; flat vectors are in the order of [H, W, C] in both.
  const flatten = torch ? `x.permute(0, 2, 3, 1).flatten(1)` : `x.ravel()`;
  const reshape = torch
    ? `x.reshape(1, *c['target_shape']).permute(0, 3, 1, 2)`
    : `x.reshape(c['target_shape'])`;
  const bias = torch ? `b if x.dim() == 2 else b[:, None, None]` : `b`;
  return [
    `def load(folder):`,
    `    """Layers and weights of a TensorFlow.js model: ${MODELS_NOTE}."""`,
    `    spec = json.load(open(f'models/{folder}/model.json'))`,
    `    raw = open(f'models/{folder}/weights.bin', 'rb').read()`,
    `    weights, at = {}, 0`,
    `    for entry in spec['weightsManifest'][0]['weights']:`,
    `        q = entry.get('quantization')  # a byte for each weight`,
    `        values = np.frombuffer(raw, np.uint8 if q else np.float32, math.prod(entry['shape']), at)`,
    `        at += values.nbytes`,
    `        values = np.float32(values * q['scale'] + q['min']) if q else values`,
    `        values = values.astype(float).reshape(entry['shape'])`,
    `        weights[entry['name']] = ${torch ? 'torch.from_numpy(values)' : 'values'}`,
    `    return spec['modelTopology']['config']['layers'], weights`,
    ``,
    ...layers,
    ``,
    `def run(folder, x):`,
    `    """The result of every layer by name."""`,
    `    layers, weights = load(folder)`,
    `    results = {}`,
    `    for layer in layers:`,
    `        name, kind, c = layer['name'], layer['class_name'], layer['config']`,
    `        if layer['inbound_nodes']:`,
    `            x = results[layer['inbound_nodes'][0][0][0]]`,
    `        if kind == 'Flatten':`,
    `            x = ${flatten}`,
    `        elif kind == 'Reshape':`,
    `            x = ${reshape}`,
    `        elif kind == 'Activation':`,
    `            x = ACTIVATIONS[c['activation']](x)`,
    `        elif kind != 'InputLayer':`,
    `            k, b = weights[f'{name}/kernel'], weights[f'{name}/bias']`,
    `            if kind == 'Dense':`,
    `                x = x @ k`,
    `            else:`,
    `                x = (conv if kind == 'Conv2D' else deconv)(x, k, c['strides'][0])`,
    `            x = ACTIVATIONS[c['activation']](x + (${bias}))`,
    `        results[name] = x`,
    `    return results`,
  ];
}

/** The imports that `pythonNetwork` needs. */
export const pythonImports = (torch: boolean): string[] => [
  `import json`,
  `import math`,
  `import numpy as np`,
  ...(torch ? [`import torch`, `import torch.nn.functional as F`] : []),
];

/** A digit as 28 rows of whole numbers, where it has such, or of six decimals. */
export function digitRows({ data }: Grid): { rows: string; divisor: string } {
  const whole = data.every((v) => Math.abs(255 * v - Math.round(255 * v)) < 1e-9);
  const text = (v: number) => (whole ? `${Math.round(255 * v)}` : `${+v.toFixed(6)}`);
  const rows = Array.from({ length: 28 }, (_, r) =>
    Array.from(data.subarray(28 * r, 28 * r + 28), text).join(', '),
  );
  return { rows: rows.map((row) => `  ${row},`).join('\n'), divisor: whole ? ' / 255' : '' };
}
