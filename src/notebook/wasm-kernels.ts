/**
 * Kernels that training needs and the wasm backend of TF.js 4.22 lacks (tensorflow/tfjs issue 8474),
 * and faster ones for two that it has. Each is written with operations that the backend does well.
 */
import type {
  KernelConfig,
  KernelFunc,
  NamedAttrMap,
  Tensor,
  Tensor4D,
  TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Library } from './library.ts';

const WASM = 'wasm';
type Pad = Parameters<Library['conv2d']>[3];
type Inputs = Record<string, Tensor>;

/** Makes gradients of convolutions, gather and comparisons work on wasm. */
export function registerMissing(tf: Library): void {
  const missing: Record<string, (inputs: Inputs, attrs: NamedAttrMap) => Tensor> = {
    Conv2DBackpropFilter: (inputs, attrs) => filterGradient(tf, inputs, attrs),
    DepthwiseConv2dNativeBackpropFilter: (inputs, attrs) =>
      depthwiseFilterGradient(tf, inputs, attrs),
    DepthwiseConv2dNativeBackpropInput: (inputs, attrs) =>
      depthwiseInputGradient(tf, inputs, attrs),
    UnsortedSegmentSum: ({ x, segmentIds }, { numSegments }) =>
      segmentSum(tf, x, segmentIds, numSegments as number),
    IsNan: ({ x }) => tf.notEqual(x, x),
  };
  for (const [kernelName, compute] of Object.entries(missing)) {
    if (tf.getKernel(kernelName, WASM)) continue;
    const kernelFunc = ({ inputs, attrs }: { inputs: unknown; attrs?: NamedAttrMap }) =>
      tf.tidy(() => compute(inputs as Inputs, attrs ?? {}));
    tf.registerKernel({ kernelName, backendName: WASM, kernelFunc: kernelFunc as KernelFunc });
  }
  replace(tf, 'Conv2DBackpropInput', (old) => (params) => {
    const { dataFormat } = params.attrs as { dataFormat?: string };
    return dataFormat && dataFormat !== 'NHWC'
      ? old(params)
      : tf.tidy(() => inputGradient(tf, params.inputs as unknown as Inputs, params.attrs!));
  });
  replace(tf, 'BatchMatMul', (old) => (params) => {
    const { a, b } = params.inputs as unknown as Inputs;
    if (a.dtype === 'float32' && b.dtype === 'float32') return untransposed(tf, old, params);
    // The kernel refuses integers.
    return tf.tidy(() => {
      const { transposeA, transposeB } = params.attrs as {
        transposeA: boolean;
        transposeB: boolean;
      };
      const product = tf.matMul(
        tf.cast(a, 'float32'),
        tf.cast(b, 'float32'),
        transposeA,
        transposeB,
      );
      return tf.cast(product, tf.upcastType(a.dtype, b.dtype));
    });
  });
  // The kernel writes the bits of integers into a result of floats.
  replace(tf, 'OneHot', (old) => (params) => {
    const { dtype, depth, onValue, offValue } = params.attrs as {
      dtype: string;
      depth: number;
      onValue: number;
      offValue: number;
    };
    if (dtype !== 'float32') return old(params);
    const { indices } = params.inputs as unknown as Inputs;
    return tf.tidy(() => {
      const hot = tf.cast(tf.oneHot(indices, depth, 1, 0, 'int32'), 'float32');
      return tf.add(tf.mul(hot, onValue - offValue), offValue);
    });
  });
  replace(tf, 'MaxPoolGrad', () => (params) => maxPoolGradient(tf, params));
}

function replace(tf: Library, name: string, by: (old: KernelFunc) => KernelFunc): void {
  const old = tf.getKernel(name, WASM) as KernelConfig | undefined;
  if (!old) return;
  tf.unregisterKernel(name, WASM);
  tf.registerKernel({ ...old, kernelFunc: by(old.kernelFunc) });
}

