import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/compress/kind.ts';
import { SCENES } from '@widgets/compress/scenes.ts';
import { DEFAULTS, KEYS, texts } from '@widgets/compress/state.ts';
import { STRINGS } from '@widgets/compress/strings.ts';
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
    expect(texts(scene('int8'))).toEqual(DEFAULTS);
    expect([scene('int4').bits, scene('int4').scales]).toEqual([4, 'tensor']);
    expect([scene('per-channel').bits, scene('per-channel').scales]).toEqual([4, 'channel']);
    expect(scene('outlier').outlier).toBeGreaterThan(1);
    expect([scene('prune').method, scene('prune').share, scene('prune').retrain]).toEqual(['prune', 80, false]); // prettier-ignore
    expect(scene('prune-retrain')).toEqual({ ...scene('prune'), retrain: true });
  });

  test.each([
    ['method=zip', ['method: choice']],
    ['scales=constructor', ['scales: choice']],
    ['order=size', ['order: choice']],
    ['layer=conv5', ['layer: choice']],
    ['count=1500', ['count: choice']],
    ['bits=1', ['bits: range']],
    ['bits=9', ['bits: range']],
    ['bits=2.5', ['bits: not-whole']],
    ['outlier=101', ['outlier: range']],
    ['outlier=a', ['outlier: not-a-number']],
    ['share=', ['share: empty']],
    ['share=-5', ['share: range']],
    ['retrain=yes', ['retrain: choice']],
    ['bits=1&share=99', ['bits: range', 'share: range']],
    ['colour=1', ['colour: unknown-key']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });
});

test('the contract lists its keys', () => {
  const doc = readFileSync('docs/widgets-contract.md', 'utf8');
  const row = doc.split('\n').find((line) => line.startsWith('| `compress`'))!;
  for (const key of KEYS) expect(row).toContain(`\`${key}\``);
  expect(doc).toContain('What is checked for `compress`:');
});
