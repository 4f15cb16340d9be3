/** The example and the count as a program. Pure; the tests run all three. */
import { decimal, list, nestedList, program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import type { State } from './state.ts';

export function codeTwin(state: State, language: Language): string {
  const { x, depthwise, pointwise, form, kernel, inputs, outputs } = state;
  const k = depthwise[0].length;
  const channels = x.length;
  const standard = form === 'standard';
  const count = [`${kernel} * ${kernel} * ${inputs} * ${outputs}`, `${kernel} * ${kernel} * ${inputs} + ${inputs} * ${outputs}`]; // prettier-ignore
  if (language === 'tfjs') {
    return program([
      "import * as tf from '@tensorflow/tfjs';",
      '',
      `// [channel][row][column] → [row, column, channel]`,
      `const x = tf.tensor3d(${nestedList(x)}).transpose([1, 2, 0]);`,
      `const d = tf.tensor3d(${nestedList(depthwise)}).transpose([1, 2, 0]); // one kernel a channel`,
      `const p = tf.tensor2d(${nestedList(pointwise)}); // one row an output`,
      ...(standard
        ? [
            `const kernels = d.expandDims(3).mul(p.transpose()); // [${k}, ${k}, ${channels}, ${pointwise.length}]`,
            `const y = tf.conv2d(x, kernels, 1, 'valid');`,
          ]
        : [
            `const z = tf.depthwiseConv2d(x, d.expandDims(3), 1, 'valid');`,
            `const y = tf.conv2d(z, p.transpose().expandDims(0).expandDims(0), 1, 'valid');`,
          ]),
      `y.transpose([2, 0, 1]).print();`,
      `console.log(${count[0]}, ${count[1]}); // weights: standard, separable`,
    ]);
  }
  const numbers = (values: unknown): unknown => (Array.isArray(values) ? values.map(numbers) : decimal(values as number)); // prettier-ignore
  const nested = (values: unknown) => nestedList(numbers(values));
  if (language === 'pytorch') {
    return program([
      'import torch',
      'import torch.nn.functional as F',
      '',
      `x = torch.tensor(${nested(x)}, dtype=torch.float64)  # [channel, row, column]`,
      `d = torch.tensor(${nested(depthwise)}, dtype=torch.float64)  # one kernel a channel`,
      `p = torch.tensor(${nested(pointwise)}, dtype=torch.float64)  # one row an output`,
      ...(standard
        ? [
            `kernels = p[:, :, None, None] * d[None]  # [${pointwise.length}, ${channels}, ${k}, ${k}]`,
            `y = F.conv2d(x[None], kernels)[0]`,
          ]
        : [
            `z = F.conv2d(x[None], d[:, None], groups=${channels})`,
            `y = F.conv2d(z, p[:, :, None, None])[0]`,
          ]),
      'print(y)',
      `print(${count[0]}, ${count[1]})  # weights: standard, separable`,
    ]);
  }
  return program([
    'import numpy as np',
    '',
    `x = np.array(${nested(x)})  # [channel, row, column]`,
    `d = np.array(${nested(depthwise)})  # one kernel a channel`,
    `p = np.array(${nested(pointwise)})  # one row an output`,
    `windows = np.lib.stride_tricks.sliding_window_view(x, (${list([k, k])}), axis=(1, 2))`,
    ...(standard
      ? [
          `kernels = np.einsum('fc,cuv->fcuv', p, d)`,
          `y = np.einsum('fcuv,cijuv->fij', kernels, windows)`,
        ]
      : [`z = np.einsum('cuv,cijuv->cij', d, windows)`, `y = np.einsum('fc,cij->fij', p, z)`]),
    'print(y)',
    `print(${count[0]}, ${count[1]})  # weights: standard, separable`,
  ]);
}
