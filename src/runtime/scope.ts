/** Run and release: what a computation takes on the device is given back before it returns. */
import type { Tensor } from '@tensorflow/tfjs-core';
import {
  contextGeneration,
  contextIsLost,
  RuntimeError,
  subscribe,
  untilRecovered,
  useRuntime,
  withTimeout,
  type BackendName,
  type BackendNote,
  type Ops,
} from './tf.ts';

const READ_MS = 30_000;
const ATTEMPTS = 3;

/** The results of one computation by name (shape and numbers) and what it took. */
export interface Computed {
  outputs: Record<string, { shape: readonly number[]; data: Float64Array }>;
  backend: BackendName;
  note: BackendNote | undefined;
  /** From the first upload to the last number read, in milliseconds. */
  ms: number;
  /** Tensors alive afterwards, on the whole page. */
  tensors: number;
}

/**
 * Runs a program on the device and reads its results; every tensor it made is released.
 *
 * `program` must build its tensors from plain arrays, since it runs again when the graphics context
 * is lost on the way.
 *
 * @throws RuntimeError when the runtime cannot be loaded, does not answer or keeps losing its context.
 */
export async function compute(program: (tf: Ops) => Record<string, Tensor>): Promise<Computed> {
  for (let attempt = 1; ; attempt++) {
    await untilRecovered();
    const { tf, backend, note } = await useRuntime();
    const start = performance.now();
    const born = contextGeneration();
    let results: Record<string, Tensor> = {};
    const release = () => {
      for (const tensor of Object.values(results)) tensor.dispose();
      results = {};
    };
    try {
      results = tf.tidy(() => program(tf));
      const entries = await Promise.all(
        Object.entries(results).map(async ([name, tensor]) => {
          const data = Float64Array.from(await read(tensor));
          return [name, { shape: tensor.shape, data }] as const;
        }),
      );
      const ms = performance.now() - start;
      release();
      const outputs = Object.fromEntries(entries);
      return { outputs, backend, note, ms, tensors: tf.memory().numTensors };
    } catch (error) {
      const lost =
        contextIsLost() ||
        contextGeneration() !== born ||
        (error instanceof RuntimeError && error.code === 'context-lost');
      try {
        release();
      } catch {
        // its backend is gone, and the tensor with it
      }
      if (!lost) throw error;
      if (attempt === ATTEMPTS) throw new RuntimeError('context-lost', 'lost again and again');
      await nextTask(); // the browser tells of the loss in a task of its own
      await untilRecovered();
    }
  }
}

/**
 * The values of a tensor. `tensor.data()` never settles once its context is lost; this does.
 *
 * @throws RuntimeError `context-lost` or `timeout`.
 */
export async function read(tensor: Tensor): Promise<Float32Array | Int32Array | Uint8Array> {
  const born = contextGeneration();
  let stop = () => {};
  const lost = new Promise<never>((_, reject) => {
    stop = subscribe((event) => {
      if (event === 'lost') reject(new RuntimeError('context-lost', 'lost while reading'));
    });
  });
  try {
    const data = await withTimeout(Promise.race([tensor.data(), lost]), READ_MS);
    if (contextGeneration() !== born || contextIsLost()) {
      throw new RuntimeError('context-lost', 'lost while reading');
    }
    return data;
  } finally {
    stop();
  }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
