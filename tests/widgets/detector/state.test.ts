import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/detector/kind.ts';
import { SCENES } from '@widgets/detector/scenes.ts';
import { DEFAULTS, format, KEYS, texts } from '@widgets/detector/state.ts';
import { STRINGS } from '@widgets/detector/strings.ts';
import { queryText } from '@widgets/toolkit/query.ts';
import { addressOf } from '../address.ts';
import { combinations } from './combinations.ts';

const { read, problems, good, refused } = addressOf(KIND, SCENES, STRINGS);

describe('the address', () => {
  test('round trip: 300 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(300, 7).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => good(read(query).query)),
    ];
    for (const state of states) {
      const text = queryText(format(state), KEYS);
      expect(good(read(text).query)).toEqual(state);
    }
    expect(texts(good({}))).toEqual(DEFAULTS);
  });

  test.each([
    ['seed=0', ['seed: range']],
    ['seed=10000000', ['seed: range']],
    ['seed=1.5', ['seed: not-whole']],
    ['count=0', ['count: range']],
    ['count=9', ['count: range']],
    ['overlap=1.1', ['overlap: range']],
    ['overlap=-0.1', ['overlap: range']],
    ['threshold=1.01', ['threshold: range']],
    ['threshold=', ['threshold: empty']],
    ['threshold=NaN', ['threshold: not-a-number']],
    ['iou=0', ['iou: range']],
    ['iou=2', ['iou: range']],
    ['perClass=yes', ['perClass: choice']],
    ['step=-1', ['step: range']],
    ['step=65', ['step: range']],
    ['step=last', ['step: not-a-number']],
    ['box=3', ['box: cell']],
    ['box=1,2,3', ['box: cell']],
    ['box=8,0', ['box: range']],
    ['box=a,0', ['box: not-a-number']],
    ['colour=1', ['colour: unknown-key']],
    ['v=2', ['v: version']],
    ['scene=none', ['scene: choice']],
    ['seed=x&iou=y', ['seed: not-a-number', 'iou: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('the bounds are taken', () => {
    for (const text of [
      'seed=9999999',
      'count=1',
      'count=8',
      'overlap=0',
      'overlap=1',
      'threshold=0',
      'threshold=1',
      'iou=0.01',
      'iou=1',
      'step=0',
      'step=64',
      'step=end',
      'box=7,7',
      'box=',
    ]) {
      expect(problems(text), text).toEqual([]);
    }
    expect(good({ box: '2,5' }).box).toBe(21);
  });
});

test('the scenes promised to the pages exist', () => {
  expect(Object.keys(SCENES)).toEqual(['detect', 'nms', 'crowded', 'low-threshold']);
});

test('docs/widgets-contract.md names every key and output', () => {
  const text = readFileSync(new URL('../../../docs/widgets-contract.md', import.meta.url), 'utf8');
  const row = /^\| `detector`.*$/m.exec(text)?.[0] ?? '';
  for (const name of [
    ...KEYS,
    'heads',
    'boxes',
    'candidates',
    'kept',
    'objects',
    'tp',
    'fp',
    'fn',
    'ap',
    'ap11',
  ]) {
    expect(row).toContain(`\`${name}\``);
  }
});
