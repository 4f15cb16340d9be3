import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/embed/kind.ts';
import { SCENES } from '@widgets/embed/scenes.ts';
import { DEFAULTS, endOf, KEYS, SPAN, swapOf, texts, wordOf } from '@widgets/embed/state.ts';
import { STRINGS } from '@widgets/embed/strings.ts';
import { labelOf } from '@widgets/toolkit/digits.ts';
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
    expect(texts(scene('contrastive'))).toEqual(DEFAULTS);
    expect([scene('retrieval').show, scene('retrieval').shots]).toEqual(['retrieval', 10]);
    expect([scene('temperature').show, scene('temperature').look]).toEqual(['temperature', undefined]); // prettier-ignore
    expect([scene('fusion').show, scene('fusion').noise, scene('fusion').use]).toEqual(['fusion', 0, 'both']); // prettier-ignore
    const { digit } = scene('retrieval');
    expect(digit.kind === 'held-out' && labelOf(digit.index)).toBe(2);
  });

  test('a run is as long again after a swap', () => {
    expect(endOf(good({}))).toBe(SPAN);
    expect(endOf(good({ swap: '1,4', from: '30' }))).toBe(SPAN + 30);
    expect(good({ swap: '1,4', from: '30', at: '230' }).at).toBe(230);
  });

  test('a swap or a word that is not among the pairs is left out, not refused', () => {
    const few = good({ pairs: '3', swap: '1,4', at: '400', word: '7' });
    expect([swapOf(few), wordOf(few)]).toEqual([undefined, 2]);
    const all = good({ swap: '1,4', word: '5' });
    expect([swapOf(all), wordOf(all)]).toEqual([[1, 4], 5]);
  });

  test.each([
    ['show=all', ['show: choice']],
    ['pairs=1', ['pairs: range']],
    ['pairs=11', ['pairs: range']],
    ['pairs=2.5', ['pairs: not-whole']],
    ['shots=0', ['shots: range']],
    ['rate=0', ['rate: range']],
    ['tau=0', ['tau: range']],
    ['tau=cold', ['tau: not-a-number']],
    ['look=3', ['look: range']],
    ['at=201', ['at: range']],
    ['swap=1,4&from=100&at=301', ['at: range']],
    ['swap=1', ['swap: count']],
    ['swap=2,2', ['swap: same-text']],
    ['swap=1,10', ['swap: range']],
    ['word=10', ['word: range']],
    ['image=cat', ['image: held-out']],
    ['input=1,2;3', ['input: ragged']],
    ['input=300', ['input: range']],
    ['input=1&image=test-3', ['image: both']],
    ['ask=sound', ['ask: choice']],
    ['task=constructor', ['task: choice']],
    ['use=none', ['use: choice']],
    ['way=sum', ['way: choice']],
    ['noise=-1', ['noise: range']],
    ['when=never', ['when: choice']],
    ['size=4', ['size: range']],
    ['seed=', ['seed: empty']],
    ['colour=1', ['colour: unknown-key']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });
});

test('the contract lists its keys', () => {
  const doc = readFileSync('docs/widgets-contract.md', 'utf8');
  const row = doc.split('\n').find((line) => line.startsWith('| `embed`'))!;
  for (const key of KEYS) expect(row).toContain(`\`${key}\``);
  expect(doc).toContain('What is checked for `embed`:');
});
