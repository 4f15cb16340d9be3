/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/activations/code.ts';
import { layersOf, reference } from '@widgets/activations/reference.ts';
import { SCENES } from '@widgets/activations/scenes.ts';
import { parse, type State } from '@widgets/activations/state.ts';
import { magnitude } from '@widgets/toolkit/text.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

/** At the corners ±0.5/α the libraries have conventions of their own. */
const corner = ({ fn, x, alpha, weight }: State) =>
  /^hard/.test(fn) &&
  [x, ...layersOf(parse({ fn, x: `${x}`, weight: `${weight}` }).state!).map(({ z }) => z)].some(
    (z) => Math.abs(Math.abs(z) - (fn === 'hard-swish' ? 3 : 0.5 / alpha!)) < 1e-6,
  );
const states = [
  ...combinations(160, 21).map(({ state }) => state),
  ...Object.values(SCENES).map(
    ({ query }) => parse(Object.fromEntries(new URLSearchParams(query))).state!,
  ),
].filter((state) => !corner(state) && Math.abs(state.x) <= 50);

/** y, dy and the gradient of the chain; or p and the Jacobian. */
function expected(state: State): number[] {
  const { y, dy, jacobian } = reference(state);
  return state.fn === 'softmax'
    ? [...y.data, ...jacobian.data]
    : [y.data[0], dy.data[0], layersOf(state)[0].gradient];
}

function close(values: ArrayLike<number>, state: State, allowed: number): void {
  const right = expected(state);
  const limit = allowed * Math.max(1, magnitude(right));
  expect(values.length).toBe(right.length);
  right.forEach((value, i) => {
    const about = `${JSON.stringify(state)} at ${i}: ${values[i]} for ${value}`;
    expect(Math.abs(value - values[i]), about).toBeLessThanOrEqual(limit);
  });
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('there are enough programs, of every function', () => {
  expect(states.length).toBeGreaterThan(120);
  expect(new Set(states.map(({ fn }) => fn)).size).toBe(15);
});

describe('TensorFlow.js', () => {
  test('the programs give the numbers of src/lib', () => {
    for (const state of states) {
      const code = codeTwin(state, 'tfjs');
      expect(code.match(/\.print\(\);/g)!.length).toBe(state.fn === 'softmax' ? 2 : 3);
      const body = code.replace(/^import .*$/m, '').replace(/^\w+\.print\(\);$/gm, '');
      const names = state.fn === 'softmax' ? '[p, jacobian]' : '[y, dy, gradient]';
      const values = tf.tidy(() =>
        new Function('tf', `${body}\nreturn ${names}.flatMap((v) => [...v.dataSync()])`)(tf),
      );
      // logits reach TensorFlow.js as float32 numbers
      const coarse = state.fn === 'softmax' && Math.max(...state.logits.map(Math.abs)) > 100;
      if (coarse && (state.temperature < 1 || state.logits.some((z) => z % 1))) continue;
      close(values, state, 3e-5);
    }
  });
});

/** Runs many programs in one interpreter. */
const run = (programs: string[], vector: string) =>
  runPython(
    programs,
    `${vector} if 'jacobian' in scope else [float(scope['y']), float(scope['dy']), float(scope['gradient'])]`,
    { before: ['import warnings', "warnings.simplefilter('ignore')"] },
  );

describe.skipIf(!python)('NumPy', () => {
  test('the programs give the numbers of src/lib', () => {
    const programs = states.map((state) => codeTwin(state, 'numpy'));
    const results = run(programs, "scope['p'].tolist() + scope['jacobian'].ravel().tolist()");
    states.forEach((state, i) => close(results[i], state, 1e-10));
  });
});

describe.skipIf(!torch)('PyTorch', () => {
  test('the programs give the numbers of src/lib', () => {
    const programs = states.map((state) => codeTwin(state, 'pytorch'));
    const results = run(programs, "scope['p'].tolist() + scope['jacobian'].ravel().tolist()");
    // F.softplus is linear from 20 on, and the slope of hardsigmoid is kept as float32
    states.forEach((state, i) => close(results[i], state, 1e-6));
  });
});
