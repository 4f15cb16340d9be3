/**
 * The only door to TensorFlow.js: one shared runtime per page, loaded on first use.
 *
 * It takes WebGL when a GPU stands behind it, else WASM, else plain JavaScript, and says why.
 * `?backend=webgl|wasm|cpu` in the address or `chooseBackend()` force one. A lost graphics context
 * is rebuilt without reloading the page; whoever subscribed is told and computes again.
 */
import { classifyLoadError, RuntimeError } from './errors.ts';
import {
  BACKENDS,
  preference,
  probeWebgl,
  type BackendChoice,
  type BackendName,
  type BackendNote,
} from './graphics.ts';

export { RuntimeError } from './errors.ts';
export type { RuntimeErrorCode } from './errors.ts';
export { BACKENDS, preference } from './graphics.ts';
export type { BackendChoice, BackendName, BackendNote } from './graphics.ts';

export type Ops = typeof import('./ops.ts');

/** A runtime that is ready to compute. */
export interface Runtime {
  readonly tf: Ops;
  readonly backend: BackendName;
  readonly note: BackendNote | undefined;
}

/** `lost`: GPU tensors are gone. `restored`: compute again. `changed`: another backend was chosen. */
export type RuntimeEvent = 'lost' | 'restored' | 'changed';

const SELF_TEST_MS = 10_000;

let current: Promise<Runtime> | undefined;
let settled: Runtime | undefined;
let choice: BackendChoice = fromAddress();
let generation = 0;
let recovery: Promise<void> | undefined;
const listeners = new Set<(event: RuntimeEvent) => void>();

/** The shared runtime; the first call downloads and starts it. A failed start may be tried again. */
export function useRuntime(): Promise<Runtime> {
  current ??= start(choice).then(
    (runtime) => (settled = runtime),
    (error: unknown) => {
      current = undefined;
      throw error;
    },
  );
  return current;
}

/** What the reader asked for: the control wins over the address, the address over `auto`. */
export function backendChoice(): BackendChoice {
  return choice;
}

/** Whether the address asks for a backend, which counts as wanting the runtime. */
export function backendInAddress(): boolean {
  return fromAddress() !== 'auto';
}

/** Switches every widget of the page to a backend. */
export async function chooseBackend(next: BackendChoice): Promise<Runtime> {
  choice = next;
  await current?.catch(() => undefined);
  await recovery;
  current = undefined;
  const runtime = await useRuntime();
  tell('changed');
  return runtime;
}

