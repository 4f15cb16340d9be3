import { expect, test } from 'vitest';
import { KIND as STYLE } from '@widgets/style/kind.ts';
import { KIND as UPSAMPLING } from '@widgets/upsampling/kind.ts';
import { withKey, withKeys, type Asked } from '@widgets/toolkit/asking.ts';
import type { Kind, View } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';

/** A widget on whose page the state of `query` stands. */
function asked<S extends object, W>(made: Kind<S, W>, query: Query): Asked {
  const kind = made as unknown as Kind<object>;
  const { state, problems } = kind.parse(query);
  if (!state) throw new Error(JSON.stringify(problems));
  return { kind, state, view: { state } as View<object>, ui: {}, own: undefined };
}

test('a button that sets two keys gets both, also where the kind edits each of them', () => {
  const live = asked(STYLE, { show: 'transfer', alpha: '3', beta: '7', at: '20' });
  expect(withKeys(live, 'alpha=1&beta=0')).toMatchObject({ alpha: '1', beta: '0', at: 'end' });
  expect(withKeys(live, 'beta=0&alpha=1')).toMatchObject({ alpha: '1', beta: '0', at: 'end' });
});

test('a key is worked from what the keys before it made', () => {
  const live = asked(STYLE, { show: 'transfer', alpha: '3', beta: '7' });
  // `mix` is the power of ten of β/α.
  expect(withKeys(live, 'alpha=2&mix=4')).toMatchObject({ alpha: '2', beta: '20000' });
});

test('nothing is lost where the way leads through a state that there cannot be', () => {
  // Both weights 0 would leave nothing to learn; the second key mends it.
  const live = asked(STYLE, { show: 'transfer', alpha: '0', beta: '7' });
  expect(withKeys(live, 'beta=0&alpha=1')).toMatchObject({ alpha: '1', beta: '0' });
});

test('a key without a value goes back to its default, and a value may hold “=”', () => {
  const live = asked(UPSAMPLING, { stride: '3', padding: '1' });
  expect(withKeys(live, 'stride')).toEqual({ padding: '1' });
  expect(withKeys(live, 'stride&padding=a=b')).toEqual({ padding: 'a=b' });
});

test('of two keys that exclude each other the newer one stays', () => {
  const kind = {
    either: [['input', 'image']],
    keys: ['input', 'image'],
    defaults: {},
    texts: (state: Query) => state,
  } as unknown as Kind<Query>;
  const live = { kind, state: { input: '1,2' }, view: undefined, ui: {}, own: undefined };
  expect(withKey(live as unknown as Asked, 'image', 'cat')).toEqual({ image: 'cat' });
});
