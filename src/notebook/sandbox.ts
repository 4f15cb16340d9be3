/**
 * The sandboxed frame: an own process of opaque origin without network, in which workers run. It
 * speaks by `postMessage` only; each worker has a port of its own.
 */
import type { Init, ToRunner } from './protocol.ts';
import { readRunnerMessage } from './receive.ts';

/** How long the frame may be silent before it counts as dead. */
export const FRAME_MS = 3_000;

export interface Worker {
  readonly n: number;
  readonly port: MessagePort;
}

export interface Sandbox {
  /**
   * Starts a worker with scripts that `code` named before.
   *
   * @throws Error when the frame does not answer in time.
   */
  spawn(code: string, init: Init): Promise<Worker>;
  /** Ends a worker at once; resolves to whether the frame answered in time. */
  kill(worker: Worker): Promise<boolean>;
  /** Gives the frame the scripts of a kernel, once for each name. */
  code(name: string, parts: string[]): void;
  remove(): void;
}

/**
 * The document of the frame.
 *
 * @param runner text of its only script
 * @param hash its hash, as a source of a policy: `'sha256-…'`
 */
export function frameDocument(runner: string, hash: string): string {
  const policy = [
    `default-src 'none'`,
    `script-src ${hash} blob: 'wasm-unsafe-eval'`,
    `worker-src blob:`,
    `connect-src 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return (
    `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">` +
    `<title>-</title><body><script>${runner}</script>`
  );
}

let count = 0;

/**
 * Opens a frame and waits for its first word.
 *
 * @param broken called when a worker could not start or failed outside a cell
 * @throws Error when nothing comes: something keeps frames or scripts from running.
 */
export async function openSandbox(
  runner: string,
  hash: string,
  broken: (n: number, message: string) => void,
): Promise<Sandbox> {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.title = 'notebook kernel';
  frame.hidden = true;
  frame.tabIndex = -1;
  frame.setAttribute('aria-hidden', 'true');
  frame.srcdoc = frameDocument(runner, hash);

  const waiting = new Map<string, () => void>();
  /** Resolves to whether the word came in time. */
  const word = (name: string, ms: number): Promise<boolean> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => settle(false), ms);
      const settle = (came: boolean): void => {
        clearTimeout(timer);
        waiting.delete(name);
        resolve(came);
      };
      waiting.set(name, () => settle(true));
    });
  const listen = ({ source, data }: MessageEvent): void => {
    if (source !== frame.contentWindow || source === null) return;
    const message = readRunnerMessage(data);
    if (!message) return;
    if (message.type === 'broken') broken(message.n, message.message);
    else waiting.get(message.type === 'hello' ? 'hello' : `${message.type} ${message.n}`)?.();
  };
  const post = (message: ToRunner, move: Transferable[] = []): void =>
    frame.contentWindow?.postMessage(message, '*', move);
  const remove = (): void => {
    removeEventListener('message', listen);
    frame.remove();
  };

  addEventListener('message', listen);
  const hello = word('hello', 4 * FRAME_MS);
  document.body.append(frame);
  if (!(await hello)) {
    remove();
    throw new Error('the sandbox did not start');
  }

  const known = new Set<string>();
  return {
    code(name, parts) {
      if (known.has(name)) return;
      known.add(name);
      post({ type: 'code', code: name, parts });
    },
    async spawn(code, init) {
      const n = ++count;
      const channel = new MessageChannel();
      const came = word(`spawned ${n}`, 4 * FRAME_MS);
      post({ type: 'spawn', n, code, init }, [channel.port2]);
      if (!(await came)) throw new Error('the sandbox does not answer');
      return { n, port: channel.port1 };
    },
    kill({ n, port }) {
      port.onmessage = null;
      port.close();
      const came = word(`killed ${n}`, FRAME_MS);
      post({ type: 'kill', n });
      return came;
    },
    remove,
  };
}
