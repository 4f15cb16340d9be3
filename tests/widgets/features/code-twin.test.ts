/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFromDisk } from '@models/on-disk.ts';
import { codeTwin } from '@widgets/features/code.ts';
import { KIND } from '@widgets/features/kind.ts';
import { resultsOf, worked } from '@widgets/features/reference.ts';
import { parse, type State } from '@widgets/features/state.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { pillow, python, runPython, torch } from '../python.ts';

readFromDisk();
const cases = ['pca', 'lda', 'tsne'].flatMap((method) =>
  ['pixels', 'learned'].map(
    (space) => parse({ method, space, count: '14', point: 'test-0', steps: '30' }).state!,
  ),
);
const folder = mkdtempSync(join(tmpdir(), 'features-'));

beforeAll(async () => {
  await tf.setBackend('cpu');
  for (const state of cases) await KIND.load!(state);
  copyFileSync('public/data/digits/test.png', join(folder, 'test.png'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function close(found: ArrayLike<number>, state: State, share: number): void {
  const { data } = resultsOf(state).y;
  const allowed = share * Math.max(1, magnitude(data));
  expect(maxError(found, data), `${state.method} ${state.space}`).toBeLessThan(allowed);
}

test(
  'TensorFlow.js: the programs place the digits of the widget',
  { timeout: 240_000 },
  async () => {
    const { data, info } = await sharp(join(folder, 'test.png')).removeAlpha().greyscale().raw().toBuffer({ resolveWithObject: true }); // prettier-ignore
    const grey = Int32Array.from({ length: info.width * info.height }, (_, i) => data[i * info.channels]); // prettier-ignore
    const pixels = tf.tensor3d(grey, [info.height, info.width, 1], 'int32');
    class Picture {
      src = '';
      async decode() {}
    }
    for (const state of cases) {
      const features = () => {
        const { points, n, d } = worked(state).base;
        return tf.tensor2d(Float32Array.from(points), [n, d]);
      };
      const body = codeTwin(state, 'tfjs')
        .replace(/^import .*$/m, '')
        .replace('tf.browser.fromPixels(image, 1)', 'pixels')
        // The model itself is tested with the classifier: here what its layer gives stands in.
        .replace(/^const whole = .*$/m, '')
        .replace(/^const model = .*$/m, '')
        .replace('model.predict(x)', 'features()')
        .replace(/^y\.print\(\);$/m, 'return y;');
      const make = new Function('tf', 'Image', 'pixels', 'features', `return (async () => {${body}})()`); // prettier-ignore
      const y = (await make(tf, Picture, pixels, features)) as tf.Tensor;
      // Eigenvectors in single precision, by a few dozen multiplications.
      close(y.dataSync(), state, state.method === 'tsne' ? 1e-3 : 2e-2);
    }
  },
);

const run = (code: string) => runPython([code], "scope['y'].ravel().tolist()", { cwd: folder })[0];

describe.each([
  ['numpy', pillow],
  ['pytorch', pillow && torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs place the digits of the widget', { timeout: 120_000 }, () => {
    for (const state of cases) {
      if (state.space === 'learned') {
        const { points, n, d } = worked(state).base;
        writeFileSync(join(folder, 'features.bin'), Buffer.from(points.buffer, points.byteOffset, points.byteLength)); // prettier-ignore
        execFileSync(python!, ['-c', `import numpy as np; np.save("features.npy", np.fromfile("features.bin").reshape(${n}, ${d}))`], { cwd: folder }); // prettier-ignore
      }
      close(run(codeTwin(state, language)), state, 1e-6);
    }
  });
});
