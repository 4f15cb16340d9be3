/** Begins the offline part when the page has loaded and the browser has nothing better to do. */

const idle = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 500));

function off(): boolean {
  try {
    return localStorage.getItem('rf:offline') === 'off';
  } catch {
    return true;
  }
}

if (import.meta.env.PROD && 'serviceWorker' in navigator && !off()) {
  const start = () =>
    idle(() => {
      // Without it the handbook is as it was.
      import('./client.ts').catch(() => undefined);
    });
  if (document.readyState === 'complete') start();
  else addEventListener('load', start, { once: true });
}

export {};
