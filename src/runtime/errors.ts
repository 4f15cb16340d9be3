/**
 * What can go wrong between a reader and TensorFlow.js, as codes that widgets turn into words.
 *
 * - `offline`: the network cannot be reached, so a part of the engine did not arrive;
 * - `corrupt`: the server was reached, but the file is missing, cut short or does not compile;
 * - `no-backend`: none of WebGL, WASM and plain JavaScript passed its self-test;
 * - `context-lost`: the GPU context went away and did not come back;
 * - `timeout`: the device did not answer.
 */
export type RuntimeErrorCode = 'offline' | 'corrupt' | 'no-backend' | 'context-lost' | 'timeout';

/** An error of the runtime; `code` is stable, the message is for the console. */
export class RuntimeError extends Error {
  readonly code: RuntimeErrorCode;
  /** The file that did not come or is not what it should be, where it is known. */
  readonly file: string | undefined;

  constructor(code: RuntimeErrorCode, message: string, options?: ErrorOptions & { file?: string }) {
    super(message, options);
    this.name = 'RuntimeError';
    this.code = code;
    this.file = options?.file;
  }
}

/**
 * Tells a broken file from a broken connection after an import or fetch failed.
 *
 * A module that arrives but does not parse or evaluate is corrupt for certain. When nothing
 * arrived, the page's own address is asked for once more: if that answers, the network is fine and
 * the file is the problem.
 */
export async function classifyLoadError(
  cause: unknown,
  probe: () => Promise<unknown> = probeOrigin,
): Promise<RuntimeError> {
  if (cause instanceof RuntimeError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  const broken =
    (typeof WebAssembly !== 'undefined' && cause instanceof WebAssembly.CompileError) ||
    (cause instanceof Error &&
      !(cause instanceof TypeError && /import|fetch|load|network/i.test(message)));
  if (broken) return new RuntimeError('corrupt', message, { cause });
  if (globalThis.navigator?.onLine === false) {
    return new RuntimeError('offline', message, { cause });
  }
  try {
    await probe();
    return new RuntimeError('corrupt', message, { cause });
  } catch {
    return new RuntimeError('offline', message, { cause });
  }
}

function probeOrigin(): Promise<unknown> {
  return fetch(location.href, { method: 'HEAD', cache: 'no-store' });
}
