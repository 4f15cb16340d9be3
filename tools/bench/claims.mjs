/** Two promises to whoever drags: a small model within a frame, and no queue behind a slider. */
import { act, openPage } from './page.mjs';
import { median } from './table.mjs';

/** One frame at 60 Hz. */
export const FRAME_MS = 1000 / 60;

/** 8 filters of 3×3, as they stand in the address. */
const FILTERS = Array.from({ length: 8 }, (_, f) =>
  [0, 1, 2].map((r) => [0, 1, 2].map((c) => ((f * 7 + r * 3 + c * 5) % 9) - 4).join(',')).join(';'),
).join('/');
export const SMALL_MODEL = `image=digit-3&kernel=${FILTERS}`;

/** Computation (upload to read) and whole update of 28×28 with 8 filters of 3×3 on WASM. */
export async function measureFrame({ url, browser, changes = 50 }) {
  const { page, close } = await openPage(browser);
  try {
    const name = 'convolution';
    await page.goto(`${url}?backend=wasm#${name}?${SMALL_MODEL}`);
    await page.waitForSelector(`[data-widget="${name}"][data-state="ready"]`);
    const root = page.locator(`[data-widget="${name}"]`);
    const [computing, updating] = [[], []];
    for (let n = -5; n < changes; n++) {
      const set = { name: 'bias', value: String(n + 6) };
      const { device, settled } = await page.evaluate(act, { name, set });
      if (n < 0) continue;
      computing.push(device);
      updating.push(settled);
    }
    return {
      backend: await root.getAttribute('data-backend'),
      shape: await root.locator('table[data-output="y"]').getAttribute('data-shape'),
      computeMs: median(computing),
      updateMs: median(updating),
    };
  } finally {
    await close();
  }
}

/**
 * Runs in the page: drags, and counts how often a computation begins (`data-state` becomes busy or
 * loading). With `pause` 0 all events fall into one task, as fast as a machine can; else they come
 * `pause` milliseconds apart. Whoever keeps the newest wish alone begins at most one computation
 * after the last event.
 */
export async function drag({ name, field: selector, values, pause }) {
  const root = document.querySelector(`[data-widget="${name}"]`);
  const field = root.querySelector(selector);
  const records = [];
  const observer = new MutationObserver((more) => records.push(...more));
  observer.observe(root, { attributeFilter: ['data-state'], attributeOldValue: true });
  const starts = () => {
    records.push(...observer.takeRecords());
    // A record tells what was before: what a change wrote is the next one's old value.
    const written = [...records.slice(1).map(({ oldValue }) => oldValue), root.dataset.state];
    return records.length && written.filter((state) => /busy|loading/.test(state)).length;
  };
  for (const value of values) {
    field.value = String(value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
  }
  const during = starts();
  while (/busy|loading/.test(root.dataset.state)) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await new Promise((resolve) => setTimeout(resolve, 100)); // none comes late
  const all = starts();
  observer.disconnect();
  return { during, after: all - during, events: values.length };
}

/** 60 events of a drag, at once and 4 ms apart. */
export async function measureDrag({ url, browser, name = 'convolution', field = '[name="bias"]' }) {
  const { page, close } = await openPage(browser);
  try {
    await page.goto(`${url}?backend=wasm#${name}?v=1`);
    await page.waitForSelector(`[data-widget="${name}"][data-state="ready"]`);
    const values = Array.from({ length: 60 }, (_, i) => i / 10);
    const results = [];
    for (const pause of [0, 4]) {
      results.push({ pause, ...(await page.evaluate(drag, { name, field, values, pause })) });
    }
    return results;
  } finally {
    await close();
  }
}
