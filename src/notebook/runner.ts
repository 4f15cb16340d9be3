/**
 * The script of the sandboxed frame: starts and ends the workers in which cells run. It never runs
 * a cell itself. Its text stands in the frame's document; its hash is in the policy of the page.
 */
import type { FromRunner, ToRunner } from './protocol.ts';

const workers = new Map<number, Worker>();
const scripts = new Map<string, string>();
const tell = (message: FromRunner): void => parent.postMessage(message, '*');

if (self.origin !== 'null' || parent === self) {
  document.body.textContent = 'This page runs only inside the sandbox of a notebook.';
} else {
  addEventListener('message', ({ source, data, ports }: MessageEvent<ToRunner>) => {
    if (source !== parent) return;
    switch (data.type) {
      case 'code': {
        const blob = new Blob(
          data.parts.map((part) => `${part}\n;`),
          { type: 'text/javascript' },
        );
        scripts.set(data.code, URL.createObjectURL(blob));
        break;
      }
      case 'spawn': {
        const { n } = data;
        const broken = (message: unknown): void =>
          tell({ type: 'broken', n, message: String(message || 'the worker did not start') });
        try {
          const worker = new Worker(scripts.get(data.code)!);
          workers.set(n, worker);
          worker.onerror = (event) => {
            event.preventDefault();
            broken(event.message);
          };
          worker.postMessage(data.init, [...ports]);
          tell({ type: 'spawned', n });
        } catch (error) {
          broken(error);
        }
        break;
      }
      case 'kill':
        workers.get(data.n)?.terminate();
        workers.delete(data.n);
        tell({ type: 'killed', n: data.n });
    }
  });
  tell({ type: 'hello' });
}
