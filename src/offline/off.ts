/**
 * The service worker that ends all: deployed in place of the other (`OFFLINE=off`), it removes what
 * was kept and itself. It answers no request, so every tab is back on the network at once.
 */
import { cacheNames } from './plan.ts';

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface WorkerGlobal {
  registration: { scope: string; unregister(): Promise<boolean> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Waiting) => void): void;
}

const worker = self as unknown as WorkerGlobal;

async function removeCaches(): Promise<void> {
  const { prefix } = cacheNames(worker.registration.scope);
  for (const name of await caches.keys()) {
    if (name.startsWith(prefix)) await caches.delete(name);
  }
}

worker.addEventListener('install', (event) => {
  event.waitUntil(worker.skipWaiting());
  // A browser may put the change off while the old worker is busy: it is asked again.
  setInterval(() => void worker.skipWaiting(), 1000);
});
worker.addEventListener('activate', (event) =>
  event.waitUntil(removeCaches().then(() => worker.registration.unregister())),
);
