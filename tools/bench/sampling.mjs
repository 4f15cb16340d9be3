/**
 * Two promises to whoever draws samples: the first one is there soon once the files are cached, and
 * a grid of them follows at once.
 */
import { act, openPage } from './page.mjs';
import { median } from './table.mjs';

/** Click to first sample, with every file in the browser's cache, on WASM. */
export const FIRST_MS = 1500;
/** A grid of samples, from the upload of the codes to the last number read, once warm. */
export const GRID_MS = 100;

/** What is sampled, by widget: a state, and how many pictures one seed makes in it. */
export const SAMPLING = {
  'gan-samples': { hash: 'n=16', pictures: 16 },
  // Its largest number of draws; beside them it shows the map of the plane, which does not change.
  vae: { hash: 'seed=1&draws=6', pictures: 6 },
};

/** Updates until everything is warm: they are not counted. */
const WARM = 5;

/** From a choice of the backend on a page that has loaded to the first result on it, once. */
async function firstOf(context, url, name, asked) {
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'networkidle' });
  const root = page.locator(`[data-widget="${name}"]`).first();
  await root.scrollIntoViewIfNeeded();
  await page.waitForSelector(`[data-widget="${name}"]`);
  await root.hover(); // the pointer on its way to the control
  await page.waitForFunction(() => window.__rf);
  const set = { name: 'backend', value: asked };
  const { drawn, settled } = await page.evaluate(act, { name, set });
  return { page, drawn, settled };
}

/**
 * Medians on one backend: `first` (click to the first result of the device on the page, files
 * cached), and of `changes` new seeds `device` (upload to last number read), `drawn` (new pictures on
 * the page) and `settled` (and proved).
 */
export async function measureSampling({ url, name, asked, browser, runs, changes = 30 }) {
  const { hash, pictures } = SAMPLING[name];
  const { page: visited, close } = await openPage(browser);
  try {
    const context = visited.context();
    await visited.close();
    await (await firstOf(context, url, name, asked)).page.close(); // fills the cache
    const firsts = [];
    let page;
    for (let run = 0; run < runs; run++) {
      await page?.close();
      const first = await firstOf(context, url, name, asked);
      page = first.page;
      firsts.push(first.settled);
    }
    await page.close();
    page = await context.newPage();
    await page.goto(`${url}?backend=${asked}#${name}?${hash}`);
    await page.waitForSelector(`[data-widget="${name}"][data-state="ready"]`);
    const times = { device: [], drawn: [], settled: [] };
    for (let n = -WARM; n < changes; n++) {
      const set = { name: 'seed', value: String(1000 + n) };
      const taken = await page.evaluate(act, { name, set });
      if (n < 0) continue;
      for (const key of Object.keys(times)) times[key].push(taken[key]);
    }
    return {
      name,
      asked,
      backend: await page.locator(`[data-widget="${name}"]`).first().getAttribute('data-backend'),
      pictures,
      firstMs: median(firsts),
      firsts,
      deviceMs: median(times.device),
      drawnMs: median(times.drawn),
      settledMs: median(times.settled),
      fastest: Math.min(...times.device),
    };
  } finally {
    await close();
  }
}
