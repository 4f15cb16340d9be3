/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/convolution/code-twin.ts';
import { reference } from '@widgets/convolution/oracle.ts';
import { SCENES } from '@widgets/convolution/scenes.ts';
import {
  ACTIVATIONS,
  matrixGrid,
  parseQuery,
  readQuery,
  type State,
} from '@widgets/convolution/state.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const states = [
  ...combinations(60, 21),
  ...ACTIVATIONS.map((activation) => ({
    query: { activation },
    state: parseQuery({ activation }).state!,
  })),
];
const expected = (state: State) =>
  reference(matrixGrid((state.source as { channels: number[][][] }).channels), state);

function close(values: ArrayLike<number>, state: State, allowed: number, about: string): void {
  const y = expected(state);
  expect(values.length, about).toBe(y.data.length);
  const limit = allowed * Math.max(1, magnitude(y.data));
  y.data.forEach((value, i) => {
    expect(
      Math.abs(value - values[i]),
      `${about} at ${i}: ${values[i]} for ${value}`,
    ).toBeLessThanOrEqual(limit);
  });
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('TensorFlow.js', () => {
  test('75 programs give the numbers of src/lib', () => {
    for (const { query, state } of states) {
      const code = codeTwin(state, 'tfjs');
      const body = code.replace(/^import .*$/m, '').replace(/\.print\(\);.*$/m, '.dataSync();');
      const last = body.trimEnd().lastIndexOf('\n');
      const program = `${body.slice(0, last)}\nreturn ${body.slice(last)}`;
      const values = tf.tidy(() => new Function('tf', program.replace('return \n', 'return '))(tf));
      close(values, state, 1e-6, JSON.stringify(query));
    }
  });

  test('a picture is read as the widget reads it', () => {
    const { query } = readQuery(SCENES['sobel-x'].query, () => undefined);
    const code = codeTwin(parseQuery(query).state!, 'tfjs');
    expect(code).toContain("image.src = 'cat.png'");
    const grey = tf.tidy(() =>
      tf
        .tensor3d([200, 100, 50, 255, 255, 255, 0, 0, 0, 1, 2, 3], [2, 2, 3], 'int32')
        .mul([19595, 38470, 7471])
        .sum(2, true)
        .add(32768)
        .div(65536)
        .floor()
        .dataSync(),
    );
    expect([...grey]).toEqual([124, 255, 0, 2]);
  });
});

/** Runs many programs in one interpreter; each leaves its result in `y`. */
const run = (programs: string[], result: string) => runPython(programs, `${result}`);

describe.skipIf(!python)('NumPy', () => {
  test('75 programs give the numbers of src/lib', () => {
    const results = run(
      states.map(({ state }) => codeTwin(state, 'numpy')),
      "scope['y'].ravel().tolist()",
    );
    states.forEach(({ query, state }, i) => close(results[i], state, 1e-12, JSON.stringify(query)));
  });
});

describe.skipIf(!torch)('PyTorch', () => {
  test('75 programs give the numbers of src/lib', () => {
    const results = run(
      states.map(({ state }) => codeTwin(state, 'pytorch')),
      "scope['y'][0].permute(1, 2, 0).ravel().tolist()",
    );
    states.forEach(({ query, state }, i) => close(results[i], state, 2e-6, JSON.stringify(query)));
  });
});
