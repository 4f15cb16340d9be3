import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BLOCKS } from '@lib/recurrent.ts';
import { KIND } from '@widgets/gates/kind.ts';
import { SCENES } from '@widgets/gates/scenes.ts';
import { CELLS, DEFAULTS, format, KEYS, stepOf, texts } from '@widgets/gates/state.ts';
import { STRINGS } from '@widgets/gates/strings.ts';
import { queryText, withoutDefaults } from '@widgets/toolkit/query.ts';
import { addressOf } from '../address.ts';
import { combinations, readings } from './combinations.ts';

const { read, good, refused } = addressOf(KIND, SCENES, STRINGS);

describe('the address', () => {
  test('round trip: 700 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(600, 7).map(({ state }) => state),
      ...readings(100, 7).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => good(read(query).query)),
    ];
    for (const state of states) {
      expect(good(texts(state))).toEqual(state);
      for (const query of [format(state), withoutDefaults(texts(state), DEFAULTS)]) {
        const text = queryText(query, KEYS);
        expect(good(read(text).query), text).toEqual(state);
      }
    }
  });

  test('the defaults are the texts of the default state; presets are not written', () => {
    expect(texts(good({}))).toEqual(DEFAULTS);
    for (const cell of CELLS) {
      expect(format(good({ cell }))).toEqual(cell === 'rnn' ? {} : { cell });
    }
  });

  test('a step beyond the last one means the last; weights fit their cell', () => {
    expect(stepOf(good({ k: '28' }))).toBe(8);
    expect(stepOf(good({ k: '28', task: 'rows' }))).toBe(28);
    for (const cell of CELLS) {
      const { w, u, b } = good({ cell });
      expect([w.length, u.length, b.length]).toEqual(Array(3).fill(BLOCKS[cell].length));
    }
  });

  test.each([
    ['task=read', ['task: choice']],
    ['cell=esn', ['cell: choice']],
    ['x=', ['x: empty']],
    ['x=1,2,a', ['x: not-a-number']],
    ['x=11', ['x: range']],
    [`x=${Array(25).fill('1').join()}`, ['x: too-many']],
    ['x=%3Cimg%20src=x%20onerror=alert(1)%3E', ['x: not-a-number']],
    ['k=0', ['k: range']],
    ['k=29', ['k: range']],
    ['k=1.5', ['k: not-whole']],
    ['keep=1.1', ['keep: range']],
    ['keep=open', ['keep: not-a-number']],
    ['reset=never', ['reset: choice']],
    ['u=1,2', ['u: count']],
    ['u=1|2', ['u: count']],
    ['u=1,2;3', ['u: ragged']],
    ['u=99', ['u: range']],
    ['u=1,0,0,0;0,1,0,0;0,0,1,0;0,0,0,1', ['u: too-many']],
    ['u=1,0;0,1', ['w: count', 'b: count']],
    ['w=1;2', ['w: count']],
    ['cell=lstm&w=1;2', ['w: count']],
    ['cell=gru&br=1', ['br: count']],
    ['br=x', ['br: not-a-number']],
    ['image=test-1500', ['image: held-out']],
    ['image=cat', ['image: held-out']],
    ['input=1,2;3', ['input: ragged']],
    ['input=256', ['input: range']],
    ['colour=1', ['colour: unknown-key']],
    ['v=2', ['v: version']],
    ['k=x&keep=y', ['k: not-a-number', 'keep: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('every key has a name in both languages, and stands in the table of the contract', () => {
    const row = readFileSync('docs/widgets-contract.md', 'utf8')
      .split('\n')
      .find((line) => line.startsWith('| `gates`'))!;
    for (const key of KEYS) {
      expect(STRINGS.zh.names).toHaveProperty(key);
      expect(STRINGS.en.names).toHaveProperty(key);
      expect(row, key).toContain(`\`${key}\``);
    }
    for (const output of ['h', 'gates', 'c', 'other', 'left', 'swapped', 'sizes', 'says', 'states']) {
      expect(row, output).toContain(`\`${output}\``);
    } // prettier-ignore
  });

  test('the scenes promised to the pages exist', () => {
    for (const name of ['rnn', 'lstm', 'gru', 'forget-zero', 'forget-one', 'vanishing', 'rows']) {
      expect(SCENES).toHaveProperty(name);
    }
  });
});
