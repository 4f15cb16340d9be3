/** Shapes, strides and broadcasting: a tensor is one row of numbers and a way of reading it. */

export interface Tensor {
  shape: readonly number[];
  data: readonly number[];
}

// #region strides
/** Places to skip for one step along each axis, in row-major order: the last axis moves fastest. */
export function strides(shape: readonly number[]): number[] {
  return shape.map((_, k) => shape.slice(k + 1).reduce((a, b) => a * b, 1));
}

/** The value at an index with one number for each axis. */
export function at({ shape, data }: Tensor, index: readonly number[]): number {
  const step = strides(shape);
  return data[index.reduce((offset, i, k) => offset + i * step[k], 0)];
}
// #endregion

// #region axes
/** The same row of numbers, cut differently. */
export function reshape({ data }: Tensor, shape: readonly number[]): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  if (size !== data.length) throw new RangeError(`[${shape}] has ${size} places, not ${data.length}`);
  return { shape, data };
}

/** Axes in another order: axis k of the result is axis order[k] of x. */
export function permute(x: Tensor, order: readonly number[]): Tensor {
  const shape = order.map((axis) => x.shape[axis]);
  const step = strides(shape);
  const data = x.data.map((_, place) => {
    const index = x.shape.map(() => 0);
    order.forEach((axis, k) => (index[axis] = Math.floor(place / step[k]) % shape[k]));
    return at(x, index);
  });
  return { shape, data };
}
// #endregion

// #region broadcast
/** The shape of x ∘ y: aligned at the last axis, lengths must agree unless one of them is 1. */
export function broadcastShape(x: readonly number[], y: readonly number[]): number[] {
  const axes = Math.max(x.length, y.length);
  return Array.from({ length: axes }, (_, k) => {
    const [a, b] = [x[k - axes + x.length] ?? 1, y[k - axes + y.length] ?? 1];
    if (a !== b && a !== 1 && b !== 1) throw new RangeError(`${a} and ${b} do not fit`);
    return a === 1 ? b : a;
  });
}
// #endregion

/** A 2×2 picture with 3 channels [H, W, C]: red 1 to 4, green 5 to 8, blue 9 to 12. */
export const PICTURE: Tensor = { shape: [2, 2, 3], data: [1, 5, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12] };

// #region wrong-layout
/** Meant to turn [H, W, C] into [C, H, W], but keeps the row of numbers as it is. */
export const wrongChannelsFirst = (x: Tensor) => reshape(x, [x.shape[2], x.shape[0], x.shape[1]]);
// #endregion

export const channelsFirst = (x: Tensor) => permute(x, [2, 0, 1]);

export function main(): void {
  console.log('strides', strides(PICTURE.shape), 'blue of row 1, column 0:', at(PICTURE, [1, 0, 2]));
  console.log('permute', channelsFirst(PICTURE).data.join(' '));
  console.log('reshape', wrongChannelsFirst(PICTURE).data.join(' '));
  console.log('[2, 2, 3] and [3]:', broadcastShape([2, 2, 3], [3]));
  console.log('[4, 1] and [4]:   ', broadcastShape([4, 1], [4]));
}