/** Calls back on the events of the runtime; returns how to stop. */
export function subscribe(listener: (event: RuntimeEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Counts the graphics contexts of this page; tensors of an older generation are gone. */
export function contextGeneration(): number {
  return generation;
}

/** Waits until a lost context is rebuilt; at once when none is lost. */
export async function untilRecovered(): Promise<void> {
  await recovery;
}

/** Whether the running backend has lost its graphics context, asked of the context itself. */
export function contextIsLost(): boolean {
  return settled?.backend === 'webgl' && recovery === undefined && (gl?.isContextLost() ?? false);
}

function fromAddress(): BackendChoice {
  if (typeof location === 'undefined') return 'auto';
  const asked = new URLSearchParams(location.search).get('backend') as BackendName;
  return BACKENDS.includes(asked) ? asked : 'auto';
}

function tell(event: RuntimeEvent): void {
  for (const listener of listeners) listener(event);
}

let gl: WebGL2RenderingContext | undefined;

async function start(wanted: BackendChoice): Promise<Runtime> {
  const { order, note } = preference(wanted, probeWebgl());
  const failures: unknown[] = [];
  for (const name of order) {
    try {
      const tf = await activate(name);
      return { tf, backend: name, note: failures.length > 0 ? 'fallback' : note };
    } catch (error) {
      const failure = await classifyLoadError(error);
      // Nothing else will arrive either: say so instead of trying two more downloads.
      if (failure.code === 'offline') throw failure;
      failures.push(failure);
    }
  }
  const corrupt = failures.find((error) => (error as RuntimeError).code === 'corrupt');
  const list = failures.map((error) => (error as Error).message).join('; ');
  throw new RuntimeError(corrupt ? 'corrupt' : 'no-backend', `no backend started: ${list}`);
}

/** Loads a backend, makes it the active one and lets it compute one convolution. */
async function activate(name: BackendName): Promise<Ops> {
  if (name === 'webgl') {
    const [tf, webgl] = await Promise.all([import('./ops.ts'), import('./backend-webgl.ts')]);
    if (!gl || gl.isContextLost()) webgl.registerWebgl();
    await selfTest(tf, name);
    const context = webgl.webglContext(tf.backend());
    if (context !== gl) watch(tf, webgl, context);
    return tf;
  }
  if (name === 'wasm') {
    const [tf, wasm] = await Promise.all([import('./ops.ts'), import('./backend-wasm.ts')]);
    await wasm.prepareWasm();
    await selfTest(tf, name);
    return tf;
  }
  const [tf] = await Promise.all([import('./ops.ts'), import('./backend-cpu.ts')]);
  await selfTest(tf, name);
  return tf;
}

async function selfTest(tf: Ops, name: BackendName): Promise<void> {
  if (!(await withTimeout(tf.setBackend(name), SELF_TEST_MS))) {
    throw new RuntimeError('no-backend', `${name} did not start`);
  }
  const result = tf.tidy(() =>
    tf.conv2d(
      tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]),
      tf.tensor4d([4, 3, 2, 1], [2, 2, 1, 1]),
      1,
      'valid',
    ),
  );
  const [value] = await withTimeout(result.data(), SELF_TEST_MS);
  result.dispose();
  if (value !== 20) throw new RuntimeError('no-backend', `${name}: 20 expected, ${value} computed`);
}

/** Rebuilds the backend when the browser takes its graphics context away. */
function watch(
  tf: Ops,
  webgl: typeof import('./backend-webgl.ts'),
  context: WebGL2RenderingContext,
): void {
  gl = context;
  const lost = (event: Event) => {
    event.preventDefault();
    generation++;
    recovery = recover(tf, webgl).finally(() => (recovery = undefined));
  };
  context.canvas.addEventListener('webglcontextlost', lost, { once: true });
}

async function recover(tf: Ops, webgl: typeof import('./backend-webgl.ts')): Promise<void> {
  const active = settled?.backend === 'webgl';
  if (active) tell('lost');
  // Removing the backend drops its dead tensors; registering makes a new context.
  webgl.registerWebgl();
  gl = undefined;
  if (!active) return;
  try {
    await selfTest(tf, 'webgl');
    watch(tf, webgl, webgl.webglContext(tf.backend()));
    settled = { tf, backend: 'webgl', note: 'recovered' };
    current = Promise.resolve(settled);
  } catch {
    // No new context: take the next best backend, and say so.
    current = undefined;
    await useRuntime().catch(() => undefined);
  }
  tell('restored');
}

/** A promise that fails after some milliseconds instead of never. */
export function withTimeout<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RuntimeError('timeout', `no answer in ${ms} ms`)), ms);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

/** A hook for tests and the curious, in every build. */
export interface DebugHook {
  /** The running backend, `none` before the first use. */
  backend(): BackendName | 'none';
  /** TensorFlow.js' own count of what is alive. */
  memory(): { numTensors: number; numBytes: number };
  /** Loses the graphics context on purpose; false when there is none. */
  loseContext(): boolean;
}

declare global {
  interface Window {
    __rf: DebugHook;
  }
}

if (typeof window !== 'undefined') {
  window.__rf = {
    backend: () => settled?.backend ?? 'none',
    memory: () => settled?.tf.memory() ?? { numTensors: 0, numBytes: 0 },
    loseContext: () => {
      const extension = gl?.getExtension('WEBGL_lose_context');
      extension?.loseContext();
      return Boolean(extension);
    },
  };
}
