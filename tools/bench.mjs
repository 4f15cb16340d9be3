/**
 * `npm run bench`: what the built site costs. Builds it, serves it, runs Lighthouse on a page with a
 * widget and on a home page, then every widget on each backend, samples of the generators, the
 * convolution against a page that loads all of TensorFlow.js, and what a drag costs. It prints which
 * targets hold; the exit code says only whether everything could be measured.
 *
 * --quick one run of each · --no-build the present dist/ · --json <file> the numbers as JSON
 * --only <widget> that widget alone, without Lighthouse
 */
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root, run, setup } from './lib/setup.mjs';

setup();
const { findBrowser } = await import('./lib/browser.mjs');
const { serve } = await import('./serve.mjs');
const { lighthousePage } = await import('./bench/lighthouse.mjs');
const { sizeOf } = await import('./bench/size.mjs');
const { kilobytes, milliseconds, seconds, table } = await import('./bench/table.mjs');
const { widgetsOf } = await import('./bench/catalog.mjs');
const { FRAME_MS, measureDrag, measureFrame } = await import('./bench/claims.mjs');
const { comparePlain } = await import('./bench/plain.mjs');
const { FIRST_MS, GRID_MS, measureSampling, SAMPLING } = await import('./bench/sampling.mjs');
const { measureWidget } = await import('./bench/widget.mjs');

const PAGES = ['zh/concepts/convolution/', 'en/'];
const BACKENDS = ['webgl', 'wasm', 'cpu'];
/** Bytes of the plain page that ours may load at most. */
const SHARE = 0.55;

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
    json: { type: 'string' },
    only: { type: 'string' },
  },
});
const runs = options.quick ? 1 : 5;
const results = { runs, machine: `${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown'}` };
const failures = [];

/** One part of the bench; the others go on when it fails. */
async function part(name, work) {
  console.log(`\n${name}`);
  try {
    await work();
  } catch (error) {
    failures.push(`${name}: ${error.message.split('\n')[0]}`);
    console.error(`  could not be measured: ${error.message}`);
  }
}

await part('Build', async () => {
  if (!options['no-build']) {
    const start = performance.now();
    const { code, output } = await run('astro', ['build'], { quiet: true });
    if (code !== 0) throw new Error(`the build failed:\n${output.slice(-2000)}`);
    results.buildSeconds = (performance.now() - start) / 1000;
  }
  const size = sizeOf(path.join(root, 'dist'));
  results.size = size;
  console.log(
    table(
      ['what', 'value'],
      [
        ['time', results.buildSeconds ? seconds(results.buildSeconds) : 'not built'],
        ['pages', size.pages],
        ['files', size.files],
        ['bytes', kilobytes(size.bytes)],
        ['bytes as sent (gzip)', kilobytes(size.sent)],
        ['… of it Open Graph images', kilobytes(size.images)],
        ['largest page as sent', `${kilobytes(size.largestPage.sent)}  ${size.largestPage.file}`],
      ],
    ),
  );
});

let site;
let browser;
await part('Browser', async () => {
  browser = await findBrowser();
  site = await serve({ dir: 'dist' });
  console.log(`  ${browser.executable} (${browser.from}), ${results.machine}, ${site.address}`);
});

