/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadData } from '@models/data.ts';
import { readFromDisk } from '@models/on-disk.ts';
import { codeTwin } from '@widgets/augment/code.ts';
import { drawsOf } from '@widgets/augment/draws.ts';
import { pictures } from '@widgets/augment/reference.ts';
import type { State } from '@widgets/augment/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { pillow, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';
import { photograph } from './photograph.ts';

readFromDisk();
// Noise draws other random numbers in each library: there only its shape is checked.
const cases = combinations(68, 33);
const folder = mkdtempSync(join(tmpdir(), 'augment-'));

async function resultOf(state: State) {
  return pictures(state, await photograph(state))[`draw-${state.draw}`];
}

async function digitFile(index: number): Promise<Buffer> {
  const { pixels } = await loadData('digits/test');
  const raw = { width: 28, height: 28, channels: 1 } as const;
  return sharp(Buffer.from(pixels.subarray(index * 784, index * 784 + 784)), { raw }).png().toBuffer(); // prettier-ignore
}

beforeAll(async () => {
  await tf.setBackend('cpu');
  await loadData('digits/test');
  for (const { state } of cases) {
    for (const index of [
      state.source.kind === 'digit' ? state.source.index : undefined,
      drawsOf(state)[state.draw].partner,
    ]) {
      // prettier-ignore
      if (index !== undefined) writeFileSync(join(folder, `test-${index}.png`), await digitFile(index)); // prettier-ignore
    }
  }
  for (const id of ['cat', 'coins', 'digit-3']) writeFileSync(join(folder, `${id}.png`), readFileSync(`public/pictures/${id}.png`)); // prettier-ignore
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

test('TensorFlow.js: the programs give the chosen draw', { timeout: 120_000 }, async () => {
  for (const { query, state } of cases) {
    const read = async (url: string) => {
      const image = await sharp(join(folder, url)).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true }); // prettier-ignore
      const { width, height, channels } = image.info;
      return tf.tensor3d(Int32Array.from(image.data), [height, width, channels], 'int32');
    };
    const fakes = new Map<string, tf.Tensor3D>();
    for (const name of codeTwin(state, 'tfjs').matchAll(/read\('(.*?)'\)/g)) {
      fakes.set(name[1], await read(name[1]));
    }
    class Picture {
      src = '';
      async decode() {}
    }
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace('tf.browser.fromPixels(image)', 'pixels(image.src)')
      .replace(/^y\.print\(\);$/m, 'return y;');
    const make = new Function('tf', 'Image', 'pixels', `return (async () => {${body}})()`);
    const y = (await make(tf, Picture, (src: string) => fakes.get(src))) as tf.Tensor;
    const want = await resultOf(state);
    expect(y.shape, JSON.stringify(query)).toEqual(want.shape);
    if (state.op === 'noise' && state.strength > 0) continue;
    expect(maxError(y.dataSync(), want.data), JSON.stringify(query)).toBeLessThan(2e-5);
  }
});

const run = (programs: string[]) =>
  runPython(
    programs,
    [
      "y = scope['y']",
      "y = y[0].permute(1, 2, 0).numpy() if 'torch' in code else y",
      'y.ravel().tolist()',
    ],
    { cwd: folder },
  );

describe.each([
  ['numpy', pillow],
  ['pytorch', pillow && torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs give the chosen draw', { timeout: 120_000 }, async () => {
    const results = run(cases.map(({ state }) => codeTwin(state, language)));
    for (const [i, { query, state }] of cases.entries()) {
      const { data } = await resultOf(state);
      expect(results[i].length, JSON.stringify(query)).toBe(data.length);
      if (state.op === 'noise' && state.strength > 0) continue;
      expect(maxError(results[i], data), JSON.stringify(query)).toBeLessThan(1e-8);
    }
  });
});
