/** Registers the service worker, tells it what was loaded before it was there, offers new versions. */
import { ask, register } from './page.ts';
import type { ToWorker } from './plan.ts';

const container = navigator.serviceWorker;

/** Resolves when a worker has reached one of these states. */
function reached(worker: ServiceWorker, states: ServiceWorkerState[]): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (states.includes(worker.state)) resolve();
    };
    worker.addEventListener('statechange', look);
    look();
  });
}

async function offer(waiting: ServiceWorker): Promise<void> {
  const { showOffer } = await import('./offer.ts');
  await showOffer(waiting);
}

function watch(registration: ServiceWorkerRegistration): void {
  registration.addEventListener('updatefound', async () => {
    const { installing } = registration;
    if (!installing || !registration.active) return;
    await reached(installing, ['installed', 'redundant']);
    if (installing.state === 'installed') await offer(installing);
  });
  if (registration.waiting && registration.active) void offer(registration.waiting);
}

async function start(): Promise<void> {
  // A page of one version does not go on under the worker of another.
  let controlled = Boolean(container.controller);
  container.addEventListener('controllerchange', () => {
    if (controlled) location.reload();
    controlled = true;
  });
  if (!import.meta.env.OFFLINE && !(await container.getRegistration())) return;
  const loadedBefore = !controlled;
  const registration = await register();
  watch(registration);
  if (!loadedBefore) return;
  const { active } = await container.ready;
  if (!active) return;
  await reached(active, ['activated', 'redundant']);
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
  await ask(active, { type: 'visited', addresses: [location.href, ...loaded] } satisfies ToWorker);
}

// Private windows and refused storage: the handbook works as without.
start().catch(() => undefined);