/** Adds zeros, or takes rows and columns away where a number is negative. */
function fit(tf: Library, x: Tensor4D, [top, bottom]: number[], [left, right]: number[]): Tensor4D {
  const [n, h, w, c] = x.shape;
  const cut = (value: number): number => Math.max(0, -value);
  const kept = tf.slice(
    x,
    [0, cut(top), cut(left), 0],
    [n, h - cut(top) - cut(bottom), w - cut(left) - cut(right), c],
  );
  const add = (value: number): number => Math.max(0, value);
  return tf.pad(kept, [
    [0, 0],
    [add(top), add(bottom)],
    [add(left), add(right)],
    [0, 0],
  ]);
}

/**
 * ∂L/∂W of `conv2d`: ∂W[i, j, c, o] = Σ x[n, s·y + i, s·z + j, c] · ∂y[n, y, z, o], which is a
 * convolution of the transposed input with the transposed ∂y, dilated by the stride.
 */
function filterGradient(tf: Library, inputs: Inputs, attrs: NamedAttrMap): Tensor {
  const x = inputs.x as Tensor4D;
  const dy = inputs.dy as Tensor4D;
  const filterShape = attrs.filterShape as [number, number, number, number];
  const info = tf.backend_util.computeConv2DInfo(
    x.shape,
    filterShape,
    attrs.strides as [number, number],
    1,
    attrs.pad as Pad,
    attrs.dimRoundingMode as 'floor' | undefined,
  );
  const { padInfo, strideHeight, strideWidth, outHeight, outWidth } = info;
  const high = (outHeight - 1) * strideHeight + filterShape[0];
  const wide = (outWidth - 1) * strideWidth + filterShape[1];
  const padded = fit(
    tf,
    x,
    [padInfo.top, high - x.shape[1] - padInfo.top],
    [padInfo.left, wide - x.shape[2] - padInfo.left],
  );
  const result = tf.conv2d(
    tf.transpose(padded, [3, 1, 2, 0]),
    tf.transpose(dy, [1, 2, 0, 3]),
    1,
    'valid',
    'NHWC',
    [strideHeight, strideWidth],
  );
  return tf.transpose(result, [1, 2, 0, 3]);
}

/** Puts stride − 1 zeros between the rows and columns of ∂y. */
function spread(tf: Library, dy: Tensor4D, down: number, across: number): Tensor4D {
  if (down === 1 && across === 1) return dy;
  const [n, h, w, c] = dy.shape;
  const rows = tf.pad(tf.reshape(dy, [n * h, w, 1, c]), [
    [0, 0],
    [0, 0],
    [0, across - 1],
    [0, 0],
  ]);
  const all = tf.pad(tf.reshape(rows, [n, h, 1, w * across * c]), [
    [0, 0],
    [0, 0],
    [0, down - 1],
    [0, 0],
  ]);
  return tf.slice(
    tf.reshape(all, [n, h * down, w * across, c]) as Tensor4D,
    [0, 0, 0, 0],
    [n, (h - 1) * down + 1, (w - 1) * across + 1, c],
  );
}

/** ∂y spread by the stride and padded so that a convolution with the flipped filter gives ∂x. */
function spreadFor(
  tf: Library,
  dy: Tensor4D,
  inputShape: number[],
  info: ReturnType<Library['backend_util']['computeConv2DInfo']>,
): Tensor4D {
  const { filterHeight, filterWidth, padInfo, strideHeight, strideWidth } = info;
  const wide = spread(tf, dy, strideHeight, strideWidth);
  const top = filterHeight - 1 - padInfo.top;
  const left = filterWidth - 1 - padInfo.left;
  return fit(
    tf,
    wide,
    [top, inputShape[1] + filterHeight - 1 - wide.shape[1] - top],
    [left, inputShape[2] + filterWidth - 1 - wide.shape[2] - left],
  );
}

