/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/batchnorm/code.ts';
import { reference } from '@widgets/batchnorm/reference.ts';
import { SCENES } from '@widgets/batchnorm/scenes.ts';
import {
  movesStatistics,
  parse,
  pytorchRefuses,
  translated,
  type State,
} from '@widgets/batchnorm/state.ts';
import { KIND } from '@widgets/batchnorm/kind.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { readQuery } from '@widgets/toolkit/query.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const states: State[] = [
  ...combinations(140, 21)
    .map(({ state }) => state)
    .filter(({ eps }) => eps > 0),
  ...Object.values(SCENES).map(({ query }) => {
    const { state } = parse(readQuery(query, KIND.keys, [], () => undefined).query);
    return state!;
  }),
];

function close(
  values: ArrayLike<number>,
  expected: ArrayLike<number>,
  allowed: number,
  about: string,
): void {
  expect(values.length, about).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const most = allowed * Math.max(1, Math.abs(expected[i]));
    expect(Math.abs(values[i] - expected[i]), `${about} at ${i}`).toBeLessThanOrEqual(most);
  }
}

const about = (state: State) => JSON.stringify(KIND.texts(state));

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('TensorFlow.js: more than 100 programs give the numbers of src/lib', () => {
  expect(states.length).toBeGreaterThan(100);
  for (const state of states) {
    const code = codeTwin(state, 'tfjs');
    expect(code).toMatch(/y\.print\(\); \/\/ \[/);
    const body = code
      .replace(/^import .*$/m, '')
      .replace(/^(\w+)\.print\(\);.*$/gm, 'results.$1 = $1.dataSync();');
    const results: Record<string, Float32Array> = {};
    tf.tidy(() => void new Function('tf', 'results', body)(tf, results));
    const expected: Outputs = reference(state);
    for (const name in results) close(results[name], expected[name].data, 2e-5, about(state));
    expect(Object.keys(results)).toHaveLength(movesStatistics(state) ? 3 : 1);
  }
});

interface Ran {
  y: number[];
  mean?: number[];
  variance?: number[];
}

/** Runs many programs in one interpreter. */
const run = (programs: string[], y: string) =>
  runPython<Ran>(programs, [
    `out = {'y': (${y}).ravel().tolist()}`,
    "if 'moving_mean' in scope:",
    "    out.update(mean=scope['moving_mean'].tolist(), variance=scope['moving_variance'].tolist())",
    'out',
  ]);

describe.skipIf(!python)('NumPy', () => {
  test('more than 100 programs give the numbers of src/lib', () => {
    const results = run(
      states.map((state) => codeTwin(state, 'numpy')),
      "scope['y']",
    );
    states.forEach((state, i) => {
      const { y, movingMean, movingVariance } = reference(state);
      close(results[i].y, y.data, 1e-10, about(state));
      if (results[i].mean) {
        close(results[i].mean!, movingMean.data, 1e-10, about(state));
        close(results[i].variance!, movingVariance.data, 1e-10, about(state));
      }
    });
  });
});

describe.skipIf(!torch)('PyTorch', () => {
  test('more than 100 programs give the numbers of src/lib, the running variance in its own way', () => {
    const results = run(
      states.map((state) => codeTwin(state, 'pytorch')),
      "scope['y'].permute(0, 2, 3, 1).contiguous() if scope['y'].dim() == 4 else scope['y']",
    );
    states.forEach((state, i) => {
      close(results[i].y, reference(state).y.data, 2e-5, about(state));
      if (!results[i].mean) return;
      const torchs = state.convention === 'pytorch' ? state : translated(state);
      const { movingMean, movingVariance } = reference(
        pytorchRefuses(state) ? { ...state, steps: 0 } : torchs,
      );
      close(results[i].mean!, movingMean.data, 2e-5, about(state));
      close(results[i].variance!, movingVariance.data, 2e-5, about(state));
    });
  });

  test('it refuses one value per channel where the widget says so, and nowhere else', () => {
    const kinds = [
      ['batch', 'F.batch_norm(x, None, None, training=True)'],
      ['instance', 'F.instance_norm(x)'],
      ['group', 'F.group_norm(x, 2)'],
      ['layer', 'F.layer_norm(x, x.shape[1:])'],
    ] as const;
    const shapes = [
      ['1,2', '1, 2'],
      ['1,2;3,4', '2, 2'],
      ['1|2/', '1, 2, 1, 1'],
      ['1|2/3|4', '2, 2, 1, 1'],
      ['1,2|3,4/', '1, 2, 1, 2'],
    ] as const;
    const cases = kinds.flatMap(([norm, call]) =>
      shapes
        .filter(([input]) => norm !== 'instance' || input.includes('|'))
        .map(([input, shape]) => ({ norm, input, call, shape })),
    );
    const programs = cases.map(({ call, shape }) =>
      [
        'import torch',
        'import torch.nn.functional as F',
        `x = torch.rand(${shape})`,
        'y = torch.zeros(1)',
        'try:',
        `    ${call}`,
        'except ValueError:',
        '    y = torch.ones(1)',
      ].join('\n'),
    );
    const refused = run(programs, "scope['y']").map(({ y }) => y[0] === 1);
    cases.forEach(({ norm, input }, i) => {
      const { state } = parse({ norm, input });
      expect(pytorchRefuses(state!), `${norm} ${input}`).toBe(refused[i]);
    });
  });
});
