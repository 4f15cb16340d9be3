/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { readFromDisk } from '@models/on-disk.ts';
import { codeTwin } from '@widgets/detector/code.ts';
import { analysisOf, load, reference } from '@widgets/detector/reference.ts';
import { parse, type State } from '@widgets/detector/state.ts';
import { python, runPython, torch } from '../python.ts';
import { combinations } from './combinations.ts';

const states = [...combinations(60, 5), { query: {}, state: parse({ threshold: '1' }).state! }];

beforeAll(async () => {
  readFromDisk();
  await tf.setBackend('cpu');
  await load();
  for (const { state } of states) await reference(state, undefined, async () => true);
}, 60_000);

/** The places in the list of the boxes that are kept, from 0. */
function expected(state: State): number[] {
  const { kept, order } = analysisOf(state)!.nms;
  return kept.map((index) => order.indexOf(index));
}

test('TensorFlow.js: the programs keep what src/lib keeps', () => {
  for (const { query, state } of states) {
    const body = codeTwin(state, 'tfjs').replace(/^import .*$/m, '');
    const printed: number[][] = [];
    const console = { log: (list: number[]) => printed.push(list) };
    new Function('tf', 'console', body)(tf, console);
    expect(printed, JSON.stringify(query)).toEqual([expected(state)]);
  }
});

const run = (programs: string[]) => runPython(programs, "scope['kept']");

describe.each([
  ['numpy', python],
  ['pytorch', torch],
] as const)('%s', (language, there) => {
  test.skipIf(!there)('the programs keep what src/lib keeps', { timeout: 60_000 }, () => {
    const results = run(states.map(({ state }) => codeTwin(state, language)));
    results.forEach((kept, i) => expect(kept, JSON.stringify(states[i].query)).toEqual(expected(states[i].state))); // prettier-ignore
  });
});

test('before the boxes are there, the program is one of no boxes', () => {
  const state = parse({ seed: '9876543' }).state!;
  for (const language of ['tfjs', 'pytorch', 'numpy'] as const) {
    expect(codeTwin(state, language)).not.toMatch(/undefined|NaN/);
  }
});
