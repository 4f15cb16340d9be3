import { describe, expect, test } from 'vitest';
import { SURFACES } from '@lib/surfaces.ts';
import { KIND } from '@widgets/optimizers/kind.ts';
import { SCENES } from '@widgets/optimizers/scenes.ts';
import { BOUNDS, DEFAULTS, HABITS, KEYS, texts } from '@widgets/optimizers/state.ts'; // prettier-ignore
import { STRINGS } from '@widgets/optimizers/strings.ts';
import { queryText, withoutDefaults, type Query } from '@widgets/toolkit/query.ts';
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

  test('the defaults are the texts of the default state; the start is that of the surface', () => {
    expect(texts(good({}))).toEqual(DEFAULTS);
    for (const surface of SURFACES) {
      const { start, query } = HABITS[surface];
      expect(good({ surface, ...query }).start.join(',')).toBe(start);
      expect(texts(good({ surface })).start).toBeUndefined();
    }
    expect(good({ steps: '7' }).at).toBe(7);
    expect(texts(good({ steps: '7', at: '7' })).at).toBeUndefined();
    expect(good({ optimizers: 'adam, sgd,adam' }).optimizers).toEqual(['sgd', 'adam']);
  });

  test('every bound itself is taken', () => {
    for (const query of [
      { curvatures: '0.01,1000', rotate: '180', start: '-2,2', rate: '10', adaptiveRate: '1e-6' },
      { beta: '0.9999', rho: '0.9999', beta1: '0.9999', beta2: '0.9999', eps: '1', decay: '1' },
      { every: '500', factor: '1', warmup: '500', noise: '10', seed: '999999', steps: '500' },
      { rotate: '-180', eps: '1e-12', factor: '0.01', every: '1', steps: '1' },
    ] as Query[]) {
      expect(good(query)).toBeDefined();
    }
  });

  test.each([
    ['surface=beale', ['surface: choice']],
    ['surface=toString', ['surface: choice']],
    ['curvatures=1', ['curvatures: count']],
    ['curvatures=1,2,3', ['curvatures: too-many']],
    ['curvatures=0,1', ['curvatures: range']],
    ['curvatures=-1,1', ['curvatures: range']],
    ['rotate=181', ['rotate: range']],
    ['start=3,0', ['start: range']],
    ['start=0', ['start: count']],
    ['surface=rosenbrock&start=0,-2', ['start: range']],
    ['start=1,x', ['start: not-a-number']],
    ['optimizers=', ['optimizers: choice']],
    ['optimizers=sgd,lion', ['optimizers: choice']],
    ['rate=0', ['rate: range']],
    ['rate=11', ['rate: range']],
    ['adaptiveRate=NaN', ['adaptiveRate: not-a-number']],
    ['beta=1', ['beta: range']],
    ['beta1=-0.1', ['beta1: range']],
    ['beta2=1', ['beta2: range']],
    ['rho=1', ['rho: range']],
    ['eps=0', ['eps: range']],
    ['decay=2', ['decay: range']],
    ['convention=jax', ['convention: choice']],
    ['schedule=linear', ['schedule: choice']],
    ['every=0', ['every: range']],
    ['factor=2', ['factor: range']],
    ['warmup=1.5', ['warmup: not-whole']],
    ['noise=-1', ['noise: range']],
    ['seed=1e7', ['seed: range']],
    ['steps=0', ['steps: range']],
    [`steps=${BOUNDS.steps + 1}`, ['steps: range']],
    ['steps=10&at=11', ['at: range']],
    ['at=-1', ['at: range']],
    ['colour=1', ['colour: unknown-key']],
    ['rate=x&beta=y', ['rate: not-a-number', 'beta: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });
});
