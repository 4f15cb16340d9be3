/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/pooling/code.ts';
import { reference } from '@widgets/pooling/reference.ts';
import { SCENES } from '@widgets/pooling/scenes.ts';
import { KEYS, parse, ruleOf, type Key, type State } from '@widgets/pooling/state.ts';
import { pixelGrid } from '@widgets/toolkit/maps.ts';
import { maxError } from '@widgets/toolkit/proof.ts';
import { readQuery } from '@widgets/toolkit/query.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { pillow, python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const folder = fileURLToPath(new URL('../../../public/pictures/', import.meta.url));
const stateOf = (text: string) =>
  parse(readQuery<Key>(text, KEYS, [['input', 'image']], () => undefined).query).state!;
const scenes = Object.values(SCENES)
  .filter(({ query }) => !query.includes('image='))
  .map(({ query }) => ({ query, state: stateOf(query) }));
const states = [...scenes, ...combinations(120 - scenes.length, 21)];

async function picture(id: string) {
  const { data, info } = await sharp(readFileSync(`${folder}${id}.png`))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return pixelGrid(data, info.height, info.width, 1);
}

function close(
  values: ArrayLike<number>,
  state: State,
  allowed: number,
  about: string,
  image?: Awaited<ReturnType<typeof picture>>,
): void {
  const { y } = reference(state, image);
  const limit = allowed * Math.max(1, magnitude(y.data));
  const error = maxError(values, y.data);
  expect(error <= limit, `${about}: off by ${error}, allowed ${limit}`).toBe(true);
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('TensorFlow.js', () => {
  /** The numbers that a program would print. */
  function run(code: string): Float32Array {
    expect(code).toMatch(/^import \* as tf from '@tensorflow\/tfjs';\n/);
    expect(code.match(/\.print\(\)/g)).toHaveLength(1);
    const body = code.replace(/^import .*$/m, '').replace(/^(.*)\.print\(\);.*$/m, 'return $1.dataSync();'); // prettier-ignore
    return tf.tidy(() => new Function('tf', body)(tf)) as Float32Array;
  }

  test('120 programs give the numbers of src/lib', () => {
    for (const { query, state } of states) {
      const code = codeTwin(state, 'tfjs');
      close(run(code), state, 1e-6, `${JSON.stringify(query)}\n${code}`);
    }
  });

  test('a picture is read as the widget reads it', async () => {
    const state = stateOf(SCENES.picture.query);
    const code = codeTwin(state, 'tfjs');
    expect(code).toContain("image.src = 'cat.png'");
    const image = await picture('cat');
    const { data, info } = await sharp(readFileSync(`${folder}cat.png`))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    // What is left without a page: the pixels come from here instead of from an <img>.
    const fake = { ...tf, browser: { fromPixels: () => tf.tensor3d([...data], [info.height, info.width, 3], 'int32') } }; // prettier-ignore
    const body = code
      .replace(/^import .*$/m, '')
      .replace(/^const image = [\s\S]*?decode\(\);$/m, 'const image = undefined;')
      .replace(/^(.*)\.print\(\);.*$/m, 'return $1.dataSync();');
    const values = tf.tidy(() => new Function('tf', body)(fake)) as Float32Array;
    close(values, state, 0, code, image);
  });
});

if (!pillow) console.warn('NumPy programs are not run: there is no Python with NumPy and Pillow');
else if (!torch) console.warn(`PyTorch programs are not run: ${python} has no torch`);

const run = (programs: string[], result: string) => runPython(programs, result, { cwd: folder });

describe.each([
  ['numpy', pillow, "scope['y'].ravel().tolist()", 1e-12],
  ['pytorch', pillow && torch, "scope['y'][0].permute(1, 2, 0).ravel().tolist()", 2e-6],
] as const)('%s', (language, there, result, allowed) => {
  test.skipIf(!there)('120 programs give the numbers of src/lib', () => {
    const programs = states.map(({ state }) => codeTwin(state, language));
    const results = run(programs, result);
    states.forEach(({ query, state }, i) => {
      close(results[i], state, allowed, `${JSON.stringify(query)}\n${programs[i]}`);
    });
  });

  test.skipIf(!there)('pictures are opened and pooled the same', async () => {
    const texts = ['image=cat&window=4', 'image=digit-3&op=avg&window=3', 'image=coins&op=globalmax&shift=3']; // prettier-ignore
    const results = run(texts.map((text) => codeTwin(stateOf(text), language)), result); // prettier-ignore
    for (const [i, text] of texts.entries()) {
      const state = stateOf(text);
      const image = await picture((state.source as { id: string }).id);
      close(results[i], state, ruleOf(state.op) === 'max' ? 0 : allowed, text, image);
    }
  });
});

test('the shape in the comment is the shape of the output', () => {
  for (const { state } of states) {
    const [oh, ow, C] = reference(state, undefined).y.shape;
    for (const language of ['pytorch', 'numpy'] as const) {
      expect(codeTwin(state, language)).toContain(`# [${oh}, ${ow}, ${C}]`);
    }
  }
});
