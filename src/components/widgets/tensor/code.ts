/** The operation on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import { sizeOf } from '../../../lib/grid.ts';
import { axisOf, placesOf } from '../../../lib/tensor.ts';
import { list, program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import { slicesText, takesB, type State } from './state.ts';

export function codeTwin(state: State, language: Language): string {
  return language === 'tfjs' ? tfjs(state) : python(state, language === 'pytorch');
}

function python(state: State, torch: boolean): string {
  const { source, shape, values, dtype, op, to, perm, axes, axis } = state;
  const lib = torch ? 'torch' : 'np';
  const numbers = (given: number[] | undefined, of: readonly number[], b: boolean) => {
    const count = sizeOf(of);
    const all = given ? `[${list(given)}]` : b ? `[10 * (i % 10 + 1) for i in range(${count})]` : `range(${count})`; // prettier-ignore
    const text = torch && all.startsWith('range') ? `list(${all})` : all;
    return `${lib}.${torch ? 'tensor' : 'array'}(${text}, dtype=${lib}.${dtype}).reshape(${tuple(of)})`;
  };
  const tuple = (of: readonly number[]) => `(${of.join(', ')}${of.length === 1 ? ',' : ''})`;
  const keep = state.keepdims ? `, keepdim${torch ? '' : 's'}=True` : '';
  const picture = [
    'from PIL import Image',
    source === 'digit'
      ? "pixels = np.asarray(Image.open('digit-3.png').convert('L'))"
      : "pixels = np.asarray(Image.open('cat.png').convert('RGB'))  # 128×128×3",
    source === 'digit'
      ? 'x = pixels'
      : 'x = pixels.reshape(32, 4, 32, 4, 3).sum((1, 3)) // 16  # means of 4×4 pixels, rounded down',
    source === 'batch'
      ? 'x = np.stack([x[:16, :16], x[:16, 16:], x[16:, :16], x[16:, 16:]])  # its quarters'
      : undefined,
    torch ? `x = torch.from_numpy(x.astype(np.${dtype}))` : `x = x.astype(np.${dtype})`,
  ];
  const whole = dtype !== 'float32';
  const backwards = state.slice.some((one) => typeof one !== 'number' && one[2] < 0);
  const key = slicesText(state.slice) || '...';
  const on = axes.length > 0 ? tuple(axes) : undefined;
  const from = whole && state.reduce === 'mean' ? 'x.double()' : 'x';
  const reduced = torch
    ? state.reduce === 'max'
      ? `torch.amax(x, dim=${on ?? 'tuple(range(x.ndim))'}${keep})`
      : `${from}.${state.reduce}(dim=${on ?? 'tuple(range(x.ndim))'}${keep})`
    : `x.${state.reduce}(axis=${on ?? 'None'}${keep})`;
  const y = {
    reshape: `x.reshape(${tuple(to)})`,
    transpose: torch ? `x.permute(${tuple(perm)})` : `x.transpose(${tuple(perm)})`,
    slice: torch && backwards ? `torch.from_numpy(x.numpy()[${key}].copy())  # PyTorch has no negative steps` : `x[${key}]`, // prettier-ignore
    broadcast: `x ${{ add: '+', sub: '-', mul: '*' }[state.fn]} b`,
    reduce: reduced,
    matmul: 'x @ b',
    concat: torch ? `torch.cat([x, b], dim=${axis})` : `np.concatenate([x, b], axis=${axis})`,
    stack: torch ? `torch.stack([x, b], dim=${axis})` : `np.stack([x, b], axis=${axis})`,
    cast: torch ? `x.to(torch.${state.as})` : `x.astype(np.${state.as})`,
  }[op];
  return program([
    torch && source === 'numbers' ? undefined : 'import numpy as np',
    torch ? 'import torch' : undefined,
    ...(source === 'numbers' ? ['', `x = ${numbers(values, shape, false)}`] : picture),
    takesB(op) ? `b = ${numbers(state.bValues, state.bShape, true)}` : undefined,
    `y = ${y}`,
    torch ? 'print(tuple(y.shape), y.stride(), y.dtype)' : 'print(y.shape, y.strides, y.dtype)',
    'print(y)',
  ]);
}

function tfjs(state: State): string {
  const { source, shape, values, dtype, op, to, perm, axes, axis, as } = state;
  const type = dtype === 'float32' ? 'float32' : 'int32';
  const array = (of: readonly (number | string)[]) => `[${of.join(', ')}]`;
  const numbers = (given: number[] | undefined, of: readonly number[], b: boolean) => {
    const count = sizeOf(of);
    const all = given ? `[${list(given)}]` : `Array.from({ length: ${count} }, (_, i) => ${b ? '10 * (i % 10 + 1)' : 'i'})`; // prettier-ignore
    return `tf.tensor(${all}, ${array(of)}, '${type}')`;
  };
  const load = [
    `const image = new Image();`,
    `image.src = '${source === 'digit' ? 'digit-3' : 'cat'}.png';`,
    'await image.decode();',
    source === 'digit'
      ? 'let x = tf.browser.fromPixels(image, 1).squeeze();'
      : 'let x = tf.browser.fromPixels(image).reshape([32, 4, 32, 4, 3]).sum([1, 3]).floorDiv(tf.scalar(16, \'int32\'));', // prettier-ignore
    source === 'batch'
      ? 'x = tf.stack([[0, 0], [0, 16], [16, 0], [16, 16]].map(([r, c]) => x.slice([r, c, 0], [16, 16, 3])));' // prettier-ignore
      : undefined,
    type === 'float32' ? "x = x.cast('float32');" : undefined,
  ];
  const sliced = () => {
    let text = 'x';
    state.slice.forEach((one, k) => {
      const n = shape[k];
      const places = typeof one === 'number' ? [one < 0 ? one + n : one] : placesOf(one, n);
      if (places.length < n || places[0] !== 0) text += `.gather([${places.join(', ')}], ${k})`;
    });
    const kept = shape.flatMap((n, k) => {
      const one = state.slice[k];
      return one === undefined ? [n] : typeof one === 'number' ? [] : [placesOf(one, n).length];
    });
    return kept.length < shape.length ? `${text}.reshape(${array(kept)})` : text;
  };
  const wrap = (text: string) =>
    dtype === 'uint8' ? `${text}.mod(tf.scalar(256, 'int32'))` : text;
  const flat = op === 'matmul' && state.bShape.length === 2 && shape.length > 2;
  const y: Record<typeof op, () => string> = {
    reshape: () => `x.reshape(${array(to)})`,
    transpose: () => `x.transpose(${array(perm)})`,
    slice: sliced,
    broadcast: () => wrap(`x.${state.fn}(b)`),
    reduce: () => `x.${state.reduce}(${axes.length > 0 ? array(axes) : 'undefined'}${state.keepdims ? ', true' : ''})`, // prettier-ignore
    matmul: () => wrap(flat ? `x.reshape([-1, ${shape[shape.length - 1]}]).matMul(b).reshape(${array([...shape.slice(0, -1), state.bShape[1]])})` : 'x.matMul(b)'), // prettier-ignore
    concat: () => `tf.concat([x, b], ${axisOf(axis, shape.length)})`,
    stack: () => `tf.stack([x, b], ${axisOf(axis, shape.length + 1)})`,
    cast: () =>
      as === 'float32'
        ? "x.cast('float32')"
        : `x.cast('int32')${as === 'uint8' ? ".mod(tf.scalar(256, 'int32'))" : ''}`,
  };
  return program([
    "import * as tf from '@tensorflow/tfjs';",
    '',
    dtype === 'uint8' || as === 'uint8' ? '// TensorFlow.js has no uint8: int32, modulo 256.' : undefined, // prettier-ignore
    ...(source === 'numbers' ? [`const x = ${numbers(values, shape, false)};`] : load),
    takesB(op) ? `const b = ${numbers(state.bValues, state.bShape, true)};` : undefined,
    `const y = ${y[op]()};`,
    'console.log(y.shape, y.dtype);',
    'y.print();',
  ]);
}
