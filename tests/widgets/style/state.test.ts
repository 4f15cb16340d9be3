import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/style/kind.ts';
import { SCENES } from '@widgets/style/scenes.ts';
import { DEFAULTS, IDS, KEYS, parse, texts } from '@widgets/style/state.ts';
import { STRINGS } from '@widgets/style/strings.ts';
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

  test('the defaults are the texts of the default state', () => {
    expect(texts(good({}))).toEqual(DEFAULTS);
  });

  test.each([
    ['show=both', ['show: choice']],
    ['content=cat', ['content: choice']],
    ['content=own', ['content: own-picture']],
    ['style=own', ['style: own-picture']],
    ['style=toString', ['style: choice']],
    ['paint=1', ['paint: paint']],
    [`paint=${'x'.repeat(64)}`, ['paint: paint']],
    ['alpha=-1', ['alpha: range']],
    ['alpha=1001', ['alpha: range']],
    ['alpha=', ['alpha: empty']],
    ['beta=20000000', ['beta: range']],
    ['beta=x', ['beta: not-a-number']],
    ['alpha=0&beta=0', ['beta: nothing']],
    ['start=zero', ['start: choice']],
    ['seed=1.5', ['seed: not-whole']],
    ['seed=1000000', ['seed: range']],
    ['steps=9', ['steps: range']],
    ['steps=601', ['steps: range']],
    ['at=201', ['at: range']],
    ['at=-1', ['at: range']],
    ['at=best', ['at: not-a-number']],
    ['shuffle=1000', ['shuffle: range']],
    ['colour=1', ['colour: unknown-key']],
    ['content=x&beta=y', ['content: choice', 'beta: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('a picture of one’s own is taken where there is one, and only then asked for', () => {
    const own = { height: 40, width: 30, channels: 3 as const };
    for (const key of ['content', 'style'] as const) {
      const { state } = parse({ [key]: 'own' }, own);
      expect(KIND.pictureOf!(state!)).toEqual({ id: 'own', channels: 1 });
    }
    expect(KIND.pictureOf!(good({}))).toBeUndefined();
  });

  test('every picture has a name in both languages', () => {
    for (const { things } of Object.values(STRINGS)) expect(Object.keys(things)).toEqual(IDS);
  });
});
