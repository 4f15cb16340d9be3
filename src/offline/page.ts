/** What the pages know of their service worker. */
import type { ToWorker } from './plan.ts';

/** Where the reader's choice to have no offline copy is remembered. */
export const CHOICE = 'rf:offline';

/**
 * The absolute address of the handbook: scripts lie in a folder below it, wherever it is served.
 */
const here: string = import.meta.url;
export const SCOPE = new URL('..', here).href;

/** Whether the reader switched the offline copy off. */
export function isOff(): boolean {
  try {
    return localStorage.getItem(CHOICE) === 'off';
  } catch {
    return true;
  }
}

/** Registers the service worker; the browser looks for a new one by itself. */
export const register = (): Promise<ServiceWorkerRegistration> =>
  navigator.serviceWorker.register(`${SCOPE}sw.js`, { scope: SCOPE });

/** Tells a worker something and resolves to its answer. */
export function ask<T>(worker: ServiceWorker, message: ToWorker): Promise<T> {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<{ result?: T; error?: string }>) => {
      port1.close();
      if (data.error === undefined) resolve(data.result as T);
      else reject(new Error(data.error));
    };
    worker.postMessage(message, [port2]);
  });
}
