/**
 * `npm run test:firefox`: the engine of notebooks in Firefox (checks 2 to 9), over WebDriver BiDi.
 * Needs Debian's firefox-esr, or another Firefox named by FIREFOX_PATH. Ends with one line,
 * “N passed, N failed”.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { launch } from 'puppeteer-core';
import { EVALS, LOOPS, WAYS_OUT } from '../e2e/notebook-page/hostile.ts';
import type { NotebookPage, Ran } from '../e2e/notebook-page/page.ts';
import { serveNotebookPage } from '../e2e/notebook-page/serve.ts';

declare global {
  interface Window {
    notebook: NotebookPage;
    nb: ReturnType<NotebookPage['open']>;
  }
}

const executablePath = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';
if (!existsSync(executablePath)) {
  console.error(
    `There is no Firefox at ${executablePath}: install firefox-esr, or set FIREFOX_PATH.`,
  );
  process.exit(1);
}

const site = await serveNotebookPage();
const outside: string[] = [];
const server = createServer((request, response) => {
  outside.push(request.url!);
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.end('1');
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const other = `http://localhost:${(server.address() as AddressInfo).port}/`;

const browser = await launch({ browser: 'firefox', executablePath, headless: true });
const page = await browser.newPage();
page.setDefaultTimeout(120_000);

const run = (source: string, cell = 'cell'): Promise<Ran> =>
  page.evaluate((text, name) => window.nb.run(text, name), source, cell);
const texts = ({ outputs }: Ran): string[] =>
  outputs.flatMap((each) => (each.kind === 'text' || each.kind === 'log' ? [each.text] : []));
const value = async (source: string): Promise<string | undefined> =>
  texts(await run(source)).at(-1);

const counts = { passed: 0, failed: 0 };
async function check(title: string, work: () => Promise<void>): Promise<void> {
  const start = performance.now();
  try {
    await page.goto(site.address);
    await page.evaluate(() => {
      window.nb = window.notebook.open('wasm');
    });
    await work();
    counts.passed++;
    console.log(`✓ ${title} (${Math.round(performance.now() - start)} ms)`);
  } catch (error) {
    counts.failed++;
    console.log(`✗ ${title}\n  ${String((error as Error).message).replaceAll('\n', '\n  ')}`);
  }
}

await check('2: names pass from cell to cell, and can be declared again', async () => {
  await run('const x: number = 41\nfunction f() { return g() + x }\nfunction g() { return 1 }');
  assert.equal(await value('x + 1'), '42');
  await run('const x = 100\nfunction g() { return 2 }');
  assert.equal(await value('f()'), '102');
});

await check('3: await, loops, classes, destructuring, import, hoisting', async () => {
  assert.equal(await value('const a = await Promise.resolve(3); a'), '3');
  assert.equal(
    await value('let s = 0; for await (const v of [1, Promise.resolve(2)]) s += v; s'),
    '3',
  );
  assert.equal(await value('class A { #v = 4; get v() { return this.#v } }\nnew A().v'), '4');
  assert.equal(await value('const { p: [q], ...rest } = { p: [5], r: 6 }; q + rest.r'), '11');
  assert.equal(
    await value("import * as tf from '@tensorflow/tfjs'\ntf.tensor1d([1, 2]).square().dataSync()"),
    'Float32Array(2) [1, 4]',
  );
  assert.equal(await value('h(2)\nfunction h(n: number) { return n * 4 }\nh(2)'), '8');
});

await check('4: a throw has its cell and line, through functions of other cells', async () => {
  await run('function f(v: number) {\n  const w = v\n  throw new Error("no")\n}', 'one');
  const { done } = await run('const k = 1\nf(k)', 'two');
  const [first, second] = done!.failure!.frames;
  assert.deepEqual([first.cell, first.name, first.line, first.column], ['one', 'f', 3, 9]);
  assert.deepEqual([second.cell, second.line], ['two', 2]);
});

await check('5: a syntax error has its place, and loses nothing', async () => {
  await run('const kept = 1');
  const { done } = await run('const y = ;');
  const { name, frames } = done!.failure!;
  assert.deepEqual([name, frames[0].line, frames[0].column], ['SyntaxError', 1, 11]);
  assert.equal(await value('kept'), '1');
});

await check('6: the frame has no rights, and a cell sees nothing of the page', async () => {
  assert.equal(await value('self.origin'), 'null');
  assert.deepEqual(
    await page.evaluate(() =>
      [...document.querySelectorAll('iframe')].map((frame) => frame.getAttribute('sandbox')),
    ),
    ['allow-scripts'],
  );
  assert.equal(
    await value('[typeof document, typeof window, typeof parent, typeof localStorage].join()'),
    'undefined,undefined,undefined,undefined',
  );
  const opened = await value(
    'await new Promise(r => { try { const q = indexedDB.open("x"); q.onerror = () => r(q.error.name); q.onsuccess = () => r("opened") } catch (e) { r(e.name) } })',
  );
  assert.match(opened!, /^(?:SecurityError|InvalidStateError)$/);
});

await check('7: nothing reaches the network', async () => {
  await value('1');
  const before = [site.requests.length, outside.length];
  for (const address of [other, site.address]) {
    for (const way of WAYS_OUT) {
      const { result } = await run(`const A = '${address}x'\n${way}`);
      assert.deepEqual([way, result], [way, 'error']);
    }
  }
  assert.deepEqual([site.requests.length, outside.length], before);
});

await check('8: eval and new Function throw', async () => {
  for (const source of EVALS) {
    const { done } = await run(source);
    assert.deepEqual([source, done!.failure?.name], [source, 'EvalError']);
  }
});

for (const [name, source] of Object.entries(LOOPS)) {
  await check(`9: Stop ends ${name}`, async () => {
    await value('1');
    const stopped = await page.evaluate(async (text) => {
      window.notebook.gaps.worst = 0;
      const running = window.nb.run(text);
      await new Promise((resolve) => setTimeout(resolve, 700));
      await window.nb.session.stop();
      const { outputs } = await window.nb.run('tf.square(5).dataSync()[0]');
      return {
        result: (await running).result,
        text: outputs[0].kind === 'text' ? outputs[0].text : '',
        gap: window.notebook.gaps.worst,
      };
    }, source);
    assert.equal(stopped.result, 'stopped');
    assert.equal(stopped.text, '25');
    assert.ok(stopped.gap < 4_000, `timers of the page did not fire for ${stopped.gap} ms`);
  });
}

await browser.close();
site.server.close();
server.close();
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed ? 1 : 0);
