/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { readFromDisk } from '@models/on-disk.ts';
import { codeTwin } from '@widgets/segmenter/code.ts';
import { analysisOf, load, reference } from '@widgets/segmenter/reference.ts';
import { parse, type State } from '@widgets/segmenter/state.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const states = combinations(24, 11);

beforeAll(async () => {
  readFromDisk();
  await tf.setBackend('cpu');
  await load();
  for (const { state } of states) await reference(state, undefined, async () => true);
}, 120_000);

/** [place, IoU, Dice] of what is in either map; of a click the last one, and without any nothing. */
function expected(state: State): number[][] {
  const { rows, map } = analysisOf(state)!;
  if (state.view === 'click') {
    if (rows.length === 0) return map.some((v) => v === 1) ? [[1, 0, 0]] : [];
    const { iou, dice } = rows.at(-1)!;
    return [[1, iou, dice]];
  }
  return rows.map(({ id, iou, dice }) => [id, iou, dice]);
}

function close(given: number[][], state: State, about: string): void {
  const wanted = expected(state);
  expect(given.map(([k]) => k), about).toEqual(wanted.map(([k]) => k)); // prettier-ignore
  given.flat().forEach((v, i) => expect(v, about).toBeCloseTo(wanted.flat()[i], 12));
}

test('TensorFlow.js: the programs give the numbers of src/lib', async () => {
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  for (const { query, state } of states) {
    const body = codeTwin(state, 'tfjs').replace(/^import .*$/m, '');
    const printed: unknown[] = [];
    const console = { log: (value: unknown) => printed.push(value) };
    const run = new AsyncFunction('tf', 'console', body) as (t: unknown, c: unknown) => Promise<void>; // prettier-ignore
    await run(tf, console);
    close(printed[0] as number[][], state, JSON.stringify(query));
    const { rows, score } = analysisOf(state)!;
    if (rows.length > 0) expect(printed[1]).toBeCloseTo(score, 12);
  }
});

const run = (programs: string[]) => runPython<number[][]>(programs, "scope['scores']");

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs give the numbers of src/lib', { timeout: 60_000 }, () => {
    const results = run(states.map(({ state }) => codeTwin(state, language)));
    results.forEach((scores, i) => close(scores, states[i].state, `${language} ${JSON.stringify(states[i].query)}`)); // prettier-ignore
  });
});

test('before the maps are there, the program is one of empty maps', () => {
  const state = parse({ seed: '9876543' }).state!;
  for (const language of ['tfjs', 'pytorch', 'numpy'] as const) {
    expect(codeTwin(state, language)).not.toMatch(/undefined|NaN/);
  }
});
