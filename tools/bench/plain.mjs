/**
 * The convolution widget against a page that loads all of TensorFlow.js and does the same: bytes
 * until the first result, and updates one after the other, now here, now there.
 */
import compression from '@polka/compression';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { root } from '../lib/setup.mjs';
import { act, openPage } from './page.mjs';
import { median } from './table.mjs';

const FILES = {
  '/': ['tools/bench/plain.html', 'text/html; charset=utf-8'],
  '/tf.min.js': ['node_modules/@tensorflow/tfjs/dist/tf.min.js', 'text/javascript'],
  '/cat.png': ['public/pictures/cat.png', 'image/png'],
};

/** What is updated: the worked example of 5×5 with 3×3, and a picture of 128×128 with Sobel. */
export const WORK = { small: 'v=1', picture: 'image=cat&preset=sobel-x' };

/** Serves the plain page compressed, as the built site is served. */
async function servePlain() {
  const compress = compression({ brotli: false });
  const server = createServer((request, response) => {
    const [file, type] = FILES[request.url] ?? [];
    compress(request, response, () => {
      if (!file) response.writeHead(404);
      else response.setHeader('Content-Type', type);
      response.end(file && readFileSync(path.join(root, file)));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `http://localhost:${server.address().port}/` };
}

/** Runs in the page: the numbers of a matrix that can be typed, or of a result. */
function numbers(mark) {
  const cells = document.querySelectorAll(`[data-widget="convolution"] ${mark}`);
  return [...cells].map((cell) => Number(cell.value));
}

/**
 * One kind of work on one backend.
 *
 * Compared are the bytes of code, the time on the device (upload to the last number read), the time
 * until the new numbers are on the page, and, against the latter, until ours is also proved: the
 * widget shows float64 at once and then compares it with what the device has computed.
 *
 * @returns bytes, medians and ratios (ours / plain)
 * @throws Error when the two pages do not compute the same
 */
async function compare({ url, plainAddress, kind, backend, browser, pairs }) {
  const ours = await openPage(browser);
  const plain = await openPage(browser);
  try {
    const name = 'convolution';
    await ours.page.goto(`${url}?backend=${backend}#${name}?${WORK[kind]}`);
    await ours.page.waitForSelector(`[data-widget="${name}"][data-state="ready"]`);
    const given = {
      input: await ours.page.evaluate(numbers, 'table[data-input="x"] input'),
      kernel: await ours.page.evaluate(numbers, 'table[data-input="kernel"] input'),
    };
    await plain.page.goto(plainAddress);
    const first = await plain.page.evaluate(
      ([kind, backend, given]) =>
        window.begin(kind, backend, given.input.length ? given : undefined),
      [kind, backend, given],
    );
    // What is fetched meanwhile for later, if anything, counts against us as well.
    await ours.page.waitForLoadState('networkidle');
    const bytes = { ours: { ...ours.bytes }, plain: { ...plain.bytes } };
    await requireSame(ours.page, first);

    const times = { settled: [], drawn: [], device: [], plainDrawn: [], plainDevice: [] };
    for (let n = -5; n < pairs; n++) {
      const set = { name: 'bias', value: String(n + 6) };
      const mine = await ours.page.evaluate(act, { name, set });
      const theirs = await plain.page.evaluate((bias) => window.update(bias), n + 6);
      if (n < 0) continue; // until both are warm
      for (const key of ['settled', 'drawn', 'device']) times[key].push(mine[key]);
      times.plainDrawn.push(theirs.drawn);
      times.plainDevice.push(theirs.device);
    }
    const ms = Object.fromEntries(Object.entries(times).map(([key, all]) => [key, median(all)]));
    return {
      kind,
      backend,
      ran: await ours.page.locator(`[data-widget="${name}"]`).getAttribute('data-backend'),
      bytes,
      bytesRatio: bytes.ours.code / bytes.plain.code,
      ms,
      deviceRatio: ms.device / ms.plainDevice,
      drawnRatio: ms.drawn / ms.plainDrawn,
      settledRatio: ms.settled / ms.plainDrawn,
      pairs,
    };
  } finally {
    await ours.close();
    await plain.close();
  }
}

/** @throws Error when our table of results is not what the plain page computed. */
async function requireSame(page, { shape, values }) {
  const shown = await page.evaluate(() => {
    const table = document.querySelector('[data-widget="convolution"] table[data-output="y"]');
    return {
      shape: table.dataset.shape.split(',').map(Number).slice(0, 2),
      values: [...table.querySelectorAll('data')].slice(0, 64).map((cell) => Number(cell.value)),
    };
  });
  const same =
    shown.shape.join() === shape.join() &&
    shown.values.every((value, i) => Math.abs(value - values[i]) < 1e-3);
  if (!same) {
    throw new Error(
      `the pages differ: ${JSON.stringify(shown)} and ${JSON.stringify({ shape, values })}`,
    );
  }
}

/** Every kind of work on WebGL and in plain JavaScript. */
export async function comparePlain({ url, browser, pairs }) {
  const { server, address } = await servePlain();
  try {
    const found = [];
    for (const backend of ['webgl', 'cpu']) {
      for (const kind of Object.keys(WORK)) {
        found.push(await compare({ url, plainAddress: address, kind, backend, browser, pairs }));
      }
    }
    return found;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
