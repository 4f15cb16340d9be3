import { describe, expect, test } from 'vitest';
import { queryText, withoutDefaults } from '@widgets/toolkit/query.ts';
import { KIND } from '@widgets/translation/kind.ts';
import { SCENES } from '@widgets/translation/scenes.ts';
import { layersOf, ROUND, STACK_IDS, strideOf } from '@widgets/translation/stacks.ts';
import {
  DEFAULTS,
  featureMotion,
  KEYS,
  MATRIX,
  parse,
  sideOf,
  texts,
} from '@widgets/translation/state.ts';
import { STRINGS } from '@widgets/translation/strings.ts';
import { addressOf } from '../address.ts';
import { combinations } from './combinations.ts';

const { read, codes, good, refused } = addressOf(KIND, SCENES, STRINGS);

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

  test('the defaults are the texts of the default state, and stay out of the address', () => {
    expect(texts(good({}))).toEqual(DEFAULTS);
    expect(withoutDefaults(texts(good({})), DEFAULTS)).toEqual({});
    expect(good({ shift: '-2' }).shift).toEqual([0, -2]);
    expect(good({ shift: '3,-2' }).shift).toEqual([3, -2]);
  });

  test.each([
    ['stack=resnet', ['stack: choice']],
    ['stack=toString', ['stack: choice']],
    ['shift=9', ['shift: range']],
    ['shift=0.5', ['shift: not-whole']],
    ['shift=1,2,3', ['shift: count']],
    ['shift=', ['shift: empty']],
    ['rotate=181', ['rotate: range']],
    ['rotate=1e9', ['rotate: range']],
    ['rotate=NaN', ['rotate: not-a-number']],
    ['scale=0', ['scale: range']],
    ['scale=0.4', ['scale: range']],
    ['scale=2.1', ['scale: range']],
    ['scale=-1', ['scale: range']],
    ['image=own', ['image: own-picture']],
    ['image=dog', ['image: choice']],
    ['input=1,2;3,4', ['input: too-small']],
    [`input=${Array(8).fill('1,2,3,4,5,6,7').join(';')}`, ['input: too-small']],
    [`input=${Array(8).fill('1,2,3,4,5,6,7,8').join(';')}|1`, ['input: too-many']],
    ['input=1,2;3', ['input: ragged']],
    ['input=1&image=cat', ['image: both', 'input: too-small']],
    ['colour=1', ['colour: unknown-key']],
    ['v=2', ['v: version']],
    ['scene=none', ['scene: choice']],
    ['shift=x&scale=y', ['shift: not-a-number', 'scale: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('a picture of one’s own that is too small is refused, and the bounds are taken', () => {
    const own = (height: number, width: number) => parse({ image: 'own' }, { height, width, channels: 3 }); // prettier-ignore
    expect(own(7, 200).problems![0].code).toBe('too-small');
    expect(sideOf(own(8, 200).state!)).toBe(8);
    expect(sideOf(own(256, 255).state!)).toBe(252);
    for (const text of ['shift=8,-8', 'rotate=-180', 'scale=0.5', 'scale=2', `input=${MATRIX}`]) {
      expect(codes(text)).toEqual([]);
    }
  });
});

describe('the stacks', () => {
  test('the symmetric kernel is the same after 90°, the others are not', () => {
    const turned = (rows: readonly (readonly number[])[]) => rows[0].map((_, c) => rows.map((row) => row[row.length - 1 - c])); // prettier-ignore
    expect(turned(ROUND)).toEqual(ROUND);
    for (const id of STACK_IDS) {
      for (const layer of layersOf(id)) {
        if (layer.kind !== 'conv' || id.startsWith('symmetric')) continue;
        expect(turned(layer.kernel)).not.toEqual(layer.kernel);
      }
    }
  });

  test('strides, and the shift of the features', () => {
    expect(STACK_IDS.map(strideOf)).toEqual([1, 2, 2, 4, 1, 2]);
    expect(featureMotion(good({ shift: '1,2', stack: 'conv-pool-conv-pool' })).shift).toEqual([
      0.25, 0.5,
    ]);
  });

  test('the scenes promised to the pages exist', () => {
    for (const name of [
      'shift-one',
      'shift-stride',
      'rotate-90',
      'rotate-symmetric',
      'scale',
      'blurpool',
    ]) {
      expect(SCENES).toHaveProperty(name);
    }
    expect(Object.keys(SCENES)[0]).toBe('shift-one');
  });
});
