/** Starts the backend of TF.js inside a kernel, and keeps its tensors within a limit. */
import type { Init } from './protocol.ts';
import type { Library } from './library.ts';
import { registerMissing } from './wasm-kernels.ts';

/** How long a start may take; emulated graphics compile for seconds on a busy machine. */
const START_MS = 20_000;

/**
 * Makes `init.backend` the active one and lets it compute one convolution.
 *
 * @returns the drawing context of WebGL, if it has one
 * @throws Error when the backend does not work here.
 */
export async function startBackend(
  tf: Library,
  { backend, wasm }: Init,
): Promise<WebGL2RenderingContext | undefined> {
  const env = tf.env();
  if (backend === 'webgl') {
    // The fence of TF.js for Safari never answers there (tensorflow/tfjs issue 7436).
    env.set('IS_SAFARI', false);
    env.set('WEBGL_USE_SHAPES_UNIFORMS', true);
    await within(START_MS, tf.setBackend('webgl'));
  } else if (backend === 'wasm') {
    if (!wasm) throw new Error('the binary of the wasm backend is missing');
    env.set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    env.set('WASM_HAS_SIMD_SUPPORT', wasm.simd);
    // There is no network in the sandbox: TF.js is given the bytes it asks for.
    const { platform } = env;
    const { fetch } = platform;
    platform.fetch = () => Promise.resolve(new Response(wasm.bytes));
    tf.setWasmPath!('tfjs.wasm', true);
    await within(START_MS, tf.setBackend('wasm'));
    platform.fetch = fetch;
    registerMissing(tf);
  } else {
    await tf.setBackend(backend);
  }
  if (tf.getBackend() !== backend) throw new Error(`${backend} did not start`);
  const result = tf.tidy(() =>
    tf.conv2d(
      tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]),
      tf.tensor4d([4, 3, 2, 1], [2, 2, 1, 1]),
      1,
      'valid',
    ),
  );
  const [value] = await within(START_MS, result.data());
  result.dispose();
  if (value !== 20) throw new Error(`${backend}: 20 expected, ${value} computed`);
  if (backend !== 'webgl') return undefined;
  const gl = tf.backend() as unknown as {
    gpgpu: { gl: WebGL2RenderingContext };
    floatPrecision(): number;
    epsilon(): number;
  };
  // Both are inverted in TF.js 4.22 (tensorflow/tfjs issue 6980): Adam would differ by backend.
  const float32 = env.getBool('WEBGL_RENDER_FLOAT32_ENABLED');
  gl.floatPrecision = () => (float32 ? 32 : 16);
  gl.epsilon = () => (float32 ? 1e-7 : 1e-4);
  return gl.gpgpu.gl;
}

function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  return Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms);
    }),
  ]);
}

/** Part of `tf.engine()` that counts tensors. */
interface Counting {
  state: { numBytes: number; numTensors: number; tensorInfo: WeakMap<object, unknown> };
  backend: { disposeData(id: object, force?: boolean): boolean };
  trackTensor(tensor: Counted, backend?: unknown): void;
}

interface Counted {
  size: number;
  dtype: string;
  dataId: object;
}

/** Refuses tensors beyond `limit` bytes with a message that says what to do. */
export function limitMemory(tf: Library, limit: number): void {
  const engine = tf.engine() as unknown as Counting;
  const { trackTensor } = engine;
  engine.trackTensor = function (tensor, backend) {
    const { state } = engine;
    const bytes =
      tensor.dtype === 'string' || tensor.dtype === 'complex64'
        ? 0
        : tensor.size * tf.util.bytesPerElement(tensor.dtype as 'float32');
    if (state.numBytes + bytes > limit) {
      if (!state.tensorInfo.has(tensor.dataId)) engine.backend.disposeData(tensor.dataId, true);
      throw new RangeError(
        `tensor memory limit of ${Math.round(limit / 1e6)} MB reached: ${state.numTensors} live tensors hold ` +
          `${Math.round(state.numBytes / 1e6)} MB. Dispose of tensors, or compute inside tf.tidy().`,
      );
    }
    trackTensor.call(engine, tensor, backend);
  };
}
