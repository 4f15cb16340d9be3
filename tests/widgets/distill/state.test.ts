import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/distill/kind.ts';
import { SCENES } from '@widgets/distill/scenes.ts';
import { DEFAULTS, KEYS, texts } from '@widgets/distill/state.ts';
import { STRINGS } from '@widgets/distill/strings.ts';
import { queryText, withoutDefaults } from '@widgets/toolkit/query.ts';
import { addressOf } from '../address.ts';
import { combinations } from './combinations.ts';

const { read, good, refused } = addressOf(KIND, SCENES, STRINGS);

describe('the address', () => {
  test('round trip: 300 states and every scene come back as they were', () => {
    const states = [
      ...combinations(300, 7).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => good(read(query).query)),
    ];
    for (const state of states) {
      const text = queryText(withoutDefaults(texts(state), DEFAULTS), KEYS);
      expect(good(read(text).query), text).toEqual(state);
    }
  });

  test('the scenes that pages name', () => {
    const scene = (name: string) => good(read(`scene=${name}`).query);
    expect(texts(scene('soft-targets'))).toEqual(DEFAULTS);
    expect(scene('soft-targets')).toMatchObject({ mode: 'targets', temperature: 4 });
    expect(scene('temperature')).toMatchObject({ mode: 'temperature', temperature: 64 });
    // As in the measurement of the page: T = 8.
    expect(scene('dark-knowledge')).toMatchObject({ mode: 'train', temperature: 8, labels: 5, pool: 20, at: 'end' }); // prettier-ignore
  });

  test('one logit stands for all', () => {
    expect(good(read('student=2').query).student).toEqual(Array(10).fill(2));
    expect(texts(good(read('student=2,2,2,2,2,2,2,2,2,2').query)).student).toBe('2');
  });

  test.each([
    ['mode=play', ['mode: choice']],
    ['image=test-1500', ['image: held-out']],
    ['image=own', ['image: own-picture']],
    ['image=test-1&input=1', ['image: both']],
    ['input=300', ['input: range']],
    ['temperature=0', ['temperature: range']],
    ['temperature=129', ['temperature: range']],
    ['temperature=hot', ['temperature: not-a-number']],
    ['alpha=1.1', ['alpha: range']],
    ['square=yes', ['square: choice']],
    ['student=1,2', ['student: count']],
    ['student=51', ['student: range']],
    ['student=1,2,3,4,5,6,7,8,9,x', ['student: not-a-number']],
    ['labels=0', ['labels: range']],
    ['labels=11', ['labels: range']],
    ['pool=41', ['pool: range']],
    ['hidden=64', ['hidden: choice']],
    ['hidden=constructor', ['hidden: choice']],
    ['steps=5', ['steps: range']],
    ['steps=20&at=30', ['at: range']],
    ['at=last', ['at: not-a-number']],
    ['seed=1.5', ['seed: not-whole']],
    ['temperature=0&seed=-1', ['temperature: range', 'seed: range']],
    ['colour=1', ['colour: unknown-key']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });
});

test('the contract lists its keys', () => {
  const doc = readFileSync('docs/widgets-contract.md', 'utf8');
  const row = doc.split('\n').find((line) => line.startsWith('| `distill`'))!;
  for (const key of KEYS) expect(row).toContain(`\`${key}\``);
  expect(doc).toContain('What is checked for `distill`:');
});
