import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/segmenter/kind.ts';
import { SCENES } from '@widgets/segmenter/scenes.ts';
import { DEFAULTS, format, KEYS, texts } from '@widgets/segmenter/state.ts';
import { STRINGS } from '@widgets/segmenter/strings.ts';
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

  test('clicks are signs and places; the plus comes through an address typed or escaped', () => {
    const clicks = [
      { inside: true, at: [16, 38] },
      { inside: false, at: [0, 63] },
    ];
    expect(good(read('clicks=+16,38;-0,63').query).clicks).toEqual(clicks);
    expect(good(read('clicks=%2B16,38;-0,63').query).clicks).toEqual(clicks);
  });

  test.each([
    ['seed=0', ['seed: range']],
    ['count=0', ['count: range']],
    ['count=9', ['count: range']],
    ['overlap=1.1', ['overlap: range']],
    ['view=panoptic', ['view: choice']],
    ['clicks=1,2', ['clicks: sign']],
    ['clicks=+1', ['clicks: spot']],
    ['clicks=+1,64', ['clicks: range']],
    ['clicks=+-1,2', ['clicks: range']],
    ['clicks=+1,2;', ['clicks: sign']],
    ['clicks=+a,2', ['clicks: not-a-number']],
    ['clicks=+1.5,2', ['clicks: not-whole']],
    [`clicks=${Array(9).fill('+1,1').join(';')}`, ['clicks: clicks-many']],
    ['pixel=7', ['pixel: spot']],
    ['pixel=64,0', ['pixel: range']],
    ['colour=1', ['colour: unknown-key']],
    ['v=2', ['v: version']],
    ['scene=none', ['scene: choice']],
    ['seed=x&pixel=y', ['seed: not-a-number', 'pixel: spot']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('the bounds are taken', () => {
    const full = Array(8).fill('-63,63').join(';');
    for (const text of [
      'seed=9999999',
      'count=8',
      'overlap=0',
      'pixel=63,63',
      'pixel=',
      'clicks=',
      `clicks=${full}`,
    ]) {
      expect(problems(text), text).toEqual([]);
    }
  });
});

test('the scenes promised to the pages exist', () => {
  expect(Object.keys(SCENES)).toEqual(['semantic', 'instance', 'click', 'corrected']);
});

test('docs/widgets-contract.md names every key and output', () => {
  const text = readFileSync(new URL('../../../docs/widgets-contract.md', import.meta.url), 'utf8');
  const row = /^\| `segmenter`.*$/m.exec(text)?.[0] ?? '';
  for (const name of [
    ...KEYS,
    'semantic',
    'masks',
    'map',
    'truth',
    'scores',
    'score',
    'accuracy',
  ]) {
    expect(row).toContain(`\`${name}\``);
  }
});
