import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/slam/kind.ts';
import { SCENES } from '@widgets/slam/scenes.ts';
import { DEFAULTS, KEYS, texts } from '@widgets/slam/state.ts';
import { STRINGS } from '@widgets/slam/strings.ts';
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

  test('landmarks are counted from 1 in the address, factors keep three decimals', () => {
    expect(good({ mistake: '9' }).mistake).toBe(8);
    expect(good({ mistake: '0' }).mistake).toBe(0);
    expect(good({ wheels: '1.23456' }).wheels).toBe(1.235);
    expect(Object.is(good({ wheels: '-0' }).wheels, 0)).toBe(true);
  });

  test.each([
    ['seed=0', ['seed: range']],
    ['seed=1.5', ['seed: not-whole']],
    ['t=73', ['t: range']],
    ['t=-1', ['t: range']],
    ['t=', ['t: empty']],
    ['done=0', ['done: range']],
    ['done=18', ['done: range']],
    ['done=some', ['done: not-a-number']],
    ['wheels=4.1', ['wheels: range']],
    ['wheels=NaN', ['wheels: not-a-number']],
    ['camera=0', ['camera: range']],
    ['camera=Infinity', ['camera: not-a-number']],
    ['sight=7', ['sight: range']],
    ['confidence=90', ['confidence: choice']],
    ['mistake=1', ['mistake: itself']],
    ['mistake=17', ['mistake: range']],
    ['gate=yes', ['gate: choice']],
    ['cut=2', ['cut: choice']],
    ['drives=1000', ['drives: choice']],
    ['seed=%3Cimg%20src=x%20onerror=alert(1)%3E', ['seed: not-a-number']],
    ['colour=1', ['colour: unknown-key']],
    ['v=2', ['v: version']],
    ['t=x&wheels=y', ['t: not-a-number', 'wheels: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('every key has a name in both languages, and stands in the table of the contract', () => {
    const row = readFileSync('docs/widgets-contract.md', 'utf8')
      .split('\n')
      .find((line) => line.startsWith('| `slam`'))!;
    for (const key of KEYS) {
      expect(STRINGS.zh.names).toHaveProperty(key);
      expect(STRINGS.en.names).toHaveProperty(key);
      expect(row, key).toContain(`\`${key}\``);
    }
    for (const output of ['mean', 'cov', 'gain', 'S', 'errors', 'landmarks', 'course', 'rate']) {
      expect(row, output).toContain(`\`${output}\``);
    }
  });

  test('the scenes promised to the pages exist', () => {
    for (const name of ['odometry', 'landmarks', 'loop', 'wrong-association']) {
      expect(SCENES).toHaveProperty(name);
    }
  });
});