if (site && browser) {
  const times = runs === 1 ? 'one run' : `median of ${runs}`;
  if (!options.only)
    await part(`Lighthouse, mobile preset, ${times}`, async () => {
      results.lighthouse = [];
      for (const page of PAGES) {
        results.lighthouse.push(await lighthousePage(site.address + page, browser, runs));
      }
      console.log(
        table(
          [
            'page',
            'performance',
            'accessibility',
            'best practices',
            'SEO',
            'LCP',
            'CLS',
            'TBT',
            'bytes',
          ],
          results.lighthouse.map(({ url, median }) => [
            new URL(url).pathname,
            median.performance,
            median.accessibility,
            median.bestPractices,
            median.seo,
            milliseconds(median.lcp),
            median.cls.toFixed(3),
            milliseconds(median.tbt),
            kilobytes(median.bytes),
          ]),
        ),
      );
      for (const { url, notFull } of results.lighthouse) {
        if (notFull.length)
          console.log(`  ${new URL(url).pathname} loses points on: ${notFull.join(', ')}`);
      }
    });

  const folder = path.join(root, 'dist');
  const widgets = widgetsOf(folder);
  const chosen = widgets.filter(({ name }) => !options.only || name === options.only);
  results.widgets = [];
  for (const { name, page } of chosen) {
    await part(`Widget ${name} on ${page}, after the page has loaded, ${times}`, async () => {
      const rows = [];
      for (const asked of BACKENDS) {
        const url = site.address + page;
        const one = await measureWidget({ url, name, asked, browser, runs });
        results.widgets.push(one);
        rows.push([
          one.asked,
          one.backend,
          kilobytes(one.bytes.code),
          kilobytes(one.bytes.all),
          milliseconds(one.firstMs),
          milliseconds(one.drawnMs),
          milliseconds(one.warmMs),
          one.tensorsBefore,
          one.tensorsAfter,
        ]);
        if (one.renderer && !results.renderer) results.renderer = one.renderer;
      }
      console.log(
        table(
          [
            'asked',
            'ran on',
            'scripts, .wasm',
            'all bytes',
            'first result',
            'new numbers',
            'and proved',
            'tensors before',
            'after 100 changes',
          ],
          rows,
        ),
      );
    });
  }
  if (results.renderer) console.log(`\n  WebGL is drawn by: ${results.renderer}`);

  const verdict = (held) => (held ? 'holds' : 'MISSED');
  for (const { name, page } of chosen.filter(({ name }) => name in SAMPLING)) {
    const { pictures } = SAMPLING[name];
    await part(`Samples of ${name}, ${pictures} for each seed, ${times}`, async () => {
      const rows = [];
      for (const asked of BACKENDS) {
        const one = await measureSampling({ url: site.address + page, name, asked, browser, runs });
        (results.sampling ??= []).push(one);
        const spent = [one.firstMs, one.deviceMs, one.drawnMs, one.settledMs];
        rows.push([one.asked, one.backend, ...spent.map(milliseconds)]);
      }
      const head = ['asked', 'ran on', 'first, cached', 'device', 'on the page', 'and proved'];
      console.log(table(head, rows));
      const wasm = results.sampling.find((one) => one.name === name && one.asked === 'wasm');
      console.log(
        `  on WASM the first within ${FIRST_MS} ms of the click, cached: ${verdict(wasm.firstMs <= FIRST_MS)}`,
      );
      console.log(
        `  on WASM ${pictures} pictures within ${GRID_MS} ms, warm: ${verdict(wasm.deviceMs <= GRID_MS)}`,
      );
    });
  }

  const convolution = chosen.find(({ name }) => name === 'convolution');
  if (convolution) {
    const url = site.address + convolution.page;
    const pairs = options.quick ? 10 : 40;
    await part(`Convolution against all of TensorFlow.js, ${pairs} updates in turn`, async () => {
      results.plain = await comparePlain({ url, browser, pairs });
      const pair = (mine, plain) =>
        `${milliseconds(mine)} / ${milliseconds(plain)} = ${(mine / plain).toFixed(2)}`;
      console.log('  ours / plain = ratio');
      console.log(
        table(
          ['work', 'backend', 'code', 'device', 'numbers on the page', 'and proved'],
          results.plain.map(({ kind, ran, bytes, bytesRatio, ms }) => [
            kind === 'small' ? '5×5, 3×3' : '128×128, 3×3',
            ran,
            `${kilobytes(bytes.ours.code)} / ${kilobytes(bytes.plain.code)} = ${bytesRatio.toFixed(2)}`,
            pair(ms.device, ms.plainDevice),
            pair(ms.drawn, ms.plainDrawn),
            pair(ms.settled, ms.plainDrawn),
          ]),
        ),
      );
      const webgl = results.plain.filter(({ backend }) => backend === 'webgl');
      const light = webgl.every(({ bytesRatio }) => bytesRatio <= SHARE);
      console.log(
        `  on WebGL at most ${Math.round(100 * SHARE)} % of the bytes: ${verdict(light)}`,
      );
      for (const [key, what] of [
        ['deviceRatio', 'computes'],
        ['drawnRatio', 'shows new numbers'],
        ['settledRatio', 'shows and proves them'],
      ]) {
        const held = webgl.every((one) => one[key] <= 1);
        console.log(`  on WebGL it ${what} no slower: ${verdict(held)}`);
      }
    });

    await part('A small model (28×28, 3×3, 8 filters) and a drag, on WASM', async () => {
      const frame = await measureFrame({ url, browser });
      const drags = await measureDrag({ url, browser });
      Object.assign(results, { frame, drags });
      console.log(
        table(
          ['what', 'value'],
          [
            ['computation', milliseconds(frame.computeMs)],
            ['whole update', milliseconds(frame.updateMs)],
            ...drags.map(({ events, pause, during, after }) => [
              `${events} events ${pause ? `${pause} ms apart` : 'at once'}`,
              `${during} computations begun, ${after} after the last event`,
            ]),
          ],
        ),
      );
      console.log(
        `  within a frame of ${FRAME_MS.toFixed(1)} ms: ${verdict(frame.computeMs <= FRAME_MS)}`,
      );
      const one = drags.every(({ after }) => after <= 1);
      console.log(`  never more than one computation waits: ${verdict(one)}`);
    });
  }
}

const [load] = os.loadavg();
results.load = load;
if (load > os.cpus().length) {
  console.log(
    `\nThe machine was busy (load ${load.toFixed(1)} on ${os.cpus().length} CPUs): times are upper bounds.`,
  );
}
site?.server.close();
site?.server.closeAllConnections();
if (options.json) {
  writeFileSync(options.json, `${JSON.stringify({ ...results, failures }, null, 2)}\n`);
  console.log(`\nNumbers in ${options.json}`);
}
if (failures.length)
  console.error(`\nNot everything could be measured:\n  ${failures.join('\n  ')}`);
process.exitCode = failures.length ? 1 : 0;
