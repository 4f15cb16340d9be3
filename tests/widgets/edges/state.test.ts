import { describe, expect, test } from 'vitest';
import { reference } from '@widgets/edges/reference.ts';
import { KIND } from '@widgets/edges/kind.ts';
import { SCENES } from '@widgets/edges/scenes.ts';
import {
  DEFAULTS,
  edit,
  KEYS,
  MATRIX,
  OPS,
  outputName,
  parse,
  shown,
  stagesOf,
  texts,
} from '@widgets/edges/state.ts';
import { STRINGS } from '@widgets/edges/strings.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { queryText, withoutDefaults } from '@widgets/toolkit/query.ts';
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
  });

  test.each([
    ['op=roberts', ['op: choice']],
    ['op=', ['op: choice']],
    ['op=constructor', ['op: choice']],
    ['stage=suppressed', ['stage: choice']],
    ['op=laplacian&stage=gx', ['stage: choice']],
    ['op=log&stage=smoothed&sigma=1', ['stage: choice']],
    ['op=log', ['sigma: range']],
    ['op=log&sigma=0.4', ['sigma: range']],
    ['sigma=-1', ['sigma: range']],
    ['sigma=1e9', ['sigma: range']],
    ['sigma=NaN', ['sigma: not-a-number']],
    ['sigma=', ['sigma: empty']],
    ['low=200', ['low: order']],
    ['low=-1', ['low: range']],
    ['high=Infinity', ['high: not-a-number']],
    ['low=200&high=100', ['low: order']],
    ['border=wrap', ['border: choice']],
    ['input=1,2;3', ['input: ragged']],
    ['input=1|2', ['input: too-many']],
    ['input=1&image=cat', ['image: both']],
    ['image=own', ['image: own-picture']],
    ['image=../x', ['image: choice']],
    [`input=${Array(33).fill('1').join(';')}`, ['input: too-many']],
    ['input=1e7', ['input: range']],
    ['colour=1', ['colour: unknown-key']],
    ['sigma=1&sigma=2', ['sigma: repeated']],
    ['sigma=%', ['sigma=%: encoding']],
    ['v=2', ['v: version']],
    ['scene=none', ['scene: choice']],
    ['sigma=x&low=y', ['sigma: not-a-number', 'low: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('at the bounds it is taken', () => {
    for (const text of ['sigma=4', 'op=log&sigma=0.5', 'low=150', 'low=0&high=0', 'high=1000000']) {
      expect(codes(text), text).toEqual([]);
    }
    expect(codes(`input=${Array(32).fill(Array(32).fill('-1e6').join(',')).join(';')}`)).toEqual(
      [],
    );
    expect(parse({ image: 'own' }, { height: 256, width: 9, channels: 3 }).state).toBeDefined();
  });
});

describe('controls that touch other keys', () => {
  test('every operation can be chosen from every stage of every other', () => {
    for (const from of OPS) {
      for (const stage of stagesOf(from)) {
        const state = good({ op: from, stage, sigma: from === 'log' ? '1' : '0' });
        for (const to of OPS) {
          const next = good(edit(state, 'op', to)!);
          expect([next.op, next.stage]).toEqual([to, 'result']);
        }
      }
    }
  });

  test('one threshold pushes the other', () => {
    const state = good({ op: 'canny' });
    expect(good(edit(state, 'low', '200')!)).toMatchObject({ low: 200, high: 200 });
    expect(good(edit(state, 'high', '20')!)).toMatchObject({ low: 20, high: 20 });
    expect(edit(state, 'low', '60')).toBeUndefined();
    expect(edit(state, 'low', 'x')).toBeUndefined();
    expect(edit(state, 'sigma', '2')).toBeUndefined();
  });

  test('the matrix to begin with is one', () => {
    expect(good({ input: MATRIX })).toMatchObject({ source: { kind: 'matrix' } });
  });
});

describe('what is on show', () => {
  test('every stage of every operation is among the outputs, as y', () => {
    for (const op of OPS) {
      for (const stage of stagesOf(op)) {
        const state = good({ input: MATRIX, op, stage, sigma: '1' });
        const outputs = reference(state, undefined, async () => true) as Outputs;
        expect(Object.keys(outputs)[0]).toBe('y');
        expect(outputs.y.shape).toEqual([6, 6, 1]);
        expect(outputName(state, shown(state))).toBe('y');
        for (const lang of ['zh', 'en'] as const) {
          expect(STRINGS[lang].results[shown(state)]).toBeTruthy();
        }
      }
    }
  });

  test('the scenes promised to the pages exist', () => {
    for (const name of ['sobel', 'prewitt', 'scharr', 'laplacian', 'log', 'canny', 'canny-low']) {
      expect(SCENES).toHaveProperty(name);
    }
    expect(Object.keys(SCENES)[0]).toBe('sobel');
    expect(SCENES.sobel.query).toBe('');
  });
});
