import { describe, expect, test } from 'vitest';
import { queryText } from '@widgets/toolkit/query.ts';
import { KIND } from '@widgets/vae/kind.ts';
import { SCENES } from '@widgets/vae/scenes.ts';
import {
  alongPlane,
  DEFAULTS,
  format,
  KEYS,
  PLANE,
  sizeOf,
  texts,
  upPlane,
  withModel,
} from '@widgets/vae/state.ts';
import { STRINGS } from '@widgets/vae/strings.ts';
import { addressOf } from '../address.ts';
import { combinations } from './combinations.ts';

const { read, good, refused } = addressOf(KIND, SCENES, STRINGS);
const drawing = Array(28).fill(Array(28).fill('0').join(',')).join(';');

describe('the address', () => {
  test('round trip: 400 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(400, 7).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => good(read(query).query)),
      good({ input: drawing }),
    ];
    for (const state of states) {
      const text = queryText(format(state), KEYS);
      expect(good(read(text).query)).toEqual(state);
    }
  });

  test('the defaults are the texts of the default state, and stay out of the address', () => {
    expect(texts(good({}))).toEqual(DEFAULTS);
    expect(format(good({}))).toEqual({});
    expect(format(good({ model: 'digits-vae' }))).toEqual({ model: 'digits-vae' });
    expect(format(good({ model: 'digits-vae', seed: '7' }))).toEqual({ model: 'digits-vae', seed: '7' }); // prettier-ignore
  });

  test('a code of its own replaces that of a scene', () => {
    expect(read('scene=encode&z=1,2').query).toEqual({ z: '1,2' });
    expect(read('scene=plane&image=test-3').query).toEqual({ image: 'test-3' });
    expect(read('scene=walk&seed=4').query).toMatchObject({ seed: '4', to: 'test-1139' });
  });

  test.each([
    ['model=vae', ['model: choice']],
    ['model=toString', ['model: choice']],
    ['z=1', ['z: count']],
    ['z=1,2,3', ['z: count']],
    ['z=1,x', ['z: not-a-number']],
    ['z=1,7', ['z: range']],
    ['z=', ['z: empty']],
    ['z=1,NaN', ['z: not-a-number']],
    ['model=digits-vae&z=1,2', ['z: count']],
    [`z=${Array(17).fill('0').join()}`, ['z: too-many']],
    ['seed=0', ['seed: range']],
    ['seed=1.5', ['seed: not-whole']],
    ['seed=1e9', ['seed: range']],
    ['z=0,0&seed=1', ['seed: both']],
    ['image=test-1&seed=1', ['image: both']],
    ['image=test-1500', ['image: held-out']],
    ['image=test--1', ['image: held-out']],
    ['image=test-01234', ['image: held-out']],
    ['image=cat', ['image: held-out']],
    ['image=own', ['image: own-picture']],
    ['image=%3Cimg%20src=x%3E', ['image: held-out']],
    ['input=1,2;3', ['input: ragged']],
    ['input=1,-2', ['input: range']],
    ['input=1,256', ['input: range']],
    ['input=1|2', ['input: too-many']],
    [`input=${Array(33).fill('1').join(';')}`, ['input: too-many']],
    ['epsilon=-1', ['epsilon: range']],
    ['draws=0', ['draws: range']],
    ['draws=7', ['draws: range']],
    ['samples=1', ['samples: range']],
    ['samples=1000001', ['samples: range']],
    ['to=1', ['to: count']],
    ['to=test-1500', ['to: held-out']],
    ['to=testing', ['to: held-out']],
    ['t=1.1', ['t: range']],
    ['t=-0.1', ['t: range']],
    ['walk=run', ['walk: choice']],
    ['colour=1', ['colour: unknown-key']],
    ['v=2', ['v: version']],
    ['scene=none', ['scene: choice']],
    ['t=x&draws=y', ['draws: not-a-number', 't: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('every key has a name in both languages', () => {
    for (const key of [...KEYS]) {
      expect(STRINGS.zh.names).toHaveProperty(key);
      expect(STRINGS.en.names).toHaveProperty(key);
    }
  });
});

test('another model keeps what fits it', () => {
  expect(withModel({ z: '1,2', to: '3,4', t: '0.3' }, 'digits-vae')).toEqual({ model: 'digits-vae', t: '0.3' }); // prettier-ignore
  expect(withModel({ image: 'test-3', to: 'test-4' }, 'digits-vae')).toEqual({ model: 'digits-vae', image: 'test-3', to: 'test-4' }); // prettier-ignore
  for (const { query } of combinations(100, 3)) {
    for (const model of ['digits-vae', 'digits-vae2']) {
      expect(sizeOf(good(withModel(query, model)))).toBe(model === 'digits-vae' ? 16 : 2);
    }
  }
});

test('the plane: its middle is 0, right and up are positive, tiles lie 0.55 apart', () => {
  const middle = (PLANE.cells - 1) / 2;
  expect([alongPlane(middle), upPlane(middle)]).toEqual([0, 0]);
  expect([alongPlane(0), alongPlane(PLANE.cells - 1)]).toEqual([-3, 3]);
  expect([upPlane(0), upPlane(PLANE.cells - 1)]).toEqual([3, -3]);
  expect(PLANE.cells % PLANE.tiles).toBe(0);
});

test('the scenes promised to the pages exist', () => {
  expect(Object.keys(SCENES)).toEqual(['plane', 'encode', 'epsilon', 'walk', 'z16']);
});
