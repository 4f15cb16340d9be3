/** Any widget on one backend: bytes and time of the first result, then updates, then what is left. */
import { act, openPage, renderer } from './page.mjs';
import { median } from './table.mjs';

const CHANGES = 100;
/** Updates until everything is warm: they are not counted. */
const WARM = 5;

/**
 * A page fresh from the server; the reader comes near and chooses a backend.
 *
 * The first result counts from that choice, since the pointer on its way there has fetched the
 * widget's own code. Bytes are those that crossed the wire since the page had loaded.
 */
async function firstResult(url, name, asked, browser) {
  const opened = await openPage(browser);
  try {
    const { page, bytes } = opened;
    await page.goto(url, { waitUntil: 'networkidle' });
    const root = page.locator(`[data-widget="${name}"]`).first();
    await root.scrollIntoViewIfNeeded();
    await page.waitForLoadState('networkidle');
    await page.waitForSelector(`[data-widget="${name}"][data-live]`);
    const before = { ...bytes };
    await root.hover();
    await page.waitForFunction(() => window.__rf);
    const set = { name: 'backend', value: asked };
    const { settled: ms } = await page.evaluate(act, { name, set });
    const loaded = { code: bytes.code - before.code, all: bytes.all - before.all };
    return { ...opened, root, ms, loaded };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** Medians of `runs` first results, each in a browser of its own, and of the updates after the last. */
export async function measureWidget({ url, name, asked, browser, runs }) {
  const firsts = [];
  for (let run = 1; run < runs; run++) {
    const { ms, close } = await firstResult(url, name, asked, browser);
    firsts.push(ms);
    await close();
  }
  const { page, root, ms, loaded, close } = await firstResult(url, name, asked, browser);
  try {
    firsts.push(ms);
    const tensors = () => page.evaluate(() => window.__rf.memory().numTensors);
    const tensorsBefore = await tensors();
    const [drawn, settled] = [[], []];
    for (let step = 0; step < CHANGES; step++) {
      const times = await page.evaluate(act, { name, step });
      drawn.push(times.drawn);
      settled.push(times.settled);
    }
    return {
      name,
      asked,
      backend: await root.getAttribute('data-backend'),
      bytes: loaded,
      firstMs: median(firsts),
      firsts,
      drawnMs: median(drawn.slice(WARM)),
      warmMs: median(settled.slice(WARM)),
      changes: CHANGES,
      tensorsBefore,
      tensorsAfter: await tensors(),
      renderer: asked === 'webgl' ? await page.evaluate(renderer) : undefined,
    };
  } finally {
    await close();
  }
}
