import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/autoencoder/kind.ts';
import { SCENES } from '@widgets/autoencoder/scenes.ts';
import { DEFAULTS, KEYS, parse, texts } from '@widgets/autoencoder/state.ts';
import { STRINGS } from '@widgets/autoencoder/strings.ts';
import { queryText, withoutDefaults } from '@widgets/toolkit/query.ts';
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
      const text = queryText(withoutDefaults(texts(state), DEFAULTS), KEYS);
      expect(good(read(text).query)).toEqual(state);
    }
    expect(texts(good({}))).toEqual(DEFAULTS);
  });

  test.each([
    ['sigma=1.1', ['sigma: range']],
    ['sigma=-0.1', ['sigma: range']],
    ['sigma=', ['sigma: empty']],
    ['sigma=NaN', ['sigma: not-a-number']],
    ['seed=0', ['seed: range']],
    ['seed=2.5', ['seed: not-whole']],
    ['seed=1000000', ['seed: range']],
    ['image=test-1500', ['image: held-out']],
    ['image=digit-3', ['image: held-out']],
    ['image=own', ['image: own-picture']],
    ['image=test-1&input=1', ['image: both']],
    ['input=1,300', ['input: range']],
    ['input=1,2;3', ['input: ragged']],
    ['input=1|2', ['input: too-many']],
    ['colour=1', ['colour: unknown-key']],
    ['v=2', ['v: version']],
    ['scene=none', ['scene: choice']],
    ['sigma=x&seed=y', ['sigma: not-a-number', 'seed: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('the bounds are taken, and a picture of one’s own where there is one', () => {
    for (const text of ['sigma=0', 'sigma=1', 'seed=999999', 'image=test-0', 'image=test-1499']) {
      expect(problems(text)).toEqual([]);
    }
    const own = parse({ image: 'own' }, { height: 90, width: 70, channels: 3 }).state!;
    expect(own.digit).toEqual({ kind: 'own', height: 90, width: 70 });
  });
});

test('the scenes promised to the pages exist', () => {
  expect(Object.keys(SCENES)).toEqual(['denoise', 'strong-noise', 'own']);
  expect(parse({}).state!.sigma).toBe(0.4);
});