/** ∂L/∂x of `conv2d`: a convolution of the spread ∂y with the filter flipped and its channels swapped. */
function inputGradient(tf: Library, inputs: Inputs, attrs: NamedAttrMap): Tensor {
  const dy = inputs.dy as Tensor4D;
  const filter = inputs.filter as Tensor4D;
  const inputShape = attrs.inputShape as [number, number, number, number];
  const info = tf.backend_util.computeConv2DInfo(
    inputShape,
    filter.shape,
    attrs.strides as [number, number],
    1,
    attrs.pad as Pad,
    attrs.dimRoundingMode as 'floor' | undefined,
  );
  const flipped = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);
  return tf.conv2d(spreadFor(tf, dy, inputShape, info), flipped, 1, 'valid');
}

function depthwiseInfo(
  tf: Library,
  inputShape: [number, number, number, number],
  filterShape: [number, number, number, number],
  attrs: NamedAttrMap,
) {
  return tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    attrs.strides as [number, number],
    attrs.dilations as [number, number],
    attrs.pad as Pad,
    attrs.dimRoundingMode as 'floor' | undefined,
    true,
  );
}

/** ∂L/∂W of a depthwise convolution: one product of slices for each place in the filter. */
function depthwiseFilterGradient(tf: Library, inputs: Inputs, attrs: NamedAttrMap): Tensor {
  const x = inputs.x as Tensor4D;
  const dy = inputs.dy as Tensor4D;
  const filterShape = attrs.filterShape as [number, number, number, number];
  const [kh, kw, channels, multiplier] = filterShape;
  const info = depthwiseInfo(tf, x.shape, filterShape, attrs);
  const { padInfo, strideHeight, strideWidth, outHeight, outWidth, batchSize } = info;
  const padded = fit(
    tf,
    x,
    [padInfo.top, (outHeight - 1) * strideHeight + kh - x.shape[1] - padInfo.top],
    [padInfo.left, (outWidth - 1) * strideWidth + kw - x.shape[2] - padInfo.left],
  );
  const places = batchSize * outHeight * outWidth;
  const gradient = tf.reshape(dy, [places, channels, multiplier]);
  const parts: Tensor[] = [];
  for (let i = 0; i < kh; i++) {
    for (let j = 0; j < kw; j++) {
      const seen = tf.stridedSlice(
        padded,
        [0, i, j, 0],
        [
          batchSize,
          i + (outHeight - 1) * strideHeight + 1,
          j + (outWidth - 1) * strideWidth + 1,
          channels,
        ],
        [1, strideHeight, strideWidth, 1],
      );
      parts.push(tf.sum(tf.mul(tf.reshape(seen, [places, channels, 1]), gradient), 0));
    }
  }
  return tf.reshape(tf.stack(parts), filterShape);
}

/** ∂L/∂x of a depthwise convolution: one with the flipped filter for each multiple of the channels. */
function depthwiseInputGradient(tf: Library, inputs: Inputs, attrs: NamedAttrMap): Tensor {
  const dy = inputs.dy as Tensor4D;
  const filter = inputs.filter as Tensor4D;
  const inputShape = attrs.inputShape as [number, number, number, number];
  const [kh, kw, channels, multiplier] = filter.shape;
  const info = depthwiseInfo(tf, inputShape, filter.shape, attrs);
  const [n, h, w] = dy.shape;
  const split = tf.reshape(dy, [n * h * w, channels, multiplier]);
  const flipped = tf.reverse(filter, [0, 1]);
  const parts = Array.from({ length: multiplier }, (_, m) => {
    const one = tf.reshape(tf.slice(split, [0, 0, m], [n * h * w, channels, 1]), [
      n,
      h,
      w,
      channels,
    ]) as Tensor4D;
    const its = tf.slice(flipped, [0, 0, 0, m], [kh, kw, channels, 1]);
    return tf.depthwiseConv2d(spreadFor(tf, one, inputShape, info), its, 1, 'valid');
  });
  return parts.length === 1 ? parts[0] : tf.addN(parts);
}

