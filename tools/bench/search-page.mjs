/** What the search costs a reader: bytes before the first hit, first concept, whole answer. */
import { openPage } from './page.mjs';
import { median } from './table.mjs';

/** Targets: bytes as sent before the first hit; medians in ms. */
export const TARGET = { bytes: 30_000, first: 50, full: 300 };

const DIALOG = '[data-search]';

/**
 * Runs in the page: writes a query into the open dialog and resolves to the milliseconds until the
 * first concept is on the page (Infinity when none comes) and until the whole answer is.
 */
function ask(query) {
  const dialog = document.querySelector('[data-search]');
  const list = dialog.querySelector('[data-search-results]');
  const input = dialog.querySelector('input[name="q"]');
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`no answer to ${query}`)), 30_000);
    const start = performance.now();
    let first = Infinity;
    const observer = new MutationObserver((records) => {
      if (list.dataset.query !== query) return;
      const drawn = records.some(({ type }) => type === 'childList');
      if (drawn && first === Infinity && list.querySelector('[data-concept]')) {
        first = performance.now() - start;
      }
      if (list.dataset.state === 'loading') return;
      clearTimeout(limit);
      observer.disconnect();
      resolve({ first, full: performance.now() - start });
    });
    observer.observe(list, { childList: true, attributes: true, attributeFilter: ['data-state'] });
    input.value = query;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

/**
 * Runs in the page before its scripts: what they do in idle moments is done at once. A browser that
 * draws nothing can have none until a key is pressed, and would count as the search what is not.
 */
function neverIdle() {
  window.requestIdleCallback = (work) => setTimeout(work);
}

/**
 * Runs in the page: opens the dialog with a query in it, as a reader who types faster than anything
 * arrives. Who types later has the second file on the way already, which no name needs.
 */
function openWith(query) {
  document.querySelector('[data-search] input[name="q"]').value = query;
  document.querySelector('[data-search-open]').click();
}

/** Runs in the page: compressed bytes, without headers, of what arrived after `since` and before the first concept. */
function bytesBefore(since) {
  const hit = performance.getEntriesByName('first-concept')[0].startTime;
  return performance
    .getEntriesByType('resource')
    .filter(({ startTime, responseEnd }) => startTime >= since && responseEnd <= hit)
    .reduce((sum, { transferSize, encodedBodySize }) => sum + (transferSize && encodedBodySize), 0);
}

/**
 * `{ bytes, first, full, asked }`: medians over the queries, asked twice; the second time counts.
 *
 * @param {string} address
 * @param {{ executable: string, env?: Record<string, string> }} browser
 * @param {string[]} queries
 */
export async function measureSearch(address, { executable, env }, queries) {
  const { page, close } = await openPage({ executable, env });
  try {
    await page.addInitScript(neverIdle);
    await page.goto(`${address}zh/about/`, { waitUntil: 'networkidle' });
    const since = await page.evaluate(() => {
      const list = document.querySelector('[data-search-results]');
      new MutationObserver((_, observer) => {
        if (!list.querySelector('[data-concept]')) return;
        performance.mark('first-concept');
        observer.disconnect();
      }).observe(list, { childList: true });
      return performance.now();
    });
    await page.evaluate(openWith, '池');
    await page.waitForFunction(() => performance.getEntriesByName('first-concept').length > 0);
    const bytes = await page.evaluate(bytesBefore, since);
    await page.waitForSelector(`${DIALOG} [data-search-results][data-state="done"]`);
    for (const query of queries) await page.evaluate(ask, query);
    await page.evaluate(ask, 'a');
    const times = [];
    for (const query of queries) times.push(await page.evaluate(ask, query));
    return {
      bytes,
      first: median(times.map(({ first }) => first)),
      full: median(times.map(({ full }) => full)),
      asked: queries.length,
    };
  } finally {
    await close();
  }
}
