/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { magnitude } from '@widgets/toolkit/text.ts';
import { codeTwin } from '@widgets/upsampling/code.ts';
import { reference } from '@widgets/upsampling/reference.ts';
import { SCENES } from '@widgets/upsampling/scenes.ts';
import { parse, type State } from '@widgets/upsampling/state.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const states = [
  ...combinations(120, 21),
  ...Object.values(SCENES).map(({ query: text }) => {
    const query = Object.fromEntries(new URLSearchParams(text));
    return { query, state: parse(query).state! };
  }),
].filter(({ state }) => state.source.kind === 'matrix');

function close(values: ArrayLike<number>, state: State, allowed: number, about: string): void {
  const { y } = reference(state, undefined);
  expect(values.length, about).toBe(y.data.length);
  const limit = allowed * Math.max(1, magnitude(y.data));
  y.data.forEach((value, i) => {
    if (!(Math.abs(value - values[i]) <= limit)) {
      throw new Error(`${about} at ${i}: ${values[i]} for ${value}`);
    }
  });
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('TensorFlow.js', () => {
  test(`${states.length} programs give the numbers of src/lib`, () => {
    for (const { query, state } of states) {
      const body = codeTwin(state, 'tfjs')
        .replace(/^import .*$/m, '')
        .replace(/^y\.squeeze\(\[0\]\)\.print\(\);.*$/m, 'return y.squeeze([0]).dataSync();');
      const values = tf.tidy(() => new Function('tf', body)(tf));
      close(values, state, 2e-6, JSON.stringify(query));
    }
  });

  test('a picture is read as the widget reads it', () => {
    const code = codeTwin(parse({ image: 'digit-3' }).state!, 'tfjs');
    expect(code).toContain("image.src = 'digit-3.png'");
    expect(code).toContain('mul([19595, 38470, 7471])');
    expect(code).toContain('[1, 57, 57, 1]');
    for (const language of ['pytorch', 'numpy'] as const) {
      expect(codeTwin(parse({ image: 'digit-3' }).state!, language)).toContain(
        "Image.open('digit-3.png').convert('L')",
      );
    }
  });
});

/** Runs many programs in one interpreter; each leaves its result in `y`. */
const run = (programs: string[], result: string) => runPython(programs, `${result}`);

describe.skipIf(!python)('NumPy', () => {
  test(`${states.length} programs give the numbers of src/lib`, () => {
    const results = run(
      states.map(({ state }) => codeTwin(state, 'numpy')),
      "scope['y'].ravel().tolist()",
    );
    states.forEach(({ query, state }, i) => close(results[i], state, 1e-12, JSON.stringify(query)));
  });
});

describe.skipIf(!torch)('PyTorch', () => {
  test(`${states.length} programs give the numbers of src/lib`, () => {
    const results = run(
      states.map(({ state }) => codeTwin(state, 'pytorch')),
      "scope['y'][0].permute(1, 2, 0).ravel().tolist()",
    );
    states.forEach(({ query, state }, i) => close(results[i], state, 2e-6, JSON.stringify(query)));
  });
});