/** Sum of the rows of x with the same id, as a product with a matrix of zeros and ones. */
function segmentSum(tf: Library, x: Tensor, ids: Tensor, segments: number): Tensor {
  const rows = ids.size;
  const width = x.size / rows;
  // oneHot wants at least two.
  const hot = tf.oneHot(tf.cast(tf.reshape(ids, [rows]), 'int32'), Math.max(2, segments));
  const sums = tf.matMul(
    tf.cast(hot, 'float32'),
    tf.cast(tf.reshape(x, [rows, width]), 'float32'),
    true,
  );
  const kept = tf.slice(sums, [0, 0], [segments, width]);
  return tf.cast(tf.reshape(kept, [segments, ...x.shape.slice(ids.rank)]), x.dtype);
}

/** A product of matrices with the transposes made first, which wasm computes several times faster. */
function untransposed(
  tf: Library,
  old: KernelFunc,
  params: Parameters<KernelFunc>[0],
): TensorInfo | TensorInfo[] {
  const { a, b } = params.inputs as unknown as Inputs;
  const { transposeA, transposeB } = params.attrs as { transposeA: boolean; transposeB: boolean };
  const single = (x: Tensor): boolean =>
    x.shape.length === 2 || x.shape.slice(0, -2).every((n) => n === 1);
  const plain = a.shape.length === b.shape.length && a.shape.length <= 3 && single(a) && single(b);
  if ((!transposeA && !transposeB) || !plain) return old(params);
  const order = a.shape.length === 2 ? [1, 0] : [0, 2, 1];
  // Inputs of kernels are plain records here, which operations take as well.
  return tf.tidy(
    () =>
      old({
        ...params,
        inputs: {
          a: transposeA ? tf.transpose(a, order) : a,
          b: transposeB ? tf.transpose(b, order) : b,
        },
        attrs: { ...params.attrs, transposeA: false, transposeB: false },
      }) as unknown as Tensor,
  ) as TensorInfo;
}

/** The part of the wasm backend that reads and makes tensors. */
interface Heap {
  typedArrayFromHeap(tensor: TensorInfo): Float32Array;
  makeOutput(shape: number[], dtype: 'float32'): TensorInfo;
}

/**
 * ∂L/∂x of `maxPool`: each ∂y goes to the largest cell of its window, the first one of equals. The
 * kernel of TF.js takes the first cell wherever nothing in a window is above 0.
 */
function maxPoolGradient(tf: Library, { inputs, attrs, backend }: Parameters<KernelFunc>[0]) {
  const { dy, input } = inputs as unknown as Record<'dy' | 'input', TensorInfo>;
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as {
    filterSize: [number, number];
    strides: [number, number];
    pad: 'same' | 'valid' | number;
    dimRoundingMode?: 'floor';
  };
  const shape = input.shape as [number, number, number, number];
  const info = tf.backend_util.computePool2DInfo(
    shape,
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const heap = backend as Heap;
  const result = heap.makeOutput(shape, 'float32');
  // Views on the memory of wasm: it must not grow while they are used.
  const [x, gradient, out] = [input, dy, result].map((each) => heap.typedArrayFromHeap(each));
  out.fill(0);
  const [, height, width, channels] = shape;
  const { strideHeight, strideWidth, filterHeight, filterWidth, padInfo } = info;
  let at = 0;
  for (let n = 0; n < info.batchSize; n++) {
    for (let i = 0; i < info.outHeight; i++) {
      const top = i * strideHeight - padInfo.top;
      const [firstRow, lastRow] = [Math.max(0, top), Math.min(height, top + filterHeight)];
      for (let j = 0; j < info.outWidth; j++) {
        const left = j * strideWidth - padInfo.left;
        const [firstCol, lastCol] = [Math.max(0, left), Math.min(width, left + filterWidth)];
        for (let c = 0; c < channels; c++, at++) {
          let best = -1;
          for (let row = firstRow; row < lastRow; row++) {
            for (let col = firstCol; col < lastCol; col++) {
              const cell = ((n * height + row) * width + col) * channels + c;
              if (best < 0 || x[cell] > x[best]) best = cell;
            }
          }
          if (best >= 0) out[best] += gradient[at];
        }
      }
    }
  }
  return result;
}
