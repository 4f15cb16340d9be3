import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/metrics/kind.ts';
import { reference } from '@widgets/metrics/reference.ts';
import { SCENES } from '@widgets/metrics/scenes.ts';
import { DEFAULTS, KEYS, scoresOf, texts } from '@widgets/metrics/state.ts';
import { STRINGS } from '@widgets/metrics/strings.ts';
import { queryText, withoutDefaults } from '@widgets/toolkit/query.ts';
import { addressOf } from '../address.ts';
import { combinations } from './combinations.ts';

const { read, good, refused } = addressOf(KIND, SCENES, STRINGS);

describe('the address', () => {
  test('round trip: 600 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(600, 7).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => good(read(query).query)),
    ];
    for (const state of states) {
      expect(good(texts(state))).toEqual(state);
      const text = queryText(withoutDefaults(texts(state), DEFAULTS), KEYS);
      expect(good(read(text).query), text).toEqual(state);
    }
  });

  test('the defaults are the texts of the default state', () => {
    expect(texts(good({}))).toEqual(DEFAULTS);
  });

  test('numbers keep three decimals, minus zero is zero; the distance is added to the positives', () => {
    const state = good({ pos: '-0,0.12345', apart: '0.1' });
    expect(state.pos).toEqual([0, 0.123]);
    expect(Object.is(state.pos[0], 0)).toBe(true);
    expect(scoresOf(state).positives).toEqual([0.1, 0.223]);
    expect(scoresOf(state).negatives).toEqual([8, 5, 3, 2, 1]);
  });

  test('the seed and the distance draw the same scores again, further right', () => {
    const near = scoresOf(good({ data: 'drawn', seed: '5' }));
    const far = scoresOf(good({ data: 'drawn', seed: '5', apart: '2' }));
    expect(near.positives).toHaveLength(40);
    far.positives.forEach((s, i) => expect(s).toBeCloseTo(near.positives[i] + 2, 9));
    expect(far.negatives).toEqual(near.negatives);
  });

  test.each([
    ['mode=auc', ['mode: choice']],
    ['data=mnist', ['data: choice']],
    ['pos=', ['pos: empty']],
    ['pos=1,,2', ['pos: empty']],
    ['pos=101', ['pos: range']],
    [`pos=${Array(101).fill('1').join()}`, ['pos: too-many']],
    ['neg=NaN', ['neg: not-a-number']],
    ['neg=%3Cimg%20src=x%20onerror=alert(1)%3E', ['neg: not-a-number']],
    ['neg=Infinity', ['neg: not-a-number']],
    ['positives=0', ['positives: range']],
    ['negatives=101', ['negatives: range']],
    ['negatives=1.5', ['negatives: not-whole']],
    ['seed=-1', ['seed: range']],
    ['apart=11', ['apart: range']],
    ['times=0', ['times: range']],
    ['times=1001', ['times: range']],
    ['times=1.5', ['times: not-whole']],
    ['threshold=1e9', ['threshold: range']],
    ['threshold=high', ['threshold: not-a-number']],
    ['plot=lift', ['plot: choice']],
    ['counts=1,2', ['counts: count']],
    ['counts=1,2,3;4,5,6', ['counts: square']],
    ['counts=1,2;3,4;5,6', ['counts: too-many']],
    ['counts=1,2;3,-4', ['counts: range']],
    ['counts=1,2;3,0.5', ['counts: not-whole']],
    ['counts=0,0;0,0', ['counts: nothing']],
    ['matrix=1', ['matrix: count']],
    ['matrix=1,2;3', ['matrix: square']],
    ['matrix=0,0;0,0', ['matrix: nothing']],
    [`matrix=${Array(7).fill('1,1,1,1,1,1,1').join(';')}`, ['matrix: too-many']],
    ['colour=1', ['colour: unknown-key']],
    ['v=2', ['v: version']],
    ['times=x&seed=y', ['seed: not-a-number', 'times: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('every key has a name in both languages, and stands in the table of the contract', () => {
    const row = readFileSync('docs/widgets-contract.md', 'utf8')
      .split('\n')
      .find((line) => line.startsWith('| `metrics`'))!;
    for (const key of KEYS) {
      expect(STRINGS.zh.names).toHaveProperty(key);
      expect(STRINGS.en.names).toHaveProperty(key);
      expect(row, key).toContain(`\`${key}\``);
    }
    for (const mode of ['scores', 'counts', 'classes']) {
      for (const output of Object.keys(reference(good({ mode })))) {
        expect(row, output).toContain(`\`${output}\``);
      }
    }
  });

  test('the scenes promised to the pages exist', () => {
    for (const name of ['threshold', 'imbalance', 'roc', 'pr', 'multiclass', 'source-accuracy']) {
      expect(SCENES).toHaveProperty(name);
    }
  });
});
