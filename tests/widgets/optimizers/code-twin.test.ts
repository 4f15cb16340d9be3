/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import { execFileSync, spawnSync } from 'node:child_process';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeTwin } from '@widgets/optimizers/code.ts';
import { raceOf, lastOf } from '@widgets/optimizers/race.ts';
import type { State } from '@widgets/optimizers/state.ts';
import { combinations } from './combinations.ts';

// Runs that stop on their own are left out: the programs follow all to the same step.
const cases = combinations(220, 31).filter(({ state }) => {
  const { runs } = raceOf(state);
  return runs.every(({ diverged }) => diverged === undefined);
});

function expectEnds(
  state: State,
  ends: Record<string, number[]>,
  tolerance: number,
  about: string,
) {
  // prettier-ignore
  for (const run of raceOf(state).runs) {
    run.points[lastOf(run, state.at)].forEach((value, i) => {
      const off = Math.abs(ends[run.method][i] - value);
      expect(off, `${run.method} ${about}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value))); // prettier-ignore
    });
  }
  expect(Object.keys(ends).length).toBe(state.optimizers.length);
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('TensorFlow.js: the programs end where the race does', { timeout: 120_000 }, () => {
  expect(cases.length).toBeGreaterThan(150);
  for (const { query, state } of cases.slice(0, 60)) {
    // Gradients of float32 do not stay on the edge of a valley.
    if (state.surface === 'rosenbrock' && state.at > 20) continue;
    const body = codeTwin(state, 'tfjs')
      .replace(/^import .*$/m, '')
      .replace(/^console.log\(ends\);$/m, 'return ends;');
    const ends = new Function('tf', body)(tf) as Record<string, number[]>;
    expectEnds(state, ends, 2e-3, JSON.stringify(query));
  }
  expect(tf.memory().numTensors).toBe(0);
});

const python = ['/usr/bin/python3', 'python3'].find(
  (command) => spawnSync(command, ['-c', 'import numpy']).status === 0,
);
const torch = python && spawnSync(python, ['-c', 'import torch, numpy']).status === 0;

function run(programs: string[]): Record<string, number[]>[] {
  const script = [
    'import json, sys',
    'for code in json.load(sys.stdin):',
    "    scope = {'print': lambda *a: None}",
    '    exec(code, scope)',
    "    sys.stdout.write(json.dumps(scope['ends']) + '\\n')",
  ].join('\n');
  const input = JSON.stringify(programs);
  const out = execFileSync(python!, ['-c', script], { input, maxBuffer: 1e9 }).toString();
  return out.trim().split('\n').map((line) => JSON.parse(line)); // prettier-ignore
}

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs end where the race does', { timeout: 120_000 }, () => {
    const some = cases.slice(0, language === 'numpy' ? undefined : 60);
    const results = run(some.map(({ state }) => codeTwin(state, language)));
    some.forEach(({ query, state }, i) => {
      expectEnds(state, results[i], 1e-9, JSON.stringify(query));
    });
  });
});
