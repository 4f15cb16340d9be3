/** A browser for measuring: each of its own, with the bytes of its page counted. */
import { chromium } from '@playwright/test';

/** What must be allowed to arrive before the first result: programs, not words or fonts. */
const CODE = /\.(js|mjs|wasm)(\?|$)/;

/**
 * Opens an empty page in a fresh browser and counts what crosses its wire, in bytes as sent:
 * `bytes.code` (scripts and .wasm) and `bytes.all` (everything).
 */
export async function openPage({ executable, env }) {
  const browser = await chromium.launch({
    executablePath: executable,
    args: ['--no-sandbox', '--disable-background-timer-throttling'],
    env: { ...process.env, ...env },
  });
  try {
    // What the offline copy has would cross no wire.
    const page = await (await browser.newContext({ serviceWorkers: 'block' })).newPage();
    const network = await page.context().newCDPSession(page);
    const bytes = { code: 0, all: 0 };
    const code = new Set();
    network.on('Network.responseReceived', ({ requestId, response }) => {
      if (CODE.test(response.url)) code.add(requestId);
    });
    network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      bytes.all += encodedDataLength;
      if (code.has(requestId)) bytes.code += encodedDataLength;
    });
    await network.send('Network.enable');
    return { page, bytes, close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Runs in the page: who draws WebGL here. */
export function renderer() {
  const gl = document.createElement('canvas').getContext('webgl2');
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  return gl ? String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER)) : '';
}

/**
 * Runs in the page: does something to a widget and resolves to the milliseconds until new numbers
 * are on the page (`drawn`), until the device has computed them too and the proof line says so
 * (`settled`), and how long the device took from the upload to the last number read (`device`, as
 * the proof line has it). `set` writes a field; `step` changes the first number that can be typed or
 * dragged or, where there is none, the scene.
 *
 * @param {{ name: string, set?: { name: string, value: string }, step?: number }} wish
 */
export function act({ name, set, step = 0 }) {
  const root = document.querySelector(`[data-widget="${name}"]`);
  const write = (field, value) => {
    field.value = value;
    const type = field.tagName === 'SELECT' ? 'change' : 'input';
    field.dispatchEvent(new Event(type, { bubbles: true }));
  };
  const change = () => {
    if (set) return write(root.querySelector(`[name="${set.name}"]`), set.value);
    const number = root.querySelector('table[data-input] input:not([disabled])');
    const range = root.querySelector('input[type="range"][name]');
    if (number) return write(number, String(1 + (step % 8)));
    if (range) {
      const [min, max] = [Number(range.min), Number(range.max)];
      return write(range, String(min + ((max - min) * (1 + (step % 8))) / 10));
    }
    const scenes = [...root.querySelectorAll('[data-scene]')];
    location.hash = `#${root.id}?scene=${scenes[step % Math.min(2, scenes.length)].dataset.scene}`;
  };
  return new Promise((resolve, reject) => {
    const what = JSON.stringify({ name, set, step });
    const limit = setTimeout(() => reject(new Error(`no widget:settled after ${what}`)), 60_000);
    const start = performance.now();
    let drawn;
    const observer = new MutationObserver((records) => {
      const places = '[data-part="output"], [data-part="formula"], [data-output]';
      const shown = records.some(({ target }) =>
        (target.closest ? target : target.parentElement)?.closest(places),
      );
      if (!shown) return;
      drawn ??= performance.now() - start;
      observer.disconnect();
    });
    observer.observe(root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['value'],
    });
    const check = () => {
      const { state } = root.dataset;
      if (state === 'busy' || state === 'loading') return;
      clearTimeout(limit);
      observer.disconnect();
      root.removeEventListener('widget:settled', check);
      const settled = performance.now() - start;
      const proof = root.querySelector('[data-part="proof"]').textContent;
      const device = Number(/([\d.]+) ms/.exec(proof)?.[1]);
      if (state === 'ready') resolve({ settled, drawn: drawn ?? settled, device });
      else reject(new Error(`the widget is “${state}” after ${what}`));
    };
    root.addEventListener('widget:settled', check);
    change();
  });
}
