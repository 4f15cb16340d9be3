import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/transfer/kind.ts';
import { keepPicture } from '@widgets/transfer/samples.ts';
import { SCENES } from '@widgets/transfer/scenes.ts';
import { DEFAULTS, KEYS, parse, texts } from '@widgets/transfer/state.ts';
import { STRINGS } from '@widgets/transfer/strings.ts';
import { grid } from '@lib/grid.ts';
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
    expect(texts(scene('four-way'))).toEqual(DEFAULTS);
    expect(scene('four-way').shots).toBe(10);
    expect(scene('shots').shots).toBe(1);
    expect(scene('own').task).toBe('own');
    expect(scene('shifted').dx).not.toBe(0);
  });

  test.each([
    ['task=cats', ['task: choice']],
    ['shots=4', ['shots: choice']],
    ['way=constructor', ['way: choice']],
    ['draw=0', ['draw: range']],
    ['draw=9', ['draw: range']],
    ['steps=41', ['steps: range']],
    ['steps=1.5', ['steps: not-whole']],
    ['dx=7', ['dx: range']],
    ['dy=left', ['dy: not-a-number']],
    ['examples=o1', ['examples: classes']],
    ['examples=o1;o2;o3;o4;o5', ['examples: classes']],
    ['examples=o1,o1,o1,o1,o1,o1;x1', ['examples: too-many']],
    ['examples=o1;q3', ['examples: sample']],
    ['examples=o1;p999', ['examples: own-picture']],
    ['image=cat', ['image: sample']],
    ['image=own', ['image: own-picture']],
    ['input=1,2;3', ['input: ragged']],
    ['input=256', ['input: range']],
    ['input=1&image=o1', ['image: both']],
    ['draw=0&dx=9', ['draw: range', 'dx: range']],
    ['colour=1', ['colour: unknown-key']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('a picture of the reader is named, never written', () => {
    const sample = keepPicture(grid([28, 28, 1]));
    const { state } = parse({ task: 'own', examples: `o1;p${(sample as { id: number }).id}` });
    const text = queryText(withoutDefaults(texts(state!), DEFAULTS), KEYS);
    expect(text).toMatch(/^task=own&examples=o1;p\d+$/);
  });
});

test('the contract lists its keys', () => {
  const doc = readFileSync('docs/widgets-contract.md', 'utf8');
  const row = doc.split('\n').find((line) => line.startsWith('| `transfer`'))!;
  for (const key of KEYS) expect(row).toContain(`\`${key}\``);
  expect(doc).toContain('What is checked for `transfer`:');
});
