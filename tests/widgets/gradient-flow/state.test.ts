import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/gradient-flow/kind.ts';
import { SCENES } from '@widgets/gradient-flow/scenes.ts';
import { BOUNDS, DEFAULTS, KEYS, texts } from '@widgets/gradient-flow/state.ts';
import { STRINGS } from '@widgets/gradient-flow/strings.ts';
import { queryText, withoutDefaults } from '@widgets/toolkit/query.ts';
import { addressOf } from '../address.ts';
import { combinations } from './combinations.ts';

const { read, good, refused } = addressOf(KIND, SCENES, STRINGS);

describe('the address', () => {
  test('round trip: 400 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(400, 7).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => good(read(query).query)),
    ];
    for (const state of states) {
      const text = queryText(withoutDefaults(texts(state), DEFAULTS), KEYS);
      expect(good(read(text).query)).toEqual(state);
    }
  });

  test('the defaults are the texts of the default state; the layer is the middle one', () => {
    expect(texts(good({}))).toEqual(DEFAULTS);
    expect([1, 2, 9, 50].map((depth) => good({ depth: `${depth}` }).layer)).toEqual([1, 1, 5, 25]);
    expect(texts(good({ depth: '9', layer: '5' })).layer).toBeUndefined();
    expect(texts(good({ depth: '9', layer: '0' })).layer).toBe('0');
  });

  test('every bound itself is taken', () => {
    expect(good({ depth: '50', width: '128', std: '2', steps: '20', seed: '999999' }).depth).toBe(
      50,
    );
    expect(good({ depth: '1', width: '8', std: '0', steps: '0', seed: '0' }).width).toBe(8);
    expect(BOUNDS).toMatchObject({ depth: 50, width: [8, 128], std: 2, steps: 20 });
  });

  test.each([
    ['depth=0', ['depth: range']],
    ['depth=51', ['depth: range']],
    ['depth=2.5', ['depth: not-whole']],
    ['depth=x&layer=3', ['depth: not-a-number']],
    [`width=${BOUNDS.width[0] - 1}`, ['width: range']],
    [`width=${BOUNDS.width[1] + 1}`, ['width: range']],
    ['fn=softmax', ['fn: choice']],
    ['fn=toString', ['fn: choice']],
    ['init=kaiming', ['init: choice']],
    ['std=-1', ['std: range']],
    ['std=3', ['std: range']],
    ['std=', ['std: empty']],
    ['skip=2', ['skip: choice']],
    ['norm=group', ['norm: choice']],
    ['init=constant&norm=layer', ['norm: equal-units']],
    ['steps=21', ['steps: range']],
    ['seed=-1', ['seed: range']],
    ['depth=5&layer=6', ['layer: range']],
    ['layer=-1', ['layer: range']],
    ['colour=1', ['colour: unknown-key']],
    ['depth=x&width=y', ['depth: not-a-number', 'width: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });
});
